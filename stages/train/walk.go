package train

import (
	"context"
	"log/slog"
	"math"
	"sort"
	"time"

	"matchday"
	"matchday/stages/train/stacking"
)

// burnInStep is how often the models are refitted while the walk only gathers
// out-of-time predictions for the ensemble to learn from.
const burnInStep = 28 * 24 * time.Hour

// Walk predicts rows in the order of time, each by models that were fitted on
// what was known at the start of its step.
type Walk struct {
	Rows     *matchday.Rows
	From, To time.Time     // match dates, both included
	Step     time.Duration // between refits of Elo and Dixon-Coles; whole days keep to London's clock
	Market   string
	Config   matchday.Train
	Log      *slog.Logger
	// Progress is told the share of the walk that is done, 0 to 1; may be nil.
	Progress func(share float64)
}

// Predictions are those of the rows of a walk's range.
type Predictions struct {
	At    []int                       // row indices, rising
	Probs map[string][]matchday.Probs // by model; parallel to At
	Fits  int                         // steps at which the models were refitted
}

// Run walks from the burn-in to the last row of the range.
func (w Walk) Run(ctx context.Context) (Predictions, error) {
	f, err := newFitter(w.Rows, w.Config, w.Market)
	if err != nil {
		return Predictions{}, err
	}
	// Steps hang on the range alone, not on the fixtures in it, so that a
	// fixture more or less moves no fit. Two hours before the first day is
	// before every as-of of that day's fixtures could round up.
	first := matchday.CollectionBefore(w.From.Add(-2 * time.Hour))
	start := addStep(first, -time.Duration(w.Config.BurnInSeasons)*52*7*24*time.Hour)
	oot := newOutOfTime(w.Rows, w.Config, w.Market)
	out := Predictions{Probs: map[string][]matchday.Probs{}}
	end := w.lastRow()

	var next time.Time
	for t := start; ; t = next {
		step := w.Step
		if t.Before(first) {
			step = min(burnInStep, first.Sub(t))
		}
		next = addStep(t, step)
		if t.Before(first) && next.After(first) {
			next = first
		}
		lo, hi := w.firstAsOf(t), min(w.firstAsOf(next), end)
		if w.firstAsOf(t) >= end {
			return out, nil
		}
		if lo == hi {
			continue
		}
		if err := w.step(ctx, f, oot, t, indices(lo, hi), !t.Before(first), &out); err != nil {
			return Predictions{}, err
		}
		if w.Progress != nil {
			w.Progress(float64(hi-w.firstAsOf(start)) / float64(max(1, end-w.firstAsOf(start))))
		}
	}
}

// step refits at t and predicts the rows at; report says whether they belong
// to the range or to the burn-in.
func (w Walk) step(ctx context.Context, f *fitter, oot *outOfTime, t time.Time, at []int, report bool, out *Predictions) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := f.refitBase(ctx, t); err != nil {
		return err
	}
	out.Fits++
	if report && due(f.stackAt, t, w.Config.EnsembleEveryDays) {
		m, err := oot.fit(ctx, t)
		if err != nil {
			return wrap("fit ensemble", t, err)
		}
		f.stack, f.stackAt = m, t
	}
	base, err := f.predictBase(at)
	if err != nil {
		return err
	}
	if report {
		if err := w.report(f, oot, at, base, out); err != nil {
			return err
		}
	}
	return oot.add(at, base)
}

// report appends the predictions of the rows whose match date lies in the range.
func (w Walk) report(f *fitter, oot *outOfTime, at []int, base map[string][]matchday.Probs, out *Predictions) error {
	stacked, err := oot.inputs(at, base)
	if err != nil {
		return err
	}
	ensemble, err := combine(f.stack, stacked)
	if err != nil {
		return err
	}
	for k, i := range at {
		d := w.Rows.Fixtures[i].MatchDate
		if d.Before(w.From) || d.After(w.To) {
			continue
		}
		out.At = append(out.At, i)
		for _, name := range Base {
			out.Probs[name] = append(out.Probs[name], base[name][k])
		}
		out.Probs[Ensemble] = append(out.Probs[Ensemble], ensemble[k])
	}
	return nil
}

