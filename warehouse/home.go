package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"time"

	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// Home is the folder $MATCHDAY_HOME, which holds all that the jobs write: its
// paths and its locks. Functions of this package read and write it.
type Home struct {
	Dir  string
	Wait time.Duration // how long a writer waits for a lock
	Who  string        // the name by which a lock shows this process to others
	// NoSync waits for no disk when the lake is written.
	NoSync bool

	failpoint func(point string) // in which tests kill the process
}

// reached is a point at which a kill makes a difference.
func (h Home) reached(point string) {
	if h.failpoint != nil {
		h.failpoint(point)
	}
}

// Lake is the home's lake of Parquet files.
func (h Home) Lake() lake.Lake { return lake.Lake{Dir: filepath.Join(h.Dir, "lake"), NoSync: h.NoSync} }

// File is the warehouse's database. Only its writers open it.
func (h Home) File() string { return filepath.Join(h.Dir, "warehouse.duckdb") }

// Analytics is the published copy that people and reports read.
func (h Home) Analytics() string { return filepath.Join(h.Dir, "analytics.duckdb") }

// LockLake takes the lock under which jobs write the lake. The warehouse has a
// lock of its own, which the functions of this package take themselves. LockLake
// returns a *BusyError when Wait is over.
func (h Home) LockLake(ctx context.Context) (*Lock, error) {
	return Acquire(ctx, filepath.Join(h.Dir, "lake.lock"), h.Who, h.Wait)
}

// locked runs f under the lock of the warehouse and its copy.
func (h Home) locked(ctx context.Context, f func() error) (err error) {
	lock, err := Acquire(ctx, filepath.Join(h.Dir, "warehouse.lock"), h.Who, h.Wait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return f()
}

// opened opens the warehouse for f. A warehouse that is not there is made first,
// an old one is migrated. The caller holds the lock. Closing writes DuckDB's log
// into the database file.
func (h Home) opened(ctx context.Context, f func(*sql.DB) error) error {
	there, err := exists(h.File())
	if err != nil {
		return err
	}
	if there {
		db, err := open(ctx, h.File(), singleThread)
		if err != nil {
			return err
		}
		old, err := outdated(ctx, db)
		if err == nil && !old {
			return errors.Join(f(db), db.Close())
		}
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	// Migrated in a copy that then takes the file's place: DuckDB cannot replay
	// the log of a migration that was killed.
	if err := h.rebuild(ctx, h.File(), func(db *sql.DB) error { return migrate(ctx, db) }); err != nil {
		return err
	}
	db, err := open(ctx, h.File(), singleThread)
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

// singleThread is for a transaction on few rows, with which one thread is
// quicker than several.
var singleThread = duck.Options{Threads: 1}

// open opens a database file; one that another program holds is a *BusyError.
func open(ctx context.Context, path string, o duck.Options) (*sql.DB, error) {
	db, err := duck.Open(ctx, path, o)
	return db, busy(path, err)
}
