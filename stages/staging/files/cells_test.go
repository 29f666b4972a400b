package files

import (
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

func TestDecimal(t *testing.T) {
	for s, want := range map[string]int64{
		"1.44": 14400, "10": 100000, "4.333": 43330, ".5": 5000, "2.": 20000, "-0.75": -7500, "+1": 10000,
		"1.90909": 19091, "1.00004": 10000, "1.999951": 20000, "0": 0,
	} {
		if got, ok := decimal(s); !ok || got != want {
			t.Errorf("decimal(%q) = %d, %v; want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", ".", "-", "c", "1,5", "1e3", "#REF!", "1.2.3", " 1", "99999999999999999999"} {
		if got, ok := decimal(s); ok {
			t.Errorf("decimal(%q) = %d; want none", s, got)
		}
	}
}

func TestDecimalAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[-+]?[0-9]{1,6}(\.[0-9]{0,4})?`).Draw(t, "s")
		f, err := strconv.ParseFloat(s, 64)
		got, ok := decimal(s)
		if err != nil || !ok || got != int64(math.Round(f*priceUnit)) {
			t.Fatalf("decimal(%q) = %d, %v; the standard library says %v, %v", s, got, ok, f, err)
		}
	})
}

func TestHandicapLines(t *testing.T) {
	for s, want := range map[string]int64{
		"0": 0, "-0.25": -25, "1.5": 150, "2.5": 250,
		"-1,-1.5": -125, "+0.5,+1": 75, "0,-0.5": -25, "-1.5/-2": -175, // both halves of a split stake
		"-1 1/4": -125, "1 3/4": 175,
	} {
		if got, ok := line(s); !ok || got != want {
			t.Errorf("line(%q) = %d, %v; want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "c", "1.85", "-1,1", "30", "1 1/3", "1 1/4 1"} {
		if got, ok := line(s); ok {
			t.Errorf("line(%q) = %d; want none", s, got)
		}
	}
}

func TestDates(t *testing.T) {
	for s, want := range map[string]time.Time{
		"14/08/93":   matchday.Date(1993, time.August, 14),
		"01/01/00":   matchday.Date(2000, time.January, 1),
		"29/02/2020": matchday.Date(2020, time.February, 29),
		"3/9/2011":   matchday.Date(2011, time.September, 3),
	} {
		if got, ok := date(s); !ok || !got.Equal(want) {
			t.Errorf("date(%q) = %v, %v; want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "29/02/2019", "31/04/05", "2015-08-08", "1/1/1", "08/13/2015", "0/1/15", "#REF!", "1/2/+9"} {
		if got, ok := date(s); ok {
			t.Errorf("date(%q) = %v; want none", s, got)
		}
	}
}

func TestDatesComeBackAsTheyWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := matchday.Date(1970, time.January, 1).AddDate(0, 0, rapid.IntRange(0, 36000).Draw(t, "days"))
		long := fmt.Sprintf("%02d/%02d/%d", day.Day(), day.Month(), day.Year())
		if got, ok := date(long); !ok || !got.Equal(day) {
			t.Fatalf("date(%q) = %v, %v", long, got, ok)
		}
	})
}

func TestClocks(t *testing.T) {
	for s, want := range map[string][2]int{"15:00": {15, 0}, "0:30": {0, 30}, "12:45:00": {12, 45}} {
		if h, m, ok := clock(s); !ok || h != want[0] || m != want[1] {
			t.Errorf("clock(%q) = %d:%d, %v", s, h, m, ok)
		}
	}
	for _, s := range []string{"", "24:00", "12:60", "0.625", "12", "12:5"} {
		if _, _, ok := clock(s); ok {
			t.Errorf("clock(%q) is one", s)
		}
	}
}
