package files

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/table"

	"matchday"
)

// parse reads a file that must be one.
func parse(t *testing.T, content string) File {
	t.Helper()
	f, err := Parse([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// prices lists a row's prices as "bookmaker market selection line moment price".
func (f File) prices(r Row) []string {
	var out []string
	for _, p := range r.Prices {
		q := f.Quotes[p.Quote]
		line := "-"
		if p.Line != table.NoLine {
			line = fmt.Sprint(float64(p.Line) / 100)
		}
		out = append(out, fmt.Sprint(q.Bookmaker, " ", q.Market, " ", q.Selection, " ", line, " ", q.Moment, " ", float64(p.Price)/priceUnit))
	}
	return out
}

// reasons lists rejects as "line reason detail".
func (f File) reasons() []string {
	var out []string
	for _, r := range f.Rejects {
		out = append(out, strings.TrimSpace(fmt.Sprint(r.Line, " ", r.Reason, " ", r.Detail)))
	}
	return out
}

func TestParseReadsAFixture(t *testing.T) {
	f := parse(t, "\ufeffDiv,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTHG,HTAG,HTR,Attendance,Referee,HS,AS,HST,AST,HHW,AHW,HC,AC,HF,AF,HO,AO,HY,AY,HR,AR,HBP,ABP,B365H,B365D,B365A,AHh,B365AHH,B365AHA,AHCh,B365CAHH,P>2.5\r\n"+
		"E0,11/08/2023,20:00,Burnley,Man City,0,3,A,0,2,A,21572,\"Pawson, C\",6,17,1,8,0,1,6,5,11,9,2,3,1,0,1,0,35,0,8,5.5,1.333,1.5,1.86,2.07,1.25,1.95,1.68\r\n")
	if len(f.Rows) != 1 || len(f.Rejects) != 0 {
		t.Fatalf("rows %v, rejects %v", f.Rows, f.Rejects)
	}
	r := f.Rows[0]
	if r.Line != 2 || r.Division != "E0" || r.Season != "" || r.Home != "Burnley" || r.Away != "Man City" ||
		!r.Date.Equal(matchday.Date(2023, time.August, 11)) || r.HomeGoals != 0 || r.AwayGoals != 3 ||
		r.Stated != matchday.AwayWin || r.Attendance != 21572 || r.Referee != "Pawson, C" {
		t.Errorf("got %+v", r)
	}
	// 20:00 in London is 19:00 UTC in August.
	if want := time.Date(2023, time.August, 11, 19, 0, 0, 0, time.UTC); !r.Kickoff.Equal(want) {
		t.Errorf("kick-off %v, want %v", r.Kickoff, want)
	}
	want := [NumStatistics]int16{0, 6, 1, 6, 11, 2, 0, 1, 1, 35, 2, 17, 8, 5, 9, 3, 1, 0, 0, 0}
	if r.Statistics != want {
		t.Errorf("statistics %v, want %v", r.Statistics, want)
	}
	wantPrices := []string{
		"B365 1x2 H - pre_match 8", "B365 1x2 D - pre_match 5.5", "B365 1x2 A - pre_match 1.333",
		"B365 handicap H 1.5 pre_match 1.86", "B365 handicap A 1.5 pre_match 2.07", "B365 handicap H 1.25 closing 1.95",
		"PS total over 2.5 pre_match 1.68",
	}
	if got := f.prices(r); !slices.Equal(got, wantPrices) {
		t.Errorf("prices %q,\nwant %q", got, wantPrices)
	}
}

func TestWinterKickOffsAreTheSameInUTC(t *testing.T) {
	f := parse(t, "Div,Date,Time,HomeTeam,AwayTeam\n"+
		"E0,30/03/2024,15:00,A,B\nE0,31/03/2024,15:00,C,D\nE0,26/10/2024,15:00,E,F\nE0,27/10/2024,15:00,G,H\n")
	for i, hour := range []int{15, 14, 14, 15} { // summer time began on 31 March and ended on 27 October
		if got := f.Rows[i].Kickoff.Hour(); got != hour {
			t.Errorf("%s: 15:00 in London is %d:00 UTC, want %d:00", f.Rows[i].Date.Format(time.DateOnly), got, hour)
		}
	}
}

func TestParseReadsTheSecondLayout(t *testing.T) {
	f := parse(t, "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PH,PD,PA\n"+
		"Argentina,Liga Profesional ,2012/2013,04/08/12,01:10,Velez Sarsfield,Argentinos Jrs,3,0,H,2,3.24,4.55\n")
	r := f.Rows[0]
	if r.Division != "ARG" || r.Season != "2012/2013" || r.Country != "Argentina" || r.League != "Liga Profesional" {
		t.Errorf("got %+v", r)
	}
	// The file's date is London's; the match began the evening before in Argentina.
	if want := time.Date(2012, time.August, 4, 0, 10, 0, 0, time.UTC); !r.Kickoff.Equal(want) {
		t.Errorf("kick-off %v, want %v", r.Kickoff, want)
	}
	if got, want := f.prices(r), []string{"PS 1x2 H - closing 2", "PS 1x2 D - closing 3.24", "PS 1x2 A - closing 4.55"}; !slices.Equal(got, want) {
		t.Errorf("prices %q, want %q", got, want)
	}
}

func TestDirtIsRejectedWithItsReasonAndTheRestIsKept(t *testing.T) {
	const first = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HS,B365H,B365D,B365A,BbAHh,BbMxAHH,,\n"
	for _, c := range []struct {
		name, row string
		kept      bool
		rejects   []string
	}{
		{"a sound row", "E0,08/08/15,12:45,A,B,1,0,H,9,2,3,4,0,1.9,,", true, nil},
		{"a short row", "E0,08/08/15,12:45,A,B,1,0", true, nil},
		{"a long row that is empty behind", "E0,08/08/15,12:45,A,B,1,0,H,9,2,3,4,0,1.9,,,,,", true, nil},
		{"a long row that is not", "E0,08/08/15,12:45,A,B,1,0,H,9,2,3,4,0,1.9,,,7,,8", true, []string{"2 cell_without_column 7 8"}},
		{"a value under an empty name", "E0,08/08/15,12:45,A,B,1,0,H,9,2,3,4,0,1.9,x,", true, []string{"2 cell_without_column x"}},
		{"a fixture not yet played", "E0,08/08/15,,A,B,,,,,2,3,4,,,,", true, nil},
		{"a price of nothing", "E0,08/08/15,,A,B,1,0,H,9,0,3,4,,,,", true, []string{"2 price_not_above_one B365H: 0"}},
		{"a price of one", "E0,08/08/15,,A,B,1,0,H,9,1.00004,3,4,,,,", true, []string{"2 price_not_above_one B365H: 1.00004"}},
		{"a price that is none", "E0,08/08/15,,A,B,1,0,H,9,#REF!,-,\xa0,,,,", true, []string{"2 price_not_a_number B365H: #REF!", "2 price_not_a_number B365D: -"}},
		{"a price too large to keep", "E0,08/08/15,,A,B,1,0,H,9,100000,3,4,,,,", true, []string{"2 price_not_a_number B365H: 100000"}},
		{"a handicap price without its line", "E0,08/08/15,,A,B,1,0,H,9,2,3,4,,1.9,,", true, []string{"2 price_without_line BbMxAHH: 1.9"}},
		{"a handicap line that is none", "E0,08/08/15,,A,B,1,0,H,9,2,3,4,1.87,1.9,,", true, []string{"2 price_without_line BbMxAHH: 1.9"}},
		{"unreadable numbers", "E0,08/08/15,x,A,B,1,0,X,1.5,2,3,4,,,,", true, []string{"2 unreadable_cell Time: x", "2 unreadable_cell FTR: X", "2 unreadable_cell HS: 1.5"}},
		{"unreadable goals", "E0,08/08/15,,A,B,#REF!,0,H,9,2,3,4,,,,", true, []string{"2 unreadable_cell FTHG: #REF!"}},
		{"no date", "E0,,,A,B,1,0,H,9,2,3,4,,,,", false, []string{"2 unreadable_date none"}},
		{"a date that does not exist", "E0,31/02/15,x,A,B,1,0,H,9,2,3,4,,,,", false, []string{"2 unreadable_date 31/02/15"}},
		{"no team", "E0,08/08/15,,,B,1,0,H,9,2,3,4,,,,", false, []string{"2 no_teams"}},
		{"a broken team", "E0,08/08/15,,A,#N/A,1,0,H,9,2,3,4,,,,", false, []string{"2 no_teams"}},
		{"a team against itself", "E0,08/08/15,,A,A,1,0,H,9,2,3,4,,,,", false, []string{"2 no_teams"}},
		{"no division", ",08/08/15,,A,B,1,0,H,9,2,3,4,,,,", false, []string{"2 no_division"}},
		{"the first row again", strings.TrimSuffix(first, "\n"), false, []string{"2 repeated_header"}},
		{"nothing but separators", ",,,,,\t,\xa0,", false, nil},
		{"nothing", "", false, nil},
	} {
		f := parse(t, first+c.row+"\nE0,09/08/15,,C,D,2,2,D,,,,,,,,\n")
		if got := f.reasons(); !slices.Equal(got, c.rejects) {
			t.Errorf("%s: rejects %q, want %q", c.name, got, c.rejects)
		}
		if kept := len(f.Rows) == 2; kept != c.kept {
			t.Errorf("%s: kept %v, want %v", c.name, kept, c.kept)
		}
		if last := f.Rows[len(f.Rows)-1]; last.Home != "C" || last.Line != 3 {
			t.Errorf("%s: the row after it is %+v", c.name, last)
		}
	}
}

func TestGoalsCountOnlyInPairs(t *testing.T) {
	f := parse(t, "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\nE0,08/08/15,A,B,1,,H\nE0,08/08/15,C,D,0,0,D\n")
	if f.Rows[0].Played() || f.Rows[0].AwayGoals != Missing || !f.Rows[1].Played() {
		t.Errorf("rows %+v", f.Rows)
	}
}

func TestUnknownColumnsAreReportedOnce(t *testing.T) {
	f := parse(t, "Div,Date,HomeTeam,AwayTeam,Weather\nE0,08/08/15,A,B,rain\nE0,08/08/15,C,D,sun\n")
	if got, want := f.reasons(), []string{"1 unknown_column Weather"}; !slices.Equal(got, want) || len(f.Rows) != 2 {
		t.Errorf("rejects %q, want %q", got, want)
	}
}

func TestASecondClosingColumnOnlyFillsIn(t *testing.T) {
	f := parse(t, secondColumns+"HG,AG,PH,PD,PA,PSCH,PSCD,PSCA\nArgentina,Liga Profesional,2012,03/08/2012,A,B,1,0,2,3,4,2.1,,4.1\n")
	got := f.prices(f.Rows[0])
	// The explicit closing columns come first; staging takes the first of each quote.
	want := []string{"PS 1x2 H - closing 2.1", "PS 1x2 A - closing 4.1", "PS 1x2 H - closing 2", "PS 1x2 D - closing 3", "PS 1x2 A - closing 4"}
	if !slices.Equal(got, want) {
		t.Errorf("prices %q, want %q", got, want)
	}
}

func TestEveryReasonIsExplained(t *testing.T) {
	other := Explain("")
	for _, reason := range []string{NoTeams, UnreadableDate, NoDivision, NoSeason, RepeatedHeader, Duplicate, UnreadableFile,
		CutRow, RowTooLong, OpenQuote, UnknownDivision, MoreRejects,
		UnreadableCell, CellWithoutColumn, UnknownColumn, PriceNotANumber, PriceNotAboveOne, PriceWithoutLine} {
		if Explain(reason) == other {
			t.Errorf("%s is not explained", reason)
		}
	}
}
