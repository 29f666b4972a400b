package staging_test

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// The days on which these tests land an older and a newer edition.
var older, newer = noon(2026, time.January, 1), noon(2026, time.January, 2)

func TestAnOldCopyFillsEmptyCellsAndTakesNothingAway(t *testing.T) {
	full := []string{"E0,08/08/2015,12:45,A,B,2,0,H,,,2.2,,,,", "E0,16/08/2015,,B,A,1,1,D,8,Dean,,,,,"}
	half := []string{"E0,08/08/2015,,A,B,1,0,H,9,Atkinson,2.1,3.3,,-0.5,1.9", "E0,17/08/2015,,B,A,,,,,,,,,,", "E0,18/08/2015,,C,D,,,,,,,,,,"}
	for _, c := range []struct {
		name          string
		first, second []string
	}{{"half a season first", half, full}, {"the whole season first", full, half}} {
		w := newWorld(t)
		w.land(older, "first.csv", c.first...)
		w.land(newer, "second.csv", c.second...)
		w.want(c.name+": ids", w.ids(), "E0/1516/A/B/1 2015-08-08", "E0/1516/B/A/1 2015-08-16", "E0/1516/C/D/1 2015-08-18")
		w.want(c.name+": scores", w.scores(), "E0/1516/A/B/1 2-0", "E0/1516/B/A/1 1-1")
		f := w.fixtures()["E0/1516/A/B/1"]
		if !f.KickoffKnown || f.Referee != "Atkinson" || f.FirstLanded != older.UnixMicro() || f.LandedAt != newer.UnixMicro() {
			t.Errorf("%s: %+v", c.name, f)
		}
		var odds []string
		for _, o := range tableRows[table.Odds](w, "odds") {
			odds = append(odds, fmt.Sprint(o.Bookmaker, " ", o.Market, " ", o.Selection, " ", o.Price))
		}
		w.want(c.name+": odds", odds, "Avg handicap H 19000", "B365 1x2 D 33000", "B365 1x2 H 22000")
		for _, s := range tableRows[table.Statistics](w, "statistics") {
			want := map[string]int32{"E0/1516/A/B/1": 9, "E0/1516/B/A/1": 8}[s.FixtureID]
			if s.HomeShots == nil || *s.HomeShots != want || s.AwayShots != nil {
				t.Errorf("%s: shots of %s are %v, want %d", c.name, s.FixtureID, s.HomeShots, want)
			}
		}
		winners := map[int32]bool{}
		for _, e := range tableRows[table.Edition](w, "editions") {
			winners[e.Results] = e.Winner
		}
		if !maps.Equal(winners, map[int32]bool{1: false, 2: true}) {
			t.Errorf("%s: winners by results %v", c.name, winners)
		}
	}
}

func TestTheLaterLandedOfEqualEditionsWins(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E0,08/08/2015,,A,B,2,0,H")
	w.land(newer, "b.csv", "E0,08/08/2015,,A,B,2,1,H")
	w.want("scores", w.scores(), "E0/1516/A/B/1 2-1")
}

func TestAQuoteHasOneLineTheWinners(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E0,08/08/2015,,A,B,,,,,,,,,-0.5,1.9")
	w.land(newer, "b.csv", "E0,08/08/2015,,A,B,,,,,,,,,-0.75,2.1")
	odds := tableRows[table.Odds](w, "odds")
	if len(odds) != 1 || *odds[0].Line != -0.75 || odds[0].Price != 21000 {
		t.Errorf("odds %+v", odds)
	}
}

func TestATimeOfAnotherDateIsNotKept(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E0,08/08/2015,20:00,A,B,,,")
	w.land(newer, "b.csv", "E0,09/08/2015,,A,B,,,")
	if f := w.fixtures()["E0/1516/A/B/1"]; f.KickoffKnown || f.Kickoff != matchday.NominalKickoff(matchday.Date(2015, time.August, 9)).UnixMicro() {
		t.Errorf("fixture %+v", f)
	}
}

func TestIdsNeverChange(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "SC0,08/08/2015,,A,B,,,", "SC0,10/01/2016,,A,B,,,")
	first := w.ids()
	w.want("ids", first, "SC0/1516/A/B/1 2015-08-08", "SC0/1516/A/B/2 2016-01-10")

	// The first meeting is put off until after the second, and a third is added.
	w.land(newer, "b.csv", "SC0,10/01/2016,,A,B,1,0,H", "SC0,02/02/2016,,A,B,,,", "SC0,09/04/2016,,A,B,,,")
	w.want("ids after new dates", w.ids(), "SC0/1516/A/B/1 2016-02-02", "SC0/1516/A/B/2 2016-01-10", "SC0/1516/A/B/3 2016-04-09")
	w.want("scores", w.scores(), "SC0/1516/A/B/2 1-0")
}

