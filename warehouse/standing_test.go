package warehouse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// logOf is DuckDB's log of statements on a database whose program was killed.
func logOf(t *testing.T, from string, statements ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.duckdb")
	if from != "" {
		content, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	db, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	log, err := os.ReadFile(warehouse.Wal(path))
	if err != nil || len(log) == 0 {
		t.Fatalf("there is no log (%v)", err)
	}
	return log
}

// A person's shell on the copy, open or killed, with a view, a table or a macro of
// its own, stops no job, and what it wrote is in no answer.
func TestAShellsLogGoesWithTheCopy(t *testing.T) {
	h := newHome(t)
	if err := os.MkdirAll(filepath.Join(h.Lake().Dir, "raw", "footballdata"), 0o755); err != nil {
		t.Fatal(err)
	}
	appended(t, h, liveBatch("run"))
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for _, killed := range []bool{false, true} {
		kill := start(t, h, "own view")
		if killed {
			kill()
		}
		if err := warehouse.Inspect(t.Context(), h); err != nil {
			t.Errorf("killed %v: %v", killed, err)
		}
		if killed {
			if got := ask(t, h, "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'mine'"); got != "n\n0\n" {
				t.Errorf("the shell's table is in the copy: %s", got)
			}
		}
		if err := warehouse.Publish(t.Context(), h); err != nil {
			t.Errorf("killed %v: %v", killed, err)
		}
		if got := ask(t, h, "SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM duckdb_tables() WHERE table_name = 'mine') AS mine"); got != "runs,mine\n1,0\n" {
			t.Errorf("killed %v: the copy holds %s", killed, got)
		}
		if _, err := os.Stat(warehouse.Wal(h.Analytics())); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("killed %v: the log is still there (%v)", killed, err)
		}
		kill()
	}
	left, err := filepath.Glob(filepath.Join(h.Dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// A restored warehouse has every row of the lost one, and its keys.
func TestARestoredWarehouseIsTheLostOne(t *testing.T) {
	h := newHome(t)
	appended(t, h, nthBatch("1"))
	appended(t, h, nthBatch("2"))
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	before := map[string]string{}
	for _, table := range warehouse.CopiedTables() {
		before[table] = ask(t, h, "FROM "+table)
	}
	if err := errors.Join(os.Remove(h.File()), os.Remove(warehouse.Wal(h.File()))); err != nil {
		t.Fatal(err)
	}
	var lost *warehouse.LostError
	err := warehouse.AppendLive(t.Context(), h, func(context.Context, *warehouse.Transaction) error { return nil })
	if !errors.As(err, &lost) || lost.Backtest {
		t.Fatalf("got %v, want a LostError", err)
	}
	points := 0
	r, err := warehouse.Restore(t.Context(), h.FailAt(func(string) { points++ }))
	if err != nil || r.Runs != 2 || points == 0 {
		t.Fatalf("%+v (%v)", r, err)
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for table, want := range before {
		if got := ask(t, h, "FROM "+table); got != want {
			t.Errorf("%s is now\n%s, was\n%s", table, got, want)
		}
	}
	if err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		return tx.Add(ctx, nthBatch("2"))
	}); err == nil {
		t.Error("a key stands twice: the restored tables have no keys")
	}
	if _, err := warehouse.Restore(t.Context(), h); err == nil {
		t.Error("a warehouse that is there was restored")
	}
}

// Where the warehouse is a link to another volume, the file there is replaced and
// its permissions stay; without the volume nothing is written.
func TestAWarehouseMayBeALink(t *testing.T) {
	h := newHome(t)
	appended(t, h, nthBatch("1"))
	must(t, warehouse.WriteLogIn(t.Context(), h))
	volume := filepath.Join(t.TempDir(), "volume")
	target := filepath.Join(volume, "books.duckdb")
	if err := errors.Join(os.Mkdir(volume, 0o755), os.Rename(h.File(), target), os.Chmod(target, 0o600), os.Symlink(target, h.File())); err != nil {
		t.Fatal(err)
	}
	appended(t, h, nthBatch("2"))
	stat, err := os.Lstat(h.File())
	if err != nil || stat.Mode().IsRegular() {
		t.Fatalf("the link was replaced (%v)", err)
	}
	if stat, err = os.Stat(target); err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("the file has the permissions %v (%v)", stat.Mode(), err)
	}
	if _, err := os.Stat(warehouse.Wal(target)); err != nil {
		t.Errorf("the log is not beside the file: %v", err)
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, h, "SELECT count(*) AS n FROM runs"); got != "n\n2\n" {
		t.Errorf("runs: %s", got)
	}
	for _, there := range []string{h.Analytics(), filepath.Join(h.Dir, "ledger.txt"), volume} {
		if err := os.RemoveAll(there); err != nil {
			t.Fatal(err)
		}
	}
	err = warehouse.AppendLive(t.Context(), h, func(context.Context, *warehouse.Transaction) error { return nil })
	if err == nil || !strings.Contains(err.Error(), target+", which is gone") {
		t.Errorf("got %v", err)
	}
}
