package world

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Season is one year of a league or of the cup.
type Season struct {
	ID          int64
	Competition *Competition
	Year        int
	Name        string
	First, Last time.Time
	Stages      []*Stage
	Clubs       []*Club
	Fixtures    []*Fixture // by id
}

// Stage is the whole of a league's season, or one round of the cup.
type Stage struct {
	ID          int64
	Season      *Season
	Name        string
	Kind        int64 // the source's type: 223 group stage, 224 knock-out
	Order       int
	First, Last time.Time
	Rounds      []*Round
}

// Round is a match day of a league.
type Round struct {
	ID          int64
	Stage       *Stage
	Name        string
	First, Last time.Time
}

// playSeasons schedules all competitions of a year and plays them in the order of
// their kick-offs. It leaves the leagues' clubs in the order of the final tables.
func (w *World) playSeasons(rng *rand.Rand, year int) {
	var all []*Fixture
	var cup *Season
	leagues := map[*Competition]*Season{}
	for _, l := range w.Competitions {
		s := w.newSeason(l, year)
		if l.Cup {
			cup = s
			w.scheduleCup(rng, s)
			continue
		}
		leagues[l] = s
		for _, c := range l.Clubs {
			c.registerSquad(s)
		}
		w.schedule(rng, s)
		all = append(all, s.Fixtures...)
	}
	slices.SortStableFunc(all, func(a, b *Fixture) int { return a.Kickoff.Compare(b.Kickoff) })
	for _, tie := range cup.Stages {
		next, _ := slices.BinarySearchFunc(all, tie.First, func(f *Fixture, t time.Time) int { return f.Kickoff.Compare(t) })
		w.playAll(rng, all[:next])
		all = all[next:]
		w.playTies(rng, cup, tie)
	}
	w.playAll(rng, all)
	for _, l := range w.Competitions {
		if s := leagues[l]; s != nil {
			l.Clubs = s.ranking()
		}
	}
}

func (w *World) playAll(rng *rand.Rand, fixtures []*Fixture) {
	for _, f := range fixtures {
		w.playFixture(rng, f)
	}
}

func (w *World) newSeason(l *Competition, year int) *Season {
	s := &Season{
		ID: 30_001 + int64(len(w.Seasons)), Competition: l, Year: year, Name: seasonName(year),
		Clubs: slices.Clone(l.Clubs),
	}
	w.Seasons = append(w.Seasons, s)
	return s
}

func (s *Season) addStage(name string, kind int64) *Stage {
	st := &Stage{ID: 77_000_000 + 10*s.ID + int64(len(s.Stages)), Season: s, Name: name, Kind: kind, Order: len(s.Stages) + 1}
	s.Stages = append(s.Stages, st)
	return st
}

// schedule writes a league's fixture list.
func (w *World) schedule(rng *rand.Rand, s *Season) {
	st := s.addStage("Regular Season", 223)
	rounds := doubleRoundRobin(len(s.Clubs))
	days := seasonDays(s.Year, len(rounds))
	order := rng.Perm(len(s.Clubs))
	for r, pairs := range rounds[:min(len(rounds), len(days))] {
		rd := &Round{ID: 100*s.ID + int64(r), Stage: st, Name: fmt.Sprint(r + 1)}
		st.Rounds = append(st.Rounds, rd)
		together := r >= len(rounds)-2 && !days[r].midweek
		for i, at := range s.Competition.Country.kickoffs(rng, days[r], len(pairs), together) {
			f := w.newFixture(s, st, at)
			f.Round = rd
			f.Clubs = [2]*Club{s.Clubs[order[pairs[i][0]]], s.Clubs[order[pairs[i][1]]]}
			f.provisional = at
			if !days[r].midweek {
				f.provisional = s.Competition.Country.at(days[r].date, s.Competition.Country.usual)
			}
			rd.cover(at)
			for _, c := range f.Clubs {
				c.days[midnight(at)] = true
			}
		}
		st.cover(rd.First, rd.Last)
	}
	s.First, s.Last = st.First, st.Last
	for _, f := range slices.Clone(s.Fixtures) {
		w.drawStatus(rng, f)
	}
}

func (w *World) newFixture(s *Season, st *Stage, at time.Time) *Fixture {
	f := &Fixture{
		ID: 19_000_001 + int64(len(w.Fixtures)), Season: s, Stage: st,
		provisional: at, first: at, Kickoff: at, listed: Published(s.Year),
	}
	s.Fixtures = append(s.Fixtures, f)
	w.Fixtures = append(w.Fixtures, f)
	return f
}

func (r *Round) cover(t time.Time) {
	r.First, r.Last = earlier(r.First, midnight(t)), later(r.Last, midnight(t))
}

func (s *Stage) cover(first, last time.Time) {
	s.First, s.Last = earlier(s.First, first), later(s.Last, last)
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

// playFixture chooses the teams of a fixture, sets its true rates, and draws its
// score. A fixture that never kicks off changes no club and no player.
func (w *World) playFixture(rng *rand.Rand, f *Fixture) {
	factor := 1.0
	if f.Season.Competition.Cup || f.Kickoff.Weekday() == time.Tuesday || f.Kickoff.Weekday() == time.Wednesday {
		factor = rotationFactor
	}
	var on [2]strength
	var expected [2]spread
	for side, c := range f.Clubs {
		fit, missing := w.availablePlayers(rng, f.Season, c, f.Kickoff)
		f.Absences[side] = missing
		f.Sheets[side], on[side], expected[side] = c.selectTeam(rng, fit, factor)
	}
	f.setRates(on, expected)
	m := scoresOf(f.rates)
	f.truth = m.outcome()
	f.Goals = m.draw(rng)
	f.shown = f.Goals
	for side := range f.sentOff {
		if rng.Float64() < 0.04 {
			f.sentOff[side] = sentOff{slot: 1 + rng.IntN(Starters-1), minute: 25 + rng.IntN(65)}
		}
	}
	if f.corrected > 0 {
		f.drawWrongScore(rng)
	}
	if !f.Begins() {
		return
	}
	for side, c := range f.Clubs {
		w.drawAbsences(rng, f, side)
		c.drift(rng, driftRound)
	}
}

// setRates computes the rates of a fixture given its elevens, and the outcome's
// probabilities before they are known.
func (f *Fixture) setRates(on [2]strength, expected [2]spread) {
	var before lognormal
	for side := range f.Clubs {
		us, them := f.Clubs[side], f.Clubs[1-side]
		base := math.Log(f.Season.Competition.Goals) + us.attack - them.defence
		// The base holds no eleven: the mean elevens of two average clubs add to
		// the attack of one what they add to the defence of the other.
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
func (s *Season) ranking() []*Club {
	t := s.table(s.Last.AddDate(1, 0, 0))
	out := make([]*Club, 0, len(t))
	for _, row := range t {
		out = append(out, row.Club)
	}
	return out
}
