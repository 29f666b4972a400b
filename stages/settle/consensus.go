package settle

import (
	"slices"

	"matchday"
)

// Consensus is the closing line where no publisher gives an average: the
// margin-free probabilities (power method) of the median price of each selection
// over the Sound books of a market at one line, for an even number the mean of
// the two in the middle. A single book cannot move it far. nil where there is no
// Sound book.
func Consensus(books []matchday.Book) []float64 {
	sound := slices.DeleteFunc(slices.Clone(books), func(b matchday.Book) bool { return !b.Sound() })
	if len(sound) == 0 {
		return nil
	}
	median := make(matchday.Book, len(sound[0]))
	column, n := make([]float64, len(sound)), len(sound)
	for i := range median {
		for k, b := range sound {
			column[k] = b[i]
		}
		slices.Sort(column)
		median[i] = (column[(n-1)/2] + column[n/2]) / 2
	}
	p, _ := median.MarginFree()
	return p
}
