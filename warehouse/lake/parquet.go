package lake

import (
	"errors"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowGroup is how many rows stand in one row group; it bounds the writer's
// memory and lets DuckDB read a file with several threads.
const rowGroup = 1 << 17

// WriteParquet writes rows into a file of its own, zstd-compressed, in the
// order given. The same rows give the same bytes.
func WriteParquet[T any](path string, rows []T, options ...parquet.WriterOption) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	options = append([]parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.CreatedBy("matchday", "", ""),
	}, options...)
	w := parquet.NewGenericWriter[T](f, options...)
	for len(rows) > 0 && err == nil {
		part := rows[:min(rowGroup, len(rows))]
		rows = rows[len(part):]
		if _, err = w.Write(part); err == nil && len(rows) > 0 {
			err = w.Flush() // ends the row group
		}
	}
	if err := errors.Join(err, w.Close(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
