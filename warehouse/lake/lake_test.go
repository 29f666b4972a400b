package lake

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// file writes content into a fresh temporary folder of the lake.
func file(t *testing.T, l Lake, content string) string {
	t.Helper()
	dir, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func publish(t *testing.T, l Lake, content string) Manifest {
	t.Helper()
	m, err := l.Publish(Staged, map[string]string{"fixtures": file(t, l, content), "odds": file(t, l, content+" odds")}, "raw "+content)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t *testing.T, m Manifest, table string) string {
	t.Helper()
	path, err := m.Path(table)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnEmptyLayerSaysSo(t *testing.T) {
	if _, err := (Lake{Dir: t.TempDir()}).Current(Staged); !errors.Is(err, ErrEmpty) {
		t.Fatalf("got %v, want ErrEmpty", err)
	}
}

func TestCurrentNamesTheLastPublishedFiles(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	publish(t, l, "a")
	publish(t, l, "b")
	m, err := l.Current(Staged)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, m, "fixtures"); got != "b" || m.Raw != "raw b" {
		t.Fatalf("current holds %q made from %q", got, m.Raw)
	}
	// SHA-256("b") begins with 3e23e8160039594a.
	if got := m.Tables["fixtures"]; got != "fixtures/3e23e8160039594a.parquet" {
		t.Fatalf("file is named %s", got)
	}
	if _, err := m.Path("scores"); err == nil {
		t.Fatal("a table that is not there has a path")
	}
}

func TestTheGenerationBeforeStaysReadableAndOlderOnesGo(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	a, b := publish(t, l, "a"), publish(t, l, "b")
	publish(t, l, "b") // the same again must not push out the generation before
	if read(t, a, "fixtures") != "a" {
		t.Fatal("the previous generation is gone")
	}
	publish(t, l, "c")
	if read(t, b, "odds") != "b odds" {
		t.Fatal("the previous generation is gone")
	}
	path, _ := a.Path("fixtures")
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("the generation before the previous one is still there: %v", err)
	}
}

func TestAFailedPublishLeavesTheLastGenerationCurrent(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	publish(t, l, "a")
	_, err := l.Publish(Staged, map[string]string{"fixtures": file(t, l, "b"), "odds": filepath.Join(l.Dir, "missing")}, "raw b")
	if err == nil {
		t.Fatal("a missing file was published")
	}
	m, err := l.Current(Staged)
	if err != nil || read(t, m, "fixtures") != "a" || read(t, m, "odds") != "a odds" {
		t.Fatalf("current moved: %v %v", m, err)
	}
}

func TestAddedFilesAreListedByName(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	if got, err := l.Files("raw/x"); err != nil || len(got) != 0 {
		t.Fatalf("files before any: %v %v", got, err)
	}
	for _, s := range []string{"b", "a", "a"} {
		if _, err := l.Add("raw/x", file(t, l, s)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := l.Files("raw/x")
	if err != nil || len(got) != 2 || got[0] > got[1] {
		t.Fatalf("files: %v %v", got, err)
	}
}
