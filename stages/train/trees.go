package train

import (
	"context"
	"fmt"
	"time"

	"matchday"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// grove is what a market group has to itself: its trees and its stack.
type grove struct {
	market string
	trees  string // name of what the trees say, among what is gathered
	conf   xgboost.Config
	xgb    grown
	stack  *stacking.Model
}

// grown are trees, nil before there are any, and how many rows there were when their
// rounds were last searched for.
type grown struct {
	*xgboost.Model
	searched int
}

func newGrove(rows *matchday.Rows, conf matchday.Train, market, trees string) (grove, error) {
	c, err := xgboost.DefaultConfig(rows, market, conf.XGBoost, conf.Seed)
	return grove{market: market, trees: trees, conf: c}, err
}

// groves are those of the market group.
func (w *WalkForward) groves() []*grove {
	if w.market == MarketOn {
		return []*grove{&w.own, &w.past}
	}
	return []*grove{&w.own}
}

// refitXGBoost fits the trees of each market group on what was known at t. With too
// few rows they stay as they are, and are due again at the next step.
func (w *WalkForward) refitXGBoost(ctx context.Context, t time.Time) (err error) {
	learn := w.known(t, w.conf.XGBoostYears)
	if len(learn) < fewestXGRows {
		return nil
	}
	var trees []grown
	if w.ahead != nil {
		trees, err = w.ahead.take(t)
	} else {
		trees, err = w.grow(ctx, t, learn, w.trees())
	}
	if err != nil {
		return err
	}
	for k, g := range w.groves() {
		g.xgb = trees[k]
	}
	w.xgbAt = t
	return nil
}

// trees are those of the groves as last grown.
func (w *WalkForward) trees() (trees []grown) {
	for _, g := range w.groves() {
		trees = append(trees, g.xgb)
	}
	return trees
}

// grow fits the trees of each market group on the rows learn; before are those before
// them. The search for the number of rounds takes half the time, so the trees before
// lend their number until there is half as much again to learn from: before that, the
// best number moves by chance.
func (w *WalkForward) grow(ctx context.Context, t time.Time, learn []int, before []grown) ([]grown, error) {
	trees := make([]grown, len(before))
	for k, g := range w.groves() {
		trees[k].searched = before[k].searched
		warm := before[k].Model
		if 2*len(learn) >= 3*trees[k].searched {
			warm, trees[k].searched = nil, len(learn)
		}
		var err error
		if trees[k].Model, err = xgboost.Fit(ctx, w.rows, learn, g.conf, warm); err != nil {
			return nil, wrap("fit xgboost", t, err)
		}
	}
	return trees, nil
}

// ahead grows the trees that a walk will ask for, in the order of their moments, while
// the walk fits all else: they follow from the rows and from the trees before them
// alone. It is never more than one moment ahead, and so holds one sample.
type ahead struct {
	moments []time.Time // that were not taken
	trees   chan []grown
	err     error // of the growing that ended before its time; read it once trees is closed
}

// take returns the trees of a moment, the next one. It waits for them.
func (a *ahead) take(t time.Time) ([]grown, error) {
	if len(a.moments) == 0 || !a.moments[0].Equal(t) {
		return nil, fmt.Errorf("trees are asked for as of %s; those grown ahead are of %v", t.Format(time.RFC3339), a.moments)
	}
	a.moments = a.moments[1:]
	trees, ok := <-a.trees
	if !ok {
		return nil, a.err
	}
	return trees, nil
}

// growAhead begins to grow the trees of the moments. The function that it returns ends
// that, and waits until it has ended.
func (w *WalkForward) growAhead(ctx context.Context, moments []time.Time) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	a, before := &ahead{moments: moments, trees: make(chan []grown)}, w.trees()
	w.ahead = a
	go func() {
		defer close(a.trees)
		for _, t := range moments {
			trees, err := w.grow(ctx, t, w.known(t, w.conf.XGBoostYears), before)
			if err != nil {
				a.err = err
				return
			}
			select {
			case a.trees <- trees:
			case <-ctx.Done():
				a.err = ctx.Err()
				return
			}
			before = trees
		}
	}()
	return func() {
		cancel()
		for range a.trees { // until it is closed
		}
		w.ahead = nil
	}
}

// treesOfFit are the moments at which Fit grows trees: when they are due on its way,
// and at its end.
func (w *WalkForward) treesOfFit(from, asOf time.Time) []time.Time {
	moments, last := w.treesDue(w.xgbAt, from, asOf, burnInStep)
	if w.enough(asOf) && !last.Equal(asOf) {
		moments = append(moments, asOf)
	}
	return moments
}

// treesDue are the moments of a walk's steps at which trees are due, if the last ones
// were grown at last, and the last of them.
func (w *WalkForward) treesDue(last, from, to time.Time, step time.Duration) ([]time.Time, time.Time) {
	var moments []time.Time
	for t := range w.steps(from, to, step) {
		if due(last, t, w.conf.XGBoostEvery) && w.enough(t) {
			moments, last = append(moments, t), t
		}
	}
	return moments, last
}

// enough says whether enough was known at t to grow trees on.
func (w *WalkForward) enough(t time.Time) bool {
	return len(w.known(t, w.conf.XGBoostYears)) >= fewestXGRows
}
