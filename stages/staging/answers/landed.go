package answers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/warehouse/lake"
)

// Name is what a landed file says of an object beside its payload.
type Name struct {
	Entity, ID, SHA256, Request string
	FetchedAt                   int64 // µs since 1970
}

// Ref names one landed object of the API. What is in it is read by Load.
type Ref struct {
	Name
	LastSeen int64   // µs since 1970; the last fetch that still brought this payload
	Fixtures []int64 // of which it tells, by the API's ids; 0: odds of no staged market
	Rejects  int     // of what could not be used of it alone
	from     *pack
	row      int   // in the landed file
	at, size int64 // of its content in the pack
}

// Landed is what has landed of the API: the names of all objects, in the order of
// entity, id and fetch, whose content is read when it is asked for.
type Landed struct{ Refs []Ref }

// Open lists every object that had landed by until, in µs, and decodes the landed
// files that this program has not decoded before.
func Open(ctx context.Context, l lake.Lake, until int64) (*Landed, error) {
	files, err := l.Listed(Folder)
	if err != nil || len(files) == 0 {
		return &Landed{}, err
	}
	s, err := openStore(l)
	if err != nil {
		return nil, err
	}
	x := &Landed{}
	for _, file := range files {
		p := &pack{store: s, file: file}
		refs, err := p.refs(ctx)
		if err != nil {
			return nil, err
		}
		x.Refs = append(x.Refs, refs...)
	}
	x.Refs = slices.DeleteFunc(x.Refs, func(r Ref) bool { return r.FetchedAt > until })
	slices.SortFunc(x.Refs, func(a, b Ref) int { return cmp.Or(byFetch(&a, &b), strings.Compare(a.Request, b.Request)) })
	x.Refs = slices.CompactFunc(x.Refs, func(a, b Ref) bool { return byFetch(&a, &b) == 0 })
	return x, x.addSightings(l, until)
}

// Names lists the landed objects that are wanted, in no order. Nothing is decoded for it,
// and the names that this program has read before are not read from the landed files.
func Names(l lake.Lake, wanted func(*Name) bool) (out []Name, err error) {
	files, err := l.Listed(Folder)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	s, err := openStore(l)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		p := &pack{store: s, file: file}
		names, err := p.names(wanted)
		if err != nil {
			return nil, err
		}
		out = append(out, names...)
	}
	return out, nil
}

// Sweep removes what was derived from landed files that are no longer listed, because they
// were merged, or by another program. What they held was taken over by the first pass after
// the merging, so the caller sweeps before it merges more. It holds the jobs' lock.
func Sweep(l lake.Lake) error {
	program, err := lake.Program()
	if err != nil {
		return err
	}
	for folder, kinds := range map[string][]string{Folder: {decodedKind, indexKind, namesKind}, SeenFolder: {sightingsKind}} {
		files, err := l.Listed(folder)
		if err != nil {
			return err
		}
		listed := map[string]bool{}
		for _, file := range files {
			listed[program+"-"+file.Sum.SHA256] = true
		}
		for _, kind := range kinds {
			if err := l.Derived(kind).Keep(listed); err != nil {
				return err
			}
		}
	}
	return nil
}

// names lists the objects of one landed file that are wanted.
func (p *pack) names(wanted func(*Name) bool) ([]Name, error) {
	for _, kind := range []lake.Derived{p.store.index, p.store.names} { // both begin with the names
		if path, found := kind.Get(p.key()); found {
			if names, err := readNames(path, wanted); err == nil {
				return names, nil
			}
		}
	}
	if err := p.file.Verify(); err != nil {
		return nil, err
	}
	rows, err := lake.ReadFile[Seen](p.file.Path)
	if err != nil {
		return nil, err
	}
	all := make([]Name, len(rows))
	for i, r := range rows {
		all[i] = Name{r.Entity, r.ID, r.SHA256, r.Request, r.FetchedAt}
	}
	_, err = p.store.names.Put(p.key(), func(path string) error {
		return os.WriteFile(path, withDictionary(func(c *compact.Coder) { codeNames(c, &all, nil) }), 0o644)
	})
	return slices.DeleteFunc(all, func(n Name) bool { return !wanted(&n) }), err
}

// readNames reads the names at the head of a derived file.
func readNames(path string, wanted func(*Name) bool) (names []Name, err error) {
	c, err := afterDictionary(path)
	if err != nil {
		return nil, err
	}
	codeNames(c, &names, wanted)
	return names, c.Err()
}

// codeNames codes names; of those that are read the wanted ones stay, nil: all.
func codeNames(c *compact.Coder, names *[]Name, wanted func(*Name) bool) {
	n := len(*names)
	if compact.Number(c, &n); !c.Reading() {
		for i := range *names {
			(*names)[i].code(c)
		}
		return
	}
	for range n {
		var name Name
		if name.code(c); c.Err() != nil {
			return
		}
		if wanted == nil || wanted(&name) {
			*names = append(*names, name)
		}
	}
}

