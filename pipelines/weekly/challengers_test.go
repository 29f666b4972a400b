package weekly

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/stages/features"
	"matchday/stages/validate"
	"matchday/warehouse"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// candidate is a job of the later Sunday, its features read, in a home that it
// only reads.
func candidate(t *testing.T, home string) *weekly {
	t.Helper()
	env := hometest.Env(home, hometest.LaterSunday)
	w := &weekly{Run: &job.Run{Env: env, Home: warehouse.Home{Dir: home}, Now: hometest.LaterSunday}, opts: Options{Market: "on"}}
	var err error
	if w.rows, err = features.Read(t.Context(), env.Lake()); err != nil {
		t.Fatal(err)
	}
	bench, err := features.ReadMarket(t.Context(), env.Lake(), w.rows)
	if err != nil {
		t.Fatal(err)
	}
	w.market = bench.Pre
	return w
}

// judge trains and validates a candidate.
func judge(t *testing.T, w *weekly) {
	t.Helper()
	if err := errors.Join(w.train(t.Context()), w.validate(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// spoiler holds the rows that the validated models learn from, and the column
// of a feature.
type spoiler struct {
	*weekly
	learned []int
}

func (s spoiler) column(t *testing.T, name string) []float64 {
	c, err := s.rows.Column(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// keep leaves only some of the rows.
func (s spoiler) keep(wanted func(i int) bool) {
	var at []int
	for i := range s.rows.Fixtures {
		if wanted(i) {
			at = append(at, i)
		}
	}
	s.rows, s.market = selected(s.rows, at), matchday.Pick(s.market, at)
	s.weekly.rows, s.weekly.market = s.rows, s.market
}

// badChallengers spoils what a candidate learns from, and not what it is judged
// by unless the sentence says so.
func badChallengers(t *testing.T, c championed) {
	for _, bad := range []struct {
		name  string
		spoil func(t *testing.T, s spoiler)
		want  string
	}{
		{"none of it is the candidate's fault", func(*testing.T, spoiler) {}, ""},
		{"shuffled labels", func(t *testing.T, s spoiler) {
			rng := rand.New(rand.NewPCG(1, 1))
			for _, i := range s.learned {
				j := s.learned[rng.IntN(len(s.learned))]
				for _, c := range [][]float64{s.rows.HomeGoals, s.rows.AwayGoals, s.rows.HomeMix, s.rows.AwayMix} {
					c[i], c[j] = c[j], c[i]
				}
			}
		}, "above the champion's, more than 0.0050"},
		{"an inverted class order", func(t *testing.T, s spoiler) {
			for _, i := range s.learned {
				s.rows.HomeGoals[i], s.rows.AwayGoals[i] = s.rows.AwayGoals[i], s.rows.HomeGoals[i]
			}
		}, "accuracy"},
		{"features that were not there when it learned", func(t *testing.T, s spoiler) {
			for _, i := range s.learned {
				for c := range s.rows.Columns {
					s.rows.Columns[c][i] = math.NaN()
				}
				s.rows.HomeMix[i], s.rows.AwayMix[i] = 1, 1
			}
		}, "above the champion's, more than 0.0050"},
		{"a leak in a price that is honest when it serves", func(t *testing.T, s spoiler) {
			leak(t, s, s.learned)
		}, "above the champion's, more than 0.0050"},
		{"a leak also in what it is judged by", func(t *testing.T, s spoiler) {
			leak(t, s, s.rows.KnownBefore(s.start, s.Now))
			leak(t, s, s.learned)
		}, "below the market's"},
		{"a leaked feature that is not computed when it serves", func(t *testing.T, s spoiler) {
			s.rows.Names = append(slices.Clone(s.rows.Names), "goal_difference")
			difference := make([]float64, s.rows.Len())
			for i := range difference {
				difference[i] = s.rows.HomeGoals[i] - s.rows.AwayGoals[i]
			}
			s.rows.Columns = append(s.rows.Columns, difference)
		}, "it was fitted on features that are not computed when it serves: goal_difference"},
		{"a feature that is missing everywhere", func(t *testing.T, s spoiler) {
			for i := range s.column(t, "elo_diff") {
				s.column(t, "elo_diff")[i] = math.NaN()
			}
		}, "features that the champion knew are missing from its fixtures: elo_diff (in 0 %, not "},
		{"one league only", func(t *testing.T, s spoiler) {
			s.keep(func(i int) bool { return s.rows.Fixtures[i].Division == "X0" })
		}, "learned nothing of divisions that the champion knows: X1, Y0, Y1"},
		{"a league of which a season is gone", func(t *testing.T, s spoiler) {
			s.keep(func(i int) bool { return s.rows.Fixtures[i].Division != "X1" || s.rows.Fixtures[i].Season != "2223" })
		}, "it learned from fewer fixtures than the champion: X1 "},
		{"a stale data set", func(t *testing.T, s spoiler) {
			s.keep(func(i int) bool { return s.rows.KnownAt[i].Before(hometest.FirstSunday.AddDate(0, -2, 0)) })
		}, "the champion up to 2025-02-23"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			w := candidate(t, c.before)
			var err error
			if w.start, _, err = validate.Window(w.rows, w.Env.Config.Gate, w.Now); err != nil {
				t.Fatal(err)
			}
			bad.spoil(t, spoiler{w, w.learned(w.start)})
			judge(t, w)
			got := strings.Join(w.verdict.Reasons, "\n")
			if w.verdict.Passed != (bad.want == "") || !strings.Contains(got, bad.want) {
				t.Errorf("passed %v, because %q; want %q", w.verdict.Passed, got, bad.want)
			}
		})
	}
}

// brokenWhenJudged breaks features between the fit and the verdict: once one is
// missing, which drift tells, once all are infinite, which the fit that would
// serve says by name.
func brokenWhenJudged(t *testing.T, c championed) {
	w := candidate(t, c.before)
	if err := w.train(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken := func(value float64, columns ...[]float64) error {
		for _, c := range columns {
			for _, i := range w.at {
				c[i] = value
			}
		}
		return w.validate(t.Context())
	}
	if err := broken(math.NaN(), spoiler{weekly: w}.column(t, "elo_diff")); err != nil {
		t.Fatal(err)
	}
	if d := w.drift[0]; d.Feature != "elo_diff" || d.MissingWindow != 1 || d.MissingLearned > .1 {
		t.Errorf("what has moved most is %+v", d)
	}
	if err := broken(math.Inf(1), w.rows.Columns...); err == nil || !strings.Contains(err.Error(), "is +Inf; want a finite number") {
		t.Errorf("features that are infinite: %v; passed %v, because %q", err, w.verdict.Passed, w.verdict.Reasons)
	}
}

// leak writes the outcome of rows into their prices.
func leak(t *testing.T, s spoiler, at []int) {
	for c, name := range []string{"market_home", "market_draw", "market_away"} {
		for _, i := range at {
			s.column(t, name)[i] = .02
			if s.rows.Outcome(i).Index() == c {
				s.column(t, name)[i] = .96
			}
		}
	}
}

func selected(rows *matchday.Rows, at []int) *matchday.Rows {
	out := &matchday.Rows{
		Fixtures: matchday.Pick(rows.Fixtures, at), KnownAt: matchday.Pick(rows.KnownAt, at), Names: rows.Names,
		HomeGoals: matchday.Pick(rows.HomeGoals, at), AwayGoals: matchday.Pick(rows.AwayGoals, at), HomeMix: matchday.Pick(rows.HomeMix, at), AwayMix: matchday.Pick(rows.AwayMix, at),
	}
	for _, c := range rows.Columns {
		out.Columns = append(out.Columns, matchday.Pick(c, at))
	}
	return out
}

// rejectedInTheBooks lets a job meet a staged row that no step of ours may
// leave behind.
func rejectedInTheBooks(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	before := hometest.Champion(t, home)
	env := hometest.Env(home, hometest.LaterSunday)
	env.Failpoint = func(point string) error {
		if point == "staged" {
			orphan(t, env.Lake())
		}
		return nil
	}
	r, err := Run(t.Context(), env, Options{Market: "on"})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "check orphans fails on 1 staged rows:") || len(r.Validation.Reasons) != 1 {
		t.Errorf("got %v", err)
	}
	if hometest.Champion(t, home) != before {
		t.Error("the champion changed")
	}
	if got := hometest.Query(t, home, "SELECT status, stage, state, passed, reasons[1] LIKE 'check orphans%' AS told FROM runs JOIN models USING (run_id) JOIN verdicts USING (model_version) ORDER BY started_at DESC LIMIT 1"); got != "status,stage,state,passed,told\nrefused,validate,rejected,false,true\n" {
		t.Errorf("the books say %s", got)
	}
}

// orphan adds to the staged figures those of a fixture that does not exist.
func orphan(t *testing.T, l lake.Lake) {
	t.Helper()
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	temp, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name := range staged.Tables {
		from, err := staged.Paths(name)
		if err != nil {
			t.Fatal(err)
		}
		more := ""
		if name == "statistics" {
			more = " UNION ALL BY NAME SELECT 'X0/2425/Nobody/Nowhere/1' AS fixture_id"
		}
		files[name] = filepath.Join(temp, name+".parquet")
		if _, err := db.ExecContext(t.Context(), fmt.Sprintf("COPY (FROM %s%s) TO '%s'", duck.Parquet(from...), more, files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(lake.Staged, files, staged.Raw); err != nil {
		t.Fatal(err)
	}
}
