package world

import (
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// The lines of a team.
const (
	Goalkeeper = iota
	defence
	midfield
	attack
	Lines
)

// squadLines is how many players of each line a squad has.
var squadLines = [Lines]int{3, 8, 8, 5}

// Player is a footballer. Quality is in standard deviations between players of
// a level.
type Player struct {
	ID                  int64
	FirstName, LastName string
	Country             *Country
	Line                int
	quality             float64
	Birth               time.Time
	Height              int
	Number              int
	absence             *Absence // the latest one, over or not
	banned              int      // fixtures still to be missed
}

// Name is the full name.
func (p *Player) Name() string { return p.FirstName + " " + p.LastName }

// ShortName has only the first name's initial.
func (p *Player) ShortName() string { return p.FirstName[:1] + ". " + p.LastName }

func (w *World) newPlayer(rng *rand.Rand, at *Country, line, born int) *Player {
	p := &Player{
		ID: 90_000_001 + int64(len(w.Players)), Country: at, Line: line,
		FirstName: at.first[rng.IntN(len(at.first))], LastName: at.last[rng.IntN(len(at.last))],
		quality: rng.NormFloat64(),
		Birth:   matchday.Date(born, time.January, 1).AddDate(0, 0, rng.IntN(365)),
		Height:  172 + rng.IntN(24),
	}
	w.Players = append(w.Players, p)
	return p
}

// leaving is how many players a club loses each summer.
const leaving = 4

// transfers moves players of a country: every club releases some and signs as many
// for the same lines, from those whom others released or from its own youth.
func (w *World) transfers(rng *rand.Rand, at *Country, year int) {
	for _, c := range at.clubs {
		for range leaving {
			i := rng.IntN(len(c.squad))
			p := c.squad[i]
			c.squad = slices.Delete(c.squad, i, i+1)
			if year-p.Birth.Year() < 34 {
				at.freeAgents = append(at.freeAgents, p)
			}
		}
		for _, p := range c.squad {
			p.quality = 0.97*p.quality + 0.2*rng.NormFloat64()
		}
	}
	rng.Shuffle(len(at.freeAgents), func(i, j int) { at.freeAgents[i], at.freeAgents[j] = at.freeAgents[j], at.freeAgents[i] })
	for _, c := range at.clubs {
		var have [Lines]int
		for _, p := range c.squad {
			have[p.Line]++
		}
		for line, want := range squadLines {
			for ; have[line] < want; have[line]++ {
				i := slices.IndexFunc(at.freeAgents, func(p *Player) bool { return p.Line == line })
				if i < 0 {
					c.squad = append(c.squad, w.newPlayer(rng, at, line, year-18-rng.IntN(4)))
					continue
				}
				c.squad = append(c.squad, at.freeAgents[i])
				at.freeAgents = slices.Delete(at.freeAgents, i, i+1)
			}
		}
	}
}

// registerSquad sets a club's squad and shirt numbers for a season.
func (c *Club) registerSquad(s *Season) {
	slices.SortStableFunc(c.squad, func(a, b *Player) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return int(a.ID - b.ID)
	})
	m := Squad{Season: s, Players: slices.Clone(c.squad)}
	for i, p := range c.squad {
		p.Number = i + 1
		m.Numbers = append(m.Numbers, p.Number)
	}
	c.Squads = append(c.Squads, m)
}

// SquadAt is the club's squad at a moment: that of the latest published
// season.
func (c *Club) SquadAt(now time.Time) (Squad, bool) {
	for i := len(c.Squads) - 1; i >= 0; i-- {
		if !now.Before(Published(c.Squads[i].Season.Year)) {
			return c.Squads[i], true
		}
	}
	return Squad{}, false
}
