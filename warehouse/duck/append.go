package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"
)

// flushRows is how many rows are handed over at once.
const flushRows = 100_000

// Append writes rows into a table by DuckDB's Appender, within the connection's
// transaction. values gives a row's columns in the table's order.
func Append[T any](ctx context.Context, conn *sql.Conn, table string, rows iter.Seq[T], values func(T) ([]driver.Value, error)) error {
	n := 0
	err := conn.Raw(func(c any) (err error) {
		a, err := duckdb.NewAppenderFromConn(c.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		// A duplicate key or a broken constraint shows only here.
		defer func() { err = errors.Join(err, a.CloseWithCancel(ctx)) }()
		for r := range rows {
			v, err := values(r)
			if err == nil {
				err = a.AppendRow(v...)
			}
			if err != nil {
				return fmt.Errorf("row %d, key %v: %w", n, v[:min(len(v), 1)], err)
			}
			// The Appender holds back what it is given until it is flushed.
			if n++; n%flushRows == 0 {
				if err := a.Flush(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write rows of %s: %w", table, err)
	}
	return nil
}

// Decimal is a value of a DECIMAL column, as Append takes it. A number with more
// places or digits than the column has is an error: nothing is rounded.
func Decimal(d decimal.Decimal, width, scale uint8) (driver.Value, error) {
	units := d.Shift(int32(scale))
	if !units.IsInteger() || units.Abs().GreaterThanOrEqual(decimal.New(1, int32(width))) {
		return nil, fmt.Errorf("%s does not fit DECIMAL(%d,%d): expected at most %d places; round it before it is written",
			d, width, scale, scale)
	}
	return duckdb.Decimal{Width: width, Scale: scale, Value: units.BigInt()}, nil
}
