package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	if got := m.Tables["fixtures"]; !slices.Equal(got, Files{"fixtures/3e23e8160039594a.parquet"}) {
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

// parted publishes a table of three partitions beside one that is one file.
func parted(t *testing.T, l Lake, contents ...string) Manifest {
	t.Helper()
	g := Generation{Raw: "raw", Written: []Part{{Table: "teams", File: file(t, l, "teams")}}}
	for i, s := range contents {
		g.Written = append(g.Written, Part{"odds", []string{"season/2020", "month/2024-05", "season/2019"}[i], file(t, l, s)})
	}
	m, err := l.PublishParts(Staged, g)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func contentOf(t *testing.T, paths []string, err error) (out []string) {
	t.Helper()
	for _, path := range paths {
		b, readErr := os.ReadFile(path)
		if err = errors.Join(err, readErr); err != nil {
			break
		}
		out = append(out, string(b))
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestATableIsItsPartitions(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	if _, err := l.Add("raw/x", file(t, l, "landed")); err != nil {
		t.Fatal(err)
	}
	parted(t, l, "a", "b", "c")
	m, err := l.Current(Staged)
	if err != nil {
		t.Fatal(err)
	}
	paths, err := m.Paths("odds")
	if got := contentOf(t, paths, err); !slices.Equal(got, []string{"b", "c", "a"}) {
		t.Errorf("all partitions: %v", got)
	}
	paths, err = m.PathsOf("odds", "season/2020", "month/2024-05", "month/2024-06")
	if got := contentOf(t, paths, err); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("two partitions: %v", got)
	}
	paths, err = m.PathsOf("teams", "season/2020")
	if got := contentOf(t, paths, err); !slices.Equal(got, []string{"teams"}) {
		t.Errorf("a table that is one file: %v", got)
	}
	if path, err := m.Path("odds"); err == nil {
		t.Errorf("a table of three files is %s", path)
	}
	if err := os.Remove(filepath.Join(l.Dir, Staged, m.Tables["odds"][1])); err != nil {
		t.Fatal(err)
	}
	if paths, err := m.Paths("odds"); err == nil {
		t.Errorf("a table that lacks a partition is %v", paths)
	}
	if found, err := l.Verify(); err != nil || len(found) != 1 {
		t.Errorf("found %v (%v)", found, err)
	}
}

// A partition that is kept stays for as long as a generation, or the one before, names it.
func TestAPartitionThatIsKeptIsTheFileOfTheGenerationBefore(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	before := parted(t, l, "a", "b", "c")
	g := Generation{Raw: "next", Kept: slices.DeleteFunc(before.Parts(), func(p Part) bool { return p.Partition == "season/2019" })}
	g.Written = []Part{{"odds", "season/2019", file(t, l, "d")}}
	m, err := l.PublishParts(Staged, g)
	paths, pathsErr := m.Paths("odds")
	if got := contentOf(t, paths, errors.Join(err, pathsErr)); !slices.Equal(got, []string{"b", "d", "a"}) {
		t.Errorf("partitions: %v", got)
	}
	if paths, err = before.Paths("odds"); err != nil {
		t.Errorf("a reader of the generation before: %v", err)
	}
	parted(t, l, "e", "b", "f")
	for _, c := range []struct {
		content string
		there   bool
	}{{"a", true}, {"b", true}, {"c", false}, {"d", true}} {
		path := filepath.Join(l.Dir, Staged, "odds", nameOf(c.content))
		if _, err := os.Stat(path); (err == nil) != c.there {
			t.Errorf("%s: %v", c.content, err)
		}
	}
	g.Kept = []Part{{"odds", "season/2020", "odds/" + nameOf("gone")}}
	if _, err := l.PublishParts(Staged, g); err == nil {
		t.Error("a file that is gone was kept")
	}
}

func nameOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])[:nameDigits] + extension
}

func TestTwoPartitionsAreNeverOneFile(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	_, err := l.PublishParts(Staged, Generation{Written: []Part{{"odds", "season/2019", file(t, l, "a")}, {"odds", "season/2020", file(t, l, "a")}}})
	if err == nil {
		t.Error("two partitions of the same content were published")
	}
}

func TestATableOfOneFileIsReadAsOlderVersionsWroteIt(t *testing.T) {
	var m Manifest
	text := `{"tables": {"odds": "odds/3e23e8160039594a.parquet", "teams": ["teams/3e23e8160039594a.parquet", "teams/4e23e8160039594a.parquet"]}, "raw": "x"}`
	if err := parseManifest([]byte(text), &m); err != nil || len(m.Tables["odds"]) != 1 || len(m.Tables["teams"]) != 2 {
		t.Errorf("read %v (%v)", m.Tables, err)
	}
	again, err := json.Marshal(m)
	if want := strings.ReplaceAll(strings.ReplaceAll(text, ": ", ":"), ", ", ","); err != nil || string(again) != want {
		t.Errorf("written as %s (%v)\nwant       %s", again, err, want)
	}
}
