package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
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
	// scored says that fixtures count otherwise in the sums of models' performance.
	scored bool
	// earned says that bets differ of which something came.
	earned  bool
	columns map[string][]tableColumn // of the copy, by table
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
	return u.now.write(ctx, conn, was)
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
	if err := u.compare(ctx); err != nil {
		return err
	}
	if err := u.touch(ctx); err != nil {
		return fmt.Errorf("find the predictions that count otherwise: %w", err)
	}
	for _, t := range copiedTables {
		if err := u.table(ctx, t); errors.Is(err, delta.ErrOther) {
			return errAnew
		} else if duck.Unreadable(err) {
			return err
		} else if err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	if err := u.addParts(ctx); err != nil {
		return fmt.Errorf("make table %s: %w", partsTable, err)
	}
	return nil
}

// partsTable has the sums that add up.
const partsTable = "model_parts"

// touch finds the fixtures that count otherwise in the sums of models' performance once
// the copy has the warehouse's rows, and what they count for now.
func (u *update) touch(ctx context.Context) error {
	text, err := statements.Text("warehouse/touched_fixtures.sql")
	if err != nil {
		return err
	}
	if _, err := u.conn.ExecContext(ctx, strings.ReplaceAll(text, "$1", strconv.FormatInt(u.was.grown["predictions"].Rows, 10))); err != nil {
		return err
	}
	if u.changed["results"] {
		if err := execute(ctx, u.conn, "touched_results"); err != nil {
			return err
		}
	}
	if err := u.conn.QueryRowContext(ctx, "select count(*) > 0 from touched").Scan(&u.scored); err != nil || !u.scored {
		return err
	}
	return u.partsOfTouched(ctx, "parts_before")
}

// addParts adds what these fixtures count for since, and takes away what they did.
func (u *update) addParts(ctx context.Context) error {
	if !u.scored {
		return nil
	}
	u.changed[partsTable] = true
	if err := u.partsOfTouched(ctx, "parts_now"); err != nil {
		return err
	}
	return execute(ctx, u.conn, "add_parts")
}

// partsOfTouched makes a table of the sums over the touched fixtures alone.
func (u *update) partsOfTouched(ctx context.Context, table string) error {
	text, err := statements.Text("performance/" + partsTable + ".sql")
	if err == nil {
		_, err = u.conn.ExecContext(ctx, "create or replace temp table "+table+
			" as with predictions as (from main.predictions semi join touched using (fixture_id)) select * from ("+text+"\n)")
	}
	return err
}

// compare finds out which tables changed of those that do not only grow, and whether a
// bet did that counts as performance.
func (u *update) compare(ctx context.Context) error {
	const counts = " where status = 'settled' or bet_id in (select bet_id from "
	tables, sources := []string{"(from bets" + counts + "placements))"}, []string{"(from warehouse.bets" + counts + "warehouse.placements))"}
	for _, t := range copiedTables {
		if !t.grows {
			tables, sources = append(tables, t.name), append(sources, "warehouse."+t.name)
		}
	}
	same, err := delta.Same(ctx, u.conn, tables, sources)
	if err != nil {
		return fmt.Errorf("compare with the warehouse: %w", err)
	}
	for i, table := range tables {
		u.changed[table] = !same[i]
	}
	u.earned = !same[0]
	return nil
}

func (u *update) table(ctx context.Context, t copiedTable) error {
	if !t.grows {
		if !u.changed[t.name] {
			return nil
		}
		_, err := delta.Replace(ctx, u.conn, t.name, delta.Rows{Query: "from warehouse." + t.name})
		return err
	}
	was := u.was.grown[t.name]
	mark, err := delta.Grow(ctx, u.conn, t.name, "warehouse."+t.name, t.order, was)
	u.now.grown[t.name], u.changed[t.name] = mark, mark != was
	return err
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
	columns, err := u.columnsOf(ctx, paths)
	if err != nil {
		return err
	}
	now, err := lookAtFiles(ctx, u.conn, columns, changed, paths)
	if err != nil {
		return err
	}
	var gone []stagedFile
	for file, of := range was {
		if slices.Contains(files, file) {
			now[file] = of
		} else {
			gone = append(gone, of)
		}
	}
	u.now.staged[name] = now
	if len(changed) < len(files) {
		if done, err := u.someFiles(ctx, name, columns, paths, gone); err != nil || done {
			return err
		}
	}
	if paths, err = u.staged.Paths(name); err != nil {
		return err
	}
	if columns, err = u.columnsOf(ctx, paths); err != nil {
		return err
	}
	rows, err := u.rows(ctx, name, columns, paths)
	if err == nil {
		_, err = delta.Replace(ctx, u.conn, duck.Identifier(name), rows)
	}
	return err
}

