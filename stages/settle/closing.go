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
	b.ClosingProbability = matchday.Number(line[i])
	b.CLV = matchday.Number(closingValue(b, line[i]))
	return b
}

// closingValue is the closing-line value of a bet's price.
func closingValue(b matchday.Bet, probability float64) float64 {
	return b.Price.InexactFloat64()*probability - 1
}

// MeasureAgain holds a price that a person corrected against the closing line
// once more.
func MeasureAgain(b matchday.Bet) matchday.Bet {
	if b.CLV.Valid && b.ClosingProbability.Valid {
		b.CLV.V = closingValue(b, b.ClosingProbability.V)
	}
	return b
}

// MeasureClosing fills in what the market said at kick-off of a bet, by the closing
// books of its fixture at its line: the publisher's average, else Pinnacle's; the
// median of the named books where there is no average, but three of them. The
// bookmaker's own closing price stands beside it.
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
