package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/warehouse/duck"
)

// insert writes rows into a table; see duck.Append.
func insert[T any](ctx context.Context, conn *sql.Conn, table string, rows []T, values func(T) ([]driver.Value, error)) error {
	return duck.Append(ctx, conn, table, slices.Values(rows), values)
}

func runValues(r matchday.Run) ([]driver.Value, error) {
	return []driver.Value{r.ID, r.Pipeline, string(r.Kind), r.StartedAt.UTC(), timeOrNull(r.FinishedAt), r.AsOf.UTC(), string(r.Status),
		textOrNull(r.Message), jsonOrNull(r.Config), r.Seed, textOrNull(r.GitRevision), textOrNull(r.Stage)}, nil
}

func predictionValues(p matchday.Prediction) ([]driver.Value, error) {
	row := []driver.Value{p.ID, p.FixtureID, p.Time.UTC(), p.MatchDate, p.HomeTeam, p.AwayTeam, p.League, textOrNull(p.Venue),
		p.Probs[0], p.Probs[1], p.Probs[2], string(p.Probs.Best()),
		p.LineupAvailable, floatOrNull(p.LineupCoverageHome), floatOrNull(p.LineupCoverageAway), p.ModelVersion,
		p.RunID, p.AsOf.UTC(), p.Division, p.Season, p.Kickoff.UTC(), p.KickoffKnown}
	if !p.Goals.Valid {
		return append(row, nil, nil, nil, nil), nil
	}
	g := p.Goals.V
	return append(row, g.HomeRate, g.AwayRate, g.Rho, g.Width), nil
}

func modelPredictionValues(m matchday.ModelPrediction) ([]driver.Value, error) {
	return []driver.Value{m.PredictionID, m.Model, m.Probs[0], m.Probs[1], m.Probs[2]}, nil
}

func betValues(b matchday.Bet) ([]driver.Value, error) {
	m := exact{}
	row := []driver.Value{b.ID, b.FixtureID, b.PredictionID, b.Time.UTC(), b.Selection, m.money(b.Stake), m.price(b.Price),
		b.ExpectedValue, b.Rule, string(b.Status), textOrNull(string(b.ActualOutcome)), textOrNull(string(b.Result)),
		m.orNull(b.ProfitLoss, m.money), b.RunID, b.Strategy, b.Bookmaker, string(b.Market), floatOrNull(b.Line), b.QuotedAt.UTC(),
		b.Probability, b.Commission, b.Tax, m.money(b.Bankroll), timeOrNull(b.SettledAt),
		m.orNull(b.ClosingPrice, m.price), floatOrNull(b.ClosingProbability), floatOrNull(b.CLV), b.Decided,
		textOrNull(string(b.VoidReason)), floatOrNull(b.ModelProbability), floatOrNull(b.SharpProbability), m.money(b.AdvisedStake)}
	return row, m.err
}

func resultValues(r matchday.Result) ([]driver.Value, error) {
	return []driver.Value{r.FixtureID, r.MatchDate, r.HomeTeam, r.AwayTeam, int32(r.HomeScore), int32(r.AwayScore),
		string(matchday.OutcomeOf(r.HomeScore, r.AwayScore)), r.Time.UTC(), r.RunID}, nil
}

func ledgerValues(e matchday.LedgerEntry) ([]driver.Value, error) {
	m := exact{}
	row := []driver.Value{e.ID, e.Strategy, e.Time.UTC(), string(e.Kind), textOrNull(e.BetID), m.money(e.Amount), e.RunID, e.Account()}
	return row, m.err
}

func skipValues(s matchday.Skip) ([]driver.Value, error) {
	return []driver.Value{s.ID, s.FixtureID, s.PredictionID, s.Time.UTC(), s.Strategy, string(s.Market), textOrNull(s.Selection), string(s.Reason),
		floatOrNull(s.ExpectedValue), s.RunID, floatOrNull(s.Line)}, nil
}

func lineupValues(u matchday.LineupUpdate) ([]driver.Value, error) {
	return []driver.Value{u.FixtureID, u.Time.UTC(), u.Available, int32(u.HomePlayers), int32(u.AwayPlayers)}, nil
}

// The widths and scale of the warehouse's decimals.
const (
	moneyWidth = 18
	priceWidth = 9
	scale      = 4
)

// exact turns decimals into DuckDB's without rounding, and keeps the first
// that has more places than the column.
type exact struct{ err error }

func (e *exact) money(d decimal.Decimal) driver.Value { return e.fixed(d, moneyWidth) }
func (e *exact) price(d decimal.Decimal) driver.Value { return e.fixed(d, priceWidth) }

func (e *exact) fixed(d decimal.Decimal, width uint8) driver.Value {
	v, err := duck.Decimal(d, width, scale)
	e.err = errors.Join(e.err, err)
	return v
}

func (e *exact) orNull(d decimal.NullDecimal, convert func(decimal.Decimal) driver.Value) driver.Value {
	if !d.Valid {
		return nil
	}
	return convert(d.Decimal)
}

// textOrNull is NULL for an empty string.
func textOrNull(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

// jsonOrNull is a JSON text as the Appender wants it: it would quote a string,
// taking it for a JSON string. An empty text is NULL.
func jsonOrNull(s string) driver.Value {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

// timeOrNull is NULL for the zero time.
func timeOrNull(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// floatOrNull is NULL for a number that is missing.
func floatOrNull(f sql.Null[float64]) driver.Value {
	if !f.Valid {
		return nil
	}
	return f.V
}

// amountOrNull binds a decimal to a statement, as text, which DuckDB converts
// exactly; NULL if it is missing.
func amountOrNull(d decimal.NullDecimal) any {
	if !d.Valid {
		return nil
	}
	return d.Decimal.String()
}
