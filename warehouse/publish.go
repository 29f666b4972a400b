package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	statements "matchday/sql"
	"matchday/warehouse/delta"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
	"matchday/warehouse/spare"
	"matchday/warehouse/wholefile"
)

// copiedTables come from the warehouse, each with what orders its rows; those
// without come as they were written. To a table that grows rows are added, and none is
// ever changed.
var copiedTables = []copiedTable{
	{"predictions", "prediction_time, prediction_id", true},
	{"model_predictions", "prediction_id, model", true},
	{"market_predictions_kept", "", true}, // with their predictions: sorting millions takes longer than all else
	{"bets", "bet_time, bet_id", false},
	{"skips", "considered_at, skip_id", true},
	{"placements", "decided_at, bet_id", false},
	{"results", "result_time, fixture_id", false},
	{"lineup_updates", "update_time, fixture_id", true},
	{"ledger", "entry_time, entry_id", true},
	{"models", "created_at, model_version", false},
	{"deployments", "deployed_at, model_version", false},
	{"verdicts", "model_version", false},
	{"verdict_groups", "model_version, judged_group, benchmark", false},
	{"verdict_divergences", "model_version, against, division", false},
	{"verdict_losses", "model_version, match_date, fixture_id, model", true},
	{"verdict_drift", "model_version, feature", false},
	{"runs", "started_at, run_id", false},
	{"commits", "commit_no", true},
	{"forgotten", "commit_no", false},
	{"bet_versions", "bet_id, commit_no", false},
	{"commands", "command_no", false},
}

type copiedTable struct {
	name, order string
	grows       bool
}

// rows is a query of a table's rows in the attached warehouse.
func (t copiedTable) rows() string {
	if t.order == "" {
		return "from warehouse." + t.name
	}
	return "from warehouse." + t.name + " order by " + t.order
}

// Publish builds a new analytics.duckdb from the warehouse and the lake beside
// the old one and renames it: a shell that is open keeps the old one, the next
// shell sees all of the new. Every table and column has a comment. Without a warehouse or
// a lake the tables are there and empty. A copy that holds commits which the warehouse
// lacks is not replaced. Publish returns a *BusyError if the lock was not free in time.
//
// The new copy begins as an older one, to which the rows that differ are written, see
// updateCopy: as the spare if nobody reads it, else as a copy of the newest. The rows are
// those of PublishAnew, in another order.
func Publish(ctx context.Context, h Home) error {
	return publish(ctx, h, func(c spare.Copy) error {
		for _, take := range []func(temp string) (bool, error){c.TakeSpare, c.CopyNewest} {
			there, err := take(h.Analytics() + building)
			if err == nil && there {
				if err = h.finishCopy(ctx, h.updateCopy); err == nil {
					return nil
				}
			}
			if ctx.Err() != nil || errors.As(err, new(*wholefile.UnsyncedError)) {
				return err
			}
			// What fails is no error: the copy is made of the next one, or anew.
			if err := wholefile.Remove(h.Analytics()+building, wal(h.Analytics()+building)); err != nil {
				return err
			}
			if errors.Is(err, errAnew) {
				break
			}
		}
		return h.makeCopy(ctx)
	})
}

// PublishAnew is Publish that uses nothing of an older copy.
func PublishAnew(ctx context.Context, h Home) error {
	return publish(ctx, h, func(spare.Copy) error { return h.makeCopy(ctx) })
}

// publish lets put put a copy in its place.
func publish(ctx context.Context, h Home, put func(spare.Copy) error) error {
	err := h.locked(ctx, func() error {
		// A warehouse of an older version is brought up to date first.
		if err := h.reading(ctx, func(db *sql.DB) error { return h.notBehind(ctx, db) }); err != nil {
			return err
		}
		if err := wholefile.Remove(h.Analytics()+building, wal(h.Analytics()+building)); err != nil {
			return err
		}
		return put(h.published())
	})
	if err != nil {
		return fmt.Errorf("publish %s: %w", h.Analytics(), err)
	}
	return nil
}

