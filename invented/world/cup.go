package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

var tieNames = [cupRounds]string{"Round 1", "Round 2", "Quarter-finals", "Semi-finals", "Final"}

// scheduleCup lists the ties of all rounds. The first round is drawn at once, among
// all clubs of the top league and as many of the next as there is room for. The
// ties of later rounds have placeholders until the round before is over.
func (w *World) scheduleCup(rng *rand.Rand, s *Season) {
	days := cupDays(s.Year)
	for r, name := range tieNames {
		st := s.addStage(name, 224)
		for i := range 16 >> r {
			hour := clock{19, 45}
			if r == cupRounds-1 {
				hour = clock{17, 0}
			} else if i%2 == 1 {
				hour = clock{20, 15}
			}
			f := w.newFixture(s, st, s.Competition.Country.at(days[r], hour))
			f.Clubs = [2]*Club{w.Placeholder, w.Placeholder}
			f.TieName = fmt.Sprintf("%s, tie %d", name, i+1)
			st.cover(midnight(f.first), midnight(f.first))
		}
	}
	s.First, s.Last = s.Stages[0].First, s.Stages[cupRounds-1].Last
	var entrants []*Club
	for _, l := range s.Competition.Country.competitions {
		entrants = append(entrants, l.Clubs...)
	}
	entrants = slices.Clone(entrants[:min(32, len(entrants))])
	s.Clubs = entrants
	s.drawTies(rng, s.Stages[0], entrants, Published(s.Year))
}

// drawTies pairs the clubs that are left.
func (s *Season) drawTies(rng *rand.Rand, st *Stage, clubs []*Club, at time.Time) {
	clubs = slices.Clone(clubs)
	rng.Shuffle(len(clubs), func(i, j int) { clubs[i], clubs[j] = clubs[j], clubs[i] })
	for _, f := range s.Fixtures {
		if f.Stage != st {
			continue
		}
		if len(clubs) < 2 {
			return // a small world: the tie keeps its placeholders
		}
		f.Clubs, clubs = [2]*Club{clubs[0], clubs[1]}, clubs[2:]
		f.Drawn = at
		f.drawTieStatus(rng)
	}
}

// playTies plays one round of the cup and draws the next.
func (w *World) playTies(rng *rand.Rand, s *Season, st *Stage) {
	var through []*Club
	for _, f := range s.Fixtures {
		if f.Stage != st || f.neverDrawn() {
			continue
		}
		w.playFixture(rng, f)
		through = append(through, f.Clubs[f.tieWinner(rng)])
	}
	if next := st.Order; next < len(s.Stages) {
		s.drawTies(rng, s.Stages[next], through, midnight(st.Last).AddDate(0, 0, 2))
	}
}

// tieWinner plays extra time and penalties if they are needed and returns the side
// that goes through.
func (f *Fixture) tieWinner(rng *rand.Rand) int {
	if f.status == statusWalkover {
		return 0
	}
	if f.Goals[0] == f.Goals[1] {
		f.ExtraTime = true
		for side, rate := range f.rates {
			f.ExtraGoals[side] = poisson(rng, rate/3)
		}
		if f.ExtraGoals[0] == f.ExtraGoals[1] {
			f.Penalties = shootout(rng)
		}
	}
	for side := range f.Clubs {
		if f.Goals[side]+f.ExtraGoals[side]+f.Penalties[side] > f.Goals[1-side]+f.ExtraGoals[1-side]+f.Penalties[1-side] {
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
