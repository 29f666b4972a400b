package features

import (
	"math"
	"time"

	"matchday"
	"matchday/stages/features/ratings"
)

// market is the consensus on a fixture at a moment.
type market struct {
	prices matchday.Prices // NaN without a consensus
	basis  string          // of int_consensus, "" without one
}

// ratingInput are the rows of int_rating_input.
type ratingInput struct {
	matches      []ratings.Match
	pre, closing []market
}

// readMatches reads a file of int_rating_input. Prices are not in the matches
// yet.
func readMatches(path string) (*ratingInput, error) {
	p, err := openParquet(path)
	if err != nil {
		return nil, err
	}
	n := p.rows()
	in := &ratingInput{make([]ratings.Match, n), make([]market, n), make([]market, n)}
	p.fixtures(func(row int) *matchday.Fixture { return &in.matches[row].Fixture })
	p.times("result_known_at", func(row int, t time.Time) { in.matches[row].KnownAt = t })
	number := func(name string, set func(m *ratings.Match, v float64)) {
		p.numbers(name, func(row int, v float64) { set(&in.matches[row], v) })
	}
	number("home_goals", func(m *ratings.Match, v float64) { m.HomeGoals = goals(v) })
	number("away_goals", func(m *ratings.Match, v float64) { m.AwayGoals = goals(v) })
	number("home_shots", func(m *ratings.Match, v float64) { m.HomeShots = v })
	number("away_shots", func(m *ratings.Match, v float64) { m.AwayShots = v })
	number("home_shots_on_target", func(m *ratings.Match, v float64) { m.HomeOnTarget = v })
	number("away_shots_on_target", func(m *ratings.Match, v float64) { m.AwayOnTarget = v })
	number("home_corners", func(m *ratings.Match, v float64) { m.HomeCorners = v })
	number("away_corners", func(m *ratings.Match, v float64) { m.AwayCorners = v })
	number("home_red_cards", func(m *ratings.Match, v float64) { m.HomeReds = v })
	number("away_red_cards", func(m *ratings.Match, v float64) { m.AwayReds = v })
	p.markets("pre", in.pre)
	p.markets("close", in.closing)
	return in, p.wait()
}

// markets begins to read the four columns of a moment's consensus.
func (p *parquetFile) markets(prefix string, out []market) {
	for k, side := range sides {
		p.numbers(prefix+"_"+side, func(row int, v float64) { out[row].prices[k] = v })
	}
	p.texts(prefix+"_basis", func(row int, s string) { out[row].basis = s })
}

// goals of a side; 0 stands for those of an unplayed match, which nobody reads.
func goals(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(v)
}
