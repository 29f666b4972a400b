package bet

import (
	"database/sql"

	"github.com/shopspring/decimal"

	"matchday"
)

// PriceAt is the price of a selection at a bookmaker on a board of ScreenLive, believed
// or not; without one, why it is not on offer.
func (b Board) PriceAt(bookmaker string, market matchday.Market, line sql.Null[float64], selection string) (decimal.Decimal, matchday.SkipReason) {
	i := matchday.SelectionIndex(market, selection)
	for _, m := range b {
		if i < 0 || m.Name != market || m.Line != line {
			continue
		}
		for _, p := range m.Passed {
			if p.Bookmaker == bookmaker {
				return decimal.Zero, p.Reason
			}
		}
		books := m.Books
		for _, o := range m.Outliers {
			books = append(books[:len(books):len(books)], o.Book)
		}
		for _, book := range books {
			if book.Bookmaker == bookmaker && book.Prices[i].IsPositive() {
				return book.Prices[i], ""
			}
		}
	}
	return decimal.Zero, NoPrice
}
