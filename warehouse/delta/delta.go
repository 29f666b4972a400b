// Package delta brings a table of a database up to date by the rows that differ. A table
// is emptied or added to, never dropped, so its comments stay.
package delta

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	statements "matchday/sql"
	"matchday/warehouse/duck"
)

// ErrOther says that a source does not go on where it was left.
var ErrOther = errors.New("the rows that were copied do not stand in it as they did")

// Mark is how far a table that only grows was copied.
type Mark struct {
	Rows int64
	Last string // hash of the last of these rows; empty without rows
}

// MarkOf is the mark of a source that is copied whole.
func MarkOf(ctx context.Context, conn *sql.Conn, source string) (m Mark, err error) {
	if err := conn.QueryRowContext(ctx, "select count(*) from "+source).Scan(&m.Rows); err != nil {
		return m, err
	}
	_, m.Last, err = m.rowsOf(ctx, conn, source)
	return m, err
}

// rowsOf counts the source's rows up to the mark, and sums up the last of them.
func (m Mark) rowsOf(ctx context.Context, conn *sql.Conn, source string) (n int64, last string, err error) {
	if m.Rows == 0 {
		return 0, "", nil
	}
	err = conn.QueryRowContext(ctx, fmt.Sprintf("select count(*) from %s where rowid < %d", source, m.Rows)).Scan(&n)
	if err != nil {
		return 0, "", err
	}
	err = conn.QueryRowContext(ctx, fmt.Sprintf("select hash(t)::varchar from %s t where rowid = %d", source, m.Rows-1)).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return n, last, err
}

// Grow adds to a table the rows behind the mark of a source to which rows are only ever
// added. It is ErrOther (wrapped) if the rows before are not those that were copied.
func Grow(ctx context.Context, conn *sql.Conn, table, source, order string, m Mark) (next Mark, err error) {
	n, last, err := m.rowsOf(ctx, conn, source)
	if err != nil {
		return m, err
	}
	var held int64
	if err := conn.QueryRowContext(ctx, "select count(*) from "+table).Scan(&held); err != nil {
		return m, err
	}
	if held != m.Rows || n != m.Rows || last != m.Last {
		return m, fmt.Errorf("table %s, %d rows of which were copied: %w", source, m.Rows, ErrOther)
	}
	if next, err = MarkOf(ctx, conn, source); err != nil || next.Rows == m.Rows {
		return next, err
	}
	if order != "" {
		order = " order by " + order
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("insert into %s from %s where rowid >= %d%s", table, source, m.Rows, order))
	return next, err
}

// Rows are those that a table is to hold.
type Rows struct {
	Query string // with the table's columns in the table's order
	// Key is a column by which rows are compared, deleted and inserted together; empty:
	// each row by itself.
	Key string
	// Part says that Query returns the rows of some keys only. Rows of other keys stay.
	Part bool
}

// Replace deletes the rows of the keys that differ and inserts those that are wanted. Rows
// are compared by their hashes, so it does not matter in which order they stand.
func Replace(ctx context.Context, conn *sql.Conn, table string, wanted Rows) (changed bool, err error) {
	source := "(" + wanted.Query + ") t"
	key, err := wanted.key(ctx, conn, table, source)
	if err != nil {
		return false, err
	}
	views := []string{fmt.Sprintf("create or replace temp view wanted as select %s as key, hash(t) as content from %s", key, source)}
	held := fmt.Sprintf("create or replace temp view held as select %s as key, hash(t) as content from %s t", key, table)
	if wanted.Part {
		views = append(views, "create or replace temp table asked as select distinct key from wanted")
		held += fmt.Sprintf(" where %s in (from asked)", key)
	}
	text, err := statements.Text("warehouse/differing_keys.sql")
	if err != nil {
		return false, err
	}
	for _, s := range append(views, held, text) {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return false, err
		}
	}
	var n int
	if err := conn.QueryRowContext(ctx, "select count(*) from differing").Scan(&n); err != nil || n == 0 {
		return false, err
	}
	for _, s := range []string{
		fmt.Sprintf("delete from %s t where %s in (from differing)", table, key),
		fmt.Sprintf("insert into %s select t.* from %s where %s in (from differing)", table, source, key),
	} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return true, err
		}
	}
	return true, nil
}

// key is the expression by which rows are compared. A bare column is found fastest, but
// nothing is equal to NULL.
func (r Rows) key(ctx context.Context, conn *sql.Conn, table, source string) (string, error) {
	if r.Key == "" {
		return "hash(t)", nil
	}
	column := "t." + duck.Identifier(r.Key)
	var null bool
	err := conn.QueryRowContext(ctx, fmt.Sprintf("select exists (from %s t where %s is null) or exists (from %s where %s is null)", table, column, source, column)).Scan(&null)
	if null {
		column = "coalesce(" + column + "::varchar, '')"
	}
	return column, err
}