// firstAsOf is the index of the first row whose as-of is at or after t.
func (w Walk) firstAsOf(t time.Time) int {
	return sort.Search(w.Rows.Len(), func(i int) bool { return !w.Rows.Fixtures[i].AsOf.Before(t) })
}

// lastRow is one past the last row that can belong to the range: as-ofs come
// before their fixture's date ends.
func (w Walk) lastRow() int { return w.firstAsOf(w.To.AddDate(0, 0, 2)) }

// addStep moves t by whole days of London's clock, so that a weekly step meets
// the collection moment in summer and winter alike.
func addStep(t time.Time, d time.Duration) time.Time {
	const day = 24 * time.Hour
	return t.In(matchday.London).AddDate(0, 0, int(d/day)).Add(d % day).UTC()
}

func indices(lo, hi int) []int {
	out := make([]int, hi-lo)
	for k := range out {
		out[k] = lo + k
	}
	return out
}

// outOfTime gathers what the base models said of rows before they were known:
// all that the ensemble may learn from.
type outOfTime struct {
	rows   *matchday.Rows
	conf   matchday.Train
	market string
	at     []int
	probs  map[string][]matchday.Probs
}

func newOutOfTime(rows *matchday.Rows, conf matchday.Train, market string) *outOfTime {
	return &outOfTime{rows: rows, conf: conf, market: market, probs: map[string][]matchday.Probs{}}
}

func (o *outOfTime) names() []string {
	if o.market == MarketOn {
		return append(append([]string{}, Base...), "market")
	}
	return Base
}

// inputs are the probabilities that the ensemble combines, [model][row]; the
// market's are NaN where a row has no price.
func (o *outOfTime) inputs(at []int, base map[string][]matchday.Probs) ([][]matchday.Probs, error) {
	var in [][]matchday.Probs
	for _, name := range Base {
		in = append(in, base[name])
	}
	if o.market == MarketOn {
		nan := math.NaN()
		market, err := probsOf(o.rows, at, []string{"market_home", "market_draw", "market_away"}, matchday.Probs{nan, nan, nan})
		if err != nil {
			return nil, err
		}
		in = append(in, market)
	}
	return in, nil
}

func (o *outOfTime) add(at []int, base map[string][]matchday.Probs) error {
	o.at = append(o.at, at...)
	for _, name := range Base {
		o.probs[name] = append(o.probs[name], base[name]...)
	}
	return nil
}

// fit learns the ensemble from the gathered predictions of rows whose result
// was known at t; nil while there are too few.
func (o *outOfTime) fit(ctx context.Context, t time.Time) (*stacking.Model, error) {
	since := t.AddDate(-o.conf.EnsembleYears, 0, 0)
	var at []int
	base := map[string][]matchday.Probs{}
	var outcomes []matchday.Outcome
	var asOf []time.Time
	for k, i := range o.at {
		known := o.rows.KnownAt[i]
		if known.IsZero() || known.After(t) || o.rows.Fixtures[i].AsOf.Before(since) {
			continue
		}
		at = append(at, i)
		for _, name := range Base {
			base[name] = append(base[name], o.probs[name][k])
		}
		outcomes = append(outcomes, o.rows.Outcome(i))
		asOf = append(asOf, o.rows.Fixtures[i].AsOf)
	}
	if len(at) < fewestOOT {
		return nil, nil
	}
	in, err := o.inputs(at, base)
	if err != nil {
		return nil, err
	}
	return stacking.Fit(ctx, stacking.DefaultConfig(), o.names(), in, outcomes, asOf)
}

// combine asks the ensemble, or, before there is one, takes the plain mean of
// the logarithms of the inputs that are there.
func combine(m *stacking.Model, in [][]matchday.Probs) ([]matchday.Probs, error) {
	if m != nil {
		return m.Predict(in)
	}
	out := make([]matchday.Probs, len(in[0]))
	for k := range out {
		var z [matchday.NumOutcome]float64
		n := 0.0
		for _, probs := range in {
			if !probs[k].Valid() {
				continue
			}
			n++
			for c := range z {
				z[c] += math.Log(probs[k][c])
			}
		}
		for c := range z {
			z[c] /= max(n, 1)
		}
		out[k] = matchday.Softmax(z)
	}
	return out, nil
}
