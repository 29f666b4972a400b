package bet

import "matchday"

// pinnacle is the bookmaker whose margin is the thinnest and whose word counts
// before the average of all.
const pinnacle = "PS"

// fewest is how many named books make a consensus.
const fewest = 3

// Sharp is what the sharpest price of the market says: margin-free probabilities,
// in the order of matchday.Selections, on a line those of the part of the stake
// that is decided. The price is Pinnacle's where its book is believed; else the
// publisher's average, unless three or more believed books contradict it; else the
// median of three or more. It is false where there is none of these.
func (m Market) Sharp() ([]float64, bool) {
	books := make([]matchday.Book, len(m.Books))
	for i := range m.Books {
		books[i] = m.prices(&m.Books[i])
		if m.Books[i].Bookmaker == pinnacle {
			return books[i].MarginFree()
		}
	}
	switch {
	case len(books) < fewest && m.average == nil:
		return nil, false
	case len(books) < fewest:
		return m.average.MarginFree()
	}
	median := matchday.MedianBook(books)
	if m.average == nil || apart(m.average, median) {
		return median.MarginFree()
	}
	return m.average.MarginFree()
}
