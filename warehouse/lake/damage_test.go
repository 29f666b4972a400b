package lake

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// damages are what happens to files, by what is said of it.
var damages = map[string]func(path string) error{
	"was changed since it was written": func(path string) error { return rewrite(path, func(b []byte) []byte { b[len(b)/2] ^= 4; return b }) },
	"bytes and was written with":       func(path string) error { return rewrite(path, func(b []byte) []byte { return b[:len(b)-1] }) },
	"has 0 bytes":                      func(path string) error { return rewrite(path, func([]byte) []byte { return nil }) },
	"is gone":                          os.Remove,
	"is no regular file":               func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o755)) },
	"pipe is no regular file":          func(path string) error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o644)) },
}

// rewrite changes a file's content, and nothing but the content, like a disk that
// rots. Its time is another, since this process would believe the old one.
func rewrite(path string, change func([]byte) []byte) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(path, change(content), 0o644), os.Chtimes(path, time.Time{}, time.Unix(1, 0)))
}

func TestADamagedFileIsNeverRead(t *testing.T) {
	for problem, damage := range damages {
		l := Lake{Dir: t.TempDir()}
		m := publish(t, l, "staged rows")
		path, err := m.Path("odds")
		if err != nil {
			t.Fatal(err)
		}
		name, err := l.Add("raw/x", file(t, l, "raw rows"))
		if err != nil {
			t.Fatal(err)
		}
		raw := filepath.Join(l.Dir, "raw", "x", name)
		if found, err := l.Verify(); err != nil || len(found) != 0 {
			t.Fatalf("a sound lake: %v %v", found, err)
		}
		if err := errors.Join(damage(path), damage(raw)); err != nil {
			t.Fatal(err)
		}
		problem = strings.TrimPrefix(problem, "pipe ")
		if _, err := m.Path("odds"); err == nil || !strings.Contains(err.Error(), problem) || !strings.Contains(err.Error(), "matchday restore") {
			t.Errorf("%q staged: %v", problem, err)
		}
		if _, err := l.Files("raw/x"); err == nil || !strings.Contains(err.Error(), problem) || !strings.Contains(err.Error(), raw) {
			t.Errorf("%q raw: %v", problem, err)
		}
		found, err := l.Verify()
		if err != nil || len(found) != 2 || found[0].File != raw || found[1].File != path {
			t.Errorf("%q: found %v (%v)", problem, found, err)
		}
		if problem == "is no regular file" {
			continue // a person has to remove a folder
		}
		// Staging publishes the same tables again; that mends them.
		publish(t, l, "staged rows")
		if _, err := m.Path("odds"); err != nil {
			t.Errorf("%q: %v", problem, err)
		}
	}
}

func TestALakeOfAnOlderVersionIsHeldAgainstItsNames(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	publish(t, l, "rows")
	name, err := l.Add("raw/x", file(t, l, "one"))
	if err != nil {
		t.Fatal(err)
	}
	// As older versions wrote them: no sums, no list.
	if err := errors.Join(os.Remove(filepath.Join(l.Dir, "raw", "CURRENT")), rewrite(filepath.Join(l.Dir, "staged", "CURRENT"), func(b []byte) []byte {
		before, _, _ := strings.Cut(string(b), `"files"`)
		return []byte(before + `"raw": "raw rows"}`)
	})); err != nil {
		t.Fatal(err)
	}
	m, err := l.Current(Staged)
	if err != nil || len(m.Files) != 0 || m.Raw != "raw rows" {
		t.Fatalf("%+v %v", m, err)
	}
	path, err := m.Path("odds")
	if err != nil {
		t.Fatal(err)
	}
	if files, err := l.Files("raw/x"); err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	// The next landing lists what is there, and the next staging writes the sums.
	if _, err := l.Add("raw/x", file(t, l, "two")); err != nil {
		t.Fatal(err)
	}
	if listed, err := l.landed(); err != nil || len(listed.Files) != 2 {
		t.Errorf("listed %v (%v)", listed, err)
	}
	if m = publish(t, l, "rows"); len(m.Files) != 2 {
		t.Errorf("sums %v", m.Files)
	}
	flip := damages["was changed since it was written"]
	if err := errors.Join(flip(path), flip(filepath.Join(l.Dir, "raw", "x", name))); err != nil {
		t.Fatal(err)
	}
	if found, err := l.Verify(); err != nil || len(found) != 2 {
		t.Errorf("found %v (%v)", found, err)
	}
}

