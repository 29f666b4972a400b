package staging_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

const columns = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HS,Referee,B365H,B365D,B365A,AHh,AvgAHH\n"

// noon is noon UTC of a day, the time at which these tests land their files.
func noon(year int, month time.Month, day int) time.Time {
	return matchday.Date(year, month, day).Add(12 * time.Hour)
}

// world is a lake into which tests land files by hand.
type world struct {
	*testing.T
	lake  lake.Lake
	files string // the folder in which the files lie before they land
}

func newWorld(t *testing.T) world {
	return world{t, lake.Lake{Dir: t.TempDir(), NoSync: true}, t.TempDir()}
}

// land lands one file; rows of the first layout need no header.
func (w world) land(now time.Time, name string, rows ...string) {
	w.Helper()
	content := strings.Join(rows, "\n") + "\n"
	if !strings.HasPrefix(content, "Country,") && !strings.HasPrefix(content, "Div,") {
		content = columns + content
	}
	path := filepath.Join(w.files, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		w.Fatal(err)
	}
	if r, err := land.FootballData(context.Background(), land.Input{Lake: w.lake, Paths: []string{path}, Now: now}); err != nil || r.Landed != 1 {
		w.Fatalf("land %s: %+v, %v", name, r, err)
	}
}

func (w world) run() staging.Result {
	w.Helper()
	r, err := staging.Run(context.Background(), staging.Input{Lake: w.lake})
	if err != nil {
		w.Fatal(err)
	}
	return r
}

// tableRows stages what has landed and reads a table back.
func tableRows[T any](w world, name string) []T {
	w.Helper()
	return rowsOf[T](w.T, w.run().Published, name)
}

// fixtures is the table fixtures by id.
func (w world) fixtures() map[string]table.Fixture {
	w.Helper()
	out := map[string]table.Fixture{}
	for _, f := range tableRows[table.Fixture](w, "fixtures") {
		out[f.FixtureID] = f
	}
	return out
}

// ids lists the fixtures' ids with their dates.
func (w world) ids() []string {
	w.Helper()
	var out []string
	for id, f := range w.fixtures() {
		out = append(out, fmt.Sprint(id, " ", time.Unix(int64(f.MatchDate)*86400, 0).UTC().Format(time.DateOnly)))
	}
	slices.Sort(out)
	return out
}

// scores lists the scores as "id home-away".
func (w world) scores() []string {
	w.Helper()
	var out []string
	for _, s := range tableRows[table.Score](w, "scores") {
		out = append(out, fmt.Sprintf("%s %d-%d", s.FixtureID, s.HomeGoals, s.AwayGoals))
	}
	return out
}

func (w world) want(what string, got []string, want ...string) {
	w.Helper()
	if !slices.Equal(got, want) {
		w.Errorf("%s:\ngot  %q\nwant %q", what, got, want)
	}
}

func TestStagingAnEmptyLakePublishesEmptyTables(t *testing.T) {
	w := newWorld(t)
	if r := w.run(); r.Fixtures != 0 || len(r.Published.Tables) != 11 {
		t.Fatalf("result %+v", r)
	}
	if got := tableRows[table.Odds](w, "odds"); len(got) != 0 {
		t.Fatalf("odds %v", got)
	}
}

