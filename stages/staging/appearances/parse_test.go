package appearances

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"matchday/stages/staging/delimited"
)

const head = "division,fd_season,fd_date,fd_home,fd_away,side,player_key,started,minutes"

func parse(t *testing.T, rating string, lines ...string) Table {
	t.Helper()
	table, err := Parse([]byte(strings.Join(lines, "\r\n")), rating)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestARowIsReadWhole(t *testing.T) {
	table := parse(t, "mark", "\ufeffsource,player_name,position,mark,shots,note,empty,"+head,
		`press,"Doe, Jane",gk,6.5,3,good,,E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90`,
		"press,K\xf6nig,WING,,,,,E0,1516,08/08/2015,Arsenal,Leicester,A,p2,false,",
		",,,7,1e1,,,E0,1516,2015-08-08,Arsenal,Leicester,away,p3,0,12.5")
	if len(table.Rejects) != 0 || len(table.Rows) != 3 {
		t.Fatalf("%d rows, rejects %v", len(table.Rows), table.Rejects)
	}
	a, b, c := table.Rows[0], table.Rows[1], table.Rows[2]
	if a.Line != 2 || a.Division != "E0" || a.Season != "1516" || a.Home != "Arsenal" || a.Away != "Leicester" || !a.AtHome ||
		a.Key != "p1" || a.Name != "Doe, Jane" || a.Position != "goalkeeper" || !a.Started || a.Minutes != 90 || a.Rating != 6.5 {
		t.Errorf("first row %+v", a)
	}
	if !slices.Equal(a.Measures, []Measure{{"shots", 3}}) || len(b.Measures) != 0 || !slices.Equal(c.Measures, []Measure{{"shots", 10}}) {
		t.Errorf("measures %v, %v, %v: the note is none, and an empty column is none", a.Measures, b.Measures, c.Measures)
	}
	if b.AtHome || b.Started || b.Name != "König" || b.Position != "" || !math.IsNaN(b.Minutes) || !math.IsNaN(b.Rating) {
		t.Errorf("second row %+v", b)
	}
	if c.Minutes != 12.5 || c.Rating != 7 {
		t.Errorf("third row %+v", c)
	}
	if table.Source != "press" {
		t.Errorf("source %q", table.Source)
	}
	for _, r := range table.Rows {
		if !r.Date.Equal(time.Date(2015, time.August, 8, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("date %s", r.Date)
		}
	}
}

func TestTheSourceIsThatOfMostRows(t *testing.T) {
	row := ",E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90"
	for want, sources := range map[string][]string{
		"a": {"b", "a", "a"}, "b": {"c", "b", "", ""}, Source: {"", ""},
	} {
		lines := []string{"source," + head}
		for _, s := range sources {
			lines = append(lines, s+row)
		}
		if got := parse(t, "", lines...).Source; got != want {
			t.Errorf("%q: source %q, want %q", sources, got, want)
		}
	}
}

func TestUnusableRowsAreRejectedWithTheirReason(t *testing.T) {
	good := "E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90,6"
	table := parse(t, "", head+",rating", good,
		"E0,1516,08/08/15,Arsenal,Leicester,h,,1,90,6",
		"E0,1516,08/08/15,,Leicester,h,p1,1,90,6",
		"E0,1516,8 August,Arsenal,Leicester,h,p1,1,90,6",
		"E0,1516,08/08/15,Arsenal,Leicester,x,p1,1,90,6",
		"E0,1516,08/08/15,Arsenal,Leicester,h,p1,yes,90,6",
		"E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,-3,6",
		"E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90,NaN",
		"E0,1516,08/08/15", "", " ", good)
	want := []Reject{
		{Line: 3, Reason: NoPlayer}, {Line: 4, Reason: NoTeams}, {Line: 5, Reason: UnreadableDate}, {Line: 6, Reason: UnknownSide},
		{Line: 7, Reason: UnknownRole}, {Line: 8, Reason: UnreadableCell}, {Line: 9, Reason: UnreadableCell}, {Line: 10, Reason: ShortRow},
	}
	// The rows of which only a figure cannot be read are kept.
	if len(table.Rows) != 4 || len(table.Rejects) != len(want) {
		t.Fatalf("%d rows, rejects %v", len(table.Rows), table.Rejects)
	}
	for i, r := range table.Rejects {
		if r.Line != want[i].Line || r.Reason != want[i].Reason || r.Row == "" {
			t.Errorf("reject %+v, want line %d, %s", r, want[i].Line, want[i].Reason)
		}
	}
	if a, b := table.Rows[1], table.Rows[2]; !math.IsNaN(a.Minutes) || a.Rating != 6 || b.Minutes != 90 || !math.IsNaN(b.Rating) {
		t.Errorf("kept %+v, %+v", a, b)
	}
	if detail := table.Rejects[7].Detail; detail != "3 cells, expected 10" {
		t.Errorf("detail %q", detail)
	}
}

func TestWhatIsNoTableOfWhoPlayedIsRefused(t *testing.T) {
	for name, text := range map[string]string{"results": "Div,Date,HomeTeam\n", "nothing": "", "a page": "<html>"} {
		if err := Check([]byte(text), ""); !errors.Is(err, ErrNotLineups) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Parse([]byte(text), ""); !errors.Is(err, ErrNotLineups) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Check([]byte(head), "stars"); err == nil || !strings.Contains(err.Error(), `"stars"`) {
		t.Errorf("a rating that the table lacks: %v", err)
	}
	if err := Check([]byte(head), ""); err != nil {
		t.Errorf("a table without a rating: %v", err)
	}
}

func TestACompressedTableIsTheSameTable(t *testing.T) {
	text := []byte(head + "\nE0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90\n")
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := w.EncodeAll(text, nil)
	table, err := Parse(packed, "")
	if err != nil || len(table.Rows) != 1 || table.Rows[0].Key != "p1" {
		t.Errorf("%+v, %v", table, err)
	}
	if _, err := Parse(packed[:len(packed)-5], ""); err == nil {
		t.Error("half a file is read as a whole one")
	}
}

// TestTheRealTablesAreReadWhole holds the parser to the real tables: all rows
// are kept, and the only cells that cannot be read are the negative minutes of
// 34 Brazilian substitutes.
func TestTheRealTablesAreReadWhole(t *testing.T) {
	shared := os.Getenv("MATCHDAY_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	for name, want := range map[string]struct {
		rating        string
		rows, rejects int
	}{
		"fpl_sportmonks/E0_1819": {"bps", 13679, 0}, "wyscout/I1_1718": {"passes", 16880, 0}, "soccerment/I1_2122": {"xT", 11717, 0}, "cartola/BRA_2014": {"Nota", 10424, 34},
	} {
		payload, err := os.ReadFile(filepath.Join(shared, "lineups", name+".csv.zst"))
		if err != nil {
			t.Skipf("the real tables of who played are missing (%v): set MATCHDAY_SHARED to the folder that holds lineups/", err)
		}
		table, err := Parse(payload, want.rating)
		if err != nil || len(table.Rows) != want.rows || len(table.Rejects) != want.rejects {
			t.Errorf("%s: %d rows, %d rejects, want %d and %d; %v", name, len(table.Rows), len(table.Rejects), want.rows, want.rejects, err)
		}
	}
}

func TestATableAsPeopleHaveIt(t *testing.T) {
	const good = "E0,1516,08/13/15,Arsenal,Leicester,h,p%,1,90,\"calm\r\nand steady\""
	row := func(n string) string { return strings.ReplaceAll(good, "%", n) }
	table := parse(t, "", head+",note", row("1"), "e0,1516.0,08/01/15 00:00:00,Arsenal,Leicester,a,p2,1.0,,", "E0,1516,08/02/15,Ko\u0308ln,Real  Madrid,h,p3,0,,", "")
	if len(table.Rows) != 3 || len(table.Rejects) != 0 {
		t.Fatalf("%d rows, rejects %+v", len(table.Rows), table.Rejects)
	}
	a, b, c := table.Rows[0], table.Rows[1], table.Rows[2]
	if a.Date.Month() != time.August || a.Date.Day() != 13 || b.Date.Month() != time.August || b.Date.Day() != 1 {
		t.Errorf("month first: %v, %v", a.Date, b.Date)
	}
	if b.Division != "E0" || b.Season != "1516" || !b.Started || c.Home != "K\u00f6ln" || c.Away != "Real Madrid" || b.Line != 4 {
		t.Errorf("rows %+v, %+v", b, c)
	}
	semicolons, err := Parse([]byte(strings.ReplaceAll(head+"\nE0,1516,2015-08-13,Arsenal,Leicester,h,p,1,90\n", ",", ";")), "")
	if err != nil || len(semicolons.Rows) != 1 {
		t.Errorf("%+v, %v", semicolons, err)
	}
}

func TestAQuoteDoesNotSwallowTheTable(t *testing.T) {
	const good = "E0,1516,13/08/15,Arsenal,Leicester,h,%,1,90,"
	row := func(n string) string { return strings.ReplaceAll(good, "%", n) }
	table := parse(t, "", head+",note", row("a")+"\"calm", row("b"), row("c")+"\"x\"", row("d")+"\"cut")
	var got []string
	for _, r := range table.Rejects {
		got = append(got, r.Reason)
	}
	if len(table.Rows) != 2 || table.Rows[0].Key != "b" || table.Rows[1].Key != "c" || !slices.Equal(got, []string{UnreadableRow, UnreadableRow}) {
		t.Errorf("rows %+v, rejects %v", table.Rows, got)
	}
}

func TestATableOfWhichNothingIsUsableIsRefused(t *testing.T) {
	err := Check([]byte(head+"\nE0,1516,42229,Arsenal,Leicester,h,p,1,90\n"), "")
	if !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "line 2: unreadable_date (fd_date: 42229): fd_date is none of") {
		t.Errorf("got %v", err)
	}
	err = Check([]byte(head+"\nE0,1516,08/13/15,A,B,h,p,1,90\nE0,1516,13/08/15,A,B,h,p,1,90\n"), "")
	if !errors.Is(err, delimited.ErrDateOrder) {
		t.Errorf("dates of both orders: %v", err)
	}
	if err := Check([]byte(head+"\n,,\n"), ""); err != nil {
		t.Errorf("a table without rows: %v", err)
	}
}

func TestHostileTables(t *testing.T) {
	good := "E0,1516,08/08/15,Arsenal,Leicester,h,p1,1,90,Ann"
	long := strings.Repeat("x", 10_000)
	table := parse(t, "", head+",player_name", good,
		"E0,1516,08/08/15,"+long+",Leicester,h,p1,1,90,", "E0,1516,08/08/15,Arsenal,Leicester,h,p\x00,1,90,",
		"E0,1516,08/08/1899,Arsenal,Leicester,h,p1,1,90,", "E0,1516,08/08/15,Arsenal,Leicester,h,p2,1,1e999,\x1b[2J",
		"E0,"+strings.Repeat(long, 10))
	var got []string
	for _, r := range table.Rejects {
		got = append(got, r.Reason)
		if strings.ContainsAny(r.Row+r.Detail, "\x00\x1b") || len(r.Row) > delimited.MaxShown+len("…") {
			t.Errorf("kept as %.100q", r.Row)
		}
	}
	want := []string{NoTeams, NoPlayer, UnreadableDate, UnreadableCell, UnreadableCell, RowTooLong}
	if !slices.Equal(got, want) || len(table.Rows) != 2 || table.Rows[1].Name != "" || !math.IsNaN(table.Rows[1].Minutes) {
		t.Errorf("rejects %v, rows %+v", got, table.Rows)
	}
}

func TestAPackedTableUnpacksToItsLimitAtMost(t *testing.T) {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bomb := w.EncodeAll(bytes.Repeat([]byte{' '}, delimited.MaxBytes+1), nil)
	if _, err := Parse(bomb, ""); !errors.Is(err, delimited.ErrTooLarge) || len(bomb) > 1<<20 {
		t.Errorf("%d bytes: %v", len(bomb), err)
	}
}
