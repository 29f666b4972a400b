package bets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/bet"
	"matchday/warehouse"
)

// instant is the slot of commands that people run: each second is a run of its own.
const instant = time.Second

// BankrollReport lists each strategy's money.
type BankrollReport struct {
	Strategies []bet.Bankroll `json:"strategies"`
}

// Bankroll sums up the published ledger.
func Bankroll(ctx context.Context, env job.Env) (BankrollReport, error) {
	home, err := env.Open("bankroll")
	if err != nil {
		return BankrollReport{}, err
	}
	ledger, err := warehouse.Ledger(ctx, home)
	if err != nil {
		return BankrollReport{}, err
	}
	slips, err := warehouse.Slips(ctx, home)
	r := BankrollReport{Strategies: bet.Bankrolls(ledger, slips)}
	bet.MarkRetired(r.Strategies, env.Config.Strategies)
	return r, err
}

// WriteText prints one row for each strategy.
func (r BankrollReport) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "STRATEGY\tDEPOSITS\tWITHDRAWN\tPAPER PROFIT\tCONFIRMED PROFIT\tBANKROLL\tOPEN\t")
	for _, s := range r.Strategies {
		name := s.Strategy
		if s.Retired {
			name += " (retired)"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", name, s.Deposits.StringFixed(2), s.Withdrawals.StringFixed(2),
			s.Paper.StringFixed(2), s.Confirmed.StringFixed(2), s.Bankroll.StringFixed(2), s.Open.StringFixed(2))
	}
	return t.Flush()
}

// MoveMoney writes a deposit or a withdrawal into a strategy's ledger. A withdrawal of
// more than the bankroll less the open stakes is a Refused. A strategy that has no
// ledger entry yet first receives the bankroll of its configuration.
func MoveMoney(ctx context.Context, env job.Env, kind matchday.EntryKind, strategy string, amount decimal.Decimal) (report BankrollReport, err error) {
	if !amount.IsPositive() || amount.GreaterThan(mostMoney) || !amount.Equal(amount.Truncate(2)) {
		return report, job.BadInput{Reason: fmt.Sprintf("amount %.40s: want money above 0 and up to %s, in whole cents", amount, mostMoney)}
	}
	var names []string
	for _, s := range env.Config.Strategies {
		names = append(names, s.Name)
	}
	if !slices.Contains(names, strategy) {
		return report, job.BadInput{Reason: fmt.Sprintf("there is no strategy %q in the configuration, which has %s", strategy, names)}
	}
	err = job.Execute(ctx, env, job.Job{Name: "bankroll", Slot: instant}, nil, func(ctx context.Context, r *job.Run) error {
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
			ledger, err := tx.Ledger(ctx)
			if err != nil {
				return err
			}
			slips, err := tx.Slips(ctx)
			if err != nil {
				return err
			}
			entries, err := bet.MoveMoney(kind, strategy, amount, env.Config.Strategies, ledger, slips, r.Now, r.ID())
			var overdrawn *bet.OverdrawnError
			if errors.As(err, &overdrawn) {
				return job.Refused{Reason: overdrawn.Error()}
			}
			if err != nil {
				return err
			}
			report.Strategies = bet.Bankrolls(append(ledger, entries...), slips)
			bet.MarkRetired(report.Strategies, env.Config.Strategies)
			return tx.Add(ctx, warehouse.Batch{Ledger: entries})
		})
	})
	return report, err
}
