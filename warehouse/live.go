package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"matchday"
)

// BacktestBooksError says that a home keeps the books of a backtest, beside
// which no live run may write.
type BacktestBooksError struct{ Home string }

func (e *BacktestBooksError) Error() string {
	return fmt.Sprintf("%s holds the books of a backtest, and invented history never mixes with live bets: give the live jobs another --home", e.Home)
}

// Transaction is a live job's transaction on the books: what it reads stands still
// until what it writes is there, so that a decision taken on the one holds for
// the other. It ends with the function that it was handed to.
type Transaction struct{ conn *sql.Conn }

// AppendLive runs f in one transaction under the warehouse's lock. If f fails,
// or dies, nothing of it is written. f decides on what the books hold at that
// moment (was this fixture predicted in this slot, what is staked already?),
// which is why two jobs that share work never do it twice. It should be quick:
// everybody else waits. It returns a *BacktestBooksError for a home with a
// backtest's books and a *BusyError when the lock was not to be had.
func (h Home) AppendLive(ctx context.Context, f func(context.Context, *Transaction) error) error {
	err := h.locked(ctx, func() error {
		return h.opened(ctx, func(db *sql.DB) error {
			if err := h.refuseBacktest(ctx, db); err != nil {
				return err
			}
			return inTransaction(ctx, db, func(conn *sql.Conn) error { return f(ctx, &Transaction{conn}) })
		})
	})
	if err != nil {
		return fmt.Errorf("write the live books: %w", err)
	}
	return nil
}

// AcceptsLive returns a *BacktestBooksError if the home holds a backtest's
// books, so that a live job can refuse before it computes. AppendLive asks
// again.
func (h Home) AcceptsLive(ctx context.Context) error {
	return h.locked(ctx, func() error {
		if there, err := exists(h.File()); err != nil || !there {
			return err
		}
		return h.opened(ctx, func(db *sql.DB) error { return h.refuseBacktest(ctx, db) })
	})
}

func (h Home) refuseBacktest(ctx context.Context, db *sql.DB) error {
	var runs int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM runs WHERE kind = $1", string(matchday.BacktestRun)).Scan(&runs)
	if err == nil && runs > 0 {
		err = &BacktestBooksError{Home: h.Dir}
	}
	return err
}

