package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"matchday"
)

// Slips lists all bets by time and id.
func (tx *Transaction) Slips(ctx context.Context) ([]matchday.Slip, error) {
	return slips(ctx, tx.conn)
}

// Ledger lists all entries by time and id.
func (tx *Transaction) Ledger(ctx context.Context) ([]matchday.LedgerEntry, error) {
	return ledger(ctx, tx.conn)
}

// Slips lists all bets of the published copy by time and id. It returns
// ErrNoAnalytics (wrapped) when nothing has been published.
func Slips(ctx context.Context, h Home) (out []matchday.Slip, err error) {
	err = readCopy(ctx, h, func(db *sql.DB) error {
		out, err = slips(ctx, db)
		return err
	})
	return out, err
}

// Ledger lists all entries of the published copy by time and id.
func Ledger(ctx context.Context, h Home) (out []matchday.LedgerEntry, err error) {
	err = readCopy(ctx, h, func(db *sql.DB) error {
		out, err = ledger(ctx, db)
		return err
	})
	return out, err
}

// PriorPredictions are the predictions of each of the fixtures, in order of
// time.
func (tx *Transaction) PriorPredictions(ctx context.Context, fixtureIDs []string) (map[string][]matchday.PriorPrediction, error) {
	out := map[string][]matchday.PriorPrediction{}
	err := query(ctx, tx.conn, "prior_predictions", func(scan func(...any) error) error {
		var id string
		var p matchday.PriorPrediction
		err := scan(&id, &p.Time, &p.AsOf, &p.Lineups, &p.Probs[0], &p.Probs[1], &p.Probs[2])
		out[id] = append(out[id], p)
		return err
	}, fixtureIDs)
	return out, err
}

// Results are all results, by fixture.
func (tx *Transaction) Results(ctx context.Context) (map[string]matchday.Result, error) {
	return tx.results(ctx, "results")
}

// ResultsOf are the results of some fixtures, by fixture.
func (tx *Transaction) ResultsOf(ctx context.Context, fixtureIDs []string) (map[string]matchday.Result, error) {
	return tx.results(ctx, "results_of", fixtureIDs)
}

func (tx *Transaction) results(ctx context.Context, statement string, args ...any) (map[string]matchday.Result, error) {
	out := map[string]matchday.Result{}
	err := query(ctx, tx.conn, statement, func(scan func(...any) error) error {
		var r matchday.Result
		err := scan(&r.FixtureID, &r.MatchDate, &r.HomeTeam, &r.AwayTeam, &r.HomeScore, &r.AwayScore, &r.Time, &r.RunID)
		out[r.FixtureID] = r
		return err
	}, args...)
	return out, err
}

// Predicted lists the ids of the fixtures that have a prediction.
func (tx *Transaction) Predicted(ctx context.Context) ([]string, error) {
	return tx.ids(ctx, "predicted")
}

// PredictedOf lists the ids of those fixtures that have a prediction and, if they are not
// among some, no result.
func (tx *Transaction) PredictedOf(ctx context.Context, some []string) ([]string, error) {
	return tx.ids(ctx, "predicted_of", some)
}

// ids are the rows of a statement with one column.
func (tx *Transaction) ids(ctx context.Context, statement string, args ...any) (ids []string, err error) {
	err = query(ctx, tx.conn, statement, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}, args...)
	return ids, err
}

// NextCommit is the number of the commit that is being written.
func (tx *Transaction) NextCommit(ctx context.Context) (number int64, err error) {
	err = tx.conn.QueryRowContext(ctx, "select coalesce(max(commit_no), 0) + 1 from commits").Scan(&number)
	return number, err
}

// HasCommit says whether the warehouse has the commit of this number, run and clock. If
// not, these are other books, or older ones.
func (tx *Transaction) HasCommit(ctx context.Context, c Commit) (there bool, err error) {
	err = tx.conn.QueryRowContext(ctx, "select count(*) = 1 from commits where commit_no = $1 and run_id = $2 and as_of = $3", c.Number, c.RunID, c.AsOf.UTC()).Scan(&there)
	return there, err
}

// BetsSince lists the ids of the bets that were placed or changed after a commit.
func (tx *Transaction) BetsSince(ctx context.Context, number int64) ([]string, error) {
	return tx.ids(ctx, "bets_since", number)
}

