package bet

import (
	"cmp"
	"database/sql"
	"slices"

	"github.com/shopspring/decimal"

	"matchday"
)

// Offered is a fixture of a moment: what is forecast of it, and its prices,
// Screened at the forecast's as-of.
type Offered struct {
	Forecast matchday.Forecast
	Board    Board
	// Placed are the bets on the fixture, whatever became of them, and the open ones
	// on the same Meeting under another id.
	Placed []matchday.Bet
}

// Meeting is who plays at whose ground. Under another id it may be the same match,
// which a source lists on two dates.
type Meeting struct{ Division, HomeTeam, AwayTeam string }

// MeetingOf is the meeting of a predicted fixture.
func MeetingOf(p matchday.Prediction) Meeting { return Meeting{p.Division, p.HomeTeam, p.AwayTeam} }

// Choice is what is bet on at a moment. Bets are in the order of the fixtures, and
// of the strategies and their markets within one.
type Choice struct {
	Bets  []matchday.Bet
	skips []skipped
}

// Skips are the selections that were not bet on, in the order of Bets, each with its
// reason; a market of which no selection was allowed has one without a selection.
func (c Choice) Skips() []matchday.Skip {
	out := make([]matchday.Skip, len(c.skips))
	for i, s := range c.skips {
		f, name := &s.offer.Forecast, s.account.strategy.Name
		out[i] = matchday.Skip{
			ID: matchday.SkipID(name, s.market, s.selection, s.line, f.ID), FixtureID: f.FixtureID, PredictionID: f.ID, Time: f.Time,
			Strategy: name, Market: s.market, Line: s.line, Selection: s.selection, Reason: s.reason, ExpectedValue: s.ev, RunID: f.RunID,
		}
	}
	return out
}

// skipped is a Skip without its texts, which a backtest has no use for.
type skipped struct {
	order     int
	offer     *Offered
	account   *Account
	market    matchday.Market
	line      sql.Null[float64]
	selection string
	reason    matchday.SkipReason
	ev        sql.Null[float64]
}

// pick is a selection that a strategy wants, at the best price for it.
type pick struct {
	order   int // in which the moment came to it
	offer   *Offered
	account *Account
	market  *Market
	index   int // among the market's selections
	opinion opinion
	book    *Book
	ev      float64
	kelly   float64 // the full Kelly fraction
	full    float64 // what is wanted of it, in money, but for the largest bet
	price   float64 // of money: what its limits take off the expected value
	stake   decimal.Decimal
	cut     matchday.SkipReason // the limit that left nothing of the stake
}

// moment is a choice that is being made.
type moment struct {
	*Accounts
	picks []*pick
	skips []skipped
	order int
}

// Place bets on the fixtures of one moment: on the selections that the strategies'
// rules allow and whose expected value, by the believed chances at the best price,
// is above the strategy's. On a match's market a strategy bets once, on the
// selection with the highest expected value, and never again once it has. Where all
// that is wanted is more than a limit leaves, the stakes are those that grow the
// bankroll most, see allocate. The bets are held as open.
//
// Probabilities that are not Valid, and a price known later than the as-of, are
// errors; then nothing is bet.
func (a *Accounts) Place(offers []Offered) (Choice, error) {
	return a.place(offers, func(string) bool { return true })
}

// place is Place, restricted to the bets with the ids that may be placed.
func (a *Accounts) place(offers []Offered, may func(betID string) bool) (Choice, error) {
	m := moment{Accounts: a}
	for i := range offers {
		if err := usable(&offers[i].Forecast, offers[i].Board); err != nil {
			return Choice{}, err
		}
	}
	for i := range offers {
		views := a.views(&offers[i])
		for _, account := range a.active {
			for _, name := range account.strategy.BetsOn() {
				m.onMarket(&offers[i], account, name, views)
			}
		}
	}
	m.picks = slices.DeleteFunc(m.picks, func(p *pick) bool { return !may(p.betID()) })
	m.chooseOnce()
	m.allocate()
	slices.SortFunc(m.picks, func(x, y *pick) int { return cmp.Compare(x.order, y.order) })
	slices.SortFunc(m.skips, func(x, y skipped) int { return cmp.Compare(x.order, y.order) })
	out := Choice{skips: m.skips}
	for _, p := range m.picks {
		out.Bets = append(out.Bets, a.bet(p))
	}
	a.Hold(out.Bets...)
	return out, nil
}

// onMarket finds what a strategy wants on a market of a fixture, and says why it does
// not want the rest.
func (m *moment) onMarket(o *Offered, account *Account, name matchday.Market, views []view) {
	whole := Market{Name: name} // for reasons that have no line
	for _, b := range o.Placed {
		if b.Strategy == account.strategy.Name && b.Market == name {
			m.skip(o, account, &Market{Name: name, Line: b.Line}, b.Selection, AlreadyBet)
			return
		}
	}
	_, learned := o.Forecast.Belief[name]
	switch {
	case !hasChances(&o.Forecast, name):
		m.skip(o, account, &whole, "", NoScores)
		return
	case !learned:
		m.skip(o, account, &whole, "", NoBelief)
		return
	}
	quoted, wanted := false, false
	for i := range views {
		v := &views[i]
		if v.Name != name {
			continue
		}
		quoted = true
		if v.opinions == nil {
			wanted = true
			m.withoutSharp(o, account, v.Market)
			continue
		}
		allowed := allowedBy(account.strategy, name, v.opinions)
		for k := range v.opinions {
			if allowed[k] {
				wanted = true
				m.onSelection(o, account, v, k)
			}
		}
	}
	switch {
	case !quoted:
		m.skip(o, account, &whole, "", NoPrice)
	case !wanted:
		m.skip(o, account, &whole, "", RuleNotMet)
	}
}

