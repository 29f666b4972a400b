package settle

import (
	"database/sql"

	"github.com/shopspring/decimal"

	"matchday"
)

// ClosingLine is the market's last word on a fixture's market at one line: the
// margin-free probabilities (power method) of the publisher's average closing
// prices, else of Pinnacle's, in the order of matchday.Selections. A book that is
// not Sound is passed over; nil where none is left.
func ClosingLine(average, pinnacle matchday.Book) []float64 {
	for _, prices := range []matchday.Book{average, pinnacle} {
		if prices.Sound() {
			p, _ := prices.MarginFree()
			return p
		}
	}
	return nil
}

// WithClosing fills in what the market said at kick-off of a bet's selection at
// its line. line is the closing line, nil if there is none: the market's line
// may have moved away from the bet's. own is the closing price of the same
// bookmaker and selection, invalid if there is none. Closing-line value is
//
//	CLV = price taken × margin-free closing probability − 1,
//
// the expected value, before commission and tax, of the price taken if the
// closing line were the truth, per unit of the stake that is decided; it is NULL
// without a closing line.
func WithClosing(b matchday.Bet, line []float64, own decimal.NullDecimal) matchday.Bet {
	b.ClosingPrice = own
	b.ClosingProbability, b.CLV = sql.Null[float64]{}, sql.Null[float64]{}
	i := matchday.SelectionIndex(b.Market, b.Selection)
	if i < 0 || i >= len(line) {
		return b
	}
	b.ClosingProbability = sql.Null[float64]{V: line[i], Valid: true}
	b.CLV = sql.Null[float64]{V: b.Price.InexactFloat64()*line[i] - 1, Valid: true}
	return b
}
