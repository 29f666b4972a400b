package simulator

import (
	"math/rand/v2"
	"slices"
	"time"
)

// play is what happened on the pitch. It is drawn anew, from the fixture's own
// seed, each time it is asked for: a world holds ten thousand fixtures and
// shows few of them at a time.
type play struct {
	f       *fixture
	h       hours
	goals   []goal // by minute
	cards   []card
	changes []change
	sides   [2]side
	end     int // last minute played
}

// side is what a team's players did, by their place on the sheet.
type side struct {
	from, to []int // minutes on the pitch; from -1: never
	rows     []playerRow
	stats    statistics
}

type goal struct {
	side, minute int
	by, assist   *player // assist may be nil
	kind         int64   // the source's event type
}

type card struct {
	side, minute int
	player       *player
	kind         int64
}

type change struct {
	side, minute int
	off, on      *player
}

// The source's event types.
const (
	eventGoal    = 14
	eventOwnGoal = 15
	eventPenalty = 16
	eventChange  = 18
	eventYellow  = 19
	eventRed     = 20
)

// rng is the fixture's own source of randomness for one purpose.
func (w *World) rng(f *fixture, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(w.options.Seed^purpose<<32, uint64(f.id)))
}

// Purposes of randomness; each has a stream of its own, so that what is drawn
// for one never moves another.
const (
	forPlay = iota + 1
	forOdds
)

func (w *World) playOf(f *fixture) *play {
	rng := w.rng(f, forPlay)
	p := &play{f: f, h: f.hours(), end: 90}
	if f.tied {
		p.end = 120
	}
	for s := range p.sides {
		p.substitute(rng, s)
	}
	for s, n := range f.goals {
		p.score(rng, s, n, 0)
	}
	for s, n := range f.extra {
		p.score(rng, s, n, 90)
	}
	slices.SortStableFunc(p.goals, func(a, b goal) int { return a.minute - b.minute })
	for s := range p.sides {
		p.book(rng, s)
	}
	for s := range p.sides {
		p.measure(rng, s)
	}
	return p
}

// substitute draws a side's changes and from them who was on when.
func (p *play) substitute(rng *rand.Rand, s int) {
	players := p.f.sheets[s].players
	sd := &p.sides[s]
	sd.from, sd.to = make([]int, len(players)), make([]int, len(players))
	for i := range players {
		sd.from[i] = -1
		if i < starters {
			sd.from[i], sd.to[i] = 0, p.end
		}
	}
	red := p.f.red[s]
	if red.minute > 0 {
		sd.to[red.slot] = red.minute
	}
	minute, made := 46, 0
	for i := starters; i < len(players) && minute < 90; i++ {
		minute += rng.IntN(18)
		if minute >= 90 || players[i].line == keeper || made == 5 {
			continue
		}
		// The one who goes off plays in the line of the one who comes on.
		var tired []int
		for slot, q := range players[:starters] {
			if q.line == players[i].line && sd.to[slot] == p.end {
				tired = append(tired, slot)
			}
		}
		if len(tired) == 0 {
			continue
		}
		off := tired[rng.IntN(len(tired))]
		sd.to[off], sd.from[i], sd.to[i] = minute, minute, p.end
		made++
		p.changes = append(p.changes, change{side: s, minute: minute, off: players[off], on: players[i]})
	}
}

// on reports whether the player at a place was on the pitch in a minute.
func (sd *side) on(slot, minute int) bool {
	return sd.from[slot] >= 0 && sd.from[slot] < minute && minute <= sd.to[slot]
}

// likely is how a line's players share goals, and assists.
var likely = [lines]float64{0, 0.6, 2, 4}

// pick draws a player of a side who was on the pitch, by the weights of the
// lines; nil if there is nobody.
func (p *play) pick(rng *rand.Rand, s, minute int, not *player) *player {
	players, sd := p.f.sheets[s].players, &p.sides[s]
	sum := 0.0
	for i, q := range players {
		if q != not && sd.on(i, minute) {
			sum += likely[q.line]
		}
	}
	u := rng.Float64() * sum
	for i, q := range players {
		if q != not && sd.on(i, minute) {
			if u -= likely[q.line]; u < 0 {
				return q
			}
		}
	}
	return nil
}

// firstHalfShare is the part of a fixture's goals that falls before the break.
const firstHalfShare = 0.45

// score dates n goals of a side; after says after which minute: 0 or 90.
func (p *play) score(rng *rand.Rand, s, n, after int) {
	for range n {
		minute := after + 1 + rng.IntN(30)
		if after == 0 {
			minute = 1 + rng.IntN(45)
			if rng.Float64() >= firstHalfShare {
				minute += 45
			}
		}
		g := goal{side: s, minute: minute, kind: eventGoal}
		switch u := rng.Float64(); {
		case u < 0.03:
			g.kind = eventOwnGoal
			g.by = p.pick(rng, 1-s, minute, nil)
		case u < 0.11:
			g.kind = eventPenalty
			g.by = p.pick(rng, s, minute, nil)
		default:
			g.by = p.pick(rng, s, minute, nil)
			if rng.Float64() < 0.7 {
				g.assist = p.pick(rng, s, minute, g.by)
			}
		}
		p.goals = append(p.goals, g)
	}
}

// book draws a side's cards.
func (p *play) book(rng *rand.Rand, s int) {
	players := p.f.sheets[s].players
	for range poisson(rng, 1.9) {
		minute := 10 + rng.IntN(80)
		if slot := rng.IntN(starters); p.sides[s].on(slot, minute) {
			p.cards = append(p.cards, card{side: s, minute: minute, player: players[slot], kind: eventYellow})
		}
	}
	if red := p.f.red[s]; red.minute > 0 {
		p.cards = append(p.cards, card{side: s, minute: red.minute, player: players[red.slot], kind: eventRed})
	}
}

// tally is the score of a range of minutes as far as it has been played.
func (p *play) tally(from, to int, now time.Time) (goals [2]int) {
	for _, g := range p.goals {
		if g.minute > from && g.minute <= to && p.happened(g.minute, now) {
			goals[g.side]++
		}
	}
	return goals
}

// happened reports whether a minute was played and is over.
func (p *play) happened(minute int, now time.Time) bool {
	if p.f.stopped > 0 && minute > p.f.stopped {
		return false
	}
	return !now.Before(p.h.moment(minute))
}
