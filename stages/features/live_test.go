package features

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"matchday"
	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

func TestRowsOfComingFixturesAreToTheBitThoseOfAPassAsOfTheMoment(t *testing.T) {
	l := league(t)
	rng := rand.New(rand.NewPCG(16, 7))
	for k := range 3 {
		at := matchday.Date(2002, time.January, 1).Add(time.Duration(rng.IntN(2*365*24*60)) * time.Minute)
		var columns []string // all
		if k > 0 {
			columns = append(wantedOf(t, rng), "base_draw", "shots_20_away")
		}
		holdsLive(t, l, at, columns, rng)
	}
	// Before anything, and after everything.
	holdsLive(t, l, matchday.Date(2001, time.August, 1), nil, rng)
	if rows, _, err := Live(t.Context(), l, matchday.Date(2030, time.August, 1), idsOf(t, l), nil); err != nil || rows.Len() != 0 {
		t.Errorf("after everything %v, %v", rows, err)
	}
}

func TestRowsOfComingRealFixturesAreToTheBitThoseOfAPassAsOfTheMoment(t *testing.T) {
	landed := lake.Lake{Dir: t.TempDir()}
	if _, err := land.FootballData(t.Context(), land.Input{Lake: landed, Paths: realSample(t), Now: matchday.Date(2026, time.November, 23)}); err != nil {
		t.Fatal(err)
	}
	if _, err := staging.Run(t.Context(), staging.Input{Lake: landed}); err != nil {
		t.Fatal(err)
	}
	// As if all had landed when it became known.
	l := otherWorld(t, landed, "update fixtures set first_landed_at = as_of - interval 9 days where as_of > $1;\nupdate scores set landed_at = known_at where known_at > $1;\n"+
		"update statistics set landed_at = known_at where known_at > $1;\nupdate odds set landed_at = known_at where known_at > $1;\n", time.Time{}.AddDate(1900, 0, 0))
	rng := rand.New(rand.NewPCG(16, 8))
	holdsLive(t, l, time.Date(2008+rng.IntN(2), time.February, 29, rng.IntN(24), 17, 0, 0, time.UTC), nil, rng)
}

// idsOf lists the fixtures that have rows.
func idsOf(t *testing.T, l lake.Lake) (ids []string) {
	t.Helper()
	for _, f := range readRowsOf(t, l).Fixtures {
		ids = append(ids, f.ID)
	}
	return ids
}

// holdsLive holds the rows of random coming fixtures as of a moment, and what the market
// says of them, against those of a pass.
func holdsLive(t *testing.T, l lake.Lake, at time.Time, columns []string, rng *rand.Rand) {
	t.Helper()
	if _, err := Run(t.Context(), Input{Lake: l, AsOf: at, Columns: columns}); err != nil {
		t.Fatal(err)
	}
	built, err := Read(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	bench, err := ReadMarket(context.Background(), l, built)
	if err != nil {
		t.Fatal(err)
	}
	ids, place := []string{"nobody/plays"}, map[string]int{}
	for i, f := range built.Fixtures {
		place[f.ID] = i
		if rng.IntN(40) == 0 || f.Kickoff.After(at) && rng.IntN(10) == 0 {
			ids = append(ids, f.ID)
		}
	}
	live, market, err := Live(t.Context(), l, at, ids, columns)
	if err != nil {
		t.Fatalf("as of %v: %v", at, err)
	}
	coming := 0
	for _, id := range ids[1:] {
		if built.Fixtures[place[id]].Kickoff.After(at) {
			coming++
		}
	}
	if live.Len() != coming || !slices.Equal(live.Names, built.Names) {
		t.Fatalf("as of %v: %d rows of %d coming fixtures, columns %v of %v", at, live.Len(), coming, live.Names, built.Names)
	}
	for k, f := range live.Fixtures {
		i := place[f.ID]
		if f != built.Fixtures[i] || !live.KnownAt[k].Equal(built.KnownAt[i]) {
			t.Fatalf("as of %v: %+v, built %+v", at, f, built.Fixtures[i])
		}
		labelled := [][2]float64{{live.HomeGoals[k], built.HomeGoals[i]}, {live.AwayGoals[k], built.AwayGoals[i]}, {live.HomeMix[k], built.HomeMix[i]}, {live.AwayMix[k], built.AwayMix[i]}}
		for c := range live.Names {
			labelled = append(labelled, [2]float64{live.Columns[c][k], built.Columns[c][i]})
		}
		for c := range matchday.NumOutcome {
			labelled = append(labelled, [2]float64{market.Pre[k][c], bench.Pre[i][c]}, [2]float64{market.Close[k][c], bench.Close[i][c]})
		}
		for c, v := range labelled {
			if !sameBits(v[:1], v[1:]) {
				t.Fatalf("as of %v, %s: value %d, after the labels %v, then the market: %v, built %v", at, f.ID, c, live.Names, v[0], v[1])
			}
		}
	}
}

func TestRowsOfComingFixturesAreTheSameWhenMostPartitionsAreSummedUp(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	publishParts(t, tablesOf(t, league(t)), l)
	rng := rand.New(rand.NewPCG(16, 9))
	clubs := []string{"shots_20_home", "shots_20_away", "rest_home", "played_28_away"}
	for k, columns := range [][]string{nil, clubs, {"base_draw", "venue_points_5_home"}, {"h2h_score", "base_home"}} {
		at := matchday.Date(2002, time.January, 1).Add(time.Duration(rng.IntN(3*365*24*60)) * time.Minute)
		for again := range 2 { // from the partitions, and from what was kept of them
			holdsLive(t, l, at.AddDate(0, 0, again*(k+1)), columns, rng)
		}
	}
}
