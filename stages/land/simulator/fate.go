package simulator

import (
	"math/rand/v2"
	"time"

	"matchday"
)

// fate is what becomes of a fixture.
type fate int

const (
	ordinary  fate = iota
	delayed        // begins late
	postponed      // played on another date
	recreated      // postponed; the source deletes it and lists it anew under another id
	cancelled      // postponed and never played
	abandoned      // stopped and never finished
	awarded        // stopped and decided at a table
	walkover       // one side does not come
)

// Shares of fixtures with another than the ordinary fate, and of those whose
// score is wrong at first.
const (
	shareDelayed   = 0.008
	sharePostponed = 0.012
	shareAbandoned = 0.0025
	shareWalkover  = 0.01 // of cup ties
	shareCorrected = 0.006
)

// confirmed is how long before its date a fixture's time is chosen; earlier the
// source shows the round's usual hour.
const confirmed = 35 * 24 * time.Hour

type sentOff struct{ slot, minute int }

// fixture is one fixture and the truth about it.
type fixture struct {
	id     int64
	season *season
	stage  *stage
	round  *round   // nil in the cup
	clubs  [2]*club // home, away
	place  string   // the tie's name while its clubs are unknown
	drawn  time.Time

	// The kick-off as the source tells it: provisional until the hour is
	// confirmed, first until a postponement is over, then kickoff.
	provisional, first, kickoff time.Time
	listed, deleted             time.Time // seen from, not seen since (zero: for ever)
	notice, renewed             time.Time // a postponement, and its new date, became known
	fate                        fate
	late                        time.Duration // begins so much after kickoff
	stopped                     int           // minute in which it was abandoned
	corrected                   time.Duration // after full time; zero: never wrong

	sheets    [2]sheet
	absent    [2][]*absence
	rates     [2]float64 // means of the goals, given the elevens
	expected  [2]float64 // their geometric means before
	before    matchday.Probs
	truth     matchday.Probs // given the elevens
	goals     [2]int         // after 90 minutes
	shown     [2]int         // what the source says until the correction
	red       [2]sentOff     // minute 0: nobody
	tied      bool           // goes to extra time
	extra     [2]int
	penalties [2]int
}

// begins reports whether the fixture is ever kicked off.
func (f *fixture) begins() bool {
	return f.fate != cancelled && f.fate != recreated && f.fate != walkover && !f.vacant()
}

// counts reports whether its 90-minute score stands.
func (f *fixture) counts() bool { return f.begins() && f.fate != abandoned && f.fate != awarded }

func (f *fixture) vacant() bool { return f.clubs[0].placeholder }

// decide draws the fate of a league fixture.
func (w *World) decide(rng *rand.Rand, f *fixture) {
	u := rng.Float64()
	switch {
	case u < shareDelayed:
		f.fate, f.late = delayed, time.Duration(20+rng.IntN(60))*time.Minute
	case u < shareDelayed+sharePostponed:
		w.postpone(rng, f)
	case u < shareDelayed+sharePostponed+shareAbandoned:
		f.fate, f.stopped = abandoned, 15+rng.IntN(65)
		if rng.Float64() < 0.5 {
			f.fate = awarded
		}
	default:
		f.late = time.Duration(rng.IntN(5)) * time.Minute
		if rng.Float64() < shareCorrected {
			f.corrected = time.Duration(2*60+rng.IntN(28*60)) * time.Minute
		}
	}
}

// decideTie draws the fate of a cup tie.
func (f *fixture) decideTie(rng *rand.Rand) {
	f.late = time.Duration(rng.IntN(5)) * time.Minute
	if rng.Float64() < shareWalkover && f.stage.order == 1 {
		f.fate, f.notice = walkover, f.first.Add(-26*time.Hour)
	}
}

// postpone moves a fixture to a free Tuesday, if the season has one left; the
// new date becomes known days after the notice.
func (w *World) postpone(rng *rand.Rand, f *fixture) {
	f.fate = postponed
	f.notice = f.first.Add(-time.Duration(2+rng.IntN(30)) * time.Hour)
	f.renewed = f.notice.Add(time.Duration(3*24+rng.IntN(6*24)) * time.Hour)
	date, ok := f.freeTuesday()
	if !ok || rng.Float64() < 0.1 {
		f.fate, f.renewed = cancelled, time.Time{}
		return
	}
	at := f.season.league.country.at(date, f.season.league.country.midweek)
	for _, c := range f.clubs {
		c.days[date] = true
	}
	if rng.Float64() < 0.15 {
		again := w.newFixture(f.season, f.stage, at)
		again.round, again.clubs, again.listed = f.round, f.clubs, f.renewed
		f.fate, f.deleted = recreated, f.renewed
		return
	}
	f.kickoff = at
}

// freeTuesday is the first Tuesday two weeks or more after the fixture's date
// on which neither club plays from the day before to the cup's day after.
func (f *fixture) freeTuesday() (time.Time, bool) {
	for d := midnight(f.first).AddDate(0, 0, 14); d.Before(f.season.last.AddDate(0, 0, -4)); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Tuesday {
			continue
		}
		free := true
		for _, c := range f.clubs {
			for near := -1; near <= 1; near++ {
				free = free && !c.days[d.AddDate(0, 0, near)]
			}
		}
		for _, cup := range cupDays(f.season.year) {
			free = free && !cup.Equal(d.AddDate(0, 0, 1))
		}
		if free {
			return d, true
		}
	}
	return time.Time{}, false
}

// mistake makes the score that the source shows at first wrong by one goal.
func (f *fixture) mistake(rng *rand.Rand) {
	side := rng.IntN(2)
	if f.shown[side] > 0 && rng.IntN(2) == 0 {
		f.shown[side]--
	} else {
		f.shown[side]++
	}
}
