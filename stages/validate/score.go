// Package validate scores probabilities against what happened.
//
// Input: predictions that no fit has seen, and outcomes. Output: proper scores,
// accuracy, calibration, and intervals by resampling match days. Guarantee: pure
// functions of their arguments; the same arguments give the same bits.
package validate

import (
	"math"

	"matchday"
)

// Metrics are the scores of one model on N fixtures with a result. All are
// means over fixtures; lower is better but for Accuracy. All are 0 if N is.
type Metrics struct {
	N        int     `json:"n"`
	LogLoss  float64 `json:"log_loss"` // see LogLoss
	Brier    float64 `json:"brier"`    // see Brier
	RPS      float64 `json:"rps"`      // see RPS
	Accuracy float64 `json:"accuracy"` // share of fixtures whose most probable outcome came, 0 to 1
	ECE      float64 `json:"ece"`      // see ECE
}

// Score compares probabilities with outcomes, parallel to each other; fixtures
// without an outcome are left out.
func Score(probs []matchday.Probs, outcomes []matchday.Outcome) Metrics {
	probs, outcomes = withOutcome(probs, outcomes)
	if len(probs) == 0 {
		return Metrics{}
	}
	m := Metrics{N: len(probs), ECE: ECE(probs, outcomes)}
	for i, p := range probs {
		m.LogLoss += LogLoss(p, outcomes[i])
		m.Brier += Brier(p, outcomes[i])
		m.RPS += RPS(p, outcomes[i])
		if p.Best() == outcomes[i] {
			m.Accuracy++
		}
	}
	n := float64(m.N)
	m.LogLoss /= n
	m.Brier /= n
	m.RPS /= n
	m.Accuracy /= n
	return m
}

// withOutcome leaves out the fixtures without an outcome.
func withOutcome(probs []matchday.Probs, outcomes []matchday.Outcome) ([]matchday.Probs, []matchday.Outcome) {
	var p []matchday.Probs
	var o []matchday.Outcome
	for i, outcome := range outcomes {
		if outcome.Index() >= 0 {
			p, o = append(p, probs[i]), append(o, outcome)
		}
	}
	return p, o
}

// leastProb is where probabilities are clipped before their logarithm is taken,
// so that one impossible result costs much, and not everything.
const leastProb = 1e-15

// LogLoss is the negative natural logarithm of the probability of what came
// (Good 1952, "Rational decisions"), 0 to 34.5; ln 3 = 1.0986 for Uniform.
func LogLoss(p matchday.Probs, outcome matchday.Outcome) float64 {
	return -math.Log(min(max(p[outcome.Index()], leastProb), 1))
}

// Brier is the sum of squares over the three outcomes (Brier 1950,
// "Verification of forecasts expressed in terms of probability"), 0 to 2.
func Brier(p matchday.Probs, outcome matchday.Outcome) float64 {
	sum := 0.0
	for c, x := range p {
		d := x - happened(c, outcome)
		sum += d * d
	}
	return sum
}

// RPS is the ranked probability score: the mean, over the thresholds "at least
// a home win" and "at least a draw", of the squared differences of cumulated
// probabilities (Epstein 1969; Constantinou & Fenton 2012, eq. 1), 0 to 1.
func RPS(p matchday.Probs, outcome matchday.Outcome) float64 {
	sum, cumulated := 0.0, 0.0
	for c := range matchday.NumOutcome - 1 {
		cumulated += p[c] - happened(c, outcome)
		sum += cumulated * cumulated
	}
	return sum / (matchday.NumOutcome - 1)
}

// calibrationBins divide the probabilities from 0 to 1 into equal widths.
const calibrationBins = 20

// ECE is the expected calibration error (Naeini, Cooper & Hauskrecht 2015):
// per outcome, the mean over fixtures of the distance between a bin's mean
// probability and the share in which the outcome came; then the mean over the
// three outcomes. Every fixture must have an outcome; 0 to 1.
func ECE(probs []matchday.Probs, outcomes []matchday.Outcome) float64 {
	if len(probs) == 0 {
		return 0
	}
	total := 0.0
	for _, e := range CalibrationErrors(probs, outcomes) {
		total += e
	}
	return total / matchday.NumOutcome
}

// CalibrationErrors are the three, by outcome, whose mean ECE is.
func CalibrationErrors(probs []matchday.Probs, outcomes []matchday.Outcome) (byOutcome [matchday.NumOutcome]float64) {
	for c := range byOutcome {
		var excess [calibrationBins]float64 // sum of probability less happened
		for i, p := range probs {
			excess[calibrationBin(p[c])] += p[c] - happened(c, outcomes[i])
		}
		for _, e := range excess {
			byOutcome[c] += math.Abs(e) / float64(len(probs))
		}
	}
	return byOutcome
}

// chanceDeviations is how far above its mean by chance a calibrated forecast's
// ECE may lie. One in two hundred lies beyond, by drawing the outcomes of real
// windows from their forecasts: more than of a normal distribution, because the three
// outcomes of a fixture go together.
const chanceDeviations = 3.2

// ECEByChance is the ECE that forecasts stay within if what comes is drawn from
// them: a bin of few fixtures does not show the share that was said. By the
// central limit theorem a bin's excess is normal with the sum of p(1-p) as its
// variance v; the mean of its amount is sqrt(2v/π), the variance (1-2/π)v
// (Bröcker & Smith 2007, "Increasing the reliability of reliability diagrams",
// for the idea; they resample).
func ECEByChance(probs []matchday.Probs) float64 {
	if len(probs) == 0 {
		return 0
	}
	mean, variance := 0.0, 0.0
	for c := range matchday.NumOutcome {
		var bins [calibrationBins]float64 // variances of the bins' excess
		for _, p := range probs {
			bins[calibrationBin(p[c])] += p[c] * (1 - p[c])
		}
		for _, v := range bins {
			mean += math.Sqrt(2 * v / math.Pi)
			variance += (1 - 2/math.Pi) * v
		}
	}
	return (mean + chanceDeviations*math.Sqrt(variance)) / float64(len(probs)) / matchday.NumOutcome
}

func calibrationBin(p float64) int {
	return min(max(int(p*calibrationBins), 0), calibrationBins-1)
}

// happened is 1 if the outcome is the c-th, else 0.
func happened(c int, outcome matchday.Outcome) float64 { return happenedIf(outcome.Index() == c) }

func happenedIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
