package train

import (
	"context"
	"iter"
	"log/slog"
	"sort"
	"time"

	"matchday"
	"matchday/stages/train/belief"
)

// burnInStep is how often the models are refitted while the walk only gathers
// out-of-time predictions for the ensemble to learn from.
const burnInStep = 28 * 24 * time.Hour

// burnInStack is how often the stacks are refitted meanwhile.
const burnInStack = matchday.Duration(26 * 7 * 24 * time.Hour)

// Walk predicts rows in the order of time, each by models that were fitted on
// what was known at the start of its step.
type Walk struct {
	Rows     *matchday.Rows
	From, To time.Time     // match dates, both included
	Step     time.Duration // between refits of Elo and Dixon-Coles; whole days keep to London's clock
	Market   string
	Config   matchday.Train
	// Sharp are the sharp prices that weights of belief are learned against,
	// parallel to Rows; nil: the prior counts.
	Sharp [][]belief.Price
	Log   *slog.Logger
	// Progress is called with the share of the walk that is done, 0 to 1; may be nil.
	Progress func(share float64)
}

// Predictions are those of the rows of a walk's range.
type Predictions struct {
	At    []int                       // row indices, rising
	Probs map[string][]matchday.Probs // by model; parallel to At
	Goals []Goals                     // what the score matrix follows from; parallel to At
	// Belief is how far the ensemble is believed; parallel to At. Fixtures share maps.
	Belief []matchday.Belief
	Fits   int // steps at which the models were refitted
}

// Run walks from the burn-in to the last row of the range.
func (w Walk) Run(ctx context.Context) (Predictions, error) {
	forward, err := NewWalkForward(w.Rows, w.Config, w.Market)
	if err != nil {
		return Predictions{}, err
	}
	forward.Against(w.Sharp)
	// As-ofs come before their fixture's date ends.
	first, start, end := w.first(), w.Start(), w.To.AddDate(0, 0, 2)
	report := w.progress(forward.firstAsOf(start), forward.firstAsOf(end))
	out := Predictions{Probs: map[string][]matchday.Probs{}}

	burnIn, last := forward.treesDue(time.Time{}, start, first, burnInStep)
	trees, _ := forward.treesDue(last, first, end, w.Step)
	defer forward.growAhead(ctx, append(burnIn, trees...))()
	err = forward.walk(ctx, start, first, burnInStep, func(ctx context.Context, t time.Time, at []int) error {
		defer report(at)
		return forward.step(ctx, t, at)
	})
	if err != nil {
		return Predictions{}, err
	}
	err = forward.walk(ctx, first, end, w.Step, func(ctx context.Context, t time.Time, at []int) error {
		defer report(at)
		return w.predict(ctx, forward, t, at, &out)
	})
	out.Fits = forward.fits
	return out, err
}

// first is the start of the first step whose predictions count. Steps hang on the
// range alone, not on the fixtures in it, so that a fixture more or less moves no fit.
// Two hours before the first day is before every as-of of that day's fixtures could
// round up.
func (w Walk) first() time.Time { return matchday.CollectionBefore(w.From.Add(-2 * time.Hour)) }

// Start is where the burn-in begins.
func (w Walk) Start() time.Time { return burnInStart(w.Config, w.first()) }

// predict refits at t, predicts the rows at and keeps those whose match date
// lies in the range.
func (w Walk) predict(ctx context.Context, forward *WalkForward, t time.Time, at []int, out *Predictions) error {
	if err := forward.refitBase(ctx, t); err != nil {
		return err
	}
	if due(forward.stackAt, t, w.Config.EnsembleEvery) {
		if err := forward.refitStacks(ctx, t); err != nil {
			return err
		}
		forward.learnBelief(t)
	}
	if err := forward.learnOnline(t); err != nil {
		return err
	}
	models := forward.current()
	probs, said, err := models.predict(w.Rows, at)
	if err != nil {
		return err
	}
	goals, err := models.Goals(w.Rows, at)
	if err != nil {
		return err
	}
	believed := models.beliefsOf(w.Rows, at)
	for k, i := range at {
		if d := w.Rows.Fixtures[i].MatchDate; d.Before(w.From) || d.After(w.To) {
			continue
		}
		out.At, out.Goals, out.Belief = append(out.At, i), append(out.Goals, goals[k]), append(out.Belief, believed[k])
		for name := range probs {
			out.Probs[name] = append(out.Probs[name], probs[name][k])
		}
	}
	forward.observe(at, probs[Ensemble], goals)
	return forward.gather(at, said)
}

