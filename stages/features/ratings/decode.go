package ratings

import (
	"matchday/stages/features/exact"
)

// decoder puts a country together again.
type decoder struct {
	*exact.Reader
	country *country
	members map[*division][]string // ids by slot
	places  map[*table][]string    // ids by place
}

// decode reads what encode wrote.
func decode(b []byte) (*country, waiting, error) {
	r := &decoder{exact.Read(b), startCountry(), map[*division][]string{}, map[*table][]string{}}
	for range r.Count() {
		d := r.division()
		r.country.divisions[d.code] = d
	}
	for range r.Count() {
		level := int(r.Int())
		r.country.levels[level] = r.divisionOf(r.Text())
	}
	for range r.Count() {
		id := r.Text()
		r.country.clubs[id] = r.club()
	}
	r.link()
	before := waiting{}
	for range r.Count() {
		id := r.Text()
		before[id] = prediction{made: true, offset: r.Float(), eloDiff: r.Float()}
	}
	return r.country, before, r.End()
}

// divisionOf finds a division by its code; "" is none.
func (r *decoder) divisionOf(code string) *division {
	d := r.country.divisions[code]
	if d == nil && code != "" {
		r.Refuse()
	}
	return d
}

func (r *decoder) division() *division {
	d := &division{code: r.Text(), level: int(r.Int()), seasons: map[string]*table{}}
	d.mix = mixOf(d.code)
	for _, m := range []*runningMean{&d.means.shots, &d.means.onTarget, &d.means.corners} {
		m.value, m.n = r.Float(), r.Float()
	}
	d.priced = r.Flag()
	members := make([]string, r.Count())
	for i := range members {
		members[i] = r.Text()
	}
	r.members[d] = members
	for i := range d.filters {
		d.filters[i] = r.filter(specOf(i, d.level), len(members))
	}
	for range r.Count() {
		label := r.Text()
		d.seasons[label] = r.table()
	}
	d.newest = d.seasons[r.Text()]
	return d
}

func (r *decoder) filter(spec filterSpec, clubs int) *filter {
	f := startFilter(spec, r.Int())
	n := stateClubs + clubStates*clubs
	if n > f.stride {
		f.grow(n)
	}
	f.n = n
	r.Floats(f.x[:n])
	for i := range n {
		r.Floats(f.p[i*f.stride : i*f.stride+i+1])
	}
	return f
}

func (r *decoder) table() *table {
	t := &table{start: r.Int(), before: int(r.Int()), leaversReleased: r.Flag(), place: map[*club]int{}}
	t.entries = make([]entry, r.Count())
	ids := make([]string, len(t.entries))
	for i := range t.entries {
		ids[i] = r.Text()
		t.entries[i] = entry{games: int(r.Int()), points: int(r.Int()), scored: int(r.Int()), conceded: int(r.Int())}
	}
	r.places[t] = ids
	return t
}

func (r *decoder) club() *club {
	k := &club{elo: r.Float()}
	if k.home = r.divisionOf(r.Text()); k.home != nil {
		k.slot = int(r.Int())
	} else {
		for i := range k.away {
			k.away[i] = r.block()
		}
	}
	k.season, k.last = r.season(), r.season()
	k.seasonLevel, k.lastLevel = int(r.Int()), int(r.Int())
	return k
}

// season finds a table by its division and label; none if both are "".
func (r *decoder) season() *table {
	d, label := r.divisionOf(r.Text()), r.Text()
	if d == nil {
		return nil
	}
	t := d.seasons[label]
	if t == nil {
		r.Refuse()
	}
	return t
}

func (r *decoder) block() block {
	b := block{asOf: r.Int()}
	r.Floats(b.x[:])
	for i := range b.p {
		r.Floats(b.p[i][:])
	}
	return b
}

// link puts the clubs into divisions and tables.
func (r *decoder) link() {
	find := func(id string) *club {
		k := r.country.clubs[id]
		if k == nil {
			r.Refuse()
		}
		return k
	}
	for d, ids := range r.members {
		for _, id := range ids {
			d.members = append(d.members, find(id))
		}
	}
	for t, ids := range r.places {
		for place, id := range ids {
			t.place[find(id)] = place
		}
	}
}
