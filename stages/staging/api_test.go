package staging_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// kickoffOf is the kick-off of the fixtures that these tests make up.
var kickoffOf = time.Date(2025, time.October, 4, 14, 0, 0, 0, time.UTC)

// fetched lands an object as a fetch at that moment brought it.
func (w world) fetched(at time.Time, entity, id, payload string) {
	w.Helper()
	sum := sha256.Sum256([]byte(payload))
	w.addRaw(answers.Folder, []answers.Raw{{
		Source: answers.Source, Entity: entity, ID: id, FetchedAt: at.UnixMicro(), SHA256: hex.EncodeToString(sum[:]), Payload: []byte(payload),
	}})
}

// seen lands a fetch that brought a payload again.
func (w world) seen(at time.Time, entity, id, payload string) {
	w.Helper()
	sum := sha256.Sum256([]byte(payload))
	w.addRaw(answers.SeenFolder, []answers.Seen{{
		Source: answers.Source, Entity: entity, ID: id, FetchedAt: at.UnixMicro(), SHA256: hex.EncodeToString(sum[:]),
	}})
}

func (w world) addRaw(folder string, rows any) {
	w.Helper()
	dir, err := w.lake.Temp()
	if err != nil {
		w.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	switch rows := rows.(type) {
	case []answers.Raw:
		err = lake.WriteParquet(path, rows)
	case []answers.Seen:
		err = lake.WriteParquet(path, rows)
	}
	if err == nil {
		_, err = w.lake.Add(folder, path)
	}
	if err != nil {
		w.Fatal(err)
	}
}

// said writes a fixture's response: League 8, Home Town against Away City, with
// further members of the object.
func said(id, state int, members ...string) string {
	return saidOf(id, state, kickoffOf, 1, 2, members...)
}

// names of the clubs that these tests make up, by the API's id.
var names = map[int]string{1: "Home Town", 2: "Away City", 3: "Third Rovers", 4: "Fourth Albion"}

func saidOf(id, state int, kickoff time.Time, home, away int, members ...string) string {
	participants := fmt.Sprintf(`"participants":[{"id":%d,"country_id":462,"name":%q,"meta":{"location":"away"}},{"id":%d,"country_id":462,"name":%q,"meta":{"location":"home"}}]`,
		away, names[away], home, names[home])
	return fmt.Sprintf(`{"id":%d,"league_id":8,"season_id":77,"state_id":%d,"starting_at":%q,%s}`,
		id, state, kickoff.Format(time.DateTime), strings.Join(append(members, participants), ","))
}

// scoreOf writes both rows of a period.
func scoreOf(kind, home, away int) string {
	return fmt.Sprintf(`{"type_id":%d,"participant_id":2,"score":{"goals":%d,"participant":"away"}},{"type_id":%d,"participant_id":1,"score":{"goals":%d,"participant":"home"}}`, kind, away, kind, home)
}

func scoresOf(rows ...string) string { return `"scores":[` + strings.Join(rows, ",") + `]` }

// odd writes one price; total and handicap as JSON.
func odd(id, bookmaker, market int, label, value, line string, at time.Time) string {
	key := "total"
	if market == 6 {
		key = "handicap"
	}
	return fmt.Sprintf(`{"id":%d,"fixture_id":9,"market_id":%d,"bookmaker_id":%d,"label":%q,"name":%q,"value":%q,%q:%q,"latest_bookmaker_update":%q}`,
		id, market, bookmaker, label, label, value, key, line, at.Format(time.DateTime))
}

func oddsOf(rows ...string) string { return `"odds":[` + strings.Join(rows, ",") + `]` }

// rejects lists "file line reason".
func (w world) rejects() []string {
	w.Helper()
	var out []string
	for _, r := range tableRows[table.Reject](w, "rejected") {
		out = append(out, fmt.Sprint(r.File, " ", r.Line, " ", r.Reason))
		if r.Hint == "" {
			w.Errorf("%s line %d: nothing says what %s means", r.File, r.Line, r.Reason)
		}
	}
	slices.Sort(out)
	return out
}

func TestSidesAreToldByTheirLocation(t *testing.T) {
	w := newWorld(t)
	after := kickoffOf.Add(4 * time.Hour)
	w.fetched(after, "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(1, 1, 0), scoreOf(2, 3, 1), scoreOf(1525, 3, 1)),
		`"statistics":[{"type_id":42,"participant_id":2,"data":{"value":7},"location":"home"},{"type_id":42,"participant_id":1,"data":{"value":12.0},"location":"away"}]`))
	f := w.fixtures()["E0/2526/Home Town/Away City/1"]
	want := table.Fixture{
		FixtureID: "E0/2526/Home Town/Away City/1", Source: "sportmonks", Country: "England", Division: "E0", Level: 1, Season: "2526",
		MatchDate: table.Days(kickoffOf), Kickoff: kickoffOf.UnixMicro(), KickoffKnown: true, HomeTeam: "Home Town", AwayTeam: "Away City",
		HomeTeamID: "England/Home Town", AwayTeamID: "England/Away City", State: "finished",
		AsOf: matchday.CollectionMoment(kickoffOf).UnixMicro(), KnownAt: matchday.CollectionMoment(kickoffOf).UnixMicro(),
		FirstLanded: after.UnixMicro(), LandedAt: after.UnixMicro(),
	}
	if f != want {
		t.Errorf("fixture\ngot  %+v\nwant %+v", f, want)
	}
	scores := tableRows[table.Score](w, "scores")
	if want := (table.Score{
		FixtureID: want.FixtureID, HomeGoals: 3, AwayGoals: 1, Outcome: "H", Stated: "",
		KnownAt: kickoffOf.Add(3 * time.Hour).UnixMicro(), LandedAt: after.UnixMicro(),
	}); len(scores) != 1 || scores[0] != want {
		t.Errorf("scores %+v, want %+v", scores, want)
	}
	s := tableRows[table.Statistics](w, "statistics")[0]
	if *s.HomeShots != 12 || *s.AwayShots != 7 || *s.HomeHalfGoals != 1 || *s.HomeRedCards != 0 || s.HomeCorners != nil {
		t.Errorf("statistics %+v", s)
	}
	w.want("rejects", w.rejects())
}

