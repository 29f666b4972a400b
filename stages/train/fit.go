package train

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// fewest are the rows below which a model is not fitted and its prior serves.
const (
	fewestRows   = 300
	fewestXGRows = 2000
	fewestOOT    = 500
)

// Course carries models forward through time. What it gathers on the way, the
// base models' predictions of rows that they had not seen, is what the ensemble
// learns from.
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
	searched int
	seen     outOfTime
	fits     int // steps at which the models were refitted
}

// NewCourse stands before the first step. Rows that lack a column which a model
// reads are an error that names it.
func NewWalkForward(rows *matchday.Rows, conf matchday.Train, market string) (*WalkForward, error) {
	if !ValidMarket(market) {
		return nil, fmt.Errorf("market group %q: want %s, %s or %s", market, MarketOff, MarketPast, MarketOn)
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

// Fit fits all four models on what was known at asOf, and leaves the course
// there: a later fit goes on from the earlier one. Going back is an error.
func (c *WalkForward) Fit(ctx context.Context, asOf time.Time) (Models, error) {
	from := c.at
	if from.IsZero() {
		from = c.burnInStart(asOf)
	}
	if asOf.Before(from) {
		return Models{}, fmt.Errorf("fit as of %s: the course has come to %s already; begin another", asOf.Format(time.RFC3339), from.Format(time.RFC3339))
	}
	if err := c.walk(ctx, from, asOf, burnInStep, c.step); err != nil {
		return Models{}, err
	}
	if err := c.refitBase(ctx, asOf); err != nil {
		return Models{}, err
	}
	if !c.xgbAt.Equal(asOf) {
		if err := c.refitXGBoost(ctx, asOf); err != nil {
			return Models{}, err
		}
	}
	if err := c.refitStack(ctx, asOf); err != nil {
		return Models{}, err
	}
	c.at = asOf
	return c.models, nil
}

// refitBase fits Elo and Dixon-Coles on what was known at t, and XGBoost when
// its cadence is due.
func (c *WalkForward) refitBase(ctx context.Context, t time.Time) error {
	c.fits++
	c.models.AsOf = t
	g, both := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		train := c.known(t, c.conf.EloYears)
		if len(train) < fewestRows {
			return nil
		}
		c.models.elo, err = elo.Fit(both, c.rows, train, elo.DefaultConfig(), c.models.elo)
		return wrap("fit elo", t, err)
	})
	g.Go(func() (err error) {
		train := c.known(t, dixoncoles.MaxYears)
		if len(train) < fewestRows {
			return nil
		}
		c.models.dc, err = dixoncoles.Fit(both, c.rows, train, c.dcConf, c.models.dc)
		return wrap("fit dixon_coles", t, err)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if !due(c.xgbAt, t, c.conf.XGBoostEvery) {
		return nil
	}
	return c.refitXGBoost(ctx, t)
}

// refitXGBoost fits XGBoost on what was known at t. The model before lends its
// number of rounds, the search for which takes half the time, until there is
// half as much again to learn from: before that, what is best moves by chance.
func (c *WalkForward) refitXGBoost(ctx context.Context, t time.Time) error {
	train := c.known(t, c.conf.XGBoostYears)
	if len(train) < fewestXGRows {
		return nil
	}
	warm := c.models.xgb
	if 2*len(train) >= 3*c.searched {
		warm, c.searched = nil, len(train)
	}
	m, err := xgboost.Fit(ctx, c.rows, train, c.xgConf, warm)
	if err != nil {
		return wrap("fit xgboost", t, err)
	}
	c.models.xgb, c.xgbAt = m, t
	return nil
}

// refitStack learns the ensemble from the gathered predictions of rows whose
// result was known at t; while there are too few there is none.
func (c *WalkForward) refitStack(ctx context.Context, t time.Time) error {
	since := t.AddDate(-c.conf.EnsembleYears, 0, 0)
	learn := c.seen.known(c.rows, since, t)
	c.models.stack, c.stackAt = nil, t
	if len(learn.at) < fewestOOT {
		return nil
	}
	in, err := stackInputs(c.rows, c.market, learn.at, learn.probs)
	if err != nil {
		return err
	}
	outcomes := make([]matchday.Outcome, len(learn.at))
	asOf := make([]time.Time, len(learn.at))
	for k, i := range learn.at {
		outcomes[k], asOf[k] = c.rows.Outcome(i), c.rows.Fixtures[i].AsOf
	}
	c.models.stack, err = stacking.Fit(ctx, stacking.DefaultConfig(), stackNames(c.market), in, outcomes, asOf)
	return wrap("fit ensemble", t, err)
}

// known are the rows whose result was known at t, up to so many years back.
func (c *WalkForward) known(t time.Time, years int) []int {
	return c.rows.KnownBefore(t.AddDate(-years, 0, 0), t)
}

// due reports whether a fit of every so many days is due again at t.
func due(last, t time.Time, every matchday.Duration) bool {
	return last.IsZero() || !t.Before(last.Add(time.Duration(every)))
}

// outOfTime is what the base models said of rows before they were known.
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
