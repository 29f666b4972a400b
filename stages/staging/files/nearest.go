package files

import (
	"fmt"
	"maps"
	"slices"

	"github.com/xrash/smetrics"
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

// distance counts the letters that must change to make one word of another; of
// words as near, that whose last letter is nearer is nearer: E9 is most like E3.
func distance(a, b string) int {
	last := func(s string) int {
		if s == "" {
			return 0
		}
		return int(s[len(s)-1])
	}
	apart := last(a) - last(b)
	return 1000*smetrics.WagnerFischer(a, b, 1, 1, 1) + max(apart, -apart)
}
