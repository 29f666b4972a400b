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
	var beside []lake.Lake
	if from.Dir != into.Dir {
		beside = []lake.Lake{from}
	}
	book, err := notes.Open(toldKind, into, beside...)
	if err != nil {
		return nil, err
	}
	people, err := notes.Open(peopleKind, into, beside...)
	if err != nil {
		return nil, err
	}
	x := &Facts{landed: landed, load: landed.at, people: people}
	if err := x.tell(ctx, book, false); err != nil {
		return nil, err
	}
	used, usedPeople := map[string]bool{}, map[string]bool{}
	for i, g := range x.groups {
		used[g.key], usedPeople[x.told[i].people] = true, true
	}
	if err := book.Save(func(key string) bool { return used[key] }); err != nil {
		return nil, err
	}
	return x, people.Save(func(key string) bool { return usedPeople[key] })
}

// Merge gives what objects in memory come to, in the order of entity, id and fetch.
func Merge(objects []*Object) *Facts {
	landed := &Landed{}
	for i, o := range objects {
		r := o.ref(nil, i, 0, 0)
		r.LastSeen = o.LastSeen
		landed.Refs = append(landed.Refs, r)
	}
	x := &Facts{landed: landed, people: &notes.Book{}, load: func(_ context.Context, places []int) (out []*Object, err error) {
		for _, i := range places {
			out = append(out, objects[i])
		}
		return out, nil
	}}
	_ = x.tell(context.Background(), &notes.Book{}, true) // which only reading can break
	return x
}

// mergedTogether is how many objects are merged before the next are loaded.
const mergedTogether = 4096

// tell collects what the groups come to, and merges those of which no note tells.
func (x *Facts) tell(ctx context.Context, book *notes.Book, keep bool) error {
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
			if err := x.merge(ctx, some, book, keep); err != nil {
				return err
			}
			some, n = nil, 0
		}
	}
	if err := x.merge(ctx, some, book, keep); err != nil {
		return err
	}
	x.unite()
	return nil
}

// merge merges some groups, and notes what they come to.
func (x *Facts) merge(ctx context.Context, some []int, book *notes.Book, keep bool) error {
	var places []int
	for _, i := range some {
		places = append(places, x.groups[i].places...)
	}
	objects, err := x.load(ctx, places)
	if err != nil {
		return err
	}
	shares := make([][]*Object, len(some))
	for n, i := range some {
		size := len(x.groups[i].places)
		shares[n], objects = objects[:size], objects[size:]
	}
	texts, people := make([][]byte, len(some)), make([][]byte, len(some))
	parallel.Each(len(some), func(n int) {
		t := &x.told[some[n]]
		*t = tell(shares[n], mergeGroup(shares[n]))
		if p := peopleOf(shares[n], t.fixtures); !p.none() {
			people[n] = p.text()
			t.people = sumOf(people[n])
		}
		texts[n] = withDictionary(t.code)
		for _, f := range t.fixtures {
			if !keep {
				f.Forget()
			}
		}
	})
	for n, i := range some {
		book.Put(x.groups[i].key, string(texts[n]))
		if people[n] != nil {
			x.people.Put(x.told[i].people, string(people[n]))
		}
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
	var places []int
	for _, f := range fixtures {
		if f.detail != nil {
			continue
		}
		wanted[f.ID] = f
		if g := x.of[f.ID]; !seen[g] {
			seen[g] = true
			groups, places = append(groups, g), append(places, g.places...)
		}
	}
	objects, err := x.load(ctx, places)
	if err != nil {
		return err
	}
	shares := make([][]*Object, len(groups))
	for i, g := range groups {
		shares[i], objects = objects[:len(g.places)], objects[len(g.places):]
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

// Forget drops what Load read.
func (f *History) Forget() { f.detail = nil }

// sumOf names some bytes.
func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return string(sum[:keySize])
}
