package staging_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// fetchedIn is fetched of an answer whose times are those of a zone.
func (w world) fetchedIn(zone string, at time.Time, entity, id, payload string) {
	w.Helper()
	sum := sha256.Sum256([]byte(payload))
	w.addRaw(answers.Folder, []answers.Raw{{
		Source: answers.Source, Entity: entity, ID: id, FetchedAt: at.UnixMicro(), SHA256: hex.EncodeToString(sum[:]), Payload: []byte(payload),
		Request: answers.InZone("/v3/football/fixtures/"+id+"?include=odds", zone),
	}})
}

// TestAFixtureToBeAnnouncedHasNoKickOff: at midnight, in a state that says that nobody
// knows the time, only the day is told. It is as a row of a file without a time.
func TestAFixtureToBeAnnouncedHasNoKickOff(t *testing.T) {
	midnight := matchday.Date(2025, time.October, 4)
	nominal := matchday.NominalKickoff(midnight)
	for name, c := range map[string]struct {
		state int
		at    time.Time
		more  string
		known bool
	}{
		"to be announced":           {answers.StateToBeAnnounced, midnight, "", false},
		"pending":                   {answers.StatePending, midnight, "", false},
		"a placeholder, in America": {answers.StateNotStarted, midnight, `"placeholder":true,`, true},
		"with a time stamp":         {answers.StateToBeAnnounced, midnight, fmt.Sprintf(`"starting_at_timestamp":%d,`, midnight.Unix()), false},
		"in South America":          {answers.StateNotStarted, midnight, "", true},
		"finished":                  {answers.StateFullTime, midnight, "", true},
		"announced for the evening": {answers.StateToBeAnnounced, kickoffOf, "", true},
	} {
		w := newWorld(t)
		payload := strings.Replace(saidOf(9, c.state, c.at, 1, 2, oddsOf(odd(1, 2, 1, "Home", "2.10", "", midnight.Add(8*time.Hour)))), `{`, `{`+c.more, 1)
		w.fetched(midnight.Add(9*time.Hour), "fixture", "9", payload)
		f := w.fixtures()["E0/2526/Home Town/Away City/1"]
		want := c.at
		if !c.known {
			want = nominal
		}
		if f.KickoffKnown != c.known || f.Kickoff != want.UnixMicro() || f.MatchDate != table.Days(midnight) || f.AsOf != matchday.CollectionMoment(want).UnixMicro() {
			t.Errorf("%s: %+v, want a known kick-off %t at %s", name, f, c.known, want)
		}
		// Until the nominal kick-off the match has not begun, and its prices count.
		if prices := len(tableRows[table.Odds](w, "odds")); prices == 1 != want.After(midnight) {
			t.Errorf("%s: %d prices of the morning, %v", name, prices, w.rejects())
		}
	}
	w := newWorld(t)
	w.fetched(midnight.AddDate(0, 0, -9), "fixture", "9", saidOf(9, answers.StateToBeAnnounced, midnight, 1, 2))
	w.fetched(midnight.AddDate(0, 0, -2), "fixture", "9", saidOf(9, answers.StateNotStarted, kickoffOf, 1, 2))
	if f := w.fixtures()["E0/2526/Home Town/Away City/1"]; !f.KickoffKnown || f.Kickoff != kickoffOf.UnixMicro() {
		t.Errorf("once announced: %+v", f)
	}
}

// TestAFixtureHasTwoSides: a team does not play itself, and who comes third is
// rejected by name, whatever stands beside it.
func TestAFixtureHasTwoSides(t *testing.T) {
	w := newWorld(t)
	w.fetched(kickoffOf, "fixture", "9", saidOf(9, 1, kickoffOf, 2, 2))
	if got := w.rejects(); !slices.Equal(got, []string{"fixture/9 0 no_teams"}) || len(w.fixtures()) != 0 {
		t.Errorf("against itself: %v, %v", got, w.fixtures())
	}
	w.fetched(kickoffOf.Add(time.Hour), "fixture", "9", saidOf(9, 1, kickoffOf, 1, 2))
	if got := w.rejects(); len(w.fixtures()) != 1 || !slices.Equal(got, []string{"fixture/9 0 no_teams"}) {
		t.Errorf("mended: %v, %v", got, w.fixtures())
	}
	third := func(location string) string {
		two := strings.TrimSuffix(saidOf(8, 1, kickoffOf, 1, 2), "]}")
		return two + `,{"id":3,"name":"Third Rovers","meta":{"location":"` + location + `"}},{"id":1,"name":"Home Town","meta":{"location":"home"}}]}`
	}
	for _, location := range []string{"home", "away"} {
		w = newWorld(t)
		w.fetched(kickoffOf, "fixture", "8", third(location))
		rows := tableRows[table.Reject](w, "rejected")
		if w.fixtures()["E0/2526/Home Town/Away City/1"].FixtureID == "" || len(rows) != 1 || rows[0].Reason != answers.ThirdTeam || rows[0].Line != 3 ||
			!strings.Contains(rows[0].Detail, `"Third Rovers" (3)`) || rows[0].Hint == "" {
			t.Errorf("a third team as %s: %+v, %+v", location, w.fixtures(), rows)
		}
	}
}

