package world

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"matchday"
)

// defaultWorld is the world of the defaults, shared by tests that only look.
// Those that move the clock make their own.
var defaultWorld = sync.OnceValue(func() *World { return New(Options{Seed: 1}) })

// smallLeagues make a world that takes milliseconds.
func smallLeagues() []League {
	return []League{
		{ID: 8, Name: "First", Code: "A", Country: "England", Level: 1, Clubs: 20, Goals: 1.3},
		{ID: 9, Name: "Second", Code: "B", Country: "England", Level: 2, Clubs: 12, Goals: 1.2},
	}
}

func smallWorld(o Options) *World {
	o.Leagues, o.Seasons = smallLeagues(), 1
	return New(o)
}

func TestASeasonHasFifteenHundredFixtures(t *testing.T) {
	perYear := map[string]int{}
	for _, s := range defaultWorld().Seasons {
		if !s.Competition.Cup {
			perYear[s.Name] += len(s.Fixtures)
		}
	}
	if len(perYear) != DefaultSeasons+2 {
		t.Errorf("%d years, want %d", len(perYear), DefaultSeasons+2)
	}
	for year, n := range perYear {
		if n < 1500 {
			t.Errorf("%s has %d league fixtures, want at least 1500", year, n)
		}
	}
}

func TestEveryLeagueIsADoubleRoundRobin(t *testing.T) {
	for _, s := range defaultWorld().Seasons {
		if s.Competition.Cup {
			continue
		}
		meetings := map[[2]*Club]int{}
		for _, f := range s.Fixtures {
			if f.status != statusRecreated { // the fixture that took its place is listed too
				meetings[f.Clubs]++
			}
		}
		want := len(s.Clubs) * (len(s.Clubs) - 1)
		if len(meetings) != want {
			t.Errorf("league %d %s: %d pairs meet, want %d", s.Competition.ID, s.Name, len(meetings), want)
		}
		for pair, n := range meetings {
			if n != 1 {
				t.Errorf("league %d %s: %s receives %s %d times", s.Competition.ID, s.Name, pair[0].Name, pair[1].Name, n)
			}
		}
	}
}

func TestNobodyPlaysTwiceOnADay(t *testing.T) {
	busy := map[*Club]map[time.Time]int64{}
	for _, f := range defaultWorld().Fixtures {
		if !f.Begins() {
			continue
		}
		day := midnight(f.Kickoff)
		for _, c := range f.Clubs {
			if busy[c] == nil {
				busy[c] = map[time.Time]int64{}
			}
			if other, ok := busy[c][day]; ok {
				t.Errorf("%s plays fixtures %d and %d on %s", c.Name, other, f.ID, day.Format(time.DateOnly))
			}
			busy[c][day] = f.ID
		}
	}
}

func TestTheBestGoUpAndTheWorstGoDown(t *testing.T) {
	w := defaultWorld()
	find := func(id int64, year int) *Season {
		for _, s := range w.Seasons {
			if s.Competition.ID == id && s.Year == year {
				return s
			}
		}
		t.Fatalf("no season of league %d in %d", id, year)
		return nil
	}
	for _, pair := range [][2]int64{{8, 9}, {82, 85}} {
		for year := seasonYear(DefaultStart) - DefaultSeasons; year <= seasonYear(DefaultStart); year++ {
			upper, lower := find(pair[0], year), find(pair[1], year)
			nextUpper, nextLower := find(pair[0], year+1), find(pair[1], year+1)
			top, bottom := lower.ranking()[:moves], upper.ranking()
			for _, c := range top {
				if !slices.Contains(nextUpper.Clubs, c) {
					t.Errorf("%s was among the first of league %d in %d and did not go up", c.Name, pair[1], year)
				}
			}
			for _, c := range bottom[len(bottom)-moves:] {
				if !slices.Contains(nextLower.Clubs, c) {
					t.Errorf("%s was among the last of league %d in %d and did not go down", c.Name, pair[0], year)
				}
			}
		}
	}
}

