package bet

import (
	"slices"

	"matchday"
)

// Place bets on the selections of one fixture that the strategy's rule allows and
// whose prices are high enough, and holds the bets as open. Every other allowed
// selection comes back as a skip with a reason; so does a market of which none
// is allowed. The board must be Screened at the prediction's as-of. Probabilities
// that are not Valid, and a price known later than the as-of, are errors; then
// nothing is bet.
//
// Several selections of the 1X2 may be bet, each as a bet of its own with a
// Kelly stake of its own, in the order H, D, A. Of totals, and of handicaps, one
// selection at one line is bet, the one with the highest expected value: the
// lines beside it are nearly the same bet.
func (a *Account) Place(f matchday.Forecast, board Board) ([]matchday.Bet, []matchday.Skip, error) {
	return a.place(f, board, nil, func(market matchday.Market) bool { return market != matchday.Market1X2 })
}

// PlaceBest is Place for strategies that bet once on a market: of the
// selections that Place would bet on only the one with the highest expected
// value, the first among equals. placed are bets on the match, whatever became of
// them; a market on which the strategy has one is not bet on any more.
func (a *Account) PlaceBest(f matchday.Forecast, board Board, placed []matchday.Bet) ([]matchday.Bet, []matchday.Skip, error) {
	return a.place(f, board, placed, func(matchday.Market) bool { return true })
}

func (a *Account) place(f matchday.Forecast, board Board, placed []matchday.Bet, once func(market matchday.Market) bool) (bets []matchday.Bet, skips []matchday.Skip, err error) {
	if err := usable(f, board); err != nil {
		return nil, nil, err
	}
	for _, name := range a.strategy.BetsOn() {
		before := slices.IndexFunc(placed, func(b matchday.Bet) bool {
			return b.Strategy == a.strategy.Name && b.Market == name
		})
		if before >= 0 {
			b := placed[before]
			skips = append(skips, a.skip(f, &Market{Name: name, Line: b.Line}, b.Selection, AlreadyBet))
			continue
		}
		fresh, passed := a.onMarket(f, board, name, once(name))
		bets, skips = append(bets, fresh...), append(skips, passed...)
	}
	return bets, skips, nil
}

// onMarket makes the selections of a market into bets, all of them or the one
// with the highest expected value, and says why the others are none.
func (a *Account) onMarket(f matchday.Forecast, board Board, name matchday.Market, once bool) (bets []matchday.Bet, skips []matchday.Skip) {
	whole := Market{Name: name} // for reasons that have no line
	if !hasChances(f, name) {
		return nil, []matchday.Skip{a.skip(f, &whole, "", NoScores)}
	}
	quoted, wanted := false, false
	for i := range board {
		m := &board[i]
		if m.Name != name {
			continue
		}
		quoted = true
		for _, c := range candidates(a.strategy, f, name, m.Line) {
			wanted = true
			b, skip := a.betOn(f, m, c)
			switch {
			case skip != nil:
				skips = append(skips, *skip)
			case !once:
				a.Hold(b)
				bets = append(bets, b)
			case len(bets) == 0:
				bets = append(bets, b)
			case b.ExpectedValue > bets[0].ExpectedValue:
				skips = append(skips, a.skipForBetter(f, bets[0]))
				bets[0] = b
			default:
				skips = append(skips, a.skipForBetter(f, b))
			}
		}
	}
	if once {
		a.Hold(bets...)
	}
	switch {
	case !quoted:
		skips = append(skips, a.skip(f, &whole, "", NoPrice))
	case !wanted:
		skips = append(skips, a.skip(f, &whole, "", RuleNotMet))
	}
	return bets, skips
}