func TestAFixtureIsStagedWithItsMoments(t *testing.T) {
	w := newWorld(t)
	// A Monday evening in British Summer Time: the last collection is Friday's.
	w.land(noon(2026, time.January, 1), "E0.csv", "E0,21/09/2015,20:00,A,B,2,1,H,9,Atkinson,2.1,3.3,3.6,-0.5,2.05", "E0,26/09/2015,,C,D,,,,,,,,,,")
	got := w.fixtures()["E0/1516/A/B/1"]
	landed := noon(2026, time.January, 1).UnixMicro()
	kickoff := time.Date(2015, time.September, 21, 19, 0, 0, 0, time.UTC)
	asOf := time.Date(2015, time.September, 18, 12, 0, 0, 0, time.UTC)
	want := table.Fixture{
		FixtureID: "E0/1516/A/B/1", Source: "footballdata", Country: "England", Division: "E0", Level: 1, Season: "1516",
		MatchDate: int32(kickoff.Unix() / 86400), Kickoff: kickoff.UnixMicro(), KickoffKnown: true,
		HomeTeam: "A", AwayTeam: "B", HomeTeamID: "England/A", AwayTeamID: "England/B", State: "finished", Referee: "Atkinson",
		AsOf: asOf.UnixMicro(), KnownAt: asOf.UnixMicro(), FirstLanded: landed, LandedAt: landed,
	}
	if got != want {
		t.Errorf("fixture\ngot  %+v\nwant %+v", got, want)
	}
	// A Saturday without a time: nominally noon in London.
	if f := w.fixtures()["E0/1516/C/D/1"]; f.State != "scheduled" || f.KickoffKnown || f.Kickoff != time.Date(2015, time.September, 26, 11, 0, 0, 0, time.UTC).UnixMicro() {
		t.Errorf("fixture without a time: %+v", f)
	}
	scores := tableRows[table.Score](w, "scores")
	if want := (table.Score{
		FixtureID: "E0/1516/A/B/1", HomeGoals: 2, AwayGoals: 1, Outcome: "H", Stated: "H",
		KnownAt: kickoff.Add(3 * time.Hour).UnixMicro(), LandedAt: landed,
	}); len(scores) != 1 || scores[0] != want {
		t.Errorf("scores %+v, want %+v", scores, want)
	}
	var odds []string
	for _, o := range tableRows[table.Odds](w, "odds") {
		line := "-"
		if o.Line != nil {
			line = fmt.Sprint(*o.Line)
		}
		odds = append(odds, fmt.Sprint(o.Bookmaker, " ", o.Market, " ", o.Selection, " ", line, " ", o.Moment, " ", o.Price))
		if o.KnownAt != asOf.UnixMicro() || o.LandedAt != landed {
			t.Errorf("moments of %+v", o)
		}
	}
	w.want("odds", odds, "Avg handicap H -0.5 pre_match 20500", "B365 1x2 A - pre_match 36000", "B365 1x2 D - pre_match 33000", "B365 1x2 H - pre_match 21000")
}

func TestWhatLandedEarlierThanItsRuleCountsFromTheLanding(t *testing.T) {
	w := newWorld(t)
	kickoff := time.Date(2015, time.September, 21, 19, 0, 0, 0, time.UTC)
	w.land(noon(2015, time.September, 17), "fixtures.csv", "E0,21/09/2015,20:00,A,B,,,,,,2.1,3.3,3.6,,")
	w.land(kickoff.Add(2*time.Hour), "E0.csv", "E0,21/09/2015,20:00,A,B,2,1,H,9,,2.2,3.3,3.6,,")
	if f := w.fixtures()["E0/1516/A/B/1"]; f.KnownAt != noon(2015, time.September, 17).UnixMicro() {
		t.Errorf("the fixture was known at %v", time.UnixMicro(f.KnownAt))
	}
	if s := tableRows[table.Score](w, "scores")[0]; s.KnownAt != kickoff.Add(2*time.Hour).UnixMicro() {
		t.Errorf("the result was known at %v", time.UnixMicro(s.KnownAt))
	}
}

func TestNoClockMakesAResultKnownBeforeItsKickOff(t *testing.T) {
	w := newWorld(t)
	w.land(noon(2015, time.September, 21), "E0.csv", "E0,21/09/2015,20:00,A,B,2,1,H,9,,,,,,")
	if s := tableRows[table.Score](w, "scores")[0]; s.KnownAt < time.Date(2015, time.September, 21, 19, 0, 0, 0, time.UTC).UnixMicro() {
		t.Errorf("the result was known at %v", time.UnixMicro(s.KnownAt))
	}
}

func TestSeasonsFollowFromTheDatesOfADivision(t *testing.T) {
	w := newWorld(t)
	now := noon(2026, time.January, 1)
	w.land(now, "fixtures.csv", "E0,05/03/2016,15:00,A,B,,,,,,2,3,4,,", "D1,04/03/2016,19:30,C,D,,,,,,2,3,4,,", "X7,01/07/2016,,E,F,,,,,,2,3,4,,")
	w.land(now, "any name", "E1,07/08/99,,G,H,1,0,H", "E1,05/05/00,,H,G,1,0,H")
	w.want("ids", w.ids(), "D1/1516/C/D/1 2016-03-04", "E0/1516/A/B/1 2016-03-05",
		"E1/9900/G/H/1 1999-08-07", "E1/9900/H/G/1 2000-05-05", "X7/1617/E/F/1 2016-07-01")
}

