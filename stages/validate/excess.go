package validate

import (
	"math"

	"matchday"
)

// Excess is by how much a candidate's mean log loss lies above the benchmark's
// on the same fixtures, with its 90 % interval by resampling match days, and
// what is borne.
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

// excessOf pairs the candidate of a part with its benchmark.
func excessOf(p part, gate matchday.Gate, draw drawing) Excess {
	benchmark := losses[p.against]
	d := meanOf(p.trials, draw, .05, func(t *Trial) float64 { return t.Candidate.LogLoss - benchmark(t).LogLoss })
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
		reject("log loss is %.4f above %s, at least %.4f (90 %% interval) and more than %.4f", e.Value, whose, e.Low, e.Sure)
	}
}
