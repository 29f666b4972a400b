package world

import (
	"math/rand/v2"
	"time"

	"matchday"
)

// fixtureStatus is what becomes of a fixture.
type fixtureStatus int

const (
	statusOrdinary  fixtureStatus = iota
	statusDelayed                 // begins late
	statusPostponed               // played on another date
	statusRecreated               // postponed; the source deletes it and lists it again under another id
	statusCancelled               // postponed and never played
	statusAbandoned               // stopped and never finished
	statusAwarded                 // stopped; the association awards the result
	statusWalkover                // one side does not turn up
)

// Shares of fixtures with another status than the ordinary one, and of those whose
// first score is wrong.
const (
	shareDelayed   = 0.008
	sharePostponed = 0.012
	shareAbandoned = 0.0025
	shareWalkover  = 0.01 // of cup ties
	shareCorrected = 0.006
)

// confirmed is how long before its date the hour of a fixture is fixed. Before
// that the source shows the round's usual hour.
const confirmed = 35 * 24 * time.Hour

type sentOff struct{ slot, minute int }

// Fixture is one fixture and the truth about it.
type Fixture struct {
	ID      int64
	Season  *Season
	Stage   *Stage
	Round   *Round   // nil in the cup
	Clubs   [2]*Club // home, away
	TieName string   // the tie's name while its clubs are unknown
	Drawn   time.Time

	// The source shows provisional until the hour is confirmed, first until a
	// postponed fixture has its new date, then Kickoff.
	provisional, first, Kickoff time.Time
	listed, Deleted             time.Time // listed from, deleted at (zero: never)
	noticed, renewed            time.Time // when a postponement and the new date became known
	status                      fixtureStatus
	delay                       time.Duration // how long after Kickoff it begins
	Stopped                     int           // minute in which it was abandoned
	corrected                   time.Duration // how long after full time the score is put right; zero: never wrong

	Sheets     [2]TeamSheet
	Absences   [2][]*Absence
	rates      [2]float64 // means of the goals, given the elevens
	expected   [2]float64 // geometric means of the rates before the elevens are known
	before     matchday.Probs
	truth      matchday.Probs // given the elevens
	Goals      [2]int         // after 90 minutes
	shown      [2]int         // what the source says until the correction
	sentOff    [2]sentOff     // minute 0: nobody
	ExtraTime  bool           // goes to extra time
	ExtraGoals [2]int
	Penalties  [2]int
}

// Begins reports whether the fixture ever kicks off.
func (f *Fixture) Begins() bool {
	return f.status != statusCancelled && f.status != statusRecreated && f.status != statusWalkover && !f.neverDrawn()
}

// Counts reports whether its 90-minute score stands.
func (f *Fixture) Counts() bool {
	return f.Begins() && f.status != statusAbandoned && f.status != statusAwarded
}

func (f *Fixture) neverDrawn() bool { return f.Clubs[0].Placeholder }

// drawStatus draws the status of a league fixture.
func (w *World) drawStatus(rng *rand.Rand, f *Fixture) {
	u := rng.Float64()
	switch {
	case u < shareDelayed:
		f.status, f.delay = statusDelayed, time.Duration(20+rng.IntN(60))*time.Minute
	case u < shareDelayed+sharePostponed:
		w.postpone(rng, f)
	case u < shareDelayed+sharePostponed+shareAbandoned:
		f.status, f.Stopped = statusAbandoned, 15+rng.IntN(65)
		if rng.Float64() < 0.5 {
			f.status = statusAwarded
		}
	default:
		f.delay = time.Duration(rng.IntN(5)) * time.Minute
		if rng.Float64() < shareCorrected {
			f.corrected = time.Duration(2*60+rng.IntN(28*60)) * time.Minute
		}
	}
}

// drawTieStatus draws the status of a cup tie.
func (f *Fixture) drawTieStatus(rng *rand.Rand) {
	f.delay = time.Duration(rng.IntN(5)) * time.Minute
	if rng.Float64() < shareWalkover && f.Stage.Order == 1 {
		f.status, f.noticed = statusWalkover, f.first.Add(-26*time.Hour)
	}
}

// postpone moves a fixture to a free Tuesday if the season has one left. The new
// date becomes known some days after the notice.
func (w *World) postpone(rng *rand.Rand, f *Fixture) {
	f.status = statusPostponed
	f.noticed = f.first.Add(-time.Duration(2+rng.IntN(30)) * time.Hour)
	f.renewed = f.noticed.Add(time.Duration(3*24+rng.IntN(6*24)) * time.Hour)
	date, ok := f.freeTuesday()
	if !ok || rng.Float64() < 0.1 {
		f.status, f.renewed = statusCancelled, time.Time{}
		return
	}
	at := f.Season.Competition.Country.at(date, f.Season.Competition.Country.midweek)
	for _, c := range f.Clubs {
		c.days[date] = true
	}
	if rng.Float64() < 0.15 {
		again := w.newFixture(f.Season, f.Stage, at)
		again.Round, again.Clubs, again.listed = f.Round, f.Clubs, f.renewed
		f.status, f.Deleted = statusRecreated, f.renewed
		return
	}
	f.Kickoff = at
}

// freeTuesday is the first Tuesday two weeks or more after the fixture's date
// on which neither club plays from the day before to the cup's day after.
func (f *Fixture) freeTuesday() (time.Time, bool) {
	for d := midnight(f.first).AddDate(0, 0, 14); d.Before(f.Season.Last.AddDate(0, 0, -4)); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Tuesday {
			continue
		}
		free := true
		for _, c := range f.Clubs {
			for near := -1; near <= 1; near++ {
				free = free && !c.days[d.AddDate(0, 0, near)]
			}
		}
		for _, cup := range cupDays(f.Season.Year) {
			free = free && !cup.Equal(d.AddDate(0, 0, 1))
		}
		if free {
			return d, true
		}
	}
	return time.Time{}, false
}

// drawWrongScore changes the score that the source shows at first by one goal.
func (f *Fixture) drawWrongScore(rng *rand.Rand) {
	side := rng.IntN(2)
	if f.shown[side] > 0 && rng.IntN(2) == 0 {
		f.shown[side]--
	} else {
		f.shown[side]++
	}
}
