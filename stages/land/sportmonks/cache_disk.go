package sportmonks

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"matchday/warehouse/wholefile"
)

// DiskCache keeps entries as files of a folder.
type DiskCache struct{ Dir string }

// path is where an entry lies.
func (d DiskCache) path(name string) string {
	return filepath.Join(d.Dir, name[:min(2, len(name))], name+".answer")
}

// Get implements Cache.
func (d DiskCache) Get(_ context.Context, name string) ([]byte, error) {
	entry, err := os.ReadFile(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entry, err
}

// Put implements Cache; an entry stays until it is swept.
func (d DiskCache) Put(_ context.Context, name string, entry []byte, _ time.Duration) error {
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return wholefile.Writer{}.Write(path, entry)
}

// Sweep removes the entries that nobody will ask for again: those written more
// than a day before now by the file system's clock.
func (d DiskCache) Sweep(now time.Time) error {
	err := filepath.WalkDir(d.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if now.Sub(info.ModTime()) > longestAge {
			return os.Remove(path)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
