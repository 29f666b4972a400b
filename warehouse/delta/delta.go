// Package delta brings a table of a database up to date by the rows that differ. A table
// is emptied or added to, never dropped, so its comments stay.
package delta

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

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
	if err := conn.QueryRowContext(ctx, "select count(*) from "+source).Scan(&m.Rows); err != nil || m.Rows == 0 {
		return m, err
	}
	var last sql.NullString
	err = conn.QueryRowContext(ctx, "select ("+m.lastOf(source)+")").Scan(&last)
	m.Last = last.String
	return m, err
}

// lastOf is a query of the hash of the last row up to the mark.
func (m Mark) lastOf(source string) string {
	return fmt.Sprintf("select hash(t)::varchar from %s t where rowid = %d", source, m.Rows-1)
}

// Grow adds to a table the rows behind the mark of a source to which rows are only ever
// added. It is ErrOther (wrapped) if the rows before are not those that were copied.
func Grow(ctx context.Context, conn *sql.Conn, table, source, order string, m Mark) (next Mark, err error) {
	var all, before, held int64
	var last sql.NullString
	err = conn.QueryRowContext(ctx, fmt.Sprintf("select (select count(*) from %s), (select count(*) from %s where rowid < %d), (%s), (select count(*) from %s)",
		source, source, m.Rows, m.lastOf(source), table)).Scan(&all, &before, &last, &held)
	if err != nil {
		return m, err
	}
	if held != m.Rows || before != m.Rows || last.String != m.Last {
		return m, fmt.Errorf("table %s, %d rows of which were copied: %w", source, m.Rows, ErrOther)
	}
	if all == m.Rows {
		return m, nil
	}
	if next, err = MarkOf(ctx, conn, source); err != nil {
		return m, err
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
	// Held is a condition that all rows of these keys meet which the table holds; empty:
	// none is known.
	Held string
}

// Same says of each of some tables whether it holds the rows of a source, in whichever
// order: by how many they are, and the sum and the exclusive or of their hashes.
func Same(ctx context.Context, conn *sql.Conn, tables, sources []string) (same []bool, err error) {
	sums := func(from string) string {
		return "(select (count(*), sum(hash(t)), bit_xor(hash(t))) from " + from + " t)"
	}
	var each []string
	for i, table := range tables {
		each = append(each, fmt.Sprintf("select %d as place, %s is not distinct from %s as same", i, sums(table), sums(sources[i])))
	}
	rows, err := conn.QueryContext(ctx, strings.Join(each, " union all ")+" order by place")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var place int
		var one bool
		if err := rows.Scan(&place, &one); err != nil {
			return nil, err
		}
		same = append(same, one)
	}
	return same, rows.Err()
}

// Replace deletes the rows of the keys that differ and inserts those that are wanted. Rows
// are compared by their hashes, so it does not matter in which order they stand.
func Replace(ctx context.Context, conn *sql.Conn, table string, wanted Rows) (changed bool, err error) {
	source := "(" + wanted.Query + ") t"
	key, err := wanted.key(ctx, conn, table, source)
	if err != nil {
		return false, err
	}
	var among []string
	if wanted.Part {
		among = append(among, key+" in (select key from wanted)")
	}
	if wanted.Held != "" {
		among = append(among, wanted.Held)
	}
	held := fmt.Sprintf("create or replace temp view held as select %s as key, hash(t) as content from %s t", key, table)
	if len(among) > 0 {
		held += " where " + strings.Join(among, " and ")
	}
	text, err := statements.Text("warehouse/differing_keys.sql")
	if err != nil {
		return false, err
	}
	for _, s := range []string{
		fmt.Sprintf("create or replace temp table wanted as select %s as key, count(*) as n, sum(hash(t)) as total, bit_xor(hash(t)) as mixed from %s group by all", key, source),
		held, text,
	} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return false, err
		}
	}
	var n int
	if err := conn.QueryRowContext(ctx, "select count(*) from differing").Scan(&n); err != nil || n == 0 {
		return false, err
	}
	gone := []string{key + " in (from differing)"}
	if wanted.Held != "" {
		gone = append(gone, wanted.Held)
	}
	for _, s := range []string{
		fmt.Sprintf("delete from %s t where %s", table, strings.Join(gone, " and ")),
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
