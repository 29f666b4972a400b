package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"matchday"
	statements "matchday/sql"
	"matchday/warehouse/booklog"
)

// Commit is one transaction in which a live run wrote to the warehouse. A run
// may go through its slot more than once and commits each time. Commits are
// numbered in the order in which they wrote.
type Commit struct {
	Number      int64 // from 1; given by the warehouse
	RunID       string
	Pipeline    string // of the run; read, not written
	AsOf        time.Time
	Model       string // version that predicted; empty if nothing was predicted
	Staged      string // fingerprint of what was staged; empty if it was not read
	Arguments   string // JSON: what the job was asked
	Config      string // JSON: the configuration in force
	Seed        int64
	GitRevision string
	Rules       int // of betting, by number: bet.Rules of the program
}

// InsertCommit numbers and records a commit, and whether the transaction wrote anything
// else. It is the last that a run writes; only homes to measure in are written by
// transactions of many runs.
func (tx *Transaction) InsertCommit(ctx context.Context, c Commit) error {
	err := execute(ctx, tx.conn, "insert_commit",
		c.RunID, c.AsOf.UTC(), textOrNull(c.Model), textOrNull(c.Staged), c.Arguments, c.Config, c.Seed, textOrNull(c.GitRevision), c.Rules, !tx.wrote)
	if err != nil {
		return fmt.Errorf("record a commit of run %s: %w", c.RunID, err)
	}
	tx.wrote = false
	return nil
}

// insertBetVersions records how bets stand now, under the number of the commit
// that is being written.
func (tx *Transaction) insertBetVersions(ctx context.Context, betIDs []string) error {
	if len(betIDs) == 0 {
		return nil
	}
	if err := execute(ctx, tx.conn, "insert_bet_versions", betIDs); err != nil {
		return fmt.Errorf("record the versions of %d bets: %w", len(betIDs), err)
	}
	return nil
}

func betIDs(bets []matchday.Bet) []string {
	ids := make([]string, len(bets))
	for i, b := range bets {
		ids[i] = b.ID
	}
	return ids
}

// Commits lists all commits in their order.
func Commits(ctx context.Context, h Home) (out []Commit, err error) {
	err = h.locked(ctx, func() error {
		return h.reading(ctx, func(db *sql.DB) error {
			return query(ctx, db, "commits", func(scan func(...any) error) error {
				var c Commit
				var model, staged, revision sql.NullString
				err := scan(&c.Number, &c.RunID, &c.Pipeline, &c.AsOf, &model, &staged, &c.Arguments, &c.Config, &c.Seed, &revision, &c.Rules)
				c.Model, c.Staged, c.GitRevision = model.String, staged.String, revision.String
				out = append(out, c)
				return err
			})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the commits: %w", err)
	}
	return out, nil
}

// Copy copies a home's warehouse to another home and brings the copy up to date.
// It returns a *BusyError if a lock was not free in time.
func Copy(ctx context.Context, from, to Home) error {
	err := to.locked(ctx, func() error {
		err := from.locked(ctx, func() error {
			if _, err := from.standing(ctx); err != nil {
				return err
			}
			return copyBooks(from.log(), to.log())
		})
		if err != nil {
			return err
		}
		return to.prepare(ctx)
	})
	if err != nil {
		return fmt.Errorf("copy the warehouse: %w", err)
	}
	return nil
}

// copyBooks copies file, log and record, which belong to one another.
func copyBooks(from, to booklog.Log) error {
	if err := remove(to.Database, to.Path(), to.RecordPath()); err != nil {
		return err
	}
	for _, f := range [][2]string{{from.Database, to.Database}, {from.Path(), to.Path()}, {from.RecordPath(), to.RecordPath()}} {
		if err := duplicate(f[0], f[1]); err != nil && (f[0] == from.Database || !errors.Is(err, fs.ErrNotExist)) {
			return err
		}
	}
	return nil
}

// Rewind deletes, for good, what the commits from a number on wrote into the
// tables that runs decide by: predictions, bets and what became of them, ledger,
// placements. Only a copy is ever rewound, see Copy.
func Rewind(ctx context.Context, h Home, first int64) error {
	text, err := statements.Text("warehouse/rewind.sql")
	if err != nil {
		return err
	}
	err = h.locked(ctx, func() error {
		return h.changing(ctx, func(db *sql.DB) error {
			return inTransaction(ctx, db, func(conn *sql.Conn) error {
				_, err := conn.ExecContext(ctx, fmt.Sprintf("set variable first_commit = %d; %s", first, text))
				return err
			})
		})
	})
	if err != nil {
		return fmt.Errorf("rewind the warehouse to before commit %d: %w", first, err)
	}
	return nil
}

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
	tx.writes(1)
	err := execute(ctx, tx.conn, "forget_run", runID, at.UTC(), by, why)
	if err == nil {
		err = execute(ctx, tx.conn, "note_forgotten", runID, by, why)
	}
	if err != nil {
		return fmt.Errorf("forget run %s: %w", runID, err)
	}
	return nil
}
