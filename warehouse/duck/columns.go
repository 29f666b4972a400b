package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/duckdb/duckdb-go/v2"
)

// Column is a column of doubles that was computed in Go; NaN is NULL, and zero has no
// sign, which a Parquet file would not keep. A column without values may be named by a
// statement, but not read.
type Column struct {
	Name   string
	Values []float64
}

// Columns makes slices readable as a view of this name. Its first column, key, counts the
// rows from 0, in which order they are read. Nothing is copied: the slices must not
// change while the database is open.
func Columns(ctx context.Context, db *sql.DB, name, key string, rows int, columns []Column) (err error) {
	number, err := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	if err != nil {
		return err
	}
	double, err := duckdb.NewTypeInfo(duckdb.TYPE_DOUBLE)
	if err != nil {
		return err
	}
	types := []duckdb.ColumnInfo{{Name: key, T: number}}
	for _, c := range columns {
		if c.Values != nil && len(c.Values) != rows {
			return fmt.Errorf("table %s: column %s has %d values, expected %d", name, c.Name, len(c.Values), rows)
		}
		types = append(types, duckdb.ColumnInfo{Name: c.Name, T: double})
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	function := duckdb.ChunkTableFunction{BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
		return &columnSource{types: types, rows: rows, columns: columns}, nil
	}}
	if err := duckdb.RegisterTableUDF(conn, name+"_columns", function); err != nil {
		return fmt.Errorf("make table %s: %w", name, err)
	}
	_, err = conn.ExecContext(ctx, "create view "+Identifier(name)+" as from "+Identifier(name+"_columns")+"()")
	return err
}

// columnSource hands slices to DuckDB, some rows at a time.
type columnSource struct {
	types   []duckdb.ColumnInfo
	rows    int
	columns []Column
	done    int
}

func (s *columnSource) ColumnInfos() []duckdb.ColumnInfo { return s.types }

func (s *columnSource) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(s.rows), Exact: true}
}

func (s *columnSource) Init() { s.done = 0 }

func (s *columnSource) FillChunk(chunk duckdb.DataChunk) error {
	n := max(0, min(s.rows-s.done, duckdb.GetDataChunkCapacity()))
	if asked(&chunk, 0) {
		for row := range n {
			if err := duckdb.SetChunkValue(chunk, 0, row, int64(s.done+row)); err != nil {
				return err
			}
		}
	}
	for c := range s.columns {
		if !asked(&chunk, c+1) {
			continue
		}
		if err := fill(chunk, c+1, s.columns[c], s.done, n); err != nil {
			return err
		}
	}
	s.done += n
	return chunk.SetSize(n)
}

// fill writes n values of a column, from a row on.
func fill(chunk duckdb.DataChunk, place int, c Column, from, n int) error {
	if c.Values == nil && n > 0 {
		return fmt.Errorf("column %s is read, and was not computed", c.Name)
	}
	for row, v := range c.Values[from : from+n] {
		var err error
		if math.IsNaN(v) {
			err = duckdb.SetChunkValue[any](chunk, place, row, nil)
		} else {
			err = duckdb.SetChunkValue(chunk, place, row, v+0) // -0 + 0 is 0
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// asked reports whether a statement reads a column.
func asked(chunk *duckdb.DataChunk, column int) bool {
	_, err := chunk.GetVector(column)
	return err == nil
}
