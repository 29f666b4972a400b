package features

import (
	"time"

	"matchday/stages/features/ratings"
)

// shareNames are the columns of shares.
var shareNames = [...]string{"base_home", "base_draw", "base_away", "base_home_goals", "base_away_goals"}

// shares say how often home sides, nobody and away sides win where a match is played, and
// how many goals both sides score; NaN if no result at all is known.
type shares [len(shareNames)]float64

// sharedYears is over how many years results are counted. With fewer than fewestResults
// of a division its country's stand in, and with fewer than that those of all divisions.
const (
	sharedYears   = 5
	fewestResults = 100
)

// tally counts results.
type tally struct{ results, homeWins, draws, homeGoals, awayGoals int }

// add counts a match, or takes it back, by sign.
func (t *tally) add(m *ratings.Match, sign int) {
	t.results += sign
	switch {
	case m.HomeGoals > m.AwayGoals:
		t.homeWins += sign
	case m.HomeGoals == m.AwayGoals:
		t.draws += sign
	}
	t.homeGoals += sign * m.HomeGoals
	t.awayGoals += sign * m.AwayGoals
}

// join adds another tally.
func (t *tally) join(other *tally) {
	t.results += other.results
	t.homeWins += other.homeWins
	t.draws += other.draws
	t.homeGoals += other.homeGoals
	t.awayGoals += other.awayGoals
}

// results are the tallies of the years before a moment, by division, by country and of
// all.
type results struct {
	matches             []ratings.Match
	coming, going       []int // played matches in the order of their results: those to be added, and to be taken back
	division, countries map[string]*tally
	all                 tally
}

// resultsOf begins to count; played are the matches with a result in the order in which
// it became known.
func resultsOf(matches []ratings.Match, played []int) *results {
	return &results{matches: matches, coming: played, going: played, division: map[string]*tally{}, countries: map[string]*tally{}}
}

// of are the tallies to which a match belongs.
func (r *results) of(m *ratings.Match) [3]*tally {
	find := func(in map[string]*tally, key string) *tally {
		t := in[key]
		if t == nil {
			t = &tally{}
			in[key] = t
		}
		return t
	}
	return [3]*tally{find(r.division, m.Division), find(r.countries, m.Country), &r.all}
}

// advance counts what became known up to a moment, and forgets what was known years
// before it.
func (r *results) advance(asOf time.Time) {
	r.coming = r.count(r.coming, asOf, 1)
	r.going = r.count(r.going, yearsBefore(asOf, sharedYears), -1)
}

// count adds the matches whose result was known at a moment, by sign, and gives the rest.
func (r *results) count(played []int, at time.Time, sign int) []int {
	for len(played) > 0 && !r.matches[played[0]].KnownAt.After(at) {
		m := &r.matches[played[0]]
		for _, t := range r.of(m) {
			t.add(m, sign)
		}
		played = played[1:]
	}
	return played
}

// shares of a match's division.
func (r *results) shares(m *ratings.Match) shares {
	tallies, least := r.of(m), [...]int{fewestResults, fewestResults, 1}
	for k, t := range tallies {
		if t.results < least[k] {
			continue
		}
		n := float64(t.results)
		return shares{
			float64(t.homeWins) / n, float64(t.draws) / n, float64(t.results-t.homeWins-t.draws) / n,
			float64(t.homeGoals) / n, float64(t.awayGoals) / n,
		}
	}
	return shares{nan, nan, nan, nan, nan}
}

// yearsBefore is the same day of the calendar years before; of 29 February, where there
// is none, 28 February. The zero time stays.
func yearsBefore(t time.Time, years int) time.Time {
	if t.IsZero() {
		return t
	}
	t = t.UTC()
	before := t.AddDate(-years, 0, 0)
	if before.Day() != t.Day() {
		before = before.AddDate(0, 0, -before.Day())
	}
	return before
}
