package staging_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// The flags that say who won are wrong after extra time, and result_info may
// speak of the tie: whatever they say, goals decide, and no table changes.
func TestFlagsOfWinnersAreNotRead(t *testing.T) {
	var want map[string]lake.Files
	for _, flags := range []struct{ winning, winner, info string }{
		{"null", "null", `null`}, {"true", "true", `"Away City won after penalties."`}, {"false", "false", `"Game ended in draw."`},
	} {
		w := newWorld(t)
		row := strings.Replace(odd(1, 2, 1, "Home", "2.10", "", minutesBefore(100)), `"label"`, `"winning":`+flags.winning+`,"label"`, 1)
		payload := said(9, answers.StateAfterExtraTime, `"result_info":`+flags.info, scoresOf(scoreOf(2, 1, 1), scoreOf(1525, 2, 1), scoreOf(3, 1, 0)), oddsOf(row))
		w.fetched(kickoffOf.Add(4*time.Hour), "fixture", "9", strings.ReplaceAll(payload, `"location":"away"`, `"location":"away","winner":`+flags.winner))
		w.want("scores", w.scores(), "E0/2526/Home Town/Away City/1 1-1")
		got := w.run().Published.Tables
		if want == nil {
			want = got
		}
		for table, file := range got {
			if !slices.Equal(file, want[table]) {
				t.Errorf("%+v: the table %s is another", flags, table)
			}
		}
	}
}

// A price that is marked as stopped was a price: it is kept with its mark. One
// updated at or after kick-off was not to be had any more.
func TestStoppedPricesAreKeptAndLateOnesAreNot(t *testing.T) {
	w := newWorld(t)
	stopped := strings.Replace(odd(1, 2, 1, "Home", "2.10", "", minutesBefore(100)), `"label"`, `"stopped":true,"label"`, 1)
	w.fetched(minutesBefore(60), "fixture", "9", said(9, answers.StateNotStarted, oddsOf(stopped, odd(2, 2, 1, "Draw", "3.40", "", minutesBefore(100)))))
	w.fetched(minutesBefore(-60), "fixture", "9", said(9, answers.StateSecondHalf, oddsOf(
		odd(3, 2, 1, "Home", "1.20", "", minutesBefore(-50)), odd(4, 2, 1, "Draw", "9.00", "", minutesBefore(0)))))
	var got []string
	for _, q := range tableRows[table.Quote](w, "quotes") {
		got = append(got, fmt.Sprint(q.Selection, " ", q.Price, " ", q.Stopped))
	}
	w.want("quotes", got, "D 34000 false", "H 21000 true")
}

// What the source does not tell is unknown: no figure, no rating and no minutes
// are not zero. Cards alone are none where other figures are told.
func TestWhatIsAbsentIsNotZero(t *testing.T) {
	w := newWorld(t)
	at := kickoffOf.Add(4 * time.Hour)
	w.fetched(at, "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(2, 1, 0)),
		`"statistics":[{"type_id":34,"participant_id":1,"data":{"value":4}}]`,
		`"lineups":[{"team_id":1,"type_id":11,"player_id":5,"player_name":"E","details":[]},{"team_id":1,"type_id":11,"player_id":6,"player_name":"F","details":[{"type_id":119,"data":{"value":90}}]}]`))
	w.fetched(at, "fixture", "10", saidOf(10, answers.StateFullTime, kickoffOf, 3, 4, scoresOf(), `"statistics":[]`))
	rows := tableRows[table.Statistics](w, "statistics")
	if len(rows) != 1 || *rows[0].HomeCorners != 4 || rows[0].AwayCorners != nil || rows[0].HomeShots != nil || *rows[0].AwayRedCards != 0 || *rows[0].HomeYellowCards != 0 {
		t.Errorf("statistics %+v", rows)
	}
	for _, l := range tableRows[table.Lineup](w, "lineups") {
		if l.Rating != nil || (l.Minutes != nil) != (l.PlayerID == "sportmonks/6") {
			t.Errorf("%s: minutes %v, rating %v", l.PlayerID, l.Minutes, l.Rating)
		}
	}
}

// Two states are short-named PEN: one of a fixture that waits, one of a shoot-out.
// Numbers tell them apart.
func TestStatesAreTakenByNumber(t *testing.T) {
	for state, want := range map[int]string{answers.StatePending: "scheduled", answers.StatePenalties: "in_play"} {
		w := newWorld(t)
		w.fetched(minutesBefore(10), "fixture", "9", said(9, state, fmt.Sprintf(`"state":{"id":%d,"state":"PEN","short_name":"PEN","developer_name":"PEN"}`, state)))
		if got := w.fixtures()["E0/2526/Home Town/Away City/1"].State; got != want {
			t.Errorf("state %d is %q, want %q", state, got, want)
		}
	}
}

// Events come in any order, and an own goal is credited to the team that gets
// it: no table is made of them, so none can be wrong by them.
func TestEventsTellNoScore(t *testing.T) {
	var want map[string]lake.Files
	goal := `{"id":%d,"type_id":%d,"participant_id":%d,"minute":%d,"player_id":7}`
	events := []string{fmt.Sprintf(goal, 1, 15, 2, 80), fmt.Sprintf(goal, 2, 14, 1, 10), fmt.Sprintf(goal, 3, 14, 1, 90)}
	for range 2 {
		w := newWorld(t)
		w.fetched(kickoffOf.Add(4*time.Hour), "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(2, 0, 1)), `"events":[`+strings.Join(events, ",")+`]`))
		w.want("scores", w.scores(), "E0/2526/Home Town/Away City/1 0-1")
		got := w.run().Published.Tables
		if want != nil && !slices.Equal(got["scores"], want["scores"]) {
			t.Error("the order of events shows")
		}
		want = got
		slices.Reverse(events)
	}
}

// The include of expected goals brings figures of all types: each goes by its
// own name, and none is taken for expected goals but those.
func TestTheIncludeOfExpectedGoalsHoldsAllTypes(t *testing.T) {
	w := newWorld(t)
	figure := `{"type_id":%d,"participant_id":1,"data":{"value":%s}}`
	w.fetched(kickoffOf.Add(4*time.Hour), "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(2, 1, 0)),
		`"xgfixture":[`+fmt.Sprintf(figure, 5304, "1.43")+","+fmt.Sprintf(figure, 5305, "1.1")+","+fmt.Sprintf(figure, 80, "412")+`]`,
		`"lineups":[{"team_id":1,"type_id":11,"player_id":5,"player_name":"E","xglineup":[{"type_id":5304,"data":{"value":0.2}},{"type_id":42,"data":{"value":3}}]}]`))
	var got []string
	for _, m := range tableRows[table.Measure](w, "measures") {
		got = append(got, fmt.Sprint(m.Side, " ", m.Type, " ", m.Value))
	}
	w.want("measures", got, "home expected_goals 1.43", "home expected_goals_on_target 1.1", "home passes 412")
}

// A fixture that the source deleted stays, in a state that nothing is learned
// from or bet on.
func TestADeletedFixtureIsToldSo(t *testing.T) {
	w := newWorld(t)
	w.fetched(minutesBefore(500), "fixture", "9", said(9, answers.StatePostponed))
	w.fetched(minutesBefore(100), "fixture", "9", said(9, answers.StateDeleted))
	if got := w.fixtures()["E0/2526/Home Town/Away City/1"].State; got != "deleted" {
		t.Errorf("its state is %q", got)
	}
	w.want("scores", w.scores())
}
