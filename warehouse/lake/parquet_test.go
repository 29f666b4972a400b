package lake

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
)

type row struct {
	Number int64  `parquet:"number"`
	Name   string `parquet:"name,dict"`
}

// numbered makes n rows.
func numbered(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{int64(i), string(rune('a' + i%7))}
	}
	return rows
}

func TestRowsComeBackInOrder(t *testing.T) {
	for _, n := range []int{0, 1, rowGroup, 2*rowGroup + 1} {
		path := filepath.Join(t.TempDir(), "x.parquet")
		if err := WriteParquet(path, numbered(n)); err != nil {
			t.Fatal(err)
		}
		got, err := parquet.ReadFile[row](path)
		if err != nil || !slices.Equal(got, numbered(n)) {
			t.Fatalf("%d rows came back as %d: %v", n, len(got), err)
		}
	}
}

func TestTheNewestMomentIsThatOfTheRows(t *testing.T) {
	type seen struct {
		At int64 `parquet:"at,timestamp(microsecond)"`
	}
	first := filepath.Join(t.TempDir(), "first.parquet")
	if err := WriteParquet(first, []seen{{At: 0}}); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, rowGroup, 2*rowGroup + 1} {
		path, rows, want := filepath.Join(t.TempDir(), "x.parquet"), make([]seen, n), int64(0)
		for i := range rows {
			rows[i].At = int64(i*7919%n) + 1
			want = max(want, rows[i].At)
		}
		if err := WriteParquet(path, rows); err != nil {
			t.Fatal(err)
		}
		if got, err := Newest([]string{path, first}, "at"); err != nil || got != want {
			t.Errorf("%d rows: the newest is %d (%v), want %d", n, got, err, want)
		}
		if _, err := Newest([]string{first, path}, "seen_at"); err == nil {
			t.Errorf("%d rows: a column that is not there has a newest moment", n)
		}
	}
}

func TestBlocksWriteTheBytesOfWholeTables(t *testing.T) {
	for _, n := range []int{1, rowGroup, rowGroup + 5} {
		whole, blocks := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
		if err := WriteParquet(whole, numbered(n)); err != nil {
			t.Fatal(err)
		}
		err := WriteBlocks(blocks, func(write func(row)) {
			for _, r := range numbered(n) {
				write(r)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		a, _ := os.ReadFile(whole)
		b, _ := os.ReadFile(blocks)
		if len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%d rows: %d bytes as a table, %d in blocks", n, len(a), len(b))
		}
	}
}

func TestAFileThatCannotBeWrittenIsNamed(t *testing.T) {
	if err := WriteParquet(filepath.Join(t.TempDir(), "no", "x.parquet"), numbered(1)); err == nil {
		t.Fatal("a file in a missing folder was written")
	}
}

func TestCleanRemovesWhatKilledJobsLeft(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	left := file(t, l, "half a table")
	m := publish(t, l, "a")
	if err := l.Clean(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a killed job's file is still there")
	}
	if read(t, m, "fixtures") != "a" {
		t.Error("a published file is gone")
	}
}
