package world

import (
	"cmp"
	"slices"
	"time"
)

// Standing is a club's row of a table. Sides are home and away.
type Standing struct {
	Club             *Club
	Won, Drawn, Lost [2]int
	Scored, Conceded [2]int
	Form             []*Fixture // oldest first
	Place            int
}

// Played is the number of fixtures.
func (r *Standing) Played() int {
	return r.Won[0] + r.Won[1] + r.Drawn[0] + r.Drawn[1] + r.Lost[0] + r.Lost[1]
}

// Points are those of a side, 0 home and 1 away.
func (r *Standing) Points(s int) int { return 3*r.Won[s] + r.Drawn[s] }

// GoalDifference is goals scored less goals conceded.
func (r *Standing) GoalDifference() int {
	return r.Scored[0] + r.Scored[1] - r.Conceded[0] - r.Conceded[1]
}

// Table is a league's standings, best first.
type Table []*Standing

// FinalScore is the score that counts in the table at a moment, if there is one: the
// fixture is over, or it is awarded 3-0.
func (f *Fixture) FinalScore(now time.Time) ([2]int, bool) {
	switch state := f.StateAt(now); {
	case state == StateAwarded:
		return [2]int{3, 0}, true
	case Final(state):
		return f.FullTimeScore(now), true
	}
	return [2]int{}, false
}

// FullTimeScore is the 90-minute score that the source shows after the end.
func (f *Fixture) FullTimeScore(now time.Time) [2]int {
	if f.corrected > 0 && now.Before(f.Timeline().FullTime.Add(f.corrected)) {
		return f.shown
	}
	return f.Goals
}

// table computes the standings of a season at a moment.
func (s *Season) table(now time.Time) Table {
	rows := make(map[*Club]*Standing, len(s.Clubs))
	t := make(Table, 0, len(s.Clubs))
	for _, c := range s.Clubs {
		rows[c] = &Standing{Club: c}
		t = append(t, rows[c])
	}
	for _, f := range s.Fixtures {
		score, ok := f.FinalScore(now)
		if !ok {
			continue
		}
		for side, c := range f.Clubs {
			r := rows[c]
			us, them := score[side], score[1-side]
			r.Scored[side] += us
			r.Conceded[side] += them
			switch {
			case us > them:
				r.Won[side]++
			case us == them:
				r.Drawn[side]++
			default:
				r.Lost[side]++
			}
			r.Form = append(r.Form, f)
		}
	}
	slices.SortStableFunc(t, func(a, b *Standing) int {
		return cmp.Or(
			cmp.Compare(b.Points(0)+b.Points(1), a.Points(0)+a.Points(1)),
			cmp.Compare(b.GoalDifference(), a.GoalDifference()),
			cmp.Compare(b.Scored[0]+b.Scored[1], a.Scored[0]+a.Scored[1]),
			cmp.Compare(a.Club.ID, b.Club.ID))
	})
	for i, r := range t {
		r.Place = i + 1
		slices.SortStableFunc(r.Form, func(a, b *Fixture) int { return a.Kickoff.Compare(b.Kickoff) })
	}
	return t
}

// Table is the season's table at a moment. That of the clock's own moment is kept
// until the clock moves.
func (w *World) Table(s *Season, now time.Time) Table {
	w.mu.Lock()
	t, ok := w.tables[s]
	ok = ok && w.now.Equal(now)
	w.mu.Unlock()
	if ok {
		return t
	}
	t = s.table(now)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now.Equal(now) {
		w.tables[s] = t
	}
	return t
}
