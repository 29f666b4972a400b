package bet

import (
	"fmt"

	"matchday"
)

// hasChances says that a forecast knows the chances on a market: without a
// score matrix only those on the 1X2.
func hasChances(f *matchday.Forecast, market matchday.Market) bool {
	return market == matchday.Market1X2 || f.Scores != nil
}

// modelChances are what the model says of a market that hasChances, in the order of
// matchday.Selections. lines are those of the forecast's score matrix.
func modelChances(f *matchday.Forecast, lines *matchday.Lines, m *Market) []matchday.Chances {
	switch m.Name {
	case matchday.MarketTotal:
		c := lines.Over(m.Line.V)
		return []matchday.Chances{c, c.Complement()}
	case matchday.MarketAsian:
		c := lines.Handicap(m.Line.V)
		return []matchday.Chances{c, c.Complement()}
	}
	return []matchday.Chances{matchday.Of(f.Probs[0]), matchday.Of(f.Probs[1]), matchday.Of(f.Probs[2])}
}

// view is a market of the board with what is thought of its selections.
type view struct {
	*Market
	opinions []opinion // nil without a sharp price
}

// views are the markets of an offered fixture on which anybody bets and on which it
// is learned how far the model is believed.
func (a *Accounts) views(o *Offered) (out []view) {
	f := &o.Forecast
	var lines *matchday.Lines
	for i := range o.Board {
		m := &o.Board[i]
		w, learned := f.Belief[m.Name]
		if !learned || !a.markets[m.Name] || !hasChances(f, m.Name) {
			continue
		}
		v := view{Market: m}
		if sharp, ok := m.Sharp(); ok {
			if lines == nil && m.Name != matchday.Market1X2 {
				lines = f.Scores.Lines()
			}
			v.opinions = believe(modelChances(f, lines, m), sharp, w)
		}
		out = append(out, v)
	}
	return out
}

// usable is an error if a forecast must not be bet on at these prices.
func usable(f *matchday.Forecast, board Board) error {
	if !f.Probs.Valid() {
		return fmt.Errorf("prediction %s: %v are not probabilities between 0 and 1 that sum to one", f.ID, f.Probs)
	}
	for market, w := range f.Belief {
		if !(w >= 0 && w <= 1) {
			return fmt.Errorf("prediction %s: the model's weight %v on the market %s is not between 0 and 1", f.ID, w, market)
		}
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
