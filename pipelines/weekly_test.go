package pipelines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/sql"
	"matchday/stages/deploy"
	"matchday/stages/features"
	"matchday/stages/land/example"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Sundays on which these tests run the weekly job on the invented world: the
// first champion comes on the one, challengers on the other.
var (
	firstSunday = time.Date(2025, time.March, 2, 2, 0, 0, 0, time.UTC)
	laterSunday = time.Date(2025, time.March, 30, 2, 0, 0, 0, time.UTC)
)

func weeklyEnv(home string, now time.Time) Env {
	conf := matchday.Defaults()
	conf.Train.BurnInSeasons = 1
	conf.Train.XGBoost.MaxRounds, conf.Train.XGBoost.Seeds = 20, 1
	return Env{
		Home: home, Now: func() time.Time { return now }, Config: conf, Log: slog.New(slog.DiscardHandler),
		Stopwatch: func() time.Duration { return 0 }, Revision: "test",
	}
}

// landed is a home in which the invented world has landed.
func landed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := example.New(example.DefaultSeed).Write(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "home")
	if _, err := Land(t.Context(), weeklyEnv(home, firstSunday), []string{filepath.Join(dir, "files")}); err != nil {
		t.Fatal(err)
	}
	return home
}

// championed is a home with a champion of the first Sunday.
func championed(t *testing.T) string {
	t.Helper()
	home := landed(t)
	r := mustRun(t, weeklyEnv(home, firstSunday), WeeklyOptions{Market: "on"})
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return home
}

