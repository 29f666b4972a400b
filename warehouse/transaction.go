package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"matchday"
)

// BacktestHomeError says that a home holds a backtest, beside which no live run
// may write.
type BacktestHomeError struct{ Home string }

func (e *BacktestHomeError) Error() string {
	return fmt.Sprintf("%s holds a backtest, and invented history never mixes with live bets: give the live jobs a home of their own with --home DIR; \"make backtest\" keeps its own apart", e.Home)
}

// Transaction is a live job's transaction on the warehouse. What it reads does
// not change until what it writes is there, so that a decision made on the one
// holds for the other. It ends with the function that it was handed to.
type Transaction struct {
	conn  *sql.Conn
	wrote bool
}

// Wrote reports whether the transaction wrote anything, but for rows of runs and
// commits.
func (tx *Transaction) Wrote() bool { return tx.wrote }

// writes notes that n rows are written.
func (tx *Transaction) writes(n int) { tx.wrote = tx.wrote || n > 0 }

// CommittedError says that a transaction is committed, and what failed after it.
type CommittedError struct{ err error }

func (e *CommittedError) Error() string { return "all is written, but: " + e.err.Error() }

func (e *CommittedError) Unwrap() error { return e.err }

// AppendLive runs f in one transaction under the warehouse's lock. If f fails or
// the process dies, nothing is written. f decides by what the warehouse holds at
// that moment (was this fixture predicted in this slot, what is staged
// already?), so that two jobs that share work never do it twice. f should be
// quick: all other jobs wait for it. AppendLive returns a *BacktestHomeError for
// a home with a backtest, a *BusyError if the lock was not free in time, and a
// *CommittedError if all is written and something failed only then.
func AppendLive(ctx context.Context, h Home, f func(context.Context, *Transaction) error) error {
	committed := false
	err := h.locked(ctx, func() error {
		return h.changing(ctx, func(db *sql.DB) error {
			if err := refuseBacktest(ctx, h, db); err != nil {
				return err
			}
			if err := h.mark(); err != nil { // now, since nothing may fail once the rows are there
				return err
			}
			err := inTransaction(ctx, db, func(conn *sql.Conn) error {
				err := f(ctx, &Transaction{conn: conn})
				h.reached("rows inserted")
				return err
			})
			h.reached("committed")
			committed = err == nil
			return err
		})
	})
	switch {
	case err != nil && committed:
		return &CommittedError{err}
	case err != nil:
		return fmt.Errorf("write to the warehouse: %w", err)
	}
	return nil
}

// ReadLive runs f on what the warehouse of live jobs holds at one moment; f writes
// nothing. It returns a *BacktestHomeError for a home with a backtest, and a
// *BusyError if the lock was not free in time.
func ReadLive(ctx context.Context, h Home, f func(context.Context, *Transaction) error) error {
	return reading(h.locked(ctx, func() error {
		return h.reading(ctx, func(db *sql.DB) error { return readLive(ctx, h, db, f) })
	}))
}

// InspectLive is Inspect, and then ReadLive of what was opened for it. The error of Inspect
// comes back as refused.
func InspectLive(ctx context.Context, h Home, f func(context.Context, *Transaction) error) (refused, err error) {
	if refused := IsHome(h); refused != nil {
		return refused, nil
	}
	entered := false
	err = h.locked(ctx, func() error {
		entered = true
		w, found := h.inspected(ctx)
		if refused = found; refused != nil {
			return w.close()
		}
		if !w.ready() {
			if err := w.close(); err != nil {
				return err
			}
			return h.reading(ctx, func(db *sql.DB) error { return readLive(ctx, h, db, f) })
		}
		return errors.Join(readLive(ctx, h, w.db, f), w.close())
	})
	if !entered {
		return err, nil
	}
	return refused, reading(err)
}

// readLive runs f in a transaction, unless the warehouse holds a backtest.
func readLive(ctx context.Context, h Home, db *sql.DB, f func(context.Context, *Transaction) error) error {
	if err := refuseBacktest(ctx, h, db); err != nil {
		return err
	}
	return inTransaction(ctx, db, func(conn *sql.Conn) error { return f(ctx, &Transaction{conn: conn}) })
}

func reading(err error) error {
	if err != nil {
		return fmt.Errorf("read the warehouse: %w", err)
	}
	return nil
}

// AcceptsLive returns a *BacktestHomeError if the home holds a backtest, so that
// a live job can refuse before it computes. AppendLive asks again.
func AcceptsLive(ctx context.Context, h Home) error {
	return h.locked(ctx, func() error {
		if there, err := exists(h.File()); err != nil || !there {
			return err
		}
		return h.reading(ctx, func(db *sql.DB) error { return refuseBacktest(ctx, h, db) })
	})
}

