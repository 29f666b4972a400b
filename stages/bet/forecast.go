package bet

import (
	"database/sql"
	"fmt"

	"matchday"
)

// hasChances says that a forecast knows the chances on a market: without a
// score matrix only those on the 1X2.
func hasChances(f matchday.Forecast, market matchday.Market) bool {
	return market == matchday.Market1X2 || f.Scores != nil
}

// chances are those of a selection of a market that hasChances.
func chances(f matchday.Forecast, market matchday.Market, selection string, line sql.Null[float64]) matchday.Chances {
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

// usable is an error if a forecast must not be bet on at these prices.
func usable(f matchday.Forecast, board Board) error {
	if !f.Probs.Valid() {
		return fmt.Errorf("prediction %s: %v are not probabilities between 0 and 1 that sum to one", f.ID, f.Probs)
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
