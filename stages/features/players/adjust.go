package players

import (
	"math"

	"matchday"
)

// Weights say how far a line-up moves a forecast: z is the sum of each weight
// times its column.
type Weights struct{ Rating, Missing, Regularity float64 }

// The weights of the line-up features, which are fixed: those beside forecasts
// that know no price of the fixture move the outcome by what was found for the
// Premier League before 2021; those beside a pre-match price were taught by how
// far the closing price moved from it there, 2018/19 to 2020/21.
var (
	BesideModels = Weights{Rating: .042, Missing: -.022, Regularity: .028}
	BesidePrices = Weights{Rating: .027, Missing: -.0025, Regularity: .0255}
)

// Z is the move of a row: how much the log odds of the home side's win rise and
// those of the away side's fall. It is 0 where a column is missing.
func (w Weights) Z(f *[NumColumns][]float64, row int) float64 {
	z := w.Rating*f[RatingDiff][row] + w.Missing*f[MissingDiff][row] + w.Regularity*f[RegularityDiff][row]
	if math.IsNaN(z) {
		return 0
	}
	return z
}

// Adjust adds z to the logarithm of the home side's probability, takes it from
// that of the away side's, and normalises.
func Adjust(p matchday.Probs, z float64) matchday.Probs {
	return matchday.Probs{p[0] * math.Exp(z), p[1], p[2] * math.Exp(-z)}.Normalised()
}
