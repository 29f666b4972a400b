package matchday

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func TestADurationIsWrittenWithUnitsAndReadBack(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "50ms": 50 * time.Millisecond, "45s": 45 * time.Second, "1m": time.Minute, "1h30m": 90 * time.Minute,
		"6h": 6 * time.Hour, "48h": 48 * time.Hour, "6h0m10s": 6*time.Hour + 10*time.Second, "7d": 7 * day, "364d": 364 * day,
		"169h": 7*day + time.Hour, "-6h": -6 * time.Hour,
	} {
		d, err := ParseDuration(text)
		if err != nil || time.Duration(d) != want || d.String() != text {
			t.Errorf("%s is read as %v and written as %s, error %v", text, time.Duration(d), d, err)
		}
	}
	for text, want := range map[string]string{"90m": "1h30m", "60s": "1m", "2d": "48h", "1.5h": "1h30m", "0": "0s"} {
		if d, err := ParseDuration(text); err != nil || d.String() != want {
			t.Errorf("%s is written as %s, error %v", text, d, err)
		}
	}
	for _, text := range []string{"", "d", "6", "7days", "1.5d", "1d12h", "h", "99999d", "6 h"} {
		if d, err := ParseDuration(text); err == nil {
			t.Errorf("%q passes for %s", text, d)
		}
	}
}

func TestADurationWithoutUnitsIsRefusedByItsKey(t *testing.T) {
	var c Config
	if err := json.Unmarshal([]byte(`{"live":{"price_age":"6h"},"lock_wait":null}`), &c); err != nil || c.Live.PriceAge != Duration(6*time.Hour) {
		t.Errorf("read as %s, error %v", c.Live.PriceAge, err)
	}
	for _, text := range []string{`6`, `"6"`, `true`, `["6h"]`} {
		var wrong *json.UnmarshalTypeError
		err := json.Unmarshal([]byte(`{"live":{"price_age":`+text+`}}`), &c)
		if !errors.As(err, &wrong) || wrong.Field != "live.price_age" || wrong.Value != text {
			t.Errorf("%s: the error is %+v", text, err)
		}
	}
}
