package bets

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/bet"
	"matchday/stages/settle"
	"matchday/warehouse"
)

// instant is the slot of what people do: each moment is its own.
const instant = time.Second

// BankrollReport says what each strategy has.
type BankrollReport struct {
	Strategies []StrategyBankroll `json:"strategies"`
}

// StrategyBankroll is one strategy's money. Bankroll = Deposits − Withdrawals +
// Paper + Confirmed.
type StrategyBankroll struct {
	Strategy    string       `json:"strategy"`
	Deposits    settle.Money `json:"deposits"`
	Withdrawals settle.Money `json:"withdrawals"`
	Paper       settle.Money `json:"paper_profit"`     // of settled bets that nobody confirmed
	Confirmed   settle.Money `json:"confirmed_profit"` // of settled bets that were really placed
	Bankroll    settle.Money `json:"bankroll"`
	Open        settle.Money `json:"open"` // stakes of pending bets
}

// Bankroll adds up the published ledger.
func Bankroll(ctx context.Context, env job.Env) (BankrollReport, error) {
	home, err := env.Open("bankroll")
	if err != nil {
		return BankrollReport{}, err
	}
	ledger, err := home.Ledger(ctx)
	if err != nil {
		return BankrollReport{}, err
	}
	slips, err := home.Slips(ctx)
	return bankrolls(ledger, slips), err
}

// bankrolls lists the strategies in the order of their names.
func bankrolls(ledger []matchday.LedgerEntry, slips []matchday.Slip) BankrollReport {
	r := BankrollReport{Strategies: []StrategyBankroll{}}
	of := func(strategy string) *StrategyBankroll {
		at, there := slices.BinarySearchFunc(r.Strategies, strategy, func(s StrategyBankroll, name string) int {
			switch {
			case s.Strategy < name:
				return -1
			case s.Strategy > name:
				return 1
			}
			return 0
		})
		if !there {
			r.Strategies = slices.Insert(r.Strategies, at, StrategyBankroll{Strategy: strategy})
		}
		return &r.Strategies[at]
	}
	add := func(m *settle.Money, amount decimal.Decimal) { m.Decimal = m.Add(amount) }
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
	return r
}

// WriteText prints a table.
func (r BankrollReport) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "STRATEGY\tDEPOSITS\tWITHDRAWN\tPAPER PROFIT\tCONFIRMED PROFIT\tBANKROLL\tOPEN\t")
	for _, s := range r.Strategies {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", s.Strategy, s.Deposits.StringFixed(2), s.Withdrawals.StringFixed(2),
			s.Paper.StringFixed(2), s.Confirmed.StringFixed(2), s.Bankroll.StringFixed(2), s.Open.StringFixed(2))
	}
	return t.Flush()
}

// MoveMoney enters a deposit, or a withdrawal, into a strategy's ledger. More
// than the bankroll leaves free beside open stakes cannot be withdrawn: that is
// a Refused. A strategy of which the ledger knows nothing yet is first given
// the bankroll of its configuration.
func MoveMoney(ctx context.Context, env job.Env, kind matchday.EntryKind, strategy string, amount decimal.Decimal) (report BankrollReport, err error) {
	if !amount.IsPositive() || !amount.Equal(amount.Truncate(2)) {
		return report, job.Refused{Reason: fmt.Sprintf("%s is not an amount of money above 0 in whole cents", amount)}
	}
	var names []string
	for _, s := range env.Config.Strategies {
		names = append(names, s.Name)
	}
	if !slices.Contains(names, strategy) {
		return report, job.Refused{Reason: fmt.Sprintf("there is no strategy %q in the configuration, which has %s", strategy, names)}
	}
	err = job.Execute(ctx, env, "bankroll", instant, nil, func(ctx context.Context, r *job.Run) error {
		return r.Write(ctx, func(ctx context.Context, books *warehouse.Transaction) error {
			ledger, err := books.Ledger(ctx)
			if err != nil {
				return err
			}
			first, err := bet.FirstDeposits(env.Config.Strategies, ledger, r.Now, r.ID())
			if err != nil {
				return err
			}
			slips, err := books.Slips(ctx)
			if err != nil {
				return err
			}
			ledger = append(ledger, first...)
			entry := matchday.LedgerEntry{Strategy: strategy, Time: r.Now, Kind: kind, Amount: amount, RunID: r.ID()}
			n := 1
			for _, e := range ledger {
				if e.Kind == kind && e.Strategy == strategy {
					n++
				}
			}
			entry.ID = matchday.EntryID(kind, strategy, n)
			if kind == matchday.Withdrawal {
				entry.Amount = amount.Neg()
				if err := covered(bankrolls(ledger, slips), strategy, amount); err != nil {
					return err
				}
			}
			report = bankrolls(append(ledger, entry), slips)
			return books.Add(ctx, warehouse.Books{Ledger: append(first, entry)})
		})
	})
	return report, err
}

// covered refuses a withdrawal of money that is not there or stands open.
func covered(r BankrollReport, strategy string, amount decimal.Decimal) error {
	for _, s := range r.Strategies {
		if s.Strategy == strategy && s.Bankroll.Sub(s.Open.Decimal).LessThan(amount) {
			return job.Refused{Reason: fmt.Sprintf("%s has %s, of which %s stand open: %s cannot be withdrawn",
				strategy, s.Bankroll.StringFixed(2), s.Open.StringFixed(2), amount.StringFixed(2))}
		}
	}
	return nil
}
