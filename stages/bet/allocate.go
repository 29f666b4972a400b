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
	asked  decimal.Decimal // by the picks, as far as narrower limits let them
	reason matchday.SkipReason
}

// allocate gives the picks their stakes. Where they want more than a limit leaves,
// all that want it are scaled alike, so that nothing hangs on names or on the order
// in which they came. Where that makes stakes smaller than the smallest, the less
// valuable half of those is left out and the rest is scaled anew.
func (m *moment) allocate() {
	if len(m.picks) == 0 {
		return
	}
	m.setLimits()
	for {
		m.scale()
		var small []float64 // expected values of the picks with too small a stake
		for _, p := range m.picks {
			if p.stake.LessThan(m.staking.minStake) {
				small = append(small, p.ev)
			}
		}
		if len(small) == 0 {
			return
		}
		slices.Sort(small)
		middle := small[(len(small)-1)/2]
		m.picks = slices.DeleteFunc(m.picks, func(p *pick) bool {
			out := p.ev <= middle && p.stake.LessThan(m.staking.minStake)
			if out {
				m.drop(p, p.cut)
			}
			return out
		})
	}
}

// scale cuts what the picks want down to their limits, the narrowest first, so that
// what one leaves unused is there for others.
func (m *moment) scale() {
	for _, p := range m.picks {
		p.stake, p.cut = p.wanted, ""
	}
	for k := range m.picks[0].limits {
		for _, p := range m.picks {
			p.limits[k].asked = decimal.Zero
		}
		for _, p := range m.picks {
			p.limits[k].asked = p.limits[k].asked.Add(p.stake)
		}
		for _, p := range m.picks {
			if l := p.limits[k]; l.asked.GreaterThan(l.left) {
				p.stake, p.cut = l.left.Mul(p.stake).Div(l.asked).RoundFloor(2), l.reason
			}
		}
	}
}

// outcome is a selection of a match.
type outcome struct {
	match     Meeting
	market    matchday.Market
	line      sql.Null[float64]
	selection string
}

// setLimits finds the limits of each pick: its strategy's, and the person's on its
// selection, on its match and on everything.
func (m *moment) setLimits() {
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
	total := &limit{left: left(m.staking.maxTotal, money, m.Exposure()), reason: TotalLimit}
	own, matches, outcomes := map[*Account]*limit{}, map[Meeting]*limit{}, map[outcome]*limit{}
	for _, p := range m.picks {
		a, meeting := p.account, match[p.offer.Forecast.FixtureID]
		o := outcome{meeting, p.market.Name, p.market.Line, matchday.Selections(p.market.Name)[p.index]}
		if own[a] == nil {
			own[a] = &limit{left: left(m.staking.maxOpen, a.bankroll, a.exposure), reason: OpenLimit}
		}
		if matches[meeting] == nil {
			matches[meeting] = &limit{left: left(m.staking.maxFixture, money, onMatch[meeting]), reason: FixtureLimit}
		}
		if outcomes[o] == nil {
			outcomes[o] = &limit{left: left(m.staking.maxOutcome, money, onOutcome[o]), reason: OutcomeLimit}
		}
		p.limits = [4]*limit{outcomes[o], matches[meeting], own[a], total}
	}
}
