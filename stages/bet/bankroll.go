package bet

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

// Bankroll is one strategy's money. Bankroll = Deposits − Withdrawals +
// Paper + Confirmed.
type Bankroll struct {
	Strategy    string         `json:"strategy"`
	Deposits    matchday.Money `json:"deposits"`
	Withdrawals matchday.Money `json:"withdrawals"`
	Paper       matchday.Money `json:"paper_profit"`     // of settled bets that nobody confirmed
	Confirmed   matchday.Money `json:"confirmed_profit"` // of settled bets that were really placed
	Bankroll    matchday.Money `json:"bankroll"`
	Open        matchday.Money `json:"open"` // stakes of pending bets
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

// Bankrolls adds up a ledger by strategy, in the order of their names.
func Bankrolls(ledger []matchday.LedgerEntry, slips []matchday.Slip) []Bankroll {
	out := []Bankroll{}
	of := func(strategy string) *Bankroll {
		at, there := slices.BinarySearchFunc(out, strategy, func(s Bankroll, name string) int {
			switch {
			case s.Strategy < name:
				return -1
			case s.Strategy > name:
				return 1
			}
			return 0
		})
		if !there {
			out = slices.Insert(out, at, Bankroll{Strategy: strategy})
		}
		return &out[at]
	}
	add := func(m *matchday.Money, amount decimal.Decimal) { m.Decimal = m.Add(amount) }
	confirmed := map[string]bool{}
	for _, s := range slips {
		confirmed[s.ID] = s.Decision == matchday.Confirmed
		if s.Status == matchday.Pending {
			add(&of(s.Strategy).Open, s.Stake)
		}
	}
	for _, e := range ledger {
		b := of(e.Strategy)
		add(&b.Bankroll, e.Amount)
		switch {
		case e.Kind == matchday.Deposit:
			add(&b.Deposits, e.Amount)
		case e.Kind == matchday.Withdrawal:
			add(&b.Withdrawals, e.Amount.Neg())
		case confirmed[e.BetID]:
			add(&b.Confirmed, e.Amount)
		default:
			add(&b.Paper, e.Amount)
		}
	}
	return out
}

// OverdrawnError is a withdrawal of more than the bankroll less its open stakes.
type OverdrawnError struct {
	Bankroll
	Amount decimal.Decimal // that was to be withdrawn
}

func (e *OverdrawnError) Error() string {
	return fmt.Sprintf("%s has %s, of which %s is staked on open bets: %s cannot be withdrawn",
		e.Strategy, e.Bankroll.Bankroll.StringFixed(2), e.Open.StringFixed(2), e.Amount.StringFixed(2))
}

// MoveMoney gives the ledger entries of a deposit or a withdrawal. A strategy
// without entries first gets the bankroll of its configuration. A withdrawal of
// more than the bankroll less its open stakes is an *OverdrawnError.
func MoveMoney(kind matchday.EntryKind, strategy string, amount decimal.Decimal, strategies []matchday.Strategy,
	ledger []matchday.LedgerEntry, slips []matchday.Slip, at time.Time, runID string) ([]matchday.LedgerEntry, error) {
	first, err := FirstDeposits(strategies, ledger, at, runID)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(ledger, first)
	n := 1
	for _, e := range all {
		if e.Kind == kind && e.Strategy == strategy {
			n++
		}
	}
	entry := matchday.LedgerEntry{ID: matchday.EntryID(kind, strategy, n), Strategy: strategy, Time: at, Kind: kind, Amount: amount, RunID: runID}
	if kind == matchday.Withdrawal {
		entry.Amount = amount.Neg()
		for _, b := range Bankrolls(all, slips) {
			if b.Strategy == strategy && b.Bankroll.Sub(b.Open.Decimal).LessThan(amount) {
				return nil, &OverdrawnError{Bankroll: b, Amount: amount}
			}
		}
	}
	return append(first, entry), nil
}

// FreeBut is what a strategy could stake on a bet if that were the next one to be
// placed: its ledger without the bet's entries, less the stakes of its other open bets.
func FreeBut(b matchday.Bet, ledger []matchday.LedgerEntry, slips []matchday.Slip) decimal.Decimal {
	free := decimal.Zero
	for _, e := range ledger {
		if e.Strategy == b.Strategy && e.BetID != b.ID {
			free = free.Add(e.Amount)
		}
	}
	for _, s := range slips {
		if s.Strategy == b.Strategy && s.Status == matchday.Pending && s.ID != b.ID {
			free = free.Sub(s.Stake)
		}
	}
	return free
}
