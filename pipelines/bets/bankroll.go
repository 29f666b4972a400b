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

// BankrollReport lists the accounts of each strategy, which are never added.
type BankrollReport struct {
	Strategies []bet.Bankroll `json:"strategies"`
	job.Copied
}

// MoveReport is the money after a deposit or a withdrawal.
type MoveReport struct {
	BankrollReport
	Already *Already `json:"already,omitempty"` // nil unless the same command was given before
	job.Committed
}

// Already is a command that was carried out before and is given again.
type Already struct {
	Command string         `json:"command"`
	Subject string         `json:"subject"`
	Amount  matchday.Money `json:"amount"`
	At      time.Time      `json:"at"`
	RunID   string         `json:"run_id"`
}

// line is a line for people; "" for a command that is new.
func (a *Already) line() string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("Booked already: %s %s %s at %s (run %s); nothing was moved now. --again makes a second one of it.\n",
		a.Command, a.Subject, a.Amount.StringFixed(2), a.At.Format(time.RFC3339), a.RunID)
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
	r.Compare(ctx, env, home)
	bet.MarkRetired(r.Strategies, env.Config.Strategies)
	return r, err
}

// WriteText prints one row for each account of a strategy.
func (r BankrollReport) WriteText(w io.Writer) error {
	if _, err := io.WriteString(w, r.OlderLine()); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "STRATEGY\tACCOUNT\tDEPOSITS\tWITHDRAWN\tPROFIT\tBANKROLL\tOPEN\t")
	for _, s := range r.Strategies {
		name := s.Strategy
		if s.Retired {
			name += " (retired)"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", name, s.Account, s.Deposits.StringFixed(2), s.Withdrawals.StringFixed(2),
			s.Profit.StringFixed(2), s.Bankroll.StringFixed(2), s.Open.StringFixed(2))
	}
	return t.Flush()
}

// WriteText says whether the money was moved before, what failed after it was, and
// what each strategy has now.
func (r MoveReport) WriteText(w io.Writer) error {
	if _, err := io.WriteString(w, r.Already.line()+r.WarningLines()); err != nil {
		return err
	}
	return r.BankrollReport.WriteText(w)
}

// MoveOptions are what a person says of a deposit or a withdrawal.
type MoveOptions struct {
	Kind     matchday.EntryKind // matchday.Deposit or matchday.Withdrawal
	Strategy string
	Amount   decimal.Decimal
	ID       string // the person's own name for it; may be empty
	Again    bool   // it is a second one, although it looks like one that was booked
}

// commandNames are the names of the commands, by the entries that they write.
var commandNames = map[matchday.EntryKind]string{matchday.Deposit: "bankroll deposit", matchday.Withdrawal: "bankroll withdraw"}

// check returns BadInput for what no ledger takes.
func (o MoveOptions) check(strategies []matchday.Strategy) error {
	if !o.Amount.IsPositive() || o.Amount.GreaterThan(mostMoney) || !o.Amount.Equal(o.Amount.Truncate(2)) {
		return job.BadInput{Reason: fmt.Sprintf("amount %.40s: want money above 0 and up to %s, in whole cents", o.Amount, mostMoney)}
	}
	if o.Kind == matchday.Withdrawal {
		return nil // that of a retired strategy is in the ledger
	}
	return o.known(strategies, nil)
}

// known returns BadInput if neither a configuration nor a ledger has the strategy.
func (o MoveOptions) known(strategies []matchday.Strategy, ledger []matchday.LedgerEntry) error {
	var names []string
	for _, s := range strategies {
		names = append(names, s.Name)
	}
	if slices.Contains(names, o.Strategy) || slices.ContainsFunc(ledger, func(e matchday.LedgerEntry) bool { return e.Strategy == o.Strategy }) {
		return nil
	}
	return job.BadInput{Reason: fmt.Sprintf("there is no strategy %q in the configuration, which has %s", o.Strategy, names)}
}

