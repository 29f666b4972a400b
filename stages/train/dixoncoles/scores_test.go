package dixoncoles

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

// pmf is the Poisson probability by the log gamma function, apart from the
// recursion that the package uses.
func pmf(k int, rate float64) float64 {
	g, _ := math.Lgamma(float64(k) + 1)
	return math.Exp(float64(k)*math.Log(rate) - rate - g)
}

func TestLowScoresByHand(t *testing.T) {
	s := Matrix(1.5, 1, -0.1)
	p := func(x, y int) float64 { return pmf(x, 1.5) * pmf(y, 1) }
	for _, c := range []struct {
		x, y int
		tau  float64 // Dixon & Coles (1997), eq. 4.2
	}{
		{0, 0, 1 + 1.5*1*.1}, {0, 1, 1 - 1.5*.1}, {1, 0, 1 - 1*.1}, {1, 1, 1.1}, {2, 1, 1}, {0, 2, 1}, {5, 4, 1},
	} {
		if got, want := s[c.x][c.y], p(c.x, c.y)*c.tau; math.Abs(got-want) > TruncationError {
			t.Errorf("P(%d–%d) = %v, want %v", c.x, c.y, got, want)
		}
	}
}

func TestTruncationErrorHoldsAtTheLargestRates(t *testing.T) {
	tail := 1.0
	for k := range MaxGoals + 1 {
		tail -= pmf(k, MaxRate)
	}
	if lost := 1 - (1-tail)*(1-tail); lost > TruncationError || lost < TruncationError/10 {
		t.Errorf("more than %d goals of either side have probability %.3g at rates of %v; the stated bound is %g", MaxGoals, lost, MaxRate, TruncationError)
	}
}

// anyScores draws rates and rho far beyond what is ever fitted.
func anyScores(t *rapid.T) (s *matchday.Scores, lambda, mu float64) {
	rate := rapid.Float64Range(-1, 50)
	lambda, mu = rate.Draw(t, "lambda"), rate.Draw(t, "mu")
	return Matrix(lambda, mu, rapid.Float64Range(-3, 3).Draw(t, "rho")), clampRate(lambda), clampRate(mu)
}

func TestTheParametersMakeTheSameMatrixToTheBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(-1, 50)
		r := Rates{rate.Draw(t, "home"), rate.Draw(t, "away"), rapid.Float64Range(-3, 3).Draw(t, "rho"), rapid.Float64Range(0.1, 10).Draw(t, "width")}
		p := r.Parameters()
		if got := (Rates{p.HomeRate, p.AwayRate, p.Rho, p.Width}).Matrix(); *got != *r.Matrix() {
			t.Fatalf("the parameters %+v make another matrix than %+v", p, r)
		}
		low, high := RhoBounds()
		if min(p.HomeRate, p.AwayRate) < MinRate || max(p.HomeRate, p.AwayRate) > MaxRate || p.Rho <= low || p.Rho >= high {
			t.Fatalf("the parameters %+v are out of bounds", p)
		}
	})
}

func TestNoCellIsNegativeWhateverTheMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, lambda, mu := anyScores(t)
		sum, home, away := 0.0, make([]float64, MaxGoals+1), make([]float64, MaxGoals+1)
		for x := range s {
			for y, v := range s[x] {
				if !(v > 0) {
					t.Fatalf("P(%d–%d) = %v", x, y, v)
				}
				sum += v
				home[x] += v
				away[y] += v
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("the cells sum to %v", sum)
		}
		for k := range home { // tau moves no mass between the sums
			if math.Abs(home[k]-pmf(k, lambda)) > TruncationError || math.Abs(away[k]-pmf(k, mu)) > TruncationError {
				t.Fatalf("%d goals: %v and %v, want Poisson's %v and %v", k, home[k], away[k], pmf(k, lambda), pmf(k, mu))
			}
		}
	})
}

func TestTauIsPositiveInsideTheBounds(t *testing.T) {
	low, high := RhoBounds()
	rapid.Check(t, func(t *rapid.T) {
		rho, _ := rhoOf(rapid.Float64Range(-30, 30).Draw(t, "parameter"))
		if rho < low || rho > high {
			t.Fatalf("rho %v leaves [%v, %v]", rho, low, high)
		}
		lambda, mu := rapid.Float64Range(MinRate, MaxRate).Draw(t, "lambda"), rapid.Float64Range(MinRate, MaxRate).Draw(t, "mu")
		for x := range 2 {
			for y := range 2 {
				if v := tau(x, y, lambda, mu, rho); !(v >= 0) {
					t.Fatalf("tau(%d,%d) = %v", x, y, v)
				}
			}
		}
	})
}

// The values that the R package regista publishes with its own Dixon-Coles.
func TestTauAsPublishedElsewhere(t *testing.T) {
	for _, c := range []struct {
		x, y            int
		lambda, mu, rho float64
		want            float64
	}{
		{0, 0, 1.2, 1.2, -0.2, 1.288}, {0, 0, 1.2, 1.2, 0.2, 0.712},
		{1, 0, 1.0, 0.8, -0.2, 0.84}, {1, 0, 1.0, 0.8, 0.2, 1.16}, {0, 1, 0.8, 1.0, -0.2, 0.84},
		{5, 3, 1.0, 1.0, 0, 1},
	} {
		if got := tau(c.x, c.y, c.lambda, c.mu, c.rho); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("tau(%d, %d) of %v, %v, %v is %v, want %v", c.x, c.y, c.lambda, c.mu, c.rho, got, c.want)
		}
	}
}

// A negative rho makes 0–0 and 1–1 likelier, 1–0 and 0–1 less likely, and leaves
// both sides' goals as they were: it moves λμρ·exp(−λ−μ) between the four.
func TestTheDependenceMovesTheSameMassBetweenTheFourLowScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lambda, mu := rapid.Float64Range(0.2, 3).Draw(t, "lambda"), rapid.Float64Range(0.2, 3).Draw(t, "mu")
		rho := rapid.Float64Range(-0.15, 0.02).Draw(t, "rho")
		with, without := Matrix(lambda, mu, rho), Matrix(lambda, mu, 0)
		moved := lambda * mu * rho * math.Exp(-lambda-mu)
		for _, c := range []struct {
			x, y int
			sign float64
		}{{0, 0, -1}, {1, 1, -1}, {0, 1, 1}, {1, 0, 1}, {2, 0, 0}, {2, 2, 0}} {
			if got := with[c.x][c.y] - without[c.x][c.y]; math.Abs(got-c.sign*moved) > TruncationError {
				t.Fatalf("P(%d–%d) moved by %v, want %v", c.x, c.y, got, c.sign*moved)
			}
		}
	})
}
