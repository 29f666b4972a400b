package simulator

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// season is one year of a league or of the cup.
type season struct {
	id          int64
	league      *league
	year        int
	name        string
	first, last time.Time
	stages      []*stage
	clubs       []*club
	fixtures    []*fixture // by id
}

// stage is the whole of a league's season, or one round of the cup.
type stage struct {
	id          int64
	season      *season
	name        string
	kind        int64 // type 223 group, 224 knock-out
	order       int
	first, last time.Time
	rounds      []*round
}

// round is a match day of a league.
type round struct {
	id          int64
	stage       *stage
	name        string
	first, last time.Time
}

// playYear schedules all competitions of a year and plays them in the order of
// their kick-offs. When it is done the leagues' clubs stand in the order of
// their tables.
func (w *World) playYear(rng *rand.Rand, year int) {
	var all []*fixture
	var cup *season
	leagues := map[*league]*season{}
	for _, l := range w.leagues {
		s := w.newSeason(l, year)
		if l.cup {
			cup = s
			w.scheduleCup(rng, s)
			continue
		}
		leagues[l] = s
		for _, c := range l.clubs {
			c.enrol(s)
		}
		w.schedule(rng, s)
		all = append(all, s.fixtures...)
	}
	slices.SortStableFunc(all, func(a, b *fixture) int { return a.kickoff.Compare(b.kickoff) })
	for _, tie := range cup.stages {
		next, _ := slices.BinarySearchFunc(all, tie.first, func(f *fixture, t time.Time) int { return f.kickoff.Compare(t) })
		w.playAll(rng, all[:next])
		all = all[next:]
		w.playTies(rng, cup, tie)
	}
	w.playAll(rng, all)
	for _, l := range w.leagues {
		if s := leagues[l]; s != nil {
			l.clubs = s.ranking()
		}
	}
}

func (w *World) playAll(rng *rand.Rand, fixtures []*fixture) {
	for _, f := range fixtures {
		w.play(rng, f)
	}
}

func (w *World) newSeason(l *league, year int) *season {
	s := &season{
		id: 30_001 + int64(len(w.seasons)), league: l, year: year, name: seasonName(year),
		clubs: slices.Clone(l.clubs),
	}
	w.seasons = append(w.seasons, s)
	return s
}

func (s *season) addStage(name string, kind int64) *stage {
	st := &stage{id: 77_000_000 + 10*s.id + int64(len(s.stages)), season: s, name: name, kind: kind, order: len(s.stages) + 1}
	s.stages = append(s.stages, st)
	return st
}

// schedule writes a league's fixture list.
func (w *World) schedule(rng *rand.Rand, s *season) {
	st := s.addStage("Regular Season", 223)
	rounds := doubleRoundRobin(len(s.clubs))
	days := seasonDays(s.year, len(rounds))
	order := rng.Perm(len(s.clubs))
	for r, pairs := range rounds[:min(len(rounds), len(days))] {
		rd := &round{id: 100*s.id + int64(r), stage: st, name: fmt.Sprint(r + 1)}
		st.rounds = append(st.rounds, rd)
		together := r >= len(rounds)-2 && !days[r].midweek
		for i, at := range s.league.country.kickoffs(rng, days[r], len(pairs), together) {
			f := w.newFixture(s, st, at)
			f.round = rd
			f.clubs = [2]*club{s.clubs[order[pairs[i][0]]], s.clubs[order[pairs[i][1]]]}
			f.provisional = at
			if !days[r].midweek {
				f.provisional = s.league.country.at(days[r].date, s.league.country.usual)
			}
			rd.cover(at)
			for _, c := range f.clubs {
				c.days[midnight(at)] = true
			}
		}
		st.cover(rd.first, rd.last)
	}
	s.first, s.last = st.first, st.last
	for _, f := range slices.Clone(s.fixtures) {
		w.decide(rng, f)
	}
}

func (w *World) newFixture(s *season, st *stage, at time.Time) *fixture {
	f := &fixture{
		id: 19_000_001 + int64(len(w.fixtures)), season: s, stage: st,
		provisional: at, first: at, kickoff: at, listed: published(s.year),
	}
	s.fixtures = append(s.fixtures, f)
	w.fixtures = append(w.fixtures, f)
	return f
}

func (r *round) cover(t time.Time) {
	r.first, r.last = earlier(r.first, midnight(t)), later(r.last, midnight(t))
}

func (s *stage) cover(first, last time.Time) {
	s.first, s.last = earlier(s.first, first), later(s.last, last)
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// play chooses the teams of a fixture, fixes its true rates, and draws its
// score. A fixture that is never begun changes nobody.
func (w *World) play(rng *rand.Rand, f *fixture) {
	factor := 1.0
	if f.season.league.cup || f.kickoff.Weekday() == time.Tuesday || f.kickoff.Weekday() == time.Wednesday {
		factor = rotation
	}
	var on [2]strength
	var expected [2]spread
	for side, c := range f.clubs {
		fit, missing := w.available(rng, f.season, c, f.kickoff)
		f.absent[side] = missing
		f.sheets[side], on[side], expected[side] = c.selection(rng, fit, factor)
	}
	f.rate(on, expected)
	m := scoresOf(f.rates)
	f.truth = m.outcome()
	f.goals = m.draw(rng)
	f.shown = f.goals
	for side := range f.red {
		if rng.Float64() < 0.04 {
			f.red[side] = sentOff{slot: 1 + rng.IntN(starters-1), minute: 25 + rng.IntN(65)}
		}
	}
	if f.corrected > 0 {
		f.mistake(rng)
	}
	if !f.begins() {
		return
	}
	for side, c := range f.clubs {
		w.aftermath(rng, f, side)
		c.drift(rng, driftRound)
	}
}

// rate fixes the rates of a fixture given the elevens, and their distribution
// before.
func (f *fixture) rate(on [2]strength, expected [2]spread) {
	var before lognormal
	for side := range f.clubs {
		us, them := f.clubs[side], f.clubs[1-side]
		base := math.Log(f.season.league.Goals) + us.attack - them.defence
		// The expected elevens of average clubs cancel: what is left of them is
		// the difference between our attack and their defence.
		base += [2]float64{homeAdvantage / 2, -homeAdvantage / 2}[side]
		f.rates[side] = math.Exp(base + on[side].attack - on[1-side].defence)
		before.mean[side] = base + expected[side].mean.attack - expected[1-side].mean.defence
		before.variance[side] = expected[side].variance.attack + expected[1-side].variance.defence
		before.covariance -= expected[side].covariance
		f.expected[side] = math.Exp(before.mean[side])
	}
	f.before = before.outcome()
}

// ranking orders a season's clubs by points, goal difference and goals.
func (s *season) ranking() []*club {
	t := s.table(s.last.AddDate(1, 0, 0))
	out := make([]*club, 0, len(t))
	for _, row := range t {
		out = append(out, row.club)
	}
	return out
}

// outcomeOf is the 1X2 outcome of a score.
func outcomeOf(goals [2]int) matchday.Outcome { return matchday.OutcomeOf(goals[0], goals[1]) }
