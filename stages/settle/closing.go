package settle

import (
	"database/sql"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/warehouse"
)

// ClosingLine is the market's last word on a fixture's 1X2: the margin-free
// probabilities (power method) of the publisher's average closing prices, else
// of Pinnacle's. A book that is not Sound is passed over; ok is false where
// none is left.
func ClosingLine(average, pinnacle matchday.Prices) (p matchday.Probs, ok bool) {
	for _, prices := range []matchday.Prices{average, pinnacle} {
		if prices.Sound() {
			return prices.MarginFree()
		}
	}
	return p, false
}

// WithClosing fills in what the market said of a 1X2 bet at kick-off. own is
// the closing price of the same bookmaker and selection, invalid if there is
// none. Closing-line value is
//
//	CLV = price taken × margin-free closing probability − 1,
//
// the expected value, before commission and tax, of the price taken if the
// closing line were the truth; it is NULL without a closing line. Totals and
// handicaps come back unchanged but for the price, as their line may have moved.
func WithClosing(b warehouse.Bet, line matchday.Probs, ok bool, own decimal.NullDecimal) warehouse.Bet {
	b.ClosingPrice = own
	b.ClosingProbability, b.CLV = sql.Null[float64]{}, sql.Null[float64]{}
	i := matchday.Outcome(b.Selection).Index()
	if !ok || b.Market != matchday.Market1X2 || i < 0 {
		return b
	}
	b.ClosingProbability = sql.Null[float64]{V: line[i], Valid: true}
	b.CLV = sql.Null[float64]{V: b.Price.InexactFloat64()*line[i] - 1, Valid: true}
	return b
}
