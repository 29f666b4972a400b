package warehouse_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"matchday/warehouse"
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

// sum tells books from others.
func (b books) sum() string {
	sum := sha256.New()
	for _, end := range slices.Sorted(maps.Keys(b)) {
		fmt.Fprintf(sum, "%s %d %s", end, len(b[end]), b[end])
	}
	return hex.EncodeToString(sum.Sum(nil))
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

// oneRun is a home with a lake and the books of one run, which are made once.
func oneRun(t *testing.T) (warehouse.Home, books) {
	t.Helper()
	h := lakeOf(t, newHome(t))
	oneRunsBooks.Do(func() {
		appended(t, h, nthBatch("0"))
		oneRunsBooks.books = booksOf(t, h)
	})
	oneRunsBooks.put(t, h)
	return h, oneRunsBooks.books
}

var oneRunsBooks struct {
	sync.Once
	books
}

// left is what a job leaves that is killed at a point.
type left struct {
	point string
	books
}

// steps lets a job append a run, and returns what it would have left at each of its
// points: whatever has been written to the files is there after a kill too.
func steps(t *testing.T, h warehouse.Home) (all []left) {
	t.Helper()
	look := func(point string) { all = append(all, left{point, booksOf(t, h)}) }
	must(t, warehouse.AppendLive(t.Context(), h.FailAt(look), func(ctx context.Context, tx *warehouse.Transaction) error {
		b := nthBatch("killed")
		err := tx.Record(ctx, b.Run)
		look("run recorded")
		return errors.Join(err, tx.Add(ctx, b))
	}))
	return all
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
