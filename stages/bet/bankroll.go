package bet

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Bankroll is one account of a strategy. Bankroll = Deposits − Withdrawals + Profit.
type Bankroll struct {
	Strategy    string         `json:"strategy"`
	Account     string         `json:"account"` // matchday.PaperAccount or matchday.RealAccount
	Deposits    matchday.Money `json:"deposits"`
	Withdrawals matchday.Money `json:"withdrawals"`
	Profit      matchday.Money `json:"profit"` // of settled bets
	Bankroll    matchday.Money `json:"bankroll"`
	Open        matchday.Money `json:"open"` // stakes of open bets
	// Retired says that the configuration does not name the strategy any more; see
	// MarkRetired.
	Retired bool `json:"retired"`
}

// MarkRetired marks the bankrolls of strategies that are not among the configured
// ones. They bet no longer, and keep their money.
func MarkRetired(bankrolls []Bankroll, configured []matchday.Strategy) {
	for i := range bankrolls {
		b := &bankrolls[i]
		b.Retired = !slices.ContainsFunc(configured, func(s matchday.Strategy) bool { return s.Name == b.Strategy })
	}
}

// Bankrolls adds up a ledger by strategy and account, in the order of the strategies'
// names, the paper account first. Real accounts are those that hold something.
func Bankrolls(ledger []matchday.LedgerEntry, slips []matchday.Slip) []Bankroll {
	out := []Bankroll{}
	of := func(strategy, account string) *Bankroll {
		at, there := slices.BinarySearchFunc(out, Bankroll{Strategy: strategy, Account: account}, func(a, b Bankroll) int {
			return cmp.Or(cmp.Compare(a.Strategy, b.Strategy), cmp.Compare(a.Account, b.Account))
		})
		if !there {
			out = slices.Insert(out, at, Bankroll{Strategy: strategy, Account: account})
		}
		return &out[at]
	}
	add := func(m *matchday.Money, amount decimal.Decimal) { m.Decimal = m.Add(amount) }
	for _, s := range slips {
		if s.Status == matchday.Pending {
			add(&of(s.Strategy, matchday.PaperAccount).Open, s.Stake)
		}
		if s.ReallyOpen() {
			add(&of(s.Strategy, matchday.RealAccount).Open, s.Placed.Stake.Decimal)
		}
	}
	for _, e := range ledger {
		b := of(e.Strategy, e.Account())
		add(&b.Bankroll, e.Amount)
		switch e.Kind {
		case matchday.Deposit:
			add(&b.Deposits, e.Amount)
		case matchday.Withdrawal:
			add(&b.Withdrawals, e.Amount.Neg())
		default:
			add(&b.Profit, e.Amount)
		}
	}
	return out
}

// OverdrawnError is a withdrawal of more than the real account has beside its open
// stakes.
type OverdrawnError struct {
	Bankroll
	Amount decimal.Decimal // that was to be withdrawn
}

func (e *OverdrawnError) Error() string {
	return fmt.Sprintf("%s has %s of real money, of which %s is staked on open bets: %s cannot be withdrawn",
		e.Strategy, e.Bankroll.Bankroll.StringFixed(2), e.Open.StringFixed(2), e.Amount.StringFixed(2))
}

// MoveMoney gives the ledger entries of a deposit or a withdrawal, which move the real
// account. A strategy whose paper account has no entries first gets the bankroll of its
// configuration there. A withdrawal of more than the real account has beside its open
// stakes is an *OverdrawnError.
func MoveMoney(kind matchday.EntryKind, strategy string, amount decimal.Decimal, strategies []matchday.Strategy,
	ledger []matchday.LedgerEntry, slips []matchday.Slip, at time.Time, runID string) ([]matchday.LedgerEntry, error) {
	first, err := FirstDeposits(strategies, ledger, at, runID)
	if err != nil {
		return nil, err
	}
	n := 1
	for _, e := range ledger {
		if e.Real && e.Kind == kind && e.Strategy == strategy {
			n++
		}
	}
	entry := matchday.LedgerEntry{
		ID: matchday.RealEntryID(kind, strategy, n), Real: true, Strategy: strategy, Time: at, Kind: kind, Amount: amount, RunID: runID,
	}
	if kind == matchday.Withdrawal {
		entry.Amount = amount.Neg()
		has := Bankroll{Strategy: strategy}
		for _, b := range Bankrolls(ledger, slips) {
			if b.Strategy == strategy && b.Account == matchday.RealAccount {
				has = b
			}
		}
		if has.Bankroll.Sub(has.Open.Decimal).LessThan(amount) {
			return nil, &OverdrawnError{Bankroll: has, Amount: amount}
		}
	}
	return append(first, entry), nil
}