// MoveMoney writes a deposit or a withdrawal into a strategy's real account, which the
// first deposit opens. A withdrawal of more than it holds beside the stakes that are
// really open is a Refused. A strategy whose paper account has no entry yet first
// receives the bankroll of its configuration there. A command that was carried out
// before moves nothing.
func MoveMoney(ctx context.Context, env job.Env, o MoveOptions) (report MoveReport, err error) {
	if err := o.check(env.Config.Strategies); err != nil {
		return report, err
	}
	report.Committed, err = job.Execute(ctx, env, job.Job{Name: "bankroll", Slot: instant}, nil, func(ctx context.Context, r *job.Run) error {
		command := matchday.Command{
			ID: o.ID, Name: commandNames[o.Kind], Subject: o.Strategy, Amount: decimal.NewNullDecimal(o.Amount), At: r.Now, RunID: r.ID(),
		}
		if given, err := givenBefore(ctx, r, command, o.Again); err != nil || given != nil {
			report.Already = given
			return errors.Join(err, report.read(ctx, r))
		}
		if err := r.NothingLater(ctx); err != nil {
			return err
		}
		return r.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
			return errors.Join(report.move(ctx, r, tx, o), tx.InsertCommand(ctx, command))
		})
	})
	return report, err
}

// move writes the entries.
func (report *MoveReport) move(ctx context.Context, r *job.Run, tx *warehouse.Transaction, o MoveOptions) error {
	ledger, err := tx.Ledger(ctx)
	if err != nil {
		return err
	}
	slips, err := tx.Slips(ctx)
	if err != nil {
		return err
	}
	if err := o.known(r.Env.Config.Strategies, ledger); err != nil {
		return err
	}
	entries, err := bet.MoveMoney(o.Kind, o.Strategy, o.Amount, r.Env.Config.Strategies, ledger, slips, r.Now, r.ID())
	var overdrawn *bet.OverdrawnError
	if errors.As(err, &overdrawn) {
		return job.Refused{Reason: overdrawn.Error()}
	}
	if err != nil {
		return err
	}
	report.Strategies = bet.Bankrolls(append(ledger, entries...), slips)
	bet.MarkRetired(report.Strategies, r.Env.Config.Strategies)
	return tx.Add(ctx, warehouse.Batch{Ledger: entries})
}

// read fills in the money as the warehouse has it.
func (report *MoveReport) read(ctx context.Context, r *job.Run) error {
	return warehouse.ReadLive(ctx, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		ledger, err := tx.Ledger(ctx)
		if err != nil {
			return err
		}
		slips, err := tx.Slips(ctx)
		report.Strategies = bet.Bankrolls(ledger, slips)
		bet.MarkRetired(report.Strategies, r.Env.Config.Strategies)
		return err
	})
}

// givenBefore finds a command among those that were carried out; nil if it is a new
// one. The job's lock is held, so that it stays new until it is written. An id that
// another command bears is BadInput.
func givenBefore(ctx context.Context, r *job.Run, c matchday.Command, again bool) (already *Already, err error) {
	if again {
		return nil, nil
	}
	var done []matchday.Command
	err = warehouse.ReadLive(ctx, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		done, err = tx.Commands(ctx)
		return err
	})
	given, there := c.GivenBefore(done)
	switch {
	case err != nil || !there:
		return nil, err
	case !c.Asks(given):
		return nil, job.BadInput{Reason: fmt.Sprintf("the id %q is that of another command, %s %s %s at %s: give this one another",
			c.ID, given.Name, given.Subject, given.Amount.Decimal.StringFixed(2), given.At.UTC().Format(time.RFC3339))}
	}
	return &Already{Command: given.Name, Subject: given.Subject, Amount: matchday.Money{Decimal: given.Amount.Decimal}, At: given.At.UTC(), RunID: given.RunID}, nil
}