func TestOnlyAFinalStateMakesAResult(t *testing.T) {
	for state, want := range map[int]string{
		answers.StateSecondHalf: "in_play", answers.StateBreak: "in_play", answers.StateAwarded: "awarded",
		answers.StateAbandoned: "abandoned", answers.StatePostponed: "postponed", answers.StateNotStarted: "scheduled", 99: "state_99",
	} {
		w := newWorld(t)
		w.fetched(kickoffOf.Add(time.Hour), "fixture", "9", said(9, state, scoresOf(scoreOf(2, 3, 0), scoreOf(1525, 3, 0))))
		if got := w.fixtures()["E0/2526/Home Town/Away City/1"].State; got != want {
			t.Errorf("state %d is %q, want %q", state, got, want)
		}
		if scores := tableRows[table.Score](w, "scores"); len(scores) != 0 {
			t.Errorf("state %d gave the result %+v", state, scores)
		}
	}
}

func TestAResultIsSeenAgainAndCorrected(t *testing.T) {
	w := newWorld(t)
	at := func(minutes int) time.Time { return kickoffOf.Add(time.Duration(minutes) * time.Minute) }
	first := said(9, answers.StateFullTime, scoresOf(scoreOf(2, 1, 0)))
	w.fetched(at(60), "fixture", "9", said(9, answers.StateSecondHalf, scoresOf(scoreOf(1525, 1, 0))))
	w.fetched(at(110), "fixture", "9", first)
	w.seen(at(125), "fixture", "9", first)
	w.fetched(at(130), "fixture", "9", said(9, answers.StateFullTime, oddsOf())) // not asked for scores
	w.fetched(at(600), "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(2, 1, 1))))
	var got []string
	for _, v := range tableRows[table.FixtureVersion](w, "fixture_versions") {
		goals := "-"
		if v.HomeGoals != nil {
			goals = fmt.Sprint(*v.HomeGoals, "-", *v.AwayGoals)
		}
		minutes := func(us int64) int { return int(time.UnixMicro(us).Sub(kickoffOf).Minutes()) }
		got = append(got, fmt.Sprint(v.State, " ", goals, " ", minutes(v.KnownAt), " ", minutes(v.LastSeenAt)))
	}
	w.want("versions", got, "in_play - 60 60", "finished 1-0 110 125", "finished 1-1 600 600")
	w.want("scores", w.scores(), "E0/2526/Home Town/Away City/1 1-1")
	if s := tableRows[table.Score](w, "scores")[0]; s.LandedAt != at(600).UnixMicro() {
		t.Errorf("the correction landed at %v", time.UnixMicro(s.LandedAt))
	}
}

func TestAWrongTypeRejectsItsRowOnly(t *testing.T) {
	w := newWorld(t)
	w.fetched(kickoffOf.Add(4*time.Hour), "fixture", "9", said(9, answers.StateFullTime,
		scoresOf(scoreOf(2, 2, 0), `{"type_id":1,"participant_id":1,"score":{"goals":"1","participant":"home"}}`),
		`"statistics":[{"type_id":42,"participant_id":1,"data":{"value":"9"}},{"type_id":34,"participant_id":1,"data":{"value":4}},{"type_id":34,"participant_id":77,"data":{"value":4}}]`,
		`"lineups":[{"team_id":1,"type_id":11,"player_id":"x"},{"team_id":1,"type_id":11,"player_id":5,"player_name":"E"},{"team_id":1,"type_id":11,"player_id":5},{"team_id":1,"type_id":77614,"player_id":6}]`))
	w.fetched(kickoffOf.Add(5*time.Hour), "fixture", "9", `{"message":"You do not have access","code":5002}`)
	w.fetched(kickoffOf.Add(5*time.Hour), "fixture", "10", `{"id":10,"league_id":8,"season_id":77,"state_id":"5"}`)
	w.fetched(kickoffOf.Add(5*time.Hour), "player", "5", `{"id":5,"name":["E"]}`)
	w.want("rejects", w.rejects(), "fixture/10 0 wrong_type", "fixture/9 0 missing_value", "fixture/9 1 wrong_type", "fixture/9 1 wrong_type",
		"fixture/9 3 player_twice", "fixture/9 3 unknown_team", "fixture/9 3 wrong_type", "fixture/9 4 unknown_type", "player/5 0 wrong_type")
	w.want("scores", w.scores(), "E0/2526/Home Town/Away City/1 2-0")
	if s := tableRows[table.Statistics](w, "statistics")[0]; *s.HomeCorners != 4 || s.HomeShots != nil || s.HomeHalfGoals != nil {
		t.Errorf("statistics %+v", s)
	}
	if l := tableRows[table.Lineup](w, "lineups"); len(l) != 1 || l[0].PlayerID != "sportmonks/5" {
		t.Errorf("line-ups %+v", l)
	}
}

func TestAnAnswerThatNamesNoTeamsIsReadByThoseThatDo(t *testing.T) {
	w := newWorld(t)
	bare := func(member string) string {
		return fmt.Sprintf(`{"id":9,"league_id":8,"season_id":77,"state_id":1,"starting_at":%q,%s}`, kickoffOf.Format(time.DateTime), member)
	}
	w.fetched(minutesBefore(90), "fixture", "9", bare(oddsOf(odd(1, 2, 1, "Home Town", "2.10", "", minutesBefore(95)))))
	w.fetched(minutesBefore(60), "fixture", "9", bare(`"lineups":[{"team_id":2,"type_id":11,"player_id":5,"player_name":"E"},{"team_id":3,"type_id":11,"player_id":6,"player_name":"F"}],
		"sidelined":[{"participant_id":1,"player_id":8}],"statistics":[],"scores":[]`))
	w.fetched(minutesBefore(50), "odds", "9", "["+odd(2, 2, 1, "Away City", "3.50", "", minutesBefore(55))+"]")
	w.fetched(minutesBefore(30), "fixture", "9", said(9, answers.StateNotStarted))
	w.want("quotes", w.quotesOf(), "B365 1x2 A - 35000 55 50", "B365 1x2 H - 21000 95 90")
	if l := tableRows[table.Lineup](w, "lineups"); len(l) != 1 || l[0].Side != "away" || l[0].PlayerName != "E" {
		t.Errorf("line-ups %+v", l)
	}
	if s := tableRows[table.Sidelined](w, "sidelined"); len(s) != 1 || s[0].Side != "home" {
		t.Errorf("sidelined %+v", s)
	}
	w.want("rejects", w.rejects(), "fixture/9 2 unknown_team")
}

func TestAFixtureWithoutTeamsWaitsForThem(t *testing.T) {
	w := newWorld(t)
	bare := `{"id":9,"league_id":8,"season_id":77,"state_id":1,"name":"Home Town vs Away City","starting_at":"2025-10-04 14:00:00"}`
	w.fetched(kickoffOf.Add(-48*time.Hour), "fixture", "9", bare)
	if got := w.fixtures(); len(got) != 0 {
		t.Errorf("teams were read from a name: %v", got)
	}
	w.want("rejects", w.rejects(), "fixture/9 0 no_participants")
	w.fetched(kickoffOf.Add(-24*time.Hour), "fixture", "9", said(9, answers.StateNotStarted))
	w.want("ids", w.ids(), "E0/2526/Home Town/Away City/1 2025-10-04")
	w.want("rejects", w.rejects())
	unknown := strings.Replace(saidOf(11, 1, kickoffOf, 3, 4), `"name":"Third Rovers"`, `"name":"Winner of 1","placeholder":true`, 1)
	w.fetched(kickoffOf.Add(-24*time.Hour), "fixture", "11", unknown)
	w.want("rejects", w.rejects(), "fixture/11 0 placeholder")
}

func TestSchedulesNestFixtures(t *testing.T) {
	w := newWorld(t)
	w.fetched(kickoffOf.Add(-48*time.Hour), "stage", "5", `{"id":5,"name":"Regular Season","rounds":[{"id":1,"fixtures":[`+said(9, 1)+`]}],"aggregates":[]}`)
	w.want("ids", w.ids(), "E0/2526/Home Town/Away City/1 2025-10-04")
}

func TestTheSameObjectsGiveTheSameBytesInAnyOrderOfLanding(t *testing.T) {
	type landing struct {
		at         time.Time
		entity, id string
		payload    string
		alsoSeenAt time.Duration
	}
	landings := []landing{
		{kickoffOf.Add(-time.Hour), "fixture", "9", said(9, 1, oddsOf(odd(1, 2, 1, "Home", "2.10", "", kickoffOf.Add(-2*time.Hour)))), time.Minute},
		{kickoffOf.Add(4 * time.Hour), "fixture", "9", said(9, 5, scoresOf(scoreOf(2, 1, 1))), time.Hour},
		{kickoffOf.Add(-time.Hour), "fixture", "10", saidOf(10, 1, kickoffOf, 3, 4), 0},
		{kickoffOf.Add(-time.Hour), "season", "77", `{"id":77,"league_id":8,"name":"2025/2026"}`, 0},
		{kickoffOf.Add(-time.Hour), "team", "1", `{"id":1,"name":"Home Town","country_id":462,"sidelined":[{"id":3,"player_id":5,"start_date":"2025-09-01"}]}`, 0},
	}
	var want lake.Manifest
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}} {
		w := newWorld(t)
		for _, i := range order {
			l := landings[i]
			w.fetched(l.at, l.entity, l.id, l.payload)
			if l.alsoSeenAt > 0 {
				w.seen(l.at.Add(l.alsoSeenAt), l.entity, l.id, l.payload)
			}
		}
		got := w.run().Published
		if want.Tables == nil {
			want = got
		}
		for name, file := range got.Tables {
			if !slices.Equal(want.Tables[name], file) {
				t.Errorf("order %v: table %s is %s, want %s", order, name, file, want.Tables[name])
			}
		}
	}
	if !slices.Contains([]int{22, 23}, len(want.Tables)) {
		t.Errorf("%d tables", len(want.Tables))
	}
}

