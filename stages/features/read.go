package features

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"matchday"
	"matchday/stages/features/columns"
	"matchday/stages/features/ratings"
	"matchday/warehouse/lake"
)

var nan = math.NaN()

// labels are the columns of the table features that are neither identity nor
// feature.
var labels = []string{"home_goals", "away_goals", "home_mix", "away_mix"}

// Read loads the published feature rows, all that were built or, if any are named, only
// these feature columns. A lake without features is an error that wraps
// lake.ErrEmpty.
func Read(ctx context.Context, l lake.Lake, only ...string) (*matchday.Rows, error) {
	m, err := l.Current(lake.Features)
	if err != nil {
		return nil, fmt.Errorf("read features: %w", err)
	}
	path, err := m.Path(Table)
	if err != nil {
		return nil, err
	}
	return readRows(ctx, path, only)
}

// readRows reads one file of feature rows.
func readRows(ctx context.Context, path string, only []string) (*matchday.Rows, error) {
	p, err := columns.Open(path)
	if err != nil {
		return nil, err
	}
	rows := &matchday.Rows{Fixtures: make([]matchday.Fixture, p.Rows()), KnownAt: make([]time.Time, p.Rows())}
	fixtures(p, func(row int) *matchday.Fixture { return &rows.Fixtures[row] })
	p.Times("result_known_at", func(row int, t time.Time) { rows.KnownAt[row] = t })

	rows.Names = only
	if len(only) == 0 {
		names := p.Names()
		first := slices.Index(names, labels[len(labels)-1]) + 1
		rows.Names = names[first:]
	}
	values := make([]float64, p.Rows()*(len(labels)+len(rows.Names)))
	column := func(name string) []float64 {
		out := values[:p.Rows():p.Rows()]
		values = values[p.Rows():]
		p.Floats(name, out)
		return out
	}
	rows.HomeGoals, rows.AwayGoals = column(labels[0]), column(labels[1])
	rows.HomeMix, rows.AwayMix = column(labels[2]), column(labels[3])
	for _, name := range rows.Names {
		if ctx.Err() != nil {
			break
		}
		rows.Columns = append(rows.Columns, column(name))
	}
	if err := p.Wait(); err != nil {
		return nil, err
	}
	return rows, ctx.Err()
}

// fixtures begins to read the identity and moments of every row.
func fixtures(p *columns.File, of func(row int) *matchday.Fixture) {
	p.Texts("fixture_id", func(row int, s string) { of(row).ID = s })
	p.Texts("country", func(row int, s string) { of(row).Country = s })
	p.Texts("division", func(row int, s string) { of(row).Division = s })
	p.Texts("season", func(row int, s string) { of(row).Season = s })
	p.Integers("level", func(row, v int) { of(row).Level = v })
	p.Dates("match_date", func(row int, t time.Time) { of(row).MatchDate = t })
	p.Times("kickoff", func(row int, t time.Time) { of(row).Kickoff = t })
	p.Flags("kickoff_known", func(row int, v bool) { of(row).KickoffKnown = v })
	p.Texts("home_team", func(row int, s string) { of(row).HomeTeam = s })
	p.Texts("away_team", func(row int, s string) { of(row).AwayTeam = s })
	p.Texts("home_team_id", func(row int, s string) { of(row).HomeTeamID = s })
	p.Texts("away_team_id", func(row int, s string) { of(row).AwayTeamID = s })
	p.Times("as_of", func(row int, t time.Time) { of(row).AsOf = t })
}

// readRows reads the rows of a session, which are those of coming fixtures in their order,
// and what the market says of them.
func (s *session) readRows(ctx context.Context, coming []ratings.Match) (*matchday.Rows, Market, error) {
	names, values, err := s.read(ctx, Table, coming)
	if err != nil {
		return nil, Market{}, err
	}
	rows, n := &matchday.Rows{}, len(coming)
	for i := range coming {
		rows.Fixtures, rows.KnownAt = append(rows.Fixtures, coming[i].Fixture), append(rows.KnownAt, coming[i].KnownAt)
	}
	at := slices.Index(names, labels[0])
	rows.HomeGoals, rows.AwayGoals, rows.HomeMix, rows.AwayMix = values[at], values[at+1], values[at+2], values[at+3]
	rows.Names, rows.Columns = names[at+len(labels):], values[at+len(labels):]
	if names, values, err = s.read(ctx, Benchmarks, coming); err != nil {
		return nil, Market{}, err
	}
	bench := Market{Pre: make([]matchday.Probs, n), Close: make([]matchday.Probs, n)}
	for c, side := range sides {
		pre, closing := values[slices.Index(names, "bench_pre_"+side)], values[slices.Index(names, "bench_close_"+side)]
		for i := range n {
			bench.Pre[i][c], bench.Close[i][c] = pre[i], closing[i]
		}
	}
	return rows, bench, nil
}

// read runs a statement that has a row for each coming fixture, in their order, and reads
// its numbers by column.
func (s *session) read(ctx context.Context, name string, coming []ratings.Match) (names []string, values [][]float64, err error) {
	text, err := statementOf(name)
	if err != nil {
		return nil, nil, err
	}
	result, err := s.db.QueryContext(ctx, text)
	if err != nil {
		return nil, nil, fmt.Errorf("read model %s: %w", name, err)
	}
	defer result.Close()
	if names, err = result.Columns(); err != nil {
		return nil, nil, err
	}
	row, places := make([]any, len(names)), make([]any, len(names))
	values = make([][]float64, len(names))
	for c := range names {
		places[c], values[c] = &row[c], untold(len(coming))
	}
	i := 0
	for ; result.Next(); i++ {
		if err := result.Scan(places...); err != nil {
			return nil, nil, err
		}
		if id := row[slices.Index(names, "fixture_id")]; i >= len(coming) || id != coming[i].ID {
			return nil, nil, fmt.Errorf("row %d of model %s is that of %v, expected those of %d fixtures in their order", i, name, id, len(coming))
		}
		for c, v := range row {
			if number, ok := v.(float64); ok {
				values[c][i] = number
			}
		}
	}
	if err := result.Err(); err != nil || i != len(coming) {
		return nil, nil, errors.Join(err, fmt.Errorf("model %s has %d rows of %d fixtures", name, i, len(coming)))
	}
	return names, values, nil
}

// untold are n values that are not there.
func untold(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = nan
	}
	return out
}
