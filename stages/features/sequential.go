package features

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/features/players"
	"matchday/stages/features/ratings"
)

// sides name the outcomes in columns, in the order of matchday.Probs.
var sides = [matchday.NumOutcome]string{"home", "draw", "away"}

// computeSequential computes the columns of the table sequential of all matches and of
// the staged line-ups. It counts the fixtures, the played and the priced.
func computeSequential(ctx context.Context, in *ratingInput, staged players.Staged) ([]column, Result, error) {
	pre, closing := marginFree(in.pre), marginFree(in.close)
	result := Result{Fixtures: len(in.matches)}
	for i := range in.matches {
		m := &in.matches[i]
		m.PriceKnownAt = m.Kickoff
		// The last price known: the closing price where there is one.
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
	var rated ratings.Ratings
	var elevens players.Features
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		rated, err = ratings.Run(gctx, in.matches)
		return wrap("rate the clubs", err)
	})
	g.Go(func() (err error) {
		fixtures, known := in.fixtures()
		elevens, err = players.Compute(fixtures, known, staged)
		return wrap("rate the players", err)
	})
	if err := g.Wait(); err != nil {
		return nil, Result{}, err
	}
	return sequentialColumns(in, rated, elevens, pre), result, nil
}

// fixtures are those of the matches, and when each result was known.
func (in *ratingInput) fixtures() ([]matchday.Fixture, []time.Time) {
	fixtures, known := make([]matchday.Fixture, len(in.matches)), make([]time.Time, len(in.matches))
	for i := range in.matches {
		fixtures[i], known[i] = in.matches[i].Fixture, in.matches[i].KnownAt
	}
	return fixtures, known
}

// sequentialColumns are the columns of the table sequential beside row_id; pre
// are the probabilities of the consensus before kick-off.
func sequentialColumns(in *ratingInput, rated ratings.Ratings, elevens players.Features, pre []matchday.Probs) []column {
	columns := []column{{"home_mix", rated.HomeMix}, {"away_mix", rated.AwayMix}}
	for i, name := range rated.Names {
		columns = append(columns, column{name, rated.Columns[i]})
	}
	for i, name := range players.Names {
		columns = append(columns, column{name, elevens.AsOf[i]})
	}
	elo := rated.Columns[slices.Index(rated.Names, "elo_diff")]
	return slices.Concat(columns,
		strengths(in.matches, elo),
		probColumns("market", pre),
		probColumns("bench_pre", marginFree(in.benchPre)),
		probColumns("bench_close", marginFree(in.benchClose)))
}

// marginFree are the probabilities behind prices; not Valid where there are
// none.
func marginFree(prices []matchday.Prices) []matchday.Probs {
	out := make([]matchday.Probs, len(prices))
	for i, q := range prices {
		out[i], _ = q.MarginFree()
	}
	return out
}

// probColumns are three columns of probabilities; NaN where they are not Valid.
func probColumns(prefix string, probs []matchday.Probs) []column {
	out := make([]column, matchday.NumOutcome)
	for k, side := range sides {
		values := make([]float64, len(probs))
		for i, p := range probs {
			values[i] = nan
			if p.Valid() {
				values[i] = p[k]
			}
		}
		out[k] = column{prefix + "_" + side, values}
	}
	return out
}