// TestTimesAreThoseOfTheAnswersZone: kick-off and prices; a time stamp is the same
// everywhere.
func TestTimesAreThoseOfTheAnswersZone(t *testing.T) {
	for zone, hours := range map[string]int{"Europe/Berlin": 2, "America/New_York": -4, "": 0} {
		w := newWorld(t)
		local := kickoffOf.Add(time.Duration(hours) * time.Hour)
		quoted := kickoffOf.Add(-time.Hour)
		w.fetchedIn(zone, kickoffOf.Add(time.Hour), "fixture", "9",
			saidOf(9, 1, local, 1, 2, oddsOf(odd(1, 2, 1, "Home", "2.10", "", quoted.Add(time.Duration(hours)*time.Hour)))))
		w.fetchedIn(zone, kickoffOf.Add(time.Hour), "fixture", "8",
			strings.Replace(saidOf(8, 1, local, 3, 4), `{`, fmt.Sprintf(`{"starting_at_timestamp":%d,`, kickoffOf.Unix()), 1))
		for _, f := range w.fixtures() {
			if f.Kickoff != kickoffOf.UnixMicro() || !f.KickoffKnown {
				t.Errorf("%q: %s kicks off at %s", zone, f.FixtureID, time.UnixMicro(f.Kickoff).UTC())
			}
		}
		if prices := tableRows[table.Odds](w, "odds"); len(w.fixtures()) != 2 || len(prices) != 1 || prices[0].KnownAt != quoted.UnixMicro() {
			t.Errorf("%q: prices %+v", zone, prices)
		}
	}
	w := newWorld(t) // a midnight by the clocks of the zone
	w.fetchedIn("Europe/Berlin", kickoffOf.AddDate(0, 0, -3), "fixture", "9", saidOf(9, answers.StateToBeAnnounced, matchday.Date(2025, time.October, 4), 1, 2))
	if f := w.fixtures()["E0/2526/Home Town/Away City/1"]; f.KickoffKnown || f.MatchDate != table.Days(kickoffOf) {
		t.Errorf("to be announced in Berlin: %+v", f)
	}
}

