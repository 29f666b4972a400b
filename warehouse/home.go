// Package warehouse stores what was predicted, bet, settled and earned, in one
// DuckDB file that jobs write in one short transaction each, and a published
// copy, analytics.duckdb, that people query.
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

// File is the warehouse's database. Its writers replace it whole.
func (h Home) File() string { return filepath.Join(h.Dir, "warehouse.duckdb") }

// Analytics is the published copy that people and reports read.
func (h Home) Analytics() string { return filepath.Join(h.Dir, "analytics.duckdb") }

// models is the folder of the model versions, as the jobs lay it out.
func (h Home) models() string { return filepath.Join(h.Dir, "models") }

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

// reading opens the warehouse for f, which only reads. A warehouse that is not
// there is made first, an old one is migrated. The caller holds the lock.
func (h Home) reading(ctx context.Context, f func(*sql.DB) error) error {
	db, version, err := h.opened(ctx)
	if err != nil {
		return err
	}
	newest, err := newestSchema()
	if err == nil && version == newest {
		return errors.Join(f(db), db.Close())
	}
	if db != nil {
		err = errors.Join(err, db.Close())
	}
	if err == nil {
		err = h.prepare(ctx)
	}
	if err != nil {
		return err
	}
	if db, err = open(ctx, h.File(), duck.Options{Threads: 1, ReadOnly: true}); err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

// changing lets f write into a copy of the warehouse, which then takes the
// warehouse's place: a log of DuckDB's beside the warehouse is never ours, and
// what a killed job had written is gone with its copy. A warehouse that is not
// there is made first, an old one is migrated. The caller holds the lock.
func (h Home) changing(ctx context.Context, f func(*sql.DB) error) error {
	if err := h.prepare(ctx); err != nil {
		return err
	}
	err := h.rebuild(ctx, h.File(), f)
	if duck.Unreadable(err) {
		err = damaged(h.File(), damagedHow, err)
	}
	return err
}

// prepare makes the warehouse, or brings it up to date.
func (h Home) prepare(ctx context.Context) error {
	version, err := h.standing(ctx)
	if err != nil {
		return err
	}
	newest, err := newestSchema()
	if err != nil || version == newest {
		return err
	}
	if version > 0 {
		// What a migration changes cannot be changed back.
		if err := h.keep(version); err != nil {
			return err
		}
	}
	return h.rebuild(ctx, h.File(), func(db *sql.DB) error { return migrate(ctx, db) })
}

// open opens a database file; one that another program holds is a *BusyError.
func open(ctx context.Context, path string, o duck.Options) (*sql.DB, error) {
	db, err := duck.Open(ctx, path, o)
	return db, busy(path, err)
}
