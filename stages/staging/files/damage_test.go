package files

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/staging/delimited"
)

func TestALastRowThatWasCutIsRejected(t *testing.T) {
	const first = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A,,\n"
	const whole = "E0,16/08/25,A,B,1,0,H,1.9,3.4,4.2\n"
	for _, c := range []struct {
		name, content string
		rows          int
		rejects       []string
	}{
		{"in a name", first + whole + "E0,17/08/25,Eta,Manch", 1, []string{"3 cut_row 4 cells, expected 10"}},
		{"in the goals", first + whole + "E0,17/08/25,C,D,1", 1, []string{"3 cut_row 5 cells, expected 10"}},
		{"in a price", first + whole + "E0,17/08/25,C,D,1,0,H,1", 1, []string{"3 cut_row 8 cells, expected 10"}},
		{"in quotes", "Div,Date,HomeTeam,AwayTeam\nE0,16/08/25,A,B\nE0,17/08/25,C,\"D", 1, []string{"3 cut_row 4 cells, expected 4"}},
		{"in the only row", first + "E0,17/08/25,Eta,Manch", 0, []string{"2 cut_row 4 cells, expected 10"}},
		{"a whole row without a line end", first + whole + strings.TrimSuffix(whole, "\n"), 2, nil},
		{"a whole only row without a line end", first + strings.TrimSuffix(whole, "\n"), 1, nil},
		{"rows shorter than the first", first + "E0,16/08/25,A,B,1,0\nE0,17/08/25,C,D,1,0", 2, nil},
		{"a short row with a line end", first + whole + "E0,17/08/25,C,D\n", 2, nil},
		{"between CR and LF", first + whole + "E0,17/08/25,C,D\r", 2, nil},
		{"blanks at the end", first + whole + "E0,17/08/25,C,D\n,,", 2, nil},
	} {
		f := parse(t, c.content)
		if got := f.reasons(); len(f.Rows) != c.rows || !slices.Equal(got, c.rejects) {
			t.Errorf("%s: %d rows, rejects %q; want %d, %q", c.name, len(f.Rows), got, c.rows, c.rejects)
		}
		for _, r := range f.Rows {
			if r.Away == "Manch" {
				t.Errorf("%s: a club that there is not", c.name)
			}
		}
	}
}

func TestQuotes(t *testing.T) {
	const first = "Div,Date,HomeTeam,AwayTeam,Referee,B365H,B365D,B365A\n"
	f := parse(t, first+"E0,16/08/25,A,B,\"A Smith\nreplaced B Jones\",1.9,3.4,4.2\nE0,16/08/25,C,D,\"Smith, A\",1.9,3.4,4.2\n")
	if len(f.Rejects) != 0 || len(f.Rows) != 2 || f.Rows[0].Referee != "A Smith replaced B Jones" || len(f.Rows[0].Prices) != 3 || f.Rows[1].Line != 4 {
		t.Errorf("a line end in quotes: %q, rows %+v", f.reasons(), f.Rows)
	}
	f = parse(t, first+"E0,16/08/25,\"A\",\"B\r\n\",\"\r\nE0 and E1\r\n\",1.9,3.4,4.2\r\nE0,17/08/25,C,D,X,1.9,3.4,4.2\r\n")
	if len(f.Rejects) != 0 || len(f.Rows) != 2 || f.Rows[0].Away != "B" || f.Rows[0].Referee != "E0 and E1" {
		t.Errorf("line ends in two cells: %q, rows %+v", f.reasons(), f.Rows)
	}
	// A quote that never closes spoils its row at most.
	f = parse(t, first+"E0,16/08/25,A,B,\"Smith,1.9,3.4,4.2\nE0,16/08/25,C,D,\"Smith, A,1.9,3.4,4.2\nE0,16/08/25,E,F,\"Smith, B\",1.9,3.4,4.2\n")
	if got, want := f.reasons(), []string{"2 open_quote", "3 open_quote 9 cells, expected 8"}; !slices.Equal(got, want) || len(f.Rows) != 2 {
		t.Errorf("rejects %q, want %q; rows %+v", got, want, f.Rows)
	}
	if f.Rows[0].Referee != "Smith" || len(f.Rows[0].Prices) != 3 || f.Rows[1].Referee != "Smith, B" {
		t.Errorf("rows %+v", f.Rows)
	}
}