// someFiles brings a table up to date by the files that changed, where the others stayed.
// Each fixture is in one file, so what the table holds of those in the changed files came
// from files that are gone. It is done unless the table then holds rows of fixtures that
// are in no file any more: how many rows there are to be is known.
func (u *update) someFiles(ctx context.Context, name string, columns []typed, changed []string, gone []stagedFile) (done bool, err error) {
	if len(changed) > 0 {
		rows, err := u.rows(ctx, name, columns, changed)
		if err != nil || rows.Key == "" {
			return false, err
		}
		rows.Part, rows.Held = true, heldRows(gone)
		if _, err := delta.Replace(ctx, u.conn, duck.Identifier(name), rows); err != nil {
			return false, err
		}
	}
	var held, all int64
	for _, of := range u.now.staged[name] {
		all += of.rows
	}
	err = u.conn.QueryRowContext(ctx, "select count(*) from "+duck.Identifier(name)).Scan(&held)
	return held == all, err
}

// columnsOf are the columns of staged files; none without files.
func (u *update) columnsOf(ctx context.Context, paths []string) ([]typed, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	return columnsOf(ctx, u.conn, "from "+duck.Parquet(paths...))
}

// rows are those of staged files, whose columns are theirs, with the columns of the table
// that they belong to.
func (u *update) rows(ctx context.Context, name string, theirs []typed, files []string) (r delta.Rows, err error) {
	staged := map[string]string{}
	for _, c := range theirs {
		staged[c.name] = c.kind
	}
	ours, err := u.tableColumns(ctx, name)
	if err != nil {
		return r, err
	}
	var columns []string
	for _, c := range ours {
		kind, there := staged[c.name]
		if !c.documented && (!there || kind != c.kind) {
			return r, errAnew // the column is of the files of before
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
	}
	if len(columns) == 0 || len(staged) > 0 {
		return r, errAnew // a table or a column that is new
	}
	r.Query = "select " + strings.Join(columns, ", ") + " from " + duck.Parquet(files...)
	return r, nil
}

// tableColumn is a column of a table of the copy.
type tableColumn struct {
	typed
	documented bool
}

// tableColumns are the columns of a table of the copy, in order. Those of all tables are
// asked for at once.
func (u *update) tableColumns(ctx context.Context, name string) ([]tableColumn, error) {
	if u.columns != nil {
		return u.columns[name], nil
	}
	u.columns = map[string][]tableColumn{}
	err := each(ctx, u.conn, "select table_name, column_name, data_type, comment is not null from duckdb_columns() where database_name = current_database() order by table_name, column_index",
		func(scan func(...any) error) error {
			var table string
			var c tableColumn
			if err := scan(&table, &c.name, &c.kind, &c.documented); err != nil {
				return err
			}
			u.columns[table] = append(u.columns[table], c)
			return nil
		})
	return u.columns[name], err
}

// performance brings the tables of sql/performance up to date, those of which a row that
// they are made from changed. The sums that add up are as they are to be.
func (u *update) performance(ctx context.Context) error {
	u.changed["bets"] = u.earned
	// A prediction of which a bet is never changes.
	delete(u.changed, "predictions")
	return eachPerformance(func(name, text string, header statements.Header) error {
		if name == partsTable || !slices.ContainsFunc(header.Inputs, func(table string) bool { return u.changed[table] }) {
			return nil
		}
		if _, err := u.conn.ExecContext(ctx, "create or replace temp table performing as "+text); err != nil {
			return err
		}
		_, err := delta.Replace(ctx, u.conn, duck.Identifier(name), delta.Rows{Query: "from performing"})
		return err
	})
}