// A kill between a file and the list leaves a file that is read, and listed by the
// next landing; a foreign file is neither.
func TestAnUnlistedFileIsReadIfItIsOurs(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	if _, err := l.Add("raw/x", file(t, l, "one")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.move("raw/x", file(t, l, "two")); err != nil {
		t.Fatal(err)
	}
	files, err := l.Files("raw/x")
	if err != nil || len(files) != 2 {
		t.Fatalf("%v %v", files, err)
	}
	if _, err := l.Add("raw/y", file(t, l, "three")); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove("raw/x", filepath.Base(files[0])); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Files("raw/x"); err != nil || !slices.Equal(got, files[1:]) {
		t.Errorf("%v %v, want %v", got, err, files[1:])
	}
	foreign := filepath.Join(l.Dir, "raw", "x", "0123456789abcdef.parquet")
	if err := os.WriteFile(foreign, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Files("raw/x"); err == nil || !strings.Contains(err.Error(), foreign) {
		t.Errorf("a foreign file was read: %v", err)
	}
}

func TestARawLayerThatIsGoneIsMissed(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	if _, err := l.Add("raw/x", file(t, l, "one")); err != nil {
		t.Fatal(err)
	}
	publish(t, l, "rows")
	if err := os.RemoveAll(filepath.Join(l.Dir, "raw")); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Files("raw/x"); err == nil || !strings.Contains(err.Error(), "is gone, of which the staged tables were made") {
		t.Errorf("got %v", err)
	}
}

func TestADamagedCurrentIsToldAndReplaced(t *testing.T) {
	for _, text := range []string{"", "{", `[]`, `{"tables": 3}`, `{"tables": {"odds": "../../etc/passwd"}}`, `{"tables": {"odds": "/etc/x.parquet"}}`, "\x00\x01"} {
		l := Lake{Dir: t.TempDir()}
		publish(t, l, "rows")
		path := filepath.Join(l.Dir, Staged, currentFile)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Current(Staged); err == nil || !strings.Contains(err.Error(), path+" is damaged") || !strings.Contains(err.Error(), "matchday restore") {
			t.Errorf("%q: %v", text, err)
		}
		publish(t, l, "rows")
		if m, err := l.Current(Staged); err != nil || read(t, m, "odds") != "rows odds" {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := l.Add("raw/x", file(t, l, "one")); err != nil {
			t.Fatal(err)
		}
		list := filepath.Join(l.Dir, Raw, currentFile)
		bad := strings.ReplaceAll(text, "tables", "files")
		if err := os.WriteFile(list, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Files("raw/x"); err == nil || !strings.Contains(err.Error(), list+" is damaged") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A disk that rots changes any bit of CURRENT: a table's name, a file's, a sum.
func TestNoChangedBitOfAManifestIsBelieved(t *testing.T) {
	l := Lake{Dir: t.TempDir()}
	want := publish(t, l, "staged rows")
	if _, err := l.Add("raw/x", file(t, l, "raw rows")); err != nil {
		t.Fatal(err)
	}
	listed, err := l.landed()
	if err != nil {
		t.Fatal(err)
	}
	for layer, believed := range map[string]func() bool{
		Staged: func() bool { m, err := l.Current(Staged); return err == nil && !reflect.DeepEqual(m, want) },
		Raw:    func() bool { m, err := l.landed(); return err == nil && !reflect.DeepEqual(m, listed) },
	} {
		path := filepath.Join(l.Dir, layer, currentFile)
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for bit := 0; bit < 8*len(sound); bit += 5 { // every bit of some byte, and every byte
			damaged := slices.Clone(sound)
			damaged[bit/8] ^= 1 << (bit % 8)
			if err := os.WriteFile(path, damaged, 0o644); err != nil {
				t.Fatal(err)
			}
			if believed() {
				t.Errorf("%s: bit %d of byte %d is believed:\n%s", layer, bit%8, bit/8, damaged)
			}
		}
		if err := os.WriteFile(path, sound, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
