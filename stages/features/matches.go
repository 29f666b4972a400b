package features

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features/columns"
	"matchday/stages/features/ratings"
)

// ratingInput are the rows of int_rating_input. Prices are NaN where there are
// none.
type ratingInput struct {
	matches              []ratings.Match
	pre, close           []matchday.Prices // the consensus
	benchPre, benchClose []matchday.Prices // the publisher's average, for closing else Pinnacle's; else the consensus
}

// readMatches reads a file of int_rating_input.
func readMatches(path string) (*ratingInput, error) {
	p, err := columns.Open(path)
	if err != nil {
		return nil, err
	}
	n := p.Rows()
	in := &ratingInput{matches: make([]ratings.Match, n)}
	fixtures(p, func(row int) *matchday.Fixture { return &in.matches[row].Fixture })
	p.Times("collected_at", func(row int, t time.Time) { in.matches[row].Collected = t })
	number := func(name string, set func(m *ratings.Match, v float64)) {
		p.Numbers(name, func(row int, v float64) { set(&in.matches[row], v) })
	}
	resultsIn(p, in.matches)
	number("home_red_cards", func(m *ratings.Match, v float64) { m.HomeReds = v })
	number("away_red_cards", func(m *ratings.Match, v float64) { m.AwayReds = v })
	in.pre, in.close = prices(p, "pre"), prices(p, "close")
	in.benchPre, in.benchClose = prices(p, "bench_pre"), prices(p, "bench_close")
	if err := p.Wait(); err != nil {
		return nil, err
	}
	in.price()
	return in, nil
}

// price gives each match the last price known: the closing price where there is one.
func (in *ratingInput) price() {
	pre, closing := marginFree(in.pre), marginFree(in.close)
	for i := range in.matches {
		m := &in.matches[i]
		m.PriceKnownAt = m.Kickoff
		for _, p := range []matchday.Probs{pre[i], closing[i]} {
			if p.Valid() {
				m.Price, m.HasPrice = p, true
			}
		}
	}
}

// append adds the rows of another.
func (in *ratingInput) append(other *ratingInput) {
	in.matches = append(in.matches, other.matches...)
	in.pre, in.close = append(in.pre, other.pre...), append(in.close, other.close...)
	in.benchPre, in.benchClose = append(in.benchPre, other.benchPre...), append(in.benchClose, other.benchClose...)
}

// sort orders the rows as features are published.
func (in *ratingInput) sort() {
	order := numbers(len(in.matches))
	slices.SortFunc(order, func(a, b int) int {
		x, y := &in.matches[a], &in.matches[b]
		return cmp.Or(x.AsOf.Compare(y.AsOf), strings.Compare(x.ID, y.ID))
	})
	*in = *in.picked(order)
}

// picked are the rows at some places.
func (in *ratingInput) picked(places []int) *ratingInput {
	return &ratingInput{
		matches: picked(in.matches, places), pre: picked(in.pre, places), close: picked(in.close, places),
		benchPre: picked(in.benchPre, places), benchClose: picked(in.benchClose, places),
	}
}

// picked are the values at some places.
func picked[T any](values []T, places []int) []T {
	out := make([]T, len(places))
	for i, place := range places {
		out[i] = values[place]
	}
	return out
}

// prices begins to read three columns into one slice.
func prices(p *columns.File, prefix string) []matchday.Prices {
	out := make([]matchday.Prices, p.Rows())
	for k, side := range sides {
		p.Numbers(prefix+"_"+side, func(row int, v float64) { out[row][k] = v })
	}
	return out
}

// goals of a side; 0 for an unplayed match, where they are not read.
func goals(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(v)
}

// column is a named column that Go computes, one value a row; NaN is missing.
type column struct {
	name   string
	values []float64
}

// rowID is the column by which such tables join int_matches.
const rowID = "row_id"
