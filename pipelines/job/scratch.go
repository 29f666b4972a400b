package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"matchday/warehouse"
)

// Scratch makes a temporary folder in the home. A lock allows one folder of a name
// at a time; what killed jobs left of theirs is removed. done removes the folder.
func Scratch(ctx context.Context, home warehouse.Home, name string) (dir string, done func() error, err error) {
	lock, err := warehouse.Acquire(ctx, filepath.Join(home.Dir, name+".lock"), home.Who, home.Wait)
	if err != nil {
		return "", nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, lock.Release())
		}
	}()
	prefix := "." + name + "-"
	entries, err := os.ReadDir(home.Dir)
	if err != nil {
		return "", nil, err
	}
	for _, old := range entries {
		if !strings.HasPrefix(old.Name(), prefix) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(home.Dir, old.Name())); err != nil {
			return "", nil, err
		}
	}
	if dir, err = os.MkdirTemp(home.Dir, prefix); err != nil {
		return "", nil, err
	}
	return dir, func() error { return errors.Join(os.RemoveAll(dir), lock.Release()) }, nil
}