func TestStrengthsDrift(t *testing.T) {
	w := defaultWorld()
	first, last := map[*Club]float64{}, map[*Club]float64{}
	for _, f := range w.Fixtures {
		if f.Season.Competition.Cup || !f.Counts() {
			continue
		}
		c := f.Clubs[0]
		if _, ok := first[c]; !ok {
			first[c] = f.rates[0] / f.rates[1]
		}
		last[c] = f.rates[0] / f.rates[1]
	}
	moved := 0
	for c := range first {
		if math.Abs(math.Log(last[c]/first[c])) > 0.1 {
			moved++
		}
	}
	if moved < len(first)/2 {
		t.Errorf("%d of %d clubs are where they were", len(first)-moved, len(first))
	}
}

func TestEverySheetHasElevenInTheirRows(t *testing.T) {
	for _, f := range defaultWorld().Fixtures {
		if !f.Begins() {
			continue
		}
		for side := range f.Sheets {
			s := f.Sheets[side]
			if len(s.Players) < Starters {
				t.Fatalf("fixture %d: %d players on a sheet", f.ID, len(s.Players))
			}
			var have [Lines]int
			seen := map[*Player]bool{}
			for i, p := range s.Players {
				if seen[p] {
					t.Fatalf("fixture %d: player %d is on the sheet twice", f.ID, p.ID)
				}
				seen[p] = true
				if i < Starters {
					have[p.Line]++
				}
			}
			if have != s.Formation.lines {
				t.Fatalf("fixture %d: eleven of %v in a %s", f.ID, have, s.Formation.Name)
			}
			for _, a := range f.Absences[side] {
				if seen[a.Player] {
					t.Fatalf("fixture %d: player %d is sidelined and on the sheet", f.ID, a.Player.ID)
				}
			}
		}
	}
}

func TestLineupsAreWorthTwoThousandths(t *testing.T) {
	sum, n := 0.0, 0
	for _, f := range defaultWorld().Fixtures {
		if !f.Counts() {
			continue
		}
		for i := range f.truth {
			sum += f.truth[i] * math.Log(f.truth[i]/f.before[i])
		}
		n++
	}
	if got := sum / float64(n); got < 0.0017 || got > 0.0023 {
		t.Errorf("knowing the elevens is worth %.5f nats over %d fixtures, want 0.0020 within 0.0003", got, n)
	}
}

// The probabilities before the line-ups are those after them on average.
func TestProbabilitiesBeforeAreTheMeanOverElevens(t *testing.T) {
	w := smallWorld(Options{Seed: 3})
	rng := rand.New(rand.NewPCG(1, 2))
	f := &Fixture{Season: w.Seasons[0], Clubs: [2]*Club{w.Clubs[0], w.Clubs[5]}}
	var sum [3]float64
	const draws = 40_000
	for range draws {
		var on [2]strength
		var expected [2]spread
		for side, c := range f.Clubs {
			_, on[side], expected[side] = c.selectTeam(rng, c.squad, rotationFactor)
		}
		f.setRates(on, expected)
		m := scoresOf(f.rates)
		for i, p := range m.outcome() {
			sum[i] += p / draws
		}
	}
	for i, want := range sum {
		// The mean's own standard error is below 2e-4.
		if math.Abs(f.before[i]-want) > 8e-4 {
			t.Errorf("outcome %d: before %.5f, mean over elevens %.5f", i, f.before[i], want)
		}
	}
}

