package features

import (
	"context"
	"fmt"
	"slices"

	"matchday"
	"matchday/stages/features/ratings"
)

// sides name the outcomes in columns, in the order of matchday.Probs.
var sides = [matchday.NumOutcome]string{"home", "draw", "away"}

// computeSequential reads a file of int_rating_input and writes the table
// sequential. It counts the fixtures, the played and the priced.
func computeSequential(ctx context.Context, input, output string) (Result, error) {
	in, err := readMatches(input)
	if err != nil {
		return Result{}, err
	}
	pre, closing := marginFree(in.pre), marginFree(in.closing)
	result := Result{Fixtures: len(in.matches)}
	for i := range in.matches {
		m := &in.matches[i]
		m.PriceKnownAt = m.Kickoff
		// The market's last word: the closing price where there is one.
		for _, p := range []matchday.Probs{pre[i], closing[i]} {
			if p.Valid() {
				m.Price, m.HasPrice = p, true
			}
		}
		if pre[i].Valid() {
			result.Priced++
		}
		if !m.KnownAt.IsZero() {
			result.Played++
		}
	}
	rated, err := ratings.Run(ctx, in.matches)
	if err != nil {
		return Result{}, fmt.Errorf("rate the clubs: %w", err)
	}
	columns := sequentialColumns(in, rated, pre, closing)
	return result, writeColumns(output, len(in.matches), columns)
}

// sequentialColumns are the columns of the table sequential beside row_id.
func sequentialColumns(in *ratingInput, rated ratings.Ratings, pre, closing []matchday.Probs) []column {
	columns := []column{{"home_mix", rated.HomeMix}, {"away_mix", rated.AwayMix}}
	for i, name := range rated.Names {
		columns = append(columns, column{name, rated.Columns[i]})
	}
	elo := rated.Columns[slices.Index(rated.Names, "elo_diff")]
	columns = append(columns, strengths(in.matches, elo)...)
	return slices.Concat(columns,
		probColumns("market", pre, in.pre, "Avg", "median"),
		probColumns("bench_pre", pre, in.pre, "Avg"),
		probColumns("bench_close", closing, in.closing, "Avg", "PS"))
}

// marginFree are the probabilities behind prices; not Valid where there are
// none.
func marginFree(markets []market) []matchday.Probs {
	out := make([]matchday.Probs, len(markets))
	for i, m := range markets {
		out[i], _ = m.prices.MarginFree()
	}
	return out
}

// probColumns are three columns of the probabilities whose market has one of
// the bases; NaN elsewhere.
func probColumns(prefix string, probs []matchday.Probs, markets []market, bases ...string) []column {
	out := make([]column, matchday.NumOutcome)
	for k, side := range sides {
		values := make([]float64, len(probs))
		for i, p := range probs {
			values[i] = nan
			if slices.Contains(bases, markets[i].basis) {
				values[i] = p[k]
			}
		}
		out[k] = column{prefix + "_" + side, values}
	}
	return out
}