func TestWhatIsKeptOfAFixtureChangesNoByte(t *testing.T) {
	h := &history{world: newWorld(t)}
	w := h.world
	// A fixture of which nothing more is told, and one that only has prices.
	w.fetched(minutesBefore(95), "fixture", "8", said(8, 1, oddsOf(odd(1, 2, 1, "Home", "1.90", "", minutesBefore(96)))))
	w.fetched(minutesBefore(94), "fixture", "8", said(8, 1, sheetsOf("", sheetOf(1, 11, twelve(200)...))))
	w.fetched(minutesBefore(93), "odds", "7", `[{"id":1,"fixture_id":7,"market_id":1,"bookmaker_id":2,"label":"Home","value":"1.90"}]`)
	for _, l := range []struct {
		at      time.Time
		payload string
	}{
		{minutesBefore(90), said(9, 1, oddsOf(odd(1, 2, 6, "Home", "1.90", "-0.5", minutesBefore(95)), odd(2, 2, 6, "Away", "1.95", "+0.5", minutesBefore(95)), odd(3, 2, 1, "Nobody", "2.0", "", minutesBefore(95))))},
		{minutesBefore(60), said(9, 1, sheetsOf("", sheetOf(1, 11, twelve(100)...)), `"sidelined":[{"participant_id":2,"player_id":7}]`)},
		{minutesBefore(30), said(9, 1, sheetsOf("", sheetOf(1, 3, 1, 2, 3)))},
		{minutesBefore(-200), said(9, 5, scoresOf(scoreOf(2, 1, 0)))},
	} {
		w.fetched(l.at, "fixture", "9", l.payload)
		w.seen(l.at.Add(time.Minute), "fixture", "9", l.payload)
		if got, want := w.run().Published.Tables, h.fromNothing().Published.Tables; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("kept %v, from nothing %v", got, want)
		}
	}
}
