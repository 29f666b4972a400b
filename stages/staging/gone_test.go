package staging_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// asked lands an object as the answer to a request.
func (w world) asked(at time.Time, entity, id, request, payload string) {
	w.Helper()
	sum := sha256.Sum256([]byte(payload))
	w.addRaw(answers.Folder, []answers.Raw{{
		Source: answers.Source, Entity: entity, ID: id, FetchedAt: at.UnixMicro(), Request: request, SHA256: hex.EncodeToString(sum[:]), Payload: []byte(payload),
	}})
}

// gone lists the table gone_prices as "bookmaker market selection line price at", the
// moment in minutes before kick-off.
func (w world) gone() []string {
	w.Helper()
	var out []string
	for _, g := range tableRows[table.GonePrice](w, "gone_prices") {
		line := "-"
		if g.Line != nil {
			line = fmt.Sprint(*g.Line)
		}
		out = append(out, fmt.Sprint(g.Bookmaker, " ", g.Market, " ", g.Selection, " ", line, " ", g.Price, " ", int(kickoffOf.Sub(time.UnixMicro(g.GoneAt)).Minutes())))
	}
	return out
}

// books are rows of two bookmakers, of a total at two lines, and of a handicap.
func books() []string {
	at := minutesBefore(700)
	return []string{
		odd(1, 2, 1, "Home", "2.10", "", at), odd(2, 2, 1, "Draw", "3.40", "", at), odd(3, 20, 1, "Home", "2.15", "", at),
		odd(4, 2, 80, "Over", "1.90", "2.5", at), odd(5, 2, 80, "Over", "1.40", "1.5", at), odd(6, 2, 6, "Home", "1.95", "0", at),
	}
}

func TestAPriceThatTheNewestAnswerLacksIsGone(t *testing.T) {
	all := books()
	const request = "/v3/football/fixtures/multi/9?include=odds&filters=markets:1,6,80"
	for name, c := range map[string]struct {
		request, later string
		want           []string
	}{
		"no prices at all": {request, oddsOf(), []string{
			"B365 1x2 D - 34000 300", "B365 1x2 H - 21000 300", "B365 handicap H 0 19500 300", "B365 total over 1.5 14000 300", "B365 total over 2.5 19000 300", "PS 1x2 H - 21500 300"}},
		"no include":                   {request, `"scores":[]`, nil},
		"null":                         {request, `"odds":null`, nil},
		"no list":                      {request, `"odds":"none"`, nil},
		"all of them":                  {request, oddsOf(all...), nil},
		"one bookmaker less":           {request, oddsOf(all[0], all[1], all[3], all[4], all[5]), []string{"PS 1x2 H - 21500 300"}},
		"one selection less":           {request, oddsOf(all[0], all[2], all[3], all[4], all[5]), []string{"B365 1x2 D - 34000 300"}},
		"a line less":                  {request, oddsOf(all[0], all[1], all[2], all[3], all[5]), []string{"B365 total over 1.5 14000 300"}},
		"a market less":                {request, oddsOf(all[0], all[1], all[2], all[5]), []string{"B365 total over 1.5 14000 300", "B365 total over 2.5 19000 300"}},
		"other markets were asked":     {"/v3/football/fixtures/multi/9?include=odds&filters=markets:80", oddsOf(all[3]), []string{"B365 total over 1.5 14000 300"}},
		"one bookmaker was asked":      {"/v3/football/fixtures/9?include=odds&filters=bookmakers%3A20", oddsOf(), []string{"PS 1x2 H - 21500 300"}},
		"a price below another":        {request, oddsOf(append([]string{odd(7, 2, 1, "Home", "2.05", "", minutesBefore(301))}, all[1:]...)...), nil},
		"a price that nobody can read": {request, oddsOf(append([]string{odd(1, 2, 1, "Home", "two", "", minutesBefore(301))}, all[1:]...)...), []string{"B365 1x2 H - 21000 300"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.asked(minutesBefore(600), "fixture", "9", request, said(9, answers.StateNotStarted, oddsOf(all...)))
			w.asked(minutesBefore(300), "fixture", "9", c.request, said(9, answers.StateNotStarted, c.later))
			w.want("gone", w.gone(), c.want...)
		})
	}
}

func TestAnOddsEndpointSpeaksForWhatItsPathNames(t *testing.T) {
	all := books()
	w := newWorld(t)
	w.asked(minutesBefore(600), "fixture", "9", "", said(9, answers.StateNotStarted, oddsOf(all...)))
	w.asked(minutesBefore(300), "odds", "9", "/v3/football/odds/pre-match/fixtures/9/markets/80", "["+all[3]+"]")
	w.want("gone", w.gone(), "B365 total over 1.5 14000 300")
	w.want("listed", w.listed(), "sportmonks 600 -")
}

