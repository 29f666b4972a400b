package world

import (
	"math"
	"math/rand/v2"
	"time"
)

// Absence is a time in which a player cannot play.
type Absence struct {
	ID        int64
	Player    *Player
	Club      *Club
	Season    *Season
	Kind      int64 // the source's type: an injury or a suspension
	Suspended bool
	From, To  time.Time // To is the zero time while a ban runs
	Missed    int       // fixtures
	Announced bool      // whether the end is announced before it comes
}

func (a *Absence) covers(t time.Time) bool {
	return !t.Before(a.From) && (a.To.IsZero() || t.Before(a.To))
}

// injuries are the source's types of the injuries that happen here.
var injuries = [...]int64{535, 536, 537, 554, 531, 336, 587}

const redCardSuspension = 1608

// Probabilities of an injury: of a starter in a fixture, and of any player in the
// week before one.
const (
	injuryInPlay     = 0.012
	injuryInTraining = 0.004
)

// longestInjury is an upper bound.
const longestInjury = 200 * 24 * time.Hour

// lineMinimum is the most players that any formation has in a line. Nobody is
// injured or banned unless more than one above it are left, so that a club always
// has an eleven.
var lineMinimum = [Lines]int{1, 4, 5, 3}

// availablePlayers lists a club's players who can play at t, and the absences of
// the others. Some are injured in training shortly before.
func (w *World) availablePlayers(rng *rand.Rand, s *Season, c *Club, t time.Time) (fit []*Player, missing []*Absence) {
	var left [Lines]int
	for _, p := range c.squad {
		if p.absence == nil || !p.absence.covers(t) {
			left[p.Line]++
		}
	}
	for _, p := range c.squad {
		out := p.absence != nil && p.absence.covers(t)
		if !out && rng.Float64() < injuryInTraining && left[p.Line] > lineMinimum[p.Line]+1 {
			from := t.Add(-time.Duration(30+rng.IntN(60)) * time.Hour)
			w.injure(rng, s, c, p, from, t.Add(24*time.Hour))
			left[p.Line]--
			out = true
		}
		if out {
			missing = append(missing, p.absence)
		} else {
			fit = append(fit, p)
		}
	}
	return fit, missing
}

// injure makes a player absent from a moment until a drawn one, not earlier than till.
func (w *World) injure(rng *rand.Rand, s *Season, c *Club, p *Player, from, till time.Time) {
	length := time.Duration(float64(24*time.Hour) * math.Exp(2.6+0.9*rng.NormFloat64()))
	to := from.Add(min(length, longestInjury))
	if to.Before(till) {
		to = till
	}
	w.addAbsence(&Absence{
		Player: p, Club: c, Season: s, Kind: injuries[rng.IntN(len(injuries))],
		From: from, To: to, Announced: rng.Float64() < 0.5,
	})
}

func (w *World) addAbsence(a *Absence) {
	a.ID = 7_000_001 + int64(len(w.absences))
	a.Player.absence = a
	a.Club.Absences = append(a.Club.Absences, a)
	w.absences = append(w.absences, a)
}

// drawAbsences draws who is injured or banned after a fixture, and counts the bans
// that were served in it.
func (w *World) drawAbsences(rng *rand.Rand, f *Fixture, side int) {
	c := f.Clubs[side]
	end := f.Kickoff.Add(2 * time.Hour)
	for _, a := range f.Absences[side] {
		a.Missed++
		if p := a.Player; p.banned > 0 && a.Suspended {
			if p.banned--; p.banned == 0 {
				a.To = end
			}
		}
	}
	var left [Lines]int
	for _, p := range c.squad {
		if p.absence == nil || !p.absence.covers(end) {
			left[p.Line]++
		}
	}
	for slot, p := range f.Sheets[side].Players[:Starters] {
		if left[p.Line] <= lineMinimum[p.Line]+1 {
			continue
		}
		switch {
		case f.sentOff[side].minute > 0 && f.sentOff[side].slot == slot:
			p.banned = 1 + rng.IntN(3)
			w.addAbsence(&Absence{Player: p, Club: c, Season: f.Season, Kind: redCardSuspension, Suspended: true, From: end})
			left[p.Line]--
		case rng.Float64() < injuryInPlay:
			w.injure(rng, f.Season, c, p, end, end)
			left[p.Line]--
		}
	}
}
