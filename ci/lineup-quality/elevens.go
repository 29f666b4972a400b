package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
	"matchday/ci/harness"
	"matchday/stages/features"
	"matchday/stages/features/players"
	"matchday/stages/staging/appearances"
	"matchday/stages/train"
)

// world is what all sets are scored from.
type world struct {
	lineups string // the folder of the tables
	rows    *matchday.Rows
	market  features.Market      // parallel to rows
	said    map[string]forecasts // by market group
}

// forecasts are the ensemble's, by fixture.
type forecasts map[string]matchday.Probs

func readForecasts(path string) (forecasts, error) {
	rows, err := parquet.ReadFile[struct {
		FixtureID string  `parquet:"fixture_id"`
		Model     string  `parquet:"model"`
		Home      float64 `parquet:"p_home"`
		Draw      float64 `parquet:"p_draw"`
		Away      float64 `parquet:"p_away"`
	}](path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	out := forecasts{}
	for _, r := range rows {
		if r.Model == train.Ensemble {
			out[r.FixtureID] = matchday.Probs{r.Home, r.Draw, r.Away}.Normalised()
		}
	}
	return out, nil
}

// fixture is a scored fixture with the features of its elevens.
type fixture struct {
	*matchday.Fixture
	outcome          matchday.Outcome
	pre, closing     matchday.Probs
	said             map[string]matchday.Probs // by market group
	expected, actual [players.NumColumns]float64
}

// fixtures are the set's, in the order of the rows, with the elevens that its
// tables tell and the players' strength made of a column.
func (w *world) fixtures(s set, column string) ([]fixture, error) {
	matches, at, err := w.matches(s.tables, column)
	if err != nil {
		return nil, err
	}
	f, err := players.Run(matches)
	if err != nil {
		return nil, err
	}
	var out []fixture
	for k, i := range at {
		x := fixture{
			Fixture: &w.rows.Fixtures[i], outcome: w.rows.Outcome(i), pre: w.market.Pre[i], closing: w.market.Close[i],
			said: map[string]matchday.Probs{},
		}
		for c := range players.NumColumns {
			x.expected[c], x.actual[c] = f.AsOf[c][k], f.Actual[c][k]
		}
		for _, market := range harness.Markets {
			x.said[market] = w.said[market][x.ID]
		}
		if slices.Contains(s.seasons, x.Season) && x.pre.Valid() && x.closing.Valid() && x.outcome != matchday.NoOutcome {
			out = append(out, x)
		}
	}
	return out, nil
}

// matches are the fixtures that tables tell of, in the order of the rows, and
// their rows.
func (w *world) matches(tables []string, column string) (out []players.Match, at []int, err error) {
	type meeting struct{ division, season, home, away string }
	told := map[meeting][]appearances.Row{}
	for _, table := range tables {
		payload, err := os.ReadFile(filepath.Join(w.lineups, filepath.FromSlash(table)+".csv.zst"))
		if err != nil {
			return nil, nil, err
		}
		parsed, err := appearances.Parse(payload, column)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", table, err)
		}
		for _, r := range parsed.Rows {
			m := meeting{r.Division, r.Season, r.Home, r.Away}
			told[m] = append(told[m], r)
		}
	}
	for i := range w.rows.Fixtures {
		f := &w.rows.Fixtures[i]
		if rows := told[meeting{f.Division, f.Season, f.HomeTeam, f.AwayTeam}]; len(rows) > 0 {
			out, at = append(out, matchOf(f, w.rows.KnownAt[i], rows)), append(at, i)
		}
	}
	return out, at, nil
}

// matchOf is a fixture with the sheets that rows tell, known an hour before
// kick-off.
func matchOf(f *matchday.Fixture, playedAt time.Time, rows []appearances.Row) players.Match {
	m := players.Match{Fixture: *f, PlayedAt: playedAt}
	for _, r := range rows {
		side := players.Away
		if r.AtHome {
			side = players.Home
		}
		if m.Sheets[side] == nil {
			m.Sheets[side] = []players.Sheet{{KnownAt: f.Kickoff.Add(-time.Hour)}}
		}
		sheet := &m.Sheets[side][0]
		sheet.Players = append(sheet.Players, players.Appearance{
			Player: r.Key, Position: players.PositionOf(r.Position), Started: r.Started, Minutes: r.Minutes, Rating: r.Rating,
		})
	}
	return m
}
