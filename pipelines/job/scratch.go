package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"

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
	left, err := filepath.Glob(filepath.Join(home.Dir, prefix+"*"))
	if err != nil {
		return "", nil, err
	}
	for _, old := range left {
		if err := os.RemoveAll(old); err != nil {
			return "", nil, err
		}
	}
	if dir, err = os.MkdirTemp(home.Dir, prefix); err != nil {
		return "", nil, err
	}
	return dir, func() error { return errors.Join(os.RemoveAll(dir), lock.Release()) }, nil
}