func TestIdsKeepTheSpellingFirstLanded(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E1,08/08/2015,,Middlesboro,B,,,")
	w.land(newer, "b.csv", "E1,08/08/2015,,Middlesbrough,B,1,0,H", "E1,09/01/2016,,B,Middlesbrough,,,")
	w.want("ids", w.ids(), "E1/1516/B/Middlesbrough/1 2016-01-09", "E1/1516/Middlesboro/B/1 2015-08-08")
	if f := w.fixtures()["E1/1516/Middlesboro/B/1"]; f.HomeTeam != "Middlesbrough" {
		t.Errorf("the fixture shows %q, want its winning row's spelling", f.HomeTeam)
	}
}

func TestOfEditionsLandedTogetherTheOneWithFewerResultsCountsAsFirst(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E1,08/08/2015,,Middlesbrough,B,1,0,H")
	w.land(older, "b.csv", "E1,08/08/2015,,Middlesboro,B,,,")
	w.want("ids", w.ids(), "E1/1516/Middlesboro/B/1 2015-08-08")
}

func TestIdsNeverChangeWhenAnAliasIsAdded(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E1,08/08/2015,,Old,B,1,0,H", "E1,08/01/2016,,New,B,2,0,H", "E1,09/01/2016,,New,C,2,0,H")
	for _, rows := range []string{"", "England,Old,New\n", "England,New,Old\n"} {
		aliases, err := files.ReadAliases("country,spelling,canonical\n" + rows)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		told, err := files.Tell(t.Context(), w.lake, math.MaxInt64, aliases)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range told.Fixtures {
			got = append(got, f.ID)
		}
		w.want(rows, got, "E1/1516/New/B/1", "E1/1516/New/C/1", "E1/1516/Old/B/1")
	}
}

func TestTheSecondComingFixtureOfAPairIsNotTheFirst(t *testing.T) {
	w := newWorld(t)
	w.land(older, "SC0.csv", "SC0,08/08/2015,,A,B,1,0,H")
	w.land(newer, "fixtures.csv", "SC0,09/01/2016,15:00,A,B,,,,,,2.1,3.3,3.6,,")
	w.want("ids", w.ids(), "SC0/1516/A/B/1 2015-08-08", "SC0/1516/A/B/2 2016-01-09")

	w.land(newer.Add(time.Hour), "SC0.csv", "SC0,08/08/2015,,A,B,1,0,H", "SC0,10/01/2016,,A,B,0,0,D")
	w.want("ids once it is played", w.ids(), "SC0/1516/A/B/1 2015-08-08", "SC0/1516/A/B/2 2016-01-10")
	w.want("scores", w.scores(), "SC0/1516/A/B/1 1-0", "SC0/1516/A/B/2 0-0")
}

func TestAPlayedFixtureKeepsItsIdWhenItsDateIsCorrected(t *testing.T) {
	w := newWorld(t)
	w.land(older, "a.csv", "E0,10/08/2015,,A,B,1,0,H", "E0,11/08/2015,,C,D,1,0,H")
	w.land(newer, "b.csv", "E0,08/10/2015,,A,B,1,0,H", "E0,11/08/2015,,C,D,1,0,H")
	w.want("ids", w.ids(), "E0/1516/A/B/1 2015-10-08", "E0/1516/C/D/1 2015-08-11")
}

func TestLandingInAnyOrderAtOneTimeStagesTheSameBytes(t *testing.T) {
	editions := [][]string{
		{"E1,08/08/2015,,Middlesboro,B,,,"},
		{"E1,09/08/2015,15:00,Middlesbrough,B,1,0,H,,,2.1", "E1,09/08/2015,15:00,C,D,1,0,H"},
		{"E1,09/08/2015,15:00,Middlesbrough,B,1,0,H,7", "E1,09/08/2015,15:00,C,D,2,0,H", "E1,19/12/2015,15:00,Middlesboro,B,1,0,H"},
	}
	var want map[string]lake.Files
	files := t.TempDir()
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {1, 0, 2}} {
		w := newWorld(t)
		w.files = files
		for _, i := range order {
			w.land(older, fmt.Sprintf("%d.csv", i), editions[i]...)
		}
		got := w.run().Published.Tables
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("order %v: tables %v, want %v", order, got, want)
		}
	}
}
