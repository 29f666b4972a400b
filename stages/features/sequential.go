package features

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
	"matchday/stages/features/ratings"
)

// column is a named column of the table sequential, one value a row of
// int_matches; NaN is missing.
type column struct {
	name   string
	values []float64
}

// market is what a market said of a fixture, by the consensus's basis.
type market struct {
	prices matchday.Prices
	basis  string // "" if there is none
}

// computeSequential reads the rows of int_rating_input and writes the table
// sequential: ratings, strengths and the market's probabilities.
func computeSequential(ctx context.Context, input, output string) (Result, error) {
	matches, pre, closing, err := readMatches(input)
	if err != nil {
		return Result{}, err
	}
	result := Result{Fixtures: len(matches)}
	preProbs, closeProbs := make([]matchday.Probs, len(matches)), make([]matchday.Probs, len(matches))
	for i := range matches {
		m := &matches[i]
		var hasPre, hasClose bool
		preProbs[i], hasPre = pre[i].prices.MarginFree()
		closeProbs[i], hasClose = closing[i].prices.MarginFree()
		// The market's last word: the closing price where there is one.
		m.Price, m.HasPrice, m.PriceKnownAt = closeProbs[i], hasClose, m.Kickoff
		if !hasClose {
			m.Price, m.HasPrice = preProbs[i], hasPre
		}
		if hasPre {
			result.Priced++
		}
		if !m.KnownAt.IsZero() {
			result.Played++
		}
	}
	rated, err := ratings.Run(ctx, matches)
	if err != nil {
		return Result{}, fmt.Errorf("rate the clubs: %w", err)
	}
	columns := []column{{"home_mix", rated.HomeMix}, {"away_mix", rated.AwayMix}}
	for i, name := range rated.Names {
		columns = append(columns, column{name, rated.Columns[i]})
	}
	elo := rated.Columns[slices.Index(rated.Names, "elo_diff")]
	columns = append(columns, strengths(matches, elo)...)
	columns = append(columns, probColumns("market", preProbs, func(i int) bool { return pre[i].basis != "" })...)
	columns = append(columns, probColumns("bench_pre", preProbs, func(i int) bool { return pre[i].basis == matchday.BookmakerAverage })...)
	columns = append(columns, probColumns("bench_close", closeProbs, func(i int) bool {
		return closing[i].basis == matchday.BookmakerAverage || closing[i].basis == pinnacle
	})...)
	return result, writeColumns(output, len(matches), columns)
}

// pinnacle is the bookmaker whose closing price stands in for the average.
const pinnacle = "PS"

// probColumns splits the probabilities that have rows into three columns.
func probColumns(prefix string, probs []matchday.Probs, has func(row int) bool) []column {
	out := make([]column, matchday.NumOutcome)
	for k, side := range []string{"home", "draw", "away"} {
		values := make([]float64, len(probs))
		for i := range values {
			values[i] = nan
			if has(i) {
				values[i] = probs[i][k]
			}
		}
		out[k] = column{prefix + "_" + side, values}
	}
	return out
}

// readMatches reads the rows of int_rating_input.
func readMatches(path string) (matches []ratings.Match, pre, closing []market, err error) {
	p, err := openParquet(path)
	if err != nil {
		return nil, nil, nil, err
	}
	n := p.rows()
	matches, pre, closing = make([]ratings.Match, n), make([]market, n), make([]market, n)
	p.fixtures(func(row int) *matchday.Fixture { return &matches[row].Fixture })
	p.times("result_known_at", func(row int, t time.Time) { matches[row].KnownAt = t })
	number := func(name string, set func(row int, v float64)) {
		out := make([]float64, n)
		read(p, name, out, nan, doubles, func() {
			for i, v := range out {
				set(i, v)
			}
		})
	}
	goals := func(v float64) int {
		if math.IsNaN(v) {
			return 0
		}
		return int(v)
	}
	number("home_goals", func(row int, v float64) { matches[row].HomeGoals = goals(v) })
	number("away_goals", func(row int, v float64) { matches[row].AwayGoals = goals(v) })
	number("home_shots", func(row int, v float64) { matches[row].HomeShots = v })
	number("away_shots", func(row int, v float64) { matches[row].AwayShots = v })
	number("home_shots_on_target", func(row int, v float64) { matches[row].HomeOnTarget = v })
	number("away_shots_on_target", func(row int, v float64) { matches[row].AwayOnTarget = v })
	number("home_corners", func(row int, v float64) { matches[row].HomeCorners = v })
	number("away_corners", func(row int, v float64) { matches[row].AwayCorners = v })
	number("home_red_cards", func(row int, v float64) { matches[row].HomeReds = v })
	number("away_red_cards", func(row int, v float64) { matches[row].AwayReds = v })
	for prefix, markets := range map[string][]market{"pre": pre, "close": closing} {
		for k, side := range []string{"home", "draw", "away"} {
			number(prefix+"_"+side, func(row int, v float64) { markets[row].prices[k] = v })
		}
		p.texts(prefix+"_basis", func(row int, s string) { markets[row].basis = s })
	}
	return matches, pre, closing, p.wait()
}

// writeRows is how many rows stand in one row group, so that DuckDB reads
// several at a time.
const writeRows = 1 << 16

// rowID is the column by which the table sequential joins int_matches.
const rowID = "row_id"

// writeColumns writes the table sequential as a Parquet file.
func writeColumns(path string, rows int, columns []column) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	schema := parquet.Group{rowID: parquet.Int(64)}
	for _, c := range columns {
		schema[c.name] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
	}
	w := parquet.NewGenericWriter[any](f, parquet.NewSchema("sequential", schema), parquet.DataPageStatistics(false))
	places := map[string]int{}
	for i, field := range w.Schema().Fields() {
		places[field.Name()] = i
	}
	values := make([]parquet.Value, writeRows)
	for from := 0; from < rows && err == nil; from += writeRows {
		to := min(from+writeRows, rows)
		for i := range values[:to-from] {
			values[i] = parquet.Int64Value(int64(from+i)).Level(0, 0, places[rowID])
		}
		_, err = w.ColumnWriters()[places[rowID]].WriteRowValues(values[:to-from])
		for _, c := range columns {
			place := places[c.name]
			for i, v := range c.values[from:to] {
				values[i] = parquet.NullValue().Level(0, 0, place)
				if !math.IsNaN(v) {
					values[i] = parquet.DoubleValue(v).Level(0, 1, place)
				}
			}
			if _, werr := w.ColumnWriters()[place].WriteRowValues(values[:to-from]); err == nil {
				err = werr
			}
		}
		if err == nil {
			err = w.Flush() // ends the row group
		}
	}
	return wrap("write "+path, errors.Join(err, w.Close(), f.Close()))
}
