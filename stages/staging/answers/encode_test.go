package answers

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"
	"time"
	"unsafe"

	"matchday/stages/staging/compact"
)

// again is an object as its pack gives it back.
func again(t *testing.T, o *Object) *Object {
	t.Helper()
	words := &compact.Dictionary{}
	w := compact.Writer(words)
	o.code(w)
	r := o.ref(nil, 0, 0, int64(len(w.Bytes())))
	x := content{whole: string(w.Bytes()), words: words}
	got, err := x.object(&r, readRequest(o.request))
	if err != nil {
		t.Fatalf("%s/%s: %v", o.Entity, o.ID, err)
	}
	return got
}

func checkAgain(t *testing.T, r Raw) {
	t.Helper()
	// An object is written with what its decoding has, and is held against another decoding.
	if got, want := again(t, DecodeObject(&r)), DecodeObject(&r); !reflect.DeepEqual(got, want) {
		t.Errorf("%s/%s (%.200s) came back as\n%+v\nexpected\n%+v", r.Entity, r.ID, r.Payload, got, want)
	}
}

// TestEveryFieldOfADecodedObjectComesBack fills all that decoding may fill, so that a
// field that encode.go does not know is missed.
func TestEveryFieldOfADecodedObjectComesBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(16, 34))
	for _, kind := range []any{nil, League{}, Season{}, TeamObject{}, Player{}, Squad{}, StandingObject{}, Sideline{}} {
		for range 20 {
			o := &Object{Entity: "team", ID: "7", FetchedAt: 5, LastSeen: 5, request: "/v3/football/odds/pre-match/fixtures/9?timezone=Europe/London"}
			o.requestSays = readRequest(o.request)
			if kind != nil {
				value := reflect.New(reflect.TypeOf(kind))
				fill(random, value.Elem())
				o.Value = value.Interface()
			}
			fill(random, reflect.ValueOf(&o.Responses).Elem())
			for _, a := range o.Responses {
				a.Object = o
			}
			o.reject(3, UnknownLabel, "a label", []byte("row \xff"))
			if got := again(t, o); !reflect.DeepEqual(got, o) {
				t.Fatalf("came back as\n%+v\nexpected\n%+v", got, o)
			}
		}
	}
}

// filledLater are the fields that no decoding fills: of the object itself, and of merging.
var filledLater = map[string]bool{"Object": true, "sheets": true}

// fill gives a value, and all that it holds, content that is not zero, or none where
// there may be none.
func fill(random *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if random.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(random, v.Elem())
		}
	case reflect.Slice:
		if n := random.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
		}
		for i := range v.Len() {
			if e := v.Index(i); e.Kind() == reflect.Pointer {
				e.Set(reflect.New(e.Type().Elem()))
				fill(random, e.Elem())
			} else {
				fill(random, e)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(random, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range random.IntN(4) {
			v.SetMapIndex(reflect.ValueOf(random.Int64()), reflect.ValueOf(int32(random.Uint32())))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(random.Int64N(1<<33)-1<<32, random.Int64N(1e9)).UTC()))
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); !filledLater[v.Type().Field(i).Name] {
				fill(random, reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem())
			}
		}
	case reflect.String:
		v.SetString(strconv.Itoa(random.IntN(9)))
	case reflect.Uint8:
		v.SetUint(uint64(random.IntN(256)))
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 1)
	case reflect.Float64:
		v.SetFloat([]float64{random.Float64(), -1, math.Copysign(0, -1), math.MaxFloat64}[random.IntN(4)])
	default:
		v.SetInt(int64(random.Uint64()) >> random.IntN(64))
	}
}

// TestRealAnswersComeBackAsDecoded: what a pack gives back of real answers is, to the
// bit, what decoding them gives.
func TestRealAnswersComeBackAsDecoded(t *testing.T) {
	n := 0
	realFixtures(t, 20, func(payload []byte) {
		n++
		checkAgain(t, Raw{Entity: FixtureEntity, ID: "1", FetchedAt: int64(n), Request: "/v3/football/fixtures/1?include=odds", SHA256: "ab", Payload: payload})
	})
	if n == 0 {
		t.Error("no real fixture was read")
	}
}

// TestAPackThatIsCutGivesAnError: wherever what was written ends early, reading says so,
// and does not give another object.
func TestAPackThatIsCutGivesAnError(t *testing.T) {
	t.Parallel()
	o := DecodeObject(&Raw{Entity: PlayerEntity, ID: "7", Payload: []byte(`{"id":7,"name":"A. Name","height":180,"date_of_birth":"2000-01-02"}`)})
	words := &compact.Dictionary{}
	w := compact.Writer(words)
	o.code(w)
	for cut := range w.Bytes() {
		r := o.ref(nil, 0, 0, int64(cut))
		x := content{whole: string(w.Bytes()), words: words}
		if _, err := x.object(&r, requestSays{}); err == nil {
			t.Errorf("%d of %d bytes were read as a whole object", cut, len(w.Bytes()))
		}
	}
}
