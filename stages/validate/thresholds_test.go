package validate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday"
)

func TestThresholdsAreThoseOfTheGateOrOfTheMarket(t *testing.T) {
	fine := Loss{LogLoss: 1.04, Brier: .599, Correct: true}
	wrong := Loss{LogLoss: 1.08, Brier: .65}
	for name, c := range map[string]struct {
		candidate, base Loss
		market          *Loss
		limits          Figures
		reasons         []string
	}{
		"within": {fine, wrong, &good, Figures{LogLoss: 1.05, Brier: .6, Accuracy: .5}, nil},
		"all missed": {Loss{LogLoss: 1.0501, Brier: .6001}, wrong, &good, Figures{LogLoss: 1.05, Brier: .6, Accuracy: .5},
			[]string{"log loss 1.0501 is not below 1.0500", "accuracy 0.0 % is not above 50.0 %", "Brier score 0.6001 is not below 0.6000"}},
		// The market's own misses move the limits: 1.06 + 0.01, 0.62 + 0.01, 0 - 1 point.
		"a market that misses":    {Loss{LogLoss: 1.069, Brier: .629}, good, &Loss{LogLoss: 1.06, Brier: .62}, Figures{LogLoss: 1.07, Brier: .63, Accuracy: -.01}, nil},
		"further than the market": {Loss{LogLoss: 1.071, Brier: .629}, good, &Loss{LogLoss: 1.06, Brier: .62}, Figures{LogLoss: 1.07, Brier: .63, Accuracy: -.01}, []string{"log loss 1.0710 is not below 1.0700"}},
		// Only the Brier score is missed by the market: the others stand.
		"one threshold": {Loss{LogLoss: 1.051, Brier: .609, Correct: true}, wrong, &Loss{LogLoss: 1.02, Brier: .602, Correct: true}, Figures{LogLoss: 1.05, Brier: .612, Accuracy: .5}, []string{"log loss 1.0510 is not below 1.0500"}},
		"no prices":     {Loss{LogLoss: 1.085, Brier: .655}, wrong, nil, Figures{LogLoss: 1.09, Brier: .66, Accuracy: -.01}, nil},
		"no number":     {Loss{LogLoss: math.NaN(), Brier: .5, Correct: true}, wrong, &good, Figures{LogLoss: 1.05, Brier: .6, Accuracy: .5}, []string{"log loss NaN is not below 1.0500"}},
	} {
		v := Judge(window(150, c.candidate, c.base, nil, c.market), theGate, 1)
		c.limits.N, c.limits.Calibration = 300, 1
		if d := cmp.Diff(c.limits, v.Groups[0].Limits, nearly); d != "" || len(v.Groups) != 1 {
			t.Errorf("%s: limits %s", name, d)
		}
		if v.Passed != (len(c.reasons) == 0) || !slices.Equal(v.Reasons, append([]string{}, c.reasons...)) {
			t.Errorf("%s: passed %v, reasons %q; want %q", name, v.Passed, v.Reasons, c.reasons)
		}
	}
}

func TestTheBenchmarkIsTheMarketWhereItHasAPrice(t *testing.T) {
	trials := window(150, good, Loss{LogLoss: 1.2, Brier: .7}, nil, nil)
	for i := range 100 {
		trials[i].Market = &Loss{LogLoss: .9, Brier: .55, Correct: true}
	}
	v := Judge(trials, theGate, 1)
	// No probabilities at all miss the home wins that came in the lowest bin.
	if d := cmp.Diff(Figures{N: 300, LogLoss: 1.1, Brier: .65, Accuracy: 1. / 3, Calibration: 1. / 3}, v.Groups[0].Benchmark, nearly); d != "" {
		t.Error(d)
	}
	if v.Scores[Market].N != 100 || v.Scores[BaseRate].N != 300 {
		t.Errorf("scores %+v", v.Scores)
	}
	if _, ok := v.Scores[Champion]; ok {
		t.Error("there is a champion")
	}
}

