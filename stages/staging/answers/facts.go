package answers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"slices"

	"matchday/stages/staging/notes"
	"matchday/stages/staging/parallel"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// Facts is what all landed objects come to. The details of fixtures, and what is told of
// players, are read when they are asked for.
type Facts struct {
	Fixtures []*History // by the API's id
	Leagues  []ToldLeague
	Seasons  []ToldSeason
	Teams    []ToldTeam // by themselves

	rejects []table.Reject
	landed  *Landed
	load    func(ctx context.Context, places []int) ([]*Object, error)
	groups  []*group
	told    []told           // of the groups
	of      map[int64]*group // by fixture
	people  *notes.Book
}

// The kinds of derived files of what groups come to.
const (
	toldKind   = "told"
	peopleKind = "people"
)

// Tell gives what all objects come to that had landed by until, in µs. What this program
// has merged before is taken from the derived files of both lakes; those of into get
// what it merges now.
func Tell(ctx context.Context, from, into lake.Lake, until int64) (*Facts, error) {
	landed, err := Open(ctx, from, until)
	if err != nil {
		return nil, err
	}
	book, err := notes.Open(toldKind, into, from)
	if err != nil {
		return nil, err
	}
	people, err := notes.Open(peopleKind, into, from)
	if err != nil {
		return nil, err
	}
	x := &Facts{landed: landed, load: landed.at, people: people}
	if err := x.tell(ctx, book); err != nil {
		return nil, err
	}
	return x, book.Save()
}

// mergedTogether is how many objects are merged before the next are loaded.
const mergedTogether = 4096

// tell collects what the groups come to, and merges those of which no note tells.
func (x *Facts) tell(ctx context.Context, book *notes.Book) error {
	x.groups = x.landed.groups()
	x.told = make([]told, len(x.groups))
	texts, fresh := make([]string, len(x.groups)), make([]bool, len(x.groups))
	for i, g := range x.groups {
		texts[i], _ = book.Get(g.key)
	}
	parallel.Each(len(x.groups), func(i int) {
		fresh[i] = texts[i] == "" || x.told[i].read(texts[i]) != nil
	})
	var some []int
	n := 0
	for i, g := range x.groups {
		if !fresh[i] {
			continue
		}
		if some, n = append(some, i), n+len(g.places); n >= mergedTogether {
			if err := x.merge(ctx, some, book); err != nil {
				return err
			}
			some, n = nil, 0
		}
	}
	if err := x.merge(ctx, some, book); err != nil {
		return err
	}
	x.unite()
	return nil
}

// merge merges some groups, and notes what they come to.
func (x *Facts) merge(ctx context.Context, some []int, book *notes.Book) error {
	groups := make([]*group, len(some))
	for n, i := range some {
		groups[n] = x.groups[i]
	}
	shares, err := x.objectsOf(ctx, groups)
	if err != nil {
		return err
	}
	texts := make([][]byte, len(some))
	parallel.Each(len(some), func(n int) {
		t := &x.told[some[n]]
		*t = tell(shares[n], mergeGroup(shares[n]))
		if p := peopleOf(shares[n], t.fixtures); !p.none() {
			t.people = sumOf(p.text())
		}
		texts[n] = withDictionary(t.code)
		for _, f := range t.fixtures {
			f.Forget()
		}
	})
	for n, i := range some {
		book.Put(x.groups[i].key, string(texts[n]))
	}
	return nil
}

// read reads what code wrote.
func (x *told) read(text string) error {
	c, err := dictionaryOf(text)
	if err == nil {
		*x = told{}
		x.code(c)
		err = c.Err()
	}
	return err
}

// unite collects what all groups tell.
func (x *Facts) unite() {
	x.of = map[int64]*group{}
	for i := range x.told {
		t, g := &x.told[i], x.groups[i]
		for _, f := range t.fixtures {
			x.of[f.ID] = g
		}
		for _, l := range t.leagues {
			l.Place = g.places[l.Place]
			x.Leagues = append(x.Leagues, l)
		}
		for _, s := range t.seasons {
			s.Place = g.places[s.Place]
			x.Seasons = append(x.Seasons, s)
		}
		x.Fixtures, x.Teams, x.rejects = append(x.Fixtures, t.fixtures...), append(x.Teams, t.teams...), append(x.rejects, t.rejects...)
	}
	slices.SortFunc(x.Fixtures, func(a, b *History) int { return cmp.Compare(a.ID, b.ID) })
}

// Any says whether anything has landed.
func (x *Facts) Any() bool { return x.landed != nil && len(x.landed.Refs) > 0 }

// Rejects lists what the responses and their merging could not use.
func (x *Facts) Rejects() []table.Reject { return x.rejects }

// WriteKey writes the names and fetches of all objects of some entities; none: of all.
func (x *Facts) WriteKey(w io.Writer, entities ...string) {
	if x.landed == nil {
		return
	}
	var text []byte
	for i := range x.landed.Refs {
		r := &x.landed.Refs[i]
		if len(entities) == 0 || slices.Contains(entities, r.Entity) {
			text = r.appendKey(text[:0])
			_, _ = w.Write(text)
		}
	}
}

// Objects reads the objects of some entities, in the order of entity, id and fetch.
func (x *Facts) Objects(ctx context.Context, entities ...string) ([]*Object, error) {
	var places []int
	for i := range x.landed.Refs {
		if slices.Contains(entities, x.landed.Refs[i].Entity) {
			places = append(places, i)
		}
	}
	return x.load(ctx, places)
}

// Load reads the details of some fixtures that have none.
func (x *Facts) Load(ctx context.Context, fixtures []*History) error {
	wanted, seen := map[int64]*History{}, map[*group]bool{}
	var groups []*group
	for _, f := range fixtures {
		if f.detail != nil {
			continue
		}
		wanted[f.ID] = f
		if g := x.of[f.ID]; !seen[g] {
			seen[g] = true
			groups = append(groups, g)
		}
	}
	shares, err := x.objectsOf(ctx, groups)
	if err != nil {
		return err
	}
	parallel.Each(len(groups), func(i int) {
		for _, merged := range mergeGroup(shares[i]) {
			if f := wanted[merged.ID]; f != nil {
				f.detail = merged.detail
			}
		}
	})
	return nil
}

// objectsOf reads the objects of some groups, each group's own.
func (x *Facts) objectsOf(ctx context.Context, groups []*group) ([][]*Object, error) {
	var places []int
	for _, g := range groups {
		places = append(places, g.places...)
	}
	objects, err := x.load(ctx, places)
	if err != nil {
		return nil, err
	}
	out := make([][]*Object, len(groups))
	for i, g := range groups {
		out[i], objects = objects[:len(g.places)], objects[len(g.places):]
	}
	return out, nil
}

// Forget drops what Load read.
func (f *History) Forget() { f.detail = nil }

// sumOf names some bytes.
func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return string(sum[:keySize])
}
