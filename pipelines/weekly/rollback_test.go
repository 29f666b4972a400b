package weekly

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
)

// threeChampions is a home whose champion is a third version, from which a roll-back
// leads to the second, and another one to the first.
func threeChampions(t *testing.T, c championed) (home, first, second, third string) {
	t.Helper()
	home, first, second = hometest.Copy(t, c.after), c.first.Version, c.second.Version
	env := hometest.Env(home, hometest.LaterSunday.Add(time.Hour))
	registry := models.Registry(env)
	m, err := registry.Manifest(second)
	if err != nil {
		t.Fatal(err)
	}
	m.CreatedAt = m.CreatedAt.Add(time.Minute)
	if m, err = registry.Add(m, func(dir string) error {
		return errors.Join(job.Mirror(filepath.Join(registry.Dir, second), dir), os.Remove(filepath.Join(dir, "manifest.json")))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := models.Deploy(t.Context(), env, models.ChangeOptions{Version: m.Version, Why: "the same, later"}); err != nil {
		t.Fatal(err)
	}
	return home, first, second, m.Version
}

func rollbackKilled(t *testing.T, c championed) {
	whole, first, second, _ := threeChampions(t, c)
	at := hometest.LaterSunday.Add(2 * time.Hour)
	for _, point := range []string{"pointer moved", "publish"} {
		home := hometest.Copy(t, whole)
		env := hometest.Env(home, at)
		env.Failpoint = func(here string) error {
			if here == point {
				panic(killed{})
			}
			return nil
		}
		func() {
			defer func() {
				if r := recover(); r != (killed{}) {
					t.Fatalf("the roll-back went on past %q: %v", point, r)
				}
			}()
			_, err := models.Rollback(t.Context(), env, models.ChangeOptions{})
			t.Errorf("it ended with %v", err)
		}()
		r, err := models.Rollback(t.Context(), hometest.Env(home, at.Add(time.Minute)), models.ChangeOptions{})
		if err != nil || r.Version != second || r.Already == nil || r.InPlaceOf != "" {
			t.Fatalf("killed at %q and repeated: %+v, %v; want %s to stay", point, r, err, second)
		}
		if got := hometest.Query(t, home, "SELECT model_version FROM deployments WHERE retired_at IS NULL"); got != "model_version\n"+second+"\n" {
			t.Errorf("killed at %q: the warehouse says %s", point, got)
		}
		if got := hometest.Query(t, home, "SELECT count(*) AS n FROM commands WHERE command = 'models rollback'"); got != "n\n1\n" {
			t.Errorf("killed at %q: %s orders", point, got)
		}
		// Said to be another one, or given later, it goes back once more.
		for _, later := range []struct {
			at time.Time
			o  models.ChangeOptions
		}{{at.Add(2 * time.Minute), models.ChangeOptions{Again: true}}, {at.Add(11 * time.Minute), models.ChangeOptions{}}} {
			r, err := models.Rollback(t.Context(), hometest.Env(hometest.Copy(t, home), later.at), later.o)
			if err != nil || r.Version != first || r.InPlaceOf != second {
				t.Errorf("%+v: %+v, %v", later, r, err)
			}
		}
	}
}

func orderedByID(t *testing.T, c championed) {
	home, first, second, third := threeChampions(t, c)
	at := hometest.LaterSunday.Add(2 * time.Hour)
	roll := func(after time.Duration, o models.ChangeOptions) (models.ChampionReport, error) {
		return models.Rollback(t.Context(), hometest.Env(home, at.Add(after)), o)
	}
	// A roll-back from a version that is not the champion is refused.
	if _, err := roll(0, models.ChangeOptions{From: second}); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "the champion is "+third) {
		t.Errorf("from another version: %v", err)
	}
	if r, err := roll(0, models.ChangeOptions{From: third, ID: "monday"}); err != nil || r.Version != second {
		t.Fatalf("%+v, %v", r, err)
	}
	// Given again, however late, it moves nothing, and so after another order.
	for _, after := range []time.Duration{time.Minute, 48 * time.Hour} {
		if r, err := roll(after, models.ChangeOptions{From: third, ID: "monday"}); err != nil || r.Version != second || r.Already == nil || !r.Already.Equal(at) {
			t.Errorf("after %s: %+v, %v", after, r, err)
		}
	}
	if _, err := models.Deploy(t.Context(), hometest.Env(home, at.Add(49*time.Hour)), models.ChangeOptions{Version: first}); err != nil {
		t.Fatal(err)
	}
	if r, err := roll(50*time.Hour, models.ChangeOptions{ID: "monday"}); err != nil || r.Version != first || r.Already == nil || r.Moved != second {
		t.Errorf("after another order: %+v, %v", r, err)
	}
	// The name of one order is not that of another.
	_, err := models.Deploy(t.Context(), hometest.Env(home, at.Add(51*time.Hour)), models.ChangeOptions{Version: second, ID: "monday"})
	if !errors.As(err, new(job.BadInput)) || !strings.Contains(err.Error(), `the id "monday" is that of another order`) {
		t.Errorf("got %v", err)
	}
	// What cannot be published is a warning.
	copied := filepath.Join(home, "analytics.duckdb")
	if err := errors.Join(os.Remove(copied), os.MkdirAll(filepath.Join(copied, "in the way"), 0o755)); err != nil {
		t.Fatal(err)
	}
	r, err := roll(52*time.Hour, models.ChangeOptions{})
	if err != nil || r.Version != second || len(r.Warnings) != 1 {
		t.Errorf("with a folder in the copy's place: %+v, %v", r, err)
	}
}
