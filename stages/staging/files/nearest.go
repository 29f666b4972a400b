package files

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

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

// likeness is a row of a file and a match of the older ones that may be the same, though
// both sides are spelled otherwise.
type likeness struct {
	row int
	m   *pairing
	v   version
}

// rematched is respelled for matches of which both clubs are spelled anew: a match of
// the same day and score whose two clubs are gone from the file. Names tell which it
// is, or else the score, if the file repeats the older one's results.
func (s *schedule) rematched(e *FileSeason) map[string]string {
	all := s.likenesses(e)
	named := slices.DeleteFunc(slices.Clone(all), func(l likeness) bool {
		return !resembles(nameOf(l.v.season.homes[l.v.at]), nameOf(e.homes[l.row])) ||
			!resembles(nameOf(l.v.season.aways[l.v.at]), nameOf(e.aways[l.row]))
	})
	if learned := mutual(e.votesOf(named)); len(learned) > 0 {
		return learned
	}
	repeated := map[*FileSeason]bool{}
	for _, l := range all {
		if _, known := repeated[l.v.season]; !known {
			repeated[l.v.season] = e.repeatsResults(l.v.season)
		}
	}
	return mutual(e.votesOf(slices.DeleteFunc(all, func(l likeness) bool {
		return !repeated[l.v.season] || !l.v.row().Played() || !e.rows[l.row].Played()
	})))
}

// likenesses lists the rows without a pairing with the matches of their day, and of
// their score as far as it is known, of two clubs that the file lacks.
func (s *schedule) likenesses(e *FileSeason) (out []likeness) {
	own, days := e.clubs(), map[time.Time][]int{}
	for i, r := range e.rows {
		if !s.has(pair{e.homes[i], e.aways[i]}, e.Season) {
			days[r.Date] = append(days[r.Date], i)
		}
	}
	for _, m := range s.bySeason[e.Season] {
		for day, v := range m.latest() {
			home, away, known := v.season.homes[v.at], v.season.aways[v.at], v.row()
			if own[home] || own[away] {
				continue
			}
			for _, i := range days[day] {
				r := e.rows[i]
				if known.Played() && r.Played() && (known.HomeGoals != r.HomeGoals || known.AwayGoals != r.AwayGoals) ||
					s.together(e.Season, pair{home, e.homes[i]}) || s.together(e.Season, pair{away, e.aways[i]}) {
					continue
				}
				out = append(out, likeness{i, m, v})
			}
		}
	}
	return out
}

// latest is the version of each day on which a pairing was to be: the last one with a
// result, or else the last.
func (m *pairing) latest() map[time.Time]version {
	out := map[time.Time]version{}
	for _, v := range m.versions {
		known, ok := out[v.row().Date]
		if !ok || v.row().Played() || !known.row().Played() {
			out[v.row().Date] = v
		}
	}
	return out
}

// votesOf counts what the likenesses say of the clubs, old and new: those of which
// neither the row nor the match has another one.
func (e *FileSeason) votesOf(list []likeness) map[pair]int {
	rows, matches := map[int]int{}, map[*pairing]int{}
	for _, l := range list {
		rows[l.row]++
		matches[l.m]++
	}
	votes := map[pair]int{}
	for _, l := range list {
		if rows[l.row] == 1 && matches[l.m] == 1 {
			votes[pair{l.v.season.homes[l.v.at], e.homes[l.row]}]++
			votes[pair{l.v.season.aways[l.v.at], e.aways[l.row]}]++
		}
	}
	return votes
}

// leastRepeated is how many results of a file another one must have, whoever's they
// are, to be taken for the same: fewer agree by chance.
const leastRepeated = 3

// repeatsResults says that a file has another one's results on their days, but for one
// of ten, whatever the clubs are called.
func (e *FileSeason) repeatsResults(other *FileSeason) bool {
	type result struct {
		date       time.Time
		home, away int16
	}
	left, n := map[result]int{}, 0
	for _, r := range e.rows {
		if r.Played() {
			left[result{r.Date, r.HomeGoals, r.AwayGoals}]++
		}
	}
	for _, r := range other.rows {
		if k := (result{r.Date, r.HomeGoals, r.AwayGoals}); r.Played() && left[k] > 0 {
			left[k]--
			n++
		}
	}
	return n >= leastRepeated && 10*n >= 9*other.results
}

// alike says that two names may be spellings of one: they resemble each other,
// begin alike, or share a word.
func alike(a, b string) bool {
	words := func(s string) []string { return strings.Fields(strings.ToLower(strings.ReplaceAll(s, "-", " "))) }
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	const letters = 4
	if resembles(a, b) {
		return true
	}
	if p, q := strings.Join(x, ""), strings.Join(y, ""); len(p) >= letters && len(q) >= letters && p[:letters] == q[:letters] {
		return true
	}
	return slices.ContainsFunc(x, func(w string) bool { return len(w) >= letters && slices.Contains(y, w) })
}

// ofAnyClub are words that a spelling has or lacks.
var ofAnyClub = []string{"fc", "afc", "cf", "sc", "ac", "as", "fk", "sk", "bk", "if", "sv"}

// wordsOf are the words of a club's name, folded, without those of any club.
func wordsOf(name string) (words []string) {
	for _, w := range strings.FieldsFunc(name, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("-./", c) }) {
		if w = folded(w); w != "" && !slices.Contains(ofAnyClub, w) {
			words = append(words, w)
		}
	}
	return words
}

// resembles says that two names are clearly spellings of one: each word of the shorter
// one stands in the other, perhaps cut short, or is its initials.
func resembles(a, b string) bool {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	const letters = 3 // that at least one word must have, and initials
	if len(x) == 1 && len(y) >= letters && len(x[0]) == len(y) {
		initials := ""
		for _, w := range y {
			initials += w[:1]
		}
		if initials == x[0] {
			return true
		}
	}
	same := folded(a) == folded(b) && folded(a) != ""
	telling := same
	for _, w := range x {
		at := slices.IndexFunc(y, func(other string) bool { return sameWord(w, other) })
		if at < 0 {
			return same
		}
		telling = telling || min(len(w), len(y[at])) >= letters
		y = slices.Delete(y, at, at+1)
	}
	return telling
}

// sameWord says that two words may be one: one leaves out letters of the other, which
// begins like it, or they differ in a letter or two.
func sameWord(a, b string) bool {
	const begin, nearly = 5, 0.92
	if len(a) > len(b) {
		a, b = b, a
	}
	if a[0] != b[0] {
		return false
	}
	if len(a) >= begin && a[:begin] == b[:begin] || len(a) >= begin && smetrics.JaroWinkler(a, b, 0.7, 4) >= nearly {
		return true
	}
	left := a
	for i := 0; i < len(b) && left != ""; i++ {
		if b[i] == left[0] {
			left = left[1:]
		}
	}
	return left == ""
}
