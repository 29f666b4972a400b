package staging_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// quotesOf lists the table quotes as "bookmaker market selection line price
// known seen", moments in minutes before kick-off.
func (w world) quotesOf() []string {
	w.Helper()
	var out []string
	before := func(us int64) int { return int(kickoffOf.Sub(time.UnixMicro(us)).Minutes()) }
	for _, q := range tableRows[table.Quote](w, "quotes") {
		line := "-"
		if q.Line != nil {
			line = fmt.Sprint(*q.Line)
		}
		out = append(out, fmt.Sprint(q.Bookmaker, " ", q.Market, " ", q.Selection, " ", line, " ", q.Price, " ", before(q.KnownAt), " ", before(q.LastSeenAt)))
	}
	return out
}

// minutesBefore is a moment before the kick-off.
func minutesBefore(n int) time.Time { return kickoffOf.Add(-time.Duration(n) * time.Minute) }

func TestThePathOfAPriceIsKept(t *testing.T) {
	w := newWorld(t)
	price := func(value string, before int) string {
		return said(9, answers.StateNotStarted, oddsOf(odd(1, 2, 1, "Home", value, "", minutesBefore(before))))
	}
	w.fetched(minutesBefore(600), "fixture", "9", price("2.10", 700))
	w.seen(minutesBefore(540), "fixture", "9", price("2.10", 700))
	w.fetched(minutesBefore(480), "fixture", "9", price("2.05", 500))
	w.fetched(minutesBefore(420), "fixture", "9", price("2.04", 500)) // changed, and its time did not
	w.fetched(minutesBefore(360), "fixture", "9", price("2.05", 500)) // and back
	w.fetched(minutesBefore(5), "fixture", "9", price("2.20", 7))
	w.fetched(minutesBefore(-200), "fixture", "9", price("2.30", -1)) // after kick-off
	w.want("quotes", w.quotesOf(), "B365 1x2 H - 21000 700 540", "B365 1x2 H - 20500 500 480", "B365 1x2 H - 20400 420 420",
		"B365 1x2 H - 20500 360 360", "B365 1x2 H - 22000 7 5")
	w.want("rejects", w.rejects(), "fixture/9 0 quote_after_kickoff")
	var odds []string
	for _, o := range tableRows[table.Odds](w, "odds") {
		odds = append(odds, fmt.Sprint(o.Bookmaker, " ", o.Moment, " ", o.Price))
	}
	w.want("odds", odds, "B365 pre_match 21000", "B365 pre_match 20500", "B365 pre_match 20400", "B365 pre_match 20500", "B365 pre_match 22000")
}

func TestAMovedKickOffBringsItsPricesBack(t *testing.T) {
	w := newWorld(t)
	w.fetched(minutesBefore(-60), "fixture", "9", said(9, answers.StatePostponed, oddsOf(odd(1, 2, 1, "Home", "2.10", "", minutesBefore(-30)))))
	if got := w.quotesOf(); len(got) != 0 {
		t.Errorf("prices after kick-off: %v", got)
	}
	w.fetched(minutesBefore(-90), "fixture", "9", saidOf(9, answers.StateNotStarted, kickoffOf.AddDate(0, 0, 7), 1, 2))
	w.want("quotes", w.quotesOf(), "B365 1x2 H - 21000 -30 -60")
	w.want("rejects", w.rejects())
}

func TestLabelsAreOneScheme(t *testing.T) {
	w := newWorld(t)
	at, later := minutesBefore(200), minutesBefore(100)
	w.fetched(minutesBefore(60), "fixture", "9", said(9, answers.StateNotStarted, oddsOf(
		odd(1, 2, 1, "Home", "2.10", "", at), odd(2, 2, 1, "1", "2.12", "", later), // one bookmaker in both schemes
		odd(3, 2, 1, "Empate", "3.4", "", at), odd(4, 2, 1, "Away City F.C.", "51", "", at), odd(5, 2, 1, "Nobody", "9.0", "", at),
		odd(6, 2, 80, "Mais de", "1.90", "2.5", at), odd(7, 2, 7, "Over", "1.91", "2.5", at), odd(8, 2, 80, "Under", "1.95", "2,5", at),
		odd(9, 2, 80, "Over", "2.2", "2.5, 3.0", at), odd(10, 2, 80, "1", "2.2", "", at), odd(11, 2, 80, "Over", "2.2", "", at),
		odd(12, 2, 1, "Draw", "1.00", "", at), odd(13, 2, 1, "Draw", "1,001.000", "", at), odd(14, 2, 14, "Yes", "1.7", "", at),
		`{"id":15,"fixture_id":9,"market_id":1,"bookmaker_id":2,"label":"Home","value":2.1}`,
		`{"id":16,"fixture_id":9,"market_id":57,"bookmaker_id":2,"label":"2:1","value":9}`, // a market that is not staged
	)))
	w.want("quotes", w.quotesOf(),
		"B365 1x2 A - 510000 200 60", "B365 1x2 D - 34000 200 60", "B365 1x2 H - 21000 200 60", "B365 1x2 H - 21200 100 60",
		"B365 total over 2.5 19000 200 60", "B365 total over 2.75 22000 200 60", "B365 total under 2.5 19500 200 60")
	w.want("rejects", w.rejects(), "fixture/9 10 unknown_label", "fixture/9 11 unknown_line", "fixture/9 12 price_not_above_one",
		"fixture/9 13 price_not_a_number", "fixture/9 15 wrong_type", "fixture/9 5 unknown_label")
}