// TestOneMatchUnderTwoIdsIsOneFixture, and its other id is listed.
func TestOneMatchUnderTwoIdsIsOneFixture(t *testing.T) {
	landing := kickoffOf.AddDate(0, 0, -5)
	after := kickoffOf.AddDate(0, 0, 4)
	goals := scoresOf(scoreOf(1, 1, 0), scoreOf(2, 3, 1), scoreOf(1525, 3, 1))
	for name, c := range map[string]struct {
		first, second string // of the ids 9 and 5; 9 landed first
		kept          string // the id that is followed; "" if both are fixtures
	}{
		"both to come":           {said(9, 1), said(5, 1), "9"},
		"later that day":         {said(9, 1), saidOf(5, 1, kickoffOf.Add(3*time.Hour), 1, 2), "9"},
		"the first deleted":      {said(9, answers.StateDeleted), said(5, 1), "5"},
		"the second played":      {said(9, 1), said(5, answers.StateFullTime, goals), "5"},
		"postponed by a day":     {said(9, answers.StatePostponed), saidOf(5, 1, kickoffOf.AddDate(0, 0, 1), 1, 2), "5"},
		"postponed by a month":   {said(9, answers.StatePostponed), saidOf(5, 1, kickoffOf.AddDate(0, 1, 0), 1, 2), ""},
		"another day":            {said(9, 1), saidOf(5, 1, kickoffOf.AddDate(0, 0, 2), 1, 2), ""},
		"abandoned and replayed": {said(9, answers.StateAbandoned), saidOf(5, 1, kickoffOf.AddDate(0, 0, 1), 1, 2), ""},
		"the return match":       {said(9, 1), saidOf(5, 1, kickoffOf, 2, 1), ""},
	} {
		w := newWorld(t)
		w.fetched(landing, "fixture", "9", c.first)
		w.fetched(after, "fixture", "5", c.second)
		fixtures, listed := w.fixtures(), tableRows[table.Ambiguous](w, "ambiguous")
		if c.kept == "" {
			if len(fixtures) != 2 || len(listed) != 0 {
				t.Errorf("%s: %v, listed %v", name, fixtures, listed)
			}
			continue
		}
		const id = "E0/2526/Home Town/Away City/1"
		other := map[string]string{"9": "5", "5": "9"}[c.kept]
		if len(fixtures) != 1 || fixtures[id].FixtureID == "" || len(listed) != 1 || listed[0].Reason != "two_ids" || listed[0].SourceID != other ||
			!slices.Equal(listed[0].Candidates, []string{id}) {
			t.Errorf("%s: %v, listed %+v", name, fixtures, listed)
		}
		joined := map[string]string{}
		for _, row := range tableRows[table.Crosswalk](w, "crosswalk") {
			if row.Entity == "fixture" {
				joined[row.SourceID] = row.CanonicalID
			}
		}
		if len(joined) != 2 || joined["9"] != id || joined["5"] != id {
			t.Errorf("%s: joined %v", name, joined)
		}
		if versions := tableRows[table.FixtureVersion](w, "fixture_versions"); len(versions) != 1 || versions[0].SourceID != c.kept {
			t.Errorf("%s: versions %+v, want those of %s", name, versions, c.kept)
		}
	}
}

// TestTwinsKeepTheIdsOfAll: whichever of two ids is followed, the match keeps its own,
// and the fixtures of its pairing keep theirs; what was its own fixture stays one.
func TestTwinsKeepTheIdsOfAll(t *testing.T) {
	const prefix = "E0/2526/Home Town/Away City/"
	spring := kickoffOf.AddDate(0, 5, 0)
	w := newWorld(t)
	days := func(n int) time.Time { return kickoffOf.AddDate(0, 0, n-30) }
	ids := func(step string, want ...string) {
		t.Helper()
		got := map[string]string{}
		for _, v := range tableRows[table.FixtureVersion](w, "fixture_versions") {
			got[v.SourceID] = strings.TrimPrefix(v.FixtureID, prefix)
		}
		var listed []string
		for id, n := range got {
			listed = append(listed, id+"="+n)
		}
		if slices.Sort(listed); !slices.Equal(listed, want) || len(w.fixtures()) != len(want) {
			t.Errorf("%s: %v, want %v; fixtures %v", step, listed, want, w.fixtures())
		}
	}
	w.fetched(days(0), "fixture", "9", said(9, 1))
	w.fetched(days(1), "fixture", "7", saidOf(7, 1, spring, 1, 2))
	ids("two meetings", "7=2", "9=1")
	w.fetched(days(2), "fixture", "5", saidOf(5, 1, kickoffOf.Add(time.Hour), 1, 2))
	ids("a second id", "7=2", "9=1")
	w.fetched(days(3), "fixture", "9", said(9, answers.StateDeleted))
	ids("the first one deleted", "5=1", "7=2")
	w.fetched(days(4), "fixture", "6", saidOf(6, 1, spring.AddDate(0, 0, 20), 1, 2))
	ids("a third meeting", "5=1", "6=4", "7=2")
	w.fetched(days(5), "fixture", "6", saidOf(6, 1, spring, 1, 2))
	ids("moved onto another: each may have a bet", "5=1", "6=4", "7=2")
	w.fetched(days(6), "fixture", "5", saidOf(5, 1, kickoffOf.AddDate(0, 1, 0), 1, 2))
	ids("parted: the deleted one is by itself again", "5=3", "6=4", "7=2", "9=1")
}

