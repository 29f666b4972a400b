package features

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/features/exact"
	"matchday/stages/features/players"
	"matchday/stages/features/ratings"
)

// sides name the outcomes in columns, in the order of matchday.Probs.
var sides = [matchday.NumOutcome]string{"home", "draw", "away"}

// computeSequential computes the columns of the table sequential of all matches and of
// the staged line-ups, and keeps the states that it is to keep on its way. It counts the
// fixtures, the played and the priced.
func computeSequential(ctx context.Context, in *ratingInput, staged players.Staged, keep *kept) ([]column, Result, error) {
	result := Result{Fixtures: len(in.matches)}
	for i, p := range marginFree(in.pre) {
		if p.Valid() {
			result.Priced++
		}
		if !in.matches[i].KnownAt.IsZero() {
			result.Played++
		}
	}
	var rated, elevens []column
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		rated, err = rateClubs(gctx, newRated(), in, keep.ratings, keep.ratingsMonths)
		return wrap("rate the clubs", err)
	})
	g.Go(func() error {
		told, err := players.Read(staged)
		if err == nil {
			elevens, err = ratePlayers(&players.State{}, told, in, keep.players, keep.playersMonths)
		}
		return wrap("rate the players", err)
	})
	if err := g.Wait(); err != nil {
		return nil, Result{}, err
	}
	return append(rated, elevens...), result, nil
}

// rateClubs rates matches from a state on and keeps the states at the beginnings of some
// months.
func rateClubs(ctx context.Context, from *rated, in *ratingInput, kept *states, months []int) ([]column, error) {
	moments := beginnings(months)
	out, later, err := ratings.Resume(ctx, from.ratings, in.matches, moments)
	if err != nil {
		return nil, err
	}
	strength, teams := strengths(from.strength, in.matches, out.Predicted, moments)
	for i, month := range months {
		if err := kept.keep(month, encodeRated(later[i], teams[i])); err != nil {
			return nil, err
		}
	}
	return ratedColumns(in, out, strength), nil
}

// ratePlayers likewise rates the players.
func ratePlayers(from *players.State, told players.Told, in *ratingInput, kept *states, months []int) ([]column, error) {
	fixtures, known := in.fixtures()
	out, later, err := told.Resume(from, fixtures, known, beginnings(months))
	if err != nil {
		return nil, err
	}
	for i, month := range months {
		var w exact.Writer
		later[i].Write(&w)
		if err := kept.keep(month, w.Bytes); err != nil {
			return nil, err
		}
	}
	return elevenColumns(out), nil
}

// fixtures are those of the matches, and when each result was known.
func (in *ratingInput) fixtures() ([]matchday.Fixture, []time.Time) {
	fixtures, known := make([]matchday.Fixture, len(in.matches)), make([]time.Time, len(in.matches))
	for i := range in.matches {
		fixtures[i], known[i] = in.matches[i].Fixture, in.matches[i].KnownAt
	}
	return fixtures, known
}

// ratedColumns are the columns of the table sequential but for those of the players.
func ratedColumns(in *ratingInput, rated ratings.Ratings, strength []column) []column {
	columns := []column{{"home_mix", rated.HomeMix}, {"away_mix", rated.AwayMix}}
	for i, name := range rated.Names {
		columns = append(columns, column{name, rated.Columns[i]})
	}
	return slices.Concat(columns, strength,
		probColumns("market", marginFree(in.pre)),
		probColumns("bench_pre", marginFree(in.benchPre)),
		probColumns("bench_close", marginFree(in.benchClose)))
}

// elevenColumns are those of the players.
func elevenColumns(elevens players.Features) []column {
	out := make([]column, len(players.Names))
	for i, name := range players.Names {
		out[i] = column{name, elevens.AsOf[i]}
	}
	return out
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
