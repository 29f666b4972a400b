package ratings

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"matchday"

	"pgregory.net/rapid"
)

// worldClubs play in each division of the invented countries.
const worldClubs = 6

// inventedWorld draws a country with two linked divisions, promotion and
// relegation, and one with a single division, over three seasons. Kick-off
// times, statistics and prices are there or not; some fixtures are unplayed,
// and some are played long after their season.
func inventedWorld(rng *rand.Rand) []Match {
	var out []Match
	top, low := clubNames("A", worldClubs), clubNames("B", worldClubs)
	lone := clubNames("L", worldClubs)
	for season := range 3 {
		start := matchday.Date(2010+season, time.August, 6+rng.IntN(5))
		label := fmt.Sprintf("%02d%02d", 10+season, 11+season)
		out = append(out, inventedSeason(rng, "Linked", "X0", 1, label, top, start)...)
		out = append(out, inventedSeason(rng, "Linked", "X1", 2, label, low, start.AddDate(0, 0, rng.IntN(9)-4))...)
		out = append(out, inventedSeason(rng, "Lone", "LON", 1, fmt.Sprint(2010+season), lone, start)...)
		top[0], low[0] = low[0], top[0]
		low[1] = fmt.Sprintf("N%d", season) // one from outside
		lone[rng.IntN(worldClubs)] = fmt.Sprintf("M%d", season)
	}
	return out
}

func clubNames(prefix string, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%s%d", prefix, i))
	}
	return out
}

func inventedSeason(rng *rand.Rand, country, division string, level int, season string, clubs []string, start time.Time) (out []Match) {
	for i, home := range clubs {
		for j, away := range clubs {
			if i == j {
				continue
			}
			date := start.AddDate(0, 0, 7*((i+j)%worldClubs)+42*((i*j)%2)+rng.IntN(4))
			if rng.IntN(30) == 0 {
				date = start.AddDate(1, 0, rng.IntN(60)) // after the next season has begun
			}
			m := Match{Fixture: matchday.Fixture{
				ID: fmt.Sprintf("%s/%s/%s/%s/1", division, season, home, away), Country: country, Division: division,
				Season: season, Level: level, MatchDate: date, HomeTeamID: country + "/" + home, AwayTeamID: country + "/" + away,
				Kickoff: matchday.NominalKickoff(date), KickoffKnown: rng.IntN(2) == 0,
			}}
			m.AsOf = matchday.CollectionMoment(m.Kickoff)
			inventedOutcome(rng, &m)
			if rng.IntN(20) == 0 {
				m.KnownAt = time.Time{}
			}
			out = append(out, m)
		}
	}
	return out
}

// inventedOutcome draws a result, statistics and a price.
func inventedOutcome(rng *rand.Rand, m *Match) {
	m.KnownAt = matchday.ResultKnownAt(m.Kickoff, m.KickoffKnown, m.MatchDate)
	m.HomeGoals, m.AwayGoals = rng.IntN(4), rng.IntN(3)
	for _, s := range []*float64{
		&m.HomeShots, &m.AwayShots, &m.HomeOnTarget, &m.AwayOnTarget, &m.HomeCorners, &m.AwayCorners, &m.HomeReds, &m.AwayReds,
	} {
		*s = float64(rng.IntN(12))
		if rng.IntN(20) == 0 {
			*s = math.NaN()
		}
	}
	if m.HasPrice = rng.IntN(4) > 0; m.HasPrice {
		m.Price = matchday.Probs{.2 + rng.Float64(), .2 + rng.Float64(), .2 + rng.Float64()}.Normalised()
		m.PriceKnownAt = m.Kickoff
	}
}

