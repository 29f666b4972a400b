package staging_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/canonical"
	"matchday/stages/staging/files"
	"matchday/stages/staging/notes"
	"matchday/stages/staging/table"
)

// links lists the crosswalk's rows of an entity as "source id → id how".
func (w world) links(entity string) []string {
	w.Helper()
	var out []string
	for _, r := range tableRows[table.Crosswalk](w, "crosswalk") {
		if r.Entity == entity {
			out = append(out, fmt.Sprint(r.SourceID, " → ", r.CanonicalID, " ", r.How))
		}
	}
	return out
}

// rounds are four teams' fixtures of a season: who plays whom how many weeks
// after the first kick-off.
var rounds = []struct{ week, home, away int }{
	{0, 1, 2}, {0, 3, 4}, {1, 1, 3}, {1, 4, 2}, {2, 4, 1}, {2, 2, 3}, {3, 2, 1}, {3, 4, 3}, {4, 3, 1}, {4, 2, 4}, {5, 1, 4}, {5, 3, 2},
}

// inFiles are the clubs as the files spell them.
var inFiles = map[int]string{1: "Home", 2: "Away Cty", 3: "Third", 4: "Nonesuch"}

// landRounds lands the whole season by a file, with the results of the days before.
func (w world) landRounds(now time.Time) {
	w.Helper()
	var rows []string
	for _, r := range rounds {
		day := kickoffOf.AddDate(0, 0, 7*r.week)
		played := "1,0,H,9"
		if day.After(now) {
			played = ",,,"
		}
		rows = append(rows, fmt.Sprintf("E0,%s,15:00,%s,%s,%s,Atkinson,2.1,3.3,3.6,,", day.Format("02/01/2006"), inFiles[r.home], inFiles[r.away], played))
	}
	w.land(now, "E0.csv", rows...)
}

// fetchRounds lands it by the API: fixtures 100, 101, …
func (w world) fetchRounds(at time.Time) {
	w.Helper()
	for i, r := range rounds {
		kickoff := kickoffOf.AddDate(0, 0, 7*r.week)
		payload := strings.ReplaceAll(saidOf(100+i, answers.StateNotStarted, kickoff, r.home, r.away, `"venue":{"id":5,"name":"The Ground"}`), "\n", "")
		w.fetched(at, "fixture", fmt.Sprint(100+i), payload)
	}
}

func TestAFixtureIsOneWhoeverTellsOfIt(t *testing.T) {
	early, late := kickoffOf.AddDate(0, 3, 0), kickoffOf.AddDate(0, 6, 0)
	for _, c := range []struct {
		name        string
		files, api  time.Time
		id, another string
	}{
		{"the files landed first", early, late, "E0/2526/Home/Away Cty/1", "E0/2526/Third/Nonesuch/1"},
		{"the API landed first", late, early, "E0/2526/Home Town/Away City/1", "E0/2526/Third Rovers/Fourth Albion/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := world{t, newWorld(t).lake, t.TempDir()}
			w.landRounds(c.files)
			w.fetchRounds(c.api)
			fixtures := w.fixtures()
			f := fixtures[c.id]
			if len(fixtures) != len(rounds) || fixtures[c.another].FixtureID == "" {
				t.Fatalf("fixtures %v", w.ids())
			}
			if f.Source != "footballdata" || f.HomeTeam != "Home" || f.HomeTeamID != "England/Home" || f.Venue != "The Ground" || f.Referee != "Atkinson" ||
				f.State != "finished" || f.FirstLanded != early.UnixMicro() || f.LandedAt != late.UnixMicro() {
				t.Errorf("fixture %+v", f)
			}
			w.want("teams", w.links(canonical.TeamEntity), "1 → England/Home name", "2 → England/Away Cty schedule", "3 → England/Third name", "4 → England/Nonesuch schedule")
			w.want("seasons", w.links(canonical.SeasonEntity), "77 → E0/2526 schedule")
			w.want("leagues", w.links(canonical.LeagueEntity), "8 → E0 id")
			if got := w.links(canonical.FixtureEntity); len(got) != len(rounds) || got[0] != "100 → "+c.id+" schedule" {
				t.Errorf("fixtures %v", got)
			}
			if open := tableRows[table.Ambiguous](w, "ambiguous"); len(open) != 0 {
				t.Errorf("ambiguous: %v", open)
			}
			if got := w.scores(); len(got) != len(rounds) || !strings.Contains(strings.Join(got, ","), c.id+" 1-0") {
				t.Errorf("scores %v", got)
			}
		})
	}
}

func TestSourcesThatDisagreeAreBothKept(t *testing.T) {
	w := newWorld(t)
	w.landRounds(kickoffOf.AddDate(0, 3, 0))
	w.fetchRounds(kickoffOf.AddDate(0, 2, 0))
	w.fetched(kickoffOf.AddDate(0, 2, 1), "fixture", "100", said(100, answers.StateFullTime, scoresOf(scoreOf(2, 4, 0)),
		`"statistics":[{"type_id":42,"participant_id":1,"data":{"value":12}},{"type_id":42,"participant_id":2,"data":{"value":3}}]`))
	var got []string
	for _, r := range tableRows[table.SourceValue](w, "source_values") {
		if r.FixtureID == "E0/2526/Home Town/Away City/1" {
			got = append(got, fmt.Sprint(r.Field, " ", r.Source, " ", r.Value))
		}
	}
	w.want("source_values", got,
		"away_goals footballdata 0", "away_goals sportmonks 0", "away_red_cards sportmonks 0", "away_shots sportmonks 3", "away_yellow_cards sportmonks 0",
		"home_goals footballdata 1", "home_goals sportmonks 4", "home_red_cards sportmonks 0", "home_shots footballdata 9", "home_shots sportmonks 12", "home_yellow_cards sportmonks 0",
		"kickoff footballdata 2025-10-04 14:00:00", "kickoff sportmonks 2025-10-04 14:00:00", "match_date footballdata 2025-10-04", "match_date sportmonks 2025-10-04")
	// The files' goals and figures count, the API fills what they lack.
	for _, s := range tableRows[table.Statistics](w, "statistics") {
		if s.FixtureID == "E0/2526/Home Town/Away City/1" && (*s.HomeShots != 9 || *s.AwayShots != 3) {
			t.Errorf("statistics %+v", s)
		}
	}
	if got := w.scores(); !strings.Contains(strings.Join(got, ","), "E0/2526/Home Town/Away City/1 1-0") {
		t.Errorf("scores %v", got)
	}
}

