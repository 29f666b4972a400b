package answers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Envelope is what every response of the API is wrapped in. No more is read of it
// than this, and each field in any form of JSON, because nothing but the data must
// have one: per_page came as text for years, and an empty map comes as a list.
type Envelope struct {
	Data       []byte  // an object or a list; nil: none, or an empty one
	Replied    bool    // it says so, be it that there is nothing
	Message    string  // on empty responses and on errors
	Code       int     // the API's own code of an error; 0: none
	RetryAfter float64 // seconds; 0: not said
	HasMore    bool    // another page follows
	NextCursor string  // "": pages go by number
	RateLimit  *RateLimit
	Zone       string // of the times in data, "Europe/London"; "": not said, UTC
}

// RateLimit is what is left of the allowance of one entity. A response whose
// rate_limit does not say both numbers tells nothing of it.
type RateLimit struct {
	ResetsInSeconds float64
	Remaining       int
	RequestedEntity string // "Fixture", "Type", …; "": not said
}

// The codes of errors on which a client acts.
const (
	CodeRateLimit        = 5005
	CodeIncludeNotInPlan = 5002 // the whole request fails
	CodeEndpointNotIn    = 5007 // the plan lacks the endpoint
)

// ByteOrderMark may stand before a JSON value.
var ByteOrderMark = []byte("\ufeff")

// ReadEnvelope reads a response of the API. It is an error if the bytes are no JSON
// object, or larger than the limits allow. Keys match in any case, and the last of
// two of one name counts.
func ReadEnvelope(body []byte) (Envelope, error) {
	var e Envelope
	body = bytes.TrimPrefix(body, ByteOrderMark)
	start := SkipSpace(body, 0)
	if end, err := Skip(body, start); err != nil {
		return e, err // nested too deeply above all: before anything is parsed
	} else if SkipSpace(body, end) != len(body) || body[start] != '{' || !json.Valid(body) {
		return e, errors.New("it is not one JSON object")
	}
	_, err := Fields(body, start, func(key []byte, value int) (int, bool, error) {
		end, err := Skip(body, value)
		if err == nil {
			e.take(strings.ToLower(string(key)), body[value:end:end])
		}
		return end, true, err
	})
	if err != nil {
		return e, err
	}
	if len(e.Data) > 0 && e.Data[0] != '{' && e.Data[0] != '[' {
		return e, fmt.Errorf("its data is %.40q, want an object or a list", e.Data)
	}
	return e, nil
}

// take takes one field.
func (e *Envelope) take(key string, value []byte) {
	switch key {
	case "data":
		if e.Data, e.Replied = value, true; falsy(value) {
			e.Data = nil
		}
	case "message":
		e.Message = looseText(value)
	case "code":
		if n, ok := looseNumber(value); ok {
			e.Code = int(n)
		}
	case "retry_after":
		e.RetryAfter, _ = looseNumber(value)
	case "pagination":
		fields := looseFields(value)
		e.HasMore, e.NextCursor = !falsy(fields["has_more"]), looseText(fields["next_cursor"])
	case "rate_limit":
		fields := looseFields(value)
		remaining, ok := looseNumber(fields["remaining"])
		resets, ok2 := looseNumber(fields["resets_in_seconds"])
		if e.RateLimit = nil; ok && ok2 {
			e.RateLimit = &RateLimit{resets, int(remaining), looseText(fields["requested_entity"])}
		}
	case "timezone":
		e.Zone = ZoneName(value)
	}
}

// looseFields are an object's fields, their keys in small letters; none of
// anything else.
func looseFields(value []byte) map[string][]byte {
	out := map[string][]byte{}
	_, _ = Fields(value, 0, func(key []byte, at int) (int, bool, error) {
		end, err := Skip(value, at)
		if err == nil {
			out[strings.ToLower(string(key))] = value[at:end]
		}
		return end, true, err
	}) // what is no object has no fields
	return out
}

// mostLoose is the greatest number that a loose one may be: what is larger says
// nothing.
const mostLoose = 1e12

// looseNumber reads a number, or a text that holds one.
func looseNumber(value []byte) (float64, bool) {
	x, err := strconv.ParseFloat(looseText(value), 64)
	return x, err == nil && !math.IsNaN(x) && math.Abs(x) <= mostLoose
}

// looseText is a text's content, a number or a truth as it is written, and "" of
// anything else.
func looseText(value []byte) string {
	var text string
	switch {
	case len(value) == 0 || value[0] == '{' || value[0] == '[' || string(value) == "null":
		return ""
	case json.Unmarshal(value, &text) != nil:
		text = string(value)
	}
	return strings.TrimSpace(text)
}

// falsy says that a value is nothing: false, zero, null, empty, or a word for no.
func falsy(value []byte) bool {
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return SkipSpace(value, 1) == len(value)-1
	}
	switch text := strings.ToLower(looseText(value)); text {
	case "", "0", "false", "no", "off", "null":
		return true
	default:
		x, err := strconv.ParseFloat(text, 64)
		return err == nil && x == 0
	}
}

// ZoneName is the value of a response's timezone; "" if it says nothing.
func ZoneName(value []byte) string { return looseText(value) }

// LoadZone is the time zone that a response names. "Local" is none: it is another
// one on every machine.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("its times are of the time zone %.40q, which is none that is known: ask for UTC", name)
	}
	return zone, nil
}
