package warehouse

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Skip is a selection that a live run considered and did not bet on.
type Skip struct {
	ID            string // SkipID(…)
	FixtureID     string
	PredictionID  string
	Time          time.Time // column considered_at: the run's clock
	Strategy      string
	Market        string
	Line          sql.Null[float64] // invalid for 1x2 and for reasons of the whole market
	Selection     string            // empty if the reason is one of the whole market
	Reason        string
	ExpectedValue sql.Null[float64] // per unit staked, of the best price
	RunID         string
}

// SkipID is the natural key of a skip.
func SkipID(strategy, market, selection string, line sql.Null[float64], predictionID string) string {
	return BetID(strategy, market, cmp.Or(selection, "none"), line, predictionID)
}

// LineupUpdate is what one look at a fixture's line-ups found.
type LineupUpdate struct {
	FixtureID                string
	Time                     time.Time
	Available                bool // both elevens were published
	HomePlayers, AwayPlayers int  // found, starters
}

// Decision is what a person said of a bet.
type Decision string

// The decisions; a bet without one is a paper bet.
const (
	Paper     Decision = ""
	Confirmed Decision = "confirmed" // placed with the bookmaker, at a price and stake
	Declined  Decision = "declined"  // not placed; the bet is void
)

// Placement records a decision on a bet. Price and Stake are invalid if it was
// declined; what was asked for is kept beside them.
type Placement struct {
	BetID      string
	Decision   Decision
	Time       time.Time
	Price      decimal.NullDecimal
	Stake      decimal.NullDecimal
	AskedPrice decimal.Decimal
	AskedStake decimal.Decimal
	RunID      string
}

// Slip is a bet with what a person needs to place it and to know it again.
type Slip struct {
	Bet
	Decision           Decision
	AskedPrice         decimal.Decimal // what the job bet at: Price unless the bet was confirmed at another
	AskedStake         decimal.Decimal
	Division           string
	HomeTeam, AwayTeam string
	MatchDate          time.Time
	Kickoff            time.Time // as scheduled when the bet was placed
}

// Number is a short name for a bet, for people to type: the first eight hex
// digits of the SHA-256 of its id.
func (b Bet) Number() string {
	sum := sha256.Sum256([]byte(b.ID))
	return hex.EncodeToString(sum[:4])
}

// Said marks a prediction that the books hold.
type Said struct {
	Time    time.Time
	AsOf    time.Time
	Lineups bool // it knew the line-ups
	Probs   matchday.Probs
}
