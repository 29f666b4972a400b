package files

import (
	"strings"
	"testing"
)

func TestTheCommittedAliasesAreSound(t *testing.T) {
	aliases, err := ReadAliases(AliasTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"England", "Middlesboro", "England/Middlesbrough"},
		{"England", "Middlesbrough", "England/Middlesbrough"},
		{"Scotland", "Middlesboro", "Scotland/Middlesboro"}, // another country's spelling
		{"USA", "Montreal Impact", "USA/CF Montreal"},
		{"Greece", "OFI Crete", "Greece/OFI"},
		{"Spain", "AthBilbao B", "Spain/Ath Bilbao B"},
		{"Spain", "U.Las Palmas", "Spain/U.Las Palmas"}, // Universidad, not the Union Deportiva
		{"England", "AFC Wimbledon", "England/AFC Wimbledon"},
	} {
		if got := aliases.TeamID(c[0], c[1]); got != c[2] {
			t.Errorf("%s in %s is %s, want %s", c[1], c[0], got, c[2])
		}
	}
}

func TestAnAliasTableThatContradictsItselfIsRefused(t *testing.T) {
	const first = "country,spelling,canonical\n"
	for name, table := range map[string]string{
		"no first row":        "England,A,B\n",
		"a short row":         first + "England,A\n",
		"an empty name":       first + "England,A,\n",
		"a spelling twice":    first + "England,A,B\nEngland,A,C\n",
		"an alias of another": first + "England,A,B\nEngland,B,C\n",
		"nothing":             "",
	} {
		if aliases, err := ReadAliases(table); err == nil {
			t.Errorf("%s: read as %v", name, aliases)
		} else if !strings.Contains(err.Error(), "alias table") {
			t.Errorf("%s: the error does not say where: %v", name, err)
		}
	}
	if _, err := ReadAliases(first + "England,A,B\nScotland,B,C\n"); err != nil {
		t.Errorf("two countries do not contradict each other: %v", err)
	}
}

func TestDivisionsOfTheFirstLayout(t *testing.T) {
	for division, want := range map[string]League{
		"E0":  {"England", 1, "Premier League"},
		"E3":  {"England", 4, "League Two"},
		"EC":  {"England", 5, "National League"},
		"SC0": {"Scotland", 1, "Premiership"},
		"SC3": {"Scotland", 4, "League Two"},
		"D1":  {"Germany", 1, "Bundesliga"},
		"SP2": {"Spain", 2, "Segunda Division"},
		"N1":  {"Netherlands", 1, "Eredivisie"},
		"D3":  {"Germany", 3, "D3"}, // not published yet
		"X0":  {"X", 1, "X0"},
		"YZ2": {"YZ", 3, "YZ2"},
		"Q":   {"Q", 1, "Q"},
		"7":   {"7", 8, "7"},
	} {
		if got := LeagueOf(division); got != want {
			t.Errorf("%s is %+v, want %+v", division, got, want)
		}
	}
}

func TestNamesThatResembleEachOther(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Man United", "Man Utd", true},
		{"Leicester City", "Leicester", true},
		{"Man City", "Manchester City", true},
		{"FC Cedar", "Cedar", true},
		{"FC Cedar", "Cedar Town", true},
		{"Ash", "Ash Town", true},
		{"Nott'm Forest", "Nottingham Forest", true},
		{"Sheffield Weds", "Sheffield Wednesday", true},
		{"Wolves", "Wolverhampton Wanderers", true},
		{"QPR", "Queens Park Rangers", true},
		{"Middlesboro", "Middlesbrough", true},
		{"Málaga CF", "Malaga", true},
		{"Man United", "Man City", false},
		{"Sheffield United", "Sheffield Weds", false},
		{"Bristol City", "Bristol Rvs", false},
		{"Gent", "Genk", false},
		{"Ash Town", "Ash Rovers", false},
		{"A", "B", false},
		{"", "Ash", false},
		{"FC", "FC", true},
	} {
		if got := resembles(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, got)
		}
		if got := resembles(c.b, c.a); got != c.want {
			t.Errorf("%q, %q: %v", c.b, c.a, got)
		}
	}
}
