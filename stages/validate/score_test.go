package validate

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

const (
	h = matchday.HomeWin
	d = matchday.Draw
	a = matchday.AwayWin
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) < 1e-12) {
		t.Errorf("%s = %.15f; want %.15f", what, got, want)
	}
}

// Constantinou & Fenton 2012, "Solving the problem of inadequate scoring rules
// for assessing probabilistic football forecast models": its five pairs of
// hypothetical forecasts.
func TestRPSIsThatOfConstantinouAndFenton(t *testing.T) {
	for _, c := range []struct {
		p       matchday.Probs
		outcome matchday.Outcome
		want    float64
	}{
		{matchday.Probs{1, 0, 0}, h, 0},
		{matchday.Probs{.9, .1, 0}, h, .005},
		{matchday.Probs{.8, .1, .1}, h, .025},
		{matchday.Probs{.5, .25, .25}, h, .15625},
		{matchday.Probs{.35, .3, .35}, d, .1225},
		{matchday.Probs{.6, .3, .1}, d, .185},
		{matchday.Probs{.6, .25, .15}, h, .09125},
		{matchday.Probs{.6, .15, .25}, h, .11125},
		{matchday.Probs{.57, .33, .1}, h, .09745},
		{matchday.Probs{.6, .2, .2}, h, .1},
		{matchday.Probs{1, 0, 0}, a, 1}, // the worst there is
	} {
		near(t, "RPS", RPS(c.p, c.outcome), c.want)
	}
}

func TestBrierAndLogLossByHand(t *testing.T) {
	p := matchday.Probs{.5, .3, .2}
	near(t, "Brier of a home win", Brier(p, h), .25+.09+.04)
	near(t, "Brier of a draw", Brier(p, d), .25+.49+.04)
	near(t, "Brier of an away win", Brier(p, a), .25+.09+.64)
	near(t, "worst Brier", Brier(matchday.Probs{1, 0, 0}, a), 2)
	near(t, "log loss", LogLoss(p, a), math.Log(5))
	near(t, "log loss of Uniform", LogLoss(matchday.Uniform, d), math.Log(3))
	near(t, "log loss of the impossible", LogLoss(matchday.Probs{1, 0, 0}, a), 15*math.Ln10)
	near(t, "log loss of the certain", LogLoss(matchday.Probs{1, 0, 0}, h), 0)
}

func TestECEByHand(t *testing.T) {
	// Home: 0.52 and 0.54 share the bin [0.50, 0.55), 0.30 is alone; mean
	// distances (2·|0.53 − 0.5| + |0.30 − 0|)/3. Draw: 0.28, 0.26 share
	// [0.25, 0.30), 0.40 is alone. Away: all share [0.20, 0.25) or not.
	probs := []matchday.Probs{{.52, .28, .20}, {.54, .26, .20}, {.30, .40, .30}}
	outcomes := []matchday.Outcome{h, d, d}
	home := (math.Abs(.52+.54-1) + .30) / 3
	draw := (math.Abs(.28+.26-1) + .60) / 3
	away := (.20 + .20 + .30) / 3
	near(t, "ECE", ECE(probs, outcomes), (home+draw+away)/3)
	for c, want := range []float64{home, draw, away} {
		near(t, "calibration error", CalibrationErrors(probs, outcomes)[c], want)
	}
	// Certainty stands in the last bin, and a sure loser in the first.
	near(t, "ECE of the certain", ECE([]matchday.Probs{{1, 0, 0}, {1, 0, 0}}, []matchday.Outcome{h, a}), (.5+0+.5)/3)
}

func TestScoreTakesMeansOfFixturesWithAResult(t *testing.T) {
	probs := []matchday.Probs{{.5, .3, .2}, {.1, .1, .8}, {.2, .5, .3}}
	got := Score(probs, []matchday.Outcome{h, matchday.NoOutcome, a})
	if got.N != 2 {
		t.Errorf("n = %d; want 2", got.N)
	}
	near(t, "log loss", got.LogLoss, (math.Log(2)-math.Log(.3))/2)
	near(t, "Brier", got.Brier, (.38+(.04+.25+.49))/2)
	near(t, "RPS", got.RPS, ((.25+.04)/2+(.04+.49)/2)/2)
	near(t, "accuracy", got.Accuracy, .5)
	if (Score(nil, nil) != Metrics{}) {
		t.Error("no fixtures gave a score")
	}
	text, err := json.Marshal(Score(nil, nil))
	if want := `{"n":0,"log_loss":0,"brier":0,"rps":0,"accuracy":0,"ece":0}`; err != nil || string(text) != want {
		t.Errorf("JSON %s (error %v); want %s", text, err, want)
	}
}

func drawProbs(t *rapid.T, name string) matchday.Probs {
	weight := rapid.Float64Range(.01, 1)
	return matchday.Probs{weight.Draw(t, name), weight.Draw(t, name), weight.Draw(t, name)}.Normalised()
}

func TestScoresAreProper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		truth, other := drawProbs(t, "truth"), drawProbs(t, "other")
		for name, score := range map[string]func(matchday.Probs, matchday.Outcome) float64{"log loss": LogLoss, "Brier": Brier, "RPS": RPS} {
			var honest, lying float64
			for c, outcome := range matchday.Outcomes {
				honest += truth[c] * score(truth, outcome)
				lying += truth[c] * score(other, outcome)
			}
			if honest > lying+1e-12 {
				t.Fatalf("%s expects %v of the truth %v and %v of %v", name, honest, truth, lying, other)
			}
		}
	})
}

func TestScoresStayInTheirRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		probs, outcomes := make([]matchday.Probs, n), make([]matchday.Outcome, n)
		for i := range probs {
			probs[i] = drawProbs(t, "p")
			outcomes[i] = rapid.SampledFrom(matchday.Outcomes[:]).Draw(t, "outcome")
		}
		m := Score(probs, outcomes)
		if m.N != n || m.LogLoss <= 0 || m.Brier <= 0 || m.Brier >= 2 || m.RPS <= 0 || m.RPS >= 1 ||
			m.Accuracy < 0 || m.Accuracy > 1 || m.ECE < 0 || m.ECE > 1 {
			t.Fatalf("%+v", m)
		}
	})
}
