// Package world invents football: clubs, players, a calendar, results, line-ups
// and the prices of bookmakers. All of it is drawn from a seed when the world is
// made, and it unrolls on a clock that its owner sets. The goals are drawn from
// known rates, so the true probabilities of every fixture are known, with and
// without the line-ups: a forecast can be compared with the truth.
//
// Package api serves a world as the API does; package matchfiles writes one as
// match files.
package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"matchday"
)

// DefaultStart is where the clock of a world stands if Options.Start is zero:
// a Monday in mid-season.
var DefaultStart = time.Date(2026, time.February, 9, 6, 0, 0, 0, time.UTC)

// DefaultSeasons is how many whole seasons lie before the one of Start.
const DefaultSeasons = 5

// Options describe a world. The zero value is the world of seed 0 with the
// defaults.
type Options struct {
	Seed uint64
	// Start is where the clock stands at first. The world reaches from Seasons
	// seasons before the one of Start to the end of the one after it; nothing
	// of a season is shown before 1 July of its year.
	Start   time.Time
	Seasons int
	// Leagues are the competitions with tables; none means DefaultLeagues. A
	// country's leagues of neighbouring levels exchange clubs every summer.
	Leagues []League
}

// World is the invented football and its clock. It is safe for use by several
// goroutines: after New only the clock changes, and nobody may change what the
// fields hold.
type World struct {
	options Options

	countries    []*Country
	Competitions []*Competition // tables first, then the cup
	Seasons      []*Season      // by id
	Clubs        []*Club        // by id
	Players      []*Player      // by id
	Fixtures     []*Fixture     // by id
	absences     []*Absence
	byFixture    map[int64]*Fixture
	Placeholder  *Club // stands in a tie whose clubs are not known yet

	mu     sync.Mutex
	now    time.Time
	tables map[*Season]Table // as of now
}

// New draws the world of the options. It takes a fraction of a second
// for the defaults.
func New(o Options) *World {
	if o.Start.IsZero() {
		o.Start = DefaultStart
	}
	if o.Seasons == 0 {
		o.Seasons = DefaultSeasons
	}
	if len(o.Leagues) == 0 {
		o.Leagues = DefaultLeagues()
	}
	w := &World{options: o, byFixture: map[int64]*Fixture{}}
	w.SetNow(o.Start)
	rng := rand.New(rand.NewPCG(o.Seed, 0x73696d756c61746f)) // the second word is a name in ASCII
	w.createClubs(rng)
	first := seasonYear(o.Start) - o.Seasons
	for year := first; year <= seasonYear(o.Start)+1; year++ {
		w.playSeasons(rng, year)
		w.changeLevels(rng, year+1)
	}
	slices.SortFunc(w.Fixtures, func(a, b *Fixture) int { return int(a.ID - b.ID) })
	for _, f := range w.Fixtures {
		w.byFixture[f.ID] = f
	}
	return w
}

// Now is where the world's clock stands, in UTC.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// SetNow moves the clock, forward or back.
func (w *World) SetNow(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t.UTC()
	w.tables = map[*Season]Table{}
}

// Fixture finds a fixture by its id; the second value says whether there is
// one.
func (w *World) Fixture(id int64) (*Fixture, bool) {
	f, ok := w.byFixture[id]
	return f, ok
}

// Seed is the seed that the world was drawn from.
func (w *World) Seed() uint64 { return w.options.Seed }

// seasonYear is the year in which the season around t began.
func seasonYear(t time.Time) int {
	if t.Month() < time.July {
		return t.Year() - 1
	}
	return t.Year()
}

// Published is when a year's fixture lists come out.
func Published(year int) time.Time { return matchday.Date(year, time.July, 1) }

func seasonName(year int) string { return fmt.Sprintf("%d/%d", year, year+1) }
