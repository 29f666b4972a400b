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
)

// errAnew says that a copy is not brought up to date but made anew.
var errAnew = errors.New("the copy is made anew")

// update brings an older copy up to date, by the rows that differ.
type update struct {
	conn    *sql.Conn
	staged  lake.Manifest
	was     published
	now     published
	changed map[string]bool // tables of the warehouse
	// scored says that predictions came of fixtures that have a result.
	scored bool
}

// updateCopy brings a copy that was published before up to date, to which the warehouse
// is attached. It is errAnew if there is no way from one to the other.
func (h Home) updateCopy(ctx context.Context, conn *sql.Conn) error {
	staged, err := h.staged()
	if err != nil {
		return err
	}
	now, err := h.next(ctx, conn, staged)
	if err != nil {
		return err
	}
	was, err := readPublished(ctx, conn)
	if err != nil {
		return err
	}
	u := update{conn: conn, staged: staged, was: was, now: now, changed: map[string]bool{}}
	if err := u.mayGoOn(ctx); err != nil {
		return err
	}
	if err := u.warehouse(ctx); err != nil {
		return err
	}
	h.reached("warehouse copied")
	if err := u.lake(ctx); err != nil {
		return err
	}
	if err := u.performance(ctx); err != nil {
		return err
	}
	u.now.anew, u.now.updates = was.anew, was.updates+1
	return u.now.write(ctx, conn)
}

// mayGoOn is errAnew if the copy is of another program, too old, or mostly empty.
func (u *update) mayGoOn(ctx context.Context) error {
	if u.was.program != u.now.program || u.was.updates >= mostUpdates || u.now.anew.Sub(u.was.anew) >= mostAge {
		return errAnew
	}
	var free, used int64
	err := u.conn.QueryRowContext(ctx, "select free_blocks, used_blocks from pragma_database_size() where database_name = current_database()").Scan(&free, &used)
	if err == nil && free > used {
		return errAnew
	}
	return err
}

