package settle

import (
	"slices"

	"matchday"
)

// Consensus is the closing line where no publisher gives an average: the
// margin-free probabilities (power method) of the median price of each outcome
// over the Sound books, for an even number the mean of the two in the middle.
// No single book can carry it away; ok is false where there is none.
func Consensus(books []matchday.Prices) (p matchday.Probs, ok bool) {
	var columns [matchday.NumOutcome][]float64
	for _, b := range books {
		if !b.Sound() {
			continue
		}
		for i, price := range b {
			columns[i] = append(columns[i], price)
		}
	}
	n := len(columns[0])
	if n == 0 {
		return p, false
	}
	var median matchday.Prices
	for i, prices := range columns {
		slices.Sort(prices)
		median[i] = (prices[(n-1)/2] + prices[n/2]) / 2
	}
	return median.MarginFree()
}