// published is the copy with its spare.
func (h Home) published() spare.Copy {
	return spare.Copy{Path: h.Analytics(), Failpoint: h.failpoint}
}

// makeCopy makes the copy anew. Older ones are not trusted any more.
func (h Home) makeCopy(ctx context.Context) error {
	if err := h.published().Forget(); err != nil {
		return err
	}
	return h.finishCopy(ctx, h.fillCopy)
}

// finishCopy lets fill work on the unfinished copy, in one transaction, since each
// waits for the disk, and puts the copy in its place.
func (h Home) finishCopy(ctx context.Context, fill func(context.Context, *sql.Conn) error) error {
	var holds string
	return h.finish(ctx, h.Analytics(), func(db *sql.DB) error {
		db.SetMaxOpenConns(1) // what one connection attaches another does not see
		if err := attachWarehouse(ctx, db, h.log().Database); err != nil {
			return damaged(h.File(), damagedHow, err)
		}
		err := inTransaction(ctx, db, func(conn *sql.Conn) error { return fill(ctx, conn) })
		if err == nil {
			holds, err = recordOf(ctx, db)
		}
		return err
	}, func(temp string) error { return h.published().Publish(temp, holds) })
}

// fillCopy makes and fills all tables of a copy, to which the warehouse is attached.
func (h Home) fillCopy(ctx context.Context, conn *sql.Conn) error {
	staged, err := h.staged()
	if err != nil {
		return err
	}
	p, err := h.next(ctx, conn, staged)
	if err == nil {
		err = copyWarehouse(ctx, conn, &p)
	}
	if duck.Unreadable(err) {
		return damaged(h.File(), damagedHow, err)
	} else if err != nil {
		return err
	}
	h.reached("warehouse copied")
	if err := copyLake(ctx, conn, staged, &p); err != nil {
		return err
	}
	if err := fillPerformance(ctx, conn); err != nil {
		return err
	}
	if err := execute(ctx, conn, "published"); err != nil {
		return err
	}
	return p.write(ctx, conn, published{})
}

// staged is what is staged, which may be nothing.
func (h Home) staged() (lake.Manifest, error) {
	staged, err := h.Lake().Current(lake.Staged)
	if errors.Is(err, lake.ErrEmpty) {
		return lake.Manifest{}, nil
	}
	return staged, err
}

// attachWarehouse opens the warehouse beside the copy, to be read.
func attachWarehouse(ctx context.Context, db *sql.DB, path string) error {
	_, err := db.ExecContext(ctx, "attach "+duck.Literal(path)+" as warehouse (read_only)")
	return busy(path, err)
}

// copyWarehouse copies tables, views and comments, but no keys and constraints: the copy
// is never written again, and sql/checks looks at its rows.
func copyWarehouse(ctx context.Context, conn *sql.Conn, p *published) error {
	for _, t := range copiedTables {
		if _, err := conn.ExecContext(ctx, fmt.Sprintf("create table %s as %s", t.name, t.rows())); err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
		if t.grows {
			mark, err := delta.MarkOf(ctx, conn, "warehouse."+t.name)
			if err != nil {
				return err
			}
			p.grown[t.name] = mark
		}
	}
	if err := executeEach(ctx, conn, "copied_views"); err != nil {
		return fmt.Errorf("copy the views: %w", err)
	}
	if err := executeEach(ctx, conn, "comments"); err != nil {
		return fmt.Errorf("copy the columns' comments: %w", err)
	}
	return nil
}

// executeEach executes, all at once, the statements that are the answer of one of
// sql/warehouse.
func executeEach(ctx context.Context, conn *sql.Conn, name string) error {
	var all []string
	err := query(ctx, conn, name, func(scan func(...any) error) error {
		all = append(all, "")
		return scan(&all[len(all)-1])
	})
	if err == nil {
		_, err = conn.ExecContext(ctx, strings.Join(all, ";\n"))
	}
	return err
}

