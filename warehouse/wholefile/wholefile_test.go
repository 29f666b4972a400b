package wholefile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"matchday/warehouse/wholefile"
)

// holds compares a folder's only file with what is expected.
func holds(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, want)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside it lie %v (%v)", entries, err)
	}
}

func TestAFileIsReplacedWhole(t *testing.T) {
	for _, w := range []wholefile.Writer{{}, {NoSync: true}} {
		path := filepath.Join(t.TempDir(), "state.json")
		for _, content := range []string{"the first, which is longer", "the second"} {
			if err := w.Write(path, []byte(content)); err != nil {
				t.Fatal(err)
			}
			holds(t, path, content)
		}
		stat, err := os.Stat(path)
		if err != nil || stat.Mode().Perm() != 0o644 {
			t.Errorf("others cannot read it: %v (%v)", stat.Mode(), err)
		}
	}
}

func TestAWriterThatFailsLeavesTheOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	if err := (wholefile.Writer{}).Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	err := wholefile.Writer{}.Create(path, func(w io.Writer) error {
		_, err := w.Write([]byte("half"))
		return errors.Join(err, full)
	})
	if !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's error", err)
	}
	holds(t, path, "old")
}

func TestAFileInThePlaceOfAFolderIsAnErrorThatLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "folder")
	if err := os.MkdirAll(filepath.Join(path, "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := (wholefile.Writer{}).Write(path, []byte("new")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
}

func TestAFolderMovesWithAllThatItHolds(t *testing.T) {
	dir := t.TempDir()
	temp, path := filepath.Join(dir, "temp"), filepath.Join(dir, "version")
	if err := errors.Join(os.MkdirAll(filepath.Join(temp, "serving"), 0o755), os.WriteFile(filepath.Join(temp, "serving", "model"), []byte("m"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := (wholefile.Writer{}).Move(temp, path); err != nil {
		t.Fatal(err)
	}
	holds(t, filepath.Join(path, "serving", "model"), "m")
	if _, err := os.Stat(temp); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary folder is still there: %v", err)
	}
}
