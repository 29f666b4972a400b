package features

import (
	"context"
	"slices"

	"matchday"
	"matchday/stages/features/ratings"
	"matchday/warehouse/duck"
)

// fixtureColumns are the identity and moments of a fixture, as they stand in int_matches.
var fixtureColumns = []string{
	"fixture_id", "country", "division", "season", "level", "match_date", "kickoff", "kickoff_known",
	"home_team", "away_team", "home_team_id", "away_team_id", "as_of",
}

// fixture reads fixtureColumns of a row, which begin at a column.
func fixture(rows *duck.Rows, column, row int) matchday.Fixture {
	text := func(k int) string { return rows.Text(column+k, row) }
	return matchday.Fixture{
		ID: rows.Key(column, row), Country: text(1), Division: text(2), Season: text(3), Level: rows.Int(column+4, row),
		MatchDate: rows.Time(column+5, row), Kickoff: rows.Time(column+6, row), KickoffKnown: rows.Flag(column+7, row),
		HomeTeam: text(8), AwayTeam: text(9), HomeTeamID: text(10), AwayTeamID: text(11), AsOf: rows.Time(column+12, row),
	}
}

// resultColumns are what records are made of.
var resultColumns = []string{
	"result_known_at", "home_goals::double", "away_goals::double", "home_shots::double", "away_shots::double",
	"home_shots_on_target::double", "away_shots_on_target::double", "home_corners::double", "away_corners::double",
}

// readHistory reads the rows of int_matches in their order: what records are made of, and
// which are asked for.
func (s *session) readHistory(ctx context.Context) (matches []ratings.Match, asked []bool, err error) {
	n, err := s.rows(ctx, matchesModel.name)
	if err != nil {
		return nil, nil, err
	}
	matches, asked = make([]ratings.Match, n), make([]bool, n)
	first := 1 + len(fixtureColumns)
	columns := slices.Concat([]string{rowID}, fixtureColumns, resultColumns, []string{"fixture_id in (select fixture_id from asked)"})
	err = duck.Read(ctx, s.db, matchesModel.name, columns, func(rows *duck.Rows) error {
		for row := range rows.Len() {
			number := func(k int) float64 { return rows.Float(first+k, row) }
			at := rows.Number(0, row)
			asked[at] = rows.Flag(first+len(resultColumns), row)
			matches[at] = ratings.Match{
				Fixture: fixture(rows, 1, row), KnownAt: rows.Time(first, row), HomeGoals: goals(number(1)), AwayGoals: goals(number(2)),
				HomeShots: number(3), AwayShots: number(4), HomeOnTarget: number(5), AwayOnTarget: number(6), HomeCorners: number(7), AwayCorners: number(8),
			}
		}
		return nil
	})
	return matches, asked, err
}
