package bet

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Account is the money of one strategy: its bankroll, which is the sum of its
// ledger, and its open bets, whose stakes still count. Use one Account from one
// goroutine.
type Account struct {
	strategy matchday.Strategy // of a retired one only the name is known
	retired  bool

	bankroll decimal.Decimal
	exposure decimal.Decimal         // stakes of open bets
	open     map[string]matchday.Bet // by bet id
}

// Strategy is the strategy whose account it is.
func (a *Account) Strategy() matchday.Strategy { return a.strategy }

// Retired says that the configuration does not name the strategy any more: it bets
// no longer, keeps its money, and its open bets are settled.
func (a *Account) Retired() bool { return a.retired }

// Bankroll is the sum of the entries booked so far.
func (a *Account) Bankroll() decimal.Decimal { return a.bankroll }

// Exposure is the sum of the stakes of open bets.
func (a *Account) Exposure() decimal.Decimal { return a.exposure }

// OpenBets lists the bets that wait for settlement, by (time, id).
func (a *Account) OpenBets() []matchday.Bet {
	bets := make([]matchday.Bet, 0, len(a.open))
	for _, b := range a.open {
		bets = append(bets, b)
	}
	slices.SortFunc(bets, func(x, y matchday.Bet) int {
		return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.ID, y.ID))
	})
	return bets
}

// Accounts are the accounts of all strategies on paper, or those of one person's real
// money.
type Accounts struct {
	staking    staking
	bookmakers map[string]matchday.Bookmaker
	betAt      []string // empty: everywhere

	markets map[matchday.Market]bool // on which any strategy bets

	active []*Account          // those that bet, in the order of the configuration
	all    map[string]*Account // by name, the retired ones among them
}

// OpenAccounts gives each strategy of a configuration an account without money. Book
// the ledger, and Hold the pending bets, before any bet is placed. A staking, rule
// or market that cannot be used is an error.
func OpenAccounts(c matchday.Config) (*Accounts, error) {
	stakes, err := parseStaking(c.Staking)
	if err != nil {
		return nil, err
	}
	all := &Accounts{staking: stakes, bookmakers: c.Bookmakers, betAt: c.BetAt, markets: map[matchday.Market]bool{}, all: map[string]*Account{}}
	for _, s := range c.Strategies {
		switch {
		case s.Rule == matchday.RuleThresholds && !(s.MinHome > 0 && s.MinAway > 0):
			return nil, fmt.Errorf("strategy %q: min_home %v and min_away %v must be above 0, or every fixture is bet", s.Name, s.MinHome, s.MinAway)
		case s.Rule != matchday.RuleThresholds && s.Rule != matchday.RuleValue:
			return nil, fmt.Errorf("strategy %q: rule %q is neither %q nor %q", s.Name, s.Rule, matchday.RuleThresholds, matchday.RuleValue)
		case slices.ContainsFunc(s.BetsOn(), func(m matchday.Market) bool { return matchday.Selections(m) == nil }):
			return nil, fmt.Errorf("strategy %q: markets %q: one of them is not known", s.Name, s.BetsOn())
		}
		all.active = append(all.active, all.open(s, false))
		for _, m := range s.BetsOn() {
			all.markets[m] = true
		}
	}
	return all, nil
}

func (a *Accounts) open(s matchday.Strategy, retired bool) *Account {
	account := &Account{strategy: s, retired: retired, open: map[string]matchday.Bet{}}
	a.all[s.Name] = account
	return account
}

// of is a strategy's account; one that the configuration does not name is retired.
func (a *Accounts) of(strategy string) *Account {
	if account, there := a.all[strategy]; there {
		return account
	}
	return a.open(matchday.Strategy{Name: strategy}, true)
}

// All lists the accounts: those of the configuration in its order, then the retired
// ones by name.
func (a *Accounts) All() []*Account {
	out := slices.Clone(a.active)
	for _, account := range a.all {
		if account.retired {
			out = append(out, account)
		}
	}
	slices.SortFunc(out[len(a.active):], func(x, y *Account) int { return cmp.Compare(x.strategy.Name, y.strategy.Name) })
	return out
}

// Bankroll is the person's money: the sum of all bankrolls.
func (a *Accounts) Bankroll() (sum decimal.Decimal) {
	for _, account := range a.all {
		sum = sum.Add(account.bankroll)
	}
	return sum
}

// Exposure is the sum of the stakes of all open bets.
func (a *Accounts) Exposure() (sum decimal.Decimal) {
	for _, account := range a.all {
		sum = sum.Add(account.exposure)
	}
	return sum
}

// Book adds ledger entries to the bankrolls. A settlement frees the stake of its
// bet.
func (a *Accounts) Book(entries ...matchday.LedgerEntry) {
	for _, e := range entries {
		account := a.of(e.Strategy)
		account.bankroll = account.bankroll.Add(e.Amount)
		if b, ok := account.open[e.BetID]; ok && e.Kind == matchday.Settlement {
			account.exposure = account.exposure.Sub(b.Stake)
			delete(account.open, e.BetID)
		}
	}
}

// Hold counts pending bets as open. Other bets are ignored, and so are bets that
// are held already.
func (a *Accounts) Hold(bets ...matchday.Bet) {
	for _, b := range bets {
		account := a.of(b.Strategy)
		if _, held := account.open[b.ID]; held || b.Status != matchday.Pending {
			continue
		}
		account.exposure = account.exposure.Add(b.Stake)
		account.open[b.ID] = b
	}
}

// Deposit is the ledger entry that gives a strategy's paper account its bankroll.
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

// FirstDeposits are the Deposits of the strategies of whose paper account a ledger has
// no entry, in the order of the strategies.
func FirstDeposits(strategies []matchday.Strategy, ledger []matchday.LedgerEntry, at time.Time, runID string) (out []matchday.LedgerEntry, err error) {
	known := map[string]bool{}
	for _, e := range ledger {
		known[e.Strategy] = known[e.Strategy] || !e.Real
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