func TestLineMomentsByHand(t *testing.T) {
	a, b, c := &Player{quality: 1}, &Player{quality: 0.5}, &Player{quality: -1}
	// One backup for two: 2 sums of three, rested with 0.2 each. Both rested:
	// the first gives way, the second stays.
	mean, variance := choice{first: []*Player{a, b}, backup: []*Player{c}, probability: 0.2}.moments()
	sums, probabilities := []float64{1.5, -0.5, 0, -0.5}, []float64{0.64, 0.16, 0.16, 0.04}
	var m, v float64
	for i, s := range sums {
		m += probabilities[i] * s
	}
	for i, s := range sums {
		v += probabilities[i] * (s - m) * (s - m)
	}
	if math.Abs(mean-m) > 1e-12 || math.Abs(variance-v) > 1e-12 {
		t.Errorf("moments %g, %g; want %g, %g", mean, variance, m, v)
	}
}

// A better eleven wins more: the quality of who starts shows in the score.
func TestQualityShowsInGoals(t *testing.T) {
	// The log ratio of the rates with and without the elevens' news, against
	// the goal difference less its expectation before.
	var xy, xx float64
	for _, f := range defaultWorld().Fixtures {
		if f.Counts() {
			news := math.Log(f.rates[0]/f.expected[0]) - math.Log(f.rates[1]/f.expected[1])
			surprise := float64(f.Goals[0]-f.Goals[1]) - (f.expected[0] - f.expected[1])
			xy += news * surprise
			xx += news * news
		}
	}
	// A change of the log ratio by d moves the goal difference by about 1.26 d.
	if slope := xy / xx; slope < 0.7 || slope > 1.9 {
		t.Errorf("a unit of line-up news moves the goal difference by %.2f, want about 1.26", slope)
	}
}

func TestDixonColesAgainstItsClosedForm(t *testing.T) {
	rates := [2]float64{1.4, 1.1}
	m := scoresOf(rates)
	pois := func(k int, r float64) float64 {
		g, _ := math.Lgamma(float64(k + 1))
		return math.Exp(float64(k)*math.Log(r) - r - g)
	}
	ratio := m[0][0] / m[2][1]
	want := pois(0, 1.4) * pois(0, 1.1) * (1 - 1.4*1.1*lowScores) / (pois(2, 1.4) * pois(1, 1.1))
	if math.Abs(ratio-want) > 1e-9 {
		t.Errorf("P(0-0)/P(2-1) = %.9f, want %.9f", ratio, want)
	}
	sum := 0.0
	for h := range m {
		for a := range m[h] {
			sum += m[h][a]
		}
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("the matrix sums to %.15f", sum)
	}
	if !m.outcome().Valid() {
		t.Errorf("outcome %v", m.outcome())
	}
	// On the line -0.5 the home side wins the bet if it wins.
	if got, want := m.handicap(-0.5)[0], m.outcome()[0]; math.Abs(got-want) > 1e-12 {
		t.Errorf("handicap -0.5 gives %.6f, home win %.6f", got, want)
	}
}

func TestGoalsFollowTheRates(t *testing.T) {
	var goals, rates, sd float64
	var count [3]float64
	var p, v [3]float64
	for _, f := range defaultWorld().Fixtures {
		if !f.Counts() {
			continue
		}
		m := scoresOf(f.rates)
		for h := range m {
			for a := range m[h] {
				rates += m[h][a] * float64(h+a)
			}
		}
		goals += float64(f.Goals[0] + f.Goals[1])
		sd += f.rates[0] + f.rates[1]
		count[matchday.OutcomeOf(f.Goals[0], f.Goals[1]).Index()]++
		for i, q := range f.truth {
			p[i] += q
			v[i] += q * (1 - q)
		}
	}
	if z := (goals - rates) / math.Sqrt(sd); math.Abs(z) > 4 {
		t.Errorf("%.0f goals for %.0f expected: z = %.1f", goals, rates, z)
	}
	for i := range count {
		if z := (count[i] - p[i]) / math.Sqrt(v[i]); math.Abs(z) > 4 {
			t.Errorf("outcome %d: %.0f for %.0f expected: z = %.1f", i, count[i], p[i], z)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{})
	}
}
