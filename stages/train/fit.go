package train

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/goalslevel"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/mixture"
	"matchday/stages/train/stacking"
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
	own    grove
	past   grove // of MarketOn: what MarketPast has instead of own

	at      time.Time // how far it has come; zero at the start
	models  Models    // as last fitted, without what own and past hold
	xgbAt   time.Time // of the last fits of the two that are not fitted each step
	stackAt time.Time
	burnIn  time.Time // of the last fit of the stacks during the burn-in
	seen    outOfTime
	ahead   *ahead // nil: trees grow when they are asked for
	// The states that follow results, and how far they have come: the level of
	// goals, and the mixture of MarketOn.
	level    *goalslevel.Model
	mix      *mixture.Model
	levelled online
	mixed    online

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
	dcConf := dixoncoles.DefaultConfig()
	if market != MarketOff {
		dcConf = dcConf.WithPastPrices()
	}
	w := &WalkForward{
		rows: rows, conf: conf, market: market, dcConf: dcConf,
		models: Models{Market: market, group: lineupweights.Default()}, seen: outOfTime{probs: map[string][]matchday.Probs{}},
		level: goalslevel.New(),
	}
	var err error
	if w.own, err = newGrove(rows, conf, market, XGBoost); err != nil || market != MarketOn {
		return w, err
	}
	w.mix = newMixture()
	w.past, err = newGrove(rows, conf, MarketPast, pastTrees)
	return w, err
}

// current are the models as last fitted. What is learned later does not change
// them.
func (w *WalkForward) current() Models {
	m := w.models
	m.xgb, m.stack, m.level = w.own.xgb.Model, w.own.stack, w.level.Clone()
	if w.market == MarketOn {
		m.mix = w.mix.Clone()
		m.addPast(w.past.xgb.Model, w.past.stack)
	}
	return m
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
	defer w.growAhead(ctx, w.treesOfFit(from, asOf))()
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
	if err := w.refitStacks(ctx, asOf); err != nil {
		return Models{}, err
	}
	if err := w.learnOnline(asOf); err != nil {
		return Models{}, err
	}
	w.learnBelief(asOf)
	w.at = asOf
	return w.current(), nil
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

// refitStacks learns the stack of each market group.
func (w *WalkForward) refitStacks(ctx context.Context, t time.Time) error {
	w.stackAt = t
	for _, g := range w.groves() {
		if err := w.refitStack(ctx, t, g); err != nil {
			return err
		}
	}
	return nil
}

// refitStack learns a stack from the gathered predictions of rows whose result
// was known at t; while there are too few there is none. That of MarketOn learns
// from the rows that have a price.
func (w *WalkForward) refitStack(ctx context.Context, t time.Time, g *grove) error {
	learn := w.seen.known(w.rows, t.AddDate(-w.conf.EnsembleYears, 0, 0), t)
	if g.market == MarketOn {
		word, err := w.rows.Column(marketWord[0])
		if err != nil {
			return err
		}
		learn = slices.DeleteFunc(learn, func(k int) bool { return math.IsNaN(word[w.seen.at[k]]) })
	}
	g.stack = nil
	if len(learn) < fewestOOT {
		return nil
	}
	at := matchday.Pick(w.seen.at, learn)
	said := map[string][]matchday.Probs{}
	for _, name := range Base {
		said[name] = matchday.Pick(w.seen.probs[name], learn)
	}
	said[XGBoost] = matchday.Pick(w.seen.probs[g.trees], learn)
	in, err := stackInputs(w.rows, g.market, at, said, none)
	if err != nil {
		return err
	}
	outcomes, asOf := make([]matchday.Outcome, len(at)), make([]time.Time, len(at))
	for k, i := range at {
		outcomes[k], asOf[k] = w.rows.Outcome(i), w.rows.Fixtures[i].AsOf
	}
	g.stack, err = stacking.Fit(ctx, stacking.DefaultConfig(), stackNames(g.market), in, outcomes, asOf)
	return wrap("fit ensemble", t, err)
}

// known are the rows whose result was known at t, up to so many years back.
func (w *WalkForward) known(t time.Time, years int) []int {
	return w.rows.KnownBefore(t.AddDate(-years, 0, 0), t)
}

// due reports whether a fit is due again at t, one being made at every interval.
func due(last, t time.Time, every matchday.Duration) bool {
	return last.IsZero() || !t.Before(last.Add(time.Duration(every)))
}

// outOfTime is what was said of rows by models that had not learned from them.
type outOfTime struct {
	at    []int
	probs map[string][]matchday.Probs // by name, parallel to at
	goals []float64                   // expected in all, before any level; 0: nobody expected any
}

func (o *outOfTime) add(at []int, said map[string][]matchday.Probs) {
	o.at = append(o.at, at...)
	for name, probs := range said {
		o.probs[name] = append(o.probs[name], probs...)
	}
}

// known are the places of the rows whose result was known at t and whose as-of is
// not before since.
func (o *outOfTime) known(rows *matchday.Rows, since, t time.Time) (out []int) {
	for k, i := range o.at {
		if known := rows.KnownAt[i]; !known.IsZero() && !known.After(t) && !rows.Fixtures[i].AsOf.Before(since) {
			out = append(out, k)
		}
	}
	return out
}
