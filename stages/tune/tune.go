// Package tune searches a declared grid for the training settings that predict
// best on fixtures set aside for it.
//
// Input: how to score settings, and where to begin. Output: the best settings
// found and every trial on the way. Guarantee: the same seed and scores give
// the same trials, so that a search which was killed goes on where it stopped;
// and settings replace others only if they are better by more than chance.
package tune

import (
	"context"
	"math/rand/v2"
	"slices"

	"matchday"
)

// Losses are the log losses of a trial, summed by match day. The days of all
// trials of a search are the same.
type Losses struct {
	Days     []int64   `json:"days"` // Unix seconds, rising
	Sum      []float64 `json:"sum"`
	Fixtures []float64 `json:"fixtures"`
}

// Mean log loss of all fixtures.
func (l Losses) Mean() float64 { return total(l.Sum) / total(l.Fixtures) }

// Count of fixtures.
func (l Losses) Count() int { return int(total(l.Fixtures)) }

func total(v []float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum
}

// Trial is one point of the grid with what came of it.
type Trial struct {
	Number int    // from 0, the start of the search
	Turned string // the setting that differs from the best so far; "" at the start
	From   float64
	To     float64
	Train  matchday.Train
	Losses Losses
	Change Change // against the best so far; zero at the start
	Kept   bool   // it became the best
}

// Change is a difference of mean log losses with its 95 % interval; below zero
// is better.
type Change struct{ Mean, Low, High float64 }

// Judge says how good settings are.
type Judge struct {
	// Score gives the losses of settings; the same for the same settings.
	Score func(context.Context, matchday.Train) (Losses, error)
	// Compare is the change from the losses of the best to a challenger's,
	// paired by match day.
	Compare func(challenger, best Losses) Change
}

// Result is what a search found.
type Result struct {
	Best   Trial
	Trials []Trial
}

// Search scores the start, and then so many trials that each turn one setting
// of the best so far to another value of the grid. A trial becomes the best if
// the 95 % interval of the difference, paired by match day, lies wholly below
// zero. It ends early when all neighbours of the best have been tried.
func Search(ctx context.Context, start matchday.Train, trials int, seed uint64, judge Judge) (Result, error) {
	var out Result
	for n := 0; n <= trials; n++ {
		t, ok := Trial{Train: start}, true
		if n > 0 {
			t, ok = out.neighbour(rand.New(rand.NewPCG(seed, uint64(n))))
		}
		if !ok {
			return out, nil
		}
		t.Number = n
		var err error
		if t.Losses, err = judge.Score(ctx, t.Train); err != nil {
			return out, err
		}
		if n > 0 {
			t.Change = judge.Compare(t.Losses, out.Best.Losses)
		}
		if t.Kept = n == 0 || t.Change.High < 0; t.Kept {
			out.Best = t
		}
		out.Trials = append(out.Trials, t)
	}
	return out, nil
}

// neighbour draws one of the points of the grid that differ from the best in
// one setting and have not been tried; ok is false if there are none.
func (r Result) neighbour(rng *rand.Rand) (t Trial, ok bool) {
	var open []Trial
	for _, d := range grid() {
		for _, v := range d.values {
			c := r.Best.Train
			t := Trial{Turned: d.name, From: d.at(&c).get(), To: v}
			d.at(&c).set(v)
			t.Train = c
			if !slices.ContainsFunc(r.Trials, func(o Trial) bool { return o.Train == c }) {
				open = append(open, t)
			}
		}
	}
	if len(open) == 0 {
		return Trial{}, false
	}
	return open[rng.IntN(len(open))], true
}
