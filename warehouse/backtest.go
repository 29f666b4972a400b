package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"matchday"
)

// Books are everything that one run writes.
type Books struct {
	Run              matchday.Run
	Predictions      []matchday.Prediction
	ModelPredictions []matchday.ModelPrediction
	// Markets yields the market predictions as they are written, since a backtest
	// has millions of them; nil if there are none.
	Markets       iter.Seq[matchday.MarketPrediction]
	Bets          []matchday.Bet
	Results       []matchday.Result
	Ledger        []matchday.LedgerEntry
	Skips         []matchday.Skip         // of live runs only
	LineupUpdates []matchday.LineupUpdate // likewise
}

// LiveRunsError says that a home keeps live books, which no backtest may
// replace.
type LiveRunsError struct {
	Home string
	Runs int
}

func (e *LiveRunsError) Error() string {
	return fmt.Sprintf("%s holds %d live runs, and a backtest would replace them: give the backtest another --home", e.Home, e.Runs)
}

// AcceptsBacktest returns a *LiveRunsError if the home holds live runs, so that
// a backtest can refuse before it computes. ReplaceBacktest asks again.
func (h Home) AcceptsBacktest(ctx context.Context) error {
	return h.locked(ctx, func() error { return h.refuseLive(ctx) })
}

func (h Home) refuseLive(ctx context.Context) error {
	if there, err := exists(h.File()); err != nil || !there {
		return err
	}
	return h.opened(ctx, func(db *sql.DB) error {
		var live int
		err := db.QueryRowContext(ctx, "SELECT count(*) FROM runs WHERE kind = $1", string(matchday.LiveRun)).Scan(&live)
		if err == nil && live > 0 {
			err = &LiveRunsError{Home: h.Dir, Runs: live}
		}
		return err
	})
}

// ReplaceBacktest puts the books of this backtest in the place of an earlier
// one's, rows in the order given. The warehouse is written whole and renamed,
// since a home without live runs keeps nothing else: whoever dies, it holds all
// of the one or all of the other. It returns a *LiveRunsError for a home with
// live runs and a *BusyError when the lock was not to be had; a row that breaks
// a rule of the tables is an error.
func (h Home) ReplaceBacktest(ctx context.Context, b Books) error {
	if b.Run.Kind != matchday.BacktestRun {
		return fmt.Errorf("replace backtest: run %s is of kind %q, expected %q", b.Run.ID, b.Run.Kind, matchday.BacktestRun)
	}
	err := h.locked(ctx, func() error {
		if err := h.refuseLive(ctx); err != nil {
			return err
		}
		return build(ctx, h.File(), func(db *sql.DB) error {
			if err := migrate(ctx, db); err != nil {
				return err
			}
			return b.write(ctx, db)
		})
	})
	if err != nil {
		return fmt.Errorf("replace backtest: %w", err)
	}
	return nil
}

// write fills the empty tables.
func (b Books) write(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := bulk(ctx, conn, "runs", []matchday.Run{b.Run}, runValues); err != nil {
		return err
	}
	return b.append(ctx, conn)
}

// append adds the rows of all tables but runs.
func (b Books) append(ctx context.Context, conn *sql.Conn) error {
	for _, table := range []func() error{
		func() error { return bulk(ctx, conn, "predictions", b.Predictions, predictionValues) },
		func() error { return bulk(ctx, conn, "model_predictions", b.ModelPredictions, modelPredictionValues) },
		func() error {
			if b.Markets == nil {
				return nil
			}
			return appendAll(ctx, conn, "market_predictions", b.Markets, marketPredictionValues)
		},
		func() error { return bulk(ctx, conn, "bets", b.Bets, betValues) },
		func() error { return bulk(ctx, conn, "results", b.Results, resultValues) },
		func() error { return bulk(ctx, conn, "ledger", b.Ledger, ledgerValues) },
		func() error { return bulk(ctx, conn, "skips", b.Skips, skipValues) },
		func() error { return bulk(ctx, conn, "lineup_updates", b.LineupUpdates, lineupValues) },
	} {
		if err := table(); err != nil {
			return err
		}
	}
	return nil
}
