// Package train fits the four models on feature rows and walks them forward
// through time.
//
// Input: feature rows. Output: models as of a moment, and the predictions that
// models of the past gave for the rows that came after them. Guarantee: a fit
// as of t uses only results known at t, and a row is only ever predicted by
// models fitted at or before its own as-of.
package train

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// Names of the models, in the order in which tables show them.
const (
	Elo        = "elo"
	DixonColes = "dixon_coles"
	XGBoost    = "xgboost"
	Ensemble   = "ensemble"
)

// Base are the models that the ensemble stacks.
var Base = []string{Elo, DixonColes, XGBoost}

// Market groups: which prices a model may learn from.
const (
	MarketOff  = "off"  // none
	MarketPast = "past" // those of earlier fixtures
	MarketOn   = "on"   // the fixture's own pre-match prices too
)

// fewest are the rows below which a model is not fitted and its prior serves.
const (
	fewestRows   = 300
	fewestXGRows = 2000
	fewestOOT    = 500
)

// models are the four as last fitted; nil where there was too little to learn
// from.
type models struct {
	elo   *elo.Model
	dc    *dixoncoles.Model
	xgb   *xgboost.Model
	stack *stacking.Model

	xgbAt, stackAt time.Time // of the last fits
}

// fitter refits the models as time goes on.
type fitter struct {
	rows   *matchday.Rows
	conf   matchday.Train
	market string
	dcConf dixoncoles.Config
	xgConf xgboost.Config
	models
}

func newFitter(rows *matchday.Rows, conf matchday.Train, market string) (*fitter, error) {
	xc, err := xgboost.DefaultConfig(rows, market, conf.XGBoost, conf.Seed)
	if err != nil {
		return nil, err
	}
	dc := dixoncoles.DefaultConfig()
	if market != MarketOff {
		dc = dc.WithPastPrices()
	}
	return &fitter{rows: rows, conf: conf, market: market, dcConf: dc, xgConf: xc}, nil
}

// refitBase fits Elo and Dixon-Coles on what was known at t, and XGBoost when
// its cadence is due.
func (f *fitter) refitBase(ctx context.Context, t time.Time) error {
	g, both := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		train := f.known(t, f.conf.EloYears)
		if len(train) < fewestRows {
			return nil
		}
		f.elo, err = elo.Fit(both, f.rows, train, elo.DefaultConfig(), f.elo)
		return wrap("fit elo", t, err)
	})
	g.Go(func() (err error) {
		train := f.known(t, dixoncoles.MaxYears)
		if len(train) < fewestRows {
			return nil
		}
		f.dc, err = dixoncoles.Fit(both, f.rows, train, f.dcConf, f.dc)
		return wrap("fit dixon_coles", t, err)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if !due(f.xgbAt, t, f.conf.XGBoostEveryDays) {
		return nil
	}
	train := f.known(t, f.conf.XGBoostYears)
	if len(train) < fewestXGRows {
		return nil
	}
	m, err := xgboost.Fit(ctx, f.rows, train, f.xgConf, nil)
	if err != nil {
		return wrap("fit xgboost", t, err)
	}
	f.xgb, f.xgbAt = m, t
	return nil
}

// predictBase gives each base model's probabilities of the rows at.
func (f *fitter) predictBase(at []int) (map[string][]matchday.Probs, error) {
	out := make(map[string][]matchday.Probs, len(Base))
	prior, err := BaseRates(f.rows, at)
	if err != nil {
		return nil, err
	}
	for _, name := range Base {
		out[name] = prior
	}
	if f.elo != nil {
		if out[Elo], err = f.elo.Predict(f.rows, at); err != nil {
			return nil, err
		}
		out[XGBoost] = out[Elo]
	}
	if f.dc != nil {
		if out[DixonColes], err = f.dc.Predict(f.rows, at); err != nil {
			return nil, err
		}
	}
	if f.xgb != nil {
		if out[XGBoost], err = f.xgb.Predict(f.rows, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// known are the rows whose result was known at t, up to so many years back.
func (f *fitter) known(t time.Time, years int) []int {
	return f.rows.KnownBefore(t.AddDate(-years, 0, 0), t)
}

// due reports whether a fit of every so many days is due again at t.
func due(last, t time.Time, days int) bool {
	return last.IsZero() || !t.Before(last.AddDate(0, 0, days))
}

// BaseRates are the shares of home wins, draws and away wins in each row's
// division over its last five seasons, as known at the row's as-of; Uniform
// where nothing was known.
func BaseRates(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	return probsOf(rows, at, []string{"base_home", "base_draw", "base_away"}, matchday.Uniform)
}

// probsOf reads three columns as probabilities; rows that have none get missing.
func probsOf(rows *matchday.Rows, at []int, names []string, missing matchday.Probs) ([]matchday.Probs, error) {
	cols, err := rows.Select(names)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k, i := range at {
		out[k] = matchday.Probs{cols[0][i], cols[1][i], cols[2][i]}.Normalised()
		if !out[k].Valid() {
			out[k] = missing
		}
	}
	return out, nil
}

func wrap(what string, t time.Time, err error) error {
	if err != nil {
		return fmt.Errorf("%s as of %s: %w", what, t.Format(time.RFC3339), err)
	}
	return nil
}

// ValidMarket reports whether the name is one of the market groups.
func ValidMarket(name string) bool {
	return slices.Contains([]string{MarketOff, MarketPast, MarketOn}, name)
}
