package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchday/warehouse/booklog"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
	"matchday/warehouse/wholefile"
)

// ErrNoHome says that a folder holds nothing that a job has made.
var ErrNoHome = errors.New("no job has worked here: land something first, with \"matchday land footballdata PATH…\" or \"matchday land sportmonks\", or give the right folder with --home")

// LostError says that a home has had a warehouse, which is gone.
type LostError struct {
	Path  string // of the warehouse
	Trace string // what tells of it
	How   string // how to go on
	// Backtest says that nothing but a backtest was in it, which a backtest
	// may replace.
	Backtest bool
}

func (e *LostError) Error() string {
	return fmt.Sprintf("%s is gone, but %s: nothing is written, since a new ledger would bet everything again with a fresh bankroll. %s", e.Path, e.Trace, e.How)
}

// What a home without its warehouse can do.
const (
	fromBackup   = "Put the file back from a backup"
	fromCopy     = fromBackup + ", or make it again from the copy with \"matchday restore\", which brings back all but what was written after the copy was published"
	fromBacktest = fromBackup + ", make it again from the copy with \"matchday restore\", or run \"matchday backtest\" again"
	startAfresh  = fromBackup + "; to begin a new ledger on the same fixtures, copy only the folder lake into a new home"
)

// ledgerMark is the name of the file that tells of a ledger when all databases
// are gone.
const ledgerMark = "ledger.txt"

const ledgerMarkText = `This home has a ledger: live jobs have run here. It is in warehouse.duckdb.
While this file is here, no job begins a new ledger where that file is missing.
`

// Inspect looks whether a job may work in a home, before it does: there is a home,
// its warehouse is there and sound, no older than the published copy and no newer
// than this program. Nothing is written. A folder that is no home is ErrNoHome
// (wrapped).
func Inspect(ctx context.Context, h Home) error {
	if err := IsHome(h); err != nil {
		return err
	}
	return h.locked(ctx, func() error {
		w, err := h.inspected(ctx)
		return errors.Join(err, w.close())
	})
}

// IsHome is the part of Inspect that opens nothing: a job has worked in the folder.
func IsHome(h Home) error {
	if strings.Contains(h.Dir, "?") {
		return fmt.Errorf("%s: DuckDB takes no path with a question mark; choose another folder as the home", h.Dir)
	}
	made, err := h.made()
	if err != nil {
		return err
	}
	if !made {
		return fmt.Errorf("%s holds neither a lake nor a warehouse: %w", h.Dir, ErrNoHome)
	}
	return nil
}

// inspected opens the warehouse, if there is one, and looks whether a job may write to
// it. The caller holds the lock, and closes what is opened, also after an error.
func (h Home) inspected(ctx context.Context) (opened, error) {
	w, err := h.openStanding(ctx, reader)
	if err != nil || w.db == nil {
		return w, err
	}
	if err = h.hasLake(ctx, w.db); err == nil {
		err = h.notBehind(ctx, w.db)
	}
	return w, err
}