func (n *Name) code(c *compact.Coder) {
	c.Repeated(&n.Entity)
	c.Text(&n.ID)
	c.Text(&n.SHA256)
	c.Repeated(&n.Request)
	compact.Number(c, &n.FetchedAt)
}

// byFetch sorts landed objects: all versions of one object by their fetches.
func byFetch(a, b *Ref) int {
	return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.ID, b.ID),
		cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.SHA256, b.SHA256))
}

// at reads the objects at some places of Refs. They are the caller's own: no later call
// gives the same.
func (x *Landed) at(ctx context.Context, places []int) ([]*Object, error) {
	type share struct {
		refs   []*Ref
		places []int
	}
	shares := map[*pack]*share{}
	for n, i := range places {
		r := &x.Refs[i]
		s := shares[r.from]
		if s == nil {
			s = &share{}
			shares[r.from] = s
		}
		s.refs, s.places = append(s.refs, r), append(s.places, n)
	}
	out := make([]*Object, len(places))
	for p, s := range shares {
		objects, err := p.load(ctx, s.refs)
		if err != nil {
			return nil, err
		}
		for i, o := range objects {
			out[s.places[i]] = o
		}
	}
	return out, nil
}

// load reads the content of some objects of one pack.
func (p *pack) load(ctx context.Context, refs []*Ref) ([]*Object, error) {
	var size int64
	for _, r := range refs {
		size += r.size
	}
	if x, found := p.open(size); found {
		defer x.close()
		return x.objects(refs)
	}
	// It was removed: what has landed is decoded again.
	byRow := map[int]*Object{}
	if _, err := p.decode(ctx, func(row int, o *Object) { byRow[row] = o }); err != nil {
		return nil, err
	}
	out := make([]*Object, len(refs))
	for i, r := range refs {
		out[i] = byRow[r.row]
		out[i].LastSeen = r.LastSeen
	}
	return out, nil
}

// group is landed objects that tell of the same fixtures, or, of those that tell of
// none, all of one entity. What they come to depends on no other object.
type group struct {
	places []int // of the objects among Landed.Refs, in their order
	key    string
}

// keySize is the length of the names of groups and of what is told of them.
const keySize = 16

// groups parts all objects. Those of one entity and id are in one group.
func (x *Landed) groups() []*group {
	b := grouping{byFixture: map[int64]*group{}, byEntity: map[string]*group{}, into: map[*group]*group{}}
	for from := 0; from < len(x.Refs); {
		to := from + 1
		for to < len(x.Refs) && x.Refs[to].Entity == x.Refs[from].Entity && x.Refs[to].ID == x.Refs[from].ID {
			to++
		}
		b.add(x.Refs[from:to])
		from = to
	}
	place := map[*group]bool{}
	var out []*group
	for i, g := range b.of {
		g = b.find(g)
		if !place[g] {
			place[g] = true
			out = append(out, g)
		}
		g.places = append(g.places, i)
	}
	var text []byte
	for _, g := range out {
		text = text[:0]
		for _, i := range g.places {
			text = x.Refs[i].appendKey(text)
		}
		sum := sha256.Sum256(text)
		g.key = string(sum[:keySize])
	}
	return out
}

// grouping is groups on their way.
type grouping struct {
	of        []*group // of each object
	byFixture map[int64]*group
	byEntity  map[string]*group // of what tells of no fixture
	into      map[*group]*group // groups that others have taken in
}

// add puts the objects of one entity and id into a group.
func (b *grouping) add(refs []Ref) {
	var g *group
	for i := range refs {
		for _, id := range refs[i].Fixtures {
			if id == 0 { // odds of no staged market
				continue
			}
			known := b.byFixture[id]
			switch {
			case known == nil && g == nil:
				g = &group{}
			case known != nil && g == nil:
				g = b.find(known)
			case known != nil:
				if other := b.find(known); other != g {
					b.into[other] = g
				}
			}
			b.byFixture[id] = g
		}
	}
	if g == nil {
		if g = b.byEntity[refs[0].Entity]; g == nil {
			g = &group{}
			b.byEntity[refs[0].Entity] = g
		}
	}
	for range refs {
		b.of = append(b.of, g)
	}
}

// find is the group that a group is in now.
func (b *grouping) find(g *group) *group {
	for b.into[g] != nil {
		g = b.into[g]
	}
	return g
}

// appendKey appends all that an object's name, fetches and request say.
func (r *Ref) appendKey(text []byte) []byte {
	for _, word := range [...]string{r.Entity, r.ID, r.SHA256, r.Request} {
		text = append(append(text, word...), 0)
	}
	text = binary.LittleEndian.AppendUint64(text, uint64(r.FetchedAt))
	return binary.LittleEndian.AppendUint64(text, uint64(r.LastSeen))
}