func TestAPriceThatIsShownAgainIsOnOffer(t *testing.T) {
	all := said(9, answers.StateNotStarted, oddsOf(books()...))
	none := said(9, answers.StateNotStarted, oddsOf())
	w := newWorld(t)
	w.fetched(minutesBefore(600), "fixture", "9", all)
	w.fetched(minutesBefore(500), "fixture", "9", none)
	if got := w.gone(); len(got) != 6 {
		t.Errorf("gone: %v", got)
	}
	w.fetched(minutesBefore(400), "fixture", "9", all)
	w.want("shown again", w.gone())
	w.seen(minutesBefore(300), "fixture", "9", none) // of another request than the one that lands all
	if got := w.gone(); len(got) != 6 || got[5] != "PS 1x2 H - 21500 300" {
		t.Errorf("gone again: %v", got)
	}
	w.seen(minutesBefore(200), "fixture", "9", all)
	w.want("seen again", w.gone())
}

func TestAnOlderPriceThatCameBackWithoutANewTimeHidesNothing(t *testing.T) {
	price := func(value string, before int) string {
		return said(9, answers.StateNotStarted, oddsOf(odd(1, 2, 1, "Home", value, "", minutesBefore(before))))
	}
	w := newWorld(t)
	w.fetched(minutesBefore(600), "fixture", "9", price("2.10", 700))
	w.fetched(minutesBefore(500), "fixture", "9", price("2.50", 550))
	w.fetched(minutesBefore(400), "fixture", "9", price("2.10", 700))
	w.want("the price of the latest time is gone", w.gone(), "B365 1x2 H - 25000 400")
}

// listed lists the table listings as "source seen unlisted", moments in minutes before
// kick-off.
func (w world) listed() []string {
	w.Helper()
	before := func(us int64) int { return int(kickoffOf.Sub(time.UnixMicro(us)).Minutes()) }
	var out []string
	for _, l := range tableRows[table.Listing](w, "listings") {
		unlisted := "-"
		if l.UnlistedAt != nil {
			unlisted = fmt.Sprint(before(*l.UnlistedAt))
		}
		out = append(out, fmt.Sprint(l.Source, " ", before(l.SeenAt), " ", unlisted))
	}
	return out
}

func TestTheAPIConfirmsAFixtureWheneverItTellsOfIt(t *testing.T) {
	w := newWorld(t)
	sheet := said(9, answers.StateNotStarted, `"lineups":[]`)
	w.fetched(minutesBefore(600), "fixture", "9", said(9, answers.StateNotStarted))
	w.want("first", w.listed(), "sportmonks 600 -")
	w.fetched(minutesBefore(500), "fixture", "9", sheet)
	w.seen(minutesBefore(400), "fixture", "9", sheet)
	w.want("again, by another request", w.listed(), "sportmonks 400 -")
	w.fetched(minutesBefore(300), "fixture", "9", said(9, answers.StateNotStarted, scoresOf(scoreOf(answers.ScoreCurrent, 0, 0))))
	w.fetched(minutesBefore(200), "fixture", "9", said(9, answers.StateNotStarted))
	w.want("by one that was not asked for scores", w.listed(), "sportmonks 200 -")
	w.fetched(minutesBefore(-200), "fixture", "9", said(9, answers.StateFullTime, scoresOf(scoreOf(answers.ScoreSecondHalf, 2, 1))))
	w.want("a result needs no confirmation", w.listed())
}

func TestAnAnswerWithoutAKickOffTakesBackWhatAnOlderOneTold(t *testing.T) {
	w := newWorld(t)
	timed := said(9, answers.StateNotStarted)
	untimed := strings.Replace(timed, `"starting_at":"`+kickoffOf.Format(time.DateTime)+`"`, `"starting_at":null`, 1)
	if untimed == timed {
		t.Fatal(timed)
	}
	w.fetched(minutesBefore(600), "fixture", "9", timed)
	w.fetched(minutesBefore(500), "fixture", "9", untimed)
	w.want("no kick-off", w.listed(), "sportmonks 600 500")
	w.asked(minutesBefore(450), "odds", "9", "/v3/football/odds/pre-match/fixtures/9/markets/1", "["+books()[0]+"]")
	w.want("an odds endpoint tells of none", w.listed(), "sportmonks 600 500")
	w.seen(minutesBefore(400), "fixture", "9", timed)
	w.want("told again", w.listed(), "sportmonks 400 -")
	w.seen(minutesBefore(300), "fixture", "9", untimed)
	w.want("and taken back again", w.listed(), "sportmonks 400 300")
}

