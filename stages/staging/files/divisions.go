package files

import "strings"

// League is what is known of a division beside its fixtures.
type League struct {
	Country string
	Level   int // 1 is the country's top division
	Name    string
}

// firstLayoutCountries are the letters of the publisher's division codes; the
// digit behind them is the level less one for England and Scotland, whose
// codes count from 0, and the level itself elsewhere.
var firstLayoutCountries = map[string]struct {
	country string
	top     int // digit of level 1
	names   []string
}{
	"E":  {"England", 0, []string{"Premier League", "Championship", "League One", "League Two"}},
	"SC": {"Scotland", 0, []string{"Premiership", "Championship", "League One", "League Two"}},
	"D":  {"Germany", 1, []string{"Bundesliga", "2. Bundesliga"}},
	"I":  {"Italy", 1, []string{"Serie A", "Serie B"}},
	"SP": {"Spain", 1, []string{"La Liga", "Segunda Division"}},
	"F":  {"France", 1, []string{"Ligue 1", "Ligue 2"}},
	"N":  {"Netherlands", 1, []string{"Eredivisie"}},
	"B":  {"Belgium", 1, []string{"First Division A"}},
	"P":  {"Portugal", 1, []string{"Primeira Liga"}},
	"T":  {"Turkey", 1, []string{"Super Lig"}},
	"G":  {"Greece", 1, []string{"Super League"}},
}

// LeagueOf knows a division of the first layout by its code. A code that nobody
// has seen yet is a country of its letters, at the level that its digit says
// where 0 or 1 is the top.
func LeagueOf(division string) League {
	if division == "EC" { // the only code without a digit: England's fifth level
		return League{"England", 5, "National League"}
	}
	letters := strings.TrimRight(division, "0123456789")
	digit := 0
	for _, c := range division[len(letters):] {
		digit = min(digit*10+int(c-'0'), 1000)
	}
	known, ok := firstLayoutCountries[letters]
	if !ok {
		if letters == "" {
			letters = division
		}
		return League{letters, digit + 1, division}
	}
	l := League{known.country, max(digit-known.top, 0) + 1, division}
	if l.Level <= len(known.names) {
		l.Name = known.names[l.Level-1]
	}
	return l
}
