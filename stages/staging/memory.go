package staging

import (
	"slices"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/answers"
)

// Memory keeps what the API's landed files were decoded to, and what their
// fixtures came to, for the next pass of the same process: a landed file never
// changes, decoding is most of a pass, and between two passes few fixtures
// change. The zero value is empty; a nil Memory keeps nothing. It is for one lake
// and one pass at a time.
type Memory struct {
	files    map[string][]*landedObject
	seen     map[string][]answers.Seen
	fixtures map[int64]rememberedFixture
	tables   map[string]rememberedTable
	pass     int
}

// rememberedFixture is what a fixture's objects came to in an earlier pass.
type rememberedFixture struct {
	objects []*landedObject // as that pass left them
	fixture *apiFixture
}

// rememberedTable is a table's published file and what it was made from.
type rememberedTable struct{ key, file string }

// missing lists the files that are not known yet.
func (m *Memory) missing(paths []string) []string {
	if m == nil {
		return paths
	}
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return m.files[path] != nil })
}

// sightings reads a file of sightings, unless it is known.
func (m *Memory) sightings(path string) ([]answers.Seen, error) {
	if m != nil {
		if rows, ok := m.seen[path]; ok {
			return rows, nil
		}
	}
	rows, err := parquet.ReadFile[answers.Seen](path)
	if m != nil && err == nil {
		if m.seen == nil {
			m.seen = map[string][]answers.Seen{}
		}
		m.seen[path] = rows
	}
	return rows, err
}

// recall takes the files just decoded in, forgets those that are gone, and
// gives copies of all objects, because a pass adds to them. Their answers are
// still shared with the memory.
func (m *Memory) recall(paths []string, decoded map[string][]*landedObject) []*landedObject {
	var all []*landedObject
	kept := make(map[string][]*landedObject, len(paths))
	for _, path := range paths {
		objects := decoded[path]
		if m != nil {
			if known, ok := m.files[path]; ok {
				objects = known
			}
			kept[path] = objects
		}
		for _, o := range objects {
			if m != nil {
				o = o.shallow()
			}
			all = append(all, o)
		}
	}
	if m != nil {
		m.files = kept
	}
	return all
}

// shallow is a copy of a remembered object of which a pass may change when it
// was last seen.
func (o *landedObject) shallow() *landedObject {
	c := *o
	c.remembered = o
	c.rejects = slices.Clip(c.rejects)
	return &c
}

// own gives a copy answers of its own, of which a pass may change what depends
// on the other answers.
func (o *landedObject) own() {
	answers := o.answers
	o.answers = make([]*answer, len(answers))
	for i, a := range answers {
		b := *a
		b.landedObject = o
		b.absences, b.quotes = slices.Clone(a.absences), slices.Clone(a.quotes)
		o.answers[i] = &b
	}
}

// settled gives the fixtures of which an earlier pass saw the same objects and
// puts these, as that pass left them, in the place of this pass's. All other
// objects get answers of their own. groups are the places of each fixture's
// objects; those of a fixture that shares an object with another are none.
func (m *Memory) settled(objects []*landedObject) (known map[int64]*apiFixture, groups map[int64][]int) {
	if m == nil {
		return nil, nil
	}
	m.pass++
	known, groups = map[int64]*apiFixture{}, map[int64][]int{}
	shared := map[int64]bool{}
	for i, o := range objects {
		for _, a := range o.answers {
			groups[a.fixture] = append(groups[a.fixture], i)
			shared[a.fixture] = shared[a.fixture] || len(o.answers) > 1 || a.fixture == 0
		}
	}
	for id := range shared {
		if shared[id] {
			delete(groups, id)
		}
	}
	for id, at := range groups {
		if r, ok := m.fixtures[id]; ok && r.of(objects, at) {
			known[id] = r.fixture
			r.fixture.partner = nil
			for k, i := range at {
				objects[i] = r.objects[k]
			}
		}
	}
	for _, o := range objects {
		if len(o.answers) > 0 && (len(o.answers) > 1 || known[o.answers[0].fixture] == nil) {
			o.own()
		}
	}
	return known, groups
}

// of says that the objects at some places are those that the fixture was made
// of.
func (r rememberedFixture) of(objects []*landedObject, at []int) bool {
	return slices.EqualFunc(r.objects, at, func(o *landedObject, i int) bool {
		return o.remembered == objects[i].remembered && o.lastSeen == objects[i].lastSeen
	})
}

// remember keeps what the fixtures of this pass came to.
func (m *Memory) remember(fresh []*apiFixture, known map[int64]*apiFixture, objects []*landedObject, groups map[int64][]int) {
	if m == nil {
		return
	}
	kept := make(map[int64]rememberedFixture, len(groups))
	for id := range known {
		kept[id] = m.fixtures[id]
	}
	for _, f := range fresh {
		f.made = made{m.pass, m.pass, m.pass, m.pass}
		at, ok := groups[f.id]
		if !ok {
			continue
		}
		if before, ok := m.fixtures[f.id]; ok {
			f.made = before.fixture.made.next(before.fixture, f)
		}
		r := rememberedFixture{fixture: f}
		for _, i := range at {
			r.objects = append(r.objects, objects[i])
		}
		kept[f.id] = r
	}
	m.fixtures = kept
}