// progress reports the share of the rows from first to end that have been seen.
func (w Walk) progress(first, end int) func(at []int) {
	return func(at []int) {
		if w.Progress != nil {
			w.Progress(float64(at[len(at)-1]+1-first) / float64(max(1, end-first)))
		}
	}
}

// BurnInStart is where a walk begins whose first fit is as of t.
func (w *WalkForward) BurnInStart(t time.Time) time.Time { return burnInStart(w.conf, t) }

// burnInStart is where a walk begins whose predictions count from first on.
func burnInStart(conf matchday.Train, first time.Time) time.Time {
	return addDays(first, -conf.BurnInSeasons*52*7)
}

// walk goes from one moment to another and visits each step in which there are
// rows, with the step's start and the rows whose as-of lies in it.
func (w *WalkForward) walk(ctx context.Context, from, to time.Time, step time.Duration, visit func(context.Context, time.Time, []int) error) error {
	for t, at := range w.steps(from, to, step) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := visit(ctx, t, at); err != nil {
			return err
		}
	}
	return nil
}

// steps are those from one moment to another in which there are rows: their start and
// the rows whose as-of lies in them.
func (w *WalkForward) steps(from, to time.Time, step time.Duration) iter.Seq2[time.Time, []int] {
	const day = 24 * time.Hour
	return func(yield func(time.Time, []int) bool) {
		for t := from; t.Before(to); {
			next := addDays(t, int(step/day)).Add(step % day)
			if next.After(to) {
				next = to
			}
			if lo, hi := w.firstAsOf(t), w.firstAsOf(next); lo < hi && !yield(t, indices(lo, hi)) {
				return
			}
			t = next
		}
	}
}

// step refits the base models at t and gathers what they say of the rows at. The
// mixture of MarketOn and the weights of belief are to learn what an ensemble is worth
// that has not seen the rows: during the burn-in there is a stack from time to time.
// Before the first there is nothing to observe: the plain mean is no ensemble that
// anybody will be asked to believe.
func (w *WalkForward) step(ctx context.Context, t time.Time, at []int) error {
	if err := w.refitBase(ctx, t); err != nil {
		return err
	}
	if err := w.refitBurnIn(ctx, t); err != nil {
		return err
	}
	if err := w.learnOnline(t); err != nil {
		return err
	}
	models := w.current()
	if w.believing.sharp == nil || w.own.stack == nil {
		said, err := models.members(w.rows, at)
		if err != nil {
			return err
		}
		return w.gather(at, said)
	}
	probs, said, err := models.predict(w.rows, at)
	if err != nil {
		return err
	}
	goals, err := models.Goals(w.rows, at)
	if err != nil {
		return err
	}
	w.observe(at, probs[Ensemble], goals)
	return w.gather(at, said)
}

// refitBurnIn refits the stacks during the burn-in, where something is to be learned
// of what they say.
func (w *WalkForward) refitBurnIn(ctx context.Context, t time.Time) error {
	if w.market != MarketOn && w.believing.sharp == nil || w.own.stack != nil && !due(w.burnIn, t, burnInStack) {
		return nil
	}
	w.burnIn = t
	for _, g := range w.groves() {
		if err := w.refitStack(ctx, t, g); err != nil {
			return err
		}
	}
	return nil
}

// firstAsOf is the index of the first row whose as-of is at or after t.
func (w *WalkForward) firstAsOf(t time.Time) int {
	return sort.Search(w.rows.Len(), func(i int) bool { return !w.rows.Fixtures[i].AsOf.Before(t) })
}

// addDays moves t by whole days of London's clock, so that a weekly step meets
// the collection moment in summer and winter alike.
func addDays(t time.Time, days int) time.Time {
	return t.In(matchday.London).AddDate(0, 0, days).UTC()
}

func indices(lo, hi int) []int {
	out := make([]int, hi-lo)
	for k := range out {
		out[k] = lo + k
	}
	return out
}
