package simulator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// club is a team with its strength on its country's scale: logarithms of how
// much more it scores and less it concedes than the average, before the worth
// of the eleven that plays.
type club struct {
	id              int64
	name, code      string
	country         *country
	founded         int
	capacity        int
	placeholder     bool
	formation       *formation
	attack, defence float64
	level           int // of the league it plays in, for the pull of its strength
	squad           []*player
	days            map[time.Time]bool // dates on which it has a fixture
	history         []membership       // league seasons, oldest first
	absences        []*absence
}

// membership is a club's squad in one season.
type membership struct {
	season  *season
	players []*player
	numbers []int
}

// venueID is the id of the ground of a club.
func (c *club) venueID() int64 { return c.id + 50_000 }

// lastPlayed is the latest date on which the club had a fixture, at noon.
func (c *club) lastPlayed(now time.Time) time.Time {
	for d := midnight(now); d.After(now.AddDate(0, 0, -120)); d = d.AddDate(0, 0, -1) {
		if c.days[d] && d.Add(12*time.Hour).Before(now) {
			return d.Add(12 * time.Hour)
		}
	}
	return time.Time{}
}

// Strength in logarithms of goals.
const (
	strengthSpread = 0.19 // between clubs of a league: attack and defence alike
	styleSpread    = 0.07 // attack at the cost of defence
	levelGap       = 0.22 // attack and defence between two levels
	driftRound     = 0.012
	driftSummer    = 0.07
	pull           = 0.15 // share of its distance to the level's mean that a club loses each summer
)

func (c *club) drift(rng *rand.Rand, sd float64) {
	c.attack += sd * rng.NormFloat64()
	c.defence += sd * rng.NormFloat64()
}

// settle pulls the club to the mean of its level, as money does.
func (c *club) settle() {
	mean := -levelGap * float64(c.level-1)
	c.attack += pull * (mean - c.attack)
	c.defence += pull * (mean - c.defence)
}

// found creates countries, leagues, clubs and their first squads.
func (w *World) found(rng *rand.Rand) {
	byName := map[string]*country{}
	for _, l := range w.options.Leagues {
		at, ok := byName[l.Country]
		if !ok {
			at = countryOf(l.Country)
			byName[l.Country] = at
			w.countries = append(w.countries, at)
		}
		lg := &league{League: l, country: at}
		at.leagues = append(at.leagues, lg)
		w.leagues = append(w.leagues, lg)
		for range l.Clubs {
			c := w.newClub(rng, at, l.Level)
			lg.clubs = append(lg.clubs, c)
		}
	}
	for _, at := range w.countries {
		slices.SortFunc(at.leagues, func(a, b *league) int { return a.Level - b.Level })
	}
	w.leagues = append(w.leagues, &league{
		League:  League{ID: 24, Name: "National Cup", Code: "UK NC", Country: w.countries[0].name, Level: 0, Goals: 1.25},
		country: w.countries[0], cup: true,
	})
	w.vacancy = &club{id: 900_000, name: "TBC", country: w.countries[0], founded: 0, placeholder: true}
}

func (w *World) newClub(rng *rand.Rand, at *country, level int) *club {
	n := len(at.clubs)
	town := at.towns[n%len(at.towns)]
	if again := n / len(at.towns); again > 0 {
		town = fmt.Sprintf("%s %d", town, again+1)
	}
	mean := -levelGap * float64(level-1)
	strength, style := strengthSpread*rng.NormFloat64(), styleSpread*rng.NormFloat64()
	c := &club{
		id: 900_001 + int64(len(w.clubs)), name: at.club(town, n), country: at,
		code:    strings.ToUpper(strings.ReplaceAll(town, " ", ""))[:3],
		founded: 1870 + rng.IntN(60), capacity: 8_000 + 500*rng.IntN(100),
		formation: &formations[rng.IntN(len(formations))], level: level,
		attack: mean + strength + style, defence: mean + strength - style,
		days: map[time.Time]bool{},
	}
	at.clubs = append(at.clubs, c)
	w.clubs = append(w.clubs, c)
	for line, count := range squadLines {
		for range count {
			c.squad = append(c.squad, w.newPlayer(rng, at, line, seasonYear(w.options.Start)-w.options.Seasons-18-rng.IntN(15)))
		}
	}
	return c
}

// summer turns the leagues of the year that is over into those of the next:
// clubs change levels, drift, and change players.
func (w *World) summer(rng *rand.Rand, year int) {
	for _, at := range w.countries {
		for i := range len(at.leagues) - 1 {
			upper, lower := at.leagues[i], at.leagues[i+1]
			if lower.Level != upper.Level+1 {
				continue
			}
			n := min(moves, len(upper.clubs)/2, len(lower.clubs)/2)
			down := slices.Clone(upper.clubs[len(upper.clubs)-n:])
			up := slices.Clone(lower.clubs[:n])
			upper.clubs = append(upper.clubs[:len(upper.clubs)-n], up...)
			lower.clubs = append(down, lower.clubs[n:]...)
		}
		for _, l := range at.leagues {
			for _, c := range l.clubs {
				c.level = l.Level
				c.settle()
				c.drift(rng, driftSummer)
				if rng.Float64() < 0.25 {
					c.formation = &formations[rng.IntN(len(formations))]
				}
			}
		}
		w.transfers(rng, at, year)
	}
}
