package bet

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Quote is one price that a bookmaker showed, as staged in the odds.
type Quote struct {
	Bookmaker string // the publisher's letters, Avg and Max among them
	Market    string // matchday.Market1X2, …
	Selection string // "H", "D", "A", …
	Moment    string // matchday.PreMatch or matchday.Closing
	Price     decimal.Decimal
	KnownAt   time.Time // when somebody watching could have seen it
	// SeenAt is when we last saw it offered, and Stopped whether it was taken
	// down then; only live runs ask, see ScreenLive.
	SeenAt  time.Time
	Stopped bool
}

// Book is what one bookmaker quoted for home win, draw and away win.
type Book struct {
	Bookmaker string
	Prices    [matchday.NumOutcome]decimal.Decimal
	QuotedAt  [matchday.NumOutcome]time.Time

	floats matchday.Prices // Prices for arithmetic that is not money; 0 where not quoted
}

// Market is the 1X2 market of one fixture as it stood at one moment.
type Market struct {
	Books    []Book    // that may be believed, by bookmaker
	Outliers []Outlier // that may not, by bookmaker
	Passed   []Passed  // whose prices may be gone, by bookmaker; of live runs only
}

// Outlier is a book that is neither bet at nor part of the consensus.
type Outlier struct {
	Book   Book
	Reason OutlierReason
	// Consensus is what the book was compared with; zero unless Reason is Apart.
	Consensus matchday.Prices
}

// OutlierReason is why a book is not believed.
type OutlierReason string

// The reasons not to believe a book.
const (
	Incomplete OutlierReason = "incomplete" // a price is missing, or not above 1
	BadMargin  OutlierReason = "margin"     // the overround is not believable, see matchday.Prices.Sound
	Apart      OutlierReason = "apart"      // a price is far from what the other books say
)

// maxApart bounds how far the net odds (price−1) of a believable price lie from
// the consensus, as a factor either way. Net odds are the inverse odds of the
// implied probability, so the factor means the same for favourites and for
// outsiders. Of 3.5 million real bookmakers' prices of 2000–2024, two in
// 10,000 lie further above the median of their fixture, most of them stale or
// mistyped; six in 10,000 lie further away on either side.
const maxApart = 1.5

// Screen is the 1X2 market at asOf: of each bookmaker the last pre-match
// quotes known by then. Closing prices and other markets are left out, Avg and
// Max are no bookmakers. A book is an Outlier, as a whole, when
//
//  1. one of its three prices is missing or not above 1,
//  2. its overround is not believable (matchday.Prices.Sound), or
//  3. the net odds of a price differ by more than a factor of 1.5 from the
//     consensus: the median of three or more books, which no single one of
//     them can carry away; else the publisher's average; else the other book,
//     so that of two which disagree neither is believed.
//
// The order of the quotes does not matter.
func Screen(quotes []Quote, asOf time.Time) Market {
	books := latest(quotes, asOf)
	var m Market
	var average *matchday.Prices
	for _, b := range books {
		prices := b.floats
		switch {
		case b.Bookmaker == matchday.BookmakerBest:
		case b.Bookmaker == matchday.BookmakerAverage:
			if prices.Sound() {
				average = &prices
			}
		case !prices.Complete():
			m.Outliers = append(m.Outliers, Outlier{Book: b, Reason: Incomplete})
		case !prices.Sound():
			m.Outliers = append(m.Outliers, Outlier{Book: b, Reason: BadMargin})
		default:
			m.Books = append(m.Books, b)
		}
	}
	return m.withoutApart(average)
}

// latest gathers each bookmaker's last pre-match 1X2 quotes known at asOf,
// sorted by bookmaker. Of two prices quoted at one instant the lower counts.
func latest(quotes []Quote, asOf time.Time) []Book {
	var books []Book
	at := map[string]int{}
	for _, q := range quotes {
		i := matchday.Outcome(q.Selection).Index()
		if q.Market != matchday.Market1X2 || q.Moment != matchday.PreMatch || i < 0 || q.KnownAt.After(asOf) {
			continue
		}
		n, seen := at[q.Bookmaker]
		if !seen {
			n = len(books)
			at[q.Bookmaker] = n
			books = append(books, Book{Bookmaker: q.Bookmaker})
		}
		b := &books[n]
		newer := q.KnownAt.Compare(b.QuotedAt[i])
		if b.QuotedAt[i].IsZero() || newer > 0 || newer == 0 && q.Price.LessThan(b.Prices[i]) {
			b.Prices[i], b.QuotedAt[i] = q.Price, q.KnownAt
		}
	}
	for n := range books {
		for i, p := range books[n].Prices {
			books[n].floats[i] = p.InexactFloat64()
		}
	}
	slices.SortFunc(books, func(a, b Book) int { return cmp.Compare(a.Bookmaker, b.Bookmaker) })
	return books
}

// withoutApart moves the books that contradict the others to the outliers.
func (m Market) withoutApart(average *matchday.Prices) Market {
	prices := make([]matchday.Prices, len(m.Books))
	for i, b := range m.Books {
		prices[i] = b.floats
	}
	kept := make([]Book, 0, len(m.Books))
	for i, b := range m.Books {
		with, ok := consensus(prices, i, average)
		if ok && apart(prices[i], with) {
			m.Outliers = append(m.Outliers, Outlier{Book: b, Reason: Apart, Consensus: with})
			continue
		}
		kept = append(kept, b)
	}
	m.Books = kept
	slices.SortFunc(m.Outliers, func(a, b Outlier) int { return cmp.Compare(a.Book.Bookmaker, b.Book.Bookmaker) })
	return m
}

// consensus is what book i is compared with; ok is false if it stands alone.
func consensus(books []matchday.Prices, i int, average *matchday.Prices) (with matchday.Prices, ok bool) {
	switch {
	case len(books) >= 3:
		for k := range with {
			with[k] = median(books, k)
		}
		return with, true
	case average != nil:
		return *average, true
	case len(books) == 2:
		return books[1-i], true
	}
	return with, false
}

// median is the middle price of outcome k, for an even number of books the
// mean of the two in the middle.
func median(books []matchday.Prices, k int) float64 {
	column := make([]float64, len(books))
	for i, b := range books {
		column[i] = b[k]
	}
	slices.Sort(column)
	n := len(column)
	return (column[(n-1)/2] + column[n/2]) / 2
}

// apart reports whether a price lies beyond maxApart of the consensus; the
// tolerance lets 1.30 pass beside 1.20, a factor of exactly 1.5.
func apart(prices, with matchday.Prices) bool {
	const limit = maxApart * (1 + 1e-9)
	for k := range prices {
		net, other := prices[k]-1, with[k]-1
		if net > other*limit || other > net*limit {
			return true
		}
	}
	return false
}
