package lake

import (
	"cmp"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// derivedFolder holds what was computed from the lake's files and can be computed
// again at any time: lake/derived/<kind>/<key>/<sum>.
const derivedFolder = "derived"

// Derived keeps files of one kind, each under a key that names all that it was made
// from, the program (see Program) included. There is nothing to invalidate: what
// differs has another key. A file that is cut or changed is as good as none, because
// it is named by its own sum; so it need not survive a power cut either.
type Derived struct {
	lake Lake
	dir  string
}

// Derived returns the files of a kind, such as "states". Any number of jobs may read
// and put them; only a job that holds the jobs' lock may remove some.
func (l Lake) Derived(kind string) Derived {
	return Derived{lake: l, dir: filepath.Join(l.Dir, derivedFolder, kind)}
}

// Get returns the file of a key and marks it as used now. Nothing is found if there is
// none, or if it is not what was put there.
func (d Derived) Get(key string) (path string, found bool) {
	entries, err := os.ReadDir(filepath.Join(d.dir, key))
	if err != nil {
		return "", false
	}
	for _, e := range entries {
		path := filepath.Join(d.dir, key, e.Name())
		sum, err := sumOf(path)
		if err != nil || sum.SHA256[:nameDigits] != e.Name() {
			continue
		}
		if now := []unix.Timespec{{Nsec: unix.UTIME_NOW}, {Nsec: unix.UTIME_NOW}}; unix.UtimesNanoAt(unix.AT_FDCWD, path, now, 0) == nil {
			if info, err := os.Stat(path); err == nil {
				seen.put(path, info, sum) // the content is the same
			}
		}
		return path, true
	}
	return "", false
}

// Put keeps the file that write makes under a key, and returns where it stands. A file
// of the key that stands there already, whole or not, is replaced.
func (d Derived) Put(key string, write func(path string) error) (string, error) {
	temp, err := d.lake.Temp()
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	unfinished := filepath.Join(temp, key)
	if err := write(unfinished); err != nil {
		return "", err
	}
	sum, err := sumOf(unfinished)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(d.dir, key)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("keep a derived file: %w", err)
	}
	path := filepath.Join(dir, sum.SHA256[:nameDigits])
	before, err := os.ReadDir(dir)
	if err == nil {
		err = os.Rename(unfinished, path)
	}
	if err != nil {
		return "", fmt.Errorf("keep a derived file: %w", err)
	}
	seen.move(unfinished, path)
	for _, e := range before {
		if e.Name() != filepath.Base(path) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // PruneDerived takes what stays
		}
	}
	return path, nil
}

// Keep removes the files of all other keys. The caller holds the jobs' lock.
func (d Derived) Keep(keys map[string]bool) error {
	entries, err := os.ReadDir(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if !keys[e.Name()] {
			err = errors.Join(err, os.RemoveAll(filepath.Join(d.dir, e.Name())))
		}
	}
	return err
}

// derivedFile is one file of some kind.
type derivedFile struct {
	path  string
	used  time.Time
	bytes int64
}

// PruneDerived removes derived files until all that stay have at most limit bytes; what
// was used last stays. The caller holds the jobs' lock.
func (l Lake) PruneDerived(limit int64) error {
	var all []derivedFile
	root := filepath.Join(l.Dir, derivedFolder)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			all = append(all, derivedFile{path, info.ModTime(), info.Size()})
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("prune derived files: %w", err)
	}
	slices.SortFunc(all, func(a, b derivedFile) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.path, b.path)) })
	for _, f := range all {
		if limit -= f.bytes; limit >= 0 {
			continue
		}
		if err := os.Remove(f.path); err != nil {
			return fmt.Errorf("prune derived files: %w", err)
		}
		_ = os.Remove(filepath.Dir(f.path)) // of its key: it is empty now
	}
	return nil
}

// Program names the build of the running program: two builds of different sources, of
// different libraries or for different machines have different names.
func Program() (string, error) { return program() }

var program = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the program: %w", err)
	}
	sum := sha256.New()
	if id := buildID(path); len(id) > 0 {
		sum.Write(id)
	} else if err := hashFile(sum, path); err != nil {
		return "", fmt.Errorf("read the program: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:nameDigits], nil
})

// buildID is the note in which Go's linker names all that a program was built from;
// none if the program is no ELF file or has no such note.
func buildID(path string) []byte {
	f, err := elf.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	note := f.Section(".note.go.buildid")
	if note == nil {
		return nil
	}
	id, err := note.Data()
	if err != nil {
		return nil
	}
	return id
}

func hashFile(to io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return errors.Join(err, f.Close())
}