func TestTheSecondLayoutNamesItsSeasonsAndDivision(t *testing.T) {
	w := newWorld(t)
	w.land(noon(2026, time.January, 1), "nor.csv", "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PH,PD",
		"Norway,Eliteserien,2014,30/03/14,17:00,Bodo/Glimt,Odd,1,0,H,2.5,3", "Norway,Eliteserien,2014/2015,30/08/14,17:00,Bodo/Glimt,Odd,1,0,H,2.5,3")
	w.want("ids", w.ids(), "NOR/2014/2015/Bodo/Glimt/Odd/1 2014-08-30", "NOR/2014/Bodo/Glimt/Odd/1 2014-03-30")
	leagues := tableRows[table.League](w, "leagues")
	if want := (table.League{Division: "NOR", Country: "Norway", Level: 1, Name: "Eliteserien"}); len(leagues) != 1 || leagues[0] != want {
		t.Errorf("leagues %+v", leagues)
	}
	odds := tableRows[table.Odds](w, "odds")
	if o := odds[0]; o.Moment != "closing" || o.KnownAt != time.Date(2014, time.August, 30, 16, 0, 0, 0, time.UTC).UnixMicro() {
		t.Errorf("a price of the second layout is %+v", o)
	}
}

func TestDuplicatesKeepTheRowWithAResult(t *testing.T) {
	w := newWorld(t)
	w.land(noon(2026, time.January, 1), "E0.csv",
		"E0,08/08/2015,,A,B,,,", "E0,08/08/2015,,A,B,2,0,H", "E0,08/08/2015,,A,B,3,0,H", "E0,08/08/2015,,B,A,1,1,D")
	w.want("scores", w.scores(), "E0/1516/A/B/1 2-0", "E0/1516/B/A/1 1-1")
	var rejected []string
	for _, r := range tableRows[table.Reject](w, "rejected") {
		rejected = append(rejected, fmt.Sprint(filepath.Base(r.File), " ", r.Line, " ", r.Reason, " ", r.Detail))
	}
	w.want("rejected", rejected, "E0.csv 2 duplicate_fixture A - B 2015-08-08", "E0.csv 4 duplicate_fixture A - B 2015-08-08")
	if r := w.run(); !maps.Equal(r.Rejected, map[string]int{"duplicate_fixture": 2}) || r.Fixtures != 2 || r.Results != 2 {
		t.Errorf("result %+v", r)
	}
}

func TestSeasonsAndTeamsAreCounted(t *testing.T) {
	w := newWorld(t)
	w.land(noon(2026, time.January, 1), "E0.csv", "E0,08/08/2015,,Middlesboro,B,2,0,H", "E0,09/08/2015,,B,Middlesbrough,,,")
	day := func(d int) int32 { return int32(matchday.Date(2015, time.August, d).Unix() / 86400) }
	if got := tableRows[table.Season](w, "seasons"); len(got) != 1 || got[0] != (table.Season{
		Division: "E0", Season: "1516", FirstDate: day(8), LastDate: day(9), Fixtures: 2, Results: 1, Teams: 2,
	}) {
		t.Errorf("seasons %+v", got)
	}
	teams := tableRows[table.Team](w, "teams")
	if len(teams) != 2 || teams[1].ID != "England/Middlesbrough" || !slices.Equal(teams[1].Spellings, []string{"Middlesboro", "Middlesbrough"}) {
		t.Errorf("teams %+v", teams)
	}
	// The fixture shows its own row's spelling; the alias decides identity only.
	if f := w.fixtures()["E0/1516/Middlesboro/B/1"]; f.HomeTeam != "Middlesboro" || f.HomeTeamID != "England/Middlesbrough" {
		t.Errorf("fixture %+v", f)
	}
}
