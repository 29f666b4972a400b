package answers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"matchday/stages/staging/parallel"
	"matchday/warehouse/lake"
)

// Ref names one landed object of the API. What is in it is read by Load.
type Ref struct {
	Entity, ID, SHA256  string
	FetchedAt, LastSeen int64   // µs since 1970; the last fetch that still brought this payload
	Fixtures            []int64 // of which it tells, by the API's ids; 0: odds of no staged market
	Rejects             int     // of what could not be used of it alone
	request             string
	from                *pack
	row                 int   // in the landed file
	at, size            int64 // of its content in the pack
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
	slices.SortFunc(x.Refs, func(a, b Ref) int { return cmp.Or(byFetch(&a, &b), strings.Compare(a.request, b.request)) })
	x.Refs = slices.CompactFunc(x.Refs, func(a, b Ref) bool { return byFetch(&a, &b) == 0 })
	return x, x.addSightings(l, until)
}

// byFetch sorts landed objects: all versions of one object by their fetches.
func byFetch(a, b *Ref) int {
	return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.ID, b.ID),
		cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.SHA256, b.SHA256))
}

// Load reads the objects that are wanted, in the order of Refs. They are the caller's
// own: no later call gives the same.
func (x *Landed) Load(ctx context.Context, wanted func(*Ref) bool) ([]*Object, error) {
	var refs []*Ref
	byPack := map[*pack][]int{} // places in refs
	for i := range x.Refs {
		if r := &x.Refs[i]; wanted(r) {
			byPack[r.from] = append(byPack[r.from], len(refs))
			refs = append(refs, r)
		}
	}
	out := make([]*Object, len(refs))
	for p, places := range byPack {
		if err := p.load(ctx, refs, places, out); err != nil {
			return nil, err
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

// load reads the content of some objects of one pack into their places of out.
func (p *pack) load(ctx context.Context, refs []*Ref, places []int, out []*Object) error {
	if p.read(refs, places, out) {
		return nil
	}
	// It was removed meanwhile: what has landed is decoded again.
	objects := map[int]*Object{}
	_, err := p.decode(ctx, func(row int, o *Object) { objects[row] = o })
	if err != nil {
		return err
	}
	for _, i := range places {
		out[i] = objects[refs[i].row]
		out[i].LastSeen = refs[i].LastSeen
	}
	return nil
}

// read is load of a pack that stands; it says whether it does.
func (p *pack) read(refs []*Ref, places []int, out []*Object) bool {
	var wanted int64
	said := map[string]requestSays{} // requests repeat
	for _, i := range places {
		wanted += refs[i].size
		if _, known := said[refs[i].request]; !known {
			said[refs[i].request] = readRequest(refs[i].request)
		}
	}
	x, found := p.open(wanted)
	if !found {
		return false
	}
	defer x.close()
	wrong := make([]error, len(places))
	parallel.Each(len(places), func(n int) {
		i := places[n]
		out[i], wrong[n] = x.object(refs[i], said[refs[i].request])
	})
	return errors.Join(wrong...) == nil
}