func refuseBacktest(ctx context.Context, h Home, db *sql.DB) error {
	var runs int
	err := db.QueryRowContext(ctx, "select count(*) from runs where kind = $1", string(matchday.BacktestRun)).Scan(&runs)
	if err == nil && runs > 0 {
		err = &BacktestHomeError{Home: h.Dir}
	}
	return err
}

// inTransaction commits what f did, all of it or nothing. A statement that
// failed aborts DuckDB's transaction, and a commit of an aborted transaction
// returns no error: f must return the statement's.
func inTransaction(ctx context.Context, db *sql.DB, f func(*sql.Conn) error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "begin transaction"); err != nil {
		return err
	}
	if err := f(conn); err != nil {
		// Without the caller's context, which may be why f failed.
		_, rollback := conn.ExecContext(context.WithoutCancel(ctx), "rollback")
		return errors.Join(err, rollback)
	}
	_, err = conn.ExecContext(ctx, "commit")
	return err
}

// Add writes rows. A row whose natural key is there already is an error, and
// nothing is written: ask first. The run itself is not among the rows, see
// Record.
func (tx *Transaction) Add(ctx context.Context, b Batch) error {
	tx.writes(b.rows())
	if err := b.distinct(); err != nil {
		return err
	}
	if err := b.write(ctx, tx.conn); err != nil {
		return err
	}
	return tx.insertBetVersions(ctx, betIDs(b.Bets))
}

// Record writes the row of a run. A run's identity is its slot: if the same job
// ran in it before, the row says how both went together. A run that is done
// stays done; all else is as the later one says.
func (tx *Transaction) Record(ctx context.Context, r matchday.Run) error {
	err := execute(ctx, tx.conn, "upsert_run", r.ID, r.Pipeline, string(r.Kind), r.StartedAt.UTC(), timeOrNull(r.FinishedAt), r.AsOf.UTC(),
		string(r.Status), textOrNull(r.Message), r.Config, r.Seed, textOrNull(r.GitRevision), textOrNull(r.Stage))
	if err != nil {
		return fmt.Errorf("record run %s: %w", r.ID, err)
	}
	return nil
}

// UpsertResults writes results: new ones, and those that were corrected.
func (tx *Transaction) UpsertResults(ctx context.Context, results []matchday.Result) error {
	tx.writes(len(results))
	for _, r := range results {
		err := execute(ctx, tx.conn, "upsert_result", r.FixtureID, r.MatchDate, r.HomeTeam, r.AwayTeam, r.HomeScore, r.AwayScore,
			string(r.Outcome()), r.Time.UTC(), r.RunID)
		if err != nil {
			return fmt.Errorf("write the result of %s: %w", r.FixtureID, err)
		}
	}
	return nil
}

// DeleteResults deletes the results of fixtures that have none any more.
func (tx *Transaction) DeleteResults(ctx context.Context, fixtureIDs []string) error {
	tx.writes(len(fixtureIDs))
	_, err := tx.conn.ExecContext(ctx, "delete from results where list_contains($1::varchar[], fixture_id)", fixtureIDs)
	return err
}

// SettleBets writes what settlement says of bets. What was written when they
// were placed stays.
func (tx *Transaction) SettleBets(ctx context.Context, bets []matchday.Bet) error {
	tx.writes(len(bets))
	for _, b := range bets {
		err := execute(ctx, tx.conn, "settle_bet", b.ID, string(b.Status), textOrNull(string(b.ActualOutcome)), textOrNull(string(b.Result)),
			amountOrNull(b.ProfitLoss), timeOrNull(b.SettledAt), amountOrNull(b.ClosingPrice), floatOrNull(b.ClosingProbability), floatOrNull(b.CLV),
			textOrNull(string(b.VoidReason)))
		if err != nil {
			return fmt.Errorf("settle bet %s: %w", b.ID, err)
		}
	}
	return tx.insertBetVersions(ctx, betIDs(bets))
}

// Place records a person's decision on a bet. A later decision replaces an earlier
// one. What the job asked for stays, and so does the bet.
func (tx *Transaction) Place(ctx context.Context, p matchday.Placement) error {
	tx.writes(1)
	err := execute(ctx, tx.conn, "upsert_placement", p.BetID, string(p.Decision), p.Time.UTC(), amountOrNull(p.Price), amountOrNull(p.Stake),
		p.AskedPrice.String(), p.AskedStake.String(), p.RunID, amountOrNull(p.Returned), textOrNull(p.Why))
	if err != nil {
		return fmt.Errorf("record the decision on bet %s: %w", p.BetID, err)
	}
	return tx.insertBetVersions(ctx, []string{p.BetID})
}
