package validate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"matchday"
)

func TestTheStabilityIndexIsThatOfTheShares(t *testing.T) {
	// Learned: 1 to 10, one a bin. In the window the two lowest bins have five
	// values each, the others none. With half a value added to each of eleven
	// bins (one for missing): learned 1.5/15.5 and 0.5/15.5 missing, window
	// 5.5/15.5 twice and 0.5/15.5.
	learned := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	window := []float64{1, 1, 1, 1, 1, 2, 2, 2, 2, 2}
	want := 2*4/15.5*math.Log(5.5/1.5) - 8*1/15.5*math.Log(.5/1.5)
	if d := drift(learned, window); math.Abs(d.Stability-want) > 1e-12 || d.MissingLearned != 0 || d.MissingWindow != 0 {
		t.Errorf("%+v; want %v", d, want)
	}
	if d := drift(learned, learned); d.Stability != 0 {
		t.Errorf("against itself: %+v", d)
	}
}

func TestWhatMovedMostComesFirst(t *testing.T) {
	const n = 4000
	nan := math.NaN()
	rng := rand.New(rand.NewPCG(1, 2))
	rows := &matchday.Rows{Names: []string{"steady", "shifted", "lost", "never", "two_values"}, Columns: make([][]float64, 5)}
	var learned, window []int
	for i := range n {
		late := i >= n-400
		x := rng.NormFloat64()
		shifted, lost := x, x
		if late {
			shifted, lost = x+1, nan
		}
		for c, v := range []float64{x, shifted, lost, nan, float64(i % 2)} {
			rows.Columns[c] = append(rows.Columns[c], v)
		}
		if late {
			window = append(window, i)
		} else {
			learned = append(learned, i)
		}
	}
	got := Drifts(rows, learned, window)
	if got[0].Feature != "lost" || got[0].Stability < 5 || got[0].MissingLearned != 0 || got[0].MissingWindow != 1 {
		t.Errorf("first %+v", got[0])
	}
	// For two normal distributions a deviation apart the index without bins is 1;
	// ten bins lose some of it.
	if got[1].Feature != "shifted" || got[1].Stability < .75 || got[1].Stability > 1.1 {
		t.Errorf("second %+v", got[1])
	}
	for _, d := range got[2:] {
		if d.Stability > .05 {
			t.Errorf("%+v did not move", d)
		}
		if d.Feature == "never" && (d.MissingLearned != 1 || d.MissingWindow != 1) {
			t.Errorf("%+v was never there", d)
		}
	}
}

func TestTheSameWeeksAreThoseOfEarlierYears(t *testing.T) {
	rows := &matchday.Rows{}
	for d := matchday.Date(2019, 7, 1); d.Before(matchday.Date(2022, 7, 1)); d = d.AddDate(0, 0, 1) {
		rows.Fixtures = append(rows.Fixtures, matchday.Fixture{MatchDate: d})
	}
	at := func(year, month, day int) int {
		return slices.IndexFunc(rows.Fixtures, func(f matchday.Fixture) bool {
			return f.MatchDate.Equal(matchday.Date(year, time.Month(month), day))
		})
	}
	between := func(lo, hi int) (out []int) {
		for i := lo; i <= hi; i++ {
			out = append(out, i)
		}
		return out
	}
	// A window over New Year.
	window := between(at(2021, 12, 10), at(2022, 1, 20))
	learned := between(0, at(2021, 12, 9))
	want := append(between(at(2019, 12, 10), at(2020, 1, 20)), between(at(2020, 12, 10), at(2021, 1, 20))...)
	if got := SameWeeks(rows, learned, window); !slices.Equal(got, want) {
		t.Errorf("got %v; want %v", got, want)
	}
	if got := SameWeeks(rows, learned[:100], between(at(2020, 1, 1), at(2021, 1, 1))); len(got) != 100 {
		t.Errorf("of a window of a year %d rows; want all 100", len(got))
	}
}
