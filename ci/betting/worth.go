package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"matchday/stages/validate"
)

// bucket is a range of expected values, above low and up to high.
type bucket struct{ low, high float64 }

var buckets = []bucket{{0, .02}, {.02, .05}, {.05, .10}, {.10, .20}, {.20, 100}}

// worth is what bets were worth per unit staked.
type worth struct {
	n        int
	expected float64           // mean
	realised validate.Interval // mean profit of a unit on each
	closing  validate.Interval // mean closing-line value of those that have one
	above    float64           // share of these whose closing-line value is above zero
	closed   int               // how many have one
}

// worthOf sums up bets. Intervals resample match days; the draws are the same at each
// call.
func worthOf(bets []bet) worth {
	w := worth{n: len(bets)}
	var days, closedDays []time.Time
	var realised, closing []float64
	for _, b := range bets {
		w.expected += b.expected / float64(len(bets))
		days, realised = append(days, b.day), append(realised, b.realised)
		if b.closing == nil {
			continue
		}
		closedDays, closing = append(closedDays, b.day), append(closing, *b.closing)
		if *b.closing > 0 {
			w.above++
		}
	}
	w.closed = len(closing)
	w.above /= max(1, float64(len(closing)))
	w.realised = validate.MeanByDay(days, realised, draws())
	w.closing = validate.MeanByDay(closedDays, closing, draws())
	return w
}

// slope is by how much the closing-line value rises with the expected value, by
// least squares, 1 if an expected value is an expectation; false if no slope can be told.
func slope(bets []bet) (validate.Interval, bool) {
	bets = slices.DeleteFunc(slices.Clone(bets), func(b bet) bool { return b.closing == nil })
	var expected, closing float64 // means
	for _, b := range bets {
		expected += b.expected / float64(len(bets))
		closing += *b.closing / float64(len(bets))
	}
	var days []time.Time
	var above, below []float64
	spread := 0.0
	for _, b := range bets {
		x, y := b.expected-expected, *b.closing-closing
		days, above, below = append(days, b.day), append(above, x*y), append(below, x*x)
		spread += x * x
	}
	return validate.RatioByDay(days, above, below, draws()), spread > 0
}

func draws() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }

// of are the bets that a condition holds for.
func of(bets []bet, wanted func(bet) bool) []bet {
	return slices.DeleteFunc(slices.Clone(bets), func(b bet) bool { return !wanted(b) })
}

// byDivision counts bets.
func byDivision(bets []bet) map[string]int {
	out := map[string]int{}
	for _, b := range bets {
		out[b.division]++
	}
	return out
}