// inTransaction commits what f did, all of it or nothing. A statement that
// failed aborts DuckDB's transaction, and committing that succeeds without a
// word: f must return its error.
func inTransaction(ctx context.Context, db *sql.DB, f func(*sql.Conn) error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	if err := f(conn); err != nil {
		// Without the caller's context, which may be why f failed.
		_, rollback := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, rollback)
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

// Add appends rows. A natural key that the books hold is an error, and nothing
// is written: ask first what there is. The run is not among what is added, see
// Record.
func (l *Transaction) Add(ctx context.Context, b Books) error {
	if err := b.append(ctx, l.conn); err != nil {
		return err
	}
	return l.keepVersions(ctx, betIDs(b.Bets))
}

// Record writes the row of a run. A run's identity is its slot: when the same
// job ran in it before, the row says how that and this went together. A run
// that is done stays done, the rest is as the later one says.
func (l *Transaction) Record(ctx context.Context, r matchday.Run) error {
	_, err := l.conn.ExecContext(ctx, `INSERT INTO runs (run_id, pipeline, kind, started_at, finished_at, as_of, status, message, config, seed, git_revision, stage)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (run_id) DO UPDATE SET finished_at = greatest(runs.finished_at, excluded.finished_at), as_of = greatest(runs.as_of, excluded.as_of),
			status = CASE WHEN runs.status = 'done' THEN runs.status ELSE excluded.status END,
			message = CASE WHEN runs.status = 'done' THEN runs.message ELSE excluded.message END,
			stage = CASE WHEN runs.status = 'done' THEN runs.stage ELSE excluded.stage END`,
		r.ID, r.Pipeline, string(r.Kind), r.StartedAt.UTC(), orNull(r.FinishedAt), r.AsOf.UTC(), string(r.Status),
		text(r.Message), r.Config, r.Seed, text(r.GitRevision), text(r.Stage))
	if err != nil {
		return fmt.Errorf("record run %s: %w", r.ID, err)
	}
	return nil
}

// Results puts scores in their place: new ones, and those that were corrected.
func (l *Transaction) Results(ctx context.Context, results []matchday.Result) error {
	for _, r := range results {
		_, err := l.conn.ExecContext(ctx, `INSERT INTO results (fixture_id, match_date, home_team, away_team, home_score, away_score, actual_outcome, result_time, run_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (fixture_id) DO UPDATE SET match_date = excluded.match_date, home_score = excluded.home_score, away_score = excluded.away_score,
				actual_outcome = excluded.actual_outcome, result_time = excluded.result_time, run_id = excluded.run_id`,
			r.FixtureID, r.MatchDate, r.HomeTeam, r.AwayTeam, r.HomeScore, r.AwayScore, string(r.Outcome()), r.Time.UTC(), r.RunID)
		if err != nil {
			return fmt.Errorf("write the result of %s: %w", r.FixtureID, err)
		}
	}
	return nil
}

// Unresult takes back the results of fixtures that have none any more.
func (l *Transaction) Unresult(ctx context.Context, fixtureIDs []string) error {
	_, err := l.conn.ExecContext(ctx, "DELETE FROM results WHERE list_contains($1::VARCHAR[], fixture_id)", fixtureIDs)
	return err
}

// Settled writes what settlement says of bets; what was written when they were
// placed stays.
func (l *Transaction) Settled(ctx context.Context, bets []matchday.Bet) error {
	for _, b := range bets {
		_, err := l.conn.ExecContext(ctx, `UPDATE bets SET status = $2, actual_outcome = $3, result = $4, profit_loss = $5::DECIMAL(18,4), settled_at = $6,
			closing_price = $7::DECIMAL(9,4), closing_probability = $8, clv = $9 WHERE bet_id = $1`,
			b.ID, string(b.Status), text(string(b.ActualOutcome)), text(string(b.Result)), amount(b.ProfitLoss), orNull(b.SettledAt),
			amount(b.ClosingPrice), float(b.ClosingProbability), float(b.CLV))
		if err != nil {
			return fmt.Errorf("settle bet %s: %w", b.ID, err)
		}
	}
	return l.keepVersions(ctx, betIDs(bets))
}

// Place records a decision of a person. A confirmed bet has from then on the
// price and stake that were really had; expected is its expected value there.
// A later decision on a bet replaces an earlier one, what was asked for stays.
func (l *Transaction) Place(ctx context.Context, p matchday.Placement, expected float64) error {
	_, err := l.conn.ExecContext(ctx, `INSERT INTO placements (bet_id, decision, decided_at, price, stake, asked_price, asked_stake, run_id)
		VALUES ($1, $2, $3, $4::DECIMAL(9,4), $5::DECIMAL(18,4), $6::DECIMAL(9,4), $7::DECIMAL(18,4), $8)
		ON CONFLICT (bet_id) DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at,
			price = excluded.price, stake = excluded.stake, run_id = excluded.run_id`,
		p.BetID, string(p.Decision), p.Time.UTC(), amount(p.Price), amount(p.Stake), p.AskedPrice.String(), p.AskedStake.String(), p.RunID)
	if err == nil && p.Decision == matchday.Confirmed {
		_, err = l.conn.ExecContext(ctx, "UPDATE bets SET odds = $2::DECIMAL(9,4), stake = $3::DECIMAL(18,4), expected_value = $4 WHERE bet_id = $1",
			p.BetID, p.Price.Decimal.String(), p.Stake.Decimal.String(), expected)
	}
	if err != nil {
		return fmt.Errorf("record what became of bet %s: %w", p.BetID, err)
	}
	return l.keepVersions(ctx, []string{p.BetID})
}
