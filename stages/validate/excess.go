package validate

import (
	"math"

	"matchday"
)

// Excess is by how much a candidate's log loss lies above the benchmark's on the
// same fixtures, each as far as it counts, in the mean; with its 99 % interval by
// resampling match days, and what is borne. The gate looks every week at windows that
// share most of their fixtures: an interval that errs in a twentieth of its looks
// would reject for months each time.
type Excess struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	// Max is what Value may be, Sure what Low may be.
	Max  float64 `json:"max"`
	Sure float64 `json:"sure"`
}

// excessFixtures are as many as the gate's MaxExcess is meant for.
const excessFixtures = 300

// A fixture counts at most this much either way, some three standard deviations of
// what sound forecasts differ from the market by: a few matches of which a market
// knows more, such as a last round in which a draw suits both, are no fault of a
// forecaster. To all but exclude what comes is one, and counts in full: none of
// 249,000 real forecasts lay so far behind the market.
const (
	mostCounted = 0.3
	allButNever = 2.0
)

// counted is how much of a fixture's difference in log loss counts.
func counted(difference float64) float64 {
	if difference > allButNever {
		return difference
	}
	return max(-mostCounted, min(mostCounted, difference))
}

// surelyTail is the share of the draws beyond each end of the interval.
const surelyTail = 0.005

// excessOf pairs the candidate of a part with its benchmark.
func excessOf(p part, gate matchday.Gate, draw drawing) Excess {
	benchmark := losses[p.against]
	d := meanOf(p.trials, draw, surelyTail, func(t *Trial) float64 { return counted(t.Candidate.LogLoss - benchmark(t).LogLoss) })
	// The noise of a mean falls with the root of how many it is over.
	wider := math.Sqrt(max(1, excessFixtures/float64(len(p.trials))))
	return Excess{Value: d.Value, Low: d.Low, High: d.High, Max: gate.MaxExcess * wider, Sure: gate.SureExcess}
}

// hold rejects what is too far behind the benchmark. Only an interval of enough
// match days counts.
func (e Excess) hold(p part, surely bool, reject func(format string, args ...any)) {
	whose := "the market's"
	if p.against == BaseRate {
		whose = "the base rates'"
	}
	switch {
	case !(e.Value <= e.Max):
		reject("log loss is %.4f above %s, more than %.4f", e.Value, whose, e.Max)
	case surely && !(e.Low <= e.Sure):
		reject("log loss is %.4f above %s, at least %.4f (99 %% interval) and more than %.4f", e.Value, whose, e.Low, e.Sure)
	}
}