// copyLake makes the documented tables of the lake and fills them with what is
// staged.
func copyLake(ctx context.Context, conn *sql.Conn, staged lake.Manifest, p *published) error {
	text, err := statements.Text("warehouse/lake.sql")
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("make the lake's tables: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(staged.Tables)) {
		paths, err := staged.Paths(name)
		var columns []typed
		if err == nil {
			columns, err = fill(ctx, conn, name, paths)
		}
		if err == nil {
			p.staged[name], err = lookAtFiles(ctx, conn, columns, staged.Tables[name], paths)
		}
		if err != nil {
			return fmt.Errorf("copy staged table %s: %w", name, err)
		}
	}
	return nil
}

// lookAtFiles counts the rows of a staged table's files, which have these columns, and
// finds out since when they are known.
func lookAtFiles(ctx context.Context, conn *sql.Conn, columns []typed, files, paths []string) (stagedFiles, error) {
	out, first := stagedFiles{}, "null::timestamptz"
	if slices.Contains(columns, typed{"known_at", "TIMESTAMP WITH TIME ZONE"}) {
		first = "if(count(known_at) = count(*), min(known_at), null)"
	}
	for i, path := range paths {
		var n int64
		var since sql.NullTime
		if err := conn.QueryRowContext(ctx, "select count(*), "+first+" from "+duck.Parquet(path)).Scan(&n, &since); err != nil {
			return nil, err
		}
		out[files[i]] = stagedFile{n, since.Time}
	}
	return out, nil
}

// fill copies Parquet files into their table by column names, in the files'
// order. A column or table that has no comment is added: staging may write more
// than sql/warehouse/lake.sql knows. It returns the files' columns.
func fill(ctx context.Context, conn *sql.Conn, name string, paths []string) ([]typed, error) {
	name, file := duck.Identifier(name), "from "+duck.Parquet(paths...)
	if _, err := conn.ExecContext(ctx, "create table if not exists "+name+" as "+file+" limit 0"); err != nil {
		return nil, err
	}
	columns, err := columnsOf(ctx, conn, file)
	if err != nil {
		return nil, err
	}
	for _, c := range columns {
		if _, err := conn.ExecContext(ctx, "alter table "+name+" add column if not exists "+duck.Identifier(c.name)+" "+c.kind); err != nil {
			return nil, err
		}
	}
	_, err = conn.ExecContext(ctx, "insert into "+name+" by name "+file)
	return columns, err
}

// typed is a column and its DuckDB type.
type typed struct{ name, kind string }

// columnsOf lists the columns of a query.
func columnsOf(ctx context.Context, db querier, query string) ([]typed, error) {
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

// fillPerformance makes the tables of sql/performance in the copy that is being
// published, from its other tables: they always agree, and no job has to update
// them. Their comments are the statements' headers.
func fillPerformance(ctx context.Context, conn *sql.Conn) error {
	return eachPerformance(func(name, text string, h statements.Header) error {
		table := duck.Identifier(name)
		all := []string{"create table " + table + " as " + text, "comment on table " + table + " is " + duck.Literal(h.Sentence)}
		for _, c := range h.Columns {
			all = append(all, "comment on column "+table+"."+duck.Identifier(c.Name)+" is "+duck.Literal(c.Meaning))
		}
		for _, statement := range all {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachPerformance hands over the name, statement and header of each of these tables.
func eachPerformance(f func(name, text string, h statements.Header) error) error {
	names, err := statements.List("performance")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := statements.Text(name)
		if err != nil {
			return err
		}
		h, err := statements.HeaderOf(name)
		if err != nil {
			return err
		}
		if err := f(h.Name, text, h); err != nil {
			return fmt.Errorf("make table %s: %w", h.Name, err)
		}
	}
	return nil
}