func TestAFileOfWhichNothingIsUsableIsRefused(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"dates that nobody can read", firstColumns + "\nE0,43324,A,B\nE0,43325,C,D\n", "none of its rows can be used (2 rejected); line 2: unreadable_date (43324): expected dd/mm/yyyy"},
		{"no teams", firstColumns + "\nE0,1/8/20,,\n", "line 2: no_teams: the row lacks"},
		{"no division", firstColumns + "\n,1/8/20,A,B\n", "line 2: no_division: "},
		{"results of years to come", firstColumns + "FTHG,FTAG\nE0,12/08/2052,A,B,1,0\nE0,13/08/2052,C,D,1,0\n",
			"(2 rejected); line 2: result_before_its_day (A - B 2052-08-12): expected results of days up to 2026-01-01"},
		{"results of the day after", firstColumns + "FTHG,FTAG\nE0,43324,A,B,1,0\nE0,02/01/26,C,D,1,0\n", "(2 rejected); line 2: unreadable_date (43324)"},
		{"a row of its own that was cut", firstColumns + "FTHG\nE0,1/8/20,A,B", "line 2: cut_row (4 cells, expected 5): "},
	} {
		_, err := Check([]byte(c.content), landedFirst)
		if !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, content := range []string{
		firstColumns + "FTHG,FTAG\nE0,12/08/2052,A,B,1,0\nE0,12/08/25,A,B,1,0\n", firstColumns + "FTHG,FTAG\nE0,12/08/2052,A,B,1,0\nE0,12/08/26,A,B,,\n",
		firstColumns, firstColumns + "\n,,,\n\n", firstColumns + "\nE0,43324,A,B\nE0,1/8/20,C,D\n", firstColumns + "\n" + firstColumns + "\n",
	} {
		if _, err := Check([]byte(content), landedFirst); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestOneClubHasOneName(t *testing.T) {
	f := parse(t, firstColumns+"\nD1,1/8/20,K\u00f6ln,Real  Madrid\nD1,1/9/20,Ko\u0308ln,Real\u00a0Madrid\nD1,1/10/20,K\xf6ln,\u200fReal Madrid\u200e \n")
	for _, r := range f.Rows {
		if r.Home != "Köln" || r.Away != "Real Madrid" {
			t.Errorf("%q - %q", r.Home, r.Away)
		}
	}
	if len(f.Rows) != 3 || f.Rejects != nil {
		t.Errorf("rejects %q", f.reasons())
	}
}

func TestHostileCells(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	const first = "Div,Date,HomeTeam,AwayTeam,FTHG,B365H,B365D,B365A\n"
	for _, c := range []struct {
		name, row string
		rows      int
		want      []string
	}{
		{"a name of 10 kB", "E0,1/8/20," + long + ",B,,2,3,4", 0, []string{"2 no_teams"}},
		{"a name with NUL", "E0,1/8/20,A\x00A,B,,2,3,4", 0, []string{"2 no_teams"}},
		{"a name that moves the terminal", "E0,1/8/20,\x1b[2J,B,,2,3,4", 0, []string{"2 no_teams"}},
		{"a name in quotes that are its own", "E0,1/8/20,\"the \"\"A\"\"\",'B',,2,3,4", 1, nil},
		{"odds that are none", "E0,1/8/20,A,B,,NaN,1e308,-2", 1, []string{"2 price_not_a_number B365H: NaN", "2 price_not_a_number B365D: 1e308", "2 price_not_above_one B365A: -2"}},
		{"odds of 0, 1 and 100,000", "E0,1/8/20,A,B,,0,1,100000", 1, []string{"2 price_not_above_one B365H: 0", "2 price_not_above_one B365D: 1", "2 price_not_a_number B365A: 100000"}},
		{"1899", "E0,1/8/1899,A,B,,2,3,4", 0, []string{"2 unreadable_date 1/8/1899"}},
		{"2262", "E0,2262-04-12,A,B,,2,3,4", 0, []string{"2 unreadable_date 2262-04-12"}},
		{"31 February", "E0,31/02/2020,A,B,,2,3,4", 0, []string{"2 unreadable_date 31/02/2020"}},
		{"a line of a megabyte", "E0,1/8/20," + strings.Repeat(long, 100) + ",B", 0, []string{"2 row_too_long 1000012 bytes"}},
		{"a cell with a bell", "E0,1/8/20,A,B,\a,2,3,4", 1, []string{"2 unreadable_cell FTHG: \ufffd"}},
	} {
		f := parse(t, first+c.row+"\nE0,2/8/20,C,D,,2,3,4\n")
		if got := f.reasons(); len(f.Rows) != c.rows+1 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d rows, rejects %.200q; want %d, %q", c.name, len(f.Rows), got, c.rows+1, c.want)
		}
		for _, r := range f.Rejects {
			if len(r.Row) > delimited.MaxShown+len("…") || strings.ContainsAny(r.Row, "\x00\x1b\a") {
				t.Errorf("%s: kept as %.100q…", c.name, r.Row)
			}
		}
	}
}

func TestRejectsOfOneFileAreBounded(t *testing.T) {
	f := parse(t, firstColumns+"\n"+strings.Repeat("E0,x,A,B\n", delimited.MaxRejects+7))
	last := f.Rejects[len(f.Rejects)-1]
	if len(f.Rejects) != delimited.MaxRejects+1 || last.Reason != MoreRejects || last.Detail != "7" {
		t.Errorf("%d rejects, the last %+v", len(f.Rejects), last)
	}
}

func TestSpreadsheetsFormsAreRead(t *testing.T) {
	const want = "B365 1x2 H - pre_match 1.9|B365 1x2 D - pre_match 3.4|B365 1x2 A - pre_match 4.2|Max handicap H -0.25 pre_match 1.95"
	for name, content := range map[string]string{
		"commas":                        "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A,BbAHh,BbMxAHH\nE0,16/08/2025,A,B,1,0,1.9,3.4,4.2,-0.25,1.95\n",
		"tabs":                          "Div\tDate\tHomeTeam\tAwayTeam\tFTHG\tFTAG\tB365H\tB365D\tB365A\tBbAHh\tBbMxAHH\nE0\t16/08/2025\tA\tB\t1\t0\t1.9\t3.4\t4.2\t-0.25\t1.95\n",
		"semicolons and decimal commas": "Div;Date;HomeTeam;AwayTeam;FTHG;FTAG;B365H;B365D;B365A;BbAHh;BbMxAHH\nE0;16.08.2025;A;B;1,0;0;1,9;3,4;4,2;-0,25;1,95\n",
		"a split handicap":              "Div;Date;HomeTeam;AwayTeam;FTHG;FTAG;B365H;B365D;B365A;BbAHh;BbMxAHH\nE0;2025-08-16;A;B;1;0;1.9;3.4;4.2;0,-0.5;1.95\n",
	} {
		f := parse(t, content)
		if len(f.Rows) != 1 || f.Rejects != nil {
			t.Errorf("%s: rejects %q", name, f.reasons())
			continue
		}
		r := f.Rows[0]
		if !r.Date.Equal(matchday.Date(2025, time.August, 16)) || r.HomeGoals != 1 || r.AwayGoals != 0 || strings.Join(f.prices(r), "|") != want {
			t.Errorf("%s: %+v, %q", name, r, f.prices(r))
		}
	}
}

func TestASpreadsheetsSeason(t *testing.T) {
	f := parse(t, "Country;League;Season;Date;Home;Away;HG;AG;PSCH;PSCD;PSCA\nNorway;Eliteserien;2024,0;12.05.2024;Molde;Brann;1;0;1,9;3,4;4,2\n")
	if r := f.Rows[0]; r.Season != "2024" || r.Division != "NOR" || r.Prices[0].Price != 19_000 {
		t.Errorf("row %+v", r)
	}
}

func TestThePublishersSecondFileOfComingFixtures(t *testing.T) {
	for _, separator := range []string{",", "\t", ";"} {
		content := "\ufeffCountry,League,Date,Time,Home,Away,PSH,PSD,PSA,MaxH,MaxD,MaxA\nArgentina,Liga Profesional,24/07/2025,00:15,Beta,Alpha,1.9,3.4,4.2,2,3.5,4.3\nBrazil,Serie A ,24/07/2025,23:00,Delta,Gamma,1.9,3.4,4.2,2,3.5,4.3\n"
		f := parse(t, strings.ReplaceAll(content, ",", separator))
		if len(f.Rows) != 2 || f.Rejects != nil {
			t.Fatalf("%q: rejects %q", separator, f.reasons())
		}
		for i, want := range []string{"ARG  Argentina Beta 1.9", "BRA  Brazil Delta 1.9"} {
			r := f.Rows[i]
			got := fmt.Sprint(r.Division, " ", r.Season, " ", r.Country, " ", r.Home, " ", float64(r.Prices[0].Price)/priceUnit)
			if got != want || f.Quotes[r.Prices[0].Quote].Moment != matchday.PreMatch || r.Played() {
				t.Errorf("%q: %s (%v), want %s", separator, got, f.Quotes, want)
			}
		}
	}
	played := "Country,League,Date,Time,Home,Away,HG,AG,Res,PSH,PSD,PSA\nArgentina,Liga Profesional,24/07/2025,00:15,Beta,Alpha,1,0,H,1.9,3.4,4.1\n"
	if f := parse(t, played); f.Quotes[0].Moment != matchday.PreMatch || !f.Rows[0].Played() {
		t.Errorf("once its matches are played: %v", f.Quotes)
	}
	f := parse(t, "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,AvgCH,AvgCD,AvgCA\nArgentina,Liga Profesional,2025,24/07/2025,00:15,Beta,Alpha,,,,1.9,3.4,4.1\n")
	if r := f.Rows[0]; r.Season != "2025" || f.Quotes[0].Moment != matchday.PreMatch {
		t.Errorf("with a season and no result: %+v, %v", r, f.Quotes)
	}
}
