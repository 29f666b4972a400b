package validate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
	"matchday/config"
)

// unsteady makes half of the days better and half worse, by as much in the mean
// of the candidate as of the market.
func unsteady(trials []Trial) []Trial {
	for i := range trials {
		t := &trials[i]
		up := float64(1 - t.Day.YearDay()%2*2)
		t.Candidate.LogLoss += .2 * up
		t.Candidate.Brier += .1 * up
		t.Candidate.Correct = up < 0
		m := *t.Market
		m.LogLoss += .2 * up
		t.Market = &m
	}
	return trials
}

func TestAThresholdRejectsOnlyWhoseIntervalExcludesIt(t *testing.T) {
	fine := Loss{LogLoss: 1.003, Brier: .599, Correct: true}
	wrong := Loss{LogLoss: 1.08, Brier: .65}
	missed := Loss{LogLoss: 1.06, Brier: .61}
	near := &Loss{LogLoss: 1.057, Brier: .59, Correct: true}
	for name, c := range map[string]struct {
		trials  []Trial
		limits  Figures
		reasons []string
	}{
		"within": {window(150, fine, wrong, nil, &good), Figures{LogLoss: 1.05, Brier: .6, Accuracy: .5}, nil},
		"all missed beyond chance": {window(150, missed, wrong, nil, near), Figures{LogLoss: 1.057, Brier: .6, Accuracy: .5},
			[]string{"log loss 1.0600, at least 1.0600 (95 % interval), is above 1.0570", "accuracy 0.0 %, at most 0.0 % (95 % interval), is below 50.0 %", "Brier score 0.6100, at least 0.6100 (95 % interval), is above 0.6000"}},
		"all missed by chance":    {unsteady(window(151, missed, wrong, nil, near)), Figures{LogLoss: 1.057 - .2/151, Brier: .6, Accuracy: .5}, nil},
		"a market that misses":    {window(150, Loss{LogLoss: 1.058, Brier: .61}, wrong, nil, &Loss{LogLoss: 1.06, Brier: .62}), Figures{LogLoss: 1.06, Brier: .62}, nil},
		"one threshold":           {window(150, Loss{LogLoss: 1.02, Brier: .602, Correct: true}, wrong, nil, &Loss{LogLoss: 1.02, Brier: .602, Correct: true}), Figures{LogLoss: 1.05, Brier: .602, Accuracy: .5}, nil},
		"no prices":               {window(150, Loss{LogLoss: 1.07, Brier: .64}, wrong, nil, nil), Figures{LogLoss: 1.08, Brier: .65}, nil},
		"no number":               {window(150, Loss{LogLoss: math.NaN(), Brier: .5, Correct: true}, wrong, nil, &good), Figures{LogLoss: 1.05, Brier: .6, Accuracy: .5}, []string{"log loss is NaN above the market's, more than 0.0200", "log loss NaN, at least NaN (95 % interval), is above 1.0500"}},
		"too few days to be sure": {window(7, missed, wrong, nil, near), Figures{LogLoss: 1.057, Brier: .6, Accuracy: .5}, nil},
	} {
		v := Judge(Evidence{Trials: c.trials}, theGate, 1)
		c.limits.N, c.limits.Calibration = len(c.trials), 1
		if d := cmp.Diff(c.limits, v.Groups[0].Limits, nearly); d != "" || len(v.Groups) != 1 {
			t.Errorf("%s: limits %s", name, d)
		}
		var want []string
		for _, r := range c.reasons {
			want = append(want, "fixtures with a price: "+r)
		}
		if v.Passed != (len(want) == 0) || !slices.Equal(v.Reasons, append([]string{}, want...)) {
			t.Errorf("%s: passed %v, reasons %q; want %q", name, v.Passed, v.Reasons, want)
		}
	}
}

func TestALimitNeverFallsAsTheBenchmarkGetsWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		figures := func(name string) Figures {
			draw := func(low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
			return Figures{N: 300, LogLoss: draw(.9, 1.2), Brier: draw(.5, .7), Accuracy: draw(.3, .6), Calibration: draw(0, .1)}
		}
		p := part{thresholds: config.Defaults().Gate.Thresholds}
		a, b := figures("a"), figures("b")
		x, y := limits(p, a), limits(p, b)
		for _, f := range []struct {
			name       string
			a, b, x, y float64
		}{
			{"log loss", a.LogLoss, b.LogLoss, x.LogLoss, y.LogLoss}, {"Brier", a.Brier, b.Brier, x.Brier, y.Brier},
			{"accuracy", a.Accuracy, b.Accuracy, x.Accuracy, y.Accuracy}, {"calibration", a.Calibration, b.Calibration, x.Calibration, y.Calibration},
		} {
			// Between two benchmarks a limit moves the same way, and by no more: it does not jump.
			if (f.a-f.b)*(f.x-f.y) < 0 || math.Abs(f.x-f.y) > math.Abs(f.a-f.b) {
				t.Fatalf("%s: benchmarks %v and %v give %v and %v", f.name, f.a, f.b, f.x, f.y)
			}
		}
	})
}

