package bet

import (
	"fmt"

	"github.com/shopspring/decimal"

	"matchday"
)

// staking is matchday.Staking in decimals, so that a limit of 5 % of 1,000.00 is
// 50.00 exactly.
type staking struct {
	kelly    float64
	maxBet   decimal.Decimal // fraction of the bankroll
	maxOpen  decimal.Decimal // fraction of the bankroll
	minStake decimal.Decimal // money
}

func parseStaking(s matchday.Staking) (staking, error) {
	least, err := decimal.NewFromString(s.MinStake)
	if err != nil || least.Sign() <= 0 {
		return staking{}, fmt.Errorf("configuration key staking.min_stake: %q is not an amount of money above 0, e.g. \"1.00\"", s.MinStake)
	}
	return staking{
		kelly:    s.KellyFraction,
		maxBet:   decimal.NewFromFloat(s.MaxBet),
		maxOpen:  decimal.NewFromFloat(s.MaxOpen),
		minStake: least,
	}, nil
}

// stake is what may be staked when the full Kelly fraction is kelly: the
// configured part of it, at most maxBet of the bankroll, at most what open
// bets leave of maxOpen, rounded down to the cent. It is zero, with the
// reason, where that is less than the smallest stake.
func (s staking) stake(kelly float64, bankroll, open decimal.Decimal) (decimal.Decimal, matchday.SkipReason) {
	wanted := decimal.NewFromFloat(s.kelly * kelly).Mul(bankroll)
	wanted = decimal.Min(wanted, s.maxBet.Mul(bankroll)).RoundFloor(2)
	if wanted.LessThan(s.minStake) {
		return decimal.Zero, BelowMinimum
	}
	left := s.maxOpen.Mul(bankroll).Sub(open).RoundFloor(2)
	if left.LessThan(s.minStake) {
		return decimal.Zero, OpenLimit
	}
	return decimal.Min(wanted, left), ""
}