// LineupUpdates is the last look at the line-ups of each of the fixtures.
func (tx *Transaction) LineupUpdates(ctx context.Context, fixtureIDs []string) (map[string]matchday.LineupUpdate, error) {
	out := map[string]matchday.LineupUpdate{}
	err := query(ctx, tx.conn, "lineup_updates", func(scan func(...any) error) error {
		var u matchday.LineupUpdate
		err := scan(&u.FixtureID, &u.Time, &u.Available, &u.HomePlayers, &u.AwayPlayers)
		out[u.FixtureID] = u
		return err
	}, fixtureIDs)
	return out, err
}

// LastCommits are, of each job, the commit with the latest clock, the latest of all
// first. Commits that people took back are left out.
func (tx *Transaction) LastCommits(ctx context.Context) (out []Commit, err error) {
	err = query(ctx, tx.conn, "last_commits", func(scan func(...any) error) error {
		var c Commit
		err := scan(&c.Number, &c.RunID, &c.Pipeline, &c.AsOf)
		out = append(out, c)
		return err
	})
	return out, err
}

// SkipCount counts the selections that a strategy did not bet on for a reason.
type SkipCount struct {
	Strategy string
	Reason   matchday.SkipReason
	N        int
}

// LastSkips counts, in the published copy, what the last run that considered any
// bet did not bet on, by strategy and reason.
func LastSkips(ctx context.Context, h Home) (out []SkipCount, err error) {
	err = readCopy(ctx, h, func(db *sql.DB) error {
		return query(ctx, db, "last_skips", func(scan func(...any) error) error {
			var s SkipCount
			err := scan(&s.Strategy, &s.Reason, &s.N)
			out = append(out, s)
			return err
		})
	})
	return out, err
}

// Look says of a home whether it holds a backtest, and when hourly last looked.
type Look struct {
	Backtest  bool
	Hourly    sql.NullTime // its clock; invalid if it has never run
	Arguments string       // of that run, JSON
}

// LastLook reads Look of the warehouse: the copy may lack runs that wrote nothing. It
// reads the copy where the warehouse is of another version of the program, or not there.
func LastLook(ctx context.Context, h Home) (out Look, err error) {
	read := func(db *sql.DB) error {
		return query(ctx, db, "last_look", func(scan func(...any) error) error {
			var arguments sql.NullString
			err := scan(&out.Backtest, &out.Hourly, &arguments)
			out.Arguments = arguments.String
			return err
		})
	}
	there, err := exists(h.File())
	if err == nil && there {
		if there, err = h.asItStands(ctx, read); there {
			return out, err
		}
	}
	if err != nil {
		return out, err
	}
	return out, readCopy(ctx, h, read)
}

func slips(ctx context.Context, from querier) (out []matchday.Slip, err error) {
	err = query(ctx, from, "slips", func(scan func(...any) error) error {
		var s matchday.Slip
		var void, outcome, result, decision, why sql.NullString
		var settledAt sql.NullTime
		err := scan(&s.ID, &s.FixtureID, &s.PredictionID, &s.Time, &s.Selection, &s.Stake, &s.Price, &s.ExpectedValue, &s.Rule,
			&s.Status, &void, &outcome, &result, &s.ProfitLoss, &s.RunID, &s.Strategy, &s.Bookmaker, &s.Market, &s.Line, &s.QuotedAt,
			&s.Probability, &s.Commission, &s.Tax, &s.Bankroll, &settledAt, &s.ClosingPrice, &s.ClosingProbability, &s.CLV,
			&s.Decided, &s.ModelProbability, &s.SharpProbability, &s.AdvisedStake,
			&decision, &s.Placed.Price, &s.Placed.Stake, &s.Placed.Returned, &why, &s.AskedPrice, &s.AskedStake, &s.Division, &s.HomeTeam, &s.AwayTeam, &s.MatchDate, &s.Kickoff)
		s.VoidReason = matchday.VoidReason(void.String)
		s.ActualOutcome, s.Result = matchday.Outcome(outcome.String), matchday.BetResult(result.String)
		s.Decision, s.SettledAt, s.Placed.Why = matchday.Decision(decision.String), settledAt.Time, why.String
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the bets: %w", err)
	}
	return out, nil
}

func ledger(ctx context.Context, from querier) (out []matchday.LedgerEntry, err error) {
	err = query(ctx, from, "ledger", func(scan func(...any) error) error {
		var e matchday.LedgerEntry
		var bet sql.NullString
		err := scan(&e.ID, &e.Strategy, &e.Time, &e.Kind, &bet, &e.Amount, &e.RunID, &e.Real)
		e.BetID = bet.String
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	return out, nil
}
