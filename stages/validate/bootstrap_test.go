package validate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// season gives n values a day for so many days.
func season(days, n int, value func(day int) float64) (at []time.Time, values []float64) {
	for i := range days {
		for range n {
			at = append(at, matchday.Date(2015, 8, 1).AddDate(0, 0, i))
			values = append(values, value(i))
		}
	}
	return at, values
}

func TestAnIntervalOfManyDaysIsTheNormalOne(t *testing.T) {
	r := seeded(1)
	const days = 900
	at, values := season(days, 1, func(int) float64 { return 2 + 3*r.NormFloat64() })
	got := MeanByDay(at, values, seeded(2))
	mean, square := 0.0, 0.0
	for _, v := range values {
		mean += v / days
	}
	for _, v := range values {
		square += (v - mean) * (v - mean) / days
	}
	half := 1.96 * math.Sqrt(square/days)
	near(t, "mean", got.Value, mean)
	for name, d := range map[string]float64{"low": got.Low - (mean - half), "high": got.High - (mean + half)} {
		if math.Abs(d) > .06*half {
			t.Errorf("%s end is off the normal one by %.4f; half width %.4f", name, d, half)
		}
	}
}

func TestFixturesOfOneDayAreDrawnTogether(t *testing.T) {
	r := seeded(3)
	noise := make([]float64, 300)
	for i := range noise {
		noise[i] = r.NormFloat64()
	}
	one := func(day int) float64 { return noise[day] }
	at, values := season(300, 1, one)
	single := MeanByDay(at, values, seeded(4))
	at, values = season(300, 8, one)
	copies := MeanByDay(at, values, seeded(4))
	// Eight copies of each day's fixture tell nothing new.
	near(t, "low", copies.Low, single.Low)
	near(t, "high", copies.High, single.High)
}

func TestAReturnIsProfitOverStake(t *testing.T) {
	day := func(i int) time.Time { return matchday.Date(2015, 8, i) }
	days := []time.Time{day(1), day(2), day(1)}
	got := RatioByDay(days, []float64{10, -5, -2}, []float64{5, 5, 2}, seeded(1))
	near(t, "return", got.Value, .25)
	// Two days: a draw has both twice, or one of each.
	near(t, "low", got.Low, -1)
	near(t, "high", got.High, 8./7)
	if (RatioByDay(nil, nil, nil, seeded(1)) != Interval{}) {
		t.Error("no bets gave an interval")
	}
	if (RatioByDay(days, []float64{0, 0, 0}, []float64{0, 0, 0}, seeded(1)) != Interval{}) {
		t.Error("no stakes gave an interval")
	}
}

func TestAnIntervalDependsOnNothingButItsArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		seed := rapid.Uint64().Draw(t, "seed")
		days, values := make([]time.Time, n), make([]float64, n)
		for i := range days {
			days[i] = matchday.Date(2015, 8, i+1) // one a day: sums cannot depend on the order
			values[i] = rapid.Float64Range(-1, 1).Draw(t, "value")
		}
		first := MeanByDay(days, values, seeded(seed))
		if again := MeanByDay(days, values, seeded(seed)); again != first {
			t.Fatalf("the same seed gave %v and %v", first, again)
		}
		slices.Reverse(days)
		slices.Reverse(values)
		if turned := MeanByDay(days, values, seeded(seed)); turned != first {
			t.Fatalf("rows turned round gave %v; want %v", turned, first)
		}
		if first.Low > first.High || slices.Min(values) > first.Low+1e-12 || slices.Max(values) < first.High-1e-12 {
			t.Fatalf("%v does not lie within the values", first)
		}
	})
}

func TestDifferencesAreNegativeWhereTheFirstModelIsBetter(t *testing.T) {
	got := LogLossDifferences(
		[]matchday.Probs{{.5, .3, .2}, {.5, .3, .2}}, []matchday.Probs{{.25, .35, .4}, {.25, .35, .4}},
		[]matchday.Outcome{h, a})
	near(t, "better", got[0], -math.Ln2)
	near(t, "worse", got[1], math.Ln2)
}