func mustRun(t *testing.T, env Env, o WeeklyOptions) WeeklyReport {
	t.Helper()
	r, err := Weekly(t.Context(), env, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// copied is a home with all that another holds.
func copied(t *testing.T, home string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "home")
	if err := mirrorFolder(home, to); err != nil {
		t.Fatal(err)
	}
	return to
}

// tree is every file below a folder with its content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func current(t *testing.T, home string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home, "models", "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func asked(t *testing.T, home, text string) string {
	t.Helper()
	var b bytes.Buffer
	table, err := warehouse.FormatTo(&b, "csv")
	if err == nil {
		err = (warehouse.Home{Dir: home}).Query(t.Context(), text, table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// books are the tables that the weekly job writes.
func books(t *testing.T, home string) string {
	t.Helper()
	var all []string
	for _, table := range []string{"runs", "models", "deployments", "verdicts", "verdict_losses"} {
		all = append(all, asked(t, home, "FROM "+table+" ORDER BY ALL"))
	}
	return strings.Join(all, "\n")
}

func TestTheWeeklyJobFromNothingToASecondChampion(t *testing.T) {
	home := landed(t)
	first := mustRun(t, weeklyEnv(home, firstSunday), WeeklyOptions{Market: "on"})
	if !first.Deployed || first.Champion != "" || first.Validation.Difference != nil || first.Err() != nil {
		t.Fatalf("the first candidate: %+v", first)
	}
	second := mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on"})
	v := second.Validation
	if !second.Deployed || second.Champion != first.Version || v.Difference == nil || second.Err() != nil {
		t.Fatalf("the second candidate: %+v", second)
	}
	n := v.Scores[validate.Candidate].N
	if n < 300 || v.Scores[validate.BaseRate].N != n || v.Difference.N != n || v.Scores[validate.Market].N < n-5 {
		t.Errorf("not all are scored on the same fixtures: %+v", v.Scores)
	}
	if c, b := v.Scores[validate.Candidate].LogLoss, v.Scores[validate.BaseRate].LogLoss; !(c < b-.02) {
		t.Errorf("the candidate's log loss is %.4f, the base rates' %.4f", c, b)
	}
	if d := cmp.Diff(fmt.Sprintf(`model_version,replaced,deployed_at,retired_at,state
%s,,2025-03-02T02:00:00Z,2025-03-30T02:00:00Z,retired
%s,%s,2025-03-30T02:00:00Z,,champion
`, first.Version, second.Version, first.Version), asked(t, home,
		"SELECT model_version, replaced, deployed_at, retired_at, state FROM deployments JOIN models USING (model_version) ORDER BY deployed_at")); d != "" {
		t.Errorf("deployments: %s", d)
	}
	t.Run("SQL comes to the same verdict", func(t *testing.T) { sqlAgrees(t, home, second) })
	t.Run("a roll-back takes effect at once", func(t *testing.T) { rollsBack(t, home, first.Version, second.Version) })
}

// sqlAgrees recomputes the verdicts from the published losses.
func sqlAgrees(t *testing.T, home string, r WeeklyReport) {
	text, err := sql.Text("analytics/verdicts.sql")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(asked(t, home, text)), "\n")
	v := r.Validation
	c := v.Scores[validate.Candidate]
	want := []any{r.Version, true, true, true, c.N, c.LogLoss, v.Limits.LogLoss, c.Brier, v.Limits.Brier, c.Accuracy, v.Limits.Accuracy, v.Difference.Value, v.Difference.Low, v.Difference.High}
	got := strings.Split(lines[len(lines)-1], ",")
	if len(lines) != 3 || len(got) != len(want) {
		t.Fatalf("answer: %q", lines)
	}
	for i, w := range want {
		if x, ok := w.(float64); ok {
			var y float64
			if _, err := fmt.Sscan(got[i], &y); err != nil || math.Abs(x-y) > 1e-6 {
				t.Errorf("column %d: SQL has %s, the job %v", i, got[i], x)
			}
		} else if got[i] != fmt.Sprint(w) {
			t.Errorf("column %d: SQL has %s, the job %v", i, got[i], w)
		}
	}
	if stored := asked(t, home, "SELECT round(log_loss, 9) AS a, round(difference_low, 9) AS b FROM verdicts ORDER BY model_version DESC LIMIT 1"); stored != fmt.Sprintf("a,b\n%v,%v\n", rounded(c.LogLoss), rounded(v.Difference.Low)) {
		t.Errorf("stored %s; the job says %v and %v", stored, c.LogLoss, v.Difference.Low)
	}
}

func rounded(x float64) float64 { return math.Round(x*1e9) / 1e9 }

func rollsBack(t *testing.T, home, first, second string) {
	env := weeklyEnv(home, laterSunday.Add(time.Hour))
	rows, err := features.Read(t.Context(), env.Lake())
	if err != nil {
		t.Fatal(err)
	}
	serves := func(want string) {
		t.Helper()
		got, models, err := Champion(env, rows)
		if err != nil || got != want {
			t.Fatalf("%s serves, %v; want %s", got, err, want)
		}
		if said, err := models.Predict(rows, []int{rows.Len() - 1}); err != nil || !said["ensemble"][0].Valid() {
			t.Errorf("%s says %v, %v", got, said, err)
		}
	}
	serves(second)
	r, err := RollbackModel(t.Context(), env, "", "too many draws")
	if err != nil || r.Version != first || r.InPlaceOf != second {
		t.Fatalf("%+v, %v", r, err)
	}
	serves(first)
	if got := asked(t, home, "SELECT model_version, replaced, why FROM deployments WHERE retired_at IS NULL"); got != "model_version,replaced,why\n"+first+","+second+",too many draws\n" {
		t.Errorf("the books say %s", got)
	}
	if got := asked(t, home, "SELECT state FROM models ORDER BY model_version"); got != "state\nchampion\nretired\n" {
		t.Errorf("states %s", got)
	}
	// A version that was fitted on other features cannot be deployed any more.
	registry := deploy.Registry{Dir: filepath.Join(home, "models")}
	old, err := registry.Add(deploy.Manifest{CreatedAt: firstSunday.AddDate(-1, 0, 0), Features: deploy.FeaturesOf([]string{"form_by_moon"}, nil), Validation: []byte("{}")},
		func(dir string) error { return os.WriteFile(filepath.Join(dir, "model"), nil, 0o644) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := DeployModel(t.Context(), env, old.Version, "by hand"); !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), "form_by_moon") {
		t.Errorf("a model of other features: %v", err)
	}
	serves(first)
	// Nobody goes back to what was rolled back from.
	if r, err := PruneModels(t.Context(), env, 0); err != nil || !slices.Equal(r.Removed, []string{old.Version, second}) {
		t.Errorf("removed %v, %v; want the version rolled back from and the old one", r.Removed, err)
	}
	serves(first)
	rows.Names = slices.Clone(rows.Names)
	rows.Names[slices.Index(rows.Names, "elo_diff")] = "elo_gap"
	if _, _, err := Champion(env, rows); !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), "elo_diff") {
		t.Errorf("with a feature gone: %v", err)
	}
}

