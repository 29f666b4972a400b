package deploy

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
)

var sunday = time.Date(2024, time.May, 19, 2, 0, 0, 0, time.UTC)

var current = FeaturesOf([]string{"elo_diff", "stake_home"}, map[string]string{"ftr_rating": "-- rating\nSELECT 1", "ftr_table": "SELECT 2"})

// content writes files by path.
func content(files map[string]string) func(string) error {
	return func(dir string) error {
		for path, text := range files {
			path = filepath.Join(dir, filepath.FromSlash(path))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				return err
			}
		}
		return nil
	}
}

func added(t testing.TB, r Registry, at time.Time, text string) Manifest {
	t.Helper()
	m, err := r.Add(Manifest{CreatedAt: at, Features: current, Validation: json.RawMessage(`{"passed":true}`)},
		content(map[string]string{"serving/elo.json": text, "validated/elo.json": "earlier " + text}))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func registry(t testing.TB) Registry { return Registry{Dir: filepath.Join(t.TempDir(), "models")} }

func TestAVersionIsThereAsItWasWritten(t *testing.T) {
	r := registry(t)
	m := added(t, r, sunday, "ratings")
	if want := "20240519T020000Z-" + m.Fingerprint[:8]; m.Version != want {
		t.Errorf("version %s; want %s", m.Version, want)
	}
	got, dir, err := r.Open(m.Version, current)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != m.Version || !slices.Equal(got.Files, m.Files) || len(got.Files) != 2 || got.Files[0].Path != "serving/elo.json" {
		t.Errorf("manifest %+v", got)
	}
	// As sha256sum(1) has it.
	if want := (File{"serving/elo.json", 7, "6e8e9fd7a26ff87b90abe40fae707329603f4089cdb22cbe348bc173febc8693"}); got.Files[0] != want {
		t.Errorf("file %+v; want %+v", got.Files[0], want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "serving", "elo.json"))
	if err != nil || string(text) != "ratings" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestTheSameFilesAtTheSameTimeAreTheSameVersion(t *testing.T) {
	r := registry(t)
	first := added(t, r, sunday, "ratings")
	again, err := r.Add(Manifest{CreatedAt: sunday, Revision: "another"}, content(map[string]string{"serving/elo.json": "ratings", "validated/elo.json": "earlier ratings"}))
	if err != nil || again.Version != first.Version || again.Revision != "" {
		t.Errorf("%+v, %v; want the version that is there", again, err)
	}
	other := added(t, r, sunday, "other ratings")
	later := added(t, r, sunday.Add(time.Second), "ratings")
	if other.Version == first.Version || !(later.Version > first.Version && later.Version > other.Version) {
		t.Errorf("versions %s, %s, %s", first.Version, other.Version, later.Version)
	}
	list, err := r.List()
	if err != nil || len(list) != 3 || list[2].Version != later.Version {
		t.Errorf("list %v, %v", list, err)
	}
}

func TestAVersionIsWrittenWholeOrNotAtAll(t *testing.T) {
	r := registry(t)
	kept := added(t, r, sunday, "ratings")
	died := errors.New("the disk is full")
	_, err := r.Add(Manifest{CreatedAt: sunday}, func(dir string) error {
		return errors.Join(content(map[string]string{"serving/elo.json": "half"})(dir), died)
	})
	if !errors.Is(err, died) {
		t.Fatalf("got %v", err)
	}
	if _, err := r.Add(Manifest{CreatedAt: sunday}, func(string) error { return nil }); err == nil {
		t.Error("a version without files was added")
	}
	// A job killed outright cannot tidy up: the next one does, and nobody lists
	// what it left.
	if err := content(map[string]string{"serving/elo.json": "half"})(filepath.Join(r.Dir, tempPrefix+"123")); err != nil {
		t.Fatal(err)
	}
	if list, err := r.List(); err != nil || len(list) != 1 || list[0].Version != kept.Version {
		t.Errorf("list %v, %v", list, err)
	}
	added(t, r, sunday.Add(time.Hour), "ratings")
	if left, err := filepath.Glob(filepath.Join(r.Dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestADamagedVersionIsRefusedByTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(dir string) error
		want   string
	}{
		"a changed file": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "serving", "elo.json"), []byte("ratingz"), 0o644)
		}, "serving/elo.json was changed"},
		"a missing file":     {func(dir string) error { return os.Remove(filepath.Join(dir, "validated", "elo.json")) }, "validated/elo.json is missing"},
		"a changed manifest": {func(dir string) error { return edit(filepath.Join(dir, manifestFile), `"bytes": 7`, `"bytes": 8`) }, "elo.json"},
		"a renamed folder": {func(dir string) error {
			return edit(filepath.Join(dir, manifestFile), `"version": "2024`, `"version": "2025`)
		}, "renamed"},
		"no JSON": {func(dir string) error { return os.WriteFile(filepath.Join(dir, manifestFile), []byte("{"), 0o644) }, "manifest of model"},
	} {
		t.Run(name, func(t *testing.T) {
			r := registry(t)
			good, bad := added(t, r, sunday, "ratings"), added(t, r, sunday.Add(time.Hour), "ratings")
			if _, err := r.Deploy(good.Version, "first", sunday); err != nil {
				t.Fatal(err)
			}
			if err := c.damage(r.folder(bad.Version)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := r.Open(bad.Version, current); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("open: %v; want %q", err, c.want)
			}
			if _, err := r.Deploy(bad.Version, "second", sunday); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("deploy: %v; want %q", err, c.want)
			}
			if now, err := r.Champion(); err != nil || now.Version != good.Version {
				t.Errorf("champion %v, %v", now, err)
			}
		})
	}
}

