package canonical

import (
	"slices"
	"strings"

	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/files"
)

// span is the days of a season, from its first fixture to its last.
type span struct {
	division    string // empty if it must be found out
	first, last int32
}

// spanOf is the span of a season of the crosswalk.
func spanOf(s crosswalk.Season) span {
	out := span{s.Division, s.Fixtures[0].Day, s.Fixtures[0].Day}
	for _, f := range s.Fixtures {
		out.first, out.last = min(out.first, f.Day), max(out.last, f.Day)
	}
	return out
}

// fileSeason is one division's season of the files.
type fileSeason struct {
	span
	label    string
	fixtures []*files.Fixture
}

// seasonsOf are the seasons of the files, in no order.
func seasonsOf(fixtures []*files.Fixture) []*fileSeason {
	type divisionSeason struct{ division, season string }
	var out []*fileSeason
	var last *fileSeason // that of the fixture before, as mostly
	place := map[divisionSeason]*fileSeason{}
	for _, f := range fixtures {
		if last == nil || last.division != f.Season.Division || last.label != f.Season.Season {
			key := divisionSeason{f.Season.Division, f.Season.Season}
			if last = place[key]; last == nil {
				last = &fileSeason{span: span{key.division, f.Day, f.Day}, label: key.season}
				place[key], out = last, append(out, last)
			}
		}
		last.first, last.last = min(last.first, f.Day), max(last.last, f.Day)
		last.fixtures = append(last.fixtures, f)
	}
	return out
}

// fileSeasons are the staged seasons as the crosswalk wants them, but for those that
// none of the others can be: of another division, or at another time. Each team is
// named by its canonical name, then by the other spellings met or listed.
func fileSeasons(f files.Facts, aliases files.Aliases, others []crosswalk.Season) []crosswalk.Season {
	var asked []span
	for _, s := range others {
		asked = append(asked, spanOf(s))
	}
	names := spellings(f, aliases)
	var out []crosswalk.Season
	for _, s := range seasonsOf(f.Fixtures) {
		if !slices.ContainsFunc(asked, func(x span) bool {
			return (x.division == "" || x.division == s.division) && x.first <= s.last && s.first <= x.last
		}) {
			continue
		}
		x := crosswalk.Season{
			ID: s.division + "/" + s.label, Division: s.division, Label: s.label, Names: map[string][]string{},
			Fixtures: make([]crosswalk.Fixture, len(s.fixtures)),
		}
		for i, f := range s.fixtures {
			x.Names[f.HomeID], x.Names[f.AwayID] = names[f.HomeID], names[f.AwayID]
			x.Fixtures[i] = crosswalk.Fixture{ID: f.ID, Home: f.HomeID, Away: f.AwayID, Day: f.Day}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b crosswalk.Season) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// spellings are the names of the files' teams: the canonical one, then the others.
func spellings(f files.Facts, aliases files.Aliases) map[string][]string {
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
	return names
}