func TestFixturesWithAPriceAreJudgedApartFromThoseWithout(t *testing.T) {
	trials := window(150, good, Loss{LogLoss: 1.2, Brier: .7}, nil, nil)
	for i := range 100 {
		trials[i].Market = &Loss{LogLoss: .9, Brier: .55, Correct: true}
	}
	v := Judge(Evidence{Trials: trials}, theGate, 1)
	if len(v.Groups) != 2 {
		t.Fatalf("%+v", v.Groups)
	}
	// No probabilities at all miss the home wins that came in the lowest bin.
	if d := cmp.Diff(Figures{N: 100, LogLoss: .9, Brier: .55, Accuracy: 1, Calibration: 1. / 3}, v.Groups[0].Benchmark, nearly); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Figures{N: 200, LogLoss: 1.2, Brier: .7, Calibration: 1. / 3}, v.Groups[1].Benchmark, nearly); d != "" {
		t.Error(d)
	}
	if v.Scores[Market].N != 100 || v.Scores[BaseRate].N != 300 {
		t.Errorf("scores %+v", v.Scores)
	}
	if _, ok := v.Scores[Champion]; ok {
		t.Error("there is a champion")
	}
	// Far ahead of the base rates on the one half is no excuse for the other.
	if want := "fixtures with a price: log loss is 0.1000 above the market's, more than 0.0346"; !slices.Equal(v.Reasons, []string{want}) {
		t.Errorf("%q; want %q", v.Reasons, want)
	}
	// Parts of too few fixtures are not judged, unless there are no others.
	for i := range 100 {
		trials[i].Market = nil
	}
	for i := range 49 {
		trials[i].Market = &Loss{LogLoss: .9, Brier: .55, Correct: true}
	}
	if v := Judge(Evidence{Trials: trials}, theGate, 1); !v.Passed || len(v.Groups) != 1 || v.Groups[0].Against != BaseRate {
		t.Errorf("few with a price: %+v", v)
	}
	if v := Judge(Evidence{Trials: trials[20:60]}, theGate, 1); v.Passed || len(v.Groups) != 2 {
		t.Errorf("few of both: %+v", v)
	}
}

func TestEachGroupOfDivisionsHasItsThresholds(t *testing.T) {
	gate := theGate
	gate.MinFixtures = 100
	gate.Groups = []matchday.GateGroup{
		{Name: "top", Divisions: []string{"E0", "SP1"}, Thresholds: matchday.Thresholds{LogLoss: .97}},
		{Name: "lower", Divisions: []string{"E1", "E2", "E3"}, MinFixtures: 60, Thresholds: matchday.Thresholds{LogLoss: 1.09, Brier: .66, Accuracy: .4}},
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
		"two groups and others": {map[string]int{"E0": 60, "SP1": 40, "E1": 60, "SC0": 100}, []group{{"top", 100, 1}, {"lower", 60, 1.09}, {Others, 100, 1.05}},
			[]string{"lower, fixtures with a price: log loss is 0.0800 above the market's, more than 0.0447"}},
		// The market misses the top group's threshold as well, at 1.00.
		"too few others":       {map[string]int{"E0": 60, "SP1": 40, "SC0": 99}, []group{{"top", 100, 1}}, nil},
		"a group of too few":   {map[string]int{"E0": 100, "E1": 59, "SC0": 99}, []group{{"top", 100, 1}, {Others, 158, 1.05}}, []string{"others, fixtures with a price: log loss is 0.0299 above the market's, more than 0.0276"}},
		"nothing but too few":  {map[string]int{"E0": 10, "E1": 10}, []group{{Others, 20, 1.05}}, nil},
		"lower by the own bar": {map[string]int{"E1": 100}, []group{{"lower", 100, 1.09}}, []string{"lower, fixtures with a price: log loss is 0.0800 above the market's, more than 0.0346"}},
	} {
		v := Judge(Evidence{Trials: played(c.n)}, gate, 1)
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
	v := Judge(Evidence{Trials: played(map[string]int{"E0": 100, "SC0": 100})}, gate, 1)
	if len(v.Reasons) > 0 || v.Groups[0].Limits.LogLoss != 1.001 || math.Abs(v.Groups[0].Limits.Brier-.59) > 1e-12 {
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
	gate.LogLoss, gate.Brier, gate.Accuracy, gate.MaxExcess, gate.SureExcess = 2, 2, 0, 1, 1
	few := func(_, slot, _ int) int { return slot }
	truth := func(q matchday.Probs) matchday.Probs { return q }
	skewed := func(q matchday.Probs) matchday.Probs { // twenty points of the away side's chances go home
		d := .6 * q[2]
		return matchday.Probs{q[0] + d, q[1], q[2] - d}
	}
	rng := rand.New(rand.NewPCG(3, 1))
	rejected := func(say func(matchday.Probs) matchday.Probs, n int) (times int) {
		for range 200 {
			var v Verdict
			trials := drawn(n, rng, say)
			for i := range trials {
				trials[i].Day = trials[0].Day // too few days for intervals, which do not matter here
			}
			if v.hold(part{name: Others, against: Market, thresholds: gate.Thresholds, trials: trials}, gate, few); len(v.Reasons) > 0 {
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
	want := (mean + 3.2*math.Sqrt(variance)) / 400 / 3
	if got := ECEByChance(probs); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v; want %v", got, want)
	}
	if ECEByChance(nil) != 0 {
		t.Error("no forecasts have a calibration error")
	}
}
