package files

import (
	"slices"
	"strings"
	"testing"
)

const extra = "Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PSCH,PSCD,PSCA\n"

func TestTheDivisionIsWhatTheRowSays(t *testing.T) {
	for _, c := range []struct{ country, league, division, listed string }{
		{"Argentina", "Liga Profesional", "ARG", "Argentina"},
		{" ARGENTINA ", "liga  profesional", "ARG", "Argentina"},
		{"Argentina", "Copa De La Liga Profesional", "ARG", "Argentina"},
		{"Argentina", "", "ARG", "Argentina"},
		{"Japan", " J1 League", "JPN", "Japan"},
		{"Mexico", "Liga MX ", "MEX", "Mexico"},
		{"Argentina", "Primera Divisi\u00f3n", "ARG", "Argentina"},
		{"Brazil", "Serie B", "BRAZIL", "Brazil"},
		{"USA", "USL", "USA USL", "USA"},
		{"Iceland", "Besta deild", "ICELAND", "Iceland"},
		{"Korea Republic", "K League 1", "KOREA REPUBLIC", "Korea Republic"},
	} {
		f := parse(t, extra+c.country+","+c.league+",2025,24/01/2025,00:15,Alpha,Beta,1,0,H,1.9,3.4,4.2\n")
		if r := f.Rows[0]; r.Division != c.division || r.Country != c.listed || r.Season != "2025" {
			t.Errorf("%s, %s is division %q of %q in %q", c.country, c.league, r.Division, r.Country, r.Season)
		}
	}
}

func TestDivisionsOfTheFirstLayoutInAnyLetters(t *testing.T) {
	f := parse(t, firstColumns+"\ne0,1/8/20,A,B\n E0 ,2/8/20,A,C\nE 0,3/8/20,A,D\nec,4/8/20,A,E\n")
	for i, want := range []string{"E0", "E0", "E0", "EC"} {
		if got := f.Rows[i].Division; got != want {
			t.Errorf("row %d is of %q, want %q", i, got, want)
		}
	}
	if f.Rejects != nil {
		t.Errorf("rejects %v", f.reasons())
	}
}

func TestADivisionThatNobodyKnowsIsNamedWithItsNearest(t *testing.T) {
	for _, c := range []struct{ content, want string }{
		{firstColumns + "\nE9,1/8/20,A,B\nE9,1/8/20,C,D\nE0,1/8/20,E,F\n", "2 unknown_division E9; the nearest known is E3 (England, League Two)"},
		{firstColumns + "\nSC4,1/8/20,A,B\n", "2 unknown_division SC4; the nearest known is SC3 (Scotland, League Two)"},
		{firstColumns + "\nPremier League,1/8/20,A,B\n", "2 unknown_division PREMIER LEAGUE; the nearest known is"},
		{extra + "Brazil,Serie B,2025,1/8/25,,A,B\n", "2 unknown_division BRAZIL (Brazil, Serie B); the nearest known is BRA (Brazil, Serie A)"},
		{extra + "Brasil,Serie A,2025,1/8/25,,A,B\n", "2 unknown_division BRASIL (Brasil, Serie A); the nearest known is BRA (Brazil, Serie A)"},
	} {
		landed := []Landed{{parsed: parse(t, c.content), LandedAt: 2}, {parsed: parse(t, c.content), LandedAt: 1}}
		nameParsed(landed)
		f := landed[1].parsed
		if landed[0].parsed.Rejects != nil {
			t.Errorf("%q is told again", landed[0].parsed.reasons())
		}
		if got := f.reasons(); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Errorf("rejects %q, want %q", got, c.want)
		}
		warnings, err := Check([]byte(c.content), landedFirst)
		if err != nil || len(warnings) != 1 || !strings.HasPrefix(warnings[0], "nobody knows the division "+f.Rejects[0].Detail[:2]) {
			t.Errorf("warnings %q, %v", warnings, err)
		}
	}
}

func TestEachLeagueOfACountryIsADivision(t *testing.T) {
	rows := func(league string) File { return parse(t, extra+"Iceland,"+league+",2025,1/8/25,,A,B\n") }
	landed := []Landed{
		{ID: "b", LandedAt: 2, parsed: rows("1. deild")},
		{ID: "a", LandedAt: 1, parsed: rows("Besta deild")},
		{ID: "c", LandedAt: 3, parsed: rows("BESTA  DEILD")},
		{ID: "d", LandedAt: 3, parsed: parse(t, extra+"Brazil,Serie A,2025,1/8/25,,A,B\nBrazil,Serie B,2025,1/8/25,,C,D\nBrazil,Serie C,2025,1/8/25,,E,F\n")},
	}
	nameParsed(landed)
	var got []string
	for _, f := range landed {
		for _, r := range f.parsed.Rows {
			got = append(got, r.Division)
		}
	}
	if want := []string{"ICELAND 1. DEILD", "ICELAND", "ICELAND", "BRA", "BRAZIL", "BRAZIL SERIE C"}; !slices.Equal(got, want) {
		t.Errorf("divisions %q, want %q", got, want)
	}
	level := landed[3].parsed.Rows[1].leagueOf()
	if level != (League{"Brazil", 2, "Serie B"}) {
		t.Errorf("league %+v", level)
	}
}