// warehouse brings the warehouse's tables up to date.
func (u *update) warehouse(ctx context.Context) error {
	for _, t := range copiedTables {
		if err := u.table(ctx, t); errors.Is(err, delta.ErrOther) {
			return errAnew
		} else if duck.Unreadable(err) {
			return err
		} else if err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	return nil
}

func (u *update) table(ctx context.Context, t copiedTable) error {
	if !t.grows {
		changed, err := delta.Replace(ctx, u.conn, t.name, delta.Rows{Query: "from warehouse." + t.name})
		u.changed[t.name] = changed
		return err
	}
	was := u.was.grown[t.name]
	mark, err := delta.Grow(ctx, u.conn, t.name, "warehouse."+t.name, t.order, was)
	u.now.grown[t.name], u.changed[t.name] = mark, mark != was
	if err != nil || t.name != "predictions" || mark == was {
		return err
	}
	return u.conn.QueryRowContext(ctx, fmt.Sprintf("select count(*) > 0 from warehouse.predictions semi join warehouse.results using (fixture_id) where rowid >= %d", was.Rows)).
		Scan(&u.scored)
}

// lake brings the lake's tables up to date.
func (u *update) lake(ctx context.Context) error {
	if u.was.generation == u.now.generation && u.now.generation != "" {
		u.now.staged = u.was.staged
		return nil
	}
	for name := range u.was.staged {
		if _, there := u.staged.Tables[name]; !there {
			return errAnew
		}
	}
	for _, name := range slices.Sorted(maps.Keys(u.staged.Tables)) {
		if err := u.stagedTable(ctx, name); err != nil {
			return fmt.Errorf("copy staged table %s: %w", name, err)
		}
	}
	return nil
}

// stagedTable brings one of the lake's tables up to date: of the files that changed the
// rows of the fixtures that differ.
func (u *update) stagedTable(ctx context.Context, name string) error {
	files, was := u.staged.Tables[name], u.was.staged[name]
	changed := slices.DeleteFunc(slices.Clone(files), func(file string) bool {
		_, held := was[file]
		return held
	})
	if len(changed) == 0 && len(files) == len(was) {
		u.now.staged[name] = was
		return nil
	}
	paths, err := u.staged.PathsOfFiles(changed)
	if err != nil {
		return err
	}
	now, err := rowsOfFiles(ctx, u.conn, changed, paths)
	if err != nil {
		return err
	}
	for _, file := range files {
		if n, held := was[file]; held {
			now[file] = n
		}
	}
	u.now.staged[name] = now
	if len(changed) < len(files) {
		if done, err := u.someFiles(ctx, name, paths, now); err != nil || done {
			return err
		}
	}
	if paths, err = u.staged.Paths(name); err != nil {
		return err
	}
	rows, err := u.rows(ctx, name, paths)
	if err == nil {
		_, err = delta.Replace(ctx, u.conn, duck.Identifier(name), rows)
	}
	return err
}

// someFiles brings a table up to date by the files that changed, where the others stayed.
// It is done unless the table then holds rows of fixtures that are in no file any more:
// each fixture is in one file, and how many rows there are to be is known.
func (u *update) someFiles(ctx context.Context, name string, changed []string, now stagedRows) (done bool, err error) {
	if len(changed) > 0 {
		rows, err := u.rows(ctx, name, changed)
		if err != nil || rows.Key == "" {
			return false, err
		}
		rows.Part = true
		if _, err := delta.Replace(ctx, u.conn, duck.Identifier(name), rows); err != nil {
			return false, err
		}
	}
	var held, all int64
	for _, n := range now {
		all += n
	}
	err = u.conn.QueryRowContext(ctx, "select count(*) from "+duck.Identifier(name)).Scan(&held)
	return held == all, err
}

// rows are those of staged files, with the columns of the table that they belong to.
func (u *update) rows(ctx context.Context, name string, files []string) (r delta.Rows, err error) {
	source := "from " + duck.Parquet(files...)
	theirs, err := columnsOf(ctx, u.conn, source)
	if err != nil {
		return r, err
	}
	staged := map[string]string{}
	for _, c := range theirs {
		staged[c.name] = c.kind
	}
	var columns []string
	err = each(ctx, u.conn, "select column_name, data_type, comment is not null from duckdb_columns() where database_name = current_database() and table_name = "+duck.Literal(name)+" order by column_index",
		func(scan func(...any) error) error {
			var c typed
			var documented bool
			if err := scan(&c.name, &c.kind, &documented); err != nil {
				return err
			}
			kind, there := staged[c.name]
			if !documented && (!there || kind != c.kind) {
				return errAnew // the column is of the files of before
			}
			value := "null"
			if there {
				value = duck.Identifier(c.name)
			}
			columns = append(columns, value+"::"+c.kind+" as "+duck.Identifier(c.name))
			if c.name == "fixture_id" {
				r.Key = c.name
			}
			delete(staged, c.name)
			return nil
		})
	if err == nil && (len(columns) == 0 || len(staged) > 0) {
		err = errAnew // a table or a column that is new
	}
	r.Query = "select " + strings.Join(columns, ", ") + " " + source
	return r, err
}

// performance brings the tables of sql/performance up to date, those of which a row that
// they are made from changed. Predictions count once their fixture has a result.
func (u *update) performance(ctx context.Context) error {
	if !u.scored {
		delete(u.changed, "predictions")
		delete(u.changed, "model_predictions")
	}
	return eachPerformance(func(name, text string, header statements.Header) error {
		if !slices.ContainsFunc(header.Inputs, func(table string) bool { return u.changed[table] }) {
			return nil
		}
		if _, err := u.conn.ExecContext(ctx, "create or replace temp table performing as "+text); err != nil {
			return err
		}
		_, err := delta.Replace(ctx, u.conn, duck.Identifier(name), delta.Rows{Query: "from performing"})
		return err
	})
}