func TestTheSameRunTwiceIsOneVersionToTheByte(t *testing.T) {
	home := landed(t)
	other := copied(t, home)
	once := mustRun(t, weeklyEnv(home, firstSunday), WeeklyOptions{Market: "on"})
	version, written := tree(t, filepath.Join(home, "models")), books(t, home)
	if d := cmp.Diff(once, mustRun(t, weeklyEnv(other, firstSunday), WeeklyOptions{Market: "on"}), cmp.AllowUnexported(WeeklyReport{})); d != "" {
		t.Errorf("another home: %s", d)
	}
	if d := cmp.Diff(version, tree(t, filepath.Join(other, "models"))); d != "" {
		t.Errorf("another home's models: %s", d)
	}
	again := mustRun(t, weeklyEnv(home, firstSunday), WeeklyOptions{Market: "on"})
	if again.Version != once.Version || again.Champion != once.Version {
		t.Errorf("again: %+v", again)
	}
	if d := cmp.Diff(version, tree(t, filepath.Join(home, "models"))); d != "" {
		t.Errorf("again, the models: %s", d)
	}
	if d := cmp.Diff(written, books(t, home)); d != "" {
		t.Errorf("again, the books: %s", d)
	}
}

// TestWithAChampion gives each of its tests a copy of one home.
func TestWithAChampion(t *testing.T) {
	home := championed(t)
	for _, c := range []struct {
		sentence string
		test     func(t *testing.T, home string)
	}{
		{"a dry run says what would be and changes nothing", dryRun},
		{"bad challengers are rejected for the right reason", badChallengers},
		{"force deploys and says who was overruled", force},
		{"a job killed anywhere leaves the champion and is made good", killedAnywhere},
		{"a failure is recorded with its stage", failure},
		{"a champion that changed meanwhile is not overwritten", changedMeanwhile},
	} {
		t.Run(c.sentence, func(t *testing.T) { c.test(t, copied(t, home)) })
	}
}

