package bet

import (
	"fmt"

	"github.com/shopspring/decimal"

	"matchday"
)

// staking is matchday.Staking in decimals, so that a limit of 5 % of 1,000.00 is
// 50.00 exactly.
type staking struct {
	kelly      float64
	maxBet     decimal.Decimal // fractions of the strategy's bankroll
	maxOpen    decimal.Decimal
	maxOutcome decimal.Decimal // fractions of all bankrolls
	maxFixture decimal.Decimal
	maxTotal   decimal.Decimal
	minStake   decimal.Decimal // money
}

func parseStaking(s matchday.Staking) (staking, error) {
	least, err := decimal.NewFromString(s.MinStake)
	if err != nil || least.Sign() <= 0 {
		return staking{}, fmt.Errorf("configuration key staking.min_stake: %q is not an amount of money above 0, e.g. \"1.00\"", s.MinStake)
	}
	return staking{
		kelly:      s.KellyFraction,
		maxBet:     decimal.NewFromFloat(s.MaxBet),
		maxOpen:    decimal.NewFromFloat(s.MaxOpen),
		maxOutcome: decimal.NewFromFloat(s.MaxOutcome),
		maxFixture: decimal.NewFromFloat(s.MaxFixture),
		maxTotal:   decimal.NewFromFloat(s.MaxOpenTotal),
		minStake:   least,
	}, nil
}

// wanted is what one bet should stake when the full Kelly fraction is kelly: the
// configured part of it, at most maxBet of the bankroll, rounded down to the cent.
func (s staking) wanted(kelly float64, bankroll decimal.Decimal) decimal.Decimal {
	stake := decimal.NewFromFloat(s.kelly * kelly).Mul(bankroll)
	return decimal.Min(stake, s.maxBet.Mul(bankroll)).RoundFloor(2)
}

// left is what open stakes leave of a fraction of a bankroll, in whole cents and
// never below zero.
func left(fraction, bankroll, open decimal.Decimal) decimal.Decimal {
	return decimal.Max(decimal.Zero, fraction.Mul(bankroll).Sub(open).RoundFloor(2))
}
