package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/ci/harness"
	"matchday/stages/train/xgboost"
	"matchday/stages/validate"
)

// The fits of the ablation are smaller than those of the jobs, so that all of
// them end in minutes: one booster a season, with a fixed number of rounds.
const (
	firstSeason, lastSeason = 2006, 2014 // by the year in which they begin
	learnYears              = 12
	rounds                  = 60
)

// small are the settings of these fits.
func small(p matchday.XGBoost) matchday.XGBoost {
	p.MaxRounds, p.EarlyStopping, p.Seeds, p.Threads = rounds, 0, 1, 1
	return p
}

// scored are the fixtures of a season that have a result: those that are not
// withheld.
func scored(rows *matchday.Rows, year int) (at []int) {
	from, to := matchday.Date(year, time.July, 1), matchday.Date(year+1, time.July, 1)
	for i := range rows.Fixtures {
		if d := rows.Fixtures[i].MatchDate; rows.Outcome(i) != matchday.NoOutcome && !d.Before(from) && d.Before(to) {
			at = append(at, i)
		}
	}
	return at
}

// prediction is what a model said of a fixture out of time.
type prediction struct {
	row   int
	probs matchday.Probs
}

// job is one walk: XGBoost as it is with a market group, but for the change.
type job struct {
	rows   *matchday.Rows
	market string
	change func(*matchday.Rows, *xgboost.Config)
}

// walk predicts each season by a model as of its beginning.
func (j job) walk(ctx context.Context, params matchday.XGBoost) (out []prediction, err error) {
	rows := j.rows
	for year := firstSeason; year <= lastSeason; year++ {
		cfg, err := xgboost.DefaultConfig(rows, j.market, small(params), 1)
		if err != nil {
			return nil, err
		}
		j.change(rows, &cfg)
		begins := matchday.Date(year, time.July, 1)
		m, err := xgboost.Fit(ctx, rows, rows.KnownBefore(begins.AddDate(-learnYears, 0, 0), begins), cfg, nil)
		if err != nil {
			return nil, err
		}
		at := scored(rows, year)
		probs, err := m.Predict(rows, at)
		if err != nil {
			return nil, err
		}
		for k, i := range at {
			out = append(out, prediction{i, probs[k]})
		}
	}
	return out, nil
}

// row is a line of a table: what a piece is worth.
type row struct {
	name    string
	n       int
	logLoss float64           // of the variant
	worth   validate.Interval // log loss without the piece less with it
}

// compare scores two models on the fixtures of both: one that has the piece,
// and one that lacks it. The log loss shown is the variant's.
func compare(rows *matchday.Rows, name string, has, lacks []prediction, variant []prediction) row {
	said := map[int]matchday.Probs{}
	for _, p := range has {
		said[p.row] = p.probs
	}
	var days []time.Time
	var a, b []matchday.Probs
	var outcomes []matchday.Outcome
	for _, p := range lacks {
		if q, ok := said[p.row]; ok {
			a, b = append(a, p.probs), append(b, q)
			outcomes, days = append(outcomes, rows.Outcome(p.row)), append(days, rows.Fixtures[p.row].MatchDate)
		}
	}
	loss := 0.0
	for _, p := range variant {
		loss += validate.LogLoss(p.probs, rows.Outcome(p.row)) / float64(len(variant))
	}
	return row{name, len(a), loss, harness.LossDifference(a, b, outcomes, days)}
}

// walkAll walks all jobs, two at a time.
func walkAll(ctx context.Context, jobs []job, params matchday.XGBoost) ([][]prediction, error) {
	out := make([][]prediction, len(jobs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for k, j := range jobs {
		g.Go(func() (err error) {
			out[k], err = j.walk(ctx, params)
			return err
		})
	}
	return out, g.Wait()
}
