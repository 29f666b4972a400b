package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"matchday"
	statements "matchday/sql"
)

// Pass is one transaction of a live run on the books. A run may go through its
// slot more than once; passes are numbered in the order in which they wrote.
type Pass struct {
	Number      int64 // from 1; given by the books
	RunID       string
	Pipeline    string // of the run; read, not written
	AsOf        time.Time
	Model       string // version that predicted; empty if nothing was predicted
	Staged      string // fingerprint of what was staged; empty if it was not read
	Arguments   string // JSON: what the job was asked
	Config      string // JSON: the configuration in force
	Seed        int64
	GitRevision string
}

// nextPass is the number of the pass under way.
const nextPass = "(SELECT coalesce(max(pass), 0) + 1 FROM passes)"

// Passed numbers and records a pass; it is the last that a transaction writes.
func (l *Transaction) Passed(ctx context.Context, p Pass) error {
	_, err := l.conn.ExecContext(ctx, `INSERT INTO passes (pass, run_id, as_of, model_version, staged, arguments, config, seed, git_revision)
		VALUES (`+nextPass+`, $1, $2, $3, $4, $5, $6, $7, $8)`,
		p.RunID, p.AsOf.UTC(), text(p.Model), text(p.Staged), p.Arguments, p.Config, p.Seed, text(p.GitRevision))
	if err != nil {
		return fmt.Errorf("record a pass of run %s: %w", p.RunID, err)
	}
	return nil
}

// keepVersions notes how bets stand now, as of the pass under way.
func (l *Transaction) keepVersions(ctx context.Context, betIDs []string) error {
	if len(betIDs) == 0 {
		return nil
	}
	query, err := statements.Text("warehouse/keep_versions.sql")
	if err == nil {
		_, err = l.conn.ExecContext(ctx, query, betIDs)
	}
	if err != nil {
		return fmt.Errorf("keep versions of %d bets: %w", len(betIDs), err)
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

// Passes lists all passes in their order.
func (h Home) Passes(ctx context.Context) (out []Pass, err error) {
	err = h.locked(ctx, func() error {
		return h.opened(ctx, func(db *sql.DB) error {
			return each(ctx, db, `SELECT p.pass, p.run_id, r.pipeline, p.as_of, p.model_version, p.staged, p.arguments::VARCHAR, p.config::VARCHAR, p.seed, p.git_revision
				FROM passes p JOIN runs r USING (run_id) ORDER BY p.pass`, func(scan func(...any) error) error {
				var p Pass
				var model, staged, revision sql.NullString
				err := scan(&p.Number, &p.RunID, &p.Pipeline, &p.AsOf, &model, &staged, &p.Arguments, &p.Config, &p.Seed, &revision)
				p.Model, p.Staged, p.GitRevision = model.String, staged.String, revision.String
				out = append(out, p)
				return err
			})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read the passes: %w", err)
	}
	return out, nil
}

// CopyTo copies the warehouse's database to another home, where the copy is the
// warehouse, and brings the copy up to date. It returns a *BusyError when the
// lock was not to be had.
func (h Home) CopyTo(ctx context.Context, to Home) error {
	err := to.locked(ctx, func() error {
		err := h.locked(ctx, func() error {
			// A log beside the old file would be replayed into the new one.
			if err := remove(to.File(), wal(to.File())); err != nil {
				return err
			}
			return duplicate(h.File(), to.File())
		})
		if err != nil {
			return err
		}
		return to.opened(ctx, func(*sql.DB) error { return nil })
	})
	if err != nil {
		return fmt.Errorf("copy the warehouse: %w", err)
	}
	return nil
}

// Rewind takes back, for good, what the passes from a number on wrote into the
// books that runs decide by: predictions, bets and what became of them, ledger,
// placements. Only a copy is ever rewound, see CopyTo.
func (h Home) Rewind(ctx context.Context, first int64) error {
	query, err := statements.Text("warehouse/rewind.sql")
	if err != nil {
		return err
	}
	err = h.locked(ctx, func() error {
		return h.opened(ctx, func(db *sql.DB) error {
			return inTransaction(ctx, db, func(conn *sql.Conn) error {
				_, err := conn.ExecContext(ctx, fmt.Sprintf("SET VARIABLE first_pass = %d; %s", first, query))
				return err
			})
		})
	})
	if err != nil {
		return fmt.Errorf("rewind the books to before pass %d: %w", first, err)
	}
	return nil
}
