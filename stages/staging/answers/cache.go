package answers

import (
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Cache keeps what the API's landed files were decoded to, and what
// their fixtures came to, for the next pass of the same process: a landed file
// never changes, decoding is most of a pass, and between two passes few fixtures
// change. The zero value is empty; a nil cache keeps nothing. It is for one lake
// and one pass at a time.
type Cache struct {
	files    map[string][]*Object
	seen     map[string][]Seen
	fixtures map[int64]cachedFixture
	pass     int
}

// cachedFixture is what a fixture's objects came to in an earlier pass.
type cachedFixture struct {
	objects []*Object // as that pass left them
	fixture *History
}

// missing lists the files that are not known yet.
func (c *Cache) missing(paths []string) []string {
	if c == nil {
		return paths
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return c.files[path] != nil })
}

// sightings reads a file of sightings, unless it is known.
func (c *Cache) sightings(path string) ([]Seen, error) {
	if c != nil {
		if rows, ok := c.seen[path]; ok {
			return rows, nil
		}
	}
	rows, err := parquet.ReadFile[Seen](path)
	if c != nil && err == nil {
		if c.seen == nil {
			c.seen = map[string][]Seen{}
		}
		c.seen[path] = rows
	}
	return rows, err
}

// objects takes the files just decoded in, forgets those that are gone, and
// gives copies of all objects, because a pass adds to them. Their responses are
// still shared with the cache.
func (c *Cache) objects(paths []string, decoded map[string][]*Object) []*Object {
	var all []*Object
	kept := make(map[string][]*Object, len(paths))
	for _, path := range paths {
		objects := decoded[path]
		if c != nil {
			if known, ok := c.files[path]; ok {
				objects = known
			}
			kept[path] = objects
		}
		for _, o := range objects {
			if c != nil {
				o = o.shallow()
			}
			all = append(all, o)
		}
	}
	if c != nil {
		c.files = kept
	}
	return all
}

// shallow is a copy of a cached object of which a pass may change when it
// was last seen.
func (o *Object) shallow() *Object {
	copied := *o
	copied.cached = o
	copied.rejects = slices.Clip(copied.rejects)
	return &copied
}

// own gives a copy responses of its own, of which a pass may change what depends
// on the other responses.
func (o *Object) own() {
	answers := o.Responses
	o.Responses = make([]*Response, len(answers))
	for i, a := range answers {
		b := *a
		b.Object = o
		b.Absences, b.quotes = slices.Clone(a.Absences), slices.Clone(a.quotes)
		o.Responses[i] = &b
	}
}

// get gives the fixtures of which an earlier pass saw the same objects and
// puts these, as that pass left them, in the place of this pass's. All other
// objects get responses of their own. groups are the places of each fixture's
// objects; those of a fixture that shares an object with another are none.
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
	for _, o := range objects {
		if len(o.Responses) > 0 && (len(o.Responses) > 1 || known[o.Responses[0].fixture] == nil) {
			o.own()
		}
	}
	return known, groups
}

// of says that the objects at some places are those that the fixture was made
// of.
func (r cachedFixture) of(objects []*Object, at []int) bool {
	return slices.EqualFunc(r.objects, at, func(o *Object, i int) bool {
		return o.cached == objects[i].cached && o.LastSeen == objects[i].LastSeen
	})
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
	if sameStart && slices.Equal(before.sheetSources(), f.sheetSources()) {
		n.Lineups = m.Lineups
	}
	if sameStart && before.measuresLanded == f.measuresLanded && maps.Equal(before.measures, f.measures) {
		n.Measures = m.Measures
	}
	return n
}

// sheetSources are the cached objects that tell something of line-ups.
func (f *History) sheetSources() (out []*Object) {
	for _, a := range f.Responses {
		if len(a.TeamSheets) > 0 || a.formations != [2]string{} || a.confirmed != nil {
			out = append(out, a.cached)
		}
	}
	return out
}
