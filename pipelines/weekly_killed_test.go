package pipelines

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// killed stands for the end of the process: nothing behind it runs.
type killed struct{}

// killedAnywhere kills the job at one point after the other, each time a run
// later, until one comes through. Until the pointer moves nothing changes of
// what predicts, to the byte.
func killedAnywhere(t *testing.T, c championed) {
	home := copied(t, c.before)
	serving := func() map[string]string {
		files := tree(t, filepath.Join(home, "models", c.first.Version))
		files["CURRENT"] = current(t, home)
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
	if !strings.Contains(current(t, home), c.second.Version) {
		t.Errorf("the pointer says %s", current(t, home))
	}
	t.Run("another job writes what the dead one did not", func(t *testing.T) { madeGood(t, copied(t, home)) })

	mustRun(t, weeklyEnv(home, laterSunday), WeeklyOptions{Market: "on"})
	if d := cmp.Diff(tree(t, filepath.Join(c.after, "models")), tree(t, filepath.Join(home, "models"))); d != "" {
		t.Errorf("the models in the end: %s", d)
	}
	if d := cmp.Diff(books(t, c.after), books(t, home)); d != "" {
		t.Errorf("the books in the end: %s", d)
	}
}

func madeGood(t *testing.T, home string) {
	r, err := RollbackModel(t.Context(), weeklyEnv(home, laterSunday.Add(time.Hour)), "", "worse")
	if err != nil {
		t.Fatal(err)
	}
	got := asked(t, home, "SELECT model_version, replaced FROM deployments ORDER BY deployed_at")
	if want := fmt.Sprintf("model_version,replaced\n%s,\n%s,%s\n%s,%s\n", r.Version, r.InPlaceOf, r.Version, r.Version, r.InPlaceOf); got != want {
		t.Errorf("the books say %s; want %s", got, want)
	}
}

// kill runs the job and ends it at a point, without a word to anybody.
func kill(t *testing.T, home, point string) {
	t.Helper()
	env := weeklyEnv(home, laterSunday)
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
	_, err := Weekly(t.Context(), env, WeeklyOptions{Market: "on"})
	t.Errorf("the job ended with %v", err)
}
