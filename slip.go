package matchday

import (
	"time"

	"github.com/shopspring/decimal"
)

// Decision is what a person has decided about a bet.
type Decision string

// The decisions; a bet without one is a paper bet.
const (
	Paper     Decision = ""
	Confirmed Decision = "confirmed" // placed with the bookmaker, at a price and stake
	Declined  Decision = "declined"  // not placed; the bet is void
)

// Placement records a decision on a bet. Price and Stake are what it was placed
// at, invalid if it was declined; AskedPrice and AskedStake are what the job asked
// for.
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
