package crosswalk

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// noise are words that clubs bear or drop at will.
var noise = map[string]bool{
	"fc": true, "afc": true, "cf": true, "sc": true, "ac": true, "as": true, "ss": true, "ssc": true, "us": true,
	"cd": true, "ud": true, "rcd": true, "sd": true, "sv": true, "vfb": true, "vfl": true, "tsg": true, "tsv": true,
	"fk": true, "sk": true, "if": true, "bk": true, "ff": true, "aik": false, "club": true, "de": true, "the": true,
	"and": true, "calcio": true, "1": true, "04": true, "05": true, "96": true, "09": true, "1899": true,
}

// unmarked are letters that carry no accent to take off.
var unmarked = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae",
	"œ", "oe", "ı", "i", "'", "", "’", "", ".", "")

// words are a name's words: small letters without accents, without the words
// that say only that it is a club (unless there are no others).
func words(name string) []string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(unmarked.Replace(strings.ToLower(name))) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			plain.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			plain.WriteByte(' ')
		}
	}
	all := strings.Fields(plain.String())
	short := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return noise[w] })
	if len(short) == 0 {
		return all
	}
	return short
}

// sameWords is the likeness of names that are the same words: more than that of
// any two others, so that "Dundee" is Dundee beside "Dundee United".
const sameWords = 1.25

// alike is how alike two names are, 0 to 1, or sameWords: the share of the words of both that
// have a partner, where a word that many teams bear counts little.
func alike(a, b []string, weight map[string]float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if slices.Equal(a, b) {
		return sameWords
	}
	if initials(a) == strings.Join(b, "") || initials(b) == strings.Join(a, "") {
		return 1
	}
	return min(1, (covered(a, b, weight)+covered(b, a, weight))/2+0.25*max(floor(covered(a, b, weight)), floor(covered(b, a, weight))))
}

// floor is 1 for a name of which every word has a partner.
func floor(x float64) float64 {
	if x > 0.999 {
		return 1
	}
	return 0
}

// covered is the weighted share of the words of a that have a partner in b.
func covered(a, b []string, weight map[string]float64) float64 {
	found, all := 0.0, 0.0
	for _, x := range a {
		best := 0.0
		for _, y := range b {
			best = max(best, partner(x, y))
		}
		found += best * weight[x]
		all += weight[x]
	}
	return found / all
}

// partner is how far two words stand for each other: equal ones fully, one that
// the other begins with nearly so, two that begin alike in part.
func partner(x, y string) float64 {
	if x == y {
		return 1
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for n < len(x) && x[n] == y[n] {
		n++
	}
	switch {
	case n == len(x) && n >= 3:
		return 1
	case n >= 4, n == 3 && n == len(x)-1:
		return 0.75
	}
	return 0
}

// initials are the first letters of several words, "" of one.
func initials(name []string) string {
	if len(name) < 2 {
		return ""
	}
	var b strings.Builder
	for _, w := range name {
		b.WriteByte(w[0])
	}
	return b.String()
}

// spelled are the words of each team's names, by number.
func (x *schedule) spelled() [][][]string {
	out := make([][][]string, len(x.teams))
	for i, team := range x.teams {
		for _, name := range x.Names[team] {
			out[i] = append(out[i], words(name))
		}
	}
	return out
}

// weigh gives a word of the two seasons the inverse of how many teams bear it in
// the season where more do: "united" tells little, "arsenal" all.
func weigh(seasons ...[][][]string) map[string]float64 {
	weight := map[string]float64{}
	for _, teams := range seasons {
		bearers := map[string]int{}
		for _, names := range teams {
			seen := map[string]bool{}
			for _, w := range slices.Concat(names...) {
				if !seen[w] {
					seen[w] = true
					bearers[w]++
				}
			}
		}
		for w, n := range bearers {
			if x, ok := weight[w]; !ok || 1/float64(n) < x {
				weight[w] = 1 / float64(n)
			}
		}
	}
	return weight
}

// SameName reports whether one name's words are among the other's, accents,
// capitals and words such as FC apart: "Olympiacos" and "Olympiacos F.C.".
func SameName(a, b string) bool {
	x, y := words(a), words(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
	}
	return len(x) > 0
}
