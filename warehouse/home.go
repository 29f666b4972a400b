// Package warehouse stores what was predicted, bet, settled and earned, in one
// DuckDB file that jobs write in one short transaction each, and a published
// copy, analytics.duckdb, that people query.
package warehouse

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"matchday/warehouse/booklog"
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
	mostLog   int64              // in tests: how long a log may grow; 0: as below
}

// reached is a point at which a kill makes a difference.
func (h Home) reached(point string) {
	if h.failpoint != nil {
		h.failpoint(point)
	}
}

// Lake is the home's lake of Parquet files.
func (h Home) Lake() lake.Lake { return lake.Lake{Dir: filepath.Join(h.Dir, "lake"), NoSync: h.NoSync} }

// File is the warehouse's database. What was committed last stands in the log beside it.
func (h Home) File() string { return filepath.Join(h.Dir, "warehouse.duckdb") }

// log is the log of the warehouse. Where the file is a link, the log lies beside the file
// that it leads to.
func (h Home) log() booklog.Log {
	path := h.File()
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return booklog.Log{Database: path, Failpoint: h.failpoint}
}

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

// How the warehouse is opened for the one and for the other.
var (
	reader = duck.Options{Threads: 1, ReadOnly: true}
	writer = duck.Options{Threads: 1, KeepLog: true}
)

// reading opens the warehouse for f, which only reads. A warehouse that is not
// there is made first, an old one is migrated. The caller holds the lock.
func (h Home) reading(ctx context.Context, f func(*sql.DB) error) error {
	w, err := h.openStanding(ctx, reader)
	if err == nil && !w.ready() {
		if err = errors.Join(w.close(), h.prepare(ctx)); err == nil {
			w, err = h.openStanding(ctx, reader)
		}
	}
	if err != nil {
		return err
	}
	return errors.Join(f(w.db), w.close())
}

// openBooks opens file and log. The caller holds the lock, and has looked at the log.
func (h Home) openBooks(ctx context.Context, o duck.Options) (*sql.DB, error) {
	return open(ctx, h.log().Database, o)
}

// mostLog is how long a log may grow, bytes. Whoever opens the warehouse replays it, and
// that takes ten milliseconds a megabyte.
const mostLog = 4 << 20

// changing lets f write one transaction, which stays in the log beside the file. If f
// fails, the log is as it was. A warehouse that is not there is made first, an old one is
// migrated, and a long log is written in. The caller holds the lock.
func (h Home) changing(ctx context.Context, f func(*sql.DB) error) error {
	w, err := h.openStanding(ctx, writer)
	if err == nil && (!w.ready() || w.log.Length == 0 || w.log.Length > h.longest()) {
		err = errors.Join(w.close(), h.prepare(ctx))
		if err == nil {
			err = h.beginLog(ctx)
		}
		if err == nil {
			w, err = h.openStanding(ctx, writer)
		}
	}
	if err != nil {
		return err
	}
	err = f(w.db)
	closed := w.close()
	if err == nil {
		return errors.Join(closed, h.log().Keep(w.log))
	}
	if duck.Unreadable(err) {
		err = damaged(h.File(), damagedHow, err)
	}
	return errors.Join(err, closed, h.log().Cut(w.log))
}

func (h Home) longest() int64 { return cmp.Or(h.mostLog, mostLog) }

// beginLog begins a log if there is none; one that is too long is written in first.
func (h Home) beginLog(ctx context.Context) error {
	found, err := h.log().Look()
	if err != nil {
		return err
	}
	if found.Length > h.longest() {
		if err := h.writeIn(ctx, found); err != nil {
			return err
		}
	} else if found.Length > 0 {
		return nil
	}
	err = h.log().Begin(func() error {
		// A log of another day of this warehouse must not begin with the same bytes.
		return h.inLog(ctx, "create or replace view log_mark as select "+duck.Literal(rand.Text())+" as mark")
	})
	if err != nil {
		return fmt.Errorf("begin the log of the warehouse: %w", err)
	}
	return nil
}

// writeIn writes the log into the file.
func (h Home) writeIn(ctx context.Context, found booklog.Found) error {
	err := h.log().WriteIn(found, func() error { return h.inLog(ctx, "checkpoint") })
	if err != nil {
		return fmt.Errorf("write %s into the warehouse: %w", h.log().Path(), err)
	}
	return nil
}

// inLog runs a statement on the warehouse for writing.
func (h Home) inLog(ctx context.Context, statement string) error {
	db, err := h.openBooks(ctx, writer)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// WriteLogIn writes the log into the warehouse's file, which is then whole by itself
// until the next transaction.
func WriteLogIn(ctx context.Context, h Home) error {
	return h.locked(ctx, func() error {
		if _, err := h.standing(ctx); err != nil {
			return err
		}
		return h.makeWhole(ctx)
	})
}

// makeWhole writes the log in, if there is a warehouse.
func (h Home) makeWhole(ctx context.Context) error {
	if there, err := exists(h.File()); err != nil || !there {
		return err
	}
	found, err := h.log().Look()
	if err != nil {
		return err
	}
	return h.writeIn(ctx, found)
}

// prepare makes the warehouse, or brings it up to date. A log that a killed job has left
// is written in.
func (h Home) prepare(ctx context.Context) error {
	version, err := h.standing(ctx)
	if err != nil {
		return err
	}
	newest, err := newestSchema()
	if err != nil {
		return err
	}
	if version > 0 {
		found, err := h.log().Look()
		if err != nil || version == newest && found.Settled {
			return err
		}
		if err := h.writeIn(ctx, found); err != nil || version == newest {
			return err
		}
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
