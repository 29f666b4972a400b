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
	Fixtures []*Fixture        // by id
	Leagues  map[string]League // by division
	Teams    []table.Team
	Editions []table.Edition
	Rejected []table.Reject
	Blank    int // rows with nothing in them
	quotes   *quoteIndex
	kept     *kept // where the fixtures' details are kept; nil if they are all there
}

// Merge gives the rows of all file seasons their fixtures, and each fixture the
// cells of its best versions. It reads nothing but its arguments.
func Merge(landed []Landed, aliases Aliases) Facts {
	quotes := indexQuotes(landed)
	a := Facts{Landed: make([]Landed, len(landed)), quotes: &quotes, Leagues: map[string]League{}}
	seasons, ofNoSeason := seasonsOfFiles(landed, aliases)
	groups := groupBy(seasons, func(e *FileSeason) string { return e.Division })
	merged := make([][]*Fixture, len(groups))
	coming := comingOf(landed)
	parallel.Each(len(groups), func(i int) {
		merged[i] = mergeDivision(groups[i], a.quotes, coming)
		digest(merged[i], a.quotes, landed)
	})
	for _, m := range merged {
		a.Fixtures = append(a.Fixtures, m...)
	}
	slices.SortFunc(a.Fixtures, func(f, g *Fixture) int { return strings.Compare(f.ID, g.ID) })
	for _, e := range seasons {
		if e.winner {
			a.Leagues[e.Division] = e.league
		}
	}
	a.Teams, a.Editions, a.Rejected = teamsOf(seasons), editionRows(seasons), rejectsOf(landed, ofNoSeason, seasons)
	for i, f := range landed {
		a.Blank += f.parsed.Blank
		f.parsed = File{}
		a.Landed[i] = f
	}
	for _, e := range seasons { // what was merged is not needed any more
		*e = FileSeason{File: &a.Landed[e.fileIndex], Division: e.Division, Season: e.Season, league: e.league}
	}
	a.quotes.rank = nil
	return a
}
