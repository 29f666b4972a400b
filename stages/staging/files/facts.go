package files

import (
	"slices"
	"strings"

	"matchday/stages/staging/parallel"
	"matchday/stages/staging/table"
)

// Facts is what all landed files tell.
type Facts struct {
	Landed   []Landed          // by checksum
	Seasons  []*FileSeason     // in the order of landing
	Fixtures []*Fixture        // by id
	Leagues  map[string]League // by division
	Teams    []table.Team
	quotes   quoteIndex
	rejects  [][]Reject // of rows that belong to no season, by file
}

// Merge gives the rows of all file seasons their fixtures, and each fixture the
// cells of its best versions. It reads nothing but its arguments.
func Merge(landed []Landed, aliases Aliases) Facts {
	a := Facts{Landed: landed, quotes: indexQuotes(landed), Leagues: map[string]League{}}
	a.Seasons, a.rejects = seasonsOfFiles(landed, aliases)
	groups := groupBy(a.Seasons, func(e *FileSeason) string { return e.Division })
	merged := make([][]*Fixture, len(groups))
	coming := comingOf(landed)
	parallel.Each(len(groups), func(i int) {
		merged[i] = mergeDivision(groups[i], &a.quotes, coming)
	})
	for _, m := range merged {
		a.Fixtures = append(a.Fixtures, m...)
	}
	slices.SortFunc(a.Fixtures, func(f, g *Fixture) int { return strings.Compare(f.ID, g.ID) })
	for _, e := range a.Seasons {
		if e.winner {
			a.Leagues[e.Division] = e.league
		}
	}
	a.Teams = teamsOf(a.Seasons)
	return a
}

// Blank counts the files' rows with nothing in them.
func (a Facts) Blank() int {
	n := 0
	for i := range a.Landed {
		n += a.Landed[i].parsed.Blank
	}
	return n
}