func rate(t interface{ Fatal(...any) }, matches []Match) Ratings {
	out, err := run(context.Background(), matches)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sameRow compares two rows bit by bit and names the first column that differs.
func sameRow(a Ratings, i int, b Ratings, j int) (string, bool) {
	for c := range a.Columns {
		if math.Float64bits(a.Columns[c][i]) != math.Float64bits(b.Columns[c][j]) {
			return fmt.Sprintf("%s %v and %v", a.Names[c], a.Columns[c][i], b.Columns[c][j]), false
		}
	}
	return "", true
}

// futureChanged copies the matches with everything changed that became known
// after t: fixtures deleted or added, results and prices altered or deleted.
func futureChanged(rng *rand.Rand, matches []Match, t time.Time) []Match {
	var out []Match
	for _, m := range matches {
		if m.AsOf.After(t) {
			switch rng.IntN(3) {
			case 0:
				continue
			case 1:
				m.AsOf = m.AsOf.Add(time.Hour)
				m.HomeTeamID, m.AwayTeamID = m.AwayTeamID, m.Country+"/someone else"
			}
		}
		if m.KnownAt.IsZero() || m.KnownAt.After(t) {
			known := m
			inventedOutcome(rng, &known)
			known.HasPrice, known.Price, known.PriceKnownAt = m.HasPrice, m.Price, m.PriceKnownAt
			if !known.KnownAt.After(t) || rng.IntN(2) == 0 {
				known.KnownAt = time.Time{}
			}
			m = known
		}
		if m.HasPrice && m.PriceKnownAt.After(t) {
			m.HasPrice = rng.IntN(2) == 0
			m.Price = matchday.Probs{m.Price[2], m.Price[0], m.Price[1]}
		}
		out = append(out, m)
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func TestNothingThatBecameKnownLaterChangesARow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "world"), 1))
		matches := inventedWorld(rng)
		// Any moment, and the moments of events themselves.
		moment := matchday.Date(2010, time.August, 1).Add(time.Duration(rapid.Int64Range(0, 1200*24).Draw(t, "hour")) * time.Hour)
		if m := matches[rapid.IntRange(0, len(matches)-1).Draw(t, "match")]; rapid.Bool().Draw(t, "at an as-of") {
			moment = m.AsOf
		}
		changed := futureChanged(rng, matches, moment)
		before, after := rate(t, matches), rate(t, changed)
		place := map[string]int{}
		for i := range changed {
			place[changed[i].ID] = i
		}
		for i := range matches {
			if matches[i].AsOf.After(moment) {
				continue
			}
			if what, same := sameRow(before, i, after, place[matches[i].ID]); !same {
				t.Fatalf("row of %s, as of %v, saw what became known after %v: %s", matches[i].ID, matches[i].AsOf, moment, what)
			}
		}
	})
}

func TestAFixturesOwnPriceAndResultDoNotChangeItsRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "world"), 2))
		matches := inventedWorld(rng)
		i := rapid.IntRange(0, len(matches)-1).Draw(t, "match")
		// Even if their stamps say that they were known before the as-of.
		early := matches[i].AsOf.Add(-time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
		matches[i].KnownAt, matches[i].PriceKnownAt, matches[i].HasPrice = early, early, true
		matches[i].Price = matchday.Probs{.6, .25, .15}
		before := rate(t, matches)
		changed := slices.Clone(matches)
		changed[i].HomeGoals += 3
		changed[i].Price = matchday.Probs{.1, .2, .7}
		if what, same := sameRow(before, i, rate(t, changed), i); !same {
			t.Fatalf("row of %s knew its own result or price: %s", matches[i].ID, what)
		}
	})
}

func TestPricesReachThePastFiltersOnly(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	matches := inventedWorld(rng)
	bare := slices.Clone(matches)
	for i := range bare {
		bare[i].HasPrice = false
	}
	with, without := rate(t, matches), rate(t, bare)
	for c, name := range with.Names {
		same := slices.EqualFunc(with.Columns[c], without.Columns[c], func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
		past := c == pastLogRateHome || c == pastLogRateAway || c == pastPriceLogRateHome || c == pastPriceLogRateAway
		if same == past {
			t.Errorf("%s depends on prices: %v", name, !same)
		}
	}
}

func TestTheNumberOfProcessorsChangesNothing(t *testing.T) {
	matches := inventedWorld(rand.New(rand.NewPCG(7, 8)))
	one := func(n int) Ratings {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
		return rate(t, matches)
	}
	a, b := one(1), one(4)
	for i := range matches {
		if what, same := sameRow(a, i, b, i); !same {
			t.Fatalf("row of %s: %s", matches[i].ID, what)
		}
		if math.Float64bits(a.HomeMix[i]) != math.Float64bits(b.HomeMix[i]) {
			t.Fatalf("mix of %s differs", matches[i].ID)
		}
	}
}