// withoutSharp says why nothing is bet on a market that has no sharp price: there may
// be no price at all. Which selections thresholds would allow is not known then.
func (m *moment) withoutSharp(o *Offered, account *Account, market *Market) {
	bookable := slices.ContainsFunc(market.Books, func(b Book) bool { return m.allowed(b.Bookmaker) })
	reason := NoSharp
	if !bookable {
		reason = m.unpriced(market)
	}
	if account.strategy.Rule != matchday.RuleValue {
		m.skip(o, account, market, "", reason)
		return
	}
	for _, selection := range matchday.Selections(market.Name) {
		m.skip(o, account, market, selection, reason)
	}
}

// onSelection makes an allowed selection into a pick, or says why not.
func (m *moment) onSelection(o *Offered, account *Account, v *view, k int) {
	selection := matchday.Selections(v.Name)[k]
	book, ev := m.best(v.Books, k, v.opinions[k].believed)
	switch {
	case book == nil:
		m.skip(o, account, v.Market, selection, m.unpriced(v.Market))
		return
	case !(ev > account.strategy.MinEdge):
		m.skip(o, account, v.Market, selection, NoEdge, ev)
		return
	}
	kelly := Kelly(v.opinions[k].believed, book.floats[k], m.bookmakers[book.Bookmaker])
	if m.staking.wanted(kelly, account.bankroll).LessThan(m.staking.minStake) {
		m.skip(o, account, v.Market, selection, BelowMinimum, ev)
		return
	}
	m.order++
	m.picks = append(m.picks, &pick{
		order: m.order, offer: o, account: account, market: v.Market, index: k, opinion: v.opinions[k], book: book, ev: ev, kelly: kelly,
	})
}

// best is the book at which the k-th selection is worth most after the bookmaker's
// commission and tax; of equals the first by name. It is nil if no book may be bet
// at.
func (a *Accounts) best(books []Book, k int, c matchday.Chances) (*Book, float64) {
	var best *Book
	var top float64
	for n := range books {
		b := &books[n]
		if !a.allowed(b.Bookmaker) {
			continue
		}
		ev := ExpectedValue(c, b.floats[k], a.bookmakers[b.Bookmaker])
		if best == nil || ev > top {
			best, top = b, ev
		}
	}
	return best, top
}

// unpriced is why there is no price of a market that can be bet at.
func (a *Accounts) unpriced(m *Market) matchday.SkipReason {
	for i := range m.Outliers {
		o := &m.Outliers[i].Book
		if a.allowed(o.Bookmaker) && slices.ContainsFunc(o.floats[:], func(price float64) bool { return price > 0 }) {
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

func (a *Accounts) allowed(bookmaker string) bool {
	return len(a.betAt) == 0 || slices.Contains(a.betAt, bookmaker)
}

func (m *moment) skip(o *Offered, account *Account, market *Market, selection string, reason matchday.SkipReason, ev ...float64) {
	m.order++
	s := skipped{order: m.order, offer: o, account: account, market: market.Name, line: market.Line, selection: selection, reason: reason}
	if len(ev) > 0 {
		s.ev = matchday.Number(ev[0])
	}
	m.skips = append(m.skips, s)
}

// drop skips a pick after all.
func (m *moment) drop(p *pick, reason matchday.SkipReason) {
	m.skips = append(m.skips, skipped{
		order: p.order, offer: p.offer, account: p.account, market: p.market.Name, line: p.market.Line,
		selection: matchday.Selections(p.market.Name)[p.index], reason: reason, ev: matchday.Number(p.ev),
	})
}

func (p *pick) betID() string {
	return matchday.BetID(p.account.strategy.Name, p.market.Name, matchday.Selections(p.market.Name)[p.index], p.market.Line, p.offer.Forecast.ID)
}

// bet is the row of a pick.
func (a *Accounts) bet(p *pick) matchday.Bet {
	f, terms, selection := &p.offer.Forecast, a.bookmakers[p.book.Bookmaker], matchday.Selections(p.market.Name)[p.index]
	return matchday.Bet{
		ID:           p.betID(),
		FixtureID:    f.FixtureID,
		PredictionID: f.ID,
		Time:         f.Time,
		Selection:    selection,
		Stake:        p.stake, Price: p.book.Prices[p.index], ExpectedValue: p.ev,
		Rule:      ruleText(p.account.strategy, p.index),
		RunID:     f.RunID,
		Strategy:  p.account.strategy.Name,
		Bookmaker: p.book.Bookmaker,
		Market:    p.market.Name, Line: p.market.Line,
		QuotedAt: p.book.QuotedAt[p.index], Probability: p.opinion.believed.Probability(), Decided: p.opinion.believed.Decided(),
		ModelProbability: matchday.Number(p.opinion.model), SharpProbability: matchday.Number(p.opinion.sharp),
		Commission: terms.Commission, Tax: terms.Tax,
		Bankroll: p.account.bankroll, AdvisedStake: p.stake,
		Status: matchday.Pending,
	}
}
