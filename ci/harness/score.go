package harness

import (
	"fmt"
	"math/rand/v2"
	"time"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/validate"
)

// Markets are the market groups, each of which is measured.
var Markets = []string{train.MarketOff, train.MarketPast, train.MarketOn}

// LossDifference is the mean log loss of a less that of b, paired by fixture,
// with an interval that resamples match days. The draws are the same at each
// call, so that the lines of a table differ by their forecasts alone.
func LossDifference(a, b []matchday.Probs, outcomes []matchday.Outcome, days []time.Time) validate.Interval {
	return validate.MeanByDay(days, validate.LogLossDifferences(a, b, outcomes), rand.New(rand.NewPCG(1, 1)))
}

// Text is an interval as pages have it, with so many decimals.
func Text(i validate.Interval, decimals int) string {
	return fmt.Sprintf("%+.*f [%+.*f, %+.*f]", decimals, i.Value, decimals, i.Low, decimals, i.High)
}
