package answers

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

const bare = `"id":7,"league_id":8,"season_id":9,"state_id":5`

func fixtureWith(t *testing.T, extra string) Fixture {
	t.Helper()
	f, err := Decode[Fixture]([]byte(`{` + bare + extra + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// fieldOf is the field that a bad row is bad in.
func fieldOf(b BadRow) string {
	var wrong *FieldError
	if !errors.As(b.Err, &wrong) {
		return ""
	}
	return wrong.Field
}

// TestWrongTypesNameTheField: a payload of a wrong type is refused, never read
// as zero or nothing.
func TestWrongTypesNameTheField(t *testing.T) {
	for _, c := range []struct{ payload, field, want string }{
		{`{"id":"7","league_id":8,"season_id":9,"state_id":5}`, "id", "an integer"},
		{`{"id":7.5,"league_id":8,"season_id":9,"state_id":5}`, "id", "an integer"},
		{`{` + bare + `,"placeholder":1}`, "placeholder", "true or false"},
		{`[]`, "", "an object"},
		{`"an error"`, "", "an object"},
	} {
		_, err := Decode[Fixture]([]byte(c.payload))
		var wrong *FieldError
		if !errors.As(err, &wrong) || wrong.Field != c.field || wrong.Want != c.want {
			t.Errorf("%s: %v, want field %q to be %s", c.payload, err, c.field, c.want)
		}
	}
}

// TestAKickOffThatCannotBeReadSaysNothing: it names what was wanted, and there is none.
func TestAKickOffThatCannotBeReadSaysNothing(t *testing.T) {
	const form = `a moment such as "2026-06-26 02:00:00"`
	for _, c := range []struct{ times, text, seconds string }{
		{`"starting_at_timestamp":"3"`, "", "an integer"},
		{`"starting_at":"tomorrow"`, form, ""},
		{`"starting_at":""`, form, ""},
		{`"starting_at":1767222000`, form, ""},
		{`"starting_at":null,"starting_at_timestamp":0`, "", ""},
	} {
		f := fixtureWith(t, ","+c.times)
		want := func(err error) string {
			var wrong *FieldError
			if errors.As(err, &wrong) {
				return wrong.Want
			}
			return ""
		}
		if text, seconds := want(f.StartingAt.wrong), want(f.StartingAtTimestamp.wrong); text != c.text || seconds != c.seconds {
			t.Errorf("%s: wanted %q and %q, want %q and %q", c.times, text, seconds, c.text, c.seconds)
		}
		if at, _, ok := f.Kickoff(nil); ok {
			t.Errorf("%s: kick-off %v", c.times, at)
		}
	}
}

// TestAWrongPartCostsTheFixtureNothingElse: whatever stands in the place of a
// list or of an object inside is refused by itself, and what nobody reads may
// come in any form.
func TestAWrongPartCostsTheFixtureNothingElse(t *testing.T) {
	f := fixtureWith(t, `,"league":"Premier League","season":{"id":"9","league_id":8},"stage":[],"round":null,"scores":"none","odds":{"1":{}},
		"leg":7,"length":"90","venue":{"id":3,"name":"The Ground","latitude":51.5,"capacity":"60000"},"state":{"id":"5"}`)
	for name, got := range map[string]error{"scores": f.Scores.Err(), "odds": f.Odds.Err()} {
		var wrong *FieldError
		if !errors.As(got, &wrong) || wrong.Want != "a list" {
			t.Errorf("%s: %v, want to be told that a list is wanted", name, got)
		}
	}
	if _, err := f.League.Decode(); err == nil || err.Error() != "want an object, got string" {
		t.Errorf("league: %v", err)
	}
	if _, err := f.Season.Decode(); err == nil || err.Error() != "field id: want an integer, got string" {
		t.Errorf("season: %v", err)
	}
	stage, err := f.Stage.Decode()
	round, err2 := f.Round.Decode()
	if stage != nil || round != nil || err != nil || err2 != nil || f.Lineups.Err() != nil {
		t.Errorf("%v %v %v %v", stage, err, round, err2)
	}
	if venue, err := f.Venue.Decode(); err != nil || *venue.Name != "The Ground" {
		t.Errorf("venue: %v %v", venue, err)
	}
}

// TestWholeNumbersMayHaveAFraction of nothing, as tools write them that know no
// integers; text is left alone.
func TestWholeNumbersMayHaveAFraction(t *testing.T) {
	f, err := Decode[Fixture]([]byte(`{"id":7.0,"league_id":8,"season_id":9.00,"state_id":5.0,"venue":{"id":3.0,"name":"Area 51.0"},
		"scores":[{"type_id":2.0,"participant_id":53,"score":{"goals":10.0,"participant":"home"}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	scores, bad := f.Scores.Decode()
	venue, err := f.Venue.Decode()
	if f.ID != 7 || f.SeasonID != 9 || len(bad) != 0 || *scores[0].Score.Goals != 10 || err != nil || *venue.Name != "Area 51.0" {
		t.Errorf("%+v %v %v %v", f, scores, bad, err)
	}
	for text, want := range map[string]string{`[1.0,-2.000,3.5,10,1e3,0.0]`: `[1,-2,3.5,10,1e3,0]`, `{"a\"1.0":"2.0"}`: `{"a\"1.0":"2.0"}`, `1.0e2`: `1.0e2`} {
		if got := string(wholeNumbers([]byte(text))); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

// TestAnErrorBodyIsNoFixture: it has none of the fields that a fixture needs.
func TestAnErrorBodyIsNoFixture(t *testing.T) {
	for payload, field := range map[string]string{
		`{"message":"Unauthenticated."}`: "id", `null`: "id", `{}`: "id", `{"id":null,"league_id":8}`: "id",
		`{"id":7,"league_id":null,"season_id":9,"state_id":5}`: "league_id",
		`{"id":7,"league_id":8,"season_id":9}`:                 "state_id",
	} {
		_, err := Decode[Fixture]([]byte(payload))
		var lack *FieldError
		if !errors.As(err, &lack) || lack.Field != field {
			t.Errorf("%s: %v, want a lack of %s", payload, err, field)
		}
	}
	if _, err := Decode[Fixture]([]byte(`{"id":7,`)); err == nil || !strings.Contains(err.Error(), "broken JSON") {
		t.Errorf("cut off: %v", err)
	}
}

// TestNullsAndUnknownFields: nullable ids, fields of other versions.
func TestNullsAndUnknownFields(t *testing.T) {
	f := fixtureWith(t, `,"round_id":null,"placeholder":null,"name":null,"home_score":2,"last_processed_at":"x","scores":null,"venue":null`)
	if venue, err := f.Venue.Decode(); venue != nil || err != nil || f.Placeholder != nil || f.Scores.Asked() {
		t.Errorf("%+v", f)
	}
	if _, _, ok := f.Kickoff(nil); ok {
		t.Error("a kick-off out of nothing")
	}
	both := fixtureWith(t, `,"starting_at":"2026-06-26 02:00:00","starting_at_timestamp":1782439200`)
	text := fixtureWith(t, `,"starting_at":"2026-06-26 02:00:00"`)
	want := time.Date(2026, 6, 26, 2, 0, 0, 0, time.UTC)
	for _, f := range []Fixture{both, text} {
		if at, timed, ok := f.Kickoff(nil); !ok || !timed || !at.Equal(want) || at.Location() != time.UTC {
			t.Errorf("kick-off %v", at)
		}
	}
}

// TestKeysOfIncludesInAnyCase: xGFixture comes as xgfixture, once as expected.
func TestKeysOfIncludesInAnyCase(t *testing.T) {
	row := `[{"id":1,"type_id":5304,"participant_id":3,"data":{"value":1.25},"location":"home"}]`
	for _, key := range []string{"xgfixture", "xGFixture", "expected", "XGFIXTURE"} {
		f := fixtureWith(t, `,"`+key+`":`+row)
		rows, bad := f.ExpectedGoals().Decode()
		if len(rows) != 1 || len(bad) != 0 {
			t.Errorf("%s: %v %v", key, rows, bad)
			continue
		}
		if x, ok := rows[0].Data.Value.Number(); !ok || x != 1.25 {
			t.Errorf("%s: %v", key, x)
		}
	}
}

// TestMixedValues: ints, floats and bools stand for values; a number in quotes
// does not.
func TestMixedValues(t *testing.T) {
	detail := func(data string) ([]Detail, []BadRow) {
		l := Rows[Detail]{raw: []byte(`[{"type_id":118,"data":` + data + `}]`)}
		return l.Decode()
	}
	for data, want := range map[string]float64{`{"value":7}`: 7, `{"value":7.25}`: 7.25, `{"value":true}`: 1, `{"value":false}`: 0, `{"value":-1e1}`: -10} {
		rows, bad := detail(data)
		if len(bad) != 0 {
			t.Errorf("%s: %v", data, bad[0].Err)
			continue
		}
		if x, ok := rows[0].Data.Value.Number(); !ok || x != want {
			t.Errorf("%s: %v %t", data, x, ok)
		}
	}
	if rows, _ := detail(`{"value":true}`); !rows[0].Data.Value.IsBool() {
		t.Error("true is no bool")
	}
	for _, data := range []string{`[]`, `[ ]`, `{}`, `null`, `{"value":null}`} { // empty maps are [] in the API's language
		rows, bad := detail(data)
		if len(bad) != 0 || len(rows) != 1 {
			t.Errorf("%s: %v", data, bad)
			continue
		}
		if _, ok := rows[0].Data.Value.Number(); ok {
			t.Errorf("%s is a value", data)
		}
	}
	for _, data := range []string{`{"value":"7"}`, `{"value":[1]}`, `{"value":{"all":1}}`, `"7"`, `[7]`} {
		if rows, bad := detail(data); len(bad) != 1 || !strings.HasPrefix(fieldOf(bad[0]), "data") {
			t.Errorf("%s: rows %v, bad %v", data, rows, bad)
		}
	}
}

// TestOneBrokenRowDoesNotCostTheOthers, and tells where and why.
func TestOneBrokenRowDoesNotCostTheOthers(t *testing.T) {
	f := fixtureWith(t, `,"odds":[
		{"id":237800000001,"fixture_id":7,"market_id":1,"bookmaker_id":2,"value":"2.10","label":"Home"},
		{"id":2,"fixture_id":7,"market_id":1,"bookmaker_id":2,"value":2.1},
		{"id":3,"fixture_id":7,"market_id":1,"bookmaker_id":2,"value":null},
		{"id":4,"fixture_id":7,"market_id":1,"bookmaker_id":2,"value":"51","stopped":true,"winning":null,"handicap":""}]`)
	odds, bad := f.Odds.Decode()
	if len(odds) != 2 || odds[0].ID != 237800000001 || odds[1].ID != 4 || *odds[1].Handicap != "" || !*odds[1].Stopped {
		t.Errorf("good %+v", odds)
	}
	if len(bad) != 2 || bad[0].Index != 1 || bad[1].Index != 2 {
		t.Fatalf("bad %+v", bad)
	}
	if got := []string{bad[0].Err.Error(), bad[1].Err.Error()}; !slices.Equal(got, []string{
		"field value: want a string, got number", "field value: want a value, got null or nothing"}) {
		t.Errorf("reasons %q", got)
	}
	if !strings.Contains(string(bad[0].Row), `"value":2.1`) {
		t.Errorf("row %s", bad[0].Row)
	}
}

func TestListsThatWereNotAskedForAndEmptyOnes(t *testing.T) {
	f := fixtureWith(t, `,"scores":[],"lineups":{},"odds":null`)
	if !f.Scores.Asked() || !f.Lineups.Asked() || f.Odds.Asked() || f.Formations.Asked() {
		t.Error("asked is mixed up")
	}
	if rows, bad := f.Lineups.Decode(); len(rows)+len(bad) != 0 {
		t.Errorf("%v %v", rows, bad)
	}
}

func TestParticipantsTellTheirLocation(t *testing.T) {
	f := fixtureWith(t, `,"participants":[{"id":2,"name":"B","meta":{"location":"away","winner":null,"position":null}},
		{"id":1,"name":"A","short_code":null,"meta":{"location":"home","winner":false,"position":3}},
		{"id":3,"name":"C","meta":[]},{"id":4,"meta":{"location":1}}]`)
	teams, bad := f.Participants.Decode()
	if len(teams) != 2 || teams[0].Meta.Location != Away || *teams[1].Name != "A" {
		t.Errorf("%+v", teams)
	}
	if len(bad) != 2 || fieldOf(bad[0]) != "meta.location" || fieldOf(bad[1]) != "meta.location" {
		t.Errorf("%+v", bad)
	}
}

func TestScoresLineupsAndTheRest(t *testing.T) {
	f := fixtureWith(t, `,"scores":[{"id":1,"type_id":2,"participant_id":53,"score":{"goals":0,"participant":"home"},"description":"2ND_HALF"},
		{"type_id":2,"participant_id":53,"score":{"goals":null}}],
	"lineups":[{"id":15000000000,"team_id":53,"type_id":11,"player_id":null,"position_id":null,"formation_field":null,"player":null,
		"details":[{"type_id":119,"data":{"value":90}}],"xGLineup":[{"type_id":5304,"data":{"value":0.2}}]}],
	"sidelined":[{"id":1,"sideline_id":null,"player_id":9,"participant_id":53,"type_id":535,
		"sideline":{"id":3,"player_id":9,"category":"injury","start_date":"2026-01-02","end_date":null,"completed":false}}],
	"metadata":[{"type_id":572,"values":{"confirmed":true}},{"type_id":572,"values":false},{"type_id":572,"values":[]},{"type_id":578,"values":{"attendance":1}},{"type_id":572,"values":"yes"}]`)
	scores, bad := f.Scores.Decode()
	if len(scores) != 1 || *scores[0].Score.Goals != 0 || len(bad) != 1 || fieldOf(bad[0]) != "score.goals" {
		t.Errorf("%+v %+v", scores, bad)
	}
	lineups, _ := f.Lineups.Decode()
	details, _ := lineups[0].Details.Decode()
	xg, _ := lineups[0].XGLineup.Decode()
	if player, err := lineups[0].Player.Decode(); lineups[0].PlayerID != nil || player != nil || err != nil || len(details) != 1 || len(xg) != 1 {
		t.Errorf("%+v", lineups)
	}
	sidelined, _ := f.Sidelined.Decode()
	if s, err := sidelined[0].Sideline.Decode(); err != nil || s.EndDate != nil || *s.Category != "injury" || !s.StartDate.Equal(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", s)
	}
	rows, _ := f.Metadata.Decode()
	type verdict struct{ confirmed, ok, err bool }
	want := []verdict{{true, true, false}, {false, true, false}, {}, {}, {err: true}}
	for i, m := range rows {
		confirmed, ok, err := m.LineupConfirmed()
		if got := (verdict{confirmed, ok, err != nil}); got != want[i] {
			t.Errorf("%s: %+v, want %+v", m.Values, got, want[i])
		}
	}
}

func TestOddsOfAnEndpoint(t *testing.T) {
	list, err := OddsOf([]byte(`[{"id":1,"fixture_id":7,"market_id":1,"bookmaker_id":2,"value":"2.10"}]`))
	if rows, bad := list.Decode(); err != nil || len(rows) != 1 || len(bad) != 0 {
		t.Errorf("%v %v %v", rows, bad, err)
	}
	if _, err := OddsOf([]byte(`{"message":"no"}`)); err == nil {
		t.Error("an error body is a list of odds")
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]time.Time{
		`"2026-06-25 20:11:03"`:         time.Date(2026, 6, 25, 20, 11, 3, 0, time.UTC),
		`"2026-06-25"`:                  time.Date(2026, 6, 25, 0, 0, 0, 0, time.UTC),
		`"2026-06-14T04:34:44.000001Z"`: time.Date(2026, 6, 14, 4, 34, 44, 1000, time.UTC),
	} {
		var at Time
		if err := at.UnmarshalJSON([]byte(text)); err != nil || !at.Equal(want) {
			t.Errorf("%s: %v, %v", text, at, err)
		}
	}
	for _, text := range []string{`""`, `"2026-13-01"`, `7`, `{}`, `"0000-00-00 00:00:00"`} {
		var at Time
		if err := at.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s is %v", text, at)
		}
	}
}

func TestParsePrice(t *testing.T) {
	for text, want := range map[string]int64{"2.10": 21000, "51": 510000, "1.0001": 10001, "1001.00": 10010000, "1.500000": 15000, "99999.9999": 999999999} {
		if got, err := ParsePrice(text); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "1", "1.00", "0.5", "1,001.000", "-2", "+2", "2.", ".5", "2e3", "47.62%", "11/10", " 2.1", "1.00001", "100000", "99999999999999999999"} {
		if got, err := ParsePrice(text); err == nil {
			t.Errorf("%q is %d", text, got)
		} else if !strings.Contains(err.Error(), `"`+text+`"`) {
			t.Errorf("%q: %v does not quote it", text, err)
		}
	}
}
