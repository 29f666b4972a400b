package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// ForgottenCommit is a commit of a run, and who took it back.
type ForgottenCommit struct {
	Number int64
	AsOf   time.Time
	By     string // run that took it back; empty if the commit counts
	At     time.Time
	Why    string
}

// CommitsOf are a run's commits in their order.
func (tx *Transaction) CommitsOf(ctx context.Context, runID string) (out []ForgottenCommit, err error) {
	err = query(ctx, tx.conn, "run_commits", func(scan func(...any) error) error {
		var c ForgottenCommit
		var by, why sql.NullString
		var at sql.NullTime
		err := scan(&c.Number, &c.AsOf, &by, &at, &why)
		c.By, c.At, c.Why = by.String, at.Time, why.String
		out = append(out, c)
		return err
	}, runID)
	return out, err
}

// RunChange counts rows of one kind that a run wrote.
type RunChange struct {
	What  string // in words, such as "bets placed"
	Books bool   // they belong to the books; else they are no more than opinions
	N     int
}

// ChangesOf counts what a run wrote.
func (tx *Transaction) ChangesOf(ctx context.Context, runID string) (out []RunChange, err error) {
	err = query(ctx, tx.conn, "run_changes", func(scan func(...any) error) error {
		var c RunChange
		err := scan(&c.What, &c.Books, &c.N)
		out = append(out, c)
		return err
	}, runID)
	return out, err
}

// Forget takes back the commits of a run that still count: later runs need not come
// after its clock. What the run wrote stays.
func (tx *Transaction) Forget(ctx context.Context, runID string, at time.Time, by, why string) error {
	err := execute(ctx, tx.conn, "forget_run", runID, at.UTC(), by, why)
	if err == nil {
		err = execute(ctx, tx.conn, "note_forgotten", runID, by, why)
	}
	if err != nil {
		return fmt.Errorf("forget run %s: %w", runID, err)
	}
	return nil
}
