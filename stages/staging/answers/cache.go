package answers

import (
	"maps"
	"slices"
)

// Cache keeps what the API's fixtures came to for the next pass of the same process:
// between two passes few of them change. The zero value is empty; a nil cache keeps nothing. It is for one lake
// and one pass at a time.
type Cache struct {
	fixtures map[int64]cachedFixture
	pass     int
}

// cachedFixture is what a fixture's objects came to in an earlier pass.
type cachedFixture struct {
	objects []*Object // as that pass left them
	fixture *History
}

// get gives the fixtures of which an earlier pass saw the same objects and
// puts these, as that pass left them, in the place of this pass's. groups are the
// places of each fixture's objects; those of a fixture that shares an object with
// another are none.
func (c *Cache) get(objects []*Object) (known map[int64]*History, groups map[int64][]int) {
	if c == nil {
		return nil, nil
	}
	c.pass++
	known, groups = map[int64]*History{}, map[int64][]int{}
	shared := map[int64]bool{}
	for i, o := range objects {
		for _, a := range o.Responses {
			groups[a.fixture] = append(groups[a.fixture], i)
			shared[a.fixture] = shared[a.fixture] || len(o.Responses) > 1 || a.fixture == 0
		}
	}
	for id := range shared {
		if shared[id] {
			delete(groups, id)
		}
	}
	for id, at := range groups {
		if r, ok := c.fixtures[id]; ok && r.of(objects, at) {
			known[id] = r.fixture
			for k, i := range at {
				objects[i] = r.objects[k]
			}
		}
	}
	return known, groups
}

// of says that the objects at some places are those that the fixture was made
// of.
func (r cachedFixture) of(objects []*Object, at []int) bool {
	return slices.EqualFunc(r.objects, at, func(o *Object, i int) bool {
		return o.same(objects[i]) && o.LastSeen == objects[i].LastSeen
	})
}

// same says that two passes read one landed object.
func (o *Object) same(p *Object) bool {
	return o == p || o.Entity == p.Entity && o.ID == p.ID && o.FetchedAt == p.FetchedAt && o.SHA256 == p.SHA256 && o.request == p.request
}

// put keeps what the fixtures of this pass came to.
func (c *Cache) put(fresh []*History, known map[int64]*History, objects []*Object, groups map[int64][]int) {
	if c == nil {
		return
	}
	next := make(map[int64]cachedFixture, len(groups))
	for id := range known {
		next[id] = c.fixtures[id]
	}
	for _, f := range fresh {
		f.Made = Made{c.pass, c.pass, c.pass, c.pass}
		at, ok := groups[f.ID]
		if !ok {
			continue
		}
		if before, ok := c.fixtures[f.ID]; ok {
			f.Made = before.fixture.Made.next(before.fixture, f)
		}
		r := cachedFixture{fixture: f}
		for _, i := range at {
			r.objects = append(r.objects, objects[i])
		}
		next[f.ID] = r
	}
	c.fixtures = next
}

// Made says in which pass of a cache a fixture's rows of the large tables last
// changed.
type Made struct{ Odds, Quotes, Lineups, Measures int }

// next is made for a fixture that was made anew: what came to the same as before
// keeps its pass.
func (m Made) next(before, f *History) Made {
	n := f.Made
	unseen := func(p quotePoint) quotePoint {
		p.lastSeen, p.stopped = 0, false
		return p
	}
	if slices.EqualFunc(before.Points, f.Points, func(p, q quotePoint) bool { return unseen(p) == unseen(q) }) {
		n.Odds = m.Odds
	}
	if slices.Equal(before.Points, f.Points) {
		n.Quotes = m.Quotes
	}
	sameStart := before.Kickoff == f.Kickoff && before.Timed == f.Timed
	if sameStart && slices.EqualFunc(before.sheetSources(), f.sheetSources(), (*Object).same) {
		n.Lineups = m.Lineups
	}
	if sameStart && before.measuresLanded == f.measuresLanded && maps.Equal(before.measures, f.measures) {
		n.Measures = m.Measures
	}
	return n
}

// sheetSources are the objects that tell something of line-ups.
func (f *History) sheetSources() (out []*Object) {
	for _, a := range f.Responses {
		if len(a.TeamSheets) > 0 || a.formations != [2]string{} || a.confirmed != nil {
			out = append(out, a.Object)
		}
	}
	return out
}
