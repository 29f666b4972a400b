// Package simulator invents a football world and answers for it as the
// Sportmonks Football API v3 would: same paths, envelope, pages, includes,
// filters and errors. The world is drawn from a seed and unrolls on a clock
// that its owner sets, so that a job run "at" a moment sees what the source
// would have shown then. Because the goals are drawn from known rates, the true
// probabilities of every fixture are known too, with and without the line-ups:
// a prediction can be held against what is so.
//
// One package serves the tests and the command.
package simulator

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

// DefaultRateLimit is how many requests an entity allows in an hour.
const DefaultRateLimit = 3000

// Options describe a world. The zero value is the world of seed 0 with the
// defaults, no faults and no key.
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
	// Key is the token that a request must carry; "" accepts any request.
	Key string
	// Without names includes that the plan lacks beside those that it never
	// has, e.g. "odds": a request with one of them fails as a whole.
	Without []string
	// RateLimit is the number of requests an hour and entity on the world's
	// own clock.
	RateLimit int
	Faults    Faults
}

// World is the invented football and the clock it unrolls on. It is safe for
// use by several goroutines; only the clock changes after New.
type World struct {
	options Options

	countries []*country
	leagues   []*league // tables first, then the cup
	seasons   []*season // by id
	clubs     []*club   // by id
	players   []*player // by id
	fixtures  []*fixture
	absences  []*absence
	byFixture map[int64]*fixture
	vacancy   *club // stands in a tie whose clubs are not known yet

	mu     sync.Mutex
	now    time.Time
	tables map[*season]table // as of now
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
	if o.RateLimit == 0 {
		o.RateLimit = DefaultRateLimit
	}
	w := &World{options: o, byFixture: map[int64]*fixture{}}
	w.SetNow(o.Start)
	rng := rand.New(rand.NewPCG(o.Seed, 0x73696d756c61746f)) // the second word names this package in ASCII
	w.found(rng)
	first := seasonYear(o.Start) - o.Seasons
	for year := first; year <= seasonYear(o.Start)+1; year++ {
		w.playYear(rng, year)
		w.summer(rng, year+1)
	}
	slices.SortFunc(w.fixtures, func(a, b *fixture) int { return int(a.id - b.id) })
	for _, f := range w.fixtures {
		w.byFixture[f.id] = f
	}
	return w
}

// Now is where the world's clock stands, in UTC.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// SetNow moves the clock, forth or back.
func (w *World) SetNow(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t.UTC()
	w.tables = map[*season]table{}
}

// Season is one season of a league or of the cup.
type Season struct {
	ID, LeagueID int64
	Name         string    // "2025/2026"
	First, Last  time.Time // days of the first and the last scheduled fixture
	Fixtures     int
	Cup          bool
}

// Seasons lists all seasons of the world, by year and league, whether the
// clock has reached them or not.
func (w *World) Seasons() []Season {
	out := make([]Season, 0, len(w.seasons))
	for _, s := range w.seasons {
		out = append(out, Season{
			ID: s.id, LeagueID: s.league.ID, Name: s.name, First: s.first, Last: s.last,
			Fixtures: len(s.fixtures), Cup: s.league.cup,
		})
	}
	return out
}

// seasonYear is the year in which the season around t began.
func seasonYear(t time.Time) int {
	if t.Month() < time.July {
		return t.Year() - 1
	}
	return t.Year()
}

// published is when a year's fixture lists come out.
func published(year int) time.Time { return matchday.Date(year, time.July, 1) }

func seasonName(year int) string { return fmt.Sprintf("%d/%d", year, year+1) }
