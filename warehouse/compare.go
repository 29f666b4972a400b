package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday/warehouse/duck"
)

// Difference is one value in which two homes' books differ. Where one of them
// lacks a row the column is empty, and one value is Absent.
type Difference struct {
	Table  string `json:"table"`
	Key    string `json:"key"`
	Column string `json:"column"`
	Stored string `json:"stored"`
	Rerun  string `json:"again"`
}

// Absent stands for a row that is not there, Present for one that is.
const (
	Absent  = "no row"
	Present = "a row"
)

// Span is what a run wrote as of one moment: the passes from First to Last.
type RunCommits struct {
	RunID       string
	AsOf        time.Time
	First, Last int64
}

// spanTables are the tables in which a run's passes leave rows: what tells the
// rows of one apart, and which are a span's ($1 run, $2 as-of, $3 and $4 passes;
// books is the database).
var spanTables = []struct {
	name, rows string
	key        []string
}{
	{"predictions", "run_id = $1 AND as_of = $2", []string{"prediction_id"}},
	{"model_predictions", ofPredictions, []string{"prediction_id", "model"}},
	{"market_predictions", ofPredictions, []string{"prediction_id", "market", "line", "selection"}},
	{"bets", ofPredictions, []string{"bet_id"}},
	{"bet_versions", "pass BETWEEN $3 AND $4", []string{"bet_id", "pass"}},
	{"skips", ofPredictions, []string{"skip_id"}},
	{"ledger", "run_id = $1 AND entry_time = $2", []string{"entry_id"}},
}

const ofPredictions = "prediction_id IN (SELECT prediction_id FROM books.predictions WHERE run_id = $1 AND as_of = $2)"

// Compared is what Compare found: the rows of the first books by table, and
// every value that the second give differently, by table and key.
type Compared struct {
	Rows        map[string]int
	Differences []Difference
}

// Compare holds what the books of two homes say of a span against each other,
// value by value and to the bit. What has happened to a bet since it was placed
// is compared in bet_versions, as of the span's passes.
func Compare(ctx context.Context, stored, again Home, s RunCommits) (out Compared, err error) {
	out.Rows = map[string]int{}
	left, err := openBooks(ctx, stored)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, left.Close()) }()
	right, err := openBooks(ctx, again)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, right.Close()) }()
	for _, t := range spanTables {
		columns, err := comparedColumns(ctx, left, t.name)
		if err != nil {
			return out, err
		}
		// Every statement takes all four arguments.
		query := fmt.Sprintf("SELECT [%s], [%s] FROM books.%s WHERE (%s) AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 <= $4",
			asText(t.key), asText(columns), t.name, t.rows)
		a, err := spanRows(ctx, left, query, s)
		if err != nil {
			return out, fmt.Errorf("read %s: %w", t.name, err)
		}
		b, err := spanRows(ctx, right, query, s)
		if err != nil {
			return out, fmt.Errorf("read %s: %w", t.name, err)
		}
		out.Rows[t.name] = len(a)
		out.Differences = append(out.Differences, differences(t.name, columns, a, b)...)
	}
	return out, nil
}

// openBooks opens a home's warehouse for reading, as database books.
func openBooks(ctx context.Context, h Home) (*sql.DB, error) {
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "ATTACH "+duck.Literal(h.File())+" AS books (READ_ONLY)"); err != nil {
		return nil, errors.Join(busy(h.File(), err), db.Close())
	}
	return db, nil
}

// asText makes the terms of a list: texts from which every value, each bit of a
// DOUBLE among them, can be told.
func asText(columns []string) string {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = "coalesce(" + duck.Identifier(c) + "::VARCHAR, 'NULL')"
	}
	return strings.Join(terms, ", ")
}

// comparedColumns are a table's columns; of bets only what is written once.
func comparedColumns(ctx context.Context, db *sql.DB, table string) (columns []string, err error) {
	err = each(ctx, db, `SELECT column_name FROM duckdb_columns() WHERE database_name = 'books' AND table_name = $1
		AND ($1 <> 'bets' OR column_name = 'bet_id' OR column_name NOT IN (
			SELECT column_name FROM duckdb_columns() WHERE database_name = 'books' AND table_name = 'bet_versions'))
		ORDER BY column_index`, func(scan func(...any) error) error {
		columns = append(columns, "")
		return scan(&columns[len(columns)-1])
	}, table)
	return columns, err
}

// spanRow is a row as texts.
type spanRow struct {
	key    string
	values []string
}

func spanRows(ctx context.Context, db *sql.DB, query string, s RunCommits) (out []spanRow, err error) {
	err = each(ctx, db, query, func(scan func(...any) error) error {
		var key, values []any
		if err := scan(listOf{&key}, listOf{&values}); err != nil {
			return err
		}
		r := spanRow{values: texts(values)}
		r.key = strings.Join(texts(key), " ")
		out = append(out, r)
		return nil
	}, s.RunID, s.AsOf.UTC(), s.First, s.Last)
	slices.SortFunc(out, func(a, b spanRow) int { return strings.Compare(a.key, b.key) })
	return out, err
}

// listOf scans a list of DuckDB.
type listOf struct{ into *[]any }

// Scan takes what the driver gives for a list.
func (l listOf) Scan(v any) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%T is not a list", v)
	}
	*l.into = list
	return nil
}

func texts(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// differences merges two lists of rows in the order of their keys.
func differences(table string, columns []string, a, b []spanRow) (out []Difference) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].key < b[0].key:
			out = append(out, Difference{Table: table, Key: a[0].key, Stored: Present, Rerun: Absent})
			a = a[1:]
		case len(a) == 0 || b[0].key < a[0].key:
			out = append(out, Difference{Table: table, Key: b[0].key, Stored: Absent, Rerun: Present})
			b = b[1:]
		default:
			for i, c := range columns {
				if a[0].values[i] != b[0].values[i] {
					out = append(out, Difference{table, a[0].key, c, a[0].values[i], b[0].values[i]})
				}
			}
			a, b = a[1:], b[1:]
		}
	}
	return out
}
