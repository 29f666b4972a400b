package staging

import (
	"slices"
	"strings"

	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/table"
)

// canonicalSeasons are the staged seasons as the crosswalk wants them. Each team is
// named by its canonical name, then by the other spellings met or listed.
func canonicalSeasons(f fileFacts, aliases aliasesOf) []crosswalk.Season {
	names := map[string][]string{}
	for _, t := range f.teams {
		names[t.ID] = append([]string{t.Name}, t.Spellings...)
	}
	for key, canonical := range aliases {
		id := key.country + "/" + canonical
		names[id] = append(names[id], key.name)
	}
	for _, spellings := range names {
		if len(spellings) > 1 {
			slices.Sort(spellings[1:])
		}
	}
	var out []crosswalk.Season
	type divisionSeason struct{ division, season string }
	place := map[divisionSeason]int{}
	for _, f := range f.fixtures {
		key := divisionSeason{f.edition.division, f.edition.season}
		i, ok := place[key]
		if !ok {
			i = len(out)
			place[key] = i
			out = append(out, crosswalk.Season{
				ID: key.division + "/" + key.season, Division: key.division, Label: key.season, Names: map[string][]string{},
			})
		}
		s := &out[i]
		s.Names[f.homeID], s.Names[f.awayID] = names[f.homeID], names[f.awayID]
		s.Fixtures = append(s.Fixtures, crosswalk.Fixture{ID: f.id, Home: f.homeID, Away: f.awayID, Day: table.Days(f.row.Date)})
	}
	slices.SortFunc(out, func(a, b crosswalk.Season) int { return strings.Compare(a.ID, b.ID) })
	return out
}
