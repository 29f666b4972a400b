package weekly

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/features"
	"matchday/warehouse"
)

func rollsBack(t *testing.T, c championed) {
	home, first, second := hometest.Copy(t, c.after), c.first.Version, c.second.Version
	env := hometest.Env(home, hometest.LaterSunday.Add(time.Hour))
	rows, err := features.Read(t.Context(), env.Lake())
	if err != nil {
		t.Fatal(err)
	}
	serves := func(want string) {
		t.Helper()
		got, models, err := models.Champion(env)
		if err != nil || got != want {
			t.Fatalf("%s serves, %v; want %s", got, err, want)
		}
		if said, err := models.Predict(rows, []int{rows.Len() - 1}); err != nil || !said["ensemble"][0].Valid() {
			t.Errorf("%s says %v, %v", got, said, err)
		}
	}
	serves(second)
	r, err := models.Rollback(t.Context(), env, models.ChangeOptions{Why: "too many draws"})
	if err != nil || r.Version != first || r.InPlaceOf != second {
		t.Fatalf("%+v, %v", r, err)
	}
	serves(first)
	if got := hometest.Query(t, home, "SELECT model_version, replaced, why FROM deployments WHERE retired_at IS NULL"); got != "model_version,replaced,why\n"+first+","+second+",too many draws\n" {
		t.Errorf("the books say %s", got)
	}
	if got := hometest.Query(t, home, "SELECT state FROM models ORDER BY model_version"); got != "state\nchampion\nretired\n" {
		t.Errorf("states %s", got)
	}
	// A version that was fitted on other features cannot be deployed any more.
	registry := deploy.Registry{Dir: filepath.Join(home, "models")}
	old, err := registry.Add(deploy.Manifest{CreatedAt: hometest.FirstSunday.AddDate(-1, 0, 0), Features: deploy.FeaturesOf([]string{"form_by_moon"}, nil), Validation: []byte("{}")},
		func(dir string) error { return os.WriteFile(filepath.Join(dir, "model"), nil, 0o644) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := models.Deploy(t.Context(), env, models.ChangeOptions{Version: old.Version, Why: "by hand"}); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "form_by_moon") {
		t.Errorf("a model of other features: %v", err)
	}
	serves(first)
	// Nobody goes back to what was rolled back from.
	if r, err := models.Prune(t.Context(), env, 0); err != nil || !slices.Equal(r.Removed, []string{old.Version, second}) {
		t.Errorf("removed %v, %v; want the version rolled back from and the old one", r.Removed, err)
	}
	serves(first)
}

func runsDry(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	before := hometest.Tree(t, home)
	dry := mustRun(t, hometest.Env(home, hometest.LaterSunday), Options{Market: "on", DryRun: true})
	if !dry.DryRun || !dry.Deployed {
		t.Errorf("it was no dry run, or rejected: %v, %v", dry.DryRun, dry.Err())
	}
	after := hometest.Tree(t, home)
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
	dry.DryRun = false
	if d := cmp.Diff(c.second, dry, cmp.AllowUnexported(Report{})); d != "" {
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

func force(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	env := hometest.Env(home, hometest.LaterSunday)
	env.Config.Gate.MaxExcess = -0.5 // better than the market by that much
	r := mustRun(t, env, Options{Market: "on", Force: true, Why: "the old one knows no X1"})
	if !r.Deployed || !r.Forced || r.Validation.Passed || r.Err() != nil {
		t.Errorf("deployed %v, forced %v, passed %v: %v", r.Deployed, r.Forced, r.Validation.Passed, r.Err())
	}
	got := hometest.Query(t, home, "SELECT why, passed FROM deployments JOIN verdicts USING (model_version) WHERE retired_at IS NULL")
	if !strings.Contains(got, "forced (the old one knows no X1), although the gate rejected it: fixtures with a price: log loss is ") || !strings.HasSuffix(got, ",false\n") {
		t.Errorf("the books say %s", got)
	}
}

func failure(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	before := hometest.Champion(t, home)
	broken := errors.New("the API is down")
	_, err := Run(t.Context(), hometest.Env(home, hometest.LaterSunday), Options{Fetch: func(context.Context, job.Env) (job.APIUsage, error) { return job.APIUsage{}, broken }})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if err := warehouse.Publish(t.Context(), warehouse.Home{Dir: home}); err != nil {
		t.Fatal(err)
	}
	if got := hometest.Query(t, home, "SELECT status, stage, message FROM runs ORDER BY started_at DESC LIMIT 1"); got != "status,stage,message\nfailed,fetch,the API is down\n" {
		t.Errorf("the books say %s", got)
	}
	if hometest.Champion(t, home) != before {
		t.Error("the champion changed")
	}
}

func changedMeanwhile(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	env := hometest.Env(home, hometest.LaterSunday)
	var before string
	env.Failpoint = func(point string) error {
		if point != "validate" {
			return nil
		}
		mustRunBeside(t, home)
		before = hometest.Champion(t, home)
		return nil
	}
	if _, err := Run(t.Context(), env, Options{Market: "on"}); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "run the job again") {
		t.Errorf("got %v", err)
	}
	if hometest.Champion(t, home) != before {
		t.Error("the other's champion was overwritten")
	}
}

// mustRunBeside deploys another version by hand.
func mustRunBeside(t *testing.T, home string) {
	t.Helper()
	r := deploy.Registry{Dir: filepath.Join(home, "models")}
	m, err := r.Add(deploy.Manifest{CreatedAt: hometest.FirstSunday.Add(time.Hour), Validation: []byte(`{"passed":true}`)}, func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "model"), nil, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := models.Deploy(t.Context(), hometest.Env(home, hometest.FirstSunday.Add(time.Hour)), models.ChangeOptions{Version: m.Version, Why: "by hand"}); err != nil {
		t.Fatal(err)
	}
}
