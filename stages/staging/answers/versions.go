package answers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"matchday/stages/staging/table"
)

// sheetVersion is a team sheet that differs from the one before it.
type sheetVersion struct {
	*Sheet
	from           *Response
	formation      string
	confirmed      *bool
	knownAt        int64
	detailsKnownAt int64 // 0: no details
}

// sheetVersions are a side's team sheets in time. A response without one, or with
// fewer starters than are known already, is a passing fault of the source and
// replaces nothing; so is one that no longer says who a player is. Minutes and
// ratings join the sheet of the same players.
func (f *History) sheetVersions(side int) []sheetVersion {
	var out []sheetVersion
	for _, a := range f.Responses {
		s := a.sheets[side]
		if s == nil {
			continue
		}
		var before *sheetVersion
		if len(out) > 0 {
			before = &out[len(out)-1]
		}
		if before != nil && s.starters < min(before.starters, table.FullSheet) {
			a.reject(0, PartialSheet, table.Sides[side], nil)
			continue
		}
		if before != nil {
			s = s.knowing(before.Sheet)
		}
		v := sheetVersion{Sheet: s, from: a, formation: a.formations[side], confirmed: a.confirmed, knownAt: f.SheetKnownAt(a, before == nil)}
		if before != nil && slices.EqualFunc(before.Players, s.Players, samePlace) {
			before.refresh(v)
		} else {
			out = append(out, v)
			before = nil
		}
		if s.details {
			out[len(out)-1].detailsKnownAt = table.KnownBefore(f.resultRule(), a.FetchedAt, f.KickoffTime())
			if before != nil && before.from != a {
				out[len(out)-1].detailsKnownAt = max(before.detailsKnownAt, out[len(out)-1].detailsKnownAt)
			}
		}
	}
	return out
}

// knowing is the sheet with the players named whom an earlier one of the side
// named under the same name and shirt.
func (s *Sheet) knowing(before *Sheet) *Sheet {
	type person struct {
		name  string
		shirt int32
	}
	known := map[person]int64{}
	for _, p := range before.Players {
		known[person{p.Name, p.shirt}] = p.ID
	}
	named := *s
	named.Players = slices.Clone(s.Players)
	for i := range named.Players {
		if p := &named.Players[i]; p.ID == 0 && p.Name != "" {
			p.ID = known[person{p.Name, p.shirt}]
		}
	}
	return &named
}

// refresh takes from a later response with the same players what it adds.
func (v *sheetVersion) refresh(later sheetVersion) {
	if later.details || !v.details {
		v.Sheet = later.Sheet
	}
	if later.formation != "" {
		v.formation = later.formation
	}
	if later.confirmed != nil {
		v.confirmed = later.confirmed
	}
}

// SheetKnownAt is when a team sheet was known: when it was fetched, but the
// first one of a fixture landed after kick-off an hour before that.
func (f *History) SheetKnownAt(a *Response, first bool) int64 {
	if first && a.FetchedAt > f.Kickoff {
		return f.KickoffTime().Add(-table.LineupLead).UnixMicro()
	}
	return a.FetchedAt
}

// samePlace compares what an announced team sheet says of a player.
func samePlace(a, b sheetPlayer) bool {
	return a.ID == b.ID && a.Name == b.Name && a.started == b.started && a.Position == b.Position &&
		a.field == b.field && a.place == b.place && a.shirt == b.shirt
}

// rated calls use for every player whom a fixture's last team sheets give minutes and a
// rating.
func (f *History) rated(use func(Rating)) {
	for _, versions := range f.Sheets {
		if len(versions) == 0 {
			continue
		}
		for _, p := range versions[len(versions)-1].Players {
			if p.ID != 0 && p.minutes != nil && p.rating != nil && *p.minutes > 0 && *p.rating > 0 {
				use(Rating{p.ID, p.Position, *p.minutes, *p.rating})
			}
		}
	}
}

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
