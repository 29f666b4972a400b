package download

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday"
)

// The divisions of which the publisher has files: one file a season in the first
// layout, one file a country with all its seasons in the second.
var (
	firstLayout = strings.Fields("E0 E1 E2 E3 EC SC0 SC1 SC2 SC3 D1 D2 I1 I2 SP1 SP2 F1 F2 N1 B1 P1 T1 G1")
	countries   = strings.Fields("ARG AUT BRA CHN DNK FIN IRL JPN MEX NOR POL ROU RUS SWE SWZ USA")
)

// The files of coming fixtures, of either layout.
const (
	comingFirst  = "fixtures.csv"
	comingSecond = "new_league_fixtures.csv"
)

// All, in a list of divisions, stands for every division of the publisher.
const All = "all"

// Divisions are all that the publisher has, those of the first layout first.
func Divisions() []string { return slices.Concat(firstLayout, countries) }

// ParseDivisions completes a list of divisions, in the publisher's order: none and
// "all" are every one. A division that the publisher does not have is an error.
func ParseDivisions(list []string) ([]string, error) {
	wanted := map[string]bool{}
	for _, d := range list {
		code := strings.ToUpper(strings.TrimSpace(d))
		if code == strings.ToUpper(All) {
			return Divisions(), nil
		}
		if !slices.Contains(Divisions(), code) {
			return nil, fmt.Errorf("football-data.co.uk has no division %q: want %s, or some of %s", d, All, strings.Join(Divisions(), ","))
		}
		wanted[code] = true
	}
	if len(wanted) == 0 {
		return Divisions(), nil
	}
	return slices.DeleteFunc(Divisions(), func(d string) bool { return !wanted[d] }), nil
}

// SeasonFile is the file that has a division's fixtures of a season such as 2425; a
// country's file of the second layout has them for every season. ok is false if the
// publisher has no such division.
func SeasonFile(division, season string) (path string, ok bool) {
	switch {
	case slices.Contains(countries, division):
		return "new/" + division + ".csv", true
	case slices.Contains(firstLayout, division):
		return "mmz4281/" + season + "/" + division + ".csv", true
	}
	return "", false
}

// ComingFiles are the files of coming fixtures in which the divisions stand.
func ComingFiles(divisions []string) (paths []string) {
	if slices.ContainsFunc(divisions, func(d string) bool { return slices.Contains(firstLayout, d) }) {
		paths = append(paths, comingFirst)
	}
	if slices.ContainsFunc(divisions, func(d string) bool { return slices.Contains(countries, d) }) {
		paths = append(paths, comingSecond)
	}
	return paths
}

// IsComing reports whether a path is that of a file of coming fixtures.
func IsComing(path string) bool { return path == comingFirst || path == comingSecond }

// Files are all files of the divisions from the season that began in the year since to
// that of a moment, the newest first, behind the files of coming fixtures. Without are
// those that cannot have changed: complete says whether the last answer for a file came
// after a moment, and a season that was over by then is left out, but for the last two.
func Files(divisions []string, since int, now time.Time, complete func(path string, over time.Time) bool) []string {
	paths := ComingFiles(divisions)
	current := seasonStart(now)
	for start := current; start >= since; start-- {
		for _, d := range divisions {
			path, _ := SeasonFile(d, seasonName(start))
			old := start < current-1 && complete(path, seasonOver(start))
			if !old && !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// seasonStart is the year in which the season around a moment began.
func seasonStart(now time.Time) int {
	if now.Month() < time.July {
		return now.Year() - 1
	}
	return now.Year()
}

// seasonName is what the publisher calls the season that began in a year.
func seasonName(start int) string { return matchday.SeasonOf(matchday.Date(start, time.August, 1)) }

// seasonOver is when all results of the season that began in a year stand in its file:
// that of 2019 ended in August.
func seasonOver(start int) time.Time { return matchday.Date(start+1, time.September, 15) }
