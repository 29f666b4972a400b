package weekly

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/pipelines/hometest"
	"matchday/pipelines/models"
)

// killed stands for the end of the process: nothing behind it runs.
type killed struct{}

// killedAnywhere kills the job at one point after the other, each time a run
// later, until one comes through. Until the pointer moves nothing changes of
// what predicts, to the byte.
func killedAnywhere(t *testing.T, c championed) {
	home := hometest.Copy(t, c.before)
	serving := func() map[string]string {
		files := hometest.Tree(t, filepath.Join(home, "models", c.first.Version))
		files["CURRENT"] = hometest.Champion(t, home)
		return files
	}
	before := serving()
	for _, point := range []string{"features", "validate", "version kept", "verdict recorded"} {
		kill(t, home, point)
		if d := cmp.Diff(before, serving()); d != "" {
			t.Errorf("killed at %q: %s", point, d)
		}
	}
	kill(t, home, "pointer moved")
	if !strings.Contains(hometest.Champion(t, home), c.second.Version) {
		t.Errorf("the pointer says %s", hometest.Champion(t, home))
	}
	t.Run("another job writes what the dead one did not", func(t *testing.T) { madeGood(t, hometest.Copy(t, home)) })

	mustRun(t, hometest.Env(home, hometest.LaterSunday), Options{Market: "on"})
	if d := cmp.Diff(hometest.Tree(t, filepath.Join(c.after, "models")), hometest.Tree(t, filepath.Join(home, "models"))); d != "" {
		t.Errorf("the models in the end: %s", d)
	}
	if d := cmp.Diff(hometest.Tables(t, c.after), hometest.Tables(t, home)); d != "" {
		t.Errorf("the books in the end: %s", d)
	}
}

func madeGood(t *testing.T, home string) {
	r, err := models.Rollback(t.Context(), hometest.Env(home, hometest.LaterSunday.Add(time.Hour)), models.ChangeOptions{Why: "worse"})
	if err != nil {
		t.Fatal(err)
	}
	got := hometest.Query(t, home, "SELECT model_version, replaced FROM deployments ORDER BY deployed_at")
	if want := fmt.Sprintf("model_version,replaced\n%s,\n%s,%s\n%s,%s\n", r.Version, r.InPlaceOf, r.Version, r.Version, r.InPlaceOf); got != want {
		t.Errorf("the warehouse says %s; want %s", got, want)
	}
}

// kill runs the job and ends it at a point, without a word to anybody.
func kill(t *testing.T, home, point string) {
	t.Helper()
	env := hometest.Env(home, hometest.LaterSunday)
	env.Failpoint = func(here string) error {
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
	_, err := Run(t.Context(), env, Options{Market: "on"})
	t.Errorf("the job ended with %v", err)
}
