package features

import (
	"errors"
	"math"
	"os"

	"github.com/parquet-go/parquet-go"
)

// column is a named column of the table sequential, one value a row of
// int_matches; NaN is missing.
type column struct {
	name   string
	values []float64
}

// writeRows is how many rows stand in one row group, so that DuckDB reads
// several at a time.
const writeRows = 1 << 16

// rowID is the column by which the table sequential joins int_matches.
const rowID = "row_id"

// writeColumns writes the table sequential as a Parquet file.
func writeColumns(path string, rows int, columns []column) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	schema := parquet.Group{rowID: parquet.Int(64)}
	for _, c := range columns {
		schema[c.name] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
	}
	w := parquet.NewGenericWriter[any](f, parquet.NewSchema("sequential", schema), parquet.DataPageStatistics(false))
	places := map[string]int{}
	for i, field := range w.Schema().Fields() {
		places[field.Name()] = i
	}
	values := make([]parquet.Value, writeRows)
	for from := 0; from < rows && err == nil; from += writeRows {
		to := min(from+writeRows, rows)
		for i := range values[:to-from] {
			values[i] = parquet.Int64Value(int64(from+i)).Level(0, 0, places[rowID])
		}
		_, err = w.ColumnWriters()[places[rowID]].WriteRowValues(values[:to-from])
		for _, c := range columns {
			place := places[c.name]
			for i, v := range c.values[from:to] {
				values[i] = parquet.NullValue().Level(0, 0, place)
				if !math.IsNaN(v) {
					values[i] = parquet.DoubleValue(v).Level(0, 1, place)
				}
			}
			if _, werr := w.ColumnWriters()[place].WriteRowValues(values[:to-from]); err == nil {
				err = werr
			}
		}
		if err == nil {
			err = w.Flush() // ends the row group
		}
	}
	return wrap("write "+path, errors.Join(err, w.Close(), f.Close()))
}
