package exact

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"time"
)

// Sum names a set of events: the sum of their hashes modulo 2^256. It does not depend
// on the order in which they are added, nor on how the set is parted; an event that
// differs, is missing or is there twice makes another sum. (Whoever could choose events
// at will might find two sets of one sum; nobody here does.)
type Sum [4]uint64

// Add adds an event by the bytes of all that it says.
func (s *Sum) Add(event []byte) {
	hash := sha256.Sum256(event)
	var other Sum
	for i := range other {
		other[i] = binary.LittleEndian.Uint64(hash[8*i:])
	}
	s.Join(other)
}

// Join adds the events of another set.
func (s *Sum) Join(other Sum) {
	carry := uint64(0)
	for i := range s {
		s[i], carry = bits.Add64(s[i], other[i], carry)
	}
}

// Months are the sums of what happened in each month; see MonthOf.
type Months map[int]Sum

// MonthOf is the month of a moment in Unix seconds, UTC, counted from year 0.
func MonthOf(at int64) int {
	t := time.Unix(at, 0).UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// StartOf is when a month begins, in Unix seconds.
func StartOf(month int) int64 {
	return time.Date(month/12, time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC).Unix()
}

// Add adds an event that happened at a moment.
func (m Months) Add(at int64, event []byte) {
	month := MonthOf(at)
	sum := m[month]
	sum.Add(event)
	m[month] = sum
}

// Join adds the events of others.
func (m Months) Join(others Months) {
	for month, s := range others {
		sum := m[month]
		sum.Join(s)
		m[month] = sum
	}
}

// Names are names of all that happened before the end of each month in which something
// did, the first named after what it begins with. Each name contains the one before.
func (m Months) Names(begin []byte) map[int][32]byte {
	names := make(map[int][32]byte, len(m))
	last := sha256.Sum256(begin)
	for _, month := range m.Sorted() {
		var w Writer
		w.Bytes = append(w.Bytes, last[:]...)
		w.Int(int64(month))
		for _, word := range m[month] {
			w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, word)
		}
		last = sha256.Sum256(w.Bytes)
		names[month] = last
	}
	return names
}

// Sorted are the months in which something happened, in order.
func (m Months) Sorted() []int {
	out := make([]int, 0, len(m))
	for month := range m {
		out = append(out, month)
	}
	slices.Sort(out)
	return out
}

// Write adds the sums to bytes.
func (m Months) Write(w *Writer) {
	w.Int(int64(len(m)))
	for _, month := range m.Sorted() {
		w.Int(int64(month))
		for _, word := range m[month] {
			w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, word)
		}
	}
}

// ReadMonths reads what Write wrote.
func ReadMonths(r *Reader) Months {
	n := r.Count()
	m := make(Months, n)
	for range n {
		month := int(r.Int())
		var s Sum
		for i := range s {
			if b := r.take(8); b != nil {
				s[i] = binary.LittleEndian.Uint64(b)
			}
		}
		m[month] = s
	}
	return m
}