func TestAHandicapIsTheHomeSides(t *testing.T) {
	w := newWorld(t)
	at := minutesBefore(100)
	w.fetched(minutesBefore(60), "fixture", "9", said(9, answers.StateNotStarted, oddsOf(
		// Each side's own line.
		odd(1, 2, 6, "Home", "1.90", "-0.5", at), odd(2, 2, 6, "Away", "1.95", "+0.5", at), odd(3, 2, 6, "Home", "1.50", "+0.5", at), odd(4, 2, 6, "Away", "2.70", "-0.5", at),
		// The home side's line for both.
		odd(5, 20, 6, "1", "1.90", "-0.5", at), odd(6, 20, 6, "2", "1.95", "-0.5", at), odd(7, 20, 6, "1", "1.50", "0.5", at), odd(8, 20, 6, "2", "2.70", "0.5", at),
		// Nobody can tell, but for the level line.
		odd(9, 9, 6, "Away", "1.80", "-0.25", at), odd(10, 9, 6, "Away", "1.70", "0", at),
		odd(11, 14, 6, "Home", "2.00", "-0.5,1", at),
	)))
	w.want("quotes", w.quotesOf(),
		"B365 handicap A -0.5 19500 100 60", "B365 handicap A 0.5 27000 100 60", "B365 handicap H -0.5 19000 100 60", "B365 handicap H 0.5 15000 100 60",
		"BF handicap A 0 17000 100 60", "Dafabet handicap H -0.75 20000 100 60",
		"PS handicap A -0.5 19500 100 60", "PS handicap A 0.5 27000 100 60", "PS handicap H -0.5 19000 100 60", "PS handicap H 0.5 15000 100 60")
	w.want("rejects", w.rejects(), "fixture/9 9 handicap_sign_unknown")
}

// sheetOf writes a side's team sheet: the first players start.
func sheetOf(team, starters int, players ...int) []string {
	var out []string
	for i, p := range players {
		kind := answers.Bench
		if i < starters {
			kind = answers.Starting
		}
		out = append(out, fmt.Sprintf(`{"team_id":%d,"type_id":%d,"player_id":%d,"player_name":"P%d","jersey_number":%d%%s}`, team, kind, p, p, i+1))
	}
	return out
}

// sheetsOf writes both sides' line-ups with more members a player.
func sheetsOf(more string, rows ...[]string) string {
	var all []string
	for _, r := range slices.Concat(rows...) {
		all = append(all, fmt.Sprintf(r, more))
	}
	return fmt.Sprintf(`"lineups":[%s]`, members(all))
}

func members(rows []string) string {
	out := ""
	for i, r := range rows {
		if i > 0 {
			out += ","
		}
		out += r
	}
	return out
}

// twelve are the players from..from+10 and a substitute.
func twelve(from int) []int {
	var out []int
	for i := range 12 {
		out = append(out, from+i)
	}
	return out
}

