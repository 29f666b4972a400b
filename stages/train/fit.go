package train

import (
	"context"
	"fmt"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// With fewer rows than these a model is not fitted, and a simpler one stands in.
const (
	fewestRows   = 300
	fewestXGRows = 2000
	fewestOOT    = 500
)

// WalkForward takes models forward through time. On the way it gathers the base
// models' predictions of rows that they had not seen: the ensemble learns from
// those.
type WalkForward struct {
	rows   *matchday.Rows
	conf   matchday.Train
	market string
	dcConf dixoncoles.Config
	xgConf xgboost.Config

	at      time.Time // how far it has come; zero at the start
	models  Models    // as last fitted
	xgbAt   time.Time // of the last fits of the two that are not fitted each step
	stackAt time.Time
	// searched is how many rows there were when XGBoost's rounds were last
	// searched for.
	searched  int
	seen      outOfTime
	believing believing
	fits      int // steps at which the models were refitted
}

// NewWalkForward stands before the first step. Rows that lack a column which a
// model reads are an error that names the column.
func NewWalkForward(rows *matchday.Rows, conf matchday.Train, market string) (*WalkForward, error) {
	if !ValidMarket(market) {
		return nil, fmt.Errorf("market group %q: want %s, %s or %s", market, MarketOff, MarketPast, MarketOn)
	}
	if err := finite(rows); err != nil {
		return nil, err
	}
	xgConf, err := xgboost.DefaultConfig(rows, market, conf.XGBoost, conf.Seed)
	if err != nil {
		return nil, err
	}
	dcConf := dixoncoles.DefaultConfig()
	if market != MarketOff {
		dcConf = dcConf.WithPastPrices()
	}
	return &WalkForward{
		rows: rows, conf: conf, market: market, dcConf: dcConf, xgConf: xgConf,
		models: Models{Market: market, group: lineupweights.Default()}, seen: outOfTime{probs: map[string][]matchday.Probs{}},
	}, nil
}

// finite says which column of which row is infinite: no fit gets over it, and
// none can say where it is.
func finite(rows *matchday.Rows) error {
	for j, column := range rows.Columns {
		for i, v := range column {
			if math.IsInf(v, 0) {
				return fmt.Errorf("feature %q of fixture %s is %v: want a finite number, or none", rows.Names[j], rows.Fixtures[i].ID, v)
			}
		}
	}
	return nil
}

// Fit fits all four models on what was known at asOf. The walk stays there: a
// later fit goes on from the earlier one. Going back is an error.
func (w *WalkForward) Fit(ctx context.Context, asOf time.Time) (Models, error) {
	from := w.at
	if from.IsZero() {
		from = w.BurnInStart(asOf)
	}
	if asOf.Before(from) {
		return Models{}, fmt.Errorf("fit as of %s: the walk has come to %s already; begin another", asOf.Format(time.RFC3339), from.Format(time.RFC3339))
	}
	if err := w.walk(ctx, from, asOf, burnInStep, w.step); err != nil {
		return Models{}, err
	}
	if err := w.refitBase(ctx, asOf); err != nil {
		return Models{}, err
	}
	if !w.xgbAt.Equal(asOf) {
		if err := w.refitXGBoost(ctx, asOf); err != nil {
			return Models{}, err
		}
	}
	if err := w.refitStack(ctx, asOf); err != nil {
		return Models{}, err
	}
	w.learnBelief(asOf)
	w.at = asOf
	return w.models, nil
}

// refitBase fits Elo and Dixon-Coles on what was known at t, and XGBoost when
// its cadence is due.
func (w *WalkForward) refitBase(ctx context.Context, t time.Time) error {
	w.fits++
	w.models.AsOf = t
	g, both := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		train := w.known(t, w.conf.EloYears)
		if len(train) < fewestRows {
			return nil
		}
		w.models.elo, err = elo.Fit(both, w.rows, train, elo.DefaultConfig(), w.models.elo)
		return wrap("fit elo", t, err)
	})
	g.Go(func() (err error) {
		train := w.known(t, dixoncoles.MaxYears)
		if len(train) < fewestRows {
			return nil
		}
		w.models.dc, err = dixoncoles.Fit(both, w.rows, train, w.dcConf, w.models.dc)
		return wrap("fit dixon_coles", t, err)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if !due(w.xgbAt, t, w.conf.XGBoostEvery) {
		return nil
	}
	return w.refitXGBoost(ctx, t)
}

// refitXGBoost fits XGBoost on what was known at t. The search for the number of
// rounds takes half the time, so the model before lends its number until there
// is half as much again to learn from: before that, the best number moves by
// chance.
func (w *WalkForward) refitXGBoost(ctx context.Context, t time.Time) error {
	train := w.known(t, w.conf.XGBoostYears)
	if len(train) < fewestXGRows {
		return nil
	}
	warm := w.models.xgb
	if 2*len(train) >= 3*w.searched {
		warm, w.searched = nil, len(train)
	}
	m, err := xgboost.Fit(ctx, w.rows, train, w.xgConf, warm)
	if err != nil {
		return wrap("fit xgboost", t, err)
	}
	w.models.xgb, w.xgbAt = m, t
	return nil
}

// refitStack learns the ensemble from the gathered predictions of rows whose
// result was known at t; while there are too few there is none.
func (w *WalkForward) refitStack(ctx context.Context, t time.Time) (err error) {
	w.models.stack, err = w.fitStack(ctx, t)
	w.stackAt = t
	return err
}

func (w *WalkForward) fitStack(ctx context.Context, t time.Time) (*stacking.Model, error) {
	since := t.AddDate(-w.conf.EnsembleYears, 0, 0)
	learn := w.seen.known(w.rows, since, t)
	if len(learn.at) < fewestOOT {
		return nil, nil
	}
	in, err := stackInputs(w.rows, w.market, learn.at, learn.probs)
	if err != nil {
		return nil, err
	}
	outcomes := make([]matchday.Outcome, len(learn.at))
	asOf := make([]time.Time, len(learn.at))
	for k, i := range learn.at {
		outcomes[k], asOf[k] = w.rows.Outcome(i), w.rows.Fixtures[i].AsOf
	}
	stack, err := stacking.Fit(ctx, stacking.DefaultConfig(), stackNames(w.market), in, outcomes, asOf)
	return stack, wrap("fit ensemble", t, err)
}

// known are the rows whose result was known at t, up to so many years back.
func (w *WalkForward) known(t time.Time, years int) []int {
	return w.rows.KnownBefore(t.AddDate(-years, 0, 0), t)
}

// due reports whether a fit is due again at t, one being made at every interval.
func due(last, t time.Time, every matchday.Duration) bool {
	return last.IsZero() || !t.Before(last.Add(time.Duration(every)))
}

// outOfTime is the base models' predictions of rows that they had not learned from.
type outOfTime struct {
	at    []int
	probs map[string][]matchday.Probs // by base model, parallel to at
}

func (o *outOfTime) add(at []int, base map[string][]matchday.Probs) {
	o.at = append(o.at, at...)
	for _, name := range Base {
		o.probs[name] = append(o.probs[name], base[name]...)
	}
}

// known are those of the rows whose result was known at t and whose as-of is
// not before since.
func (o *outOfTime) known(rows *matchday.Rows, since, t time.Time) outOfTime {
	out := outOfTime{probs: map[string][]matchday.Probs{}}
	for k, i := range o.at {
		known := rows.KnownAt[i]
		if known.IsZero() || known.After(t) || rows.Fixtures[i].AsOf.Before(since) {
			continue
		}
		out.at = append(out.at, i)
		for _, name := range Base {
			out.probs[name] = append(out.probs[name], o.probs[name][k])
		}
	}
	return out
}
