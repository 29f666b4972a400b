package lake

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowGroup is how many rows stand in one row group; it bounds the writer's
// memory and lets DuckDB read a file with several threads.
const rowGroup = 1 << 17

// codec is one for all files: it keeps its encoders, each with a window of some
// megabytes, where one of its own for each file would make them anew.
var codec = &zstd.Codec{Level: zstd.SpeedFastest}

// WriteParquet writes rows into a file of its own, zstd-compressed, in the
// order given. The same rows give the same bytes.
func WriteParquet[T any](path string, rows []T, options ...parquet.WriterOption) error {
	return writeGroups(path, options, func(w *parquet.GenericWriter[T]) error {
		for len(rows) > rowGroup {
			if err := writeGroup(w, rows[:rowGroup]); err != nil {
				return err
			}
			rows = rows[rowGroup:]
		}
		return writeGroup(w, rows)
	})
}

// WriteBlocks is WriteParquet for rows that would not fit into memory at once:
// produce calls write for each row, in order.
func WriteBlocks[T any](path string, produce func(write func(T)), options ...parquet.WriterOption) error {
	return writeGroups(path, options, func(w *parquet.GenericWriter[T]) (err error) {
		var block []T // most tables of a live run are far from a full group
		produce(func(row T) {
			if block = append(block, row); len(block) == rowGroup && err == nil {
				err = writeGroup(w, block)
				block = block[:0]
			}
		})
		if err != nil {
			return err
		}
		return writeGroup(w, block)
	})
}

// ReadFile reads the columns of T of a landed file.
func ReadFile[T any](path string) ([]T, error) {
	rows, err := parquet.ReadFile[T](path)
	if err != nil {
		return nil, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
	}
	return rows, nil
}

// ReadFolder is ReadFile of every file that Add put into a folder.
func ReadFolder[T any](ctx context.Context, l Lake, folder string) (all []T, err error) {
	paths, err := l.Files(folder)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows, err := ReadFile[T](path)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// Newest is the latest moment, in µs, in a column of staged files, which stands in the
// files' own summaries: the rows are not read. It is zero in files without such a moment.
func Newest(paths []string, column string) (newest int64, err error) {
	for _, path := range paths {
		of, err := boundsOf(path, column)
		if err != nil {
			return 0, err
		}
		newest = max(newest, of.last)
	}
	return newest, nil
}

// bounds are the first and the last moment of a file's column, in µs; of no moment both
// are zero.
type bounds struct{ first, last int64 }

func boundsOf(path, column string) (b bounds, err error) {
	f, err := os.Open(path)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	stat, err := f.Stat()
	if err != nil {
		return b, err
	}
	table, err := parquet.OpenFile(f, stat.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return b, fmt.Errorf("read %s: %w", path, err)
	}
	leaf, there := table.Schema().Lookup(column)
	if !there {
		return b, fmt.Errorf("%s has no column %q", path, column)
	}
	empty := true
	for _, group := range table.RowGroups() {
		chunk := group.ColumnChunks()[leaf.ColumnIndex].(*parquet.FileColumnChunk)
		first, last, known := chunk.Bounds()
		if !known && chunk.NullCount() < group.NumRows() {
			return b, fmt.Errorf("%s does not say what the latest %s is: \"matchday restore\" writes it again", path, column)
		}
		if !known {
			continue
		}
		if empty {
			b = bounds{first.Int64(), last.Int64()}
		}
		b.first, b.last, empty = min(b.first, first.Int64()), max(b.last, last.Int64()), false
	}
	return b, nil
}

func writeGroup[T any](w *parquet.GenericWriter[T], rows []T) error {
	if _, err := w.Write(rows); err != nil {
		return err
	}
	return w.Flush()
}

func writeGroups[T any](path string, options []parquet.WriterOption, write func(*parquet.GenericWriter[T]) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	options = append([]parquet.WriterOption{
		parquet.Compression(codec),
		parquet.CreatedBy("matchday", "", ""),
	}, options...)
	w := parquet.NewGenericWriter[T](f, options...)
	if err := errors.Join(write(w), w.Close(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
