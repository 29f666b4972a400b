package validate

import (
	"math"

	"matchday"
)

// Divergence is by how many nats a forecast's log loss lies above that of the
// true probabilities, on average over what they let happen (Kullback & Leibler
// 1951, "On information and sufficiency"). Where the truth is known, as in an
// invented world, or a closing price stands for it, it judges a forecast without
// the noise of results. It is infinite if something possible was given none.
func Divergence(truth, said matchday.Probs) float64 {
	sum := 0.0
	for c, p := range truth {
		if p > 0 {
			sum += p * math.Log(p/said[c])
		}
	}
	return sum
}
