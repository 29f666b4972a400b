package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// table writes rows as the Parquet file of a query.
func table(t *testing.T, query string) string {
	t.Helper()
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "table.parquet")
	if _, err := db.Exec("copy (" + query + ") to " + duck.Literal(path)); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return path
}

// world has six fixtures, of which two may be scored: "ok", and "new" of a
// season without a baseline. Each other lacks one thing.
func world(t *testing.T) inputs {
	t.Helper()
	l := lake.Lake{Dir: t.TempDir()}
	_, err := l.Publish(lake.Staged, map[string]string{
		"fixtures": table(t, `select * from (values
			('ok', 'E0', '1516', date '2015-08-08', 'A', 'B'), ('no book', 'E0', '1516', date '2015-08-08', 'C', 'D'),
			('unknown team', 'E0', '1516', date '2015-08-08', 'E', 'F'), ('unplayed', 'E0', '1516', date '2015-08-09', 'G', 'H'),
			('other season', 'E0', '1415', date '2015-05-08', 'A', 'B'), ('new', 'D1', '1011', date '2010-08-20', 'I', 'J')
		) t (fixture_id, division, season, match_date, home_team, away_team)`),
		"scores": table(t, `select * from (values ('ok', 'H'), ('no book', 'D'), ('unknown team', 'A'), ('other season', 'A'), ('new', 'D')) t (fixture_id, outcome)`),
		"odds": table(t, `select f as fixture_id, '1x2' as market, 'pre_match' as moment, b as bookmaker, s as selection, 3::decimal(9, 4) as price
			from unnest(['ok', 'no book', 'unknown team', 'unplayed', 'other season', 'new']) f(f),
				unnest(['Avg', 'B365']) b(b), unnest(['H', 'D', 'A']) s(s)
			where not (f = 'no book' and b = 'B365' and s = 'D')
			union all select 'no book', '1x2', 'closing', 'B365', 'D', 3`),
	}, "made up")
	if err != nil {
		t.Fatal(err)
	}
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	baselines := filepath.Join(t.TempDir(), "baselines.csv")
	if err := os.WriteFile(baselines, []byte("div,season,date,home,away,p_home,p_draw,p_away,outcome\n"+
		"E0,1516,2015-08-08,A,B,0.5,0.3,0.2,H\nE0,1516,2015-08-08,C,D,0.5,0.3,0.2,D\nE0,1516,2015-08-08,E,F,,,,A\nE0,1516,2015-08-09,G,H,0.5,0.3,0.2,D\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	said := func(home string) string {
		return table(t, `select f as fixture_id, m as model, `+home+` as p_home, .3 as p_draw, .7 - `+home+` as p_away
			from unnest(['ok', 'no book', 'unknown team', 'unplayed', 'other season', 'new']) f(f), unnest(['elo', 'market_pre']) m(m)`)
	}
	return inputs{staged, baselines, map[string][]string{"off": {said("case m when 'elo' then .6 else .4 end")}, "on": {said(".2")}}}
}

func TestFixturesAreScoredThatHaveBooksAndABaselineWhereThereIsOne(t *testing.T) {
	got, err := world(t).read(t.Context(), reported)
	if err != nil {
		t.Fatal(err)
	}
	off := map[source]matchday.Probs{{"off", "elo"}: {.6, .3, .1}, {"off", "market_pre"}: {.4, .3, .3}, {"on", "elo"}: {.2, .3, .5}, {"on", "market_pre"}: {.2, .3, .5}}
	with := map[source]matchday.Probs{penaltyblog: {.5, .3, .2}}
	for by, p := range off {
		with[by] = p
	}
	want := []fixture{
		{"new", "D1", matchday.Date(2010, time.August, 20), matchday.Draw, off},
		{"ok", "E0", matchday.Date(2015, time.August, 8), matchday.HomeWin, with},
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
	if d := cmp.Diff(want, got, near, cmp.AllowUnexported(fixture{}, source{})); d != "" {
		t.Error(d)
	}
}

func TestScoresAreOfThePairedFixtures(t *testing.T) {
	fixtures, err := world(t).read(t.Context(), reported)
	if err != nil {
		t.Fatal(err)
	}
	all := scores(fixtures)
	var elo *score
	for i := range all {
		if all[i].source == (source{"off", "elo"}) {
			elo = &all[i]
		}
	}
	if elo == nil || elo.N != 2 {
		t.Fatalf("no score of Elo on two fixtures: %+v", all)
	}
	for what, pair := range map[string][2]float64{
		"log loss":       {elo.LogLoss, -(math.Log(.6) + math.Log(.3)) / 2},
		"to penaltyblog": {elo.toBaseline.Value, math.Log(.5) - math.Log(.6)}, // "ok" alone
		"to the market":  {elo.toMarket.Value, (math.Log(.4) - math.Log(.6)) / 2},
		"calibration":    {elo.calibration[0], .1}, // two of one bin, one home win: |1.2 − 1| / 2
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-12 {
			t.Errorf("%s is %v; want %v", what, pair[0], pair[1])
		}
	}
	if e0 := reported.groups()[1].of(fixtures); len(e0) != 1 || e0[0].id != "ok" {
		t.Errorf("E0 has %+v; want the one fixture", e0)
	}
}

func TestThePageHasALineForEachSourceAndTheTargetsOnce(t *testing.T) {
	fixtures, err := world(t).read(t.Context(), reported)
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	section(&page, reported, fixtures)
	if n := strings.Count(page.String(), "≤ 1.0170"); n != 1 {
		t.Errorf("Elo's target stands %d times on the page:\n%s", n, page.String())
	}
	for _, want := range []string{"### All: 2 fixtures", "### E0: 1 fixtures", "| penaltyblog's Dixon-Coles (1 fixtures) |", "-0.1823 [-0.1823, -0.1823]"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, page.String())
		}
	}
}

func TestTuningAndReportedFixturesHaveNothingInCommon(t *testing.T) {
	of := func(s set) map[string]bool {
		out := map[string]bool{}
		for _, span := range s.spans {
			for _, d := range span.divisions {
				for _, season := range span.seasons() {
					out[d+" "+season] = true
				}
			}
		}
		return out
	}
	mine := of(tuning)
	for _, s := range []set{reported, later} {
		for key := range of(s) {
			if mine[key] {
				t.Errorf("%s is among the tuning fixtures and in %q", key, s.title)
			}
		}
	}
	if !mine["E0 1415"] || !mine["D1 0910"] || !mine["EC 1415"] {
		t.Error("the tuning fixtures lack what they should have")
	}
}
