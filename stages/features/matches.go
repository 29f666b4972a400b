package features

import (
	"context"
	"fmt"
	"math"

	"matchday"
	"matchday/stages/features/ratings"
	"matchday/warehouse/duck"
)

// ratingInput are the rows of int_rating_input. Prices are NaN where there are
// none.
type ratingInput struct {
	matches              []ratings.Match
	pre, close           []matchday.Prices // the consensus
	benchPre, benchClose []matchday.Prices // the publisher's average, for closing else Pinnacle's; else the consensus
}

// rowID is the column by which the tables of a pass join int_matches.
const rowID = "row_id"

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

// resultColumns are what became known of a fixture.
var resultColumns = []string{
	"collected_at", "result_known_at", "home_goals", "away_goals", "home_shots", "away_shots", "home_shots_on_target", "away_shots_on_target",
	"home_corners", "away_corners", "home_red_cards", "away_red_cards",
}

// match reads fixtureColumns and, after them, resultColumns of a row.
func match(rows *duck.Rows, column, row int) ratings.Match {
	first := column + len(fixtureColumns)
	number := func(k int) float64 { return rows.Float(first+k, row) }
	return ratings.Match{
		Fixture: fixture(rows, column, row), Collected: rows.Time(first, row), KnownAt: rows.Time(first+1, row),
		HomeGoals: goals(number(2)), AwayGoals: goals(number(3)),
		HomeShots: number(4), AwayShots: number(5), HomeOnTarget: number(6), AwayOnTarget: number(7),
		HomeCorners: number(8), AwayCorners: number(9), HomeReds: number(10), AwayReds: number(11),
	}
}

// readMatches reads the rows of int_rating_input in the order of int_matches, for each of
// which it has one. The matches have no Price yet.
func (s *session) readMatches(ctx context.Context) (*ratingInput, error) {
	text, err := statementOf("int_rating_input")
	if err != nil {
		return nil, err
	}
	n, err := s.rows(ctx, "int_matches")
	if err != nil {
		return nil, err
	}
	in := &ratingInput{matches: make([]ratings.Match, n)}
	columns := append([]string{rowID}, fixtureColumns...)
	columns = append(columns, resultColumns...)
	into := []*[]matchday.Prices{&in.pre, &in.close, &in.benchPre, &in.benchClose}
	for k, prefix := range []string{"pre", "close", "bench_pre", "bench_close"} {
		*into[k] = make([]matchday.Prices, n)
		for _, side := range sides {
			columns = append(columns, prefix+"_"+side)
		}
	}
	prices := 1 + len(fixtureColumns) + len(resultColumns)
	err = duck.Read(ctx, s.db, "("+text+"\n)", columns, func(rows *duck.Rows) error {
		for row := range rows.Len() {
			at := rows.Number(0, row)
			in.matches[at] = match(rows, 1, row)
			for k := range into {
				for c := range sides {
					(*into[k])[at][c] = rows.Float(prices+k*len(sides)+c, row)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read int_rating_input: %w", err)
	}
	return in, nil
}

// goals of a side; 0 for an unplayed match, where they are not read.
func goals(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(v)
}

// column is a named column that Go computes, one value a row; NaN is missing.
type column struct {
	name   string
	values []float64
}