func TestEachGroupOfDivisionsHasItsThresholds(t *testing.T) {
	gate := theGate
	gate.MinFixtures = 100
	gate.Groups = []matchday.GateGroup{
		{Name: "top", Divisions: []string{"E0", "SP1"}, Thresholds: matchday.Thresholds{LogLoss: .97}},
		{Name: "lower", Divisions: []string{"E1", "E2", "E3"}, MinFixtures: 40, Thresholds: matchday.Thresholds{LogLoss: 1.09, Brier: .66, Accuracy: .4}},
	}
	played := func(n map[string]int) []Trial {
		var out []Trial
		for _, division := range []string{"E0", "E1", "SC0", "SP1"} {
			for range n[division] {
				trial := window(1, good, good, nil, &good)[0]
				trial.Division, trial.Candidate.LogLoss = division, 1
				if division == "E1" {
					trial.Candidate.LogLoss, trial.Candidate.Brier = 1.08, .65
				}
				trial.FixtureID = fmt.Sprint(len(out))
				out = append(out, trial)
			}
		}
		return out
	}
	type group struct {
		Name    string
		N       int
		LogLoss float64 // limit
	}
	for name, c := range map[string]struct {
		n       map[string]int
		groups  []group
		reasons []string
	}{
		"two groups and others": {map[string]int{"E0": 60, "SP1": 40, "E1": 40, "SC0": 100}, []group{{"top", 100, 1.01}, {"lower", 40, 1.09}, {Others, 100, 1.05}}, nil},
		// The market misses the top group's threshold as well, at 1.00.
		"too few others":       {map[string]int{"E0": 60, "SP1": 40, "E1": 40, "SC0": 99}, []group{{"top", 100, 1.01}, {"lower", 40, 1.09}}, nil},
		"a group of too few":   {map[string]int{"E0": 100, "E1": 39, "SC0": 99}, []group{{"top", 100, 1.01}, {Others, 138, 1.05}}, []string{"others: Brier score 0.6070 is not below 0.6000"}},
		"nothing but too few":  {map[string]int{"E0": 10, "E1": 10}, []group{{Others, 20, 1.05}}, []string{"others: Brier score 0.6200 is not below 0.6000"}},
		"lower by the own bar": {map[string]int{"E1": 100}, []group{{"lower", 100, 1.09}}, nil},
	} {
		v := Judge(played(c.n), gate, 1)
		var got []group
		for _, g := range v.Groups {
			got = append(got, group{g.Name, g.Candidate.N, g.Limits.LogLoss})
		}
		if d := cmp.Diff(c.groups, got, nearly); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if !slices.Equal(v.Reasons, append([]string{}, c.reasons...)) {
			t.Errorf("%s: %q; want %q", name, v.Reasons, c.reasons)
		}
	}
	gate.Groups[0].LogLoss, gate.Groups[0].Brier = 1.001, .58
	v := Judge(played(map[string]int{"E0": 100, "SC0": 100}), gate, 1)
	if len(v.Reasons) > 0 || v.Groups[0].Limits.LogLoss != 1.001 || math.Abs(v.Groups[0].Limits.Brier-.6) > 1e-12 {
		t.Errorf("own log loss, the market's Brier score: %+v", v)
	}
}

// drawn are trials whose candidate says p and whose outcomes come by q.
func drawn(n int, rng *rand.Rand, say func(q matchday.Probs) matchday.Probs) []Trial {
	var out []Trial
	for i := range n {
		strength := rng.NormFloat64() * .6
		q := matchday.Softmax([matchday.NumOutcome]float64{.35 + strength, 0, -strength})
		outcome := matchday.AwayWin
		switch u := rng.Float64(); {
		case u < q[0]:
			outcome = matchday.HomeWin
		case u < q[0]+q[1]:
			outcome = matchday.Draw
		}
		l := LossOf(q, outcome)
		out = append(out, Trial{
			FixtureID: fmt.Sprint(i), Division: "E0", Day: matchday.Date(2024, 1, 1+i/8), Outcome: outcome,
			Candidate: LossOf(say(q), outcome), BaseRate: l, Market: &l,
		})
	}
	return out
}

func TestACalibratedCandidateIsLetThroughAndASkewedOneIsNot(t *testing.T) {
	gate := theGate
	gate.Calibration = .03
	gate.LogLoss, gate.Brier, gate.Accuracy = 2, 2, 0
	truth := func(q matchday.Probs) matchday.Probs { return q }
	skewed := func(q matchday.Probs) matchday.Probs { // twenty points of the away side's chances go home
		d := .6 * q[2]
		return matchday.Probs{q[0] + d, q[1], q[2] - d}
	}
	rng := rand.New(rand.NewPCG(3, 1))
	rejected := func(say func(matchday.Probs) matchday.Probs, n int) (times int) {
		for range 200 {
			var v Verdict
			if v.hold(part{name: Others, thresholds: gate.Thresholds, trials: drawn(n, rng, say)}, gate); len(v.Reasons) > 0 {
				if !strings.Contains(v.Reasons[0], "calibration error") {
					t.Fatal(v.Reasons)
				}
				times++
			}
		}
		return times
	}
	// Chance alone rejects hardly one in a hundred, however few the fixtures.
	for _, n := range []int{300, 1000} {
		if times := rejected(truth, n); times > 6 {
			t.Errorf("of 200 calibrated candidates %d were rejected on %d fixtures", times, n)
		}
		if times := rejected(skewed, n); times < 190 {
			t.Errorf("of 200 skewed candidates only %d were rejected on %d fixtures", times, n)
		}
	}
}

func TestTheCalibrationErrorByChanceIsThatOfDrawnOutcomes(t *testing.T) {
	// One bin for each outcome: 400 fixtures at (0.5, 0.3, 0.2). The mean amount
	// of the excess of k draws is sqrt(2 k p (1-p) / π).
	probs := make([]matchday.Probs, 400)
	for i := range probs {
		probs[i] = matchday.Probs{.5, .3, .2}
	}
	mean, variance := 0.0, 0.0
	for _, p := range probs[0] {
		mean += math.Sqrt(2 * 400 * p * (1 - p) / math.Pi)
		variance += 400 * p * (1 - p) * (1 - 2/math.Pi)
	}
	want := (mean + 2.5*math.Sqrt(variance)) / 400 / 3
	if got := ECEByChance(probs); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v; want %v", got, want)
	}
	if ECEByChance(nil) != 0 {
		t.Error("no forecasts have a calibration error")
	}
}
