package validate

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"matchday"
)

// Drift says how far the values that a feature takes in a window lie from those
// that models learned from.
type Drift struct {
	Feature string `json:"feature"`
	// Stability is the population stability index, 0 upwards: below 0.1 little
	// has moved, above 0.25 much (Siddiqi 2006, "Credit Risk Scorecards", ch. 9).
	Stability float64 `json:"stability"`
	// Missing are shares of fixtures without a value, 0 to 1.
	MissingLearned float64 `json:"missing_learned"`
	MissingWindow  float64 `json:"missing_window"`
}

// MuchDrift is the stability index above which a feature has moved much.
const MuchDrift = 0.25

const (
	driftBins   = 10     // of as many learned values each, and one for missing
	driftSample = 20_000 // of the learned fixtures, evenly spread
)

// Drifts compares the features of the window's rows with those of the rows
// learned from; what has moved most comes first.
func Drifts(rows *matchday.Rows, learned, window []int) []Drift {
	stride := max(1, len(learned)/driftSample)
	var sample []int
	for k := stride - 1; k < len(learned); k += stride {
		sample = append(sample, learned[k])
	}
	out := make([]Drift, len(rows.Names))
	for c, name := range rows.Names {
		out[c] = drift(matchday.Pick(rows.Columns[c], sample), matchday.Pick(rows.Columns[c], window))
		out[c].Feature = name
	}
	slices.SortStableFunc(out, func(a, b Drift) int { return cmp.Compare(b.Stability, a.Stability) })
	return out
}

// SameWeeks are the learned rows that were played in the window's part of the
// year, or all if the window covers a year. Features such as points won so far
// move with the calendar, which would look like drift.
func SameWeeks(rows *matchday.Rows, learned, window []int) []int {
	var first, last time.Time
	for _, i := range window {
		d := rows.Fixtures[i].MatchDate
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if d.After(last) {
			last = d
		}
	}
	if !last.Before(first.AddDate(1, 0, 0)) {
		return learned
	}
	var out []int
	for _, i := range learned {
		d := rows.Fixtures[i].MatchDate
		if d = d.AddDate(first.Year()-d.Year(), 0, 0); d.Before(first) {
			d = d.AddDate(1, 0, 0)
		}
		if !d.After(last) {
			out = append(out, i)
		}
	}
	return out
}

// drift is the index of one feature: the sum over bins of (w - l) ln(w / l),
// with l and w the shares of learned and window values in a bin. Half a value
// is added to each bin, so that none is empty.
func drift(learned, window []float64) Drift {
	there := slices.DeleteFunc(slices.Clone(learned), math.IsNaN)
	slices.Sort(there)
	var cuts []float64 // a bin's values are below its cut, and not below the one before
	for b := 1; b < driftBins && len(there) > 0; b++ {
		cuts = append(cuts, there[b*len(there)/driftBins])
	}
	cuts = slices.Compact(cuts)
	l, w := shares(learned, cuts), shares(window, cuts)
	d := Drift{MissingLearned: missing(learned), MissingWindow: missing(window)}
	for b := range l {
		d.Stability += (w[b] - l[b]) * math.Log(w[b]/l[b])
	}
	return d
}

// shares are those of each bin between cuts, the last of the missing.
func shares(values, cuts []float64) []float64 {
	out := make([]float64, len(cuts)+2)
	for i := range out {
		out[i] = .5
	}
	for _, x := range values {
		bin := len(cuts) + 1
		if !math.IsNaN(x) {
			bin = sort.Search(len(cuts), func(k int) bool { return x < cuts[k] })
		}
		out[bin]++
	}
	for i := range out {
		out[i] /= float64(len(values)) + .5*float64(len(out))
	}
	return out
}

func missing(values []float64) float64 {
	n := 0
	for _, x := range values {
		if math.IsNaN(x) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(values)))
}
