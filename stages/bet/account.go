// Package bet turns predictions and quotes into bets: which selection a
// strategy wants, at whose price, and how much of its bankroll it stakes.
//
// Input is what was known at a prediction's as-of: its probabilities, the
// quotes of its fixture (Screen), and the strategy's Account. Output is bets
// and, for every selection that was wanted but not bet, a recorded reason.
// Nothing here reads a clock, a file or a database, and the same input gives
// the same bets in whatever order the quotes come.
//
// A run replays time by asking, at each as-of in turn, first that what became
// known until then is settled and booked, in order of (known-at, fixture id),
// then that bets are placed in order of fixture id and strategy; see the
// example of Account.
package bet

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// The reasons not to bet.
const (
	RuleNotMet   matchday.SkipReason = "rule not met"        // the probabilities do not meet the strategy's rule
	NoScores     matchday.SkipReason = "no score matrix"     // the model says nothing of goals
	NoPrice      matchday.SkipReason = "no price"            // no bookmaker that may be bet at quoted the selection
	PriceOutlier matchday.SkipReason = "price outlier"       // those that did are not believed, see Outlier
	Stale        matchday.SkipReason = "stale price"         // we have not seen the prices offered for too long
	Stopped      matchday.SkipReason = "price stopped"       // the bookmaker has taken the prices down
	NoEdge       matchday.SkipReason = "no edge"             // the best expected value is not above the strategy's
	AlreadyBet   matchday.SkipReason = "already bet"         // the strategy has an open bet on the selection
	Better       matchday.SkipReason = "better selection"    // another selection of the market is worth more
	BelowMinimum matchday.SkipReason = "stake below minimum" // the stake would be below the smallest
	OpenLimit    matchday.SkipReason = "open limit"          // open bets leave too little of what may be open at once
)

// Account is one strategy with its bankroll and open bets. The bankroll is the
// sum of its ledger: deposits, withdrawals and settled profit and loss; the
// stakes of open bets still count. Use one Account from one goroutine.
type Account struct {
	strategy   matchday.Strategy
	staking    staking
	bookmakers map[string]matchday.Bookmaker
	betAt      []string // empty: everywhere

	bankroll decimal.Decimal
	exposure decimal.Decimal         // stakes of open bets
	open     map[string]matchday.Bet // by bet id
}

// OpenAccount gives a strategy an account without money. Book its ledger, the
// deposit first, and Hold its pending bets before any is placed. A staking, rule
// or market that cannot be used is an error.
func OpenAccount(c matchday.Config, s matchday.Strategy) (*Account, error) {
	switch {
	case s.Rule == matchday.RuleThresholds && !(s.MinHome > 0 && s.MinAway > 0):
		return nil, fmt.Errorf("strategy %q: min_home %v and min_away %v must be above 0, or every fixture is bet", s.Name, s.MinHome, s.MinAway)
	case s.Rule != matchday.RuleThresholds && s.Rule != matchday.RuleValue:
		return nil, fmt.Errorf("strategy %q: rule %q is neither %q nor %q", s.Name, s.Rule, matchday.RuleThresholds, matchday.RuleValue)
	case slices.ContainsFunc(s.BetsOn(), func(m matchday.Market) bool { return matchday.Selections(m) == nil }):
		return nil, fmt.Errorf("strategy %q: markets %q: one of them is not known", s.Name, s.BetsOn())
	}
	stakes, err := parseStaking(c.Staking)
	if err != nil {
		return nil, err
	}
	return &Account{
		strategy: s, staking: stakes, bookmakers: c.Bookmakers, betAt: c.BetAt,
		open: map[string]matchday.Bet{},
	}, nil
}

// Deposit is the ledger entry that gives a strategy its first bankroll.
func Deposit(s matchday.Strategy, at time.Time, runID string) (matchday.LedgerEntry, error) {
	amount, err := decimal.NewFromString(s.Bankroll)
	if err != nil || amount.Sign() <= 0 || !amount.Equal(amount.Truncate(2)) {
		return matchday.LedgerEntry{}, fmt.Errorf("strategy %q: bankroll %q is not an amount of money above 0 in whole cents, e.g. \"1000.00\"", s.Name, s.Bankroll)
	}
	return matchday.LedgerEntry{
		ID: matchday.EntryID(matchday.Deposit, s.Name, 1), Strategy: s.Name, Time: at,
		Kind: matchday.Deposit, Amount: amount, RunID: runID,
	}, nil
}

// FirstDeposits are the Deposits of the strategies of which a ledger has no entry,
// in the order of the strategies.
func FirstDeposits(strategies []matchday.Strategy, ledger []matchday.LedgerEntry, at time.Time, runID string) (out []matchday.LedgerEntry, err error) {
	known := map[string]bool{}
	for _, e := range ledger {
		known[e.Strategy] = true
	}
	for _, s := range strategies {
		if known[s.Name] {
			continue
		}
		deposit, err := Deposit(s, at, runID)
		if err != nil {
			return nil, err
		}
		out = append(out, deposit)
	}
	return out, nil
}

// Strategy is the strategy whose account it is.
func (a *Account) Strategy() matchday.Strategy { return a.strategy }

// Bankroll is the sum of the entries booked so far.
func (a *Account) Bankroll() decimal.Decimal { return a.bankroll }

// Exposure is the sum of the stakes of open bets.
func (a *Account) Exposure() decimal.Decimal { return a.exposure }

// OpenBets lists the bets that wait for settlement, by (time, id).
func (a *Account) OpenBets() []matchday.Bet {
	return a.openWhere(func(matchday.Bet) bool { return true })
}

// OpenOn lists the open bets on one fixture, by (time, id).
func (a *Account) OpenOn(fixtureID string) []matchday.Bet {
	return a.openWhere(func(b matchday.Bet) bool { return b.FixtureID == fixtureID })
}

func (a *Account) openWhere(wanted func(matchday.Bet) bool) []matchday.Bet {
	var bets []matchday.Bet
	for _, b := range a.open {
		if wanted(b) {
			bets = append(bets, b)
		}
	}
	slices.SortFunc(bets, func(x, y matchday.Bet) int {
		return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.ID, y.ID))
	})
	return bets
}

// Book adds ledger entries to the bankroll. A settlement frees the stake of its
// bet. Entries of other strategies are ignored.
func (a *Account) Book(entries ...matchday.LedgerEntry) {
	for _, e := range entries {
		if e.Strategy != a.strategy.Name {
			continue
		}
		a.bankroll = a.bankroll.Add(e.Amount)
		if b, ok := a.open[e.BetID]; ok && e.Kind == matchday.Settlement {
			a.exposure = a.exposure.Sub(b.Stake)
			delete(a.open, e.BetID)
		}
	}
}

// Hold counts pending bets of the strategy as open. Other bets are ignored, and so
// are bets that are held already.
func (a *Account) Hold(bets ...matchday.Bet) {
	for _, b := range bets {
		if _, held := a.open[b.ID]; held || b.Strategy != a.strategy.Name || b.Status != matchday.Pending {
			continue
		}
		a.exposure = a.exposure.Add(b.Stake)
		a.open[b.ID] = b
	}
}
