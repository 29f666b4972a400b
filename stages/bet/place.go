package bet

import (
	"database/sql"
	"fmt"
	"slices"

	"matchday"
	"matchday/warehouse"
)

// Place bets what the strategy wants of one fixture at its prices and holds
// the bets as open. Every other selection that was wanted, or the absence of
// one, comes back with a reason. The market must be Screened at the
// prediction's as-of. It fails, without betting, on probabilities that are
// none and on a market known later than the as-of.
//
// Several selections of one fixture may be bet, each as a bet of its own with
// a Kelly stake of its own, in the order H, D, A.
func (a *Account) Place(p warehouse.Prediction, m Market) ([]warehouse.Bet, []Skip, error) {
	if err := usable(p, m); err != nil {
		return nil, nil, err
	}
	wanted := candidates(a.strategy, p.Probs)
	if len(wanted) == 0 {
		return nil, []Skip{a.skip(p, matchday.NoOutcome, RuleNotMet)}, nil
	}
	var bets []warehouse.Bet
	var skips []Skip
	for _, c := range wanted {
		b, skip := a.consider(p, m, c)
		if skip != nil {
			skips = append(skips, *skip)
			continue
		}
		a.Hold(b)
		bets = append(bets, b)
	}
	return bets, skips, nil
}

// usable refuses what Place must not bet on.
func usable(p warehouse.Prediction, m Market) error {
	if !p.Probs.Valid() {
		return fmt.Errorf("prediction %s: %v are no probabilities between 0 and 1 that sum to one", p.ID, p.Probs)
	}
	for _, b := range m.Books {
		for _, at := range b.QuotedAt {
			if at.After(p.AsOf) {
				return fmt.Errorf("prediction %s: a price of %s was quoted at %v, after its as-of %v: screen the market at the as-of", p.ID, b.Bookmaker, at, p.AsOf)
			}
		}
	}
	return nil
}

// consider makes one candidate into a bet, or says why not.
func (a *Account) consider(p warehouse.Prediction, m Market, c candidate) (warehouse.Bet, *Skip) {
	no := func(r Reason, ev ...float64) (warehouse.Bet, *Skip) {
		s := a.skip(p, c.selection, r)
		if len(ev) > 0 {
			s.ExpectedValue = sql.Null[float64]{V: ev[0], Valid: true}
		}
		return warehouse.Bet{}, &s
	}
	i := c.selection.Index()
	best, ev := a.best(m.Books, i, p.Probs[i])
	if best == nil {
		return no(a.unpriced(m, i))
	}
	if !(ev > a.strategy.MinEdge) {
		return no(NoEdge, ev)
	}
	if a.hasOpen(p.FixtureID, c.selection) {
		return no(AlreadyBet, ev)
	}
	price, terms := best.Prices[i], a.bookmakers[best.Bookmaker]
	kelly := Kelly(p.Probs[i], best.floats[i], terms)
	stake, reason := a.staking.stake(kelly, a.bankroll, a.exposure)
	if reason != "" {
		return no(reason, ev)
	}
	selection := string(c.selection)
	return warehouse.Bet{
		ID:           warehouse.BetID(a.strategy.Name, matchday.Market1X2, selection, sql.Null[float64]{}, p.ID),
		FixtureID:    p.FixtureID,
		PredictionID: p.ID,
		Time:         p.Time,
		Selection:    selection,
		Stake:        stake, Price: price, ExpectedValue: ev,
		Rule:      c.rule,
		RunID:     p.RunID,
		Strategy:  a.strategy.Name,
		Bookmaker: best.Bookmaker,
		Market:    matchday.Market1X2,
		QuotedAt:  best.QuotedAt[i], Probability: p.Probs[i],
		Commission: terms.Commission, Tax: terms.Tax,
		Bankroll: a.bankroll,
		Status:   warehouse.Pending,
	}, nil
}

// best is the book at which a selection of probability p is worth most after
// the bookmaker's commission and tax; of equals the first by name. It is nil
// if no book may be bet at.
func (a *Account) best(books []Book, i int, p float64) (*Book, float64) {
	var best *Book
	var top float64
	for n := range books {
		b := &books[n]
		if !a.allowed(b.Bookmaker) {
			continue
		}
		ev := ExpectedValue(p, b.floats[i], a.bookmakers[b.Bookmaker])
		if best == nil || ev > top {
			best, top = b, ev
		}
	}
	return best, top
}

// unpriced tells a selection without a price from one whose prices are not
// believed.
func (a *Account) unpriced(m Market, i int) Reason {
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
// same selection.
func (a *Account) hasOpen(fixtureID string, selection matchday.Outcome) bool {
	return slices.ContainsFunc(a.OpenOn(fixtureID), func(b warehouse.Bet) bool {
		return b.Market == matchday.Market1X2 && b.Selection == string(selection)
	})
}

func (a *Account) skip(p warehouse.Prediction, selection matchday.Outcome, r Reason) Skip {
	return Skip{FixtureID: p.FixtureID, PredictionID: p.ID, Strategy: a.strategy.Name, Selection: selection, Reason: r}
}
