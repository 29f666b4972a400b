// Package logistic fits multinomial logistic regressions for home win, draw
// and away win by Newton's method on standardised features. It is the map
// behind the Elo model and the base logits of others.
package logistic

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"matchday"
)

// Sample is what a map is fitted on. Column is called from several goroutines at
// once and must not write outside x.
type Sample struct {
	Rows, Width int
	// Column writes feature j of all rows to x [Rows]; NaN is missing and takes the
	// mean of the rows that have the feature.
	Column func(j int, x []float64)
	// Class is the outcome's index of each row: 0 home, 1 draw, 2 away.
	Class []int8
	// Weight of each row, not negative; nil weighs all rows alike.
	Weight []float64
	// Offset is added to each row's logits; nil is none.
	Offset [][matchday.NumOutcome]float64
}

// Penalty is what a map costs beside the mean log loss of its rows.
type Penalty struct {
	// L2 is half this times the sum over features of the squared coefficients,
	// for standardised features, as deviations from the three classes' mean: no
	// class is the reference. Intercepts are free.
	L2 float64
	// Prior are outcome probabilities that PriorRows rows without features and
	// offset are taken to have shown, so that few rows, or none, give a sound
	// map. PriorRows must be positive if there are no rows.
	Prior     matchday.Probs
	PriorRows float64
}

// Map turns features into logits: z_draw = 0, z_home and z_away are linear in
// the features, (x − Mean)/Scale, after an intercept in the first place.
type Map struct {
	Mean  []float64 `json:"mean"`
	Scale []float64 `json:"scale"`
	Home  []float64 `json:"home"` // [1+features]
	Away  []float64 `json:"away"` // [1+features]
}

// Logits returns the logits of home win, draw and away win for the features x,
// which it overwrites; NaN counts as the mean.
func (m *Map) Logits(x []float64) [matchday.NumOutcome]float64 {
	m.standardise(x)
	z := [matchday.NumOutcome]float64{m.Home[0], 0, m.Away[0]}
	for j, v := range x {
		z[0] += m.Home[1+j] * v
		z[2] += m.Away[1+j] * v
	}
	return z
}

func (m *Map) standardise(x []float64) {
	for j, v := range x {
		x[j] = m.standard(j, v)
	}
}

// standard is a value of feature j on the map's scale.
func (m *Map) standard(j int, v float64) float64 {
	if v != v {
		return 0
	}
	return (v - m.Mean[j]) / m.Scale[j]
}

// Solve minimises the weighted mean log loss plus the penalty. A warm map of
// the same width is where Newton's method starts; the optimum is the same.
func Solve(ctx context.Context, s Sample, p Penalty, warm *Map) (*Map, error) {
	if s.Rows == 0 && p.PriorRows <= 0 {
		return nil, errors.New("no rows to fit and no prior rows: give one or the other")
	}
	m, x := s.standardised()
	start := m.startFrom(warm)
	theta, err := Newton(ctx, start, func(theta, grad, hess []float64) float64 {
		return s.curvature(x, p, theta, grad, hess)
	})
	if err != nil {
		return nil, err
	}
	w := 1 + s.Width
	m.Home, m.Away = theta[:w:w], theta[w:]
	return m, nil
}

// standardised returns the standardisation of the features, and all rows in it,
// each after a 1 for the intercept: every Newton step reads them again.
func (s Sample) standardised() (*Map, []float64) {
	m := &Map{Mean: make([]float64, s.Width), Scale: make([]float64, s.Width)}
	w := 1 + s.Width
	out := make([]float64, s.Rows*w)
	for k := range s.Rows {
		out[k*w] = 1
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(s.Width, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			x := make([]float64, s.Rows)
			for j := int(next.Add(1)) - 1; j < s.Width; j = int(next.Add(1)) - 1 {
				s.Column(j, x)
				m.Mean[j], m.Scale[j] = s.meanAndScale(x)
				for k, v := range x {
					out[k*w+1+j] = m.standard(j, v)
				}
			}
		})
	}
	group.Wait()
	return m, out
}

// meanAndScale are a feature's mean and standard deviation over the rows that have
// it; a constant feature gets scale 1 and so never matters.
func (s Sample) meanAndScale(x []float64) (mean, scale float64) {
	weight := 0.0
	for k, v := range x { // West 1979: weighted mean and squares in one pass
		wk := s.weight(k)
		if wk == 0 || v != v {
			continue
		}
		weight += wk
		d := v - mean
		mean += d * wk / weight
		scale += wk * d * (v - mean)
	}
	scale = math.Sqrt(scale / weight)
	if !(scale > 1e-9*(1+math.Abs(mean))) { // also no rows at all
		scale = 1
	}
	return mean, scale
}

// startFrom expresses a warm map's coefficients on m's scale.
func (m *Map) startFrom(warm *Map) []float64 {
	w := 1 + len(m.Mean)
	start := make([]float64, 2*w)
	if warm == nil || len(warm.Mean) != len(m.Mean) {
		return start
	}
	for c, from := range [][]float64{warm.Home, warm.Away} {
		to := start[c*w : (c+1)*w]
		to[0] = from[0]
		for j := range m.Mean {
			slope := from[1+j] / warm.Scale[j]
			to[1+j] = slope * m.Scale[j]
			to[0] += slope * (m.Mean[j] - warm.Mean[j])
		}
	}
	return start
}

func (s Sample) weight(k int) float64 {
	if s.Weight == nil {
		return 1
	}
	return s.Weight[k]
}
