package dixoncoles

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

// drawScore draws a score of a matrix.
func drawScore(rng *rand.Rand, s *matchday.Scores) (home, away int) {
	u := rng.Float64()
	for x := range s {
		for y, v := range s[x] {
			if u -= v; u <= 0 {
				return x, y
			}
		}
	}
	return 0, 0
}

// drawn are fixtures whose scores are drawn one by one, and the likelihood's
// word on each, that they are of rates λ and μ.
func drawn(n int, lambda, mu float64, score func(*rand.Rand) (home, away int)) (*matchday.Rows, []prediction) {
	rng, r, walked := rand.New(rand.NewPCG(4, 4)), emptyRows(), make([]prediction, n)
	for i := range walked {
		x, y := score(rng)
		r.Fixtures = append(r.Fixtures, matchday.Fixture{ID: fmt.Sprint(i)})
		r.HomeGoals, r.AwayGoals = append(r.HomeGoals, float64(x)), append(r.AwayGoals, float64(y))
		walked[i] = prediction{i, math.Log(lambda), math.Log(mu)}
	}
	return r, walked
}

// bare is a configuration of the likelihood's rates alone, bound to rows.
func bare(t *testing.T, r *matchday.Rows) *inputs {
	cfg := DefaultConfig()
	cfg.Rates, cfg.Differences, cfg.Sums = nil, nil, nil
	in, err := bind(r, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func calibrated(t *testing.T, in *inputs, asked question, walked []prediction) Calibration {
	c, err := fitCalibration(in, asked, walked)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRhoIsRecovered(t *testing.T) {
	const rho = -.12
	s := Matrix(1.5, 1.2, rho)
	r, walked := drawn(20000, 1.5, 1.2, func(rng *rand.Rand) (int, int) { return drawScore(rng, s) })
	for _, asked := range []question{whoWins, whatScore} {
		if got := calibrated(t, bare(t, r), asked, walked); math.Abs(got.Rho-rho) > .015 {
			t.Errorf("asked %+v: rho %v, want %v", asked, got.Rho, rho)
		}
	}
}

func TestWidthIsRecovered(t *testing.T) {
	const width = .8
	s := Matrix(1.5, 1.2, 0)
	widen(s, width)
	r, walked := drawn(40000, 1.5, 1.2, func(rng *rand.Rand) (int, int) { return drawScore(rng, s) })
	rates := Calibration{Difference: []float64{0, 1}, Sum: []float64{meanSum, 1}}
	if got := rates.width(bare(t, r), walked); math.Abs(got-width) > .02 {
		t.Errorf("width %v, want %v", got, width)
	}
}

// A side that is level late plays for the draw: draws are many, goals are not
// fewer. Rates that tell who wins must pretend that there are few goals; those
// of the score must not.
func TestManyDrawsAreNotTakenForFewGoals(t *testing.T) {
	s := Matrix(1.5, 1.2, 0)
	s = s.Given(matchday.Probs{.37, .38, .25})
	r, walked := drawn(20000, 1.5, 1.2, func(rng *rand.Rand) (int, int) { return drawScore(rng, s) })
	scored := 0.0
	for i := range walked {
		scored += r.HomeGoals[i] + r.AwayGoals[i]
	}
	scored /= float64(len(walked))
	in := bare(t, r)
	expected := func(asked question) float64 {
		c := calibrated(t, in, asked, walked)
		difference, sum := make([]float64, 2), make([]float64, 2)
		in.terms(0, walked[0].logHome, walked[0].logAway, difference, sum)
		lambda, mu := c.rates(difference, sum)
		return lambda + mu
	}
	if got := expected(whatScore); math.Abs(got/scored-1) > .02 {
		t.Errorf("the rates of the score expect %.3f goals, %.3f were scored", got, scored)
	}
	if got := expected(whoWins); got > .95*scored {
		t.Errorf("the rates of who wins expect %.3f goals of %.3f: the test shows nothing", got, scored)
	}
}

func TestWideWinsAreScaledAgainstAllElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, _, _ := anyScores(t)
		factor := rapid.Float64Range(.2, 5).Draw(t, "factor")
		after := *before
		widen(&after, factor)
		sum := 0.0
		for x := range after {
			for y, v := range after[x] {
				sum += v
				want := factor
				if x-y < 2 && y-x < 2 {
					want = 1
				}
				if got := v / before[x][y] / (after[0][0] / before[0][0]); math.Abs(got/want-1) > 1e-9 {
					t.Fatalf("P(%d–%d) against P(0–0) is %v times what it was, want %v", x, y, got, want)
				}
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("the cells sum to %v", sum)
		}
	})
}

func TestTheShiftIsTheMostProbable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offsets := rapid.SliceOfN(rapid.Float64Range(-3, 3), 0, 40).Draw(t, "offsets")
		ones := float64(rapid.IntRange(0, len(offsets)).Draw(t, "ones"))
		posterior := func(t float64) float64 { // log, but for what does not depend on t
			v := ones*t - t*t/(2*.1*.1)
			for _, o := range offsets {
				v -= math.Log1p(math.Exp(o + t))
			}
			return v
		}
		best := shift(offsets, ones)
		for _, away := range []float64{1e-4, 1e-2, .3} {
			if posterior(best+away) >= posterior(best) || posterior(best-away) >= posterior(best) {
				t.Fatalf("%v is not the mode: at %v %v, beside %v and %v", best, best, posterior(best), posterior(best-away), posterior(best+away))
			}
		}
	})
}
