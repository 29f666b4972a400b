package weekly

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/stages/deploy"
	"matchday/stages/validate"
)

func mustRun(t *testing.T, env job.Env, o Options) Report {
	t.Helper()
	r, err := Run(t.Context(), env, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// championed is a home in which a first candidate was deployed, and a second
// one in a copy of it.
type championed struct {
	before, after string // homes, before and after the second
	first, second Report
}

// TestTheWeeklyJob runs the job from nothing to a second champion; its tests
// each go on from a copy of one of the homes on the way.
func TestTheWeeklyJob(t *testing.T) {
	home := hometest.Landed(t)
	other := hometest.Copy(t, home)
	c := championed{before: home}
	c.first = mustRun(t, hometest.Env(home, hometest.FirstSunday), Options{Market: "on"})
	if r := c.first; !r.Deployed || r.Champion != "" || r.Validation.Difference != nil || r.Err() != nil {
		t.Fatalf("the first candidate: %v, %+v", r.Err(), r.Validation.Verdict)
	}
	t.Run("the same run in another home gives the same bytes", func(t *testing.T) { sameBytes(t, c, other) })
	c.after = hometest.Copy(t, home)
	c.second = mustRun(t, hometest.Env(c.after, hometest.LaterSunday), Options{Market: "on"})
	t.Run("the second candidate takes the first one's place", func(t *testing.T) { secondDeployed(t, c) })
	for _, test := range []struct {
		sentence string
		run      func(t *testing.T, c championed)
	}{
		{"SQL comes to the same verdict", sqlAgrees},
		{"a roll-back takes effect at once", rollsBack},
		{"the same run again changes nothing", sameAgain},
		{"a dry run says what would be and changes nothing", runsDry},
		{"bad challengers are rejected for the right reason", badChallengers},
		{"a feature that breaks after the fit is told", brokenWhenJudged},
		{"a rejected candidate is in the books, and the champion stays", rejectedInTheBooks},
		{"force deploys and says who was overruled", force},
		{"a job killed anywhere leaves the champion and is made good", killedAnywhere},
		{"a roll-back killed anywhere and repeated goes back once", rollbackKilled},
		{"an order about the champion is known by its id", orderedByID},
		{"a failure is recorded with its stage", failure},
		{"a champion that changed meanwhile is not overwritten", changedMeanwhile},
	} {
		t.Run(test.sentence, func(t *testing.T) { test.run(t, c) })
	}
}

func sameBytes(t *testing.T, c championed, other string) {
	env := hometest.Env(other, hometest.FirstSunday)
	env.Revision = "another"
	r := mustRun(t, env, Options{Market: "on"})
	if d := cmp.Diff(c.first, r, cmp.AllowUnexported(Report{})); d != "" {
		t.Errorf("the report: %s", d)
	}
	one, two := hometest.Tree(t, filepath.Join(c.before, "models")), hometest.Tree(t, filepath.Join(other, "models"))
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
	if _, err := os.Stat(filepath.Join(c.after, "warehouse.duckdb.wal")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the log was not written into the warehouse (%v)", err)
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
		r.Version+","+c.first.Version+",2025-03-30T02:00:00Z,,champion\n", hometest.Query(t, c.after,
		"SELECT model_version, replaced, deployed_at, retired_at, state FROM deployments JOIN models USING (model_version) ORDER BY deployed_at")); d != "" {
		t.Errorf("deployments: %s", d)
	}
	m, err := deploy.Registry{Dir: filepath.Join(c.after, "models")}.Verify(r.Version)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Refitted || !m.AsOf.Equal(hometest.LaterSunday) || !m.ValidatedAsOf.Equal(v.WindowStart) || m.Training.Covered["elo_diff"] < 90 || len(v.Drift) != len(m.Features.Names) {
		t.Errorf("the manifest: refitted %v as of %s, validated as of %s, %d %% have elo_diff, %d features' drift", m.Refitted, m.AsOf, m.ValidatedAsOf, m.Training.Covered["elo_diff"], len(v.Drift))
	}
}

func sameAgain(t *testing.T, c championed) {
	home := hometest.Copy(t, c.after)
	version, written := hometest.Tree(t, filepath.Join(home, "models")), hometest.Tables(t, home)
	again := mustRun(t, hometest.Env(home, hometest.LaterSunday), Options{Market: "on"})
	if again.Version != c.second.Version || again.Champion != c.second.Version {
		t.Errorf("again: %s in place of %s, %v", again.Version, again.Champion, again.Err())
	}
	if d := cmp.Diff(version, hometest.Tree(t, filepath.Join(home, "models"))); d != "" {
		t.Errorf("the models: %s", d)
	}
	if d := cmp.Diff(written, hometest.Tables(t, home)); d != "" {
		t.Errorf("the books: %s", d)
	}
}

func TestTooLittleToJudgeByIsRefused(t *testing.T) {
	home := hometest.Landed(t)
	_, err := Run(t.Context(), hometest.Env(home, time.Date(2022, time.October, 2, 2, 0, 0, 0, time.UTC)), Options{})
	if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "land more seasons") {
		t.Errorf("got %v", err)
	}
	if _, err := (deploy.Registry{Dir: filepath.Join(home, "models")}).Champion(); !errors.Is(err, deploy.ErrNoChampion) {
		t.Errorf("champion: %v", err)
	}
}
