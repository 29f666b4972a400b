package answers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Time is a moment of a payload, in UTC. The API writes date-times as
// "2006-01-02 15:04:05" without a zone, dates as "2006-01-02", and created_at
// in RFC 3339.
type Time struct {
	time.Time
	zoneless bool // it was written without a zone
}

// layouts of the API's moments, the most frequent first.
var layouts = [...]string{time.DateTime, time.DateOnly, time.RFC3339Nano}

// by is the moment by the clocks of the zone in which the answer's times are written;
// nil is UTC. A moment that was written with its zone is the same everywhere.
func (t Time) by(zone *time.Location) time.Time {
	if zone == nil || !t.zoneless {
		return t.Time
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, zone).UTC()
}

// The years in which a match can be: from before the first prices to as far ahead as
// nobody plans. What a clock elsewhere than in them tells is no moment of a match.
const (
	firstYear = 1900
	lastYear  = 2100
)

// believable reports whether a match can be at a moment.
func believable(t time.Time) bool { return t.Year() >= firstYear && t.Year() <= lastYear }

// UnmarshalJSON reads a moment; another form or type is an
// *json.UnmarshalTypeError. null leaves the value alone.
func (t *Time) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if text, ok := plainString(b); ok {
		for _, layout := range layouts {
			if at, err := time.Parse(layout, text); err == nil {
				t.Time, t.zoneless = at.UTC(), layout == time.DateTime
				return nil
			}
		}
	}
	return wrongType(b, reflect.TypeFor[Time]())
}

// Value is a measured value: an int, a float (ints and floats are mixed within
// a type) or a bool (CAPTAIN).
type Value struct {
	number float64
	kind   valueKind
}

type valueKind byte

const (
	noValue valueKind = iota
	numberValue
	boolValue
)

// Number is the value as a number, true and false as 1 and 0; ok is false if
// the source had none.
func (v Value) Number() (x float64, ok bool) { return v.number, v.kind != noValue }

// IsBool reports whether the source wrote true or false.
func (v Value) IsBool() bool { return v.kind == boolValue }

// UnmarshalJSON reads a number, a bool or null; anything else, a number in
// quotation marks too, is an *json.UnmarshalTypeError.
func (v *Value) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		*v = Value{}
		return nil
	case "true":
		*v = Value{1, boolValue}
		return nil
	case "false":
		*v = Value{0, boolValue}
		return nil
	}
	var x float64
	if b[0] == '"' || json.Unmarshal(b, &x) != nil {
		return wrongType(b, reflect.TypeFor[float64]())
	}
	*v = Value{x, numberValue}
	return nil
}

// Data is the {"value": …} of a statistic or a detail.
type Data struct {
	Value Value `json:"value"`
}

// UnmarshalJSON also takes [], which is how the API's language writes an empty
// map.
func (d *Data) UnmarshalJSON(b []byte) error {
	type plain Data
	return unmarshalMap(b, (*plain)(d))
}

// unmarshalMap reads an object that may be [] when it is empty.
func unmarshalMap(b []byte, into any) error {
	if b[0] == '[' && len(bytes.TrimSpace(b[1:len(b)-1])) == 0 {
		return nil
	}
	return json.Unmarshal(b, into)
}

// plainString is the content of a JSON string without escapes.
func plainString(b []byte) (string, bool) {
	if len(b) < 2 || b[0] != '"' || bytes.IndexByte(b, '\\') >= 0 {
		return "", false
	}
	return string(b[1 : len(b)-1]), true
}

// wrongType is the error to which encoding/json adds the field's name.
func wrongType(b []byte, want reflect.Type) error {
	got := "number"
	switch b[0] {
	case '"':
		got = "string " + string(b[:min(len(b), 40)])
	case '{':
		got = "object"
	case '[':
		got = "array"
	case 't', 'f':
		got = "bool"
	}
	return &json.UnmarshalTypeError{Value: got, Type: want}
}

// Prices are kept in ten-thousandths, DECIMAL(9,4).
const (
	priceDecimals = 4
	priceUnit     = 10_000
	mostPrice     = 999_999_999
)

// ParsePrice reads a decimal price ("2.10", "51") in ten-thousandths. Thousands
// commas, signs, more than four decimals that count, and prices of 1 or less
// are errors.
func ParsePrice(text string) (int64, error) {
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" || point && fraction == "" {
		return 0, fmt.Errorf("price %q: want a decimal number such as 2.10", text)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > priceDecimals {
		return 0, fmt.Errorf("price %q: want at most %d decimals", text, priceDecimals)
	}
	digits := whole + fraction + strings.Repeat("0", priceDecimals-len(fraction))
	var price int64
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("price %q: want a decimal number such as 2.10", text)
		}
		if price = 10*price + int64(c-'0'); price > mostPrice {
			return 0, fmt.Errorf("price %q: want less than %d", text, mostPrice/priceUnit+1)
		}
	}
	if price <= priceUnit {
		return 0, fmt.Errorf("price %q: want more than 1", text)
	}
	return price, nil
}
