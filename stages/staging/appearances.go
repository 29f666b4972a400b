package staging

import (
	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// tableFixtures are the fixtures of the divisions and seasons that tables name.
func (j joined) tableFixtures(tables []landedTable, aliases aliasesOf) knownFixtures {
	out := knownFixtures{
		byPairing: map[pairingKey][]*table.Fixture{}, toldByAPI: map[sheetKey]bool{},
		club: func(division, spelling string) string { return aliases.teamID(j.leagues[division].country, spelling) },
	}
	named := seasonsOf(tables)
	for _, f := range j.fixtures {
		if named[[2]string{f.division, f.season}] {
			row := j.fixtureRow(f)
			key := pairingKey{f.division, f.season, f.homeID, f.awayID}
			out.byPairing[key] = append(out.byPairing[key], &row)
		}
		if f.api == nil {
			continue
		}
		for side, versions := range f.api.sheets {
			if len(versions) > 0 {
				out.toldByAPI[sheetKey{f.id, answers.Source, side}] = true
			}
		}
	}
	return out
}
