package simulator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

var tieNames = [cupRounds]string{"Round 1", "Round 2", "Quarter-finals", "Semi-finals", "Final"}

// scheduleCup lists the ties of all rounds. Those of the first are drawn at
// once among all clubs of the top league and as many of the next as there is
// room for; the others have placeholders until the round before is over.
func (w *World) scheduleCup(rng *rand.Rand, s *season) {
	days := cupDays(s.year)
	for r, name := range tieNames {
		st := s.addStage(name, 224)
		for i := range 16 >> r {
			hour := clock{19, 45}
			if r == cupRounds-1 {
				hour = clock{17, 0}
			} else if i%2 == 1 {
				hour = clock{20, 15}
			}
			f := w.newFixture(s, st, s.league.country.at(days[r], hour))
			f.clubs = [2]*club{w.vacancy, w.vacancy}
			f.place = fmt.Sprintf("%s, tie %d", name, i+1)
			st.cover(midnight(f.first), midnight(f.first))
		}
	}
	s.first, s.last = s.stages[0].first, s.stages[cupRounds-1].last
	var entrants []*club
	for _, l := range s.league.country.leagues {
		entrants = append(entrants, l.clubs...)
	}
	entrants = slices.Clone(entrants[:min(32, len(entrants))])
	s.clubs = entrants
	s.draw(rng, s.stages[0], entrants, published(s.year))
}

// draw pairs the clubs that are left.
func (s *season) draw(rng *rand.Rand, st *stage, clubs []*club, at time.Time) {
	clubs = slices.Clone(clubs)
	rng.Shuffle(len(clubs), func(i, j int) { clubs[i], clubs[j] = clubs[j], clubs[i] })
	for _, f := range s.fixtures {
		if f.stage != st {
			continue
		}
		if len(clubs) < 2 {
			return // a small world: the tie stays vacant
		}
		f.clubs, clubs = [2]*club{clubs[0], clubs[1]}, clubs[2:]
		f.drawn = at
		f.decideTie(rng)
	}
}

// playTies plays one round of the cup and draws the next.
func (w *World) playTies(rng *rand.Rand, s *season, st *stage) {
	var through []*club
	for _, f := range s.fixtures {
		if f.stage != st || f.vacant() {
			continue
		}
		w.play(rng, f)
		through = append(through, f.clubs[f.tie(rng)])
	}
	if next := st.order; next < len(s.stages) {
		s.draw(rng, s.stages[next], through, midnight(st.last).AddDate(0, 0, 2))
	}
}

// tie plays extra time and penalties where they are needed and says which side
// goes through.
func (f *fixture) tie(rng *rand.Rand) int {
	if f.fate == walkover {
		return 0
	}
	if f.goals[0] == f.goals[1] {
		f.tied = true
		for side, rate := range f.rates {
			f.extra[side] = poisson(rng, rate/3)
		}
		if f.extra[0] == f.extra[1] {
			f.penalties = shootout(rng)
		}
	}
	for side := range f.clubs {
		if f.goals[side]+f.extra[side]+f.penalties[side] > f.goals[1-side]+f.extra[1-side]+f.penalties[1-side] {
			return side
		}
	}
	return 0
}

// shootout draws the penalties: five each, then pairs until one side leads.
func shootout(rng *rand.Rand) (goals [2]int) {
	for kick := 0; kick < 5 || goals[0] == goals[1]; kick++ {
		for side := range goals {
			if rng.Float64() < 0.76 {
				goals[side]++
			}
		}
	}
	return goals
}
