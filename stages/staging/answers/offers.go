package answers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"matchday/stages/staging/table"
)

// scope is what a request for prices asked for.
type scope struct{ markets, bookmakers []int64 } // by the API's ids; none: all

// scopeOf reads the scope of a request as the lake records it: its filters, and what
// the path of an odds endpoint names. A request that nobody recorded asked for all.
func scopeOf(request string) (s scope) {
	path, query, _ := strings.Cut(request, "?")
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if !strings.EqualFold(key, "filters") {
			continue
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		for filter := range strings.SplitSeq(value, ";") {
			name, list, _ := strings.Cut(filter, ":")
			s.narrow(name, list)
		}
	}
	if !strings.Contains(path, "/odds/") {
		return s
	}
	words := strings.Split(path, "/")
	for i := range len(words) - 1 {
		s.narrow(words[i], words[i+1])
	}
	return s
}

// narrow takes a list of ids, if what it lists is part of a scope.
func (s *scope) narrow(name, list string) {
	var ids []int64
	for text := range strings.SplitSeq(list, ",") {
		if id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	switch strings.ToLower(name) {
	case "markets":
		s.markets = ids
	case "bookmakers":
		s.bookmakers = ids
	}
}

// covers says whether a response of this scope would show a bookmaker's prices of a
// market, if there were any.
func (s scope) covers(market, bookmaker int64) bool {
	return (len(s.markets) == 0 || slices.Contains(s.markets, market)) &&
		(len(s.bookmakers) == 0 || slices.Contains(s.bookmakers, bookmaker))
}

// marketOf is the API's market that a staged price comes from.
func (p *quotePoint) marketOf() int64 {
	for id, m := range stagedMarkets {
		if m.market == p.market && m.rank == p.rank {
			return id
		}
	}
	return 0 // cannot be: every price is of a staged market
}

// Seen is the last fetch that told when the fixture is played, in µs.
func (f *History) Seen() int64 { return f.seen }

// lastSeen is the last fetch that told when the fixture is played, in µs: a response of an
// odds endpoint, or one without a kick-off, does not say that it is still to be played then.
func (f *History) lastSeen() (last int64) {
	for _, a := range f.Responses {
		if a.Kickoff != noTime { // which none of an odds endpoint has
			last = max(last, a.LastSeen)
		}
	}
	return last
}

// UntoldAfter is the first fetch after a moment that told of the fixture without a kick-off,
// in µs; 0 if there is none. One of an odds endpoint tells of no fixture.
func (f *History) UntoldAfter(seen int64) (first int64) {
	for _, a := range f.Responses {
		if a.Kickoff != noTime || a.oddsOnly || a.LastSeen <= seen {
			continue
		}
		at := a.FetchedAt
		if at <= seen { // it came before, and then again
			at = a.LastSeen
		}
		if first == 0 || at < first {
			first = at
		}
	}
	return first
}

// GoneRows writes the last version of every price that a newer response no longer
// shows. Only a response that was asked for the bookmaker's prices of that market
// says so; one without the include, or of other markets, says nothing.
func (f *History) GoneRows(id string, line func(int16) *float64, write func(table.GonePrice)) {
	for i := range f.Points {
		p := &f.Points[i]
		if i+1 < len(f.Points) && byQuote(p, &f.Points[i+1]) == 0 {
			continue
		}
		if at, gone := f.goneAt(p); gone {
			write(table.GonePrice{
				FixtureID: id, Source: Source, Bookmaker: p.bookmaker, Market: p.market, Selection: p.selection, Line: line(p.line),
				Price: p.price, KnownAt: p.knownAt, GoneAt: at,
			})
		}
	}
}

// goneAt is the first response after a price was last seen that should have shown it
// and did not.
func (f *History) goneAt(p *quotePoint) (at int64, gone bool) {
	market := p.marketOf()
	for _, a := range f.Responses {
		if !a.priced || a.LastSeen <= p.lastSeen || !a.scope.covers(market, int64(p.maker)) {
			continue
		}
		first := a.FetchedAt
		if first <= p.lastSeen { // it came before, and then again
			first = a.LastSeen
		}
		if !gone || first < at {
			at, gone = first, true
		}
	}
	return at, gone
}