// TestAnObjectWithoutAnIdIsRejected with its bytes.
func TestAnObjectWithoutAnIdIsRejected(t *testing.T) {
	w := newWorld(t)
	w.fetched(kickoffOf, "fixture", "9", said(9, 1))
	w.fetched(kickoffOf, "fixture", answers.NoID+"0123456789abcdef", strings.Replace(said(9, 1), `"id":9`, `"id":"nine"`, 1))
	w.fetched(kickoffOf, "venue", answers.NoID+"fedcba9876543210", `{"name":"Ground"}`)
	want := []string{"fixture/?0123456789abcdef 0 bad_id", "venue/?fedcba9876543210 0 bad_id"}
	if got := w.rejects(); !slices.Equal(got, want) || len(w.fixtures()) != 1 {
		t.Errorf("rejected %v, want %v", got, want)
	}
}

// TestWhatNoMatchHas is rejected, or left out, and costs the rest of the answer nothing:
// years in which no match is, numbers that no figure has, names of any kind.
func TestWhatNoMatchHas(t *testing.T) {
	const huge = "1000000000000"
	w := newWorld(t)
	for id, c := range map[string][2]string{
		"1": {`"starting_at":"9999-12-31 23:59:59"`, "fixture/1 0 no_kickoff fixture/1 0 wrong_type"},
		"2": {`"starting_at_timestamp":9223372036854775807`, "fixture/2 0 no_kickoff fixture/2 0 wrong_type"},
		"3": {`"starting_at":"1066-10-14 09:00:00"`, "fixture/3 0 no_kickoff fixture/3 0 wrong_type"},
		"4": {`"starting_at":"2025-02-31 15:00:00"`, "fixture/4 0 no_kickoff fixture/4 0 wrong_type"},
		"5": {`"starting_at":"1899-12-31 15:00:00"`, "fixture/5 0 no_kickoff fixture/5 0 wrong_type"},
		"7": {`"starting_at":"1930-07-13 15:00:00"`, ""},
		"6": {`"starting_at":"2025-10-04 15:00:00","starting_at_timestamp":0`, ""},
	} {
		payload := strings.Replace(said(9, 1), `"starting_at":"2025-10-04 14:00:00"`, c[0], 1)
		w := newWorld(t)
		w.fetched(kickoffOf, "fixture", id, strings.Replace(payload, `"id":9`, `"id":`+id, 1))
		if got := strings.Join(w.rejects(), " "); got != c[1] || (got == "") != (len(w.fixtures()) == 1) {
			t.Errorf("%s: %q, %v", c[0], got, w.fixtures())
		}
	}
	w.fetched(kickoffOf.Add(3*time.Hour), "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(2, 3, 1)),
		`"statistics":[{"type_id":42,"participant_id":1,"data":{"value":1e308}},{"type_id":42,"participant_id":2,"data":{"value":7}}]`,
		`"lineups":[{"team_id":1,"type_id":11,"player_id":5,"jersey_number":`+huge+`,"details":[{"type_id":118,"data":{"value":1e308}}]}]`,
		oddsOf(odd(1, 2, 1, "Home", "2.10", "", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)), odd(2, 3, 1, "Home", "1e308", "", kickoffOf),
			odd(3, 4, 1, "Home", "NaN", "", kickoffOf), odd(4, 5, 1, "Home", "-2", "", kickoffOf), odd(5, 6, 1, "Home", "0", "", kickoffOf))))
	w.fetched(kickoffOf, "squad", "1", `{"id":1,"player_id":5,"team_id":1,"jersey_number":`+huge+`,"end":"9999-12-31","player":{"id":5,"name":"N\u0000\n\u202e","height":`+huge+`}}`)
	want := []string{"fixture/9 1 quote_without_time", "fixture/9 1 wrong_type", "fixture/9 2 price_not_a_number", "fixture/9 3 price_not_a_number",
		"fixture/9 4 price_not_above_one", "fixture/9 5 price_not_above_one"}
	if got := w.rejects(); !slices.Equal(got, want) {
		t.Errorf("rejected %v, want %v", got, want)
	}
	players, squads, sheets := tableRows[table.Player](w, "players"), tableRows[table.Squad](w, "squads"), tableRows[table.Lineup](w, "lineups")
	if players[0].HeightCM != nil || players[0].Name != "N\x00\n\u202e" || squads[0].Shirt != nil || sheets[0].Shirt != nil || sheets[0].Rating != nil {
		t.Errorf("%+v, %+v, %+v", players[0], squads[0], sheets[0])
	}
}
