package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	statements "matchday/sql"
)

// querier is a connection within a transaction, or the published copy.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Slips lists all bets by time and id.
func (l *Transaction) Slips(ctx context.Context) ([]matchday.Slip, error) { return slips(ctx, l.conn) }

// Ledger lists all entries by time and id.
func (l *Transaction) Ledger(ctx context.Context) ([]matchday.LedgerEntry, error) {
	return ledger(ctx, l.conn)
}

// Slips lists all bets of the published copy by time and id. It returns
// ErrNoAnalytics (wrapped) when nothing has been published.
func (h Home) Slips(ctx context.Context) (out []matchday.Slip, err error) {
	err = h.reading(ctx, func(db *sql.DB) error {
		out, err = slips(ctx, db)
		return err
	})
	return out, err
}

// Ledger lists all entries of the published copy by time and id.
func (h Home) Ledger(ctx context.Context) (out []matchday.LedgerEntry, err error) {
	err = h.reading(ctx, func(db *sql.DB) error {
		out, err = ledger(ctx, db)
		return err
	})
	return out, err
}

// Said tells which predictions of each of the fixtures the books hold, in
// order of time.
func (l *Transaction) Said(ctx context.Context, fixtureIDs []string) (map[string][]matchday.PriorPrediction, error) {
	out := map[string][]matchday.PriorPrediction{}
	err := each(ctx, l.conn, `SELECT fixture_id, prediction_time, as_of, lineup_available, home_win_prob, draw_prob, away_win_prob FROM predictions
		WHERE list_contains($1::VARCHAR[], fixture_id) ORDER BY prediction_time, prediction_id`, func(scan func(...any) error) error {
		var id string
		var s matchday.PriorPrediction
		err := scan(&id, &s.Time, &s.AsOf, &s.Lineups, &s.Probs[0], &s.Probs[1], &s.Probs[2])
		out[id] = append(out[id], s)
		return err
	}, fixtureIDs)
	return out, err
}

// Booked are the results that the books hold, by fixture.
func (l *Transaction) Booked(ctx context.Context) (map[string]matchday.Result, error) {
	out := map[string]matchday.Result{}
	err := each(ctx, l.conn, "SELECT fixture_id, match_date, home_team, away_team, home_score, away_score, result_time, run_id FROM results", func(scan func(...any) error) error {
		var r matchday.Result
		err := scan(&r.FixtureID, &r.MatchDate, &r.HomeTeam, &r.AwayTeam, &r.HomeScore, &r.AwayScore, &r.Time, &r.RunID)
		out[r.FixtureID] = r
		return err
	})
	return out, err
}

// Predicted lists the fixtures that have a prediction, by id.
func (l *Transaction) Predicted(ctx context.Context) (ids []string, err error) {
	err = each(ctx, l.conn, "SELECT DISTINCT fixture_id FROM predictions ORDER BY fixture_id", func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// LineupUpdates are the last ones of each of the fixtures.
func (l *Transaction) LineupUpdates(ctx context.Context, fixtureIDs []string) (map[string]matchday.LineupUpdate, error) {
	out := map[string]matchday.LineupUpdate{}
	err := each(ctx, l.conn, `SELECT fixture_id, update_time, lineup_available, home_players_found, away_players_found FROM lineup_updates
		WHERE list_contains($1::VARCHAR[], fixture_id) ORDER BY update_time`, func(scan func(...any) error) error {
		var u matchday.LineupUpdate
		err := scan(&u.FixtureID, &u.Time, &u.Available, &u.HomePlayers, &u.AwayPlayers)
		out[u.FixtureID] = u
		return err
	}, fixtureIDs)
	return out, err
}

// LastAsOf is the latest clock of the runs of a pipeline that ended well, zero
// if there are none.
func (l *Transaction) LastAsOf(ctx context.Context, pipeline string) (last time.Time, err error) {
	err = each(ctx, l.conn, "SELECT as_of FROM runs WHERE pipeline = $1 AND status = 'done' ORDER BY as_of DESC LIMIT 1", func(scan func(...any) error) error {
		return scan(&last)
	}, pipeline)
	return last, err
}

// SkipCount counts the selections that a strategy did not bet on for a reason.
type SkipCount struct {
	Strategy, Reason string
	N                int
}

// LastSkips counts what the last run that considered anything did not bet on,
// in the published copy, by strategy and reason.
func (h Home) LastSkips(ctx context.Context) (out []SkipCount, err error) {
	err = h.reading(ctx, func(db *sql.DB) error {
		return each(ctx, db, `SELECT strategy, reason, count(*) FROM skips
			WHERE run_id = (SELECT run_id FROM skips ORDER BY considered_at DESC, run_id LIMIT 1)
			GROUP BY strategy, reason ORDER BY strategy, reason`, func(scan func(...any) error) error {
			var s SkipCount
			err := scan(&s.Strategy, &s.Reason, &s.N)
			out = append(out, s)
			return err
		})
	})
	return out, err
}

// each runs a query and hands over each row's Scan.
func each(ctx context.Context, from querier, query string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func slips(ctx context.Context, from querier) (out []matchday.Slip, err error) {
	query, err := statements.Text("warehouse/slips.sql")
	if err != nil {
		return nil, err
	}
	err = each(ctx, from, query, func(scan func(...any) error) error {
		var s matchday.Slip
		var outcome, result, decision sql.NullString
		var settledAt sql.NullTime
		err := scan(&s.ID, &s.FixtureID, &s.PredictionID, &s.Time, &s.Selection, &s.Stake, &s.Price, &s.ExpectedValue, &s.Rule,
			&s.Status, &outcome, &result, &s.ProfitLoss, &s.RunID, &s.Strategy, &s.Bookmaker, &s.Market, &s.Line, &s.QuotedAt,
			&s.Probability, &s.Commission, &s.Tax, &s.Bankroll, &settledAt, &s.ClosingPrice, &s.ClosingProbability, &s.CLV,
			&s.Decided, &decision, &s.AskedPrice, &s.AskedStake, &s.Division, &s.HomeTeam, &s.AwayTeam, &s.MatchDate, &s.Kickoff)
		s.ActualOutcome, s.Result, s.Decision = matchday.Outcome(outcome.String), matchday.BetResult(result.String), matchday.Decision(decision.String)
		s.SettledAt = settledAt.Time
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the bets: %w", err)
	}
	return out, nil
}

func ledger(ctx context.Context, from querier) (out []matchday.LedgerEntry, err error) {
	err = each(ctx, from, `SELECT entry_id, strategy, entry_time, kind, bet_id, amount::VARCHAR, run_id FROM ledger ORDER BY entry_time, entry_id`, func(scan func(...any) error) error {
		var e matchday.LedgerEntry
		var bet sql.NullString
		err := scan(&e.ID, &e.Strategy, &e.Time, &e.Kind, &bet, &e.Amount, &e.RunID)
		e.BetID = bet.String
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	return out, nil
}

// amount binds a decimal as text, which DuckDB converts exactly; NULL if there
// is none.
func amount(d decimal.NullDecimal) any {
	if !d.Valid {
		return nil
	}
	return d.Decimal.String()
}
