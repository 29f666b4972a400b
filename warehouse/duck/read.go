package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Rows are some rows of a statement, in columns. They must not be kept.
type Rows struct {
	chunk  *duckdb.DataChunk
	texts  []duckdb.VectorView[string] // of the columns that are texts
	strung map[string]string           // texts that were read before
	err    error
}

// Read hands the rows of a table, or of a statement in brackets, to take, with these
// columns: some rows at a time, in no order, and from several goroutines at once.
func Read(ctx context.Context, db *sql.DB, from string, columns []string, take func(*Rows) error) (err error) {
	anything, err := duckdb.NewTypeInfo(duckdb.TYPE_ANY)
	if err != nil {
		return err
	}
	boolean, err := duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	name := fmt.Sprintf("handed_over_%d", reads.Add(1))
	reader := &reader{take: take, config: duckdb.ScalarFuncConfig{
		InputTypeInfos: []duckdb.TypeInfo{}, VariadicTypeInfo: anything, ResultTypeInfo: boolean, Volatile: true, SpecialNullHandling: true,
	}}
	if err := duckdb.RegisterScalarUDF(conn, name, reader); err != nil {
		return fmt.Errorf("read %s: %w", strings.Join(columns, ", "), err)
	}
	// What is counted are the rows whose function was called.
	var n int
	return conn.QueryRowContext(ctx, "select count("+name+"("+strings.Join(columns, ", ")+")) from "+from).Scan(&n)
}

// reads numbers the functions of Read: one cannot be taken back.
var reads atomic.Int64

// reader is a function in SQL that hands its arguments to Go.
type reader struct {
	config duckdb.ScalarFuncConfig
	take   func(*Rows) error
	strung sync.Pool
}

func (r *reader) Config() duckdb.ScalarFuncConfig { return r.config }

func (r *reader) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{ChunkContextExecutor: r.read}
}

func (r *reader) read(_ context.Context, state *duckdb.ChunkIteratorState) error {
	strung, _ := r.strung.Get().(map[string]string)
	if strung == nil {
		strung = map[string]string{}
	}
	defer r.strung.Put(strung)
	rows := &Rows{chunk: state.GetInputChunk(), strung: strung}
	rows.texts = make([]duckdb.VectorView[string], rows.chunk.ColumnCount())
	for c := range rows.texts {
		vector, err := rows.chunk.GetVector(c)
		if err != nil {
			return err
		}
		if view, err := duckdb.GetVectorView[string](vector); err == nil {
			rows.texts[c] = view
		}
	}
	return errors.Join(r.take(rows), rows.err)
}

// Len is how many rows there are.
func (r *Rows) Len() int { return r.chunk.GetSize() }

// Key is a value of a VARCHAR column that few rows share; "" is missing.
func (r *Rows) Key(column, row int) string { return strings.Clone(r.borrowed(column, row)) }

// borrowed is a text that DuckDB holds.
func (r *Rows) borrowed(column, row int) string {
	text, _, err := r.texts[column].GetValueBorrowed(row)
	if err != nil {
		r.err = fmt.Errorf("column %d is no text: %w", column, err)
	}
	return text
}

// Text is a value of a VARCHAR column that many rows share; "" is missing.
func (r *Rows) Text(column, row int) string {
	borrowed := r.borrowed(column, row)
	text, met := r.strung[borrowed]
	if !met {
		text = strings.Clone(borrowed)
		r.strung[text] = text
	}
	return text
}

// Float is a value of a DOUBLE column; NaN is missing.
func (r *Rows) Float(column, row int) float64 { return value(r, column, row, math.NaN()) }

// Int is a value of an INTEGER column; 0 is missing.
func (r *Rows) Int(column, row int) int { return int(value(r, column, row, int32(0))) }

// Number is a value of a BIGINT column; 0 is missing.
func (r *Rows) Number(column, row int) int { return int(value(r, column, row, int64(0))) }

// Flag is a value of a BOOLEAN column; false is missing.
func (r *Rows) Flag(column, row int) bool { return value(r, column, row, false) }

// Time is a value of a DATE or TIMESTAMPTZ column, in UTC; the zero time is missing.
func (r *Rows) Time(column, row int) time.Time { return value(r, column, row, time.Time{}) }

// value is one value of a column of Go's type T.
func value[T any](r *Rows, column, row int, missing T) T {
	v, err := r.chunk.GetValue(column, row)
	if err != nil || v == nil {
		r.err = errors.Join(r.err, err)
		return missing
	}
	out, ok := v.(T)
	if !ok {
		r.err = fmt.Errorf("column %d holds %T, expected %T", column, v, missing)
		return missing
	}
	return out
}
