package ratings

import (
	"maps"
	"slices"
)

// ask writes the rows of the fixtures that a live run asks about at this moment,
// each as if it were the only one. A club, a season or a division that appears for
// the first time enters a copy of the state, because in training, which asks about a
// fixture when its prices are collected, there was no such question.
func (t *timeline) ask(moment []event, out *Ratings) {
	state := t.country
	defer func() { t.country = state }()
	var room copies
	for _, e := range moment {
		t.country = state
		m := &t.matches[t.rank[e.rank]]
		if _, there := state.find(m); !there {
			t.country = state.around(m, &room)
		}
		_, p := t.enter(e)
		t.row(e, p, out)
	}
}

// around copies what entering a fixture may change, down to the last number, and shares
// the rest: its division and those that hold its clubs, with their members and filters,
// and the table of its season. A country has many fixtures to come, and many old tables.
// The copy knows the fixture's clubs alone by their ids, and has its filters in the room
// of the question before.
func (c *country) around(m *Match, room *copies) *country {
	room.used = 0
	out := &country{clubs: make(map[string]*club, 2), divisions: maps.Clone(c.divisions), levels: maps.Clone(c.levels)}
	touched := []*division{c.divisions[m.Division]}
	clubs := map[*club]*club{}
	copyClub := func(k *club) {
		if k != nil && clubs[k] == nil {
			copied := *k
			clubs[k] = &copied
		}
	}
	for _, id := range []string{m.HomeTeamID, m.AwayTeamID} {
		if k := c.clubs[id]; k != nil {
			copyClub(k)
			touched = append(touched, k.home)
		}
	}
	divisions, tables := map[*division]*division{}, map[*table]*table{}
	for _, d := range touched {
		if d == nil || divisions[d] != nil {
			continue
		}
		for _, k := range d.members {
			copyClub(k)
		}
		copied := d.around(m, tables, room)
		divisions[d], out.divisions[d.code] = copied, copied
	}
	for level, d := range c.levels {
		out.levels[level] = either(divisions[d], d)
	}
	for before, after := range clubs {
		after.home = either(divisions[before.home], before.home)
		after.season, after.last = either(tables[before.season], before.season), either(tables[before.last], before.last)
	}
	for _, t := range tables {
		place := make(map[*club]int, len(t.place)+2)
		for k, at := range t.place {
			place[either(clubs[k], k)] = at
		}
		t.place = place
	}
	for _, d := range divisions {
		for slot, k := range d.members {
			d.members[slot] = clubs[k]
		}
	}
	for _, id := range []string{m.HomeTeamID, m.AwayTeamID} {
		if k := clubs[c.clubs[id]]; k != nil {
			out.clubs[id] = k
		}
	}
	return out
}

// around copies a division and its table of a fixture's season, if that is its division,
// which it notes in tables. Its members are still the clubs of the original, its table's
// places theirs.
func (d *division) around(m *Match, tables map[*table]*table, room *copies) *division {
	out := *d
	out.members = slices.Clone(d.members)
	for i, f := range d.filters {
		out.filters[i] = room.of(f)
	}
	if d.code != m.Division {
		return &out
	}
	out.seasons = maps.Clone(d.seasons)
	if t := d.seasons[m.Season]; t != nil {
		copied := *t
		copied.entries = slices.Clone(t.entries)
		tables[t], out.seasons[m.Season] = &copied, &copied
	}
	out.newest = either(tables[d.newest], d.newest)
	return &out
}

// either is the first if there is one.
func either[T any](copied, original *T) *T {
	if copied != nil {
		return copied
	}
	return original
}

// copies are filters that questions work on, one after the other.
type copies struct {
	filters []*filter
	used    int
}

// of copies a filter, with room for two clubs more.
func (c *copies) of(f *filter) *filter {
	if c.used == len(c.filters) {
		c.filters = append(c.filters, &filter{})
	}
	out := c.filters[c.used]
	c.used++
	n := f.n + 2*clubStates
	*out = filter{
		spec: f.spec, asOf: f.asOf, n: f.n, stride: n,
		x: roomFor(out.x, n), p: roomFor(out.p, n*n), g1: roomFor(out.g1, n), g2: roomFor(out.g2, n),
	}
	copy(out.x, f.x[:f.n])
	for i := range f.n {
		copy(out.p[i*n:i*n+i+1], f.p[i*f.stride:i*f.stride+i+1])
	}
	return out
}

// roomFor gives a slice a length, whatever it holds.
func roomFor(s []float64, n int) []float64 { return slices.Grow(s[:0], n)[:n] }
