package warehouse_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// A job is killed at each step of the transaction, of the record and of the writing in,
// whatever it finds: the next one finds all that was committed, and nothing twice.
func TestAKillLeavesEveryCommittedRowOnce(t *testing.T) {
	begin := []string{"begun written", "begun renamed", "log begun", "kept written", "kept renamed"}
	commit := []string{"run recorded", "rows inserted", "committed", "kept written", "kept renamed"}
	writeIn := []string{"writing in written", "writing in renamed", "written in", "none written", "none renamed"}
	held := map[string]bool{}
	for name, c := range map[string]struct {
		before func(h warehouse.Home) warehouse.Home
		steps  []string
		from   int // the first step at which it is killed,
		to     int // and the first from which on it is as without a log
	}{
		"without a log": {func(h warehouse.Home) warehouse.Home {
			must(t, warehouse.WriteLogIn(t.Context(), h))
			return h
		}, slices.Concat(begin, commit), 0, 10},
		"with a log":      {func(h warehouse.Home) warehouse.Home { return h }, commit, 0, 5},
		"with a long log": {func(h warehouse.Home) warehouse.Home { return h.LogUpTo(1) }, slices.Concat(writeIn, begin, commit), 0, 5},
		"with a log of an older version": {func(h warehouse.Home) warehouse.Home {
			must(t, warehouse.Downgrade(t.Context(), h))
			return h
		}, slices.Concat(writeIn, []string{"written", "renamed", "written", "renamed"}, begin, commit), 4, 9},
		"with a log that grew and was not recorded": {func(h warehouse.Home) warehouse.Home {
			record := booksOf(t, h)[".wal.json"]
			appended(t, h, nthBatch("more"))
			must(t, os.WriteFile(h.File()+".wal.json", record, 0o644))
			return h
		}, slices.Concat(writeIn, begin, commit), 0, 3},
	} {
		h, _ := oneRun(t)
		h = c.before(h)
		stand := booksOf(t, h)
		before, _, _ := rowsOf(t, h)
		stand.put(t, h)
		var points []string
		n := before / 2
		for i, at := range steps(t, h) {
			points = append(points, at.point)
			if at.point == "committed" {
				n++
			}
			if is := fmt.Sprint(n, at.sum()); c.from <= i && i < c.to && !held[is] {
				held[is] = true // which many steps leave
				at.put(t, h)
				hold(t, h, fmt.Sprintf("%s, killed at step %d, %q,", name, i+1, at.point), n)
			}
		}
		if !slices.Equal(points, c.steps) {
			t.Errorf("%s the steps are %q, want %q", name, points, c.steps)
		}
	}
}

// DuckDB itself is stopped within its checkpoint, at each point that it has for that.
func TestACheckpointThatStopsHalfwayLosesNothing(t *testing.T) {
	h, _ := oneRun(t)
	must(t, warehouse.WriteLogIn(t.Context(), h))
	appended(t, h, nthBatch("1"))
	appended(t, h, nthBatch("2"))
	at := steps(t, h.LogUpTo(1))[1]
	if at.point != "writing in renamed" {
		t.Fatalf("the second step is %q", at.point)
	}
	stand := at.books
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
	h, first := oneRun(t)
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
	h, stand := oneRun(t)
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
	h, _ := oneRun(t)
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
	h, _ := oneRun(t)
	must(t, warehouse.WriteLogIn(t.Context(), h))
	at := steps(t, h)[1]
	if at.point != "begun renamed" {
		t.Fatalf("the second step is %q", at.point)
	}
	at.put(t, h)
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
