package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"matchday"
)

// LiveRunsError says that a home holds live runs, which no backtest may replace.
type LiveRunsError struct {
	Home string
	Runs int
}

func (e *LiveRunsError) Error() string {
	return fmt.Sprintf("%s holds %d live runs, and a backtest would replace them: give the backtest a home of its own, with files landed in it, as in \"matchday --home %s backtest\"", e.Home, e.Runs, filepath.Join(e.Home, "backtest"))
}

// AcceptsBacktest returns a *LiveRunsError if the home holds live runs, so that
// a backtest can refuse before it computes. ReplaceBacktest asks again.
func AcceptsBacktest(ctx context.Context, h Home) error {
	return h.locked(ctx, func() error { return refuseLive(ctx, h) })
}

func refuseLive(ctx context.Context, h Home) error {
	version, err := h.standing(ctx)
	var lost *LostError
	if errors.As(err, &lost) && lost.Backtest {
		return nil
	}
	if err != nil || version == 0 {
		return err
	}
	return h.reading(ctx, func(db *sql.DB) error {
		var live int
		err := db.QueryRowContext(ctx, "select count(*) from runs where kind = $1", string(matchday.LiveRun)).Scan(&live)
		if err == nil && live > 0 {
			err = &LiveRunsError{Home: h.Dir, Runs: live}
		}
		return err
	})
}

// ReplaceBacktest replaces an earlier backtest by this one, rows in the order
// given. It writes a whole warehouse and renames it, since a home without live
// runs holds nothing else: if the process dies, the home holds all of the one or
// all of the other. It returns a *LiveRunsError for a home with live runs and a
// *BusyError if the lock was not free in time. A row that breaks a rule of the
// tables is an error.
func ReplaceBacktest(ctx context.Context, h Home, b Batch) error {
	if b.Run.Kind != matchday.BacktestRun {
		return fmt.Errorf("replace backtest: run %s is of kind %q, expected %q", b.Run.ID, b.Run.Kind, matchday.BacktestRun)
	}
	err := h.locked(ctx, func() error {
		if err := refuseLive(ctx, h); err != nil {
			return err
		}
		if err := h.makeWhole(ctx); err != nil {
			return err
		}
		return h.build(ctx, h.File(), func(db *sql.DB) error {
			if err := migrate(ctx, db); err != nil {
				return err
			}
			conn, err := db.Conn(ctx)
			if err != nil {
				return err
			}
			err = insert(ctx, conn, "runs", []matchday.Run{b.Run}, runValues)
			if err == nil {
				h.reached("run inserted")
				err = b.write(ctx, conn)
			}
			return errors.Join(err, conn.Close())
		})
	})
	if err != nil {
		return fmt.Errorf("replace backtest: %w", err)
	}
	return nil
}
