package lake

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// put puts a text under a key and returns where it stands.
func put(t *testing.T, d Derived, key, text string) string {
	t.Helper()
	path, err := d.Put(key, func(path string) error { return os.WriteFile(path, []byte(text), 0o644) })
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// has holds Get against what is to be there; "" is nothing.
func has(t *testing.T, d Derived, key, want string) {
	t.Helper()
	if got, found := d.Get(key); got != want || found != (want != "") {
		t.Errorf("key %s has %q (%v), expected %q", key, got, found, want)
	}
}

func TestADerivedFileIsFoundByItsKeyAlone(t *testing.T) {
	t.Parallel()
	d := Lake{Dir: t.TempDir()}.Derived("states")
	has(t, d, "a1", "")
	path := put(t, d, "a1", "one")
	has(t, d, "a1", path)
	has(t, d, "a2", "")
}

func TestADerivedFileThatIsCutOrChangedIsAsGoodAsNone(t *testing.T) {
	t.Parallel()
	for _, damage := range []string{"", "on", "One", "one and more"} {
		d := Lake{Dir: t.TempDir()}.Derived("states")
		path := put(t, d, "a1", "one")
		if err := os.WriteFile(path, []byte(damage), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)); err != nil { // as a later process finds it
			t.Fatal(err)
		}
		has(t, d, "a1", "")
		has(t, d, "a1", put(t, d, "a1", "one"))
	}
}

func TestADerivedFileThatCannotBeWrittenLeavesNothing(t *testing.T) {
	t.Parallel()
	l := Lake{Dir: t.TempDir()}
	failed := errors.New("no room")
	if _, err := l.Derived("states").Put("a1", func(string) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("got error %v", err)
	}
	has(t, l.Derived("states"), "a1", "")
}

func TestTheDerivedFilesUsedLastStay(t *testing.T) {
	t.Parallel()
	l := Lake{Dir: t.TempDir()}
	if err := l.PruneDerived(0); err != nil {
		t.Errorf("a lake without derived files: %v", err)
	}
	d, paths := l.Derived("states"), map[string]string{}
	for i, key := range []string{"a", "b", "c"} {
		paths[key] = put(t, d, key, strings.Repeat(key, 10))
		at := time.Unix(int64(1000+i), 0)
		if err := os.Chtimes(paths[key], at, at); err != nil {
			t.Fatal(err)
		}
	}
	has(t, d, "a", paths["a"]) // used now
	if err := l.PruneDerived(25); err != nil {
		t.Fatal(err)
	}
	has(t, d, "a", paths["a"])
	has(t, d, "b", "")
	has(t, d, "c", paths["c"])
	if _, err := os.Stat(filepath.Dir(paths["b"])); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of a key without a file is there: %v", err)
	}
}

func TestTheProgramHasAName(t *testing.T) {
	t.Parallel()
	if name, err := Program(); err != nil || len(name) != nameDigits {
		t.Errorf("got %q, %v", name, err)
	}
}
