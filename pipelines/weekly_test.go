package pipelines

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/stages/deploy"
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
	// Four invented divisions are harder to tell than the big leagues.
	conf.Gate.LogLoss, conf.Gate.Brier, conf.Gate.Accuracy = 1.07, .64, .45
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
		err = warehouse.Query(t.Context(), warehouse.Home{Dir: home}, text, table)
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
	for _, table := range []string{"runs", "models", "deployments", "verdicts", "verdict_groups", "verdict_losses", "verdict_drift"} {
		all = append(all, asked(t, home, "FROM "+table+" ORDER BY ALL"))
	}
	return strings.Join(all, "\n")
}

// championed is a home in which a first candidate was deployed, and a second
// one in a copy of it.
type championed struct {
	before, after string // homes, before and after the second
	first, second WeeklyReport
}

// TestTheWeeklyJob runs the job from nothing to a second champion; its tests
// each go on from a copy of one of the homes on the way.
func TestTheWeeklyJob(t *testing.T) {
	home := landed(t)
	other := copied(t, home)
	c := championed{before: home}
	c.first = mustRun(t, weeklyEnv(home, firstSunday), WeeklyOptions{Market: "on"})
	if r := c.first; !r.Deployed || r.Champion != "" || r.Validation.Difference != nil || r.Err() != nil {
		t.Fatalf("the first candidate: %v, %+v", r.Err(), r.Validation.Verdict)
	}
	t.Run("the same run in another home gives the same bytes", func(t *testing.T) { sameBytes(t, c, other) })
	c.after = copied(t, home)
	c.second = mustRun(t, weeklyEnv(c.after, laterSunday), WeeklyOptions{Market: "on"})
	t.Run("the second candidate takes the first one's place", func(t *testing.T) { secondDeployed(t, c) })
	for _, test := range []struct {
		sentence string
		run      func(t *testing.T, c championed)
	}{
		{"SQL comes to the same verdict", sqlAgrees},
		{"a roll-back takes effect at once", rollsBack},
		{"the same run again changes nothing", sameAgain},
		{"a dry run says what would be and changes nothing", dryRun},
		{"bad challengers are rejected for the right reason", badChallengers},
		{"a feature that breaks after the fit is told", brokenWhenJudged},
		{"a rejected candidate is in the books, and the champion stays", rejectedInTheBooks},
		{"force deploys and says who was overruled", force},
		{"a job killed anywhere leaves the champion and is made good", killedAnywhere},
		{"a failure is recorded with its stage", failure},
		{"a champion that changed meanwhile is not overwritten", changedMeanwhile},
	} {
		t.Run(test.sentence, func(t *testing.T) { test.run(t, c) })
	}
}

func sameBytes(t *testing.T, c championed, other string) {
	env := weeklyEnv(other, firstSunday)
	env.Revision = "another"
	r := mustRun(t, env, WeeklyOptions{Market: "on"})
	if d := cmp.Diff(c.first, r, cmp.AllowUnexported(WeeklyReport{})); d != "" {
		t.Errorf("the report: %s", d)
	}
	one, two := tree(t, filepath.Join(c.before, "models")), tree(t, filepath.Join(other, "models"))
	manifest := filepath.Join(r.Version, "manifest.json")
	one[manifest] = strings.Replace(one[manifest], `"git_revision": "test"`, `"git_revision": "another"`, 1)
	if d := cmp.Diff(one, two); d != "" || len(one) < 9 {
		t.Errorf("%d files: %s", len(one), d)
	}
}

func secondDeployed(t *testing.T, c championed) {
	r, v := c.second, c.second.Validation
	if !r.Deployed || r.Champion != c.first.Version || v.Difference == nil || r.Err() != nil {
		t.Fatalf("the second candidate: %v, %+v", r.Err(), r.Validation.Verdict)
	}
	n := v.Scores[validate.Candidate].N
	if n < 300 || v.Scores[validate.BaseRate].N != n || v.Difference.N != n || v.Scores[validate.Market].N < n-5 || v.AgainstMarket.N < n-5 {
		t.Errorf("not all are scored on the same fixtures: %+v", v.Scores)
	}
	if c, b := v.Scores[validate.Candidate].LogLoss, v.Scores[validate.BaseRate].LogLoss; !(c < b-.02) {
		t.Errorf("the candidate's log loss is %.4f, the base rates' %.4f", c, b)
	}
	if d := cmp.Diff("model_version,replaced,deployed_at,retired_at,state\n"+
		c.first.Version+",,2025-03-02T02:00:00Z,2025-03-30T02:00:00Z,retired\n"+
		r.Version+","+c.first.Version+",2025-03-30T02:00:00Z,,champion\n", asked(t, c.after,
		"SELECT model_version, replaced, deployed_at, retired_at, state FROM deployments JOIN models USING (model_version) ORDER BY deployed_at")); d != "" {
		t.Errorf("deployments: %s", d)
	}
	m, err := deploy.Registry{Dir: filepath.Join(c.after, "models")}.Verify(r.Version)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Refitted || !m.AsOf.Equal(laterSunday) || !m.ValidatedAsOf.Equal(v.WindowStart) || m.Training.Covered["elo_diff"] < 90 || len(v.Drift) != len(m.Features.Names) {
		t.Errorf("the manifest: refitted %v as of %s, validated as of %s, %d %% have elo_diff, %d features' drift", m.Refitted, m.AsOf, m.ValidatedAsOf, m.Training.Covered["elo_diff"], len(v.Drift))
	}
}

func sameAgain(t *testing.T, c championed) {
	home := copied(t, c.after)
	version, written := tree(t, filepath.Join(home, "models")), books(t, home)
	again := mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on"})
	if again.Version != c.second.Version || again.Champion != c.second.Version {
		t.Errorf("again: %s in place of %s, %v", again.Version, again.Champion, again.Err())
	}
	if d := cmp.Diff(version, tree(t, filepath.Join(home, "models"))); d != "" {
		t.Errorf("the models: %s", d)
	}
	if d := cmp.Diff(written, books(t, home)); d != "" {
		t.Errorf("the books: %s", d)
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
