package main

import (
	"time"

	"matchday"
	"matchday/ci/harness"
	"matchday/stages/validate"
)

// score is what a source reached on the fixtures of a group of which it said
// anything.
type score struct {
	line
	validate.Metrics
	calibration [matchday.NumOutcome]float64 // expected calibration error by outcome
	// Log loss less that of the baseline and of the market, on the fixtures
	// that both speak of; nil where there are none, or of themselves.
	toBaseline, toMarket *validate.Interval
}

// scores are those of all lines that speak of any of the fixtures.
func scores(fixtures []fixture) (out []score) {
	for _, l := range lines {
		s := score{line: l}
		probs, _, outcomes, _ := paired(fixtures, l.source, l.source)
		if len(probs) == 0 {
			continue
		}
		s.Metrics, s.calibration = validate.Score(probs, outcomes), validate.CalibrationErrors(probs, outcomes)
		s.toBaseline = difference(fixtures, l.source, penaltyblog)
		s.toMarket = difference(fixtures, l.source, marketPre)
		out = append(out, s)
	}
	return out
}

// difference is a's mean log loss less b's; nil if they are the same or have no
// fixture in common.
func difference(fixtures []fixture, a, b source) *validate.Interval {
	pa, pb, outcomes, days := paired(fixtures, a, b)
	if a == b || len(pa) == 0 {
		return nil
	}
	i := harness.LossDifference(pa, pb, outcomes, days)
	return &i
}

// paired is what two sources said of the fixtures of which both did.
func paired(fixtures []fixture, a, b source) (pa, pb []matchday.Probs, outcomes []matchday.Outcome, days []time.Time) {
	for _, f := range fixtures {
		x, xok := f.said[a]
		y, yok := f.said[b]
		if xok && yok {
			pa, pb = append(pa, x), append(pb, y)
			outcomes, days = append(outcomes, f.outcome), append(days, f.date)
		}
	}
	return pa, pb, outcomes, days
}
