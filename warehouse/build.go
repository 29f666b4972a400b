package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"matchday/warehouse/duck"
	"matchday/warehouse/wholefile"
)

// building is the suffix of a database that is not finished. A killed job leaves
// one behind, and the next job removes it.
const building = ".building"

// copyBlocks is the size of the copy's blocks, bytes: a quarter of DuckDB's default. A
// table to which a row is added takes one for each column, in memory and in the file.
const copyBlocks = 64 << 10

// build replaces a database file: f fills a new one beside the old one, which
// then takes its place by one rename. If the process dies before, the old file
// stays as it was. The caller holds the lock.
func (h Home) build(ctx context.Context, path string, f func(*sql.DB) error) error {
	if err := wholefile.Remove(path+building, wal(path+building)); err != nil {
		return err
	}
	return h.finish(ctx, path, f, h.place(path))
}

// rebuild is build from a copy of the old file, if there is one. No process has
// it open. Where a link stands in its place, the file that it leads to is replaced.
func (h Home) rebuild(ctx context.Context, path string, f func(*sql.DB) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := wholefile.Remove(path+building, wal(path+building)); err != nil {
		return err
	}
	if err := wholefile.Duplicate(path, path+building); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return h.finish(ctx, path, f, h.place(path))
}

// place puts an unfinished warehouse in its place.
func (h Home) place(path string) func(temp string) error {
	return func(temp string) error {
		if err := h.log().Clear(); err != nil {
			return err
		}
		return wholefile.Writer{Failpoint: h.failpoint}.Move(temp, path)
	}
}

// finish lets f work on the unfinished file, and put put it in its place. The log of
// a published copy, which a person's shell left there, goes with the copy.
func (h Home) finish(ctx context.Context, path string, f func(*sql.DB) error, put func(temp string) error) error {
	temp := path + building
	// With one thread DuckDB writes rows to their final place. With several it
	// writes them elsewhere first and copies them in order at the end: that takes
	// twice the time and leaves a file twice as large.
	o := duck.Options{Threads: 1}
	if path == h.Analytics() {
		o.BlockSize = copyBlocks
		// Its one transaction needs no log: nobody goes on with an unfinished file.
		o.First = []string{"set auto_checkpoint_skip_wal_threshold = 0", "set checkpoint_threshold = '0b'"}
	}
	db, err := open(ctx, temp, o)
	if err != nil {
		return err
	}
	err = f(db)
	if err == nil {
		// DuckDB's Close does this too, but keeps its error to itself and the log.
		_, err = db.ExecContext(ctx, "checkpoint")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return errors.Join(err, wholefile.Remove(temp, wal(temp)))
	}
	// DuckDB replays a log into any database file of the matching name: neither
	// file may have a log when one takes the other's place.
	if path == h.Analytics() {
		if err := wholefile.Remove(wal(path)); err != nil {
			return err
		}
	}
	for _, log := range []string{wal(temp), wal(path)} {
		if there, err := exists(log); err != nil || there {
			return errors.Join(err, fmt.Errorf("%s is still there: close the program that has the database open", log))
		}
	}
	return put(temp)
}

// wal is the name of a database's log.
func wal(path string) string { return path + ".wal" }

// exists reports whether a file is there.
func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
