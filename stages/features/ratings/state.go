package ratings

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"matchday/stages/features/exact"
)

// State is all that has been learned of every country before a moment, and the
// predictions of then that still wait for their results. The zero State is before
// everything. Nothing of a State ever changes.
type State struct {
	until     int64             // Unix seconds; everything earlier has been learned
	countries map[string][]byte // each as encode writes it
}

// Until is the moment.
func (s *State) Until() time.Time { return time.Unix(s.until, 0).UTC() }

// Write adds the state to bytes.
func (s *State) Write(w *exact.Writer) {
	w.Int(s.until)
	w.Int(int64(len(s.countries)))
	for _, name := range slices.Sorted(maps.Keys(s.countries)) {
		w.Text(name)
		w.Text(string(s.countries[name]))
	}
}

// ReadState reads what Write wrote. It shares the memory of the bytes.
func ReadState(r *exact.Reader) *State {
	s := &State{until: r.Int()}
	n := r.Count()
	s.countries = make(map[string][]byte, n)
	for range n {
		name := r.Text()
		s.countries[name] = r.Part()
	}
	return s
}

// country gives a country's state, to be changed, and the predictions that wait.
func (s *State) country(name string) (*country, waiting, error) {
	b, ok := s.countries[name]
	if !ok {
		return startCountry(), nil, nil
	}
	c, before, err := decode(b)
	if err != nil {
		return nil, nil, fmt.Errorf("the ratings of %s as of %s: %w", name, s.Until().Format(time.DateOnly), err)
	}
	return c, before, nil
}

// keeper collects the states at some moments, as the countries come by.
type keeper struct {
	moments []int64
	states  []*State
	mu      sync.Mutex
}

// keeper begins with what was known of the countries to which nothing happens.
func (s *State) keeper(moments []time.Time) *keeper {
	k := &keeper{}
	for _, at := range moments {
		countries := maps.Clone(s.countries)
		if countries == nil {
			countries = map[string][]byte{}
		}
		k.moments = append(k.moments, at.Unix())
		k.states = append(k.states, &State{until: at.Unix(), countries: countries})
	}
	return k
}

func (k *keeper) keep(moment int, t *timeline) {
	b := t.encode()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.states[moment].countries[t.name] = b
}

// encode writes a country, in which everything names clubs by their ids, divisions by
// their codes, and seasons by division and label.
func (t *timeline) encode() []byte {
	c, w := t.country, &exact.Writer{}
	ids := make(map[*club]string, len(c.clubs))
	for id, k := range c.clubs {
		ids[k] = id
	}
	w.Int(int64(len(c.divisions)))
	for _, code := range slices.Sorted(maps.Keys(c.divisions)) {
		c.divisions[code].encode(w, ids)
	}
	w.Int(int64(len(c.levels)))
	for _, level := range slices.Sorted(maps.Keys(c.levels)) {
		w.Int(int64(level))
		w.Text(c.levels[level].code)
	}
	seasons := c.seasonNames()
	w.Int(int64(len(c.clubs)))
	for _, id := range slices.Sorted(maps.Keys(c.clubs)) {
		w.Text(id)
		c.clubs[id].encode(w, seasons)
	}
	t.stillWaiting().encode(w)
	return w.Bytes
}

// seasonName says which table is meant.
type seasonName struct{ division, label string }

func (c *country) seasonNames() map[*table]seasonName {
	names := map[*table]seasonName{}
	for code, d := range c.divisions {
		for label, t := range d.seasons {
			names[t] = seasonName{code, label}
		}
	}
	return names
}

func (d *division) encode(w *exact.Writer, ids map[*club]string) {
	w.Text(d.code)
	w.Int(int64(d.level))
	for _, m := range []*runningMean{&d.means.shots, &d.means.onTarget, &d.means.corners} {
		w.Floats(m.value, m.n)
	}
	w.Flag(d.priced)
	w.Int(int64(len(d.members)))
	for _, k := range d.members {
		w.Text(ids[k])
	}
	for _, f := range d.filters {
		f.encode(w)
	}
	newest := ""
	w.Int(int64(len(d.seasons)))
	for _, label := range slices.Sorted(maps.Keys(d.seasons)) {
		t := d.seasons[label]
		if t == d.newest {
			newest = label
		}
		w.Text(label)
		t.encode(w, ids)
	}
	w.Text(newest)
}

// encode writes the numbers in use: how they lie in memory changes no result.
func (f *filter) encode(w *exact.Writer) {
	w.Int(f.asOf)
	w.Floats(f.x[:f.n]...)
	for i := range f.n {
		w.Floats(f.p[i*f.stride : i*f.stride+i+1]...)
	}
}

func (t *table) encode(w *exact.Writer, ids map[*club]string) {
	w.Int(t.start)
	w.Int(int64(t.before))
	w.Flag(t.leaversReleased)
	w.Int(int64(len(t.entries)))
	names := make([]string, len(t.entries))
	for k, place := range t.place {
		names[place] = ids[k]
	}
	for i, e := range t.entries {
		w.Text(names[i])
		for _, v := range []int{e.games, e.points, e.scored, e.conceded} {
			w.Int(int64(v))
		}
	}
}

func (k *club) encode(w *exact.Writer, seasons map[*table]seasonName) {
	w.Float(k.elo)
	if k.home != nil { // its filters hold it
		w.Text(k.home.code)
		w.Int(int64(k.slot))
	} else {
		w.Text("")
		for i := range k.away {
			k.away[i].encode(w)
		}
	}
	for _, t := range []*table{k.season, k.last} {
		name := seasons[t]
		w.Text(name.division)
		w.Text(name.label)
	}
	w.Int(int64(k.seasonLevel))
	w.Int(int64(k.lastLevel))
}

func (b *block) encode(w *exact.Writer) {
	w.Int(b.asOf)
	w.Floats(b.x[:]...)
	for _, row := range b.p {
		w.Floats(row[:]...)
	}
}

// stillWaiting are the predictions whose results have not been learned.
func (t *timeline) stillWaiting() waiting {
	out := maps.Clone(t.waiting)
	if out == nil {
		out = waiting{}
	}
	for rank, p := range t.predicted {
		if p.made {
			out[t.matches[t.rank[rank]].ID] = p
		}
	}
	return out
}

func (x waiting) encode(w *exact.Writer) {
	w.Int(int64(len(x)))
	for _, id := range slices.Sorted(maps.Keys(x)) {
		w.Text(id)
		w.Floats(x[id].offset, x[id].eloDiff)
	}
}
