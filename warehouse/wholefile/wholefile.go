// Package wholefile is the one place that replaces files. Whoever reads a file
// meanwhile, and whoever looks after a kill or a power cut, finds all of the old
// file or all of the new one.
package wholefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// Writer replaces files. A kill leaves at most a hidden temporary file beside
// the file that was to be replaced.
type Writer struct {
	// NoSync does not wait for the disk: files survive a kill, but not a power
	// cut.
	NoSync bool
	// Failpoint, if given, is called at each point at which a kill makes a
	// difference: "written" before the rename, "renamed" after it.
	Failpoint func(point string)
}

// Write replaces a file by one with this content.
func (w Writer) Write(path string, content []byte) error {
	return w.Create(path, func(f io.Writer) error {
		_, err := f.Write(content)
		return err
	})
}

// Create replaces a file by what fill writes. If fill fails, the old file stays.
func (w Writer) Create(path string, fill func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".tmp-*")
	if err != nil {
		return err
	}
	if err := errors.Join(fill(f), f.Chmod(0o644), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := w.Move(f.Name(), path); err != nil {
		return errors.Join(err, os.RemoveAll(f.Name()))
	}
	return nil
}

// Move puts a finished file, or a folder with all that it holds, in the place
// of path, on the same file system. An *UnsyncedError says that it is there all the
// same.
func (w Writer) Move(temp, path string) error {
	if err := w.sync(temp); err != nil {
		return err
	}
	w.reached("written")
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	w.reached("renamed")
	if w.NoSync {
		return nil
	}
	if err := syncOne(filepath.Dir(path)); err != nil {
		return &UnsyncedError{Path: path, err: err}
	}
	return nil
}

// MoveAll is Move of several finished files, path → temp, which waits for each folder
// once. If it fails, some may be in their places.
func (w Writer) MoveAll(temps map[string]string) error {
	var g errgroup.Group
	g.SetLimit(syncing)
	for _, temp := range temps {
		g.Go(func() error { return w.sync(temp) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	w.reached("written")
	folders := map[string]bool{}
	for path, temp := range temps {
		if err := os.Rename(temp, path); err != nil {
			return err
		}
		folders[filepath.Dir(path)] = true
	}
	w.reached("renamed")
	if w.NoSync {
		return nil
	}
	for folder := range folders {
		g.Go(func() error {
			if err := syncOne(folder); err != nil {
				return &UnsyncedError{Path: folder, err: err}
			}
			return nil
		})
	}
	return g.Wait()
}

// syncing is how many files wait for the disk at a time: it writes them together.
const syncing = 16

// UnsyncedError says that a file is in its place, where all see it, but that its
// folder could not be written to the disk: a power cut may still take it away.
type UnsyncedError struct {
	Path string
	err  error
}

func (e *UnsyncedError) Error() string {
	return fmt.Sprintf("%s is written, but may not survive a power cut: %v", e.Path, e.err)
}

func (e *UnsyncedError) Unwrap() error { return e.err }

func (w Writer) reached(point string) {
	if w.Failpoint != nil {
		w.Failpoint(point)
	}
}

// sync makes a file, or a folder and all that it holds, survive a power cut.
func (w Writer) sync(path string) error {
	if w.NoSync {
		return nil
	}
	return filepath.WalkDir(path, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncOne(path)
	})
}

func syncOne(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
