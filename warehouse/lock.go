package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"matchday/warehouse/duck"
)

// lockPoll is how often a waiting writer looks whether the lock is free.
const lockPoll = 50 * time.Millisecond

// BusyError says that another process held the lock until the time was up.
type BusyError struct {
	Path   string // of the lock, or of the database that another program has open
	Holder string // who holds it, as that process signed the lock
	Waited time.Duration
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("%s is held by %s; gave up after %s: wait until that job has ended, or raise lock_wait", e.Path, e.Holder, e.Waited)
}

// Lock is an exclusive claim among processes. The operating system drops it
// when its holder dies, so a killed job never blocks the next.
type Lock struct{ file *flock.Flock }

// Acquire takes the lock at path and waits for it up to the time given. who
// names the holder to others. When the time is up it returns a *BusyError.
func Acquire(ctx context.Context, path, who string, wait time.Duration) (*Lock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of lock %s: %w", path, err)
	}
	file := flock.New(path)
	// One try before the wait begins, so that a free lock is taken even without one.
	got, err := file.TryLock()
	if err == nil && !got {
		waiting, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		got, err = file.TryLockContext(waiting, lockPoll)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case got:
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return nil, &BusyError{Path: path, Holder: holder(path), Waited: wait}
	default:
		return nil, fmt.Errorf("take lock %s: %w", path, err)
	}
	claim := fmt.Sprintf("%s (process %d)\n", who, os.Getpid())
	if err := os.WriteFile(path, []byte(claim), 0o644); err != nil {
		return nil, errors.Join(fmt.Errorf("sign lock %s: %w", path, err), file.Unlock())
	}
	return &Lock{file}, nil
}

// Release gives the lock up. The file stays: if it were removed, two processes
// could hold locks on two files of the same name.
func (l *Lock) Release() error { return l.file.Unlock() }

// holder reads who signed the lock.
func holder(path string) string {
	text, err := os.ReadFile(path)
	if who := strings.TrimSpace(string(text)); err == nil && who != "" {
		return who
	}
	return "a process that left no name"
}

// busy turns DuckDB's own lock conflict, e.g. with a person's shell on the
// warehouse, into a *BusyError.
func busy(path string, err error) error {
	if program, held := duck.HeldBy(err); held {
		return &BusyError{Path: path, Holder: "another program, " + program}
	}
	return err
}
