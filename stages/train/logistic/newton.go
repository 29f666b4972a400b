package logistic

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Newton's method stops after the step that follows a squared decrement below
// decrementTolerance: convergence is quadratic, so that last step leaves an
// error of about its square, and the optimum does not depend on the start.
const (
	decrementTolerance = 1e-8
	maxNewtonSteps     = 200
)

// Curvature evaluates a convex, twice differentiable function at theta. It
// fills grad [n] and the upper triangle of the row-major hess [n*n], both given
// as zeros, and returns the value.
type Curvature func(theta, grad, hess []float64) (value float64)

// Newton minimises a strictly convex function from start by Newton steps, each
// halved until the value falls (Boyd & Vandenberghe 2004, algorithm 9.5). The
// error is the context's, or names a function without a minimum in reach.
func Newton(ctx context.Context, start []float64, f Curvature) ([]float64, error) {
	n := len(start)
	theta, before := append([]float64(nil), start...), append([]float64(nil), start...)
	grad, hess := make([]float64, n), make([]float64, n*n)
	var cholesky mat.Cholesky
	step := mat.NewVecDense(n, nil)
	best := math.Inf(1)
	for range maxNewtonSteps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(grad)
		clear(hess)
		value := f(theta, grad, hess)
		if !(value <= best+1e-12*math.Abs(best)) && !math.IsInf(best, 1) { // also refuses NaN
			for i := range theta {
				theta[i] = (theta[i] + before[i]) / 2
			}
			continue
		}
		best = value
		if !cholesky.Factorize(mat.NewSymDense(n, hess)) {
			return nil, errors.New("the Hessian is not positive definite: some inputs are not finite, or have no penalty and follow from others")
		}
		if err := cholesky.SolveVecTo(step, mat.NewVecDense(n, grad)); err != nil {
			var condition mat.Condition
			if !errors.As(err, &condition) {
				return nil, fmt.Errorf("solve the Newton step: %w", err)
			}
		}
		decrement := 0.0
		copy(before, theta)
		for i, g := range grad {
			decrement += g * step.AtVec(i)
			theta[i] -= step.AtVec(i)
		}
		if decrement < decrementTolerance {
			return theta, nil
		}
	}
	return nil, fmt.Errorf("no convergence in %d Newton steps: check the columns for values without bound", maxNewtonSteps)
}
