package simulator

import (
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// The lines of a team.
const (
	keeper = iota
	defence
	midfield
	attack
	lines
)

// squadLines is how many players of each line a squad has.
var squadLines = [lines]int{3, 8, 8, 5}

// player is a footballer. Quality is in standard deviations between players of
// a level.
type player struct {
	id          int64
	first, last string
	country     *country
	line        int
	quality     float64
	birth       time.Time
	height      int
	number      int
	out         *absence // the latest one, over or not
	banned      int      // fixtures still to be missed
}

func (p *player) name() string      { return p.first + " " + p.last }
func (p *player) shortName() string { return p.first[:1] + ". " + p.last }

func (w *World) newPlayer(rng *rand.Rand, at *country, line, born int) *player {
	p := &player{
		id: 90_000_001 + int64(len(w.players)), country: at, line: line,
		first: at.first[rng.IntN(len(at.first))], last: at.last[rng.IntN(len(at.last))],
		quality: rng.NormFloat64(),
		birth:   matchday.Date(born, time.January, 1).AddDate(0, 0, rng.IntN(365)),
		height:  172 + rng.IntN(24),
	}
	w.players = append(w.players, p)
	return p
}

// leaving is how many players a club loses each summer.
const leaving = 4

// transfers lets every club of a country release players and sign as many for
// the same lines, from those whom others released or from its own youth.
func (w *World) transfers(rng *rand.Rand, at *country, year int) {
	for _, c := range at.clubs {
		for range leaving {
			i := rng.IntN(len(c.squad))
			p := c.squad[i]
			c.squad = slices.Delete(c.squad, i, i+1)
			if year-p.birth.Year() < 34 {
				at.free = append(at.free, p)
			}
		}
		for _, p := range c.squad {
			p.quality = 0.97*p.quality + 0.2*rng.NormFloat64()
		}
	}
	rng.Shuffle(len(at.free), func(i, j int) { at.free[i], at.free[j] = at.free[j], at.free[i] })
	for _, c := range at.clubs {
		var have [lines]int
		for _, p := range c.squad {
			have[p.line]++
		}
		for line, want := range squadLines {
			for ; have[line] < want; have[line]++ {
				i := slices.IndexFunc(at.free, func(p *player) bool { return p.line == line })
				if i < 0 {
					c.squad = append(c.squad, w.newPlayer(rng, at, line, year-18-rng.IntN(4)))
					continue
				}
				c.squad = append(c.squad, at.free[i])
				at.free = slices.Delete(at.free, i, i+1)
			}
		}
	}
}

// enrol fixes a club's squad and shirt numbers for a season.
func (c *club) enrol(s *season) {
	slices.SortStableFunc(c.squad, func(a, b *player) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return int(a.id - b.id)
	})
	m := membership{season: s, players: slices.Clone(c.squad)}
	for i, p := range c.squad {
		p.number = i + 1
		m.numbers = append(m.numbers, p.number)
	}
	c.history = append(c.history, m)
}

// membershipAt is the club's squad at a moment: that of the latest published
// season.
func (c *club) membershipAt(now time.Time) (membership, bool) {
	for i := len(c.history) - 1; i >= 0; i-- {
		if !now.Before(published(c.history[i].season.year)) {
			return c.history[i], true
		}
	}
	return membership{}, false
}
