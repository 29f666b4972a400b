package sportmonks

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// groupBytes is how much payload stands in one row group: it bounds memory,
// and row groups are compressed beside each other.
const groupBytes = 16 << 20

// rawWriter writes one Parquet file of Raw rows. The same rows give the same
// bytes, whatever the number of processors.
type rawWriter struct {
	file   *os.File
	w      *parquet.GenericWriter[answers.Raw]
	schema *parquet.Schema
	rows   []answers.Raw
	bytes  int
	groups []pendingGroup
	limit  int
}

// pendingGroup is a row group that is being compressed.
type pendingGroup struct {
	writer *parquet.ConcurrentRowGroupWriter
	work   *errgroup.Group
}

func newRawWriter(path string, options ...parquet.WriterOption) (*rawWriter, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	// By default the writer would keep the least and greatest payload of each
	// page, which makes the file many times larger.
	w := parquet.NewGenericWriter[answers.Raw](file, append([]parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.CreatedBy("matchday", "", ""),
		parquet.DataPageStatistics(false), parquet.SkipPageBounds("payload"),
	}, options...)...)
	return &rawWriter{file: file, w: w, schema: parquet.SchemaOf(answers.Raw{}), limit: runtime.GOMAXPROCS(0)}, nil
}

// add takes a row; its payload must stay as it is until close.
func (w *rawWriter) add(row answers.Raw) error {
	w.rows = append(w.rows, row)
	if w.bytes += len(row.Payload); w.bytes < groupBytes {
		return nil
	}
	return w.flush()
}

// flush starts to compress the rows so far as one row group.
func (w *rawWriter) flush() error {
	if len(w.rows) == 0 {
		return nil
	}
	if len(w.groups) == w.limit {
		if err := w.commit(); err != nil {
			return err
		}
	}
	rows, group := w.rows, pendingGroup{w.w.BeginRowGroup(), &errgroup.Group{}}
	group.work.Go(func() error {
		out := make([]parquet.Row, len(rows))
		for i := range rows {
			out[i] = w.schema.Deconstruct(nil, &rows[i])
		}
		_, err := group.writer.WriteRows(out)
		return errors.Join(err, group.writer.Flush())
	})
	w.groups = append(w.groups, group)
	w.rows, w.bytes = nil, 0
	return nil
}

// commit waits for the oldest row group and appends it to the file.
func (w *rawWriter) commit() error {
	group := w.groups[0]
	w.groups = w.groups[1:]
	if err := group.work.Wait(); err != nil {
		return err
	}
	_, err := group.writer.Commit()
	return err
}

// close writes what is left.
func (w *rawWriter) close() error {
	err := w.flush()
	for len(w.groups) > 0 {
		err = errors.Join(err, w.commit())
	}
	if err := errors.Join(err, w.w.Close(), w.file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", w.file.Name(), err)
	}
	return nil
}

// addSeen lands sightings.
func addSeen(l lake.Lake, dir string, rows []answers.Seen) error {
	if len(rows) == 0 {
		return nil
	}
	path := filepath.Join(dir, "seen.parquet")
	if err := lake.WriteParquet(path, rows); err != nil {
		return err
	}
	_, err := l.Add(answers.SeenFolder, path)
	return err
}