func TestLeaguesThatLandTogetherHaveTheirDivisionsByName(t *testing.T) {
	rows := func(leagues ...string) File {
		content := extra
		for _, l := range leagues {
			content += l + ",2025,1/8/25,,A,B\n"
		}
		return parse(t, content)
	}
	want := map[string]string{
		"Besta deild": "ICELAND BESTA DEILD", "1. deild": "ICELAND", "1 Deild": "ICELAND", "2. deild": "ICELAND 2 DEILD", "2 DEILD": "ICELAND 2 DEILD",
		"USL": "USA USL", "Serie B": "BRAZIL", "Serie D": "BRAZIL SERIE D", "Virsliga": "LATVIA", "1. liga": "LATVIA 1. LIGA",
	}
	contents := [][]string{
		{"Iceland,Besta deild", "Brazil,Serie D", "Brazil,Serie B"}, {"Iceland,1. deild", "USA,USL"}, {"Iceland,2. deild", "ICELAND,1 Deild"}, {"Iceland,2 DEILD"},
	}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}} {
		landed := []Landed{
			{ID: "later", SHA256: "0", LandedAt: 8, parsed: rows("Latvia,1. liga")},
			{ID: "first", SHA256: "9", LandedAt: 1, parsed: rows("Latvia,Virsliga")},
		}
		for place, i := range order {
			sum := string(rune('a' + place))
			landed = append(landed, Landed{ID: sum, SHA256: sum, LandedAt: 2, parsed: rows(contents[i]...)})
		}
		nameParsed(landed)
		for _, f := range landed {
			for _, r := range f.parsed.Rows {
				if r.Division != want[r.League] {
					t.Errorf("order %v: %s is division %q, want %q", order, r.League, r.Division, want[r.League])
				}
			}
		}
	}
}

func TestTheSecondLayoutsCodesAreKnown(t *testing.T) {
	for division, want := range map[string]League{
		"ARG": {"Argentina", 1, "Liga Profesional"}, "SWZ": {"Switzerland", 1, "Super League"}, "E0": {"England", 1, "Premier League"},
		"EC": {"England", 5, "National League"}, "D2": {"Germany", 2, "2. Bundesliga"}, "D3": {"Germany", 3, "D3"}, "X1": {"X", 2, "X1"},
	} {
		if got := LeagueOf(division); got != want {
			t.Errorf("%s is %+v, want %+v", division, got, want)
		}
	}
}

func TestSeasonLabels(t *testing.T) {
	for s, want := range map[string]string{
		"2025": "2025", "2025.0": "2025", "2012/2013": "2012/2013", "2012/13": "2012/2013", "2012-13": "2012/2013", "2012 / 2013": "2012/2013",
		"2012-2013": "2012/2013", "2012/2014": "2012/2014", "Apertura": "Apertura",
		"2025/26": "2025/2026", "2025-2026": "2025/2026", "25/26": "2025/2026", "2025\u201326": "2025/2026", "25\u201426": "2025/2026", "2025\u20122026": "2025/2026",
		"1819": "2018/2019", "1819.0": "2018/2019", "18-19": "2018/2019", "0910": "2009/2010", "910": "2009/2010", "99/00": "1999/2000", "9900": "1999/2000",
		"2021": "2021", "2122": "2021/2022", "1820": "1820", "25/27": "25/27", "25/26/27": "25/26/27", "1/2": "1/2", "2099/2100": "2099/2100", "1889/90": "1889/90",
		"": "", "1.5": "1.5", "12": "12",
	} {
		if got := seasonLabel(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

// nameParsed names the divisions of files that are parsed.
func nameParsed(landed []Landed) {
	for i := range landed {
		landed[i].says = summarise(&landed[i].parsed)
	}
	nameDivisions(landed)
	for i := range landed {
		landed[i].rename()
	}
}

// mergeAtOnce merges all files at once, as if every division decided for every other.
func mergeAtOnce(landed []Landed, aliases Aliases) Facts {
	return join(landed, []merged{mergeFiles(landed, allDivisions(landed), aliases, comingOf(landed))})
}

// allDivisions are those of files that are parsed; it says what is in them.
func allDivisions(landed []Landed) (all []string) {
	for i := range landed {
		if f := &landed[i]; f.says.leagues == nil {
			f.says = summarise(&f.parsed)
		}
		all = append(all, landed[i].divisions()...)
	}
	return all
}

// seasonsOfAll are the file seasons of all divisions.
func seasonsOfAll(landed []Landed) ([]*FileSeason, [][]Reject) {
	return seasonsOfFiles(landed, allDivisions(landed), nil)
}
