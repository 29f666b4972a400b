package matchday

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Duration is a length of time that a person sets: in JSON and YAML it is a text
// with units, such as "6h", "90m" or "28d".
type Duration time.Duration

// ParseDuration reads a number of days such as 28d, or what time.ParseDuration
// takes.
func ParseDuration(text string) (Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseInt(days, 10, 16); err == nil {
			return Duration(time.Duration(n) * day), nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration such as 6h, 90m or 28d", text)
	}
	return Duration(d), nil
}

// String writes whole days from a week up in days, everything else in hours,
// minutes and seconds without those that are zero: 28d, 48h, 1h30m.
func (d Duration) String() string {
	if d >= Duration(7*day) && d%Duration(day) == 0 {
		return strconv.FormatInt(int64(d/Duration(day)), 10) + "d"
	}
	text := time.Duration(d).String()
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return text
}

// MarshalText writes it as String does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a text with units. Anything else is an error to which the
// decoder adds the key that it stands at.
func (d *Duration) UnmarshalJSON(value []byte) error {
	if string(value) == "null" { // changes nothing, as with other values
		return nil
	}
	var text string
	if err := json.Unmarshal(value, &text); err == nil {
		parsed, err := ParseDuration(text)
		if err == nil {
			*d = parsed
			return nil
		}
	}
	return &json.UnmarshalTypeError{Value: string(value), Type: reflect.TypeFor[Duration]()}
}
