package answers

import (
	"cmp"
	"context"
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

// Load reads the objects that are wanted, in the order of Refs. They are the caller's
// own: no later call gives the same.
func (x *Landed) Load(ctx context.Context, wanted func(*Ref) bool) ([]*Object, error) {
	type share struct {
		refs   []*Ref
		places []int
	}
	shares, n := map[*pack]*share{}, 0
	for i := range x.Refs {
		r := &x.Refs[i]
		if !wanted(r) {
			continue
		}
		if shares[r.from] == nil {
			shares[r.from] = &share{}
		}
		shares[r.from].refs, shares[r.from].places = append(shares[r.from].refs, r), append(shares[r.from].places, n)
		n++
	}
	out := make([]*Object, n)
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

// Read reads every object of the API that had landed by until, in µs, sorted by
// entity, id and fetch.
func Read(ctx context.Context, l lake.Lake, until int64) ([]*Object, error) {
	x, err := Open(ctx, l, until)
	if err != nil {
		return nil, err
	}
	return x.Load(ctx, func(*Ref) bool { return true })
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