// betOn makes one candidate into a bet, or says why not.
func (a *Account) betOn(f matchday.Forecast, m *Market, c candidate) (matchday.Bet, *matchday.Skip) {
	no := func(r matchday.SkipReason, ev ...float64) (matchday.Bet, *matchday.Skip) {
		s := a.skip(f, m, c.selection, r)
		if len(ev) > 0 {
			s.ExpectedValue = matchday.Number(ev[0])
		}
		return matchday.Bet{}, &s
	}
	best, ev := a.best(m.Books, c)
	if best == nil {
		return no(a.unpriced(m, c.index))
	}
	if !(ev > a.strategy.MinEdge) {
		return no(NoEdge, ev)
	}
	if a.hasOpen(f.FixtureID, m, c.selection) {
		return no(AlreadyBet, ev)
	}
	terms := a.bookmakers[best.Bookmaker]
	kelly := Kelly(c.chances, best.floats[c.index], terms)
	stake, reason := a.staking.stake(kelly, a.bankroll, a.exposure)
	if reason != "" {
		return no(reason, ev)
	}
	return matchday.Bet{
		ID:           matchday.BetID(a.strategy.Name, m.Name, c.selection, m.Line, f.ID),
		FixtureID:    f.FixtureID,
		PredictionID: f.ID,
		Time:         f.Time,
		Selection:    c.selection,
		Stake:        stake, Price: best.Prices[c.index], ExpectedValue: ev,
		Rule:      c.rule,
		RunID:     f.RunID,
		Strategy:  a.strategy.Name,
		Bookmaker: best.Bookmaker,
		Market:    m.Name, Line: m.Line,
		QuotedAt: best.QuotedAt[c.index], Probability: c.chances.Probability(), Decided: c.chances.Decided(),
		Commission: terms.Commission, Tax: terms.Tax,
		Bankroll: a.bankroll,
		Status:   matchday.Pending,
	}, nil
}

// best is the book at which a candidate is worth most after the bookmaker's
// commission and tax; of equals the first by name. It is nil if no book may be
// bet at.
func (a *Account) best(books []Book, c candidate) (*Book, float64) {
	var best *Book
	var top float64
	for n := range books {
		b := &books[n]
		if !a.allowed(b.Bookmaker) {
			continue
		}
		ev := ExpectedValue(c.chances, b.floats[c.index], a.bookmakers[b.Bookmaker])
		if best == nil || ev > top {
			best, top = b, ev
		}
	}
	return best, top
}

// unpriced is why no price of the i-th selection can be bet at.
func (a *Account) unpriced(m *Market, i int) matchday.SkipReason {
	for _, o := range m.Outliers {
		if a.allowed(o.Book.Bookmaker) && o.Book.floats[i] > 0 {
			return PriceOutlier
		}
	}
	for _, b := range m.Passed {
		if a.allowed(b.Bookmaker) {
			return b.Reason
		}
	}
	return NoPrice
}

func (a *Account) allowed(bookmaker string) bool {
	return len(a.betAt) == 0 || slices.Contains(a.betAt, bookmaker)
}

// hasOpen reports whether an earlier prediction of the fixture was bet on the
// same selection at the same line.
func (a *Account) hasOpen(fixtureID string, m *Market, selection string) bool {
	return slices.ContainsFunc(a.OpenOn(fixtureID), func(b matchday.Bet) bool {
		return b.Market == m.Name && b.Line == m.Line && b.Selection == selection
	})
}

func (a *Account) skip(f matchday.Forecast, m *Market, selection string, r matchday.SkipReason) matchday.Skip {
	return matchday.Skip{
		ID: matchday.SkipID(a.strategy.Name, m.Name, selection, m.Line, f.ID), FixtureID: f.FixtureID, PredictionID: f.ID, Time: f.Time,
		Strategy: a.strategy.Name, Market: m.Name, Line: m.Line, Selection: selection, Reason: r, RunID: f.RunID,
	}
}

// skipForBetter is the skip of a bet because another on the market is worth more.
func (a *Account) skipForBetter(f matchday.Forecast, b matchday.Bet) matchday.Skip {
	s := a.skip(f, &Market{Name: b.Market, Line: b.Line}, b.Selection, Better)
	s.ExpectedValue = matchday.Number(b.ExpectedValue)
	return s
}
