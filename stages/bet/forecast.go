package bet

import (
	"database/sql"
	"fmt"

	"matchday"
)

// Forecast is what bets on a fixture rest on: its prediction, and the score
// matrix from which the chances on its lines follow. Without a matrix nothing is
// bet but the 1X2.
type Forecast struct {
	matchday.Prediction
	Scores *matchday.Scores // its Result is Probs; nil if there is none
}

// priced says that the chances on a market are known.
func (f Forecast) priced(market string) bool { return market == matchday.Market1X2 || f.Scores != nil }

// chances are those of a selection of a market that is priced.
func (f Forecast) chances(market, selection string, line sql.Null[float64]) matchday.Chances {
	var c matchday.Chances
	switch market {
	case matchday.Market1X2:
		return matchday.Of(f.Probs[matchday.Outcome(selection).Index()])
	case matchday.MarketTotal:
		c = f.Scores.Lines().Over(line.V)
	case matchday.MarketAsian:
		c = f.Scores.Lines().Handicap(line.V)
	}
	if matchday.SelectionIndex(market, selection) == 1 {
		return c.Complement()
	}
	return c
}

// usable refuses what must not be bet on.
func usable(f Forecast, board Board) error {
	if !f.Probs.Valid() {
		return fmt.Errorf("prediction %s: %v are no probabilities between 0 and 1 that sum to one", f.ID, f.Probs)
	}
	for _, m := range board {
		for _, b := range m.Books {
			for _, at := range b.QuotedAt {
				if at.After(f.AsOf) {
					return fmt.Errorf("prediction %s: a price of %s was quoted at %v, after its as-of %v: screen the market at the as-of", f.ID, b.Bookmaker, at, f.AsOf)
				}
			}
		}
	}
	return nil
}
