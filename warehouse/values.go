package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"

	"matchday"
)

// bulk writes rows into a table by DuckDB's Appender, within the connection's
// transaction. values gives a row's columns in the table's order.
func bulk[T any](ctx context.Context, conn *sql.Conn, table string, rows []T, values func(T) ([]driver.Value, error)) error {
	return appendAll(ctx, conn, table, slices.Values(rows), values)
}

// flushRows is how many rows are handed over at once.
const flushRows = 100_000

// appendAll is bulk for rows that are made as they are written.
func appendAll[T any](ctx context.Context, conn *sql.Conn, table string, rows iter.Seq[T], values func(T) ([]driver.Value, error)) error {
	n := 0
	err := conn.Raw(func(c any) (err error) {
		a, err := duckdb.NewAppenderFromConn(c.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		// A duplicate key or a broken constraint shows only here.
		defer func() { err = errors.Join(err, a.CloseWithCancel(ctx)) }()
		for r := range rows {
			v, err := values(r)
			if err == nil {
				err = a.AppendRow(v...)
			}
			if err != nil {
				return fmt.Errorf("row %d, key %v: %w", n, v[:min(len(v), 1)], err)
			}
			// The Appender holds back what it is given until it is flushed.
			if n++; n%flushRows == 0 {
				if err := a.Flush(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write rows of %s: %w", table, err)
	}
	return nil
}

func runValues(r matchday.Run) ([]driver.Value, error) {
	return []driver.Value{r.ID, r.Pipeline, string(r.Kind), r.StartedAt.UTC(), orNull(r.FinishedAt), r.AsOf.UTC(), string(r.Status),
		text(r.Message), document(r.Config), r.Seed, text(r.GitRevision), text(r.Stage)}, nil
}

func predictionValues(p matchday.Prediction) ([]driver.Value, error) {
	return []driver.Value{p.ID, p.FixtureID, p.Time.UTC(), p.MatchDate, p.HomeTeam, p.AwayTeam, p.League, text(p.Venue),
		p.Probs[0], p.Probs[1], p.Probs[2], string(p.Probs.Best()),
		p.LineupAvailable, float(p.LineupCoverageHome), float(p.LineupCoverageAway), p.ModelVersion,
		p.RunID, p.AsOf.UTC(), p.Division, p.Season, p.Kickoff.UTC(), p.KickoffKnown}, nil
}

func modelPredictionValues(m matchday.ModelPrediction) ([]driver.Value, error) {
	return []driver.Value{m.PredictionID, m.Model, m.Probs[0], m.Probs[1], m.Probs[2]}, nil
}

func marketPredictionValues(m matchday.MarketPrediction) ([]driver.Value, error) {
	c := m.Chances
	return []driver.Value{m.PredictionID, m.Market, float(m.Line), m.Selection, c.Win, c.HalfWin, c.Push, c.HalfLoss}, nil
}

func betValues(b matchday.Bet) ([]driver.Value, error) {
	m := exact{}
	row := []driver.Value{b.ID, b.FixtureID, b.PredictionID, b.Time.UTC(), b.Selection, m.money(b.Stake), m.price(b.Price),
		b.ExpectedValue, b.Rule, string(b.Status), text(string(b.ActualOutcome)), text(string(b.Result)), m.orNull(b.ProfitLoss, m.money),
		b.RunID, b.Strategy, b.Bookmaker, b.Market, float(b.Line), b.QuotedAt.UTC(), b.Probability, b.Commission, b.Tax, m.money(b.Bankroll),
		orNull(b.SettledAt), m.orNull(b.ClosingPrice, m.price), float(b.ClosingProbability), float(b.CLV), b.Decided}
	return row, m.err
}

func resultValues(r matchday.Result) ([]driver.Value, error) {
	return []driver.Value{r.FixtureID, r.MatchDate, r.HomeTeam, r.AwayTeam, int32(r.HomeScore), int32(r.AwayScore),
		string(matchday.OutcomeOf(r.HomeScore, r.AwayScore)), r.Time.UTC(), r.RunID}, nil
}

func ledgerValues(e matchday.LedgerEntry) ([]driver.Value, error) {
	m := exact{}
	row := []driver.Value{e.ID, e.Strategy, e.Time.UTC(), string(e.Kind), text(e.BetID), m.money(e.Amount), e.RunID}
	return row, m.err
}

func skipValues(s matchday.Skip) ([]driver.Value, error) {
	return []driver.Value{s.ID, s.FixtureID, s.PredictionID, s.Time.UTC(), s.Strategy, s.Market, text(s.Selection), s.Reason,
		float(s.ExpectedValue), s.RunID, float(s.Line)}, nil
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
	units := d.Shift(scale)
	if !units.IsInteger() || units.Abs().GreaterThanOrEqual(decimal.New(1, int32(width))) {
		e.err = errors.Join(e.err, fmt.Errorf("%s does not fit DECIMAL(%d,%d): expected at most %d places; round it before it is written", d, width, scale, scale))
		return nil
	}
	return duckdb.Decimal{Width: width, Scale: scale, Value: units.BigInt()}
}

func (e *exact) orNull(d decimal.NullDecimal, convert func(decimal.Decimal) driver.Value) driver.Value {
	if !d.Valid {
		return nil
	}
	return convert(d.Decimal)
}

// text is NULL for an empty string.
func text(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

// document is a JSON text as the Appender wants it, which would take a string
// for a JSON string and quote it; NULL if it is empty.
func document(s string) driver.Value {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

// orNull is NULL for the zero time.
func orNull(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

func float(f sql.Null[float64]) driver.Value {
	if !f.Valid {
		return nil
	}
	return f.V
}