// hasLake is an error if the lake is empty, and a job has written to the warehouse:
// the folder of an unmounted volume is empty.
func (h Home) hasLake(ctx context.Context, db *sql.DB) error {
	for _, layer := range []string{lake.Raw, lake.Staged} {
		held, err := os.ReadDir(filepath.Join(h.Lake().Dir, layer))
		if err == nil && len(held) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	var runs int
	if err := db.QueryRowContext(ctx, "select count(*) from runs").Scan(&runs); err != nil || runs == 0 {
		return damaged(h.File(), damagedHow, err)
	}
	return fmt.Errorf("%s is gone or empty, of which predictions and bets were made: nothing is written; mount its volume, or put it back from a backup", h.Lake().Dir)
}

// made reports whether a job has worked in the folder.
func (h Home) made() (bool, error) {
	for _, path := range []string{h.Lake().Dir, h.File(), h.Analytics(), h.models()} {
		if there, err := exists(path); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// standing is the version of the warehouse's tables, 0 if it is still to be made.
// It is an error if the warehouse is lost, damaged, of a newer program, or if the log
// beside it is not ours. The caller holds the lock.
func (h Home) standing(ctx context.Context) (version int64, err error) {
	w, err := h.openStanding(ctx, reader)
	return w.version, errors.Join(err, w.close())
}

// opened is a warehouse as it stands.
type opened struct {
	db      *sql.DB // nil: it is still to be made
	log     booklog.Found
	version int64 // of its tables
	newest  bool  // which is that of this program
}

// ready says that there is nothing to do before it is used.
func (w opened) ready() bool { return w.db != nil && w.newest && w.log.Settled }

func (w opened) close() error {
	if w.db == nil {
		return nil
	}
	return w.db.Close()
}

// openStanding is standing that leaves the warehouse open.
func (h Home) openStanding(ctx context.Context, o duck.Options) (w opened, err error) {
	there, err := exists(h.File())
	if err != nil {
		return w, err
	}
	if !there {
		if log, err := exists(h.log().Path()); err != nil || log {
			return w, errors.Join(err, fmt.Errorf("%s is there, but %s is not: nothing is written; put the file back beside its log, or move the log away too", h.log().Path(), h.File()))
		}
		return w, h.lost(ctx)
	}
	stat, err := os.Stat(h.File())
	switch {
	case err != nil:
		return w, err
	case !stat.Mode().IsRegular():
		return w, fmt.Errorf("%s is no file: %s", h.File(), damagedHow)
	case stat.Size() == 0:
		return w, fmt.Errorf("%s is empty: %s", h.File(), damagedHow)
	}
	w.db, w.log, err = h.openLooked(ctx, o)
	if err == nil {
		w.version, err = schemaOf(ctx, w.db)
	}
	if err != nil {
		return opened{}, damaged(h.File(), damagedHow, errors.Join(err, w.close()))
	}
	newest, err := newestSchema()
	if err == nil {
		w.newest, err = w.version == newest, h.ours(w.version, newest)
	}
	if err != nil {
		return opened{}, errors.Join(err, w.close())
	}
	return w, nil
}

// ours is an error if the tables are of no version that this program can work with.
func (h Home) ours(version, newest int64) error {
	switch {
	case version > newest:
		return fmt.Errorf("%s was made by a newer version of matchday (its tables are of version %d, this program knows %d): nothing is written; run that version",
			h.File(), version, newest)
	case version == 0:
		return fmt.Errorf("%s is no warehouse: its tables have no version (the published copy is none either); put it back from a backup, or move it away and run \"matchday restore\"", h.File())
	}
	return nil
}

const damagedHow = "put it back from a backup, or move it away and run \"matchday restore\", which makes it again from the published copy"

// openLooked looks at the log and opens both. What a killed job wrote after the last
// record is taken away if DuckDB cannot read it: nobody was told of it.
func (h Home) openLooked(ctx context.Context, o duck.Options) (*sql.DB, booklog.Found, error) {
	found, err := h.log().Look()
	var foreign *booklog.ForeignError
	if errors.As(err, &foreign) {
		// A program that has the warehouse open is named. Reading, DuckDB replays a log
		// in memory alone.
		db, tried := h.openBooks(ctx, reader)
		if errors.As(tried, new(*BusyError)) {
			return nil, found, tried
		}
		if tried == nil {
			_ = db.Close() // nothing was written
		}
		return nil, found, err
	}
	if err != nil {
		return nil, found, err
	}
	db, err := h.openBooks(ctx, o)
	if !duck.Unreadable(err) || found.Length <= found.Recorded() {
		return db, found, err
	}
	if err := h.log().Cut(found); err != nil {
		return nil, found, err
	}
	if found, err = h.log().Look(); err == nil {
		db, err = h.openBooks(ctx, o)
	}
	return db, found, err
}

// damaged turns an error of opening or reading a database into one that says what
// to do; a *BusyError stays, and so does what a full disk caused.
func damaged(path, how string, err error) error {
	if err == nil || duck.DiskFull(err) || errors.As(err, new(*BusyError)) || errors.As(err, new(*booklog.ForeignError)) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s cannot be read: %s; %s", path, text, how)
}

// lost returns a *LostError if a home without a warehouse has had one.
func (h Home) lost(ctx context.Context) error {
	if target, err := os.Readlink(h.File()); err == nil {
		return fmt.Errorf("%s leads to %s, which is gone: nothing is written; mount its volume, or put the file back from a backup", h.File(), target)
	}
	there, err := exists(h.Analytics())
	if err != nil {
		return err
	}
	if there {
		held, err := h.copyHolds(ctx)
		switch {
		case err != nil:
			return &LostError{Path: h.File(), Trace: fmt.Sprintf("a copy of it was published, which cannot be read either (%v)", err), How: startAfresh}
		case held.live > 0:
			return &LostError{Path: h.File(), Trace: fmt.Sprintf("its published copy %s holds %d live runs and %d entries of the ledger", h.Analytics(), held.live, held.entries), How: fromCopy}
		case held.runs > 0 || held.entries > 0:
			return &LostError{Path: h.File(), Trace: fmt.Sprintf("its published copy %s holds a backtest", h.Analytics()), How: fromBacktest, Backtest: true}
		}
	}
	for _, trace := range []string{filepath.Join(h.models(), "CURRENT"), filepath.Join(h.Dir, ledgerMark)} {
		if there, err := exists(trace); err != nil || there {
			return errors.Join(err, &LostError{Path: h.File(), Trace: trace + " tells of live jobs", How: startAfresh})
		}
	}
	return nil
}

// held counts what a published copy holds.
type held struct{ runs, live, entries int }

// copyHolds counts what the published copy holds.
func (h Home) copyHolds(ctx context.Context) (c held, err error) {
	err = readHeldCopy(ctx, h, func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "select (select count(*) from runs), (select count(*) from runs where kind = 'live'), (select count(*) from ledger)").
			Scan(&c.runs, &c.live, &c.entries)
	})
	return c, err
}

// notBehind is an error if the published copy holds a commit that the warehouse
// does not: an older warehouse, or another home's, stands in its place. A copy
// that cannot be read is no witness.
func (h Home) notBehind(ctx context.Context, db *sql.DB) error {
	var last lastCommit
	if r, known := h.recorded(); known {
		last = r.Last
	} else if err := readHeldCopy(ctx, h, func(db *sql.DB) (err error) { last, err = lastOf(ctx, db); return err }); err != nil {
		return nil // no copy, no commits, or a copy that the next job makes anew
	}
	if last.Number == 0 {
		return nil
	}
	var same int
	err := db.QueryRowContext(ctx, "select count(*) from commits where commit_no = $1 and run_id = $2 and as_of = $3", last.Number, last.RunID, last.AsOf).Scan(&same)
	if err != nil || same == 1 {
		return damaged(h.File(), damagedHow, err)
	}
	return fmt.Errorf("%s lacks commit %d, which its published copy %s holds (run %s as of %s): it is older than the copy, or of another home, and nothing is written; "+
		"put the right file back, or move it away and run \"matchday restore\", or move the copy away if the warehouse is right",
		h.File(), last.Number, h.Analytics(), last.RunID, last.AsOf.UTC().Format("2006-01-02T15:04:05Z"))
}

// keep copies the warehouse before it is migrated. A copy of the same version is
// replaced; nobody but people removes one.
func (h Home) keep(version int64) error {
	path := filepath.Join(h.Dir, fmt.Sprintf("warehouse.schema-%d.duckdb", version))
	err := wholefile.Duplicate(h.File(), path+building)
	if err == nil {
		err = wholefile.Writer{Failpoint: h.failpoint}.Move(path+building, path)
	}
	if err != nil {
		return fmt.Errorf("keep a copy of the warehouse before it is migrated: %w", err)
	}
	return nil
}

// Begin makes the warehouse of a home that has none yet, so that whatever a job
// makes after it is never found without one.
func Begin(ctx context.Context, h Home) error {
	return h.locked(ctx, func() error { return h.prepare(ctx) })
}

// mark leaves the mark that the home has a ledger.
func (h Home) mark() error {
	path := filepath.Join(h.Dir, ledgerMark)
	if there, err := exists(path); err != nil || there {
		return err
	}
	return wholefile.Writer{NoSync: h.NoSync}.Write(path, []byte(ledgerMarkText))
}
