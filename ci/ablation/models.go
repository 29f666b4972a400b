package main

import (
	"context"
	"slices"
	"time"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/stacking"
)

// step is how often the walks of the whole models refit, coarser than a job's.
const step = 28 * 24 * time.Hour

// stackYears is how many seasons before the first scored one are predicted, for
// the ensembles to learn from.
const stackYears = 4

// inputs are what the ensemble of a market group combines.
type inputs struct {
	rows  *matchday.Rows
	at    []int
	names []string
	probs [][]matchday.Probs // [name][place in at]
}

// base walks the base models of a market group through all seasons.
func base(ctx context.Context, rows *matchday.Rows, market string, conf matchday.Train) (inputs, error) {
	conf.BurnInSeasons = 0 // the ensembles of this table are fitted here
	p, err := train.Walk{
		Rows: rows, From: matchday.Date(firstSeason-stackYears, time.July, 1), To: matchday.Date(lastSeason+1, time.June, 30),
		Step: step, Market: market, Config: conf,
	}.Run(ctx)
	if err != nil {
		return inputs{}, err
	}
	in := inputs{rows: rows, at: p.At, names: slices.Clone(train.Base)}
	for _, name := range train.Base {
		in.probs = append(in.probs, p.Probs[name])
	}
	if market != train.MarketOn {
		return in, nil
	}
	prices, err := rows.Select([]string{"market_home", "market_draw", "market_away"})
	if err != nil {
		return inputs{}, err
	}
	own := make([]matchday.Probs, len(in.at))
	for k, i := range in.at {
		own[k] = matchday.Probs{prices[0][i], prices[1][i], prices[2][i]}
	}
	in.names, in.probs = append(in.names, "market"), append(in.probs, own)
	return in, nil
}

// only are the inputs without one of them.
func (in inputs) only(keep func(name string) bool) inputs {
	out := inputs{rows: in.rows, at: in.at}
	for j, name := range in.names {
		if keep(name) {
			out.names, out.probs = append(out.names, name), append(out.probs, in.probs[j])
		}
	}
	return out
}

// ensemble stacks the inputs anew before each season, on what was predicted out
// of time before, and predicts the season.
func (in inputs) ensemble(ctx context.Context) (out []prediction, err error) {
	for year := firstSeason; year <= lastSeason; year++ {
		begins := matchday.Date(year, time.July, 1)
		learn := in.rowsWhere(func(i int) bool { return !in.rows.KnownAt[i].IsZero() && !in.rows.KnownAt[i].After(begins) })
		outcomes, asOf := make([]matchday.Outcome, len(learn.at)), make([]time.Time, len(learn.at))
		for k, i := range learn.at {
			outcomes[k], asOf[k] = in.rows.Outcome(i), in.rows.Fixtures[i].AsOf
		}
		m, err := stacking.Fit(ctx, stacking.DefaultConfig(), in.names, learn.probs, outcomes, asOf)
		if err != nil {
			return nil, err
		}
		members := map[int]bool{}
		for _, i := range scored(in.rows, year) {
			members[i] = true
		}
		season := in.rowsWhere(func(i int) bool { return members[i] })
		probs, err := m.Predict(season.probs)
		if err != nil {
			return nil, err
		}
		for k, i := range season.at {
			out = append(out, prediction{i, probs[k]})
		}
	}
	return out, nil
}

// rowsWhere are the inputs of some rows.
func (in inputs) rowsWhere(want func(row int) bool) inputs {
	out := inputs{rows: in.rows, names: in.names, probs: make([][]matchday.Probs, len(in.names))}
	for k, i := range in.at {
		if want(i) {
			out.at = append(out.at, i)
			for j := range in.probs {
				out.probs[j] = append(out.probs[j], in.probs[j][k])
			}
		}
	}
	return out
}
