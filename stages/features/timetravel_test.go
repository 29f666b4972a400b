package features

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchday"
	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// The worlds that differ from the real one only in what became known after $1.
const (
	otherResults = `
update scores set home_goals = away_goals + 2, away_goals = home_goals where known_at > $1;
`
	otherStatistics = `
update statistics set home_shots = away_shots + 9, home_shots_on_target = null, away_corners = 40, away_red_cards = 3 where known_at > $1;
`
	otherPrices = `
update odds set price = price * 1.7 + 0.5 where known_at > $1;
`
	noResults = `
delete from scores where known_at > $1;
`
	noStatistics = `
delete from statistics where known_at > $1;
`
	noPrices = `
delete from odds where known_at > $1;
`
	noLaterFixtures = `
delete from scores where fixture_id in (select fixture_id from fixtures where as_of > $1);
delete from statistics where fixture_id in (select fixture_id from fixtures where as_of > $1);
delete from odds where fixture_id in (select fixture_id from fixtures where as_of > $1);
delete from fixtures where as_of > $1;
`
	noLaterResultsOfKnownSides = `
delete from scores where known_at > $1 and hash(fixture_id) % 2 = 0;
`
)

func TestAnotherResultKnownLaterLeavesTheRowsAlone(t *testing.T) { travel(t, otherResults) }

func TestOtherStatisticsKnownLaterLeaveTheRowsAlone(t *testing.T) { travel(t, otherStatistics) }

func TestOtherPricesKnownLaterLeaveTheRowsAlone(t *testing.T) { travel(t, otherPrices) }

func TestResultsNotYetKnownLeaveTheRowsAlone(t *testing.T) { travel(t, noResults) }

func TestSomeResultsMissingLaterLeaveTheRowsAlone(t *testing.T) {
	travel(t, noLaterResultsOfKnownSides)
}

func TestStatisticsNotYetKnownLeaveTheRowsAlone(t *testing.T) { travel(t, noStatistics) }

func TestPricesNotYetKnownLeaveTheRowsAlone(t *testing.T) { travel(t, noPrices) }

func TestFixturesPredictedLaterLeaveTheRowsAlone(t *testing.T) { travel(t, noLaterFixtures) }

func TestTheRowsMoveWithWhatWasKnown(t *testing.T) {
	// The control: the same changes to what was known before do move the rows, or
	// the tests above would compare nothing.
	l := league(t)
	want := readRowsOf(t, l)
	at := momentOf(want, 0.7)
	for name, change := range map[string]string{"results": otherResults, "statistics": otherStatistics, "prices": otherPrices} {
		got := readRowsOf(t, otherWorld(t, l, change, at.AddDate(0, -3, 0)))
		if difference(want, got, at) == "" {
			t.Errorf("other %s three months before %v changed no row", name, at)
		}
	}
}

func TestTheRealFilesKeepTheirRowsWhateverBecomesKnownLater(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	_, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: realSample(t), Now: matchday.Date(2026, time.November, 23)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := staging.Run(context.Background(), staging.Input{Lake: l}); err != nil {
		t.Fatal(err)
	}
	want := readRowsOf(t, l)
	rng := rand.New(rand.NewPCG(7, 7))
	for name, changes := range map[string]string{
		"changed": otherResults + otherStatistics + otherPrices,
		"deleted": noResults + noStatistics + noPrices + noLaterFixtures,
	} {
		at := momentOf(want, 0.3+0.65*rng.Float64())
		if d := difference(want, readRowsOf(t, otherWorld(t, l, changes, at)), at); d != "" {
			t.Errorf("everything known after %v %s: %s", at, name, d)
		}
	}
}

// travel holds the rows as of random moments against those of a world that is
// another after them.
func travel(t *testing.T, change string) {
	t.Helper()
	l := league(t)
	want := readRowsOf(t, l)
	rng := rand.New(rand.NewPCG(1, uint64(len(change))))
	for range 2 {
		at := momentOf(want, rng.Float64())
		if d := difference(want, readRowsOf(t, otherWorld(t, l, change, at)), at); d != "" {
			t.Errorf("changed after %v: %s", at, d)
		}
	}
}

// momentOf is the as-of of the row at a fraction of the rows.
func momentOf(rows *matchday.Rows, fraction float64) time.Time {
	return rows.Fixtures[int(fraction*float64(rows.Len()-1))].AsOf
}

// otherWorld stages what l has, changed.
func otherWorld(t *testing.T, l lake.Lake, change string, at time.Time) lake.Lake {
	t.Helper()
	m, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t)
	for _, table := range stagedTables {
		paths, err := m.Paths(table)
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, "create table "+table+" as from "+duck.Parquet(paths...))
	}
	run(t, s, change, at)
	return publish(t, s)
}

// readRowsOf builds and reads all rows.
func readRowsOf(t *testing.T, l lake.Lake) *matchday.Rows {
	t.Helper()
	buildFeatures(t, l)
	rows, err := Read(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// difference names the first value of the rows as of at or before that differs
// in a bit: identity, moments, features, and labels known by then.
func difference(a, b *matchday.Rows, at time.Time) string {
	n := rowsAsOf(a, at)
	if m := rowsAsOf(b, at); m != n {
		return "there are more or fewer rows"
	}
	for i := range n {
		if a.Fixtures[i] != b.Fixtures[i] {
			return a.Fixtures[i].ID + " is another fixture"
		}
		known := !a.KnownAt[i].IsZero() && !a.KnownAt[i].After(at)
		if known && (a.HomeGoals[i] != b.HomeGoals[i] || a.HomeMix[i] != b.HomeMix[i] || a.AwayMix[i] != b.AwayMix[i]) {
			return a.Fixtures[i].ID + " has another label"
		}
	}
	for c, name := range a.Names {
		for i := range n {
			if !sameBits(a.Columns[c][i:i+1], b.Columns[c][i:i+1]) {
				return name + " of " + a.Fixtures[i].ID
			}
		}
	}
	return ""
}

// rowsAsOf counts the rows as of a moment or before.
func rowsAsOf(rows *matchday.Rows, at time.Time) int {
	n := 0
	for n < rows.Len() && !rows.Fixtures[n].AsOf.After(at) {
		n++
	}
	return n
}

// realSample is six divisions of three countries over five seasons, prices and
// statistics among them. Without the real files the test is skipped.
func realSample(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("MATCHDAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	var paths []string
	for _, season := range []string{"0506", "0607", "0708", "0809", "0910"} {
		for _, division := range []string{"E0", "E1", "D1", "D2", "I1", "SC1"} {
			path := filepath.Join(dir, "football-data", season, division+".csv")
			if _, err := os.Stat(path); err != nil {
				t.Skipf("the real match files are missing (%v): set MATCHDAY_SHARED to the folder that holds football-data/", err)
			}
			paths = append(paths, path)
		}
	}
	return paths
}
