package answers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// quotePoint is one version of a price: what was offered from knownAt on.
type quotePoint struct {
	bookmaker, market, selection string
	line                         int16
	stopped                      bool
	price                        int32
	stamp                        int64 // the price's own time, noTime without one
	knownAt                      int64
	lastSeen                     int64 // last fetch that still showed it
	landed                       int64
	rank                         int8
	maker                        int32 // the API's id of the bookmaker
	row                          int64
}

// byQuote is the key of a price within a fixture.
func byQuote(a, b *quotePoint) int {
	return cmp.Or(strings.Compare(a.bookmaker, b.bookmaker), strings.Compare(a.market, b.market),
		strings.Compare(a.selection, b.selection), cmp.Compare(a.line, b.line))
}

// path is every version in time of every price of the fixture, in the order of
// the table odds. Prices from kick-off on are left out: one reject a response
// counts them.
func (f *History) path() []quotePoint {
	shown := 0
	for _, a := range f.Responses {
		shown += len(a.quotes)
	}
	all := make([]quotePoint, 0, shown)
	for _, a := range f.Responses {
		late := 0
		for i := range a.quotes {
			q := &a.quotes[i]
			switch {
			case q.stamp == noTime && a.FetchedAt >= f.Kickoff:
				a.reject(int(q.index), QuoteWithoutTime, "odds: bookmaker "+bookmakerName(q.bookmaker), nil)
			case min(q.stamp, a.FetchedAt) >= f.Kickoff:
				late++
			default:
				all = append(all, quotePoint{
					bookmaker: bookmakerName(q.bookmaker), market: q.market, selection: q.selection, line: q.line, price: q.price, stopped: q.stopped,
					stamp: q.stamp, lastSeen: a.LastSeen, landed: a.FetchedAt, rank: q.rank, maker: int32(q.bookmaker), row: q.row,
				})
			}
		}
		if late > 0 {
			f.late += late
			a.reject(0, QuoteAfterKickoff, fmt.Sprintf("odds: %d prices of staged markets", late), nil)
		}
	}
	// By key and fetch; of one response what counts more stands last.
	slices.SortStableFunc(all, func(a, b quotePoint) int {
		return cmp.Or(byQuote(&a, &b), cmp.Compare(a.landed, b.landed), cmp.Compare(a.stamp, b.stamp),
			cmp.Compare(b.rank, a.rank), cmp.Compare(a.row, b.row))
	})
	out := all[:0] // what is joined takes no more room than what was shown
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && byQuote(&all[from], &all[to]) == 0 {
			to++
		}
		out = append(out, joinPoints(all[from:to])...)
		from = to
	}
	if len(out) == 0 {
		return nil
	}
	return slices.Clone(out) // a fixture may have been shown hundreds of times
}

// joinPoints makes the path of one price from what each fetch showed, in the
// order of the fetches. A price is known from its own time, or from its fetch if
// it has none or a later one; one that changed without a new time, from the
// fetch that first showed the change. The path stands where shown stood.
func joinPoints(shown []quotePoint) []quotePoint {
	out := shown[:0]
	for _, p := range shown {
		at := len(out) - 1
		for at >= 0 && out[at].stamp != p.stamp {
			at--
		}
		p.knownAt = p.landed
		if at < 0 && p.stamp != noTime {
			p.knownAt = min(p.stamp, p.landed)
		}
		switch {
		case at < 0:
			out = append(out, p)
		case out[at].landed == p.landed: // two rows of one response
			p.knownAt = out[at].knownAt
			out[at] = p
		case out[at].price == p.price:
			out[at].lastSeen, out[at].stopped = max(out[at].lastSeen, p.lastSeen), p.stopped
		default:
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b quotePoint) int { return cmp.Compare(a.knownAt, b.knownAt) })
	n := 0
	for i := range out {
		if i > 0 && out[i].knownAt == out[n-1].knownAt {
			out[n-1] = out[i] // the later fetch
			continue
		}
		out[n] = out[i]
		n++
	}
	return out[:n]
}
