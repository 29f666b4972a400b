// Package compact writes values as few bytes and reads them back. One description of a
// type, a function that calls the methods of a Coder for its fields in order, serves
// both ways, so that what is read is what was written. The bytes say nothing of the
// type: they are for a program of the same sources.
package compact

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Coder writes values, or reads them. After bytes that nobody wrote it gives zeros, and
// Err says so.
type Coder struct {
	reading bool
	out     []byte
	in      string
	at      int
	bad     bool
	words   *Dictionary
}

// Writer writes values; repeated words go into words.
func Writer(words *Dictionary) *Coder { return &Coder{words: words} }

// Reader reads values. The strings that it gives are parts of in.
func Reader(in string, words *Dictionary) *Coder { return &Coder{reading: true, in: in, words: words} }

// Reading says whether the values are read.
func (c *Coder) Reading() bool { return c.reading }

// Bytes is what was written since the last Reset.
func (c *Coder) Bytes() []byte { return c.out }

// Reset forgets what was written; the words stay.
func (c *Coder) Reset() { c.out = c.out[:0] }

// Rest says whether something is left to read.
func (c *Coder) Rest() bool { return !c.bad && c.at < len(c.in) }

// Err says that what was read was not written so.
func (c *Coder) Err() error {
	if !c.bad {
		return nil
	}
	return fmt.Errorf("the bytes end, or are no value, at %d of %d", c.at, len(c.in))
}

// uint writes or reads a number in as few bytes as it needs.
func (c *Coder) uint(x uint64) uint64 {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, x)
		return x
	}
	x = 0
	for shift := 0; shift < 64; shift += 7 {
		if c.at >= len(c.in) {
			break
		}
		b := c.in[c.at]
		c.at++
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return x
		}
	}
	c.bad = true
	return 0
}

// part reads so many bytes.
func (c *Coder) part(n uint64) string {
	if c.bad || n > uint64(len(c.in)-c.at) {
		c.bad = true
		return ""
	}
	from := c.at
	c.at += int(n)
	return c.in[from:c.at]
}

// Number is a whole number.
func Number[T ~int | ~int8 | ~int16 | ~int32 | ~int64](c *Coder, x *T) {
	n := int64(*x)
	u := c.uint(uint64(n)<<1 ^ uint64(n>>63))
	if c.reading {
		*x = T(int64(u>>1) ^ -int64(u&1))
	}
}

// Bool is a bool.
func (c *Coder) Bool(x *bool) {
	var n uint64
	if *x {
		n = 1
	}
	if n = c.uint(n); c.reading {
		*x = n == 1
	}
}

// Float is a number to the bit.
func (c *Coder) Float(x *float64) {
	if !c.reading {
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(*x))
		return
	}
	var n uint64
	if b := c.part(8); len(b) == 8 {
		for i := range 8 {
			n |= uint64(b[i]) << (8 * i)
		}
	}
	*x = math.Float64frombits(n)
}

// Text is a string.
func (c *Coder) Text(x *string) {
	if n := c.uint(uint64(len(*x))); c.reading {
		*x = c.part(n)
	} else {
		c.out = append(c.out, *x...)
	}
}

// Raw are bytes; none and nil are two values.
func (c *Coder) Raw(x *[]byte) {
	n := uint64(len(*x))
	if *x != nil {
		n++
	}
	switch n = c.uint(n); {
	case !c.reading:
		c.out = append(c.out, *x...)
	case n == 0:
		*x = nil
	default:
		*x = []byte(c.part(n - 1))
	}
}

// Repeated is a string that many values have.
func (c *Coder) Repeated(x *string) {
	if !c.reading {
		c.uint(c.words.number(*x))
		return
	}
	n := c.uint(0)
	if *x = ""; n < uint64(len(c.words.list)) {
		*x = c.words.list[n]
	} else {
		c.bad = true
	}
}

// Optional is a value that may not be there.
func Optional[T any](c *Coder, x **T, code func(*Coder, *T)) {
	there := *x != nil
	if c.Bool(&there); !there {
		*x = nil
		return
	}
	if c.reading {
		*x = new(T)
	}
	code(c, *x)
}

// List are values one after the other; none and nil are two values.
func List[T any](c *Coder, x *[]T, code func(*Coder, *T)) {
	n := uint64(len(*x))
	if *x != nil {
		n++
	}
	n = c.uint(n)
	if c.reading {
		*x = nil
		if n == 0 {
			return
		}
		if n-1 > uint64(len(c.in)-c.at) { // no value has less than a byte
			c.bad = true
			return
		}
		*x = make([]T, n-1)
	}
	for i := range *x {
		code(c, &(*x)[i])
	}
}

// Dictionary holds the strings that many values have, each written once.
type Dictionary struct {
	numbers map[string]uint64
	list    []string
}

// number is a word's place in the list, to which it is added.
func (w *Dictionary) number(word string) uint64 {
	n, known := w.numbers[word]
	if !known {
		if w.numbers == nil {
			w.numbers = map[string]uint64{}
		}
		n = uint64(len(w.list))
		w.numbers[word] = n
		w.list = append(w.list, word)
	}
	return n
}

// Code writes or reads the words themselves.
func (w *Dictionary) Code(c *Coder) { List(c, &w.list, (*Coder).Text) }
