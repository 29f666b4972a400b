package validate

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

func TestDivergenceIsThatOfKullbackAndLeibler(t *testing.T) {
	// .5 ln(.5/.25) + .25 ln(.25/.25) + .25 ln(.25/.5) = .25 ln 2.
	near(t, "by hand", Divergence(matchday.Probs{.5, .25, .25}, matchday.Probs{.25, .25, .5}), .25*math.Ln2)
	near(t, "of a certainty", Divergence(matchday.Probs{1, 0, 0}, matchday.Probs{.5, .5, 0}), math.Ln2)
	if d := Divergence(matchday.Probs{.5, .5, 0}, matchday.Probs{1, 0, 0}); !math.IsInf(d, 1) {
		t.Errorf("%v where something possible was given none", d)
	}
}

func TestDivergenceIsTheExpectedExcessOfLogLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Float64Range(.01, 1)
		draw := func(name string) matchday.Probs {
			return matchday.Probs{weight.Draw(t, name), weight.Draw(t, name), weight.Draw(t, name)}.Normalised()
		}
		truth, said := draw("truth"), draw("said")
		excess := 0.0
		for c, p := range truth {
			o := matchday.Outcomes[c]
			excess += p * (LogLoss(said, o) - LogLoss(truth, o))
		}
		if d := Divergence(truth, said); d < -1e-15 || math.Abs(d-excess) > 1e-12 {
			t.Fatalf("%v, and log loss is expected to be %v higher", d, excess)
		}
	})
}
