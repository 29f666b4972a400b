package settle

import (
	"fmt"

	"github.com/shopspring/decimal"

	"matchday"
)

var two = decimal.NewFromInt(2)

// profit is what a bet with a result adds to the bankroll, after commission
// and tax:
//
//	winnings   = stake won × (price − 1)
//	commission = winnings × the bookmaker's commission
//	tax        = whole stake × the bookmaker's tax, whatever the result
//	profit     = winnings − commission − stake lost − tax
//
// Each of the four amounts is rounded to the cent, half a cent away from zero,
// before they are added, as a statement of account would show them. The stake
// won or lost is the whole stake on a win or loss, one half on a half win or
// half loss, nothing on a push.
func profit(b matchday.Bet, result matchday.BetResult) (decimal.Decimal, error) {
	var won, lost decimal.Decimal
	switch result {
	case matchday.Win:
		won = b.Stake
	case matchday.HalfWin:
		won = b.Stake.Div(two)
	case matchday.Push:
	case matchday.HalfLoss:
		lost = b.Stake.Div(two)
	case matchday.Loss:
		lost = b.Stake
	default:
		return decimal.Zero, fmt.Errorf("bet %s: result %q is none of win, half_win, push, half_loss and loss", b.ID, result)
	}
	one := decimal.NewFromInt(1)
	winnings := won.Mul(b.Price.Sub(one)).Round(2)
	commission := winnings.Mul(decimal.NewFromFloat(b.Commission)).Round(2)
	tax := b.Stake.Mul(decimal.NewFromFloat(b.Tax)).Round(2)
	return winnings.Sub(commission).Sub(lost.Round(2)).Sub(tax), nil
}
