package canonical

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"matchday"
	"matchday/stages/staging/answers"
)

// knownLeagues are the API's leagues that the files know too. A league that is not
// listed is joined by its schedule once both sources have told of a season.
var knownLeagues = map[int64]struct{ division, country string }{
	8: {"E0", "England"}, 9: {"E1", "England"}, 12: {"E2", "England"}, 14: {"E3", "England"},
	72: {"N1", "Netherlands"}, 82: {"D1", "Germany"}, 85: {"D2", "Germany"}, 181: {"AUT", "Austria"}, 208: {"B1", "Belgium"},
	271: {"DNK", "Denmark"}, 301: {"F1", "France"}, 304: {"F2", "France"}, 325: {"G1", "Greece"}, 360: {"IRL", "Ireland"},
	384: {"I1", "Italy"}, 387: {"I2", "Italy"}, 444: {"NOR", "Norway"}, 453: {"POL", "Poland"}, 462: {"P1", "Portugal"},
	486: {"RUS", "Russia"}, 501: {"SC0", "Scotland"}, 504: {"SC1", "Scotland"}, 564: {"SP1", "Spain"}, 567: {"SP2", "Spain"},
	573: {"SWE", "Sweden"}, 591: {"SWZ", "Switzerland"}, 600: {"T1", "Turkey"}, 636: {"ARG", "Argentina"},
}

// countries are the API's countries by their canonical names.
var countries = map[int64]string{
	2: "Poland", 11: "Germany", 17: "France", 20: "Portugal", 32: "Spain", 38: "Netherlands", 47: "Sweden", 62: "Switzerland",
	143: "Austria", 227: "Russia", 251: "Italy", 320: "Denmark", 404: "Turkey", 462: "England", 556: "Belgium",
	1161: "Scotland", 1578: "Norway",
}

// countryName is a country by its canonical name, or by its number.
func countryName(id int64) string {
	if name, ok := countries[id]; ok {
		return name
	}
	return "SM" + strconv.FormatInt(id, 10)
}

// ownDivision is the division under which a league's fixtures get their ids: it
// depends on the league alone, so that nothing learned later changes an id.
func ownDivision(league int64) string {
	if known, ok := knownLeagues[league]; ok {
		return known.division
	}
	return "SM" + strconv.FormatInt(league, 10)
}

// seasonLabel is the canonical label of a season: of the API's name where that
// is years ("2024/2025" is 2425, "2026" itself), else of its earliest fixture.
// The files' second layout writes the years out, and its divisions do here too.
func seasonLabel(name, division string, earliest time.Time) string {
	first, second, split := strings.Cut(name, "/")
	switch {
	case !isYear(first) || split && !isYear(second):
		return matchday.SeasonOf(earliest)
	case split && !writesYears(division):
		return first[2:] + second[2:]
	}
	return name
}

func isYear(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && len(s) == 4 && n > 1800
}

// writesYears says whether a division is of the files' second layout: a code of
// three letters, or a country's name in capitals; the first layout's codes have
// two letters at most before their digit.
func writesYears(division string) bool {
	letters := []rune(division)
	letters = letters[:min(len(letters), 4)]
	return len(letters) >= 3 && !slices.ContainsFunc(letters, func(c rune) bool { return !unicode.IsUpper(c) && c != ' ' })
}

// sourceLeague is what is known of a league of the API.
type sourceLeague struct {
	name    string
	country int64
}

// sourceSeason is what is known of a season of the API.
type sourceSeason struct {
	name   string
	league int64
}

// competitions collects leagues and seasons as they were told last.
func competitions(api *answers.Facts) (map[int64]sourceLeague, map[int64]sourceSeason) {
	leagues, seasons := map[int64]answers.ToldLeague{}, map[int64]answers.ToldSeason{}
	for _, l := range api.Leagues {
		if before, known := leagues[l.ID]; !known || cmp.Or(cmp.Compare(l.At, before.At), cmp.Compare(l.Place, before.Place)) >= 0 {
			leagues[l.ID] = l
		}
	}
	for _, s := range api.Seasons {
		if before, known := seasons[s.ID]; !known || cmp.Or(cmp.Compare(s.At, before.At), cmp.Compare(s.Place, before.Place)) >= 0 {
			seasons[s.ID] = s
		}
	}
	outLeagues, outSeasons := map[int64]sourceLeague{}, map[int64]sourceSeason{}
	for id, l := range leagues {
		outLeagues[id] = sourceLeague{l.Name, l.Country}
	}
	for id, s := range seasons {
		outSeasons[id] = sourceSeason{s.Name, s.League}
	}
	return outLeagues, outSeasons
}