func TestATeamThatNothingDecidesIsListed(t *testing.T) {
	w := newWorld(t)
	// The files tell of last season only: names have to do. One is a club's of
	// theirs or not, and one is none.
	w.landRounds(kickoffOf.AddDate(0, 3, 0))
	w.fetched(kickoffOf.AddDate(1, 0, 0), "fixture", "300", saidOf(300, 1, kickoffOf.AddDate(1, 0, 0), 1, 2))
	w.fetched(kickoffOf.AddDate(1, 0, 0), "fixture", "301", saidOf(301, 1, kickoffOf.AddDate(1, 0, 0), 3, 4))
	w.want("teams", w.links(canonical.TeamEntity), "1 → England/Home name", "2 → England/Away City own", "3 → England/Third name", "4 → England/Fourth Albion own")
	var got []string
	for _, a := range tableRows[table.Ambiguous](w, "ambiguous") {
		got = append(got, fmt.Sprint(a.Entity, " ", a.SourceID, " ", a.Candidates, " ", a.Reason))
	}
	w.want("ambiguous", got, "team 2 [England/Away Cty] no_evidence")
}

func TestPeopleDecideWhatTheEvidenceDoesNot(t *testing.T) {
	w := newWorld(t)
	w.landRounds(kickoffOf.AddDate(0, 3, 0))
	w.fetched(kickoffOf.AddDate(1, 0, 0), "fixture", "300", saidOf(300, 1, kickoffOf.AddDate(1, 0, 0), 3, 4))
	decided, err := canonical.ReadOverrides("entity,source,source_id,canonical_id\nteam,sportmonks,4,England/Nonesuch\nleague,sportmonks,8,E1\n")
	if err != nil {
		t.Fatal(err)
	}
	api, err := answers.Tell(t.Context(), w.lake, w.lake, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	told, err := files.Tell(t.Context(), w.lake, math.MaxInt64, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range canonical.Join(told, api, nil, decided, &notes.Book{}).Crosswalk {
		if r.How == "override" {
			got = append(got, r.Entity+" "+r.SourceID+" "+r.CanonicalID)
		}
	}
	w.want("decided", got, "league 8 E1", "team 4 England/Nonesuch")
}

func TestWhatIsFetchedLaterChangesNothingThatWasKnown(t *testing.T) {
	w := newWorld(t)
	w.landRounds(kickoffOf.AddDate(0, 0, -3))
	w.fetchRounds(kickoffOf.AddDate(0, 0, -2))
	w.fetched(minutesBefore(60), "fixture", "100", said(100, 1, oddsOf(strings.ReplaceAll(odd(1, 2, 1, "Home", "2.10", "", minutesBefore(90)), `"fixture_id":9`, `"fixture_id":100`)),
		sheetsOf("", sheetOf(1, 11, twelve(100)...))))
	quotes, lineups := tableRows[table.Quote](w, "quotes"), tableRows[table.Lineup](w, "lineups")
	fixture := w.fixtures()["E0/2526/Home/Away Cty/1"]
	w.fetched(minutesBefore(10), "fixture", "100", said(100, 1, oddsOf(strings.ReplaceAll(odd(1, 2, 1, "Home", "2.50", "", minutesBefore(20)), `"fixture_id":9`, `"fixture_id":100`)),
		sheetsOf("", sheetOf(1, 11, twelve(150)...))))
	w.fetched(minutesBefore(-200), "fixture", "100", said(100, 5, scoresOf(scoreOf(2, 1, 1)), sheetsOf(`,"details":[{"type_id":119,"data":{"value":90}}]`, sheetOf(1, 11, twelve(150)...))))
	if now := tableRows[table.Quote](w, "quotes"); len(now) != 2 || fmt.Sprint(now[0]) != fmt.Sprint(quotes[0]) {
		t.Errorf("the first price was %+v and is %+v", quotes[0], now)
	}
	now := tableRows[table.Lineup](w, "lineups")
	if len(now) != 2*len(lineups) {
		t.Fatalf("%d line-up rows, then %d", len(lineups), len(now))
	}
	for i, l := range lineups {
		if now[i].PlayerID != l.PlayerID || now[i].KnownAt != l.KnownAt || now[i].Minutes != nil {
			t.Errorf("row %d was %+v and is %+v", i, l, now[i])
		}
	}
	if f := w.fixtures()["E0/2526/Home/Away Cty/1"]; f.AsOf != fixture.AsOf || f.KnownAt != fixture.KnownAt || f.FirstLanded != fixture.FirstLanded {
		t.Errorf("the fixture was %+v and is %+v", fixture, f)
	}
}
