package matchday

import (
	"cmp"
	"database/sql"
	"time"
)

// SkipReason is why a selection was not bet on; stages/bet lists the reasons.
type SkipReason string

// Skip is a selection that a strategy considered and did not bet on. The skips
// of live runs are stored.
type Skip struct {
	ID            string // SkipID(…)
	FixtureID     string
	PredictionID  string
	Time          time.Time // column considered_at: the run's clock
	Strategy      string
	Market        Market
	Line          sql.Null[float64] // invalid for 1x2 and for reasons of the whole market
	Selection     string            // empty if the reason is one of the whole market
	Reason        SkipReason
	ExpectedValue sql.Null[float64] // of the best price, per unit staked; invalid if there is none
	RunID         string
}

// SkipID is the natural key of a skip.
func SkipID(strategy string, market Market, selection string, line sql.Null[float64], predictionID string) string {
	return BetID(strategy, market, cmp.Or(selection, "none"), line, predictionID)
}