func TestATeamSheetIsKeptInItsVersions(t *testing.T) {
	w := newWorld(t)
	home, away := sheetOf(1, 11, twelve(100)...), sheetOf(2, 11, twelve(200)...)
	changed := sheetOf(1, 11, append(twelve(101)[:11], 100)...)
	w.fetched(minutesBefore(70), "fixture", "9", said(9, 1, `"lineups":[]`))
	w.fetched(minutesBefore(60), "fixture", "9", said(9, 1, sheetsOf("", home, away)))
	w.fetched(minutesBefore(50), "fixture", "9", said(9, 1, `"lineups":[]`))                             // a passing fault
	w.fetched(minutesBefore(45), "fixture", "9", said(9, 1, sheetsOf("", sheetOf(1, 3, 1, 2, 3), away))) // another
	w.fetched(minutesBefore(30), "fixture", "9", said(9, 1, sheetsOf("", changed, away)))                // somebody was hurt
	w.fetched(minutesBefore(-300), "fixture", "9", said(9, 5, scoresOf(scoreOf(2, 1, 0)), sheetsOf(
		`,"details":[{"type_id":119,"data":{"value":90}},{"type_id":118,"data":{"value":7}},{"type_id":86,"data":{"value":2}},{"type_id":40,"data":{"value":true}}]`, changed, away)))
	type version struct {
		side    string
		version int32
		known   int
		details bool
	}
	got := map[version]int{}
	for _, l := range tableRows[table.Lineup](w, "lineups") {
		got[version{l.Side, l.Version, int(kickoffOf.Sub(time.UnixMicro(l.KnownAt)).Minutes()), l.Minutes != nil}]++
		if l.Minutes != nil {
			if *l.Minutes != 90 || *l.Rating != 7 || fmt.Sprint(l.Measures) != "[{captain 1} {shots_on_target 2}]" ||
				*l.DetailsKnownAt != kickoffOf.Add(3*time.Hour).UnixMicro() {
				t.Errorf("details of %+v", l)
			}
		} else if l.DetailsKnownAt != nil {
			t.Errorf("version %d has no details, and a time of them", l.Version)
		}
	}
	want := map[version]int{{"home", 1, 60, false}: 12, {"home", 2, 30, true}: 12, {"away", 1, 60, true}: 12}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("versions %v, want %v", got, want)
	}
	w.want("rejects", w.rejects(), "fixture/9 0 partial_lineup")
}

// A response that has lost some players' ids is a passing fault too: those whom
// an earlier one named stay named, whatever comes with it.
func TestAPlayerOnceNamedStaysNamed(t *testing.T) {
	w := newWorld(t)
	home, away := sheetOf(1, 11, twelve(100)...), sheetOf(2, 11, twelve(200)...)
	w.fetched(minutesBefore(60), "fixture", "9", said(9, 1, sheetsOf("", home, away)))
	nameless := slices.Clone(home)
	for i, p := range []string{"100", "107"} {
		k := []int{0, 7}[i]
		nameless[k] = strings.Replace(nameless[k], `"player_id":`+p, `"player_id":null`, 1)
	}
	w.fetched(minutesBefore(-300), "fixture", "9", said(9, 5, scoresOf(scoreOf(2, 1, 0)), sheetsOf(`,"details":[{"type_id":119,"data":{"value":90}}]`, nameless, away)))
	named := 0
	for _, l := range tableRows[table.Lineup](w, "lineups") {
		if l.Version != 1 || l.Minutes == nil {
			t.Errorf("a version of its own, or without minutes: %+v", l)
		}
		if l.PlayerID == "sportmonks/"+strings.TrimPrefix(l.PlayerName, "P") {
			named++
		}
	}
	if named != 24 {
		t.Errorf("%d of 24 players are named", named)
	}
}

func TestATeamSheetLandedAfterTheFactWasKnownAnHourBefore(t *testing.T) {
	w := newWorld(t)
	w.fetched(minutesBefore(-5000), "fixture", "9", said(9, 5, scoresOf(scoreOf(2, 1, 0)), sheetsOf("", sheetOf(1, 10, twelve(100)[:10]...)),
		`"formations":[{"participant_id":1,"formation":"4-4-1","location":"home"}]`,
		`"sidelined":[{"id":1,"participant_id":2,"player_id":7,"sideline_id":4,"type_id":1693,"sideline":{"id":4,"player_id":7,"category":"injury","start_date":"2025-10-01","end_date":null,"games_missed":2,"completed":false}}]`))
	l := tableRows[table.Lineup](w, "lineups")
	if len(l) != 10 || l[0].KnownAt != minutesBefore(60).UnixMicro() || l[0].Formation != "4-4-1" || l[0].TeamID != "England/Home Town" {
		t.Errorf("%d rows, the first %+v", len(l), l[0])
	}
	s := tableRows[table.Sidelined](w, "sidelined")
	if len(s) != 1 || s[0].KnownAt != minutesBefore(60).UnixMicro() || s[0].Side != "away" || s[0].PlayerID != "sportmonks/7" ||
		s[0].Type != "not_available" || *s[0].GamesMissed != 2 || *s[0].StartDate != table.Days(time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC)) || s[0].EndDate != nil {
		t.Errorf("sidelined %+v", s)
	}
}
