package answers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"matchday/warehouse/lake"
)

// Ref names one landed object of the API. What is in it is read by Load.
type Ref struct {
	Entity, ID, SHA256  string
	FetchedAt, LastSeen int64   // µs since 1970; the last fetch that still brought this payload
	Fixtures            []int64 // of which it tells, by the API's ids; 0: odds of no staged market
	Rejects             int     // of what could not be used of it alone
	Request             string
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
	slices.SortFunc(x.Refs, func(a, b Ref) int { return cmp.Or(byFetch(&a, &b), strings.Compare(a.Request, b.Request)) })
	x.Refs = slices.CompactFunc(x.Refs, func(a, b Ref) bool { return byFetch(&a, &b) == 0 })
	return x, x.addSightings(l, until)
}

// Names lists what has landed, without an order and without decoding: of an object that
// this program has not decoded there is no more than the names, the request and the fetch.
func Names(l lake.Lake) ([]Ref, error) {
	files, err := l.Listed(Folder)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	s, err := openStore(l)
	if err != nil {
		return nil, err
	}
	var out []Ref
	for _, file := range files {
		p := &pack{store: s, file: file}
		refs, known := p.known()
		if !known {
			if refs, err = readNames(file); err != nil {
				return nil, err
			}
		}
		out = append(out, refs...)
	}
	return out, nil
}

// readNames reads a landed file without the payloads.
func readNames(file lake.LandedFile) ([]Ref, error) {
	if err := file.Verify(); err != nil {
		return nil, err
	}
	rows, err := lake.ReadFile[Seen](file.Path)
	out := make([]Ref, len(rows))
	for i, r := range rows {
		out[i] = Ref{Entity: r.Entity, ID: r.ID, SHA256: r.SHA256, FetchedAt: r.FetchedAt, LastSeen: r.FetchedAt, Request: r.Request}
	}
	return out, err
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
