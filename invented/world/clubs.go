package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Club is a team. Its attack and defence are on its country's scale: logarithms
// of how much more it scores and how much less it concedes than the average,
// without the eleven that plays.
type Club struct {
	ID              int64
	Name, Code      string
	Country         *Country
	Founded         int
	Capacity        int
	Placeholder     bool
	formation       *Formation
	attack, defence float64
	level           int // of the league it plays in
	squad           []*Player
	days            map[time.Time]bool // dates on which it has a fixture
	Squads          []Squad            // league seasons, oldest first
	Absences        []*Absence
}

// Squad is a club's squad in one season.
type Squad struct {
	Season  *Season
	Players []*Player
	Numbers []int
}

// VenueID is the id of the club's ground.
func (c *Club) VenueID() int64 { return c.ID + 50_000 }

// LastPlayed is the latest date on which the club had a fixture, at noon.
func (c *Club) LastPlayed(now time.Time) time.Time {
	for d := midnight(now); d.After(now.AddDate(0, 0, -120)); d = d.AddDate(0, 0, -1) {
		if c.days[d] && d.Add(12*time.Hour).Before(now) {
			return d.Add(12 * time.Hour)
		}
	}
	return time.Time{}
}

// Standard deviations and differences of strength, in logarithms of goals.
const (
	strengthSpread = 0.19 // between clubs of a league: attack and defence alike
	styleSpread    = 0.07 // attack at the cost of defence
	levelGap       = 0.22 // attack and defence between two levels
	driftRound     = 0.012
	driftSummer    = 0.07
	regression     = 0.15 // share of its distance to the level's mean that a club loses each summer
)

func (c *Club) drift(rng *rand.Rand, sd float64) {
	c.attack += sd * rng.NormFloat64()
	c.defence += sd * rng.NormFloat64()
}

// regress moves the club towards the mean of its level, as money does.
func (c *Club) regress() {
	mean := -levelGap * float64(c.level-1)
	c.attack += regression * (mean - c.attack)
	c.defence += regression * (mean - c.defence)
}

// createClubs creates countries, leagues, clubs and their first squads.
func (w *World) createClubs(rng *rand.Rand) {
	byName := map[string]*Country{}
	for _, l := range w.options.Leagues {
		at, ok := byName[l.Country]
		if !ok {
			at = countryOf(l.Country)
			byName[l.Country] = at
			w.countries = append(w.countries, at)
		}
		lg := &Competition{League: l, Country: at}
		at.competitions = append(at.competitions, lg)
		w.Competitions = append(w.Competitions, lg)
		for range l.Clubs {
			c := w.newClub(rng, at, l.Level)
			lg.Clubs = append(lg.Clubs, c)
		}
	}
	for _, at := range w.countries {
		slices.SortFunc(at.competitions, func(a, b *Competition) int { return a.Level - b.Level })
	}
	w.Competitions = append(w.Competitions, &Competition{
		League:  League{ID: 24, Name: "National Cup", Code: "UK NC", Country: w.countries[0].Name, Level: 0, Goals: 1.25},
		Country: w.countries[0], Cup: true,
	})
	w.Placeholder = &Club{ID: 900_000, Name: "TBC", Country: w.countries[0], Founded: 0, Placeholder: true}
}

func (w *World) newClub(rng *rand.Rand, at *Country, level int) *Club {
	n := len(at.clubs)
	town := at.towns[n%len(at.towns)]
	if again := n / len(at.towns); again > 0 {
		town = fmt.Sprintf("%s %d", town, again+1)
	}
	mean := -levelGap * float64(level-1)
	strength, style := strengthSpread*rng.NormFloat64(), styleSpread*rng.NormFloat64()
	c := &Club{
		ID: 900_001 + int64(len(w.Clubs)), Name: at.club(town, n), Country: at,
		Code:    strings.ToUpper(strings.ReplaceAll(town, " ", ""))[:3],
		Founded: 1870 + rng.IntN(60), Capacity: 8_000 + 500*rng.IntN(100),
		formation: &formations[rng.IntN(len(formations))], level: level,
		attack: mean + strength + style, defence: mean + strength - style,
		days: map[time.Time]bool{},
	}
	at.clubs = append(at.clubs, c)
	w.Clubs = append(w.Clubs, c)
	for line, count := range squadLines {
		for range count {
			c.squad = append(c.squad, w.newPlayer(rng, at, line, seasonYear(w.options.Start)-w.options.Seasons-18-rng.IntN(15)))
		}
	}
	return c
}

// changeLevels prepares the leagues for the next year: clubs are promoted and
// relegated, their strengths drift, and players change clubs.
func (w *World) changeLevels(rng *rand.Rand, year int) {
	for _, at := range w.countries {
		for i := range len(at.competitions) - 1 {
			upper, lower := at.competitions[i], at.competitions[i+1]
			if lower.Level != upper.Level+1 {
				continue
			}
			n := min(moves, len(upper.Clubs)/2, len(lower.Clubs)/2)
			down := slices.Clone(upper.Clubs[len(upper.Clubs)-n:])
			up := slices.Clone(lower.Clubs[:n])
			upper.Clubs = append(upper.Clubs[:len(upper.Clubs)-n], up...)
			lower.Clubs = append(down, lower.Clubs[n:]...)
		}
		for _, l := range at.competitions {
			for _, c := range l.Clubs {
				c.level = l.Level
				c.regress()
				c.drift(rng, driftSummer)
				if rng.Float64() < 0.25 {
					c.formation = &formations[rng.IntN(len(formations))]
				}
			}
		}
		w.transfers(rng, at, year)
	}
}
