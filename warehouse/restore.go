package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchday/warehouse/duck"
	"matchday/warehouse/wholefile"
)

// Restored says what a warehouse holds that was made again.
type Restored struct {
	Runs    int       `json:"runs"`
	Commits int       `json:"commits"`
	Entries int       `json:"ledger_entries"`
	AsOf    time.Time `json:"as_of"` // the latest clock of its runs
}

// Restore makes a home's lost warehouse again from its published copy, which
// holds every row of it. What was written after the copy was published is not
// there. A warehouse that is not lost is an error.
func Restore(ctx context.Context, h Home) (r Restored, err error) {
	err = h.locked(ctx, func() error {
		if _, err := h.standing(ctx); err == nil {
			return fmt.Errorf("%s is not lost", h.File())
		} else if !errors.As(err, new(*LostError)) {
			return err
		}
		if there, err := exists(h.Analytics()); err != nil || !there {
			return errors.Join(err, fmt.Errorf("%s does not exist either: put the warehouse back from a backup", h.Analytics()))
		}
		// Under another name DuckDB finds no log that a person's shell left.
		source := h.besideCopy()
		if err := wholefile.Duplicate(h.Analytics(), source); err != nil {
			return errors.Join(err, wholefile.Remove(source))
		}
		defer func() { _ = wholefile.Remove(source) }()
		return h.build(ctx, h.File(), func(db *sql.DB) error {
			db.SetMaxOpenConns(1) // what one connection attaches another does not see
			if err := migrate(ctx, db); err != nil {
				return err
			}
			if err := insertCopy(ctx, db, source); err != nil {
				return err
			}
			h.reached("rows inserted")
			var last sql.NullTime
			err := db.QueryRowContext(ctx, "select (select count(*) from runs), (select count(*) from commits), (select count(*) from ledger), (select max(as_of) from runs)").
				Scan(&r.Runs, &r.Commits, &r.Entries, &last)
			r.AsOf = last.Time
			return err
		})
	})
	if err != nil {
		return Restored{}, fmt.Errorf("restore the warehouse: %w", err)
	}
	return r, nil
}

// insertCopy fills the empty tables of a warehouse from a published copy of the
// same version.
func insertCopy(ctx context.Context, db *sql.DB, source string) error {
	if _, err := db.ExecContext(ctx, "attach "+duck.Literal(source)+" as published (read_only)"); err != nil {
		return damaged(source, "put the warehouse back from a backup", busy(source, err))
	}
	for _, t := range copiedTables {
		ours, err := columnsOf(ctx, db, "from "+t.name)
		if err != nil {
			return err
		}
		theirs, err := columnsOf(ctx, db, "from published."+t.name)
		if err != nil || !slices.Equal(ours, theirs) {
			return errors.Join(err, fmt.Errorf("table %s of the copy is not as this program makes it: restore it with the version of matchday that published it", t.name))
		}
		if _, err := db.ExecContext(ctx, fmt.Sprintf("insert into %s from published.%s", t.name, t.name)); err != nil {
			return fmt.Errorf("restore table %s: %w", t.name, err)
		}
	}
	_, err := db.ExecContext(ctx, "detach published")
	return err
}
