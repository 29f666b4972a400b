package simulator

import (
	"math"
	"math/rand/v2"
	"time"
)

// absence is a time in which a player cannot play.
type absence struct {
	id        int64
	player    *player
	club      *club
	season    *season
	kind      int64 // the source's type: an injury or a suspension
	suspended bool
	from, to  time.Time // to is the zero time while a ban runs
	missed    int       // fixtures
	told      bool      // whether the end is announced before it comes
}

func (a *absence) covers(t time.Time) bool {
	return !t.Before(a.from) && (a.to.IsZero() || t.Before(a.to))
}

// injuries are the source's types of injury with which players fall out.
var injuries = [...]int64{535, 536, 537, 554, 531, 336, 587}

const redCardSuspension = 1608

// Probabilities of falling out: a starter in a fixture, and any player in the
// week before one.
const (
	hurtInPlay     = 0.012
	hurtInTraining = 0.004
)

// longest bounds an injury.
const longest = 200 * 24 * time.Hour

// needed is the most that any formation asks of a line. A player falls out only
// if that many and one more are left, so that a club always has an eleven.
var needed = [lines]int{1, 4, 5, 3}

// available lists who of a club can play at t, lets some fall out in training
// shortly before, and lists who is missing.
func (w *World) available(rng *rand.Rand, s *season, c *club, t time.Time) (fit []*player, missing []*absence) {
	var left [lines]int
	for _, p := range c.squad {
		if p.out == nil || !p.out.covers(t) {
			left[p.line]++
		}
	}
	for _, p := range c.squad {
		out := p.out != nil && p.out.covers(t)
		if !out && rng.Float64() < hurtInTraining && left[p.line] > needed[p.line]+1 {
			from := t.Add(-time.Duration(30+rng.IntN(60)) * time.Hour)
			w.hurt(rng, s, c, p, from, t.Add(24*time.Hour))
			left[p.line]--
			out = true
		}
		if out {
			missing = append(missing, p.out)
		} else {
			fit = append(fit, p)
		}
	}
	return fit, missing
}

// hurt takes a player out from a moment to one that is at least till.
func (w *World) hurt(rng *rand.Rand, s *season, c *club, p *player, from, till time.Time) {
	length := time.Duration(float64(24*time.Hour) * math.Exp(2.6+0.9*rng.NormFloat64()))
	to := from.Add(min(length, longest))
	if to.Before(till) {
		to = till
	}
	w.absent(&absence{
		player: p, club: c, season: s, kind: injuries[rng.IntN(len(injuries))],
		from: from, to: to, told: rng.Float64() < 0.5,
	})
}

func (w *World) absent(a *absence) {
	a.id = 7_000_001 + int64(len(w.absences))
	a.player.out = a
	a.club.absences = append(a.club.absences, a)
	w.absences = append(w.absences, a)
}

// aftermath lets starters fall out for what happened in a fixture, and counts
// the bans that were served in it.
func (w *World) aftermath(rng *rand.Rand, f *fixture, side int) {
	c := f.clubs[side]
	end := f.kickoff.Add(2 * time.Hour)
	for _, a := range f.absent[side] {
		a.missed++
		if p := a.player; p.banned > 0 && a.suspended {
			if p.banned--; p.banned == 0 {
				a.to = end
			}
		}
	}
	var left [lines]int
	for _, p := range c.squad {
		if p.out == nil || !p.out.covers(end) {
			left[p.line]++
		}
	}
	for slot, p := range f.sheets[side].players[:starters] {
		if left[p.line] <= needed[p.line]+1 {
			continue
		}
		switch {
		case f.red[side].minute > 0 && f.red[side].slot == slot:
			p.banned = 1 + rng.IntN(3)
			w.absent(&absence{player: p, club: c, season: f.season, kind: redCardSuspension, suspended: true, from: end})
			left[p.line]--
		case rng.Float64() < hurtInPlay:
			w.hurt(rng, f.season, c, p, end, end)
			left[p.line]--
		}
	}
}
