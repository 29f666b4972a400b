package simulator

import (
	"cmp"
	"slices"
	"time"
)

// standing is a club's row of a table. Sides are home and away.
type standing struct {
	club             *club
	won, drawn, lost [2]int
	scored, conceded [2]int
	form             []*fixture // oldest first
	place            int
}

func (r *standing) played() int {
	return r.won[0] + r.won[1] + r.drawn[0] + r.drawn[1] + r.lost[0] + r.lost[1]
}

func (r *standing) points(s int) int { return 3*r.won[s] + r.drawn[s] }

func (r *standing) difference() int {
	return r.scored[0] + r.scored[1] - r.conceded[0] - r.conceded[1]
}

// table is a league's standings, best first.
type table []*standing

// settledScore is the score that counts at a moment and whether there is one: a
// fixture is over, or awarded three to nil.
func (f *fixture) settledScore(now time.Time) ([2]int, bool) {
	switch state := f.stateAt(now); {
	case state == award:
		return [2]int{3, 0}, true
	case final(state):
		return f.fullTimeScore(now), true
	}
	return [2]int{}, false
}

// fullTimeScore is the 90-minute score that the source shows after the end.
func (f *fixture) fullTimeScore(now time.Time) [2]int {
	if f.corrected > 0 && now.Before(f.hours().full.Add(f.corrected)) {
		return f.shown
	}
	return f.goals
}

// table computes the standings of a season at a moment.
func (s *season) table(now time.Time) table {
	rows := make(map[*club]*standing, len(s.clubs))
	t := make(table, 0, len(s.clubs))
	for _, c := range s.clubs {
		rows[c] = &standing{club: c}
		t = append(t, rows[c])
	}
	for _, f := range s.fixtures {
		score, ok := f.settledScore(now)
		if !ok {
			continue
		}
		for side, c := range f.clubs {
			r := rows[c]
			us, them := score[side], score[1-side]
			r.scored[side] += us
			r.conceded[side] += them
			switch {
			case us > them:
				r.won[side]++
			case us == them:
				r.drawn[side]++
			default:
				r.lost[side]++
			}
			r.form = append(r.form, f)
		}
	}
	slices.SortStableFunc(t, func(a, b *standing) int {
		return cmp.Or(
			cmp.Compare(b.points(0)+b.points(1), a.points(0)+a.points(1)),
			cmp.Compare(b.difference(), a.difference()),
			cmp.Compare(b.scored[0]+b.scored[1], a.scored[0]+a.scored[1]),
			cmp.Compare(a.club.id, b.club.id))
	})
	for i, r := range t {
		r.place = i + 1
		slices.SortStableFunc(r.form, func(a, b *fixture) int { return a.kickoff.Compare(b.kickoff) })
	}
	return t
}

// tableOf is the season's table as of the clock's moment; it is kept until the
// clock moves.
func (w *World) tableOf(s *season, now time.Time) table {
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