func dryRun(t *testing.T, home string) {
	before := tree(t, home)
	dry := mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on", DryRun: true})
	if !dry.DryRun || !dry.Deployed {
		t.Errorf("%+v", dry)
	}
	after := tree(t, home)
	for _, files := range []map[string]string{before, after} {
		for name := range files {
			if strings.HasSuffix(name, ".lock") { // says who had it last
				delete(files, name)
			}
		}
	}
	// The warehouse was opened to ask whether live jobs may write; it holds what
	// it held.
	for _, name := range slices.Sorted(keysOf(before)) {
		if before[name] != after[name] && name != "warehouse.duckdb" {
			t.Errorf("%s was changed", name)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
	real := mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on"})
	dry.DryRun = false
	if d := cmp.Diff(real, dry, cmp.AllowUnexported(WeeklyReport{})); d != "" {
		t.Errorf("the real run: %s", d)
	}
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// badChallengers spoils what a candidate learns
// from, never what it is judged by.
func badChallengers(t *testing.T, home string) {
	learned := func(w *weekly, f func(i int)) {
		start, _, err := validate.Window(w.rows, w.env.Config.Gate, w.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range w.rows.KnownBefore(time.Time{}, start) {
			f(i)
		}
	}
	keep := func(w *weekly, wanted func(i int) bool) {
		var at []int
		for i := range w.rows.Fixtures {
			if wanted(i) {
				at = append(at, i)
			}
		}
		w.rows, w.market = selected(w.rows, at), pick(w.market, at)
	}
	for name, c := range map[string]struct {
		spoil func(w *weekly)
		want  string
	}{
		"shuffled labels": {func(w *weekly) {
			rng := rand.New(rand.NewPCG(1, 1))
			learned(w, func(i int) {
				j := rng.IntN(i + 1)
				w.rows.HomeGoals[i], w.rows.HomeGoals[j] = w.rows.HomeGoals[j], w.rows.HomeGoals[i]
				w.rows.AwayGoals[i], w.rows.AwayGoals[j] = w.rows.AwayGoals[j], w.rows.AwayGoals[i]
				w.rows.HomeMix[i], w.rows.HomeMix[j] = w.rows.HomeMix[j], w.rows.HomeMix[i]
				w.rows.AwayMix[i], w.rows.AwayMix[j] = w.rows.AwayMix[j], w.rows.AwayMix[i]
			})
		}, "above the champion's"},
		"an inverted class order": {func(w *weekly) {
			learned(w, func(i int) {
				w.rows.HomeGoals[i], w.rows.AwayGoals[i] = w.rows.AwayGoals[i], w.rows.HomeGoals[i]
			})
		}, "is not below"},
		"features that were not there": {func(w *weekly) {
			learned(w, func(i int) {
				for c := range w.rows.Columns {
					w.rows.Columns[c][i] = math.NaN()
				}
				w.rows.HomeMix[i], w.rows.AwayMix[i] = 1, 1
			})
		}, "above the champion's"},
		"one league only": {func(w *weekly) {
			keep(w, func(i int) bool { return w.rows.Fixtures[i].Division == "X0" })
		}, "learned nothing of divisions that the champion knows: X1, Y0, Y1"},
		"a stale data set": {func(w *weekly) {
			keep(w, func(i int) bool { return w.rows.KnownAt[i].Before(firstSunday.AddDate(0, -2, 0)) })
		}, "the champion up to 2025-02-24"},
	} {
		t.Run(name, func(t *testing.T) {
			home := copied(t, home)
			before := current(t, home)
			w := &weekly{env: weeklyEnv(home, laterSunday), opts: WeeklyOptions{Market: "on"}}
			w.interrupt = func(point string) error {
				if point == "features" {
					c.spoil(w)
				}
				return nil
			}
			r, err := w.run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Err(); !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; want %q", err, c.want)
			}
			if current(t, home) != before {
				t.Error("the champion changed")
			}
			if got := asked(t, home, "SELECT status, stage, state FROM runs JOIN models USING (run_id) ORDER BY started_at DESC LIMIT 1"); got != "status,stage,state\nrefused,validate,rejected\n" {
				t.Errorf("the books say %s", got)
			}
		})
	}
}

func selected(rows *matchday.Rows, at []int) *matchday.Rows {
	out := &matchday.Rows{
		Fixtures: pick(rows.Fixtures, at), KnownAt: pick(rows.KnownAt, at), Names: rows.Names,
		HomeGoals: pick(rows.HomeGoals, at), AwayGoals: pick(rows.AwayGoals, at), HomeMix: pick(rows.HomeMix, at), AwayMix: pick(rows.AwayMix, at),
	}
	for _, c := range rows.Columns {
		out.Columns = append(out.Columns, pick(c, at))
	}
	return out
}

func force(t *testing.T, home string) {
	env := weeklyEnv(home, laterSunday)
	env.Config.Gate.LogLoss = 0.5
	env.Config.Gate.LossMargin = 0
	r := mustRun(t, env, WeeklyOptions{Market: "on", Force: true})
	if !r.Deployed || !r.Forced || r.Validation.Passed || r.Err() != nil {
		t.Errorf("%+v", r)
	}
	got := asked(t, home, "SELECT why, passed FROM deployments JOIN verdicts USING (model_version) WHERE retired_at IS NULL")
	if !strings.Contains(got, "by force, over the gate's no: ") || !strings.HasSuffix(got, ",false\n") {
		t.Errorf("the books say %s", got)
	}
}

// killed stands for the end of the process: nothing behind it runs.
type killed struct{}

func killedAnywhere(t *testing.T, home string) {
	whole := copied(t, home)
	mustRun(t, weeklyEnv(whole, laterSunday), WeeklyOptions{Market: "on"})
	want := tree(t, filepath.Join(whole, "models"))

	moved := false
	for _, point := range []string{"features", "validate", "version kept", "verdict recorded", "pointer moved"} {
		t.Run(point, func(t *testing.T) {
			home := copied(t, home)
			before := current(t, home)
			kill(t, home, point)
			moved = moved || point == "pointer moved"
			if got := current(t, home); (got != before) != moved {
				t.Errorf("killed at %q, CURRENT moved: %v; want %v", point, got != before, moved)
			}
			mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on"})
			if d := cmp.Diff(want, tree(t, filepath.Join(home, "models"))); d != "" {
				t.Errorf("the models, run again: %s", d)
			}
			if d := cmp.Diff(books(t, whole), books(t, home)); d != "" {
				t.Errorf("the books, run again: %s", d)
			}
		})
	}
	t.Run("a later job writes what the dead one did not", func(t *testing.T) {
		home := copied(t, home)
		kill(t, home, "pointer moved")
		r, err := RollbackModel(t.Context(), weeklyEnv(home, laterSunday.Add(time.Hour)), "", "worse")
		if err != nil {
			t.Fatal(err)
		}
		got := asked(t, home, "SELECT model_version, replaced FROM deployments ORDER BY deployed_at")
		if want := fmt.Sprintf("model_version,replaced\n%s,\n%s,%s\n%s,%s\n", r.Version, r.InPlaceOf, r.Version, r.Version, r.InPlaceOf); got != want {
			t.Errorf("the books say %s; want %s", got, want)
		}
	})
}

// kill runs the job and ends it at a point, without a word to anybody.
func kill(t *testing.T, home, point string) {
	t.Helper()
	w := &weekly{env: weeklyEnv(home, laterSunday), opts: WeeklyOptions{Market: "on"}}
	w.interrupt = func(here string) error {
		if here == point {
			panic(killed{})
		}
		return nil
	}
	defer func() {
		if r := recover(); r != (killed{}) {
			t.Errorf("the job went on past %q: %v", point, r)
		}
	}()
	_, err := w.run(t.Context())
	t.Errorf("the job ended with %v", err)
}

func failure(t *testing.T, home string) {
	before := current(t, home)
	broken := errors.New("the API is down")
	_, err := Weekly(t.Context(), weeklyEnv(home, laterSunday), WeeklyOptions{Fetch: func(context.Context, Env) (Asked, error) { return Asked{}, broken }})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if err := (warehouse.Home{Dir: home}).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := asked(t, home, "SELECT status, stage, message FROM runs ORDER BY started_at DESC LIMIT 1"); got != "status,stage,message\nfailed,fetch,the API is down\n" {
		t.Errorf("the books say %s", got)
	}
	if current(t, home) != before {
		t.Error("the champion changed")
	}
}

func TestTooLittleToJudgeByIsRefused(t *testing.T) {
	home := landed(t)
	_, err := Weekly(t.Context(), weeklyEnv(home, time.Date(2022, time.October, 2, 2, 0, 0, 0, time.UTC)), WeeklyOptions{})
	if !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), "land more seasons") {
		t.Errorf("got %v", err)
	}
	if _, err := (deploy.Registry{Dir: filepath.Join(home, "models")}).Champion(); !errors.Is(err, deploy.ErrNoChampion) {
		t.Errorf("champion: %v", err)
	}
}

func changedMeanwhile(t *testing.T, home string) {
	w := &weekly{env: weeklyEnv(home, laterSunday), opts: WeeklyOptions{Market: "on"}}
	var before string
	w.interrupt = func(point string) error {
		if point != "validate" {
			return nil
		}
		mustRunBeside(t, home)
		before = current(t, home)
		return nil
	}
	if _, err := w.run(t.Context()); !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), "run the job again") {
		t.Errorf("got %v", err)
	}
	if current(t, home) != before {
		t.Error("the other's champion was overwritten")
	}
}

// mustRunBeside deploys another version by hand.
func mustRunBeside(t *testing.T, home string) {
	t.Helper()
	r := deploy.Registry{Dir: filepath.Join(home, "models")}
	m, err := r.Add(deploy.Manifest{CreatedAt: firstSunday.Add(time.Hour), Validation: []byte(`{"passed":true}`)}, func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "model"), nil, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := DeployModel(t.Context(), weeklyEnv(home, firstSunday.Add(time.Hour)), m.Version, "by hand"); err != nil {
		t.Fatal(err)
	}
}
