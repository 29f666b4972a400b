package answers

import (
	"math"
	"testing"
)

func TestLines(t *testing.T) {
	for said, want := range map[string]float64{
		"2.5": 2.5, "+0": 0, "-0.25": -0.25, "3": 3, "2,5": 2.5, "2.5,3": 2.75, "2.5/3": 2.75, "2.5, 3.0": 2.75, "2,2.5": 2.25,
		"-0.5,1": -0.75, "0.0, -0.5": -0.25, "+2.5,3": 2.75, "0,0.5": 0.25, "-0,0.5": -0.25,
	} {
		if got, ok := parseLine(said); !ok || float64(got)/100 != want {
			t.Errorf("%q is %d/100 (%v), want %v", said, got, ok, want)
		}
	}
	for _, said := range []string{"", "over", "2.3", "140.5", "1,2,3", "NaN", "2.5,4.5,", "Inf", "1e9"} {
		if got, ok := parseLine(said); ok {
			t.Errorf("%q was read as %d/100", said, got)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	for _, said := range []string{"2.5, 3.0", "-0.5,1", "2,5", "+0", "0x1p-2", "NaN"} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if line, ok := parseLine(said); ok && (line%25 != 0 || math.Abs(float64(line)) > 100*mostLine) {
			t.Errorf("%q is %d/100", said, line)
		}
	})
}
