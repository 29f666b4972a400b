package compact

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// all has a field of each kind that a Coder writes.
type all struct {
	small    int8
	large    int64
	yes      bool
	share    float64
	text     string
	repeated string
	raw      []byte
	list     []int16
	there    *string
}

func (x *all) code(c *Coder) {
	Number(c, &x.small)
	Number(c, &x.large)
	c.Bool(&x.yes)
	c.Float(&x.share)
	c.Text(&x.text)
	c.Repeated(&x.repeated)
	c.Raw(&x.raw)
	List(c, &x.list, Number)
	Optional(c, &x.there, (*Coder).Text)
}

func draw(t *rapid.T) (x all) {
	x = all{
		small: rapid.Int8().Draw(t, "small"), large: rapid.Int64().Draw(t, "large"), yes: rapid.Bool().Draw(t, "yes"),
		share: rapid.Float64().Draw(t, "share"), text: rapid.String().Draw(t, "text"), repeated: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "repeated"),
		raw: rapid.SampledFrom([][]byte{nil, {}, {0, 255}}).Draw(t, "raw"), list: rapid.SampledFrom([][]int16{nil, {}, {-1, 300}}).Draw(t, "list"),
	}
	if rapid.Bool().Draw(t, "there") {
		x.there = &x.text
	}
	return x
}

// written are some values and the dictionary after them.
func written(values []all) (body, dictionary string) {
	d := &Dictionary{}
	w, tail := Writer(d), Writer(nil)
	for i := range values {
		values[i].code(w)
	}
	d.Code(tail)
	return string(w.Bytes()), string(tail.Bytes())
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Custom(draw), 0, 5).Draw(t, "values")
		body, dictionary := written(values)
		d := &Dictionary{}
		d.Code(Reader(dictionary, nil))
		r := Reader(body, d)
		for i := range values {
			var got all
			if got.code(r); !reflect.DeepEqual(got, values[i]) || r.Err() != nil {
				t.Fatalf("read %+v, expected %+v; %v", got, values[i], r.Err())
			}
		}
		if r.Rest() {
			t.Error("more was written than is read")
		}
	})
}

// TestBytesThatNobodyWroteAreNoValue: whatever the bytes are, reading ends, and who reads
// more than there is hears of it.
func TestBytesThatNobodyWroteAreNoValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body, _ := written([]all{draw(t)})
		if rapid.Bool().Draw(t, "cut") {
			body = body[:rapid.IntRange(0, len(body)-1).Draw(t, "at")]
		} else {
			body = string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes"))
		}
		r := Reader(body, &Dictionary{list: []string{"", "a", "b"}})
		for range 50 {
			new(all).code(r)
		}
		if r.Err() == nil {
			t.Errorf("50 values were read of %d bytes", len(body))
		}
	})
}
