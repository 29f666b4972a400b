package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchday/warehouse/duck"
	"matchday/warehouse/wholefile"
)

// ErrNoAnalytics says that no job has published anything in a home yet.
var ErrNoAnalytics = errors.New("there is nothing to ask yet: run \"matchday land footballdata PATH…\" or \"matchday backtest\" first")

// unpublishedError is ErrNoAnalytics of a home that has a warehouse.
type unpublishedError struct{ path string }

func (e *unpublishedError) Error() string {
	return e.path + " does not exist, although there is a warehouse: the next job that runs publishes it, and so does \"matchday restore\""
}

func (e *unpublishedError) Is(target error) bool { return target == ErrNoAnalytics }

// Column is a column of an answer.
type Column struct {
	Name string
	Type string // DuckDB's, e.g. "DECIMAL(18,4)"
}

// RowWriter receives the answer of each statement: Header once, each Row, then
// Close. Values are as the driver gives them.
type RowWriter interface {
	Header([]Column) error
	Row([]any) error
	Close() error
}

// StatementError is a mistake in a statement, or something that it may not do.
type StatementError struct {
	Number, Of int // which statement, from 1
	err        error
}

func (e *StatementError) Error() string {
	if e.Of == 1 {
		return e.err.Error()
	}
	return fmt.Sprintf("statement %d of %d: %v", e.Number, e.Of, e.err)
}

func (e *StatementError) Unwrap() error { return e.err }

// Query runs the statements of a text on the home's analytics.duckdb and hands
// the rows of each to out as they come. They can read the published tables and
// nothing else: no file, no extension, no other database. It returns
// ErrNoAnalytics (wrapped) when nothing has been published, and a
// *StatementError if the text holds no statement or one that is wrong.
func Query(ctx context.Context, h Home, text string, out RowWriter) error {
	statements := duck.Statements(text)
	if len(statements) == 0 {
		return &StatementError{1, 1, errors.New("there is no statement: want one such as \"SELECT * FROM predictions\"")}
	}
	return readCopy(ctx, h, func(db *sql.DB) error {
		for i, s := range statements {
			if err := stream(ctx, db, s, out); duck.WrongStatement(err) {
				return &StatementError{i + 1, len(statements), err}
			} else if err != nil {
				return err
			}
		}
		return nil
	})
}

// Ask runs a query on the home's analytics.duckdb and hands over each row's
// Scan. It returns ErrNoAnalytics (wrapped) when nothing has been published.
func Ask(ctx context.Context, h Home, text string, row func(scan func(...any) error) error) error {
	return readCopy(ctx, h, func(db *sql.DB) error { return each(ctx, db, text, row) })
}

// copyHow says what to do about a copy that is damaged.
const copyHow = "the next job that writes makes it anew, and so does \"matchday restore\""

// readCopy opens the published copy for f, read-only and locked down.
func readCopy(ctx context.Context, h Home, f func(*sql.DB) error) error {
	there, err := exists(h.Analytics())
	if err != nil {
		return err
	}
	if !there {
		if ours, err := exists(h.File()); err != nil || ours {
			return errors.Join(err, &unpublishedError{h.Analytics()})
		}
		return fmt.Errorf("%s does not exist: %w", h.Analytics(), ErrNoAnalytics)
	}
	db, err := h.openCopy(ctx)
	if err != nil {
		return damaged(h.Analytics(), copyHow, err)
	}
	// One connection, because the lock-down below can be set only once.
	db.SetMaxOpenConns(1)
	for _, s := range []string{"set enable_external_access = false", "set lock_configuration = true"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return errors.Join(fmt.Errorf("lock down %s: %w", h.Analytics(), err), db.Close())
		}
	}
	err = f(db)
	if duck.Unreadable(err) {
		err = damaged(h.Analytics(), copyHow, err)
	}
	return errors.Join(err, db.Close())
}

// openCopy opens the published copy as it was published. What a person's shell
// has left in a log beside it may belong to the copy before; DuckDB would read it
// all the same, but not under another name of the same file.
func (h Home) openCopy(ctx context.Context) (db *sql.DB, err error) {
	path := h.Analytics()
	if there, err := exists(wal(path)); err != nil {
		return nil, err
	} else if there {
		link := h.besideCopy()
		if err := errors.Join(wholefile.Remove(link), os.Link(path, link)); err != nil {
			return nil, fmt.Errorf("read the copy without the log beside it: %w", err)
		}
		defer func() { err = errors.Join(err, wholefile.Remove(link)) }()
		path = link
	}
	return open(ctx, path, duck.Options{ReadOnly: true})
}

// besideCopy is a name for the copy that only this process uses.
func (h Home) besideCopy() string {
	return filepath.Join(h.Dir, fmt.Sprintf(".analytics-%d.duckdb", os.Getpid()))
}

// readHeldCopy is readCopy also where a shell has the copy open for writing:
// then it reads a copy of the copy's bytes.
func readHeldCopy(ctx context.Context, h Home, f func(*sql.DB) error) (err error) {
	err = readCopy(ctx, h, f)
	if !errors.As(err, new(*BusyError)) {
		return err
	}
	temp := h.besideCopy()
	defer func() { err = errors.Join(err, wholefile.Remove(temp)) }()
	if err := wholefile.Duplicate(h.Analytics(), temp); err != nil {
		return err
	}
	db, err := open(ctx, temp, duck.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

func stream(ctx context.Context, db *sql.DB, text string, out RowWriter) error {
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	columns := make([]Column, len(types))
	values, targets := make([]any, len(types)), make([]any, len(types))
	for i, t := range types {
		columns[i] = Column{Name: t.Name(), Type: t.DatabaseTypeName()}
		targets[i] = &values[i]
	}
	if err := out.Header(columns); err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := out.Row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return out.Close()
}
