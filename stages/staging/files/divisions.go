package files

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

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

// secondLayout is the committed table of the second layout's leagues: country
// and league as the publisher writes them, and their division. Several rows of a
// division are names that its league has had, and cups that its clubs play in
// the same file; the first is today's.
//
//go:embed leagues.csv
var secondLayout string

// catalogue is what is known of divisions.
type catalogue struct {
	byName  map[[2]string]string // folded country and league → second layout's division
	country map[string]string    // folded country → its listed division
	leagues map[string]League    // division → today's league, of both layouts
	first   map[string]bool      // divisions of the first layout
}

var divisions = readCatalogue()

func readCatalogue() catalogue {
	c := catalogue{byName: map[[2]string]string{}, country: map[string]string{}, leagues: map[string]League{}, first: map[string]bool{"EC": true}}
	for letters, known := range firstLayoutCountries {
		for i, name := range known.names {
			code := letters + strconv.Itoa(i+known.top)
			c.leagues[code], c.first[code] = League{known.country, i + 1, name}, true
		}
	}
	c.leagues["EC"] = League{"England", 5, "National League"} // the only code without a digit
	rows, err := csv.NewReader(strings.NewReader(secondLayout)).ReadAll()
	if err != nil {
		panic("leagues.csv: " + err.Error()) // a test reads it
	}
	for _, row := range rows[1:] {
		country, league, division := row[0], row[1], row[2]
		c.byName[[2]string{folded(country), folded(league)}] = division
		c.country[folded(country)] = division
		if _, known := c.leagues[division]; !known {
			c.leagues[division] = League{country, 1, league}
		}
	}
	return c
}

// folded is a name without what spellings of it differ in: capitals, accents,
// spaces and signs.
func folded(name string) string {
	return strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKD.String(name))
}

// codeOf is the first layout's division of a cell: its code, in capitals; a known
// one in any spacing.
func codeOf(cell string) string {
	code := strings.ToUpper(cell)
	if bare := strings.ReplaceAll(code, " ", ""); divisions.has(bare) {
		return bare
	}
	return code
}

func (c catalogue) has(division string) bool { _, ok := c.leagues[division]; return ok }

// divisionOf is the division of a country's league, and the country as it is
// listed. The league of a country that is not listed, and a league that is not
// listed of one that is, are a division that bears the country's name, or the
// league's behind it where the country's alone is a code.
func divisionOf(country, league string) (division, canonical string) {
	key := folded(country)
	if code, ok := divisions.country[key]; ok {
		canonical = divisions.leagues[code].Country
		if league == "" {
			return code, canonical
		}
	}
	if code, ok := divisions.byName[[2]string{key, folded(league)}]; ok {
		return code, canonical
	}
	division = strings.ToUpper(country)
	if divisions.has(division) {
		division = ownDivision(country, league)
	}
	return division, cmp.Or(canonical, country)
}

// ownDivision is the division of a league whose country has another one already.
func ownDivision(country, league string) string {
	return strings.TrimSpace(strings.ToUpper(country + " " + league))
}

// nameDivisions gives each further league of a country that is not listed a division
// of its own: the first that landed bears the country's name alone, of those that
// landed together the first by its name. Each division that nobody knows is rejected
// once, in the file that landed first.
func nameDivisions(landed []Landed) {
	order := make([]*Landed, len(landed))
	for i := range landed {
		order[i] = &landed[i]
	}
	slices.SortFunc(order, func(a, b *Landed) int {
		return cmp.Or(cmp.Compare(a.LandedAt, b.LandedAt), strings.Compare(a.ID, b.ID), strings.Compare(a.SHA256, b.SHA256))
	})
	known, taken := map[ownLeague]string{}, map[string]bool{}
	warned := map[string]bool{}
	for len(order) > 0 {
		n := 1
		for n < len(order) && order[n].LandedAt == order[0].LandedAt {
			n++
		}
		partLeagues(order[:n], known, taken)
		for _, f := range order[:n] {
			f.unknown = f.unknownDivisions(warned)
		}
		order = order[n:]
	}
}

// ownLeague is a league that is not listed: the division of its country's name, and
// the league's own name, folded.
type ownLeague struct{ division, name string }

// ownLeagueOf is the league of a row if it is not listed.
func ownLeagueOf(division, country, league string) (l ownLeague, own bool) {
	if country == "" || divisions.has(division) {
		return l, false
	}
	return ownLeague{division, folded(league)}, true
}

// partLeagues gives the leagues of files that landed together their divisions, beside
// those that are known; taken are the countries' names that a league bears alone.
func partLeagues(together []*Landed, known map[ownLeague]string, taken map[string]bool) {
	spelled := map[ownLeague]string{} // the first of its spellings
	each := func(use func(f *Landed, r leagueRow, l ownLeague)) {
		for _, f := range together {
			for _, r := range f.says.leagues {
				if l, own := ownLeagueOf(r.division, r.country, r.league); own {
					use(f, r, l)
				}
			}
		}
	}
	each(func(_ *Landed, r leagueRow, l ownLeague) {
		if own := ownDivision(r.country, r.league); spelled[l] == "" || own < spelled[l] {
			spelled[l] = own
		}
	})
	byName := slices.SortedFunc(maps.Keys(spelled), func(a, b ownLeague) int {
		return cmp.Or(strings.Compare(a.division, b.division), strings.Compare(a.name, b.name))
	})
	for _, l := range byName {
		if _, met := known[l]; met {
			continue
		}
		known[l] = spelled[l]
		if !taken[l.division] {
			taken[l.division], known[l] = true, l.division
		}
	}
	each(func(f *Landed, _ leagueRow, l ownLeague) {
		if f.names == nil {
			f.names = map[ownLeague]string{}
		}
		f.names[l] = known[l]
	})
}

// named is the division of a row of the file, once divisions are named.
func (f *Landed) named(division, country, league string) string {
	if f.names != nil {
		if l, own := ownLeagueOf(division, country, league); own {
			return f.names[l]
		}
	}
	return division
}

// unknownDivisions rejects the divisions that nobody knows, but for those that
// were rejected before.
func (f *Landed) unknownDivisions(warned map[string]bool) (out []Reject) {
	for _, l := range f.says.leagues {
		r := Row{Division: f.named(l.division, l.country, l.league), Country: l.country, League: l.league}
		if !divisions.has(r.Division) && !warned[r.Division] {
			warned[r.Division] = true
			out = append(out, Reject{Line: l.line, Reason: UnknownDivision, Detail: nearest(&r)})
		}
	}
	return out
}

// leagueOf is the league of a row's division.
func (r *Row) leagueOf() League {
	if r.Country == "" || divisions.has(r.Division) {
		return LeagueOf(r.Division)
	}
	level := 1
	if _, listed := divisions.country[folded(r.Country)]; listed {
		level = 2 // the country's listed league is its first
	}
	return League{r.Country, level, r.League}
}

// LeagueOf knows a division by its code. A code that nobody has seen yet is a
// country of its letters, at the level that its digit says where 0 or 1 is the
// top.
func LeagueOf(division string) League {
	if l, ok := divisions.leagues[division]; ok {
		return l
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
	return League{known.country, max(digit-known.top, 0) + 1, division}
}
