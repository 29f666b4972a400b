package files

import (
	"fmt"
	"maps"
	"slices"
)

// nearest names the known division that an unknown one is most like: of the same
// country, else by the letters that must change.
func nearest(r *Row) string {
	what, spelled := r.Division, folded(r.Division)
	if r.Country != "" {
		what, spelled = fmt.Sprintf("%s (%s, %s)", r.Division, r.Country, r.League), folded(r.Country)
	}
	code, ok := divisions.country[spelled]
	if !ok {
		best := -1
		for _, known := range slices.Sorted(maps.Keys(divisions.leagues)) {
			name := known
			if r.Country != "" {
				name = divisions.leagues[known].Country
			}
			if d := distance(spelled, folded(name)); best < 0 || d < best {
				best, code = d, known
			}
		}
	}
	l := divisions.leagues[code]
	return fmt.Sprintf("%s; the nearest known is %s (%s, %s)", what, code, l.Country, l.Name)
}

// distance is the cost of the letters that must change to make one word of
// another (Levenshtein 1966): ten for a letter, less for a digit that is near.
func distance(a, b string) int {
	y := []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = 10 * j
	}
	for _, c := range a {
		diagonal := row[0]
		row[0] += 10
		for j, d := range y {
			cost := min(diagonal+exchange(c, d), row[j]+10, row[j+1]+10)
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(y)]
}

func exchange(a, b rune) int {
	isDigit := func(c rune) bool { return c >= '0' && c <= '9' }
	switch {
	case a == b:
		return 0
	case isDigit(a) && isDigit(b):
		return 1 + int(max(a-b, b-a))
	}
	return 10
}
