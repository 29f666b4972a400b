package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"matchday/pipelines/check"
	"matchday/pipelines/hometest"
	"matchday/pipelines/livetest"
)

// found counts what a check finds in a home.
func found(t *testing.T, home, name string) int {
	t.Helper()
	r, err := check.Run(t.Context(), hometest.Env(home, hometest.LiveFriday))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Checks {
		if f.Check == name {
			return f.Rows
		}
	}
	t.Fatalf("no check %s", name)
	return 0
}

// one is the one file that matches a pattern below a home.
func one(t *testing.T, home, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing matches %s (%v)", pattern, err)
	}
	return files[0]
}

func TestAFileOfTheLakeThatChangedIsDamageAndOneThatAKilledJobLeftIsNone(t *testing.T) {
	t.Parallel()
	home := livetest.Home(t)
	// What a killed job left has no manifest yet, and a manifest that is replaced leaves files.
	left := filepath.Join(home, "lake", "staged", "fixtures", "0123456789abcdef.parquet")
	if err := errors.Join(os.MkdirAll(filepath.Join(home, "lake", "tmp", "killed"), 0o755), os.WriteFile(left, []byte("half a file"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if n := found(t, home, "lake_files"); n != 0 {
		t.Errorf("%d files are said to be damaged", n)
	}
	if err := os.Truncate(one(t, home, "lake/raw/*/*.parquet"), 100); err != nil {
		t.Fatal(err)
	}
	if n := found(t, home, "lake_files"); n != 1 {
		t.Errorf("%d files are said to be damaged, one is", n)
	}
}

func TestAModelThatChangedIsDamageAndAHomeWithoutAChampionIsNone(t *testing.T) {
	t.Parallel()
	home := livetest.Home(t)
	current := filepath.Join(home, "models", "CURRENT")
	champion, err := os.ReadFile(current)
	if err = errors.Join(err, os.Remove(current)); err != nil {
		t.Fatal(err)
	}
	if n := found(t, home, "model_files"); n != 0 {
		t.Errorf("%d models are said to be damaged before the first champion", n)
	}
	if err := os.WriteFile(current, champion, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(one(t, home, "models/2*/*.json"), 10); err != nil {
		t.Fatal(err)
	}
	if n := found(t, home, "model_files"); n == 0 {
		t.Error("a model that was cut short is no damage")
	}
}
