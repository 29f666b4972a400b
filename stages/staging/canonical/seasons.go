package canonical

import (
	"slices"
	"strings"

	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/files"
)

// fileSeasons are the staged seasons as the crosswalk wants them. Each team is
// named by its canonical name, then by the other spellings met or listed.
func fileSeasons(f files.Facts, aliases files.Aliases) []crosswalk.Season {
	names := map[string][]string{}
	for _, t := range f.Teams {
		names[t.ID] = append([]string{t.Name}, t.Spellings...)
	}
	for key, canonical := range aliases {
		id := key.Country + "/" + canonical
		names[id] = append(names[id], key.Name)
	}
	for _, spellings := range names {
		if len(spellings) > 1 {
			slices.Sort(spellings[1:])
		}
	}
	var out []crosswalk.Season
	type divisionSeason struct{ division, season string }
	place := map[divisionSeason]int{}
	for _, f := range f.Fixtures {
		key := divisionSeason{f.Season.Division, f.Season.Season}
		i, ok := place[key]
		if !ok {
			i = len(out)
			place[key] = i
			out = append(out, crosswalk.Season{
				ID: key.division + "/" + key.season, Division: key.division, Label: key.season, Names: map[string][]string{},
			})
		}
		s := &out[i]
		s.Names[f.HomeID], s.Names[f.AwayID] = names[f.HomeID], names[f.AwayID]
		s.Fixtures = append(s.Fixtures, crosswalk.Fixture{ID: f.ID, Home: f.HomeID, Away: f.AwayID, Day: f.Day})
	}
	slices.SortFunc(out, func(a, b crosswalk.Season) int { return strings.Compare(a.ID, b.ID) })
	return out
}
