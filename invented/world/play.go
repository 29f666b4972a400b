package world

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Play is what happened on the pitch. It is drawn each time it is asked for, from
// the fixture's own seed: a world holds ten thousand fixtures and shows few of
// them at a time.
type Play struct {
	fixture       *Fixture
	Timeline      Timeline
	Goals         []Goal // by minute
	Cards         []Card
	Substitutions []Substitution
	Sides         [2]SidePlay
	end           int // last minute played
}

// SidePlay is what a team's players did, by their place on the team sheet.
type SidePlay struct {
	from, to   []int // minutes on the pitch; from -1: never
	Players    []PlayerStatistics
	Statistics Statistics
}

// Goal is one goal for a side, 0 home and 1 away.
type Goal struct {
	Side, Minute   int
	Scorer, Assist *Player // Assist may be nil
	Kind           int64   // the source's event type
}

// Card is one yellow or red card.
type Card struct {
	Side, Minute int
	Player       *Player
	Kind         int64
}

// Substitution is one player who replaces another.
type Substitution struct {
	Side, Minute int
	Off, On      *Player
}

// The source's event types.
const (
	EventGoal         = 14
	EventOwnGoal      = 15
	EventPenalty      = 16
	EventSubstitution = 18
	EventYellowCard   = 19
	EventRedCard      = 20
)

// rng is the fixture's own source of randomness for one purpose.
func (w *World) rng(f *Fixture, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(w.options.Seed^purpose<<32, uint64(f.ID)))
}

// Purposes of randomness. Each has its own stream, so a draw for one never changes
// another.
const (
	forPlay = iota + 1
	forOdds
)

// Play draws what happened in a fixture that kicks off: the same each time.
func (w *World) Play(f *Fixture) *Play {
	rng := w.rng(f, forPlay)
	p := &Play{fixture: f, Timeline: f.Timeline(), end: 90}
	if f.ExtraTime {
		p.end = 120
	}
	for s := range p.Sides {
		p.drawSubstitutions(rng, s)
	}
	for s, n := range f.Goals {
		p.dateGoals(rng, s, n, 0)
	}
	for s, n := range f.ExtraGoals {
		p.dateGoals(rng, s, n, 90)
	}
	slices.SortStableFunc(p.Goals, func(a, b Goal) int { return a.Minute - b.Minute })
	for s := range p.Sides {
		p.drawCards(rng, s)
	}
	for s := range p.Sides {
		p.drawStatistics(rng, s)
	}
	return p
}

// drawSubstitutions draws a side's substitutions, and with them who was on the pitch when.
func (p *Play) drawSubstitutions(rng *rand.Rand, s int) {
	players := p.fixture.Sheets[s].Players
	sd := &p.Sides[s]
	sd.from, sd.to = make([]int, len(players)), make([]int, len(players))
	for i := range players {
		sd.from[i] = -1
		if i < Starters {
			sd.from[i], sd.to[i] = 0, p.end
		}
	}
	red := p.fixture.sentOff[s]
	if red.minute > 0 {
		sd.to[red.slot] = red.minute
	}
	minute, made := 46, 0
	for i := Starters; i < len(players) && minute < 90; i++ {
		minute += rng.IntN(18)
		if minute >= 90 || players[i].Line == Goalkeeper || made == 5 {
			continue
		}
		// Substitutes replace players of their own line.
		var tired []int
		for slot, q := range players[:Starters] {
			if q.Line == players[i].Line && sd.to[slot] == p.end {
				tired = append(tired, slot)
			}
		}
		if len(tired) == 0 {
			continue
		}
		off := tired[rng.IntN(len(tired))]
		sd.to[off], sd.from[i], sd.to[i] = minute, minute, p.end
		made++
		p.Substitutions = append(p.Substitutions, Substitution{Side: s, Minute: minute, Off: players[off], On: players[i]})
	}
}

// on reports whether the player at a place was on the pitch in a minute.
func (sd *SidePlay) on(slot, minute int) bool {
	return sd.from[slot] >= 0 && sd.from[slot] < minute && minute <= sd.to[slot]
}

// scoringWeight is how a line's players share goals, and assists.
var scoringWeight = [Lines]float64{0, 0.6, 2, 4}

// drawScorer draws a player of a side who was on the pitch, by the weights of the
// lines; nil if there is nobody.
func (p *Play) drawScorer(rng *rand.Rand, s, minute int, not *Player) *Player {
	players, sd := p.fixture.Sheets[s].Players, &p.Sides[s]
	sum := 0.0
	for i, q := range players {
		if q != not && sd.on(i, minute) {
			sum += scoringWeight[q.Line]
		}
	}
	u := rng.Float64() * sum
	for i, q := range players {
		if q != not && sd.on(i, minute) {
			if u -= scoringWeight[q.Line]; u < 0 {
				return q
			}
		}
	}
	return nil
}

// firstHalfShare is the part of a fixture's goals that falls before the break.
const firstHalfShare = 0.45

// dateGoals draws minutes and scorers of n goals of a side after a minute: 0 or 90.
func (p *Play) dateGoals(rng *rand.Rand, s, n, after int) {
	for range n {
		minute := after + 1 + rng.IntN(30)
		if after == 0 {
			minute = 1 + rng.IntN(45)
			if rng.Float64() >= firstHalfShare {
				minute += 45
			}
		}
		g := Goal{Side: s, Minute: minute, Kind: EventGoal}
		switch u := rng.Float64(); {
		case u < 0.03:
			g.Kind = EventOwnGoal
			g.Scorer = p.drawScorer(rng, 1-s, minute, nil)
		case u < 0.11:
			g.Kind = EventPenalty
			g.Scorer = p.drawScorer(rng, s, minute, nil)
		default:
			g.Scorer = p.drawScorer(rng, s, minute, nil)
			if rng.Float64() < 0.7 {
				g.Assist = p.drawScorer(rng, s, minute, g.Scorer)
			}
		}
		p.Goals = append(p.Goals, g)
	}
}

// drawCards draws a side's cards.
func (p *Play) drawCards(rng *rand.Rand, s int) {
	players := p.fixture.Sheets[s].Players
	for range poisson(rng, 1.9) {
		minute := 10 + rng.IntN(80)
		if slot := rng.IntN(Starters); p.Sides[s].on(slot, minute) {
			p.Cards = append(p.Cards, Card{Side: s, Minute: minute, Player: players[slot], Kind: EventYellowCard})
		}
	}
	if red := p.fixture.sentOff[s]; red.minute > 0 {
		p.Cards = append(p.Cards, Card{Side: s, Minute: red.minute, Player: players[red.slot], Kind: EventRedCard})
	}
}

// Score is the score of the minutes after from up to to, as far as they are played.
func (p *Play) Score(from, to int, now time.Time) (goals [2]int) {
	for _, g := range p.Goals {
		if g.Minute > from && g.Minute <= to && p.Happened(g.Minute, now) {
			goals[g.Side]++
		}
	}
	return goals
}

// Happened reports whether a minute was played and is over.
func (p *Play) Happened(minute int, now time.Time) bool {
	if p.fixture.Stopped > 0 && minute > p.fixture.Stopped {
		return false
	}
	return !now.Before(p.Timeline.endOf(minute))
}
