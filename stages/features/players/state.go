package players

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"matchday/stages/features/exact"
)

// State is all that has been learned of every source's players before a moment. The
// zero State is before everything. Nothing of a State ever changes.
type State struct {
	until   int64             // Unix seconds; everything earlier has been learned
	sources map[string][]byte // each as encode writes it
}

// Write adds the state to bytes.
func (s *State) Write(w *exact.Writer) {
	w.Int(s.until)
	w.Int(int64(len(s.sources)))
	for _, name := range slices.Sorted(maps.Keys(s.sources)) {
		w.Text(name)
		w.Text(string(s.sources[name]))
	}
}

// ReadState reads what Write wrote. It shares the memory of the bytes.
func ReadState(r *exact.Reader) *State {
	s := &State{until: r.Int()}
	n := r.Count()
	s.sources = make(map[string][]byte, n)
	for range n {
		name := r.Text()
		s.sources[name] = r.Part()
	}
	return s
}

// history gives what is known of one source, to be changed.
func (s *State) history(source string) (*history, error) {
	b, ok := s.sources[source]
	if !ok {
		return newHistory(), nil
	}
	past, err := decode(b)
	if err != nil {
		return nil, fmt.Errorf("the players of source %s as of %s: %w", source, time.Unix(s.until, 0).UTC().Format(time.DateOnly), err)
	}
	return past, nil
}

// after are states at later moments, still with the sources of this one.
func (s *State) after(moments []time.Time) []*State {
	out := make([]*State, len(moments))
	for i, at := range moments {
		sources := maps.Clone(s.sources)
		if sources == nil {
			sources = map[string][]byte{}
		}
		out[i] = &State{until: at.Unix(), sources: sources}
	}
	return out
}

// lesson is what is learned of a match by an event, in bytes; nil if that is nothing.
// Whatever learn reads must be in it.
func (m *Match) lesson(e event) []byte {
	w, sheets := &exact.Writer{}, 0
	w.Int(int64(e.kind))
	w.Int(e.at)
	for _, s := range []string{m.ID, m.Country, m.HomeTeamID, m.AwayTeamID} {
		w.Text(s)
	}
	for side := range m.Sheets {
		sheet := m.sheetAt(side, e.at)
		w.Flag(sheet != nil)
		if sheet == nil {
			continue
		}
		sheets++
		w.Int(int64(len(sheet.Players)))
		for i := range sheet.Players {
			a := &sheet.Players[i]
			w.Text(a.Player)
			w.Int(int64(a.Position))
			w.Flag(a.Started)
			w.Floats(a.Minutes, a.Rating)
		}
	}
	if sheets == 0 {
		return nil
	}
	return w.Bytes
}

// encode writes what is known, players and teams named by their keys; nil if that is
// nothing.
func (past *history) encode() []byte {
	if len(past.countries) == 0 {
		return nil
	}
	w := &exact.Writer{}
	teams := map[*team]string{}
	for id, t := range past.teams {
		if t.last != 0 { // else it was only asked about
			teams[t] = id
		}
	}
	w.Int(int64(len(past.players)))
	for _, key := range slices.Sorted(maps.Keys(past.players)) {
		p := past.players[key]
		w.Text(key)
		w.Int(int64(p.position))
		w.Text(teams[p.team])
		w.Text(p.country)
		w.Floats(p.surplus, p.matches)
		w.Flag(p.seen)
	}
	w.Int(int64(len(teams)))
	for _, id := range slices.Sorted(maps.Values(teams)) {
		w.Text(id)
		past.teams[id].encode(w)
	}
	past.norms.encode(w)
	w.Int(int64(len(past.countries)))
	for _, name := range slices.Sorted(maps.Keys(past.countries)) {
		w.Text(name)
	}
	return w.Bytes
}

func (t *team) encode(w *exact.Writer) {
	w.Floats(t.matches[:]...)
	w.Int(t.last)
	w.Int(int64(len(t.members)))
	for _, m := range t.members {
		w.Text(m.key)
		w.Floats(m.starts[:]...)
		w.Flag(m.startedLast)
		w.Flag(m.inLast)
		w.Float(m.minutesLast)
		w.Int(m.lastPlayed)
	}
}

func (x *norms) encode(w *exact.Writer) {
	for _, of := range x.lines {
		for _, l := range of {
			w.Floats(l.n, l.x, l.y, l.xx, l.xy)
		}
	}
	w.Floats(x.n, x.sums)
}

// decode reads what encode wrote.
func decode(b []byte) (*history, error) {
	past, r := newHistory(), exact.Read(b)
	for range r.Count() {
		p := past.player(r.Text())
		p.position = Position(r.Int())
		if id := r.Text(); id != "" {
			p.team = past.team(id)
		}
		p.country = r.Text()
		p.surplus, p.matches, p.seen = r.Float(), r.Float(), r.Flag()
	}
	for range r.Count() {
		past.team(r.Text()).decode(r, past)
	}
	past.norms.decode(r)
	for range r.Count() {
		past.countries[r.Text()] = true
	}
	return past, r.End()
}

func (t *team) decode(r *exact.Reader, past *history) {
	r.Floats(t.matches[:])
	t.last = r.Int()
	for range r.Count() {
		m := t.member(past.player(r.Text()))
		r.Floats(m.starts[:])
		m.startedLast, m.inLast = r.Flag(), r.Flag()
		m.minutesLast, m.lastPlayed = r.Float(), r.Int()
	}
}

func (x *norms) decode(r *exact.Reader) {
	for i := range x.lines {
		for j := range x.lines[i] {
			l := &x.lines[i][j]
			l.n, l.x, l.y, l.xx, l.xy = r.Float(), r.Float(), r.Float(), r.Float(), r.Float()
		}
	}
	x.n, x.sums = r.Float(), r.Float()
}
