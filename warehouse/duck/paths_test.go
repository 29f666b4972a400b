package duck_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"matchday/warehouse/duck"
)

// People name folders as they like; DuckDB takes some characters for a pattern,
// and its driver some for parts of a URL.
var oddNames = []string{"plain", "a[bc]d", "star*", "100%", "no#1", "a:b", "it's \"mine\"", `back\slash`, "[[x]", "**", "Ünï çødé", "%41"}

func TestADatabaseIsTheFileOfItsName(t *testing.T) {
	for _, name := range oddNames {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "analytics.duckdb")
		for _, statements := range [][]string{{"create table t (n int)", "insert into t values (1)"}, {"insert into t values (2)"}} {
			db, err := duck.Open(t.Context(), path, duck.Options{Threads: 1})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, s := range statements {
				if _, err := db.Exec(s); err != nil {
					t.Errorf("%s: %s: %v", name, s, err)
				}
			}
			if err := db.Close(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		found, err := os.ReadDir(dir)
		if err != nil || len(found) != 1 || found[0].Name() != "analytics.duckdb" {
			t.Errorf("%s holds %v (%v)", name, found, err)
		}
		db, err := duck.Open(t.Context(), path, duck.Options{ReadOnly: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var sum int
		if err := db.QueryRow("select sum(n)::integer from analytics.t").Scan(&sum); err != nil || sum != 3 {
			t.Errorf("%s: the rows add up to %d (%v)", name, sum, err)
		}
		if _, err := db.Exec("insert into t values (4)"); err == nil {
			t.Errorf("%s: a read-only database was written to", name)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestADatabaseWithAQuestionMarkIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "why?")
	if db, err := duck.Open(t.Context(), filepath.Join(dir, "x.duckdb"), duck.Options{}); err == nil {
		t.Error("it was opened", db.Close())
	}
}

func TestAParquetFileIsTheFileOfItsName(t *testing.T) {
	dir := t.TempDir()
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// Neighbours that a pattern would match.
	for _, folder := range append([]string{"why?", "whyx", "ab", "abd", "acd", "stars", "back", "x"}, oddNames...) {
		path := filepath.Join(dir, folder, "t.parquet")
		err := os.Mkdir(filepath.Dir(path), 0o755)
		if err == nil {
			_, err = db.Exec("copy (select " + duck.Literal(folder) + " as folder) to " + duck.Literal(path))
		}
		if err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
	}
	for _, name := range append([]string{"why?"}, oddNames...) {
		path := filepath.Join(dir, name, "t.parquet")
		var rows int
		var folder string
		err := db.QueryRow("select count(*), max(folder) from "+duck.Parquet(path)).Scan(&rows, &folder)
		if err != nil || rows != 1 || folder != name {
			t.Errorf("%s: %d rows of %q (%v)", name, rows, folder, err)
		}
	}
	var rows int
	paths := []string{filepath.Join(dir, "star*", "t.parquet"), filepath.Join(dir, "stars", "t.parquet")}
	if err := db.QueryRow("select count(*) from " + duck.Parquet(paths...)).Scan(&rows); err != nil || rows != 2 {
		t.Errorf("two files have %d rows (%v)", rows, err)
	}
	if err := duck.View(t.Context(), db, "none", []string{filepath.Join(dir, "a[bc]d", "none.parquet")}); err == nil || errors.Is(err, os.ErrExist) {
		t.Error("a file that is not there was read")
	}
}
