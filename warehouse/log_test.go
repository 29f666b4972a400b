package warehouse_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// books are the bytes of a warehouse: its file, its log and the record of that, by the
// ends of their names; what is not there is missing.
type books map[string][]byte

func booksOf(t testing.TB, h warehouse.Home) books {
	t.Helper()
	b := books{}
	for _, end := range []string{"", ".wal", ".wal.json"} {
		content, err := os.ReadFile(h.File() + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		b[end] = content
	}
	return b
}

// put lays the books into a home, in the place of what is there.
func (b books) put(t testing.TB, h warehouse.Home) {
	t.Helper()
	for _, end := range []string{"", ".wal", ".wal.json"} {
		err := os.RemoveAll(h.File() + end)
		if content, there := b[end]; there {
			err = errors.Join(err, os.WriteFile(h.File()+end, content, 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// with is the books with another log; nil: without one.
func (b books) with(log []byte) books {
	out := books{"": b[""], ".wal.json": b[".wal.json"]}
	if log != nil {
		out[".wal"] = log
	}
	return out
}

// rowsOf are the rows of the books, counted as the next reader finds them.
func rowsOf(t *testing.T, h warehouse.Home) (predictions, bets, entries int) {
	t.Helper()
	err := warehouse.ReadLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) (err error) {
		predictions, bets, entries, err = counted(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return predictions, bets, entries
}

func counted(ctx context.Context, tx *warehouse.Transaction) (predictions, bets, entries int, err error) {
	ids, err := tx.Predicted(ctx)
	slips, err2 := tx.Slips(ctx)
	ledger, err3 := tx.Ledger(ctx)
	return len(ids), len(slips), len(ledger), errors.Join(err, err2, err3)
}

// hold checks that the books hold the rows of n batches, each once, and take another.
func hold(t *testing.T, h warehouse.Home, when string, n int) {
	t.Helper()
	want := func(n int, p, b, e int, err error) {
		t.Helper()
		if err != nil || p != 2*n || b != 2*n || e != 2*n {
			t.Errorf("%s the books hold %d predictions, %d bets and %d entries of %d transactions with two each (%v)", when, p, b, e, n, err)
		}
	}
	err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		p, b, e, err := counted(ctx, tx)
		want(n, p, b, e, err)
		next := nthBatch("next")
		return errors.Join(tx.Record(ctx, next.Run), tx.Add(ctx, next))
	})
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	p, b, e := rowsOf(t, h)
	want(n+1, p, b, e, nil)
}

// lakeOf is the home with a lake that is not empty.
func lakeOf(t *testing.T, h warehouse.Home) warehouse.Home {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(h.Lake().Dir, "raw", "footballdata"), 0o755); err != nil {
		t.Fatal(err)
	}
	return h
}

// A job is killed at each step of the transaction, of the record and of the writing in,
// whatever it finds: the next one finds all that was committed, and nothing twice.
func TestAKillLeavesEveryCommittedRowOnce(t *testing.T) {
	begin := []string{"begun written", "begun renamed", "log begun", "kept written", "kept renamed"}
	commit := []string{"run recorded", "rows inserted", "committed", "kept written", "kept renamed"}
	writeIn := []string{"writing in written", "writing in renamed", "written in", "none written", "none renamed"}
	for name, c := range map[string]struct {
		act    string
		before func(t *testing.T, h warehouse.Home)
		steps  []string // the first ones
		from   int      // the first at which it is killed
	}{
		"without a log":   {"append", func(t *testing.T, h warehouse.Home) { must(t, warehouse.WriteLogIn(t.Context(), h)) }, slices.Concat(begin, commit[:1]), 0}, // and then it is as with a log
		"with a log":      {"append", func(*testing.T, warehouse.Home) {}, commit, 0},
		"with a long log": {"append to a long log", func(*testing.T, warehouse.Home) {}, slices.Concat(writeIn, begin[:1]), 0},
		"with a log of an older version": {"append", func(t *testing.T, h warehouse.Home) { must(t, warehouse.Downgrade(t.Context(), h)) },
			slices.Concat(writeIn, []string{"written", "renamed", "written", "renamed"}), len(writeIn) - 1},
		"with a log that grew and was not recorded": {"append", func(t *testing.T, h warehouse.Home) {
			record := booksOf(t, h)[".wal.json"]
			appended(t, h, nthBatch("more"))
			must(t, os.WriteFile(h.File()+".wal.json", record, 0o644))
		}, writeIn[:3], 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := lakeOf(t, newHome(t))
			appended(t, h, nthBatch("0"))
			c.before(t, h)
			stand := booksOf(t, h)
			before, _, _ := rowsOf(t, h)
			for i, step := range c.steps[c.from:] {
				stand.put(t, h)
				out, err := another(t, h, c.act, c.from+i+1).CombinedOutput()
				if said := strings.TrimSpace(string(out)); said != "killed: "+step {
					t.Fatalf("step %d: it said %q (%v), want %q", c.from+i+1, said, err, step)
				}
				n := before / 2
				if slices.Contains(c.steps[:c.from+i], "rows inserted") {
					n++
				}
				hold(t, h, fmt.Sprintf("killed at step %d, %q,", c.from+i+1, step), n)
			}
		})
	}
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// DuckDB itself is stopped within its checkpoint, at each point that it has for that.
func TestACheckpointThatStopsHalfwayLosesNothing(t *testing.T) {
	h := lakeOf(t, newHome(t))
	appended(t, h, nthBatch("0"))
	must(t, warehouse.WriteLogIn(t.Context(), h))
	appended(t, h, nthBatch("1"))
	appended(t, h, nthBatch("2"))
	out, err := another(t, h, "append to a long log", 2).CombinedOutput()
	if said := strings.TrimSpace(string(out)); said != "killed: writing in renamed" {
		t.Fatalf("it said %q (%v)", said, err)
	}
	stand := booksOf(t, h)
	for _, point := range []string{"before_truncate", "before_header", "after_free_list_write"} {
		stand.put(t, h)
		db, err := duck.Open(t.Context(), h.File(), duck.Options{KeepLog: true})
		must(t, err)
		if _, err := db.Exec("set debug_checkpoint_abort = '" + point + "'"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("checkpoint"); err == nil {
			t.Errorf("%s: the checkpoint went through", point)
		}
		_ = db.Close() // what stopped is broken
		if now := booksOf(t, h); now[".wal"] == nil || bytes.Equal(now[".wal"], stand[".wal"]) {
			t.Errorf("%s: the checkpoint had not begun, or was over", point)
		}
		hold(t, h, "stopped "+point, 3)
	}
	// And the file is new, the log gone, and the record not yet.
	stand.put(t, h)
	db, err := duck.Open(t.Context(), h.File(), duck.Options{KeepLog: true})
	must(t, err)
	_, err = db.Exec("checkpoint")
	must(t, err, db.Close())
	if booksOf(t, h)[".wal"] != nil {
		t.Fatal("the log is still there")
	}
	hold(t, h, "stopped before the record", 3)
}

// A kill, or a power cut, within the append leaves a part of a transaction, or zeros:
// what was committed before stands, and nobody was told of the rest.
func TestATornEndOfTheLogIsAsIfItWereNot(t *testing.T) {
	h := lakeOf(t, newHome(t))
	appended(t, h, nthBatch("0"))
	first := booksOf(t, h)
	appended(t, h, nthBatch("1"))
	second := booksOf(t, h)
	end := second[".wal"][len(first[".wal"]):]
	ends := map[string][]byte{"zeros": make([]byte, len(end)), "a byte off": slices.Clone(end), "half zeros": slices.Concat(end[:len(end)/2], make([]byte, len(end)/2))}
	ends["a byte off"][len(end)/2] ^= 1
	for _, n := range []int{7, len(end) / 3, len(end) - 1} {
		ends[fmt.Sprint(n, " bytes")] = end[:n]
	}
	for name, torn := range ends {
		first.with(slices.Concat(first[".wal"], torn)).put(t, h)
		hold(t, h, "torn, "+name+",", 1)
	}
}

// A disk that is full in the middle of the commit, or of the writing in, takes nothing: the
// log is what it was, and the next job finds all that was committed.
func TestAFullDiskBooksNothing(t *testing.T) {
	h := lakeOf(t, newHome(t))
	appended(t, h, nthBatch("0"))
	stand := booksOf(t, h)
	for _, c := range []struct {
		act  string
		left int
	}{
		{"append to a full disk", 0}, {"append to a full disk", 9}, {"append to a full disk", 300}, {"append to a full disk", 1500},
		{"append to a long log on a full disk", 0}, {"append to a long log on a full disk", 5000},
	} {
		stand.put(t, h)
		out, err := another(t, h, c.act, c.left).CombinedOutput()
		if said := string(out); err == nil || strings.Contains(said, "all is written") || !strings.Contains(said, "write to the warehouse") {
			t.Errorf("%s with %d bytes left: %q (%v)", c.act, c.left, said, err)
		}
		if now := booksOf(t, h); c.act == "append to a full disk" && !bytes.Equal(now[".wal"], stand[".wal"]) {
			t.Errorf("%d bytes left: the log grew from %d to %d bytes", c.left, len(stand[".wal"]), len(now[".wal"]))
		}
		hold(t, h, fmt.Sprintf("%s with %d bytes left", c.act, c.left), 1)
	}
	stand.put(t, h)
	if out, err := another(t, h, "append to a full disk", 1<<20).CombinedOutput(); string(out) != "over\n" {
		t.Errorf("with room it said %q (%v)", out, err)
	}
	hold(t, h, "with room", 2)
}

// Whatever lies there that no job wrote is refused by name, and nothing is touched.
func TestALogThatNoJobLeftIsRefusedByName(t *testing.T) {
	h := lakeOf(t, newHome(t))
	appended(t, h, nthBatch("old"))
	must(t, warehouse.WriteLogIn(t.Context(), h))
	whole := booksOf(t, h)
	appended(t, h, liveBatch("run"))
	ours := booksOf(t, h)
	must(t, warehouse.WriteLogIn(t.Context(), h))
	appended(t, h, nthBatch("later"))
	later := booksOf(t, h)

	const theft = "insert into ledger select 'x', strategy, entry_time, kind, null, 999, run_id, account from ledger where kind = 'deposit' limit 1"
	ours.put(t, h)
	shell := logOf(t, h.File(), theft)
	log := ours[".wal"]
	flipped := slices.Clone(log)
	flipped[len(log)/2] ^= 1
	for name, c := range map[string]struct {
		there books
		want  string
	}{
		"of another database":              {ours.with(logOf(t, "", "create table foreign_rows (x int)")), "does not begin with"},
		"of a shell on a copy of the file": {ours.with(shell), "does not begin with"},
		"cut short":                        {ours.with(log[:len(log)-7]), "does not begin with"},
		"one bit off":                      {ours.with(flipped), "does not begin with"},
		"no log":                           {ours.with([]byte("not of DuckDB")), "does not begin with"},
		"empty":                            {ours.with([]byte{}), "does not begin with"},
		"of a later day":                   {ours.with(later[".wal"]), "does not begin with"},
		"missing":                          {ours.with(nil), "warehouse.duckdb.wal is missing"},
		"with the file of a later day":     {books{"": later[""], ".wal": log, ".wal.json": ours[".wal.json"]}, "is not the file that"},
		"without its record":               {books{"": ours[""], ".wal": log}, "was not left by matchday"},
		"where none was left":              {whole.with(shell), "was not left by matchday"},
		"empty where none was left":        {whole.with([]byte{}), "was not left by matchday"},
		"without its file":                 {books{".wal": log, ".wal.json": ours[".wal.json"]}, "put the file back"},
		"with a record that is none":       {books{"": ours[""], ".wal": log, ".wal.json": []byte("{")}, "is no such record"},
		"with a record of a state that is unknown": {books{"": ours[""], ".wal": log, ".wal.json": []byte(`{"state":"gone"}`)}, "is no such record"},
	} {
		c.there.put(t, h)
		errs := map[string]error{"AppendLive": warehouse.AppendLive(t.Context(), h, func(context.Context, *warehouse.Transaction) error { return nil })}
		if name == "missing" || name == "of another database" || name == "where none was left" {
			maps.Copy(errs, map[string]error{
				"Publish":          warehouse.Publish(t.Context(), h),
				"AcceptsBacktest":  warehouse.AcceptsBacktest(t.Context(), h),
				"Copy":             warehouse.Copy(t.Context(), h, newHome(t)),
				"Inspect":          warehouse.Inspect(t.Context(), h),
				"WriteLogIn":       warehouse.WriteLogIn(t.Context(), h),
				"a lost warehouse": func() error { _, err := warehouse.Restore(t.Context(), h); return err }(),
			})
		}
		for job, err := range errs {
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "nothing is written") {
				t.Errorf("%s beside a log %s: %v", job, name, err)
			}
		}
		after := booksOf(t, h)
		for _, end := range []string{"", ".wal", ".wal.json"} {
			if !bytes.Equal(after[end], c.there[end]) || (after[end] == nil) != (c.there[end] == nil) {
				t.Errorf("the log %s: %q was touched", name, end)
			}
		}
	}
	ours.put(t, h)
	hold(t, h, "with its own log again", 2)
}

// A log is begun by an entry in which nothing stands. What a job left that died there is
// removed, whatever it is: no transaction can be in it.
func TestALogThatWasOnlyBegunHoldsNothing(t *testing.T) {
	h := lakeOf(t, newHome(t))
	appended(t, h, nthBatch("0"))
	must(t, warehouse.WriteLogIn(t.Context(), h))
	out, err := another(t, h, "append", 2).CombinedOutput()
	if said := strings.TrimSpace(string(out)); said != "killed: begun renamed" {
		t.Fatalf("it said %q (%v)", said, err)
	}
	must(t, os.WriteFile(warehouse.Wal(h.File()), logOf(t, "", "create table foreign_rows (x int)"), 0o644))
	hold(t, h, "after the beginning", 1)
}

// A transaction leaves the file as it is, and its log is no more open to others than that.
func TestATransactionWritesTheLogAlone(t *testing.T) {
	h := lakeOf(t, newHome(t))
	must(t, warehouse.Begin(t.Context(), h), os.Chmod(h.File(), 0o600))
	before := booksOf(t, h)
	appended(t, h, nthBatch("0"))
	after := booksOf(t, h)
	if !bytes.Equal(before[""], after[""]) || len(after[".wal"]) == 0 || len(after[".wal"]) > 40_000 {
		t.Errorf("file of %d and %d bytes, log of %d", len(before[""]), len(after[""]), len(after[".wal"]))
	}
	stat, err := os.Stat(warehouse.Wal(h.File()))
	if err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("the log has the permissions %v (%v)", stat.Mode(), err)
	}
	must(t, warehouse.WriteLogIn(t.Context(), h))
	if now := booksOf(t, h); now[".wal"] != nil || bytes.Equal(now[""], after[""]) {
		t.Error("the log was not written in")
	}
	// A home of an older program has neither log nor record.
	must(t, os.Remove(h.File()+".wal.json"))
	hold(t, h, "without a record", 1)
}
