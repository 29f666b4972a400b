package staging

import (
	"slices"
	"strings"

	"matchday/stages/staging/table"
)

// fileFacts is what all landed files tell.
type fileFacts struct {
	landed   []landedFile      // by checksum
	editions []*edition        // in the order of landing
	fixtures []*fixture        // by id
	leagues  map[string]league // by division
	teams    []table.Team
	quotes   quoteIndex
}

// mergeFiles gives the rows of all editions their fixtures, and each fixture the
// cells of its best versions. It reads nothing but its arguments.
func mergeFiles(landed []landedFile, aliases aliasesOf) fileFacts {
	a := fileFacts{landed: landed, quotes: indexQuotes(landed), leagues: map[string]league{}}
	a.editions = editionsOf(landed, aliases)
	groups := bySeason(a.editions)
	merged := make([][]*fixture, len(groups))
	each(len(groups), func(i int) {
		merged[i] = mergeSeason(groups[i], &a.quotes)
	})
	for _, m := range merged {
		a.fixtures = append(a.fixtures, m...)
	}
	slices.SortFunc(a.fixtures, func(f, g *fixture) int { return strings.Compare(f.id, g.id) })
	for _, e := range a.editions {
		if e.winner {
			a.leagues[e.division] = e.league
		}
	}
	a.teams = teamsOf(a.editions)
	return a
}

// blank counts the files' rows with nothing in them.
func (a fileFacts) blank() int {
	n := 0
	for i := range a.landed {
		n += a.landed[i].parsed.Blank
	}
	return n
}
