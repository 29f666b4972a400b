package bet

import (
	"cmp"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"

	"matchday"
)

// chooseOnce leaves one pick for each strategy and market of a match: the one with
// the highest expected value.
func (m *moment) chooseOnce() {
	type place struct {
		account *Account
		match   Meeting
		market  matchday.Market
	}
	best := map[place]*pick{}
	for _, p := range m.picks {
		at := place{p.account, MeetingOf(p.offer.Forecast.Prediction), p.market.Name}
		if other := best[at]; other == nil || p.precedes(other) {
			best[at] = p
		}
	}
	m.picks = slices.DeleteFunc(m.picks, func(p *pick) bool {
		chosen := best[place{p.account, MeetingOf(p.offer.Forecast.Prediction), p.market.Name}] == p
		if !chosen {
			m.drop(p, Better)
		}
		return !chosen
	})
}

// precedes says that a strategy prefers p to another pick on the same market of the
// same match. What is worth the same is told apart by what is no name: the kick-off,
// or the selection's place in the market. A match under two ids has these in common,
// and its ids differ in a number alone.
func (p *pick) precedes(other *pick) bool {
	return cmp.Or(
		cmp.Compare(other.ev, p.ev),
		p.offer.Forecast.Kickoff.Compare(other.offer.Forecast.Kickoff),
		cmp.Compare(p.offer.Forecast.ID, other.offer.Forecast.ID),
		cmp.Compare(p.market.Line.V, other.market.Line.V),
		cmp.Compare(p.index, other.index),
	) < 0
}

// limit is what may still be staked on some picks together.
type limit struct {
	left   decimal.Decimal
	reason matchday.SkipReason
	picks  []*pick
}

// allocate gives the picks their stakes. Where they want more than a limit leaves,
// each expected value that is bet on is lowered by the same price of money, the
// lowest at which what is still wanted fits: so the sum of the stakes grows the
// logarithm of the bankroll most (the Kelly stakes under a budget, whose multiplier
// that price is). Nothing hangs on names or on the order in which the picks came,
// and what is worth the same is treated the same. Narrow limits come first, so that
// what they leave unused is there for others.
func (m *moment) allocate() {
	if len(m.picks) == 0 {
		return
	}
	// Sums of floats depend on their order; picks that compare equal here are
	// interchangeable.
	slices.SortFunc(m.picks, func(x, y *pick) int {
		return cmp.Or(cmp.Compare(y.ev, x.ev), cmp.Compare(y.kelly, x.kelly), y.account.bankroll.Cmp(x.account.bankroll))
	})
	for _, p := range m.picks {
		p.stake = m.staking.wanted(p.kelly, p.account.bankroll)
		p.full = m.staking.kelly * p.kelly * p.account.bankroll.InexactFloat64()
	}
	for _, l := range m.limits() {
		m.fit(l)
	}
	m.picks = slices.DeleteFunc(m.picks, func(p *pick) bool {
		if p.stake.IsZero() {
			m.drop(p, p.cut)
		}
		return p.stake.IsZero()
	})
}

// fit raises the price of money of a limit's picks until they fit.
func (m *moment) fit(l *limit) {
	least, left := m.staking.minStake.InexactFloat64(), l.left.InexactFloat64()
	asked := decimal.Zero
	now := make([]float64, len(l.picks))
	for i, p := range l.picks {
		asked, now[i] = asked.Add(p.stake), p.stake.InexactFloat64()
	}
	if asked.LessThanOrEqual(l.left) {
		return
	}
	low, high := 0.0, l.picks[0].ev // at which nothing is wanted
	for range 60 {
		raised, sum := (low+high)/2, 0.0
		for i, p := range l.picks {
			if stake := min(now[i], p.wanted(raised)); stake >= least {
				sum += stake
			}
		}
		if sum <= left {
			high = raised
		} else {
			low = raised
		}
	}
	for i, p := range l.picks {
		stake := decimal.Min(p.stake, decimal.NewFromFloat(p.wanted(high)+hair).RoundFloor(2))
		if min(now[i], p.wanted(high)) < least || stake.LessThan(m.staking.minStake) {
			stake, p.cut = decimal.Zero, cmp.Or(p.cut, l.reason)
		}
		p.stake = stake
		p.price += high
	}
}

// hair lifts 1.99999… to the 2.00 that it stands for. It is less than a cent of any
// number of stakes.
const hair = 1e-9

// wanted is what a pick wants, but for the largest bet, when its price of money is
// raised by some amount: Kelly's stake is in proportion to the expected value.
func (p *pick) wanted(raised float64) float64 {
	return p.full * max(0, 1-(p.price+raised)/p.ev)
}

// outcome is a selection of a match.
type outcome struct {
	match     Meeting
	market    matchday.Market
	line      sql.Null[float64]
	selection string
}

// limits are those of the picks, the narrowest first: the person's on a selection
// and on a match, a strategy's, and the person's on everything.
func (m *moment) limits() []*limit {
	match := map[string]Meeting{} // of fixtures that are one match with a pick's, by id
	for _, p := range m.picks {
		meeting := MeetingOf(p.offer.Forecast.Prediction)
		match[p.offer.Forecast.FixtureID] = meeting
		for _, b := range p.offer.Placed {
			match[b.FixtureID] = meeting
		}
	}
	onMatch, onOutcome := map[Meeting]decimal.Decimal{}, map[outcome]decimal.Decimal{}
	for _, account := range m.all {
		for _, b := range account.open {
			if meeting, there := match[b.FixtureID]; there {
				o := outcome{meeting, b.Market, b.Line, b.Selection}
				onMatch[meeting], onOutcome[o] = onMatch[meeting].Add(b.Stake), onOutcome[o].Add(b.Stake)
			}
		}
	}
	money := m.Bankroll()
	total := &limit{left: left(m.staking.maxTotal, money, m.Exposure()), reason: TotalLimit, picks: m.picks}
	own, matches, outcomes := map[*Account]*limit{}, map[Meeting]*limit{}, map[outcome]*limit{}
	var narrow, wider, widest []*limit
	for _, p := range m.picks {
		a, meeting := p.account, match[p.offer.Forecast.FixtureID]
		o := outcome{meeting, p.market.Name, p.market.Line, matchday.Selections(p.market.Name)[p.index]}
		if outcomes[o] == nil {
			outcomes[o] = &limit{left: left(m.staking.maxOutcome, money, onOutcome[o]), reason: OutcomeLimit}
			narrow = append(narrow, outcomes[o])
		}
		if matches[meeting] == nil {
			matches[meeting] = &limit{left: left(m.staking.maxFixture, money, onMatch[meeting]), reason: FixtureLimit}
			wider = append(wider, matches[meeting])
		}
		if own[a] == nil {
			own[a] = &limit{left: left(m.staking.maxOpen, a.bankroll, a.exposure), reason: OpenLimit}
			widest = append(widest, own[a])
		}
		for _, l := range []*limit{outcomes[o], matches[meeting], own[a]} {
			l.picks = append(l.picks, p)
		}
	}
	return append(slices.Concat(narrow, wider, widest), total)
}
