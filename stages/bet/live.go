package bet

import (
	"cmp"
	"slices"
	"time"

	"matchday"
	"matchday/warehouse"
)

// Passed is a bookmaker whose prices a live run does not bet at because they
// may be gone.
type Passed struct {
	Bookmaker string
	Reason    Reason // Stale or Stopped
}

// ScreenLive is Screen for bets that are to be placed now: bookmakers of whom a
// last price was stopped, or was last seen offered longer than maxAge ago, are
// passed over as a whole and have no part in the consensus either. A price's
// age counts from the last look that still showed it, not from when it was
// first quoted: bookmakers leave a good price unchanged for a day. A quote that
// does not say when it was seen was seen when it was known.
func ScreenLive(quotes []Quote, now time.Time, maxAge time.Duration) Market {
	gone := map[string]Reason{}
	for _, q := range lastQuotes(quotes, now) {
		seen := q.SeenAt
		if seen.IsZero() {
			seen = q.KnownAt
		}
		switch {
		case q.Stopped:
			gone[q.Bookmaker] = Stopped
		case now.Sub(seen) > maxAge && gone[q.Bookmaker] == "":
			gone[q.Bookmaker] = Stale
		}
	}
	m := Screen(slices.DeleteFunc(slices.Clone(quotes), func(q Quote) bool { return gone[q.Bookmaker] != "" }), now)
	for name, reason := range gone {
		if name != matchday.BookmakerAverage && name != matchday.BookmakerBest {
			m.Passed = append(m.Passed, Passed{name, reason})
		}
	}
	slices.SortFunc(m.Passed, func(a, b Passed) int { return cmp.Compare(a.Bookmaker, b.Bookmaker) })
	return m
}

// lastQuotes are each bookmaker's last pre-match quotes of the 1X2 selections
// at a moment; of several at one instant a stopped one counts.
func lastQuotes(quotes []Quote, now time.Time) map[[2]string]Quote {
	last := map[[2]string]Quote{}
	for _, q := range quotes {
		if q.Market != matchday.Market1X2 || q.Moment != matchday.PreMatch || q.KnownAt.After(now) {
			continue
		}
		key := [2]string{q.Bookmaker, q.Selection}
		before, seen := last[key]
		newer := q.KnownAt.Compare(before.KnownAt)
		if !seen || newer > 0 || newer == 0 && q.Stopped {
			last[key] = q
		}
	}
	return last
}

// PlaceBest is Place for strategies that bet once on a market: of the
// selections that Place would bet on only the one with the highest expected
// value, the first of H, D, A among equals. placed are the strategy's bets on
// the fixture, whatever became of them; if there is one, nothing is bet any
// more. The others come back with a reason.
func (a *Account) PlaceBest(p warehouse.Prediction, m Market, placed []warehouse.Bet) (*warehouse.Bet, []Skip, error) {
	if err := usable(p, m); err != nil {
		return nil, nil, err
	}
	for _, b := range placed {
		if b.Strategy == a.strategy.Name && b.FixtureID == p.FixtureID && b.Market == matchday.Market1X2 {
			return nil, []Skip{a.skip(p, matchday.Outcome(b.Selection), AlreadyBet)}, nil
		}
	}
	wanted := candidates(a.strategy, p.Probs)
	if len(wanted) == 0 {
		return nil, []Skip{a.skip(p, matchday.NoOutcome, RuleNotMet)}, nil
	}
	var best *warehouse.Bet
	var skips []Skip
	lesser := func(b *warehouse.Bet) {
		s := a.skip(p, matchday.Outcome(b.Selection), Lesser)
		s.ExpectedValue.V, s.ExpectedValue.Valid = b.ExpectedValue, true
		skips = append(skips, s)
	}
	for _, c := range wanted {
		b, skip := a.consider(p, m, c)
		switch {
		case skip != nil:
			skips = append(skips, *skip)
		case best == nil:
			best = &b
		case b.ExpectedValue > best.ExpectedValue:
			lesser(best)
			best = &b
		default:
			lesser(&b)
		}
	}
	if best != nil {
		a.Hold(*best)
	}
	return best, skips, nil
}

// LowestPrice is the lowest price, in cents, at which a selection of
// probability p is still worth more than minEdge per unit staked, after the
// bookmaker's commission and tax: ExpectedValue solved for the price.
func LowestPrice(p, minEdge float64, at matchday.Bookmaker) float64 {
	worth := func(cents int) bool { return ExpectedValue(p, float64(cents)/100, at) > minEdge }
	exact := 1 + ((1+at.Tax+minEdge)/p-1)/(1-at.Commission)
	cents := int(100*exact) - 1 // a hair below, so that rounding cannot hide the answer
	for !worth(cents) {
		cents++
	}
	return float64(cents) / 100
}
