// Package exact turns what a computation has learned into bytes and back, every number
// to the bit.
package exact

import (
	"encoding/binary"
	"errors"
	"math"
)

// Writer collects values.
type Writer struct{ Bytes []byte }

// Int adds a whole number.
func (w *Writer) Int(v int64) { w.Bytes = binary.AppendVarint(w.Bytes, v) }

// Float adds a number, NaN and the sign of zero included.
func (w *Writer) Float(v float64) {
	w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, math.Float64bits(v))
}

// Floats adds several numbers; their reader knows how many.
func (w *Writer) Floats(values ...float64) {
	for _, v := range values {
		w.Float(v)
	}
}

// Text adds a text.
func (w *Writer) Text(s string) {
	w.Int(int64(len(s)))
	w.Bytes = append(w.Bytes, s...)
}

// Flag adds a yes or no.
func (w *Writer) Flag(yes bool) {
	v := byte(0)
	if yes {
		v = 1
	}
	w.Bytes = append(w.Bytes, v)
}

// errCut says that bytes are not what a Writer wrote.
var errCut = errors.New("the bytes are cut or of another kind")

// Reader gives values back in the order in which they were written. After the first
// that is not there, all are zero and End says so.
type Reader struct {
	rest []byte
	cut  bool
}

// Read begins to read.
func Read(b []byte) *Reader { return &Reader{rest: b} }

// take cuts the next n bytes off; nil if they are not there.
func (r *Reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.rest, r.cut = nil, true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// Int reads a whole number.
func (r *Reader) Int() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		n = -1
	}
	if r.take(n) == nil {
		return 0
	}
	return v
}

// Count reads how many values follow, of at least one byte each.
func (r *Reader) Count() int {
	n := r.Int()
	if n < 0 || n > int64(len(r.rest)) {
		r.take(-1)
		return 0
	}
	return int(n)
}

// Float reads a number.
func (r *Reader) Float() float64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// Floats reads as many numbers as there is room.
func (r *Reader) Floats(into []float64) {
	for i := range into {
		into[i] = r.Float()
	}
}

// Text reads a text.
func (r *Reader) Text() string { return string(r.Part()) }

// Part reads a text as bytes, which share the memory of all.
func (r *Reader) Part() []byte { return r.take(r.Count()) }

// Flag reads a yes or no.
func (r *Reader) Flag() bool {
	b := r.take(1)
	return len(b) == 1 && b[0] == 1
}

// Cut reports whether a value was not there.
func (r *Reader) Cut() bool { return r.cut }

// Refuse marks what was read as unusable: a value is none that a Writer wrote.
func (r *Reader) Refuse() { r.take(-1) }

// End is an error unless everything was there and has been read.
func (r *Reader) End() error {
	if r.cut || len(r.rest) > 0 {
		return errCut
	}
	return nil
}
