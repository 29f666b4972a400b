package bet

import (
	"cmp"
	"database/sql"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Quote is one price that a bookmaker showed, as staged in the odds.
type Quote struct {
	Bookmaker string // the publisher's letters, Avg and Max among them
	Market    matchday.Market
	Line      sql.Null[float64] // goals, or the home side's handicap; invalid for 1x2
	Selection string            // one of matchday.Selections
	Moment    matchday.Moment
	Price     decimal.Decimal
	KnownAt   time.Time // when somebody watching could have seen it
	// SeenAt is when we last saw it offered, and Stopped whether it was taken
	// down then. Barred is why it may not be bet at, whatever its price; empty: it
	// may. Only live runs ask, see ScreenLive.
	SeenAt  time.Time
	Stopped bool
	Barred  matchday.SkipReason
}

// Book is what one bookmaker quoted for the selections of a market at one line,
// in the order of matchday.Selections; on a line there are two, and the last
// places are empty.
type Book struct {
	Bookmaker string
	Prices    [matchday.NumOutcome]decimal.Decimal
	QuotedAt  [matchday.NumOutcome]time.Time

	floats [matchday.NumOutcome]float64 // Prices for arithmetic that is not money; 0 where not quoted
}

// Market is a market of one fixture at one line as it stood at one moment.
type Market struct {
	Name     matchday.Market
	Line     sql.Null[float64] // invalid for 1x2
	Books    []Book            // that may be believed, by bookmaker
	Outliers []Outlier         // that may not, by bookmaker
	Passed   []Passed          // whose prices may be gone, by bookmaker; of live runs only

	average matchday.Book // the publisher's, where it is sound; see Sharp
}

// Board is all markets of one fixture as they stood at one moment: the 1X2,
// which is always there, totals and handicaps, each by line.
type Board []Market

// Outlier is a book that is not believed: it is not bet at, and it is no part of
// the consensus.
type Outlier struct {
	Book   Book
	Reason OutlierReason
	// Consensus is what the book was compared with; nil unless Reason is Apart.
	Consensus matchday.Book
}

// OutlierReason is why a book is not believed.
type OutlierReason string

// The reasons not to believe a book.
const (
	Incomplete OutlierReason = "incomplete" // a price is missing, or not above 1
	BadMargin  OutlierReason = "margin"     // the overround is not believable, see matchday.Book.Sound
	Apart      OutlierReason = "apart"      // a price is far from what the other books say
)

// maxApart bounds how far the net odds (price−1) of a believable price lie from
// the consensus, as a factor either way. Net odds are the inverse odds of the
// implied probability, so the factor means the same for favourites and for
// outsiders. Of 3.5 million real bookmakers' prices of 2000–2024, two in
// 10,000 lie further above the median of their fixture, most of them stale or
// mistyped; six in 10,000 lie further away on either side. Of 115,000 books of
// totals and handicaps 14 lie further from the publisher's average.
const maxApart = 1.5

// Screen is the markets at asOf: of each bookmaker the last pre-match quotes
// known by then. Closing prices are left out, Avg and Max are no bookmakers. A
// bookmaker's book of a market at a line is an Outlier, as a whole, when
//
//  1. one of its prices is missing or not above 1,
//  2. its overround is not believable (matchday.Book.Sound), or
//  3. the net odds of a price differ by more than a factor of 1.5 from the
//     consensus: the median of three or more books, which a single one cannot
//     move far; else the publisher's average; else the other book, so that
//     neither of two which disagree is believed.
//
// The order of the quotes does not matter.
func Screen(quotes []Quote, asOf time.Time) Board {
	board := gather(quotes, asOf)
	for i := range board {
		board[i].screen()
	}
	return board
}

// screen separates the books that are believed from the outliers.
func (m *Market) screen() {
	books := m.Books
	m.Books = nil
	var average matchday.Book
	for _, b := range books {
		prices := m.prices(&b)
		switch {
		case b.Bookmaker == matchday.BookmakerBest:
		case b.Bookmaker == matchday.BookmakerAverage:
			if prices.Sound() {
				average = slices.Clone(prices)
				m.average = average
			}
		case !prices.Complete():
			m.Outliers = append(m.Outliers, Outlier{Book: b, Reason: Incomplete})
		case !prices.Sound():
			m.Outliers = append(m.Outliers, Outlier{Book: b, Reason: BadMargin})
		default:
			m.Books = append(m.Books, b)
		}
	}
	m.dropApart(average)
}

// prices are a book's, one a selection.
func (m *Market) prices(b *Book) matchday.Book {
	return b.floats[:len(matchday.Selections(m.Name))]
}

// gather puts each bookmaker's last pre-match quotes known at asOf into their
// markets, bookmakers by name. Of two prices quoted at one instant the lower
// counts.
func gather(quotes []Quote, asOf time.Time) Board {
	board := Board{{Name: matchday.Market1X2}}
	for _, q := range quotes {
		i := matchday.SelectionIndex(q.Market, q.Selection)
		if q.Moment != matchday.PreMatch || i < 0 || q.KnownAt.After(asOf) {
			continue
		}
		b := board.at(q.Market, q.Line).book(q.Bookmaker)
		newer := q.KnownAt.Compare(b.QuotedAt[i])
		if b.QuotedAt[i].IsZero() || newer > 0 || newer == 0 && q.Price.LessThan(b.Prices[i]) {
			b.Prices[i], b.QuotedAt[i], b.floats[i] = q.Price, q.KnownAt, q.Price.InexactFloat64()
		}
	}
	board.sort()
	for _, m := range board {
		slices.SortFunc(m.Books, func(a, b Book) int { return cmp.Compare(a.Bookmaker, b.Bookmaker) })
	}
	return board
}

// at finds the market at a line, or adds it.
func (b *Board) at(market matchday.Market, line sql.Null[float64]) *Market {
	for i := range *b {
		if m := &(*b)[i]; m.Name == market && m.Line == line {
			return m
		}
	}
	*b = append(*b, Market{Name: market, Line: line})
	return &(*b)[len(*b)-1]
}

// sort orders the markets as Board says.
func (b Board) sort() {
	order := []matchday.Market{matchday.Market1X2, matchday.MarketTotal, matchday.MarketAsian}
	slices.SortFunc(b, func(x, y Market) int {
		return cmp.Or(cmp.Compare(slices.Index(order, x.Name), slices.Index(order, y.Name)), cmp.Compare(x.Line.V, y.Line.V))
	})
}

// book finds the book of a bookmaker, or adds it.
func (m *Market) book(bookmaker string) *Book {
	for i := range m.Books {
		if m.Books[i].Bookmaker == bookmaker {
			return &m.Books[i]
		}
	}
	m.Books = append(m.Books, Book{Bookmaker: bookmaker})
	return &m.Books[len(m.Books)-1]
}

// dropApart moves the books that contradict the others to the outliers.
func (m *Market) dropApart(average matchday.Book) {
	books := m.Books
	m.Books = make([]Book, 0, len(books))
	for i := range books {
		with := m.consensus(books, i, average)
		if with != nil && apart(m.prices(&books[i]), with) {
			m.Outliers = append(m.Outliers, Outlier{Book: books[i], Reason: Apart, Consensus: with})
			continue
		}
		m.Books = append(m.Books, books[i])
	}
	slices.SortFunc(m.Outliers, func(a, b Outlier) int { return cmp.Compare(a.Book.Bookmaker, b.Book.Bookmaker) })
}

// consensus is what book i is compared with; nil if it stands alone.
func (m *Market) consensus(books []Book, i int, average matchday.Book) matchday.Book {
	switch {
	case len(books) >= 3:
		all := make([]matchday.Book, len(books))
		for k := range books {
			all[k] = m.prices(&books[k])
		}
		return matchday.MedianBook(all)
	case average != nil:
		return average
	case len(books) == 2:
		return m.prices(&books[1-i])
	}
	return nil
}

// apart reports whether a price lies beyond maxApart of the consensus; the
// tolerance lets 1.30 pass beside 1.20, a factor of exactly 1.5.
func apart(prices, with matchday.Book) bool {
	const limit = maxApart * (1 + 1e-9)
	for k := range prices {
		net, other := prices[k]-1, with[k]-1
		if net > other*limit || other > net*limit {
			return true
		}
	}
	return false
}

// QuotesOf are a fixture's pre-match books as the quotes that bet.Screen reads.
func QuotesOf(books []matchday.MarketBook) []Quote {
	quotes := make([]Quote, 0, 3*len(books))
	for _, b := range books {
		for i, selection := range matchday.Selections(b.Market) {
			if p := b.Prices[i]; p.Valid {
				quotes = append(quotes, Quote{
					Bookmaker: b.Bookmaker, Market: b.Market, Line: b.Line, Selection: selection,
					Moment: matchday.PreMatch, Price: p.Decimal, KnownAt: b.KnownAt,
				})
			}
		}
	}
	return quotes
}
