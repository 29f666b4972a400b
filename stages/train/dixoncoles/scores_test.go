package dixoncoles

import (
	"math"
	"testing"

	"pgregory.net/rapid"
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
func anyScores(t *rapid.T) (s *Scores, lambda, mu float64) {
	rate := rapid.Float64Range(-1, 50)
	lambda, mu = rate.Draw(t, "lambda"), rate.Draw(t, "mu")
	return Matrix(lambda, mu, rapid.Float64Range(-3, 3).Draw(t, "rho")), clampRate(lambda), clampRate(mu)
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

func TestMarketsAgreeWithEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _, _ := anyScores(t)
		p := s.Result()
		same := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s: %v, want %v", what, got, want)
			}
		}
		level := s.Handicap(0)
		same("level line wins", level.Win, p[0])
		same("level line pushes", level.Push, p[1])
		same("half a goal away", s.Handicap(-.5).Win, p[0])
		same("half a goal home", s.Handicap(.5).Win, p[0]+p[1])
		quarter := s.Handicap(-.25)
		same("quarter line wins", quarter.Win, p[0])
		same("quarter line loses half on a draw", quarter.HalfLoss, p[1])
		same("quarter line loses", quarter.Loss, p[2])
		none, zeroHome, zeroAway := s[0][0], 0.0, 0.0
		for k := range s {
			zeroHome += s[0][k]
			zeroAway += s[k][0]
		}
		same("both score", s.BothScore(), 1-zeroHome-zeroAway+none)
		same("over half a goal", s.Over(.5).Win, 1-none)
		same("over 2.5 and under", s.Over(2.5).Win+s.Over(2.5).Loss, 1)
		line := float64(rapid.IntRange(-20, 20).Draw(t, "quarters")) / 4
		for _, b := range []Settlement{s.Handicap(line), s.Over(line)} {
			same("ends sum", b.Win+b.HalfWin+b.Push+b.HalfLoss+b.Loss, 1)
			if price := b.FairPrice(); price < 1e6 {
				same("fair price earns nothing", (b.Win+b.HalfWin/2)*(price-1), b.Loss+b.HalfLoss/2)
			}
			if b.Opposite().Opposite() != b {
				t.Fatal("the opposite of the opposite differs")
			}
		}
	})
}

func TestQuarterLinesByHand(t *testing.T) {
	s := &Scores{} // 2–1 and 1–1 and 0–3
	s[2][1], s[1][1], s[0][3] = .5, .3, .2
	for _, c := range []struct {
		name string
		got  Settlement
		want Settlement
	}{
		{"home −0.75", s.Handicap(-.75), Settlement{HalfWin: .5, Loss: .5}},
		{"home −1", s.Handicap(-1), Settlement{Push: .5, Loss: .5}},
		{"home +0.25", s.Handicap(.25), Settlement{Win: .5, HalfWin: .3, Loss: .2}},
		{"home +2.75", s.Handicap(2.75), Settlement{Win: .8, HalfLoss: .2}},
		{"over 2.25", s.Over(2.25), Settlement{Win: .7, HalfLoss: .3}},
		{"over 2.75", s.Over(2.75), Settlement{HalfWin: .7, Loss: .3}},
		{"over 3", s.Over(3), Settlement{Push: .7, Loss: .3}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
	if got := s.Handicap(-.75).FairPrice(); got != 1+.5/.25 {
		t.Errorf("fair price of home −0.75 is %v, want 3", got)
	}
}
