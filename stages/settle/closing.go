package settle

import (
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"

	"matchday"
)

// ClosingLine is the margin-free probabilities (power method) of a market at one
// line at kick-off, in the order of matchday.Selections: those of the publisher's
// average closing prices, else of Pinnacle's. A book that is not Sound does not
// count; nil where none is left.
func ClosingLine(average, pinnacle matchday.Book) []float64 {
	for _, prices := range []matchday.Book{average, pinnacle} {
		if prices.Sound() {
			p, _ := prices.MarginFree()
			return p
		}
	}
	return nil
}

// Consensus is the closing line where no publisher gives an average: the
// margin-free probabilities (power method) of the median price of each selection
// over the Sound books of a market at one line, for an even number the mean of
// the two in the middle. A single book cannot move it far. nil where there is no
// Sound book.
func Consensus(books []matchday.Book) []float64 {
	sound := slices.DeleteFunc(slices.Clone(books), func(b matchday.Book) bool { return !b.Sound() })
	if len(sound) == 0 {
		return nil
	}
	p, _ := matchday.MedianBook(sound).MarginFree()
	return p
}

// WithClosing fills in a bet's closing price, closing probability and closing-line
// value. line is the closing line at the bet's own line, nil if there is none: the
// market may have moved to another line. own is the closing price of the same
// bookmaker and selection, invalid if there is none. Closing-line value is
//
//	CLV = price taken × margin-free closing probability − 1,
//
// the expected value of the price taken if the closing line were the truth, before
// commission and tax, per unit of the stake that is decided. It is NULL without a
// closing line.
func WithClosing(b matchday.Bet, line []float64, own decimal.NullDecimal) matchday.Bet {
	b.ClosingPrice = own
	b.ClosingProbability, b.CLV = sql.Null[float64]{}, sql.Null[float64]{}
	i := matchday.SelectionIndex(b.Market, b.Selection)
	if i < 0 || i >= len(line) {
		return b
	}
	b.ClosingProbability = matchday.Number(line[i])
	b.CLV = matchday.Number(closingValue(b, line[i]))
	return b
}

// closingValue is the closing-line value of a bet's price.
func closingValue(b matchday.Bet, probability float64) float64 {
	return b.Price.InexactFloat64()*probability - 1
}

// MeasureAgain computes the closing-line value again for a price that a person
// corrected.
func MeasureAgain(b matchday.Bet) matchday.Bet {
	if b.CLV.Valid && b.ClosingProbability.Valid {
		b.CLV.V = closingValue(b, b.ClosingProbability.V)
	}
	return b
}

// MeasureClosing is WithClosing by the closing books of the bet's fixture. The
// closing line is that of the publisher's average, else of Pinnacle's. Where there
// is no average but three named bookmakers or more, it is their Consensus.
func MeasureClosing(b matchday.Bet, books []matchday.MarketBook) matchday.Bet {
	var average, pinnacle matchday.Book
	var named []matchday.Book
	var own decimal.NullDecimal
	selections := matchday.Selections(b.Market)
	for _, row := range books {
		if row.Market != b.Market || row.Line != b.Line {
			continue
		}
		prices := make(matchday.Book, len(selections))
		for i := range prices {
			prices[i] = row.Prices[i].Decimal.InexactFloat64()
		}
		switch row.Bookmaker {
		case matchday.BookmakerAverage:
			average = prices
		case matchday.BookmakerBest:
		case "PS":
			pinnacle = prices
			named = append(named, prices)
		default:
			named = append(named, prices)
		}
		i := matchday.SelectionIndex(b.Market, b.Selection)
		if row.Bookmaker == b.Bookmaker && i >= 0 && row.Prices[i].Decimal.GreaterThan(decimal.NewFromInt(1)) {
			own = row.Prices[i]
		}
	}
	line := ClosingLine(average, pinnacle)
	if len(named) > 2 && !average.Complete() {
		line = Consensus(named)
	}
	return WithClosing(b, line, own)
}
