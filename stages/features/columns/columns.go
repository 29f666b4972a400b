// Package columns reads whole columns of flat Parquet files into slices, several
// columns at a time: the fastest way from the lake into memory.
package columns

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
	"golang.org/x/sync/errgroup"
)

// File is a Parquet file whose columns are read. Reads that were begun are done,
// and the file closed, when Wait returns.
type File struct {
	file  *os.File
	table *parquet.File
	group errgroup.Group
}

// Open opens a file for reading whole columns.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	table, err := parquet.OpenFile(f, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	p := &File{file: f, table: table}
	p.group.SetLimit(runtime.GOMAXPROCS(0))
	return p, nil
}

// Rows is how many values each column has.
func (p *File) Rows() int { return int(p.table.NumRows()) }

// Names are the columns in file order.
func (p *File) Names() []string {
	fields := p.table.Schema().Fields()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name()
	}
	return names
}

// Wait gives the first error of the reads.
func (p *File) Wait() error {
	if err := errors.Join(p.group.Wait(), p.file.Close()); err != nil {
		return fmt.Errorf("read %s: %w", p.file.Name(), err)
	}
	return nil
}

// Floats begins to read a column of DOUBLE into out; NaN is missing.
func (p *File) Floats(name string, out []float64) {
	read(p, name, out, doubles, nil)
}

// Numbers begins to read a column of DOUBLE value by value; NaN is missing.
func (p *File) Numbers(name string, set func(row int, value float64)) {
	out := make([]float64, p.Rows())
	read(p, name, out, doubles, func() {
		for i, v := range out {
			set(i, v)
		}
	})
}

// Integers begins to read a column of INTEGER; 0 is missing.
func (p *File) Integers(name string, set func(row, value int)) {
	out := make([]int32, p.Rows())
	read(p, name, out, int32s(0), func() {
		for i, v := range out {
			set(i, int(v))
		}
	})
}

// Flags begins to read a column of BOOLEAN; false is missing.
func (p *File) Flags(name string, set func(row int, value bool)) {
	out := make([]bool, p.Rows())
	read(p, name, out, booleans, func() {
		for i, v := range out {
			set(i, v)
		}
	})
}

// Dates begins to read a column of DATE as midnights UTC; the zero time is missing.
func (p *File) Dates(name string, set func(row int, value time.Time)) {
	const none = -1 << 31
	out := make([]int32, p.Rows())
	read(p, name, out, int32s(none), func() {
		for i, days := range out {
			if days != none {
				set(i, time.Unix(int64(days)*24*60*60, 0).UTC())
			}
		}
	})
}

// Times begins to read a column of TIMESTAMPTZ in microseconds; the zero time
// is missing.
func (p *File) Times(name string, set func(row int, value time.Time)) {
	out := make([]int64, p.Rows())
	read(p, name, out, int64s, func() {
		for i, micros := range out {
			if micros != noInt64 {
				set(i, time.UnixMicro(micros).UTC())
			}
		}
	})
}

// Texts begins to read a column of VARCHAR; "" is missing.
func (p *File) Texts(name string, set func(row int, value string)) {
	out := make([]string, p.Rows())
	read(p, name, out, texts, func() {
		for i, v := range out {
			set(i, v)
		}
	})
}

// physical is how a type of column lies in a page: values turns n of them, none
// NULL, into a slice that may share the page's memory.
type physical[T any] struct {
	kind    parquet.Kind
	missing T // stands where the file has NULL
	values  func(page encoding.Values, n int) []T
}

const noInt64 = -1 << 63

var (
	doubles  = physical[float64]{parquet.Double, math.NaN(), func(v encoding.Values, _ int) []float64 { return v.Double() }}
	int64s   = physical[int64]{parquet.Int64, noInt64, func(v encoding.Values, _ int) []int64 { return v.Int64() }}
	booleans = physical[bool]{parquet.Boolean, false, unpack}
	texts    = physical[string]{parquet.ByteArray, "", cut}
)

func int32s(missing int32) physical[int32] {
	return physical[int32]{parquet.Int32, missing, func(v encoding.Values, _ int) []int32 { return v.Int32() }}
}

// unpack gives n booleans of a bit each.
func unpack(v encoding.Values, n int) []bool {
	bits, out := v.Boolean(), make([]bool, n)
	for i := range out {
		out[i] = bits[i/8]>>(i%8)&1 == 1
	}
	return out
}

// cut copies the bytes of a page once; its texts share the copy.
func cut(v encoding.Values, _ int) []string {
	bytes, ends := v.ByteArray()
	text, out := string(bytes), make([]string, max(len(ends), 1)-1)
	for i := range out {
		out[i] = text[ends[i]:ends[i+1]]
	}
	return out
}

// read begins to read a column into out, one place a row. after, if any,
// follows when the column is whole.
func read[T any](p *File, name string, out []T, of physical[T], after func()) {
	p.group.Go(func() error {
		leaf, ok := p.table.Schema().Lookup(name)
		if !ok {
			return fmt.Errorf("there is no column %s: build the file again", name)
		}
		if kind := leaf.Node.Type().Kind(); kind != of.kind {
			return fmt.Errorf("column %s is %v, expected %v: build the file again", name, kind, of.kind)
		}
		for _, group := range p.table.RowGroups() {
			rows := int(group.NumRows())
			if err := readChunk(group.ColumnChunks()[leaf.ColumnIndex], out[:rows], of); err != nil {
				return fmt.Errorf("column %s: %w", name, err)
			}
			out = out[rows:]
		}
		if after != nil {
			after()
		}
		return nil
	})
}

// readChunk reads the pages of one row group's column.
func readChunk[T any](chunk parquet.ColumnChunk, out []T, of physical[T]) (err error) {
	pages := chunk.Pages()
	defer func() { err = errors.Join(err, pages.Close()) }()
	var words []T // of the dictionary, once there is one
	for len(out) > 0 {
		page, err := pages.ReadPage()
		if err != nil {
			return err
		}
		rows, known := int(page.NumRows()), int(page.NumValues()-page.NumNulls())
		data := page.Data()
		if d := page.Dictionary(); d != nil {
			if words == nil {
				words = of.values(d.Page().Data(), d.Len())
			}
			for i, word := range data.Int32() {
				out[i] = words[word]
			}
		} else {
			copy(out, of.values(data, known))
		}
		if known < rows {
			spread(out[:rows], page.DefinitionLevels(), known, of.missing)
		}
		out = out[rows:]
		parquet.Release(page)
	}
	return nil
}

// spread moves the known values, which stand at the front, to the rows that
// have one by their definition level, and writes missing into the others.
func spread[T any](out []T, levels []byte, known int, missing T) {
	for i := len(out) - 1; i >= 0; i-- {
		if levels[i] == 0 {
			out[i] = missing
			continue
		}
		known--
		out[i] = out[known]
	}
}
