package exact

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

func TestWhatIsWrittenIsReadToTheBit(t *testing.T) {
	numbers := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(-1), math.SmallestNonzeroFloat64, 1.0 / 3}
	var w Writer
	w.Int(math.MinInt64)
	w.Text("Ü\x00")
	w.Int(int64(len(numbers)))
	w.Floats(numbers...)
	w.Flag(true)
	w.Text("")
	r := Read(w.Bytes)
	if n, s := r.Int(), r.Text(); n != math.MinInt64 || s != "Ü\x00" {
		t.Errorf("read %d and %q", n, s)
	}
	got := make([]float64, r.Count())
	r.Floats(got)
	for i, v := range numbers {
		if math.Float64bits(got[i]) != math.Float64bits(v) {
			t.Errorf("number %d is %v, want %v", i, got[i], v)
		}
	}
	if !r.Flag() || r.Text() != "" {
		t.Error("the flag or the empty text is another")
	}
	if err := r.End(); err != nil {
		t.Error(err)
	}
	for n := range w.Bytes {
		r := Read(w.Bytes[:n])
		r.Int()
		r.Text()
		r.Floats(make([]float64, r.Count()))
		r.Flag()
		r.Text()
		if r.End() == nil {
			t.Errorf("the first %d bytes were read as all", n)
		}
	}
}

func TestASumDependsOnTheEventsAndNotOnTheirOrder(t *testing.T) {
	events := [][]byte{[]byte("a"), []byte("b"), []byte("b"), []byte("c")}
	sumOf := func(events ...[]byte) (s Sum) {
		for _, i := range rand.Perm(len(events)) {
			s.Add(events[i])
		}
		return s
	}
	all := sumOf(events...)
	parted := sumOf(events[:2]...)
	parted.Join(sumOf(events[2:]...))
	if all != sumOf(events...) || all != parted {
		t.Error("the order of the events or their parts make another sum")
	}
	for i := range events {
		without := append(append([][]byte{}, events[:i]...), events[i+1:]...)
		if sumOf(without...) == all {
			t.Errorf("without event %d the sum is the same", i)
		}
	}
}

func TestANameHoldsAllMonthsBefore(t *testing.T) {
	at := func(y int, m time.Month) int64 { return time.Date(y, m, 17, 3, 0, 0, 0, time.UTC).Unix() }
	a, b := Months{}, Months{}
	for _, m := range []Months{a, b} {
		m.Add(at(2024, 11), []byte("x"))
		m.Add(at(2025, 3), []byte("y"))
	}
	b.Add(at(2025, 1), []byte("z"))
	november, march := MonthOf(at(2024, 11)), MonthOf(at(2025, 3))
	if StartOf(november) != time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC).Unix() {
		t.Errorf("month %d begins at %d", november, StartOf(november))
	}
	if x, y := a.Names(nil), b.Names(nil); x[november] != y[november] || x[march] == y[march] {
		t.Error("an event of January must change the name of March and not that of November")
	}
	if a.Names([]byte("one program"))[november] == a.Names([]byte("another"))[november] {
		t.Error("two programs give one name")
	}
	var w Writer
	b.Write(&w)
	r := Read(w.Bytes)
	if got := ReadMonths(r); !reflect.DeepEqual(got, b) || r.End() != nil {
		t.Errorf("read %v, want %v", got, b)
	}
}