func edit(path, old, replacement string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !strings.Contains(string(text), old) {
		return fmt.Errorf("%s holds no %q", path, old)
	}
	return os.WriteFile(path, []byte(strings.ReplaceAll(string(text), old, replacement)), 0o644)
}

func TestAModelOfOtherFeaturesIsRefusedByTheDifference(t *testing.T) {
	r := registry(t)
	m := added(t, r, sunday, "ratings")
	statements := map[string]string{"ftr_rating": "SELECT 1", "ftr_table": "SELECT 2"}
	for name, c := range map[string]struct {
		current Features
		want    string
	}{
		"the same":            {current, ""},
		"one more":            {FeaturesOf([]string{"elo_diff", "new", "stake_home"}, statements), ""},
		"one less":            {FeaturesOf([]string{"stake_home"}, statements), "lack elo_diff"},
		"another computation": {FeaturesOf(current.Names, map[string]string{"ftr_rating": "SELECT 3", "ftr_table": "SELECT 2"}), "compute them since: ftr_rating"},
		"another comment":     {FeaturesOf(current.Names, map[string]string{"ftr_rating": "  -- better said\n\nSELECT\n   1", "ftr_table": "SELECT 2"}), ""},
		"a statement gone":    {FeaturesOf(current.Names, map[string]string{"ftr_rating": "SELECT 1"}), "ftr_table"},
	} {
		_, _, err := r.Open(m.Version, c.current)
		var other *FeaturesError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (!errors.As(err, &other) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
	if got, want := current.Fingerprint, FeaturesOf([]string{"stake_home", "elo_diff"}, statements).Fingerprint; got == want {
		t.Error("the order of the columns does not count")
	}
}

// The keys of training settings had units in their names once; manifests of then
// are read, and any key that nothing knows is refused.
func TestAManifestOfAnOldHomeIsReadToTheLastKey(t *testing.T) {
	r := registry(t)
	m := Manifest{CreatedAt: sunday, Features: current, Validation: json.RawMessage("{}")}
	m.Config.XGBoostEvery, m.Config.EnsembleEvery = matchday.Duration(7*24*time.Hour), matchday.Duration(36*time.Hour)
	m, err := r.Add(m, content(map[string]string{"elo.json": "ratings"}))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(r.Dir, m.Version, manifestFile)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for old, now := range map[string]string{
		`"xgboost_every_days": 7`: `"xgboost_every": "7d"`, `"ensemble_every_days": 1.5`: `"ensemble_every": "36h"`,
	} {
		if !strings.Contains(string(text), now) {
			t.Fatalf("the manifest has no %s:\n%s", now, text)
		}
		text = []byte(strings.Replace(string(text), now, old, 1))
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Verify(m.Version); err != nil || got.Config != m.Config {
		t.Errorf("read as %+v, error %v", got.Config, err)
	}
	for key, spoil := range map[string]string{`"elo_decades"`: `"elo_years"`, `"color"`: `"market"`} {
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), spoil, key, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Manifest(m.Version); err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("a manifest with %s: %v", key, err)
		}
	}
}

func TestWithoutAChampionThereIsAHint(t *testing.T) {
	r := registry(t)
	if _, err := r.Champion(); !errors.Is(err, ErrNoChampion) {
		t.Errorf("champion: %v", err)
	}
	if _, err := r.Rollback("", "", sunday); !errors.Is(err, ErrNoChampion) {
		t.Errorf("roll back: %v", err)
	}
	if list, err := r.List(); err != nil || len(list) != 0 {
		t.Errorf("list %v, %v", list, err)
	}
	if _, err := r.Manifest("20240519T020000Z-00000000"); !errors.Is(err, ErrNoSuchVersion) || !strings.Contains(err.Error(), "models list") {
		t.Errorf("unknown version: %v", err)
	}
	if _, err := r.Manifest("../secrets"); err == nil || !strings.Contains(err.Error(), "want a name such as") {
		t.Errorf("no version: %v", err)
	}
}

func TestRollingBackGoesTheWholeWay(t *testing.T) {
	r := registry(t)
	var v []string
	for i := range 4 {
		m := added(t, r, sunday.AddDate(0, 0, 7*i), fmt.Sprint(i))
		v = append(v, m.Version)
		if _, err := r.Deploy(m.Version, "better", m.CreatedAt); err != nil {
			t.Fatal(err)
		}
	}
	step := func(version, want string, line ...string) {
		t.Helper()
		c, err := r.Rollback(version, "worse", sunday.AddDate(0, 1, 0))
		if err != nil {
			t.Fatal(err)
		}
		if read, err := r.Champion(); err != nil || c.Version != want || read.Version != want || !slices.Equal(read.Line, line) || read.Why != "worse" {
			t.Errorf("champion %+v, read %+v, %v; want %s after %v", c, read, err, want, line)
		}
	}
	step("", v[2], v[0], v[1])
	step("", v[1], v[0])
	if _, err := r.Deploy(v[3], "after all", sunday); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Rollback(v[2], "", sunday); err == nil || !strings.Contains(err.Error(), "models deploy") {
		t.Errorf("roll back to what was rolled back from: %v", err)
	}
	step(v[0], v[0])
	if _, err := r.Rollback("", "", sunday); err == nil || !strings.Contains(err.Error(), "none to roll back to") {
		t.Errorf("roll back past the first: %v", err)
	}
	if _, err := r.Rollback(v[0], "", sunday); err == nil || !strings.Contains(err.Error(), "champion already") {
		t.Errorf("roll back to the champion: %v", err)
	}
}

// TestWhateverIsDeployedRolledBackAndPruned compares the registry with a plain
// list of what should be there.
func TestWhateverIsDeployedRolledBackAndPruned(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := Registry{Dir: filepath.Join(t.TempDir(), fmt.Sprint(rapid.Uint64().Draw(rt, "home")))}
		var there, reign []string // versions; champions, the last reigning
		clock := sunday
		rt.Repeat(map[string]func(*rapid.T){
			"add": func(*rapid.T) {
				clock = clock.Add(time.Hour)
				there = append(there, added(t, r, clock, "ratings").Version)
			},
			"deploy": func(rt *rapid.T) {
				if len(there) == 0 {
					rt.Skip()
				}
				v := rapid.SampledFrom(there).Draw(rt, "version")
				if _, err := r.Deploy(v, "", clock); err != nil {
					rt.Fatal(err)
				}
				if len(reign) == 0 || reign[len(reign)-1] != v {
					reign = append(slices.DeleteFunc(reign, func(o string) bool { return o == v || !slices.Contains(there, o) }), v)
				}
			},
			"roll back": func(rt *rapid.T) {
				_, err := r.Rollback("", "", clock)
				if known := slices.DeleteFunc(slices.Clone(reign), func(o string) bool { return !slices.Contains(there, o) }); len(known) > 1 {
					reign = known[:len(known)-1]
				} else if err == nil {
					rt.Fatal("rolled back to nothing")
				}
			},
			"prune": func(rt *rapid.T) {
				keep := rapid.IntRange(0, 5).Draw(rt, "keep")
				if _, err := r.Prune(keep); err != nil {
					rt.Fatal(err)
				}
				safe := reign[max(0, len(reign)-2):]
				newest := there[max(0, len(there)-keep):]
				there = slices.DeleteFunc(slices.Clone(there), func(v string) bool { return !slices.Contains(safe, v) && !slices.Contains(newest, v) })
			},
			"": func(rt *rapid.T) {
				got, err := r.versions()
				if err != nil || !slices.Equal(got, there) {
					rt.Fatalf("versions %v, %v; want %v", got, err, there)
				}
				now, err := r.Champion()
				switch {
				case len(reign) == 0 && !errors.Is(err, ErrNoChampion):
					rt.Fatalf("champion %v, %v; want none", now, err)
				case len(reign) > 0 && now.Version != reign[len(reign)-1]:
					rt.Fatalf("champion %v, %v; want %s", now, err, reign[len(reign)-1])
				}
			},
		})
	})
}

func TestVersionsDifferByKey(t *testing.T) {
	a := Manifest{Version: "a", Seed: 1, Features: FeaturesOf([]string{"x", "y"}, nil), Files: []File{{Path: "elo.json", SHA256: "1"}}}
	b := Manifest{Version: "b", Seed: 1, Features: FeaturesOf([]string{"new", "x", "y"}, nil), Files: []File{{Path: "elo.json", SHA256: "2"}, {Path: "more.json", SHA256: "3"}}}
	b.Config.XGBoost.Eta = 0.1
	got, err := Diff(a, b)
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{
		{"config.xgboost.eta", "0", "0.1"},
		{"features.fingerprint", `"` + a.Features.Fingerprint + `"`, `"` + b.Features.Fingerprint + `"`},
		{"features.names.new", "", "true"},
		{"files.elo.json", `"1"`, `"2"`},
		{"files.more.json", "", `"3"`},
		{"version", `"a"`, `"b"`},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	text, err := json.Marshal(got[2])
	if err != nil || string(text) != `{"key":"features.names.new","a":null,"b":true}` {
		t.Errorf("%s, %v", text, err)
	}
}
