// Package matchfiles writes the invented world in the layout that
// football-data.co.uk publishes, dirt included, and serves a world as its site does. The same seed gives the same
// bytes, and the true probabilities of every fixture are known. The example job
// and the tests run on these files.
package matchfiles

import (
	"fmt"
	"slices"
	"time"

	"matchday"
	"matchday/invented/world"
)

// DefaultSeed is the seed of the example job. Its results are about as easy to
// forecast as real ones: the truth's log loss over the last season is 1.01,
// and there is something for every model to learn.
const DefaultSeed = 34

// seasons is how many seasons are written. The last one is not over.
const seasons = 3

// Published is when the files came out: a Friday, just after the publisher
// collected its prices. What was to be played on that day or the six after it
// stands in the file of coming fixtures, what comes later in none.
var Published = time.Date(2025, time.April, 11, 12, 30, 0, 0, time.UTC)

// announced is how long before its date a fixture gets its prices.
const announced = 7 * 24 * time.Hour

// divisions are the leagues of the files: two levels in each of two countries.
// Codes follow the publisher's habit of a country's letter and the level,
// counted from 0.
var divisions = []struct {
	code   string
	league world.League
}{
	{"X0", world.League{ID: 1, Name: "First X", Country: "England", Level: 1, Clubs: 16, Goals: 1.33}},
	{"X1", world.League{ID: 2, Name: "Second X", Country: "England", Level: 2, Clubs: 14, Goals: 1.28}},
	{"Y0", world.League{ID: 3, Name: "First Y", Country: "Germany", Level: 1, Clubs: 16, Goals: 1.43}},
	{"Y1", world.League{ID: 4, Name: "Second Y", Country: "Germany", Level: 2, Clubs: 12, Goals: 1.37}},
}

// Publication is all files that the publisher offers at one moment.
type Publication struct {
	Seed uint64
	// Fixtures holds every fixture of the files, played or coming, season by
	// season and in each by division and kick-off.
	Fixtures []Fixture
	// Dirt lists what was planted in the files.
	Dirt []Dirt

	files []File
}

// Fixture is one fixture of the files and the truth about it.
type Fixture struct {
	ID               string // division/season/home/away/1, as the files spell it
	Division, Season string
	Home, Away       string
	Played           bool
	Goals            [2]int // home, away; zero if not played
	Truth            world.Truth

	cells map[string]string // by column, of both layouts
}

// New writes the files of a seed.
func New(seed uint64) Publication {
	o := world.Options{Seed: seed, Start: Published, Seasons: seasons - 1}
	for _, d := range divisions {
		o.Leagues = append(o.Leagues, d.league)
	}
	w := world.New(o)
	p := Publication{Seed: seed}
	for _, s := range w.Seasons {
		if s.Competition.Cup || s.First.After(Published) {
			continue
		}
		fixtures := slices.Clone(s.Fixtures)
		slices.SortStableFunc(fixtures, func(a, b *world.Fixture) int { return a.StartingAt(Published).Compare(b.StartingAt(Published)) })
		for _, f := range fixtures {
			if played, coming := published(f, Published); played || coming {
				p.Fixtures = append(p.Fixtures, newFixture(w, f, divisions[f.Season.Competition.ID-1].code, Published, played))
			}
		}
	}
	p.write()
	return p
}

// published says whether the files of a moment hold a fixture with its result, or as
// one to come. Fixtures that were called off or abandoned stand in no file.
func published(f *world.Fixture, at time.Time) (played, coming bool) {
	state := f.StateAt(at)
	ahead := f.StartingAt(at).Sub(at)
	return f.Counts() && world.Final(state), f.Visible(at) && state == world.StateNotStarted && ahead > 0 && ahead < announced
}

// newFixture is a fixture as the files of a moment tell it.
func newFixture(w *world.World, f *world.Fixture, division string, at time.Time, played bool) Fixture {
	kickoff := f.StartingAt(at)
	truth, _ := w.Truth(f.ID) // league fixtures have one
	x := Fixture{
		Division: division, Season: matchday.SeasonOf(f.Season.First),
		Home: f.Clubs[0].Name, Away: f.Clubs[1].Name, Played: played, Truth: truth,
	}
	x.ID = x.id()
	local := kickoff.In(matchday.London)
	x.cells = map[string]string{
		"Div": x.Division, "Date": local.Format(dateLayout(x.Season)), "Time": local.Format("15:04"),
		"HomeTeam": x.Home, "AwayTeam": x.Away, "Referee": referees[f.ID%int64(len(referees))],
	}
	x.putPrices("", w.Quotes(f, matchday.CollectionMoment(kickoff)))
	if played {
		x.Goals = f.FullTimeScore(at)
		x.putResult(w.Play(f), at)
		x.putPrices("C", w.Quotes(f, kickoff.Add(-time.Minute)))
	}
	return x
}

// id is the id under which the fixture lands: everybody meets everybody once a
// season at each ground.
func (f *Fixture) id() string {
	return fmt.Sprintf("%s/%s/%s/%s/1", f.Division, f.Season, f.Home, f.Away)
}
