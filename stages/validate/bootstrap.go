package validate

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// resamples are drawn for an interval; its ends then wander by a few
// hundredths of its width from seed to seed.
const resamples = 4000

// Interval is an estimate with the 2.5 % and 97.5 % points of its bootstrap
// distribution.
type Interval struct {
	Value, Low, High float64
}

// MeanByDay is the mean of values with an interval that resamples whole match
// days, since the fixtures of a day share what no model knows (Künsch 1989,
// "The jackknife and the bootstrap for general stationary observations", for
// blocks; here a block is a day). days and values are parallel, in any order.
// It is for paired differences: LogLossDifferences gives the values.
func MeanByDay(days []time.Time, values []float64, r *rand.Rand) Interval {
	ones := make([]float64, len(values))
	for i := range ones {
		ones[i] = 1
	}
	return RatioByDay(days, values, ones, r)
}

// RatioByDay is sum(above)/sum(below), such as profit over stake, with an
// interval that resamples whole match days. All three are parallel, below is
// not negative. Nothing below gives zeros.
func RatioByDay(days []time.Time, above, below []float64, r *rand.Rand) Interval {
	return resampled(byDay(days, above, below), func(_, _, n int) int { return r.IntN(n) })
}

// resampled is the 95 % interval of what is drawn.
func resampled(blocks []block, draw func(resample, slot, n int) int) Interval {
	return drawnInterval(blocks, draw, .025)
}

// drawnInterval draws the blocks again and again, and leaves the share tail of
// what comes out beyond each end: draw names the block that takes a slot in a
// resample, from 0 to below n.
func drawnInterval(blocks []block, draw func(resample, slot, n int) int, tail float64) Interval {
	value, ok := ratio(blocks)
	if !ok {
		return Interval{}
	}
	draws := make([]float64, 0, resamples)
	drawn := make([]block, len(blocks))
	for resample := range resamples {
		for slot := range drawn {
			drawn[slot] = blocks[draw(resample, slot, len(blocks))]
		}
		if v, ok := ratio(drawn); ok {
			draws = append(draws, v)
		}
	}
	slices.Sort(draws)
	return Interval{Value: value, Low: quantile(draws, tail), High: quantile(draws, 1-tail)}
}

// block sums a match day.
type block struct {
	day          int64 // Unix seconds
	above, below float64
}

// byDay sums each day's values in their order and sorts by day, so that the
// draws depend on neither the order of the days nor a map's.
func byDay(days []time.Time, above, below []float64) []block {
	var out []block
	place := map[int64]int{}
	for i, d := range days {
		day := d.Unix()
		k, ok := place[day]
		if !ok {
			k = len(out)
			place[day] = k
			out = append(out, block{day: day})
		}
		out[k].above += above[i]
		out[k].below += below[i]
	}
	slices.SortFunc(out, func(a, b block) int { return cmp.Compare(a.day, b.day) })
	return out
}

func ratio(blocks []block) (value float64, ok bool) {
	var above, below float64
	for _, b := range blocks {
		above += b.above
		below += b.below
	}
	return above / below, below > 0
}

// quantile interpolates between order statistics of sorted values (Hyndman &
// Fan 1996, definition 7).
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// LogLossDifferences are a's log loss less b's, fixture by fixture; negative
// where a said more of what came. All three are parallel, with outcomes known.
func LogLossDifferences(a, b []matchday.Probs, outcomes []matchday.Outcome) []float64 {
	out := make([]float64, len(outcomes))
	for i, o := range outcomes {
		out[i] = LogLoss(a[i], o) - LogLoss(b[i], o)
	}
	return out
}
