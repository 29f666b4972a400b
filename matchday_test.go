package matchday_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

func TestOutcomesFollowTheGoals(t *testing.T) {
	for _, c := range []struct {
		home, away int
		want       matchday.Outcome
	}{{2, 1, matchday.HomeWin}, {0, 0, matchday.Draw}, {1, 3, matchday.AwayWin}} {
		if got := matchday.OutcomeOf(c.home, c.away); got != c.want {
			t.Errorf("%d-%d is %q, want %q", c.home, c.away, got, c.want)
		}
	}
	if matchday.NoOutcome.Index() != -1 {
		t.Error("no outcome has a place among the probabilities")
	}
	for i, o := range matchday.Outcomes {
		if o.Index() != i {
			t.Errorf("%q stands at %d, want %d", o, o.Index(), i)
		}
	}
}

func TestTiesGoToTheEarlierOutcome(t *testing.T) {
	if matchday.Uniform.Best() != matchday.HomeWin {
		t.Errorf("of equals %q is best, want H", matchday.Uniform.Best())
	}
	if best := (matchday.Probs{.2, .4, .4}).Best(); best != matchday.Draw {
		t.Errorf("of draw and away %q is best, want D", best)
	}
}

func TestOnlyNumbersThatSumToOneAreProbabilities(t *testing.T) {
	nan := math.NaN()
	for _, p := range []matchday.Probs{{}, {1, 0, 0}, {.5, .5, .5}, {nan, nan, nan}, {-.1, .6, .5}, {math.Inf(1), 0, 0}} {
		if p.Valid() {
			t.Errorf("%v counts as probabilities", p)
		}
	}
	if !(matchday.Probs{.5, .3, .2}).Valid() {
		t.Error("sound probabilities are refused")
	}
}

func TestNoOutcomeIsRuledOut(t *testing.T) {
	for _, z := range [][matchday.NumOutcome]float64{{0, -40, -800}, {1e300, 0, -1e300}, {-50, 0, 50}} {
		if p := matchday.Softmax(z); !p.Valid() {
			t.Errorf("softmax of %v is %v", z, p)
		}
	}
}

func TestSoftmaxIsNormalisedAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var z [matchday.NumOutcome]float64
		for i := range z {
			z[i] = rapid.Float64Range(-30, 30).Draw(t, "logit")
		}
		p := matchday.Softmax(z)
		if sum := p[0] + p[1] + p[2]; math.Abs(sum-1) > 1e-12 {
			t.Fatalf("softmax of %v sums to %v", z, sum)
		}
		for i := range z {
			for j := range z {
				if z[i] > z[j] && p[i] < p[j] {
					t.Fatalf("softmax of %v is not monotone: %v", z, p)
				}
			}
		}
	})
}
