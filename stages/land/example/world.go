// Package example invents a small football world and writes it down in the
// layout that football-data.co.uk publishes, dirt included. Every number is
// drawn from a seed, so that the same seed gives the same bytes, and the true
// probabilities of every fixture are known: what a model says can be held
// against what is so. The example job and the tests run on it.
package example

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// DefaultSeed is the seed of the example job.
const DefaultSeed = 1

// firstSeason is the year in which the world's first season starts.
const firstSeason = 2022

// seasons is how many seasons are written. The last one is not over.
const seasons = 3

// Published is when the files came out: a Tuesday, just after the publisher
// collected its prices. What was to be played on that day or the six after it
// stands in the file of coming fixtures, what comes later in none.
var Published = time.Date(firstSeason+seasons, time.April, 15, 12, 30, 0, 0, time.UTC)

// announced is how long before its date a fixture gets its prices.
const announced = 7 * 24 * time.Hour

// World is four divisions in two countries over three seasons.
type World struct {
	Seed uint64
	// Fixtures holds every fixture of the files, played or coming, season by
	// season and in each by division and date.
	Fixtures []Fixture
	// Dirt lists what was planted in the files.
	Dirt []Dirt

	files []File
}

// Fixture is one fixture and the truth about it.
type Fixture struct {
	ID               string // division/season/home/away/1, as the files spell it
	Division, Season string
	Date             time.Time // midnight UTC of the match date
	Time             string    // "15:00" UK time; "" before the last season
	Home, Away       string
	Played           bool
	Goals            [2]int // home, away; zero if not played
	// Rates are the means of the two sides' Poisson goals, and Truth the
	// probabilities of home win, draw and away win that follow from them.
	Rates [2]float64
	Truth matchday.Probs

	statistics statistics
	quotes     []quote
}

// Fixture finds a fixture by its id; the second value says whether there is
// one.
func (w World) Fixture(id string) (Fixture, bool) {
	for _, f := range w.Fixtures {
		if f.ID == id {
			return f, true
		}
	}
	return Fixture{}, false
}

// Truth maps the ids of all fixtures of the files to their true probabilities.
func (w World) Truth() map[string]matchday.Probs {
	out := make(map[string]matchday.Probs, len(w.Fixtures))
	for _, f := range w.Fixtures {
		out[f.ID] = f.Truth
	}
	return out
}

// club is a member of a country with its strength on the country's scale:
// logarithms of how much more it scores and less it concedes than the average.
type club struct {
	name            string
	attack, defence float64
}

// New draws the world of a seed.
func New(seed uint64) World {
	w := World{Seed: seed}
	rng := rand.New(rand.NewPCG(seed, 0x6d61746368646179)) // the second word is "matchday"
	leagues := foundLeagues(rng)
	for s := range seasons {
		var tables [][]*club // of each division, best first
		for d, div := range divisions {
			played := playSeason(rng, div, leagues[d], firstSeason+s, s == seasons-1)
			tables = append(tables, ranking(leagues[d], played))
			w.Fixtures = append(w.Fixtures, played...)
		}
		leagues = promote(tables)
		for _, clubs := range leagues {
			for _, c := range clubs {
				c.drift(rng, betweenSeasons)
			}
		}
	}
	w.write()
	return w
}

// Standard deviations of the random walk that a club's attack and defence take.
const (
	betweenRounds  = 0.02
	betweenSeasons = 0.10
)

func (c *club) drift(rng *rand.Rand, sd float64) {
	c.attack += sd * rng.NormFloat64()
	c.defence += sd * rng.NormFloat64()
}

// foundLeagues deals each country's clubs to its divisions; clubs of a second
// level are weaker by a quarter in attack and defence alike.
func foundLeagues(rng *rand.Rand) [][]*club {
	const spread, levelGap = 0.20, 0.25
	leagues := make([][]*club, len(divisions))
	dealt := make([]int, len(countries))
	for d, div := range divisions {
		for range div.clubs {
			mean := -levelGap * float64(div.level)
			leagues[d] = append(leagues[d], &club{
				name:    countries[div.country][dealt[div.country]],
				attack:  mean + spread*rng.NormFloat64(),
				defence: mean + spread*rng.NormFloat64(),
			})
			dealt[div.country]++
		}
	}
	return leagues
}

// playSeason plays a division's double round robin from the year on.
func playSeason(rng *rand.Rand, div division, clubs []*club, year int, last bool) []Fixture {
	rounds := doubleRoundRobin(len(clubs))
	season := matchday.SeasonOf(matchday.Date(year, time.August, 1))
	today := Published.Truncate(24 * time.Hour)
	var out []Fixture
	for r, pairs := range rounds {
		day := slotOf(year, r, len(rounds))
		for _, pair := range pairs {
			home, away := clubs[pair[0]], clubs[pair[1]]
			f := Fixture{
				ID:       fixtureID(div.code, season, home.name, away.name),
				Division: div.code, Season: season, Home: home.name, Away: away.name,
			}
			f.Date, f.Time = day.kickoff(rng)
			if !f.Date.Before(today.Add(announced)) {
				continue
			}
			f.Played = f.Date.Before(today)
			if !last {
				f.Time = ""
			}
			f.play(rng, div, home, away)
			out = append(out, f)
		}
		for _, c := range clubs {
			c.drift(rng, betweenRounds)
		}
	}
	slices.SortStableFunc(out, func(a, b Fixture) int { return a.Date.Compare(b.Date) })
	return out
}

// fixtureID is the id under which a fixture lands: everybody meets everybody
// once a season at each ground.
func fixtureID(division, season, home, away string) string {
	return fmt.Sprintf("%s/%s/%s/%s/1", division, season, home, away)
}

// ranking orders a division's clubs by points and goal difference.
func ranking(clubs []*club, played []Fixture) []*club {
	worth := map[string]int{} // points before goals: 1000 outweighs any difference
	for _, f := range played {
		if !f.Played {
			continue
		}
		worth[f.Home] += f.Goals[0] - f.Goals[1]
		worth[f.Away] += f.Goals[1] - f.Goals[0]
		switch matchday.OutcomeOf(f.Goals[0], f.Goals[1]) {
		case matchday.HomeWin:
			worth[f.Home] += 3000
		case matchday.AwayWin:
			worth[f.Away] += 3000
		default:
			worth[f.Home] += 1000
			worth[f.Away] += 1000
		}
	}
	table := slices.Clone(clubs)
	slices.SortStableFunc(table, func(a, b *club) int { return cmp.Compare(worth[b.name], worth[a.name]) })
	return table
}

// promote swaps the worst of each division with the best of the one below.
func promote(tables [][]*club) [][]*club {
	for d := range len(divisions) - 1 {
		if divisions[d].country != divisions[d+1].country {
			continue
		}
		upper, lower := tables[d], tables[d+1]
		for i := range moves {
			upper[len(upper)-1-i], lower[i] = lower[i], upper[len(upper)-1-i]
		}
	}
	return tables
}
