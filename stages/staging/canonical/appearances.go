package canonical

import (
	"context"
	"slices"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/appearances"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
)

// ForAppearances are the fixtures of the divisions and seasons that tables name.
func (j Joined) ForAppearances(ctx context.Context, tables []appearances.Landed, aliases files.Aliases) (appearances.Known, error) {
	out := appearances.Known{
		ByPairing: map[appearances.Pairing][]*table.Fixture{}, ToldByAPI: map[appearances.Sheet]bool{},
		Club: func(division, spelling string) string { return aliases.TeamID(j.leagues[division].Country, spelling) },
	}
	named := appearances.Seasons(tables)
	asked := slices.DeleteFunc(slices.Clone(j.Fixtures), func(f *Fixture) bool { return !named[[2]string{f.division, f.season}] })
	if err := j.Of(asked).Load(ctx); err != nil {
		return out, err
	}
	defer j.Of(asked).forgetAPI()
	for _, f := range j.Fixtures {
		if named[[2]string{f.division, f.season}] {
			row := j.fixtureRow(f)
			key := appearances.Pairing{Division: f.division, Season: f.season, Home: f.HomeID, Away: f.AwayID}
			out.ByPairing[key] = append(out.ByPairing[key], &row)
		}
		if f.API == nil {
			continue
		}
		for side, there := range f.API.HasSheet {
			if there {
				out.ToldByAPI[appearances.Sheet{Fixture: f.ID, Source: answers.Source, Side: side}] = true
			}
		}
	}
	return out, nil
}
