package answers

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"
)

func TestSkipFindsTheEnd(t *testing.T) {
	for text, want := range map[string]int{
		`{"a":[1,{"b":"}]"}]} rest`: 20, `"a\"b\\" ,`: 8, `12.5e3,`: 6, `true]`: 4, `null`: 4, `[]]`: 2, `"é{"x`: 5,
	} {
		if end, err := Skip([]byte(text), 0); err != nil || end != want {
			t.Errorf("%s: %d, %v, want %d", text, end, err, want)
		}
	}
	for text, want := range map[string]error{`{"a":1`: ErrTruncated, `"abc`: ErrTruncated, `"abc\"`: ErrTruncated, ``: ErrTruncated, `}`: errNotJSON, `,`: errNotJSON} {
		if _, err := Skip([]byte(text), 0); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

// FuzzEnvelope: what is taken for a response is valid JSON, and its data a part of it,
// whatever stands around them.
func FuzzEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"id":1}],"pagination":{"has_more":true,"next_cursor":"c"},"rate_limit":{"resets_in_seconds":3600,"remaining":1,"requested_entity":"Fixture"},"timezone":"UTC"}`,
		"\ufeff" + `{"data":{},"pagination":[],"rate_limit":[],"message":[],"code":"5002","retry_after":1e3}`, `{"data":"","timezone":"Europe/Berlin"}`,
		`{"Data":[1],"data":null}`, `{"data":[[[[]]]]}`, `{"rate_limit":{"remaining":"1e400","resets_in_seconds":-1}}`, `[]`, `{"data":`, `{"pagination":{"has_more":"\u0030"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ReadEnvelope(b)
		if err != nil {
			return
		}
		if !json.Valid(bytes.TrimPrefix(b, ByteOrderMark)) || !bytes.Contains(b, e.Data) || e.Data != nil && (!e.Replied || !json.Valid(e.Data)) {
			t.Errorf("%q gave %+v", b, e)
		}
		if l := e.RateLimit; l != nil && !(l.ResetsInSeconds <= mostLoose && l.ResetsInSeconds >= -mostLoose) {
			t.Errorf("%q gave %+v", b, l)
		}
		if zone, err := LoadZone(e.Zone); (zone == nil) == (err == nil) {
			t.Errorf("%q: zone %v, %v", b, zone, err)
		}
	})
}

// FuzzScan: on valid JSON the scanner finds the keys and elements that
// encoding/json finds; on any other bytes it does not fail in a bad way.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{`{"a":1,"b":[1,"x",{"c":null}]}`, `[]`, `[ [ ] , {} ]`, `{"a\"":"\\"}`, `{"a":`, `[1,]`, `"\u007d"`, " {\n\"a\" : 1 } "} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		i := SkipSpace(b, 0)
		if i == len(b) {
			return
		}
		var elements [][]byte
		var keys int
		var err error
		switch b[i] {
		case '[':
			_, err = Elements(b, i, func(at int) (int, error) {
				end, err := Skip(b, at)
				if err == nil {
					elements = append(elements, b[at:end])
				}
				return end, err
			})
		case '{':
			_, err = Fields(b, i, func([]byte, int) (int, bool, error) { keys++; return 0, true, nil })
		default:
			_, err = Skip(b, i)
		}
		if !json.Valid(b) || errors.Is(err, ErrTooNested) {
			return
		}
		if err != nil {
			t.Fatalf("valid JSON %q: %v", b, err)
		}
		if b[i] == '[' {
			var want []json.RawMessage
			if err := json.Unmarshal(b, &want); err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(elements, want, func(a []byte, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
				t.Fatalf("%q: elements %q, want %q", b, elements, want)
			}
		}
		if b[i] == '{' {
			// Repeated keys are one in a map, so count with a decoder.
			if want := countKeys(t, b); keys != want {
				t.Fatalf("%q: %d keys, want %d", b, keys, want)
			}
		}
	})
}

func countKeys(t *testing.T, b []byte) int {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; d.More(); n++ {
		if _, err := d.Token(); err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return n
}
