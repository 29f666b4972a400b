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
	for _, e := range moment {
		if t.country = state; !t.country.holds(&t.matches[t.rank[e.rank]]) {
			t.country = state.clone()
		}
		_, p := t.enter(e)
		t.row(e, p, out)
	}
}

// holds reports whether entering a fixture would bring nothing into the state.
func (c *country) holds(m *Match) bool {
	_, there := c.find(m)
	return there
}

// clone copies the state, down to the last number.
func (c *country) clone() *country {
	out := startCountry()
	tables := map[*table]*table{nil: nil}
	divisions := map[*division]*division{nil: nil}
	clubs := make(map[*club]*club, len(c.clubs))
	for code, d := range c.divisions {
		divisions[d] = d.copy(tables)
		out.divisions[code] = divisions[d]
	}
	for level, d := range c.levels {
		out.levels[level] = divisions[d]
	}
	for id, k := range c.clubs {
		copied := *k
		copied.home, copied.season, copied.last = divisions[k.home], tables[k.season], tables[k.last]
		clubs[k], out.clubs[id] = &copied, &copied
	}
	for before, after := range tables {
		if before == nil {
			continue
		}
		for k, place := range before.place {
			after.place[clubs[k]] = place
		}
	}
	for _, d := range out.divisions {
		for slot, k := range d.members {
			d.members[slot] = clubs[k]
		}
	}
	return out
}

// copy copies a division with its tables, which it notes in tables. Its members
// are still the clubs of the original, its tables without places.
func (d *division) copy(tables map[*table]*table) *division {
	out := *d
	out.members = slices.Clone(d.members)
	for i, f := range d.filters {
		out.filters[i] = f.clone()
	}
	out.seasons = maps.Clone(d.seasons)
	for label, t := range d.seasons {
		copied := *t
		copied.entries, copied.place = slices.Clone(t.entries), make(map[*club]int, len(t.place))
		tables[t], out.seasons[label] = &copied, &copied
	}
	out.newest = tables[d.newest]
	return &out
}

// clone copies a filter.
func (f *filter) clone() *filter {
	out := *f
	out.x, out.p = slices.Clone(f.x), slices.Clone(f.p)
	out.g1, out.g2 = slices.Clone(f.g1), slices.Clone(f.g2)
	return &out
}
