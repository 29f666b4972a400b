package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// copiedTables come from the warehouse, each with what orders its rows; those
// without come as they were written.
var copiedTables = []struct{ name, order string }{
	{"predictions", "prediction_time, prediction_id"},
	{"model_predictions", "prediction_id, model"},
	{"market_predictions", ""}, // with their predictions: sorting millions takes longer than all else
	{"bets", "bet_time, bet_id"},
	{"skips", "considered_at, skip_id"},
	{"placements", "decided_at, bet_id"},
	{"results", "result_time, fixture_id"},
	{"lineup_updates", "update_time, fixture_id"},
	{"ledger", "entry_time, entry_id"},
	{"models", "created_at, model_version"},
	{"deployments", "deployed_at, model_version"},
	{"verdicts", "model_version"},
	{"verdict_groups", "model_version, judged_group, benchmark"},
	{"verdict_divergences", "model_version, against, division"},
	{"verdict_losses", "model_version, match_date, fixture_id, model"},
	{"verdict_drift", "model_version, feature"},
	{"runs", "started_at, run_id"},
	{"commits", "commit_no"},
	{"forgotten", "commit_no"},
	{"bet_versions", "bet_id, commit_no"},
	{"commands", "command_no"},
}

// Publish builds a new analytics.duckdb from the warehouse and the lake beside
// the old one and renames it: a shell that is open keeps the old one, the next
// shell sees all of the new. The tables hold rows, in the order of copiedTables,
// and every column has a comment. Without a warehouse or a lake the tables are
// there and empty. A copy that holds commits which the warehouse lacks is not
// replaced. Publish returns a *BusyError if the lock was not free in time.
func Publish(ctx context.Context, h Home) error {
	err := h.locked(ctx, func() error {
		// A warehouse of an older version is brought up to date first.
		if err := h.prepare(ctx); err != nil {
			return err
		}
		if err := h.notBehind(ctx); err != nil {
			return err
		}
		return h.build(ctx, h.Analytics(), func(db *sql.DB) error {
			db.SetMaxOpenConns(1) // what one connection attaches another does not see
			if err := copyWarehouse(ctx, db, h.log().Database); duck.Unreadable(err) {
				return damaged(h.File(), damagedHow, err)
			} else if err != nil {
				return err
			}
			h.reached("warehouse copied")
			if err := copyLake(ctx, db, h.Lake()); err != nil {
				return err
			}
			return fillPerformance(ctx, db)
		})
	})
	if err != nil {
		return fmt.Errorf("publish %s: %w", h.Analytics(), err)
	}
	return nil
}

// copyWarehouse copies tables and comments, but no keys and constraints: the copy
// is never written again, and sql/checks looks at its rows.
func copyWarehouse(ctx context.Context, db *sql.DB, path string) error {
	if _, err := db.ExecContext(ctx, "attach "+duck.Literal(path)+" as warehouse (read_only)"); err != nil {
		return busy(path, err)
	}
	for _, t := range copiedTables {
		statement := fmt.Sprintf("create table %s as from warehouse.%s", t.name, t.name)
		if t.order != "" {
			statement += " order by " + t.order
		}
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	if err := copyComments(ctx, db); err != nil {
		return fmt.Errorf("copy the columns' comments: %w", err)
	}
	_, err := db.ExecContext(ctx, "detach warehouse")
	return err
}

// copyComments copies the comments of tables and columns from the attached
// warehouse.
func copyComments(ctx context.Context, db *sql.DB) error {
	comments, err := commentStatements(ctx, db)
	if err != nil {
		return err
	}
	for _, c := range comments {
		if _, err := db.ExecContext(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func commentStatements(ctx context.Context, db *sql.DB) ([]string, error) {
	text, err := statements.Text("warehouse/comments.sql")
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name, comment string
		var column sql.NullString
		if err := rows.Scan(&name, &column, &comment); err != nil {
			return nil, err
		}
		target := "table " + duck.Identifier(name)
		if column.Valid {
			target = "column " + duck.Identifier(name) + "." + duck.Identifier(column.String)
		}
		out = append(out, "comment on "+target+" is "+duck.Literal(comment))
	}
	return out, rows.Err()
}

// copyLake makes the documented tables of the lake and fills them with what is
// staged.
func copyLake(ctx context.Context, db *sql.DB, l lake.Lake) error {
	text, err := statements.Text("warehouse/lake.sql")
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("make the lake's tables: %w", err)
	}
	staged, err := l.Current(lake.Staged)
	if errors.Is(err, lake.ErrEmpty) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(staged.Tables)) {
		path, err := staged.Path(name)
		if err != nil {
			return err
		}
		if err := fill(ctx, db, name, path); err != nil {
			return fmt.Errorf("copy staged table %s: %w", name, err)
		}
	}
	return nil
}

// fill copies a Parquet file into its table by column names, in the file's
// order. A column or table that has no comment is added: staging may write more
// than sql/warehouse/lake.sql knows.
func fill(ctx context.Context, db *sql.DB, name, path string) error {
	name, file := duck.Identifier(name), "from "+duck.Parquet(path)
	if _, err := db.ExecContext(ctx, "create table if not exists "+name+" as "+file+" limit 0"); err != nil {
		return err
	}
	columns, err := columnsOf(ctx, db, file)
	if err != nil {
		return err
	}
	for _, c := range columns {
		if _, err := db.ExecContext(ctx, "alter table "+name+" add column if not exists "+duck.Identifier(c.name)+" "+c.kind); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "insert into "+name+" by name "+file)
	return err
}

// typed is a column and its DuckDB type.
type typed struct{ name, kind string }

// columnsOf lists the columns of a query.
func columnsOf(ctx context.Context, db *sql.DB, query string) ([]typed, error) {
	rows, err := db.QueryContext(ctx, "select column_name, column_type from (describe "+query+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []typed
	for rows.Next() {
		var c typed
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}
