package bet

import (
	"cmp"
	"database/sql"
	"slices"
	"time"

	"matchday"
)

// The reasons for which a live run bars a price, whatever it is.
const (
	NoLongerOffered matchday.SkipReason = "no longer offered"     // the newest answer about such prices, or edition of the file, lacks it
	NotConfirmed    matchday.SkipReason = "fixture not confirmed" // its source does not say now that the fixture is to be played then
	DayBegun        matchday.SkipReason = "match day begun"       // nobody knows the hour of kick-off, and the day is there
)

// Passed is a bookmaker whose prices a live run ignores because they may no longer
// be offered.
type Passed struct {
	Bookmaker string
	Reason    matchday.SkipReason // Stale, Stopped, or why they are barred
}

// offer names one bookmaker's book of a market at a line.
type offer struct {
	bookmaker string
	market    matchday.Market
	line      sql.Null[float64]
}

func (q Quote) offer() offer { return offer{q.Bookmaker, q.Market, q.Line} }

// ScreenLive is Screen for bets that are to be placed now. A book is ignored as a
// whole, in the consensus too, if a last price of it is barred, was stopped, or was
// last seen offered longer than maxAge ago; of several reasons the first of these is
// given. A price's age counts from the last time that we saw it, not from when it was
// first quoted: bookmakers leave a good price unchanged for a day. A quote without
// SeenAt was seen when it was known.
func ScreenLive(quotes []Quote, now time.Time, maxAge time.Duration) Board {
	gone := map[offer]matchday.SkipReason{}
	for _, q := range lastQuotes(quotes, now) {
		if reason := q.passed(now, maxAge); weight(reason) > weight(gone[q.offer()]) {
			gone[q.offer()] = reason
		}
	}
	board := Screen(slices.DeleteFunc(slices.Clone(quotes), func(q Quote) bool { return gone[q.offer()] != "" }), now)
	for o, reason := range gone {
		if o.bookmaker != matchday.BookmakerAverage && o.bookmaker != matchday.BookmakerBest {
			m := board.at(o.market, o.line)
			m.Passed = append(m.Passed, Passed{o.bookmaker, reason})
		}
	}
	board.sort()
	for _, m := range board {
		slices.SortFunc(m.Passed, func(a, b Passed) int { return cmp.Compare(a.Bookmaker, b.Bookmaker) })
	}
	return board
}

// passed is why a live run does not bet at a price; empty: it may.
func (q Quote) passed(now time.Time, maxAge time.Duration) matchday.SkipReason {
	seen := q.SeenAt
	if seen.IsZero() {
		seen = q.KnownAt
	}
	switch {
	case q.Barred != "":
		return q.Barred
	case q.Stopped:
		return Stopped
	case now.Sub(seen) > maxAge:
		return Stale
	}
	return ""
}

// weight says which of two reasons is given for a whole book: the greater.
func weight(reason matchday.SkipReason) int {
	return slices.Index([]matchday.SkipReason{"", Stale, Stopped, NoLongerOffered, DayBegun, NotConfirmed}, reason)
}

// lastQuotes are the last pre-match quotes of each selection of each book at a
// moment; of several at one instant a stopped one counts.
func lastQuotes(quotes []Quote, now time.Time) map[quoted]Quote {
	last := map[quoted]Quote{}
	for _, q := range quotes {
		if matchday.SelectionIndex(q.Market, q.Selection) < 0 || q.Moment != matchday.PreMatch || q.KnownAt.After(now) {
			continue
		}
		key := quoted{q.offer(), q.Selection}
		before, seen := last[key]
		newer := q.KnownAt.Compare(before.KnownAt)
		if !seen || newer > 0 || newer == 0 && q.Stopped {
			last[key] = q
		}
	}
	return last
}

// quoted names one price of an offer.
type quoted struct {
	offer
	selection string
}

// LowestPrice is the lowest price, in cents, at which a selection with the
// chances c is still worth more than minEdge per unit staked, after the
// bookmaker's commission and tax: ExpectedValue solved for the price.
func LowestPrice(c matchday.Chances, minEdge float64, at matchday.Bookmaker) float64 {
	worth := func(cents int) bool { return ExpectedValue(c, float64(cents)/100, at) > minEdge }
	won, lost := shares(c)
	exact := 1 + (lost+at.Tax+minEdge)/won/(1-at.Commission)
	cents := int(100*exact) - 1 // a hair below, so that rounding cannot hide the answer
	for !worth(cents) {
		cents++
	}
	return float64(cents) / 100
}
