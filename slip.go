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

// Placed is what really became of a bet: the price and stake at which it was placed,
// invalid if it was declined; and, where the bookmaker did otherwise than the score
// says, what came back and why.
type Placed struct {
	Price    decimal.NullDecimal
	Stake    decimal.NullDecimal
	Returned decimal.NullDecimal // all that came back, the stake among it; invalid: it goes by the score
	Why      string              // it came back so; empty unless Returned is valid
}

// Placement records a decision on a bet. AskedPrice and AskedStake are what the job
// asked for.
type Placement struct {
	BetID    string
	Decision Decision
	Time     time.Time
	Placed
	AskedPrice decimal.Decimal
	AskedStake decimal.Decimal
	RunID      string
}

// Slip is a bet with what a person needs to place it and to know it again.
type Slip struct {
	Bet
	Decision           Decision
	Placed             Placed
	AskedPrice         decimal.Decimal // what the job bet at: Price, unless an older program put the price placed at there
	AskedStake         decimal.Decimal // what the job told a person to stake: AdvisedStake
	Division           string
	HomeTeam, AwayTeam string
	MatchDate          time.Time
	Kickoff            time.Time // as scheduled when the bet was placed
}

// ReallyOpen says that a bet was placed and waits for its end, so that its stake is
// with the bookmaker.
func (s Slip) ReallyOpen() bool {
	return s.Decision == Confirmed && s.Status == Pending && !s.Placed.Returned.Valid
}

// RealProfit is what a bet that was really placed brought, by the ledger; invalid of any
// other, and while it is open.
func (s Slip) RealProfit(ledger []LedgerEntry) (sum decimal.NullDecimal) {
	if s.Decision != Confirmed {
		return sum
	}
	for _, e := range ledger {
		if e.Real && e.BetID == s.ID {
			sum.Decimal = sum.Decimal.Add(e.Amount)
			sum.Valid = !s.ReallyOpen()
		}
	}
	return sum
}

// Same says that nothing differs.
func (p Placed) Same(other Placed) bool {
	same := func(a, b decimal.NullDecimal) bool { return a.Valid == b.Valid && a.Decimal.Equal(b.Decimal) }
	return same(p.Price, other.Price) && same(p.Stake, other.Stake) && same(p.Returned, other.Returned) && p.Why == other.Why
}
