package dixoncoles

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The matrix sums its cells one by one.
func TestResultsAreThoseOfTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lambda, mu := rapid.Float64Range(.05, 4).Draw(t, "lambda"), rapid.Float64Range(.05, 4).Draw(t, "mu")
		rho := rapid.Float64Range(-.15, .02).Draw(t, "rho")
		got, want := resultsOf(lambda, mu, rho), Matrix(lambda, mu, rho).Result()
		for c := range want {
			if math.Abs(got.probs[c]-want[c]) > 2*TruncationError {
				t.Fatalf("%v at %v, %v, %v; the matrix says %v", got.probs, lambda, mu, rho, want)
			}
		}
		const step = 1e-6
		numeric := func(f func(by float64) results, c int) float64 {
			return (f(step).probs[c] - f(-step).probs[c]) / (2 * step)
		}
		for c := range want {
			for what, pair := range map[string][2]float64{
				"log lambda": {got.byHome[c], numeric(func(by float64) results { return resultsOf(lambda*math.Exp(by), mu, rho) }, c)},
				"log mu":     {got.byAway[c], numeric(func(by float64) results { return resultsOf(lambda, mu*math.Exp(by), rho) }, c)},
				"rho":        {got.byRho[c], numeric(func(by float64) results { return resultsOf(lambda, mu, rho+by) }, c)},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-5 {
					t.Errorf("slope %d by %s is %v; numerically %v", c, what, pair[0], pair[1])
				}
			}
		}
	})
}
