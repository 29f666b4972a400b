package canonical

import (
	"cmp"
	"slices"
	"strings"

	"matchday/stages/staging/table"
)

func (j Joined) LeagueRows() []table.League {
	out := make([]table.League, 0, len(j.leagues))
	for division, l := range j.leagues {
		out = append(out, table.League{Division: division, Country: l.Country, Level: int32(l.Level), Name: l.Name})
	}
	slices.SortFunc(out, func(a, b table.League) int { return strings.Compare(a.Division, b.Division) })
	return out
}

func (j Joined) SeasonRows() []table.Season {
	type season struct {
		table.Season
		teams map[string]bool
	}
	type key struct{ division, season string }
	seasons := map[key]*season{}
	var last *season // that of the fixture before, as mostly
	for _, f := range j.Fixtures {
		if f.API == nil && f.Files.Withdrawn {
			continue
		}
		day := f.day()
		if last == nil || last.Division != f.division || last.Season.Season != f.season {
			k := key{f.division, f.season}
			if last = seasons[k]; last == nil {
				last = &season{table.Season{Division: f.division, Season: f.season, FirstDate: day, LastDate: day}, map[string]bool{}}
				seasons[k] = last
			}
		}
		last.FirstDate, last.LastDate = min(last.FirstDate, day), max(last.LastDate, day)
		last.Fixtures++
		if f.Played() {
			last.Results++
		}
		last.teams[f.HomeID], last.teams[f.AwayID] = true, true
	}
	out := make([]table.Season, 0, len(seasons))
	for _, x := range seasons {
		x.Teams = int32(len(x.teams))
		out = append(out, x.Season)
	}
	slices.SortFunc(out, func(a, b table.Season) int {
		return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season))
	})
	return out
}
