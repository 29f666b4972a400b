package files

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
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