func TestEitherIdOfOneMatchConfirmsItIfBothTellOneKickOff(t *testing.T) {
	w := newWorld(t)
	w.fetched(minutesBefore(600), "fixture", "9", said(9, answers.StateNotStarted))
	w.fetched(minutesBefore(500), "fixture", "10", said(10, answers.StateNotStarted))
	w.want("the other one", w.listed(), "sportmonks 500 -")
	w.fetched(minutesBefore(400), "fixture", "10", saidOf(10, answers.StateNotStarted, kickoffOf.Add(time.Hour), 1, 2))
	w.want("at another hour", w.listed(), "sportmonks 600 -")
}

func TestTheSameAnswerAgainIsTheNewestWordOfAKickOff(t *testing.T) {
	w := newWorld(t)
	list, moved := said(9, answers.StateNotStarted, `"venue":null`), saidOf(9, answers.StatePostponed, kickoffOf.AddDate(0, 0, 3), 1, 2)
	told := func() string {
		f := tableRows[table.Fixture](w, "fixtures")[0]
		return time.UnixMicro(f.Kickoff).UTC().Format("02 15:04 ") + f.State
	}
	w.fetched(minutesBefore(600), "fixture", "9", list)
	w.fetched(minutesBefore(500), "fixture", "9", moved)
	if got := told(); got != "07 14:00 postponed" {
		t.Errorf("moved: %s", got)
	}
	w.seen(minutesBefore(400), "fixture", "9", list)
	if got := told(); got != "04 14:00 scheduled" {
		t.Errorf("told as before: %s", got)
	}
}

func TestAnAnswerWithoutAKickOffTellsOfPricesAndConfirmsNoKickOff(t *testing.T) {
	const written = `"starting_at":"2025-10-04 14:00:00"`
	for name, c := range map[string]struct {
		state  int
		times  string
		listed string
	}{
		"with one":                    {answers.StateNotStarted, written, "sportmonks 300 -"},
		"null":                        {answers.StateNotStarted, `"starting_at":null,"starting_at_timestamp":null`, "sportmonks 600 300"},
		"no keys":                     {answers.StateNotStarted, `"name":"x"`, "sportmonks 600 300"},
		"to be announced":             {answers.StateToBeAnnounced, `"starting_at":null,"starting_at_timestamp":null`, "sportmonks 600 300"},
		"an empty text":               {answers.StateNotStarted, `"starting_at":"","starting_at_timestamp":null`, "sportmonks 600 300"},
		"no time":                     {answers.StateNotStarted, `"starting_at":"soon","starting_at_timestamp":null`, "sportmonks 600 300"},
		"no time, and no second":      {answers.StateNotStarted, `"starting_at":"soon","starting_at_timestamp":0`, "sportmonks 600 300"},
		"second zero":                 {answers.StateNotStarted, `"starting_at":null,"starting_at_timestamp":0`, "sportmonks 600 300"},
		"a year that cannot be":       {answers.StateNotStarted, `"starting_at":"9025-10-04 14:00:00"`, "sportmonks 600 300"},
		"a number":                    {answers.StateNotStarted, `"starting_at":14`, "sportmonks 600 300"},
		"seconds as a text":           {answers.StateNotStarted, `"starting_at":null,"starting_at_timestamp":"soon"`, "sportmonks 600 300"},
		"no time, but the seconds":    {answers.StateNotStarted, `"starting_at":"soon","starting_at_timestamp":1759586400`, "sportmonks 300 -"},
		"no seconds, but the time":    {answers.StateNotStarted, written + `,"starting_at_timestamp":"soon"`, "sportmonks 300 -"},
		"seconds written as fraction": {answers.StateNotStarted, `"starting_at":null,"starting_at_timestamp":1759586400.0`, "sportmonks 300 -"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.fetched(minutesBefore(600), "fixture", "9", said(9, answers.StateNotStarted, oddsOf(odd(1, 2, 1, "Home", "2.10", "", minutesBefore(700)))))
			w.fetched(minutesBefore(300), "fixture", "9", strings.Replace(said(9, c.state, oddsOf()), written, c.times, 1))
			w.want("gone", w.gone(), "B365 1x2 H - 21000 300")
			w.want("listed", w.listed(), c.listed)
			if f := tableRows[table.Fixture](w, "fixtures"); len(f) != 1 || f[0].Kickoff != kickoffOf.UnixMicro() {
				t.Errorf("fixtures %+v, want one at %v", f, kickoffOf)
			}
		})
	}
}
