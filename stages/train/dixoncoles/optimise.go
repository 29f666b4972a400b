package dixoncoles

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/optimize"
)

// Functions are handed to the optimiser in units in which slopes of
// gradientThreshold are far below anything that matters; where the line search
// gives up closer than acceptedGradient, rounding has been reached. Rates are cut
// to their range, which gives the function edges, and where sides score never or
// in dozens the optimum lies on one. There the slope jumps, and no step is where
// the usual line search wants it: after smoothAttempts any step that goes down
// will do, until an attempt goes down by less than acceptedFall.
const (
	gradientThreshold = 1e-4
	acceptedGradient  = 1e-2
	acceptedFall      = 1e-3 // of the log likelihood
	maxIterations     = 1000
	smoothAttempts    = 3
	edgeIterations    = 100 // of an attempt after those: it creeps
	attempts          = 20  // each starts afresh where the last gave up
)

// minimise runs L-BFGS from start. value fills grad at x; scale are the units
// in which the parameters are about equally stiff.
func minimise(value func(x, grad []float64) float64, start, scale []float64) ([]float64, error) {
	n := len(start)
	x, slope, last := make([]float64, n), make([]float64, n), make([]float64, n)
	last[0] = math.NaN() // equal to nothing
	current := 0.0
	evaluate := func(u []float64) {
		if slices.Equal(last, u) { // value and slopes are asked for one after the other
			return
		}
		copy(last, u)
		for i := range x {
			x[i] = u[i] * scale[i]
		}
		current = value(x, slope)
		for i := range slope {
			slope[i] *= scale[i]
		}
	}
	u := make([]float64, n)
	for i := range u {
		u[i] = start[i] / scale[i]
	}
	problem := optimize.Problem{
		Func: func(u []float64) float64 { evaluate(u); return current },
		Grad: func(grad, u []float64) { evaluate(u); copy(grad, slope) },
	}
	steepest := math.Inf(1)
	for attempt := range attempts {
		method, iterations, before := &optimize.LBFGS{}, maxIterations, current
		if attempt >= smoothAttempts {
			method.Linesearcher, iterations = &optimize.Backtracking{}, edgeIterations
		}
		result, err := optimize.Minimize(problem, u, &optimize.Settings{
			GradientThreshold: gradientThreshold, Converger: optimize.NeverTerminate{}, MajorIterations: iterations,
		}, method)
		if result == nil {
			return nil, fmt.Errorf("minimise %d parameters: %w", n, err)
		}
		u = result.X
		evaluate(u)
		steepest = 0
		for _, g := range slope {
			steepest = max(steepest, math.Abs(g)) // NaN stays
		}
		onEdge := attempt >= smoothAttempts && before-current < acceptedFall
		if steepest < acceptedGradient || (onEdge && steepest < math.Inf(1)) {
			return slices.Clone(x), nil
		}
	}
	return nil, fmt.Errorf("minimise %d parameters: slope %.3g is left after %d attempts", n, steepest, attempts)
}

// each calls f for 0 … n−1 on as many goroutines as may run, and returns the
// error of the lowest index.
func each(ctx context.Context, n int, f func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = f(i)
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
