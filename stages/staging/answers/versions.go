package answers

import (
	"slices"

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

// Rated calls use for every player whom a fixture's last team sheets give minutes and a
// rating.
func (f *History) Rated(use func(player int64, position string, minutes, rating float64)) {
	for _, versions := range f.Sheets {
		if len(versions) == 0 {
			continue
		}
		for _, p := range versions[len(versions)-1].Players {
			if p.ID != 0 && p.minutes != nil && p.rating != nil && *p.minutes > 0 && *p.rating > 0 {
				use(p.ID, p.Position, *p.minutes, *p.rating)
			}
		}
	}
}
