package answers

import (
	"cmp"
	"os"
	"slices"
	"strings"

	"matchday/stages/staging/compact"
	"matchday/warehouse/lake"
)

// sightingsKind is the derived file of a landed file of sightings.
const sightingsKind = "sightings"

// Sightings are the fetches, as one landed file lists them, by which one request
// brought one payload of an object again.
type Sightings struct {
	Entity, ID, SHA256, Request string
	First, Last                 int64  // µs since 1970
	moments                     string // all of them, each after the one before; read by Moments
}

// OpenSightings lists all sightings, those of each landed file by entity, id, payload
// and request, that are wanted. What this program has read before is not read again.
func OpenSightings(l lake.Lake, wanted func(*Sightings) bool) (all []Sightings, err error) {
	files, err := l.Listed(SeenFolder)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	d := l.Derived(sightingsKind)
	for _, file := range files {
		key := program + "-" + file.Sum.SHA256
		if path, found := d.Get(key); found {
			if known, err := readSightings(path, wanted); err == nil {
				all = append(all, known...)
				continue
			}
		}
		if err := file.Verify(); err != nil {
			return nil, err
		}
		rows, err := lake.ReadFile[Seen](file.Path)
		if err != nil {
			return nil, err
		}
		fresh := fold(rows)
		if _, err := d.Put(key, func(path string) error {
			return os.WriteFile(path, withDictionary(func(c *compact.Coder) { codeSightings(c, &fresh, nil) }), 0o644)
		}); err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(fresh, func(s Sightings) bool { return !wanted(&s) })...)
	}
	return all, nil
}

// fold puts together what is of one payload and request.
func fold(rows []Seen) (out []Sightings) {
	key := func(r *Seen) Sightings {
		return Sightings{Entity: r.Entity, ID: r.ID, SHA256: r.SHA256, Request: r.Request}
	}
	slices.SortFunc(rows, func(a, b Seen) int { return cmp.Or(bySight(key(&a), key(&b)), cmp.Compare(a.FetchedAt, b.FetchedAt)) })
	for from := 0; from < len(rows); {
		s, moments, before := key(&rows[from]), compact.Writer(nil), int64(0)
		s.First = rows[from].FetchedAt
		for from < len(rows) && bySight(s, key(&rows[from])) == 0 {
			s.Last = rows[from].FetchedAt
			since := s.Last - before
			compact.Number(moments, &since)
			before = s.Last
			from++
		}
		s.moments = string(moments.Bytes())
		out = append(out, s)
	}
	return out
}

// Moments are the fetches, in µs.
func (s *Sightings) Moments(yield func(int64) bool) {
	at := int64(0)
	for c := compact.Reader(s.moments, nil); c.Rest(); {
		var since int64
		compact.Number(c, &since)
		if at += since; !yield(at) {
			return
		}
	}
}

func bySight(a, b Sightings) int {
	return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.ID, b.ID), strings.Compare(a.SHA256, b.SHA256), strings.Compare(a.Request, b.Request))
}

func readSightings(path string, wanted func(*Sightings) bool) (all []Sightings, err error) {
	c, err := afterDictionary(path)
	if err != nil {
		return nil, err
	}
	codeSightings(c, &all, wanted)
	return all, c.Err()
}

// codeSightings codes sightings; of those that are read the wanted ones stay.
func codeSightings(c *compact.Coder, all *[]Sightings, wanted func(*Sightings) bool) {
	n := len(*all)
	if compact.Number(c, &n); !c.Reading() {
		for i := range *all {
			(*all)[i].code(c)
		}
		return
	}
	for range n {
		var s Sightings
		if s.code(c); c.Err() != nil {
			return
		}
		if wanted(&s) {
			*all = append(*all, s)
		}
	}
}

func (s *Sightings) code(c *compact.Coder) {
	c.Repeated(&s.Entity)
	c.Text(&s.ID)
	c.Text(&s.SHA256)
	c.Repeated(&s.Request)
	compact.Number(c, &s.First)
	compact.Number(c, &s.Last)
	c.Text(&s.moments)
}

// addSightings moves LastSeen to the last fetch by until that brought the same payload
// again.
func (x *Landed) addSightings(l lake.Lake, until int64) error {
	all, err := OpenSightings(l, func(*Sightings) bool { return true })
	if err != nil {
		return err
	}
	for i := range all {
		s := &all[i]
		same := x.same(s.Entity, s.ID, s.SHA256)
		// A payload that came back after another one has landed twice.
		between := len(same) > 1 && slices.ContainsFunc(same, func(r *Ref) bool { return s.First < r.FetchedAt && r.FetchedAt <= s.Last })
		if s.Last <= until && !between {
			see(same, s.Last)
			continue
		}
		for at := range s.Moments {
			if at <= until {
				see(same, at)
			}
		}
	}
	return nil
}

// see notes that a payload was brought again: its last landing before that moment.
func see(same []*Ref, at int64) {
	for i := len(same) - 1; i >= 0; i-- {
		if same[i].FetchedAt <= at {
			same[i].LastSeen = max(same[i].LastSeen, at)
			return
		}
	}
}

// same lists the landings of one payload of an object, by fetch.
func (x *Landed) same(entity, id, sum string) (out []*Ref) {
	from, _ := slices.BinarySearchFunc(x.Refs, Name{Entity: entity, ID: id}, func(r Ref, want Name) int {
		return cmp.Or(strings.Compare(r.Entity, want.Entity), strings.Compare(r.ID, want.ID))
	})
	for i := from; i < len(x.Refs) && x.Refs[i].Entity == entity && x.Refs[i].ID == id; i++ {
		if x.Refs[i].SHA256 == sum {
			out = append(out, &x.Refs[i])
		}
	}
	return out
}
