package dixoncoles

import (
	"slices"
	"testing"

	"matchday"
)

// benchRows are 1,800 fixtures of twenty clubs, about what a division plays in
// five seasons.
func benchRows() *matchday.Rows {
	r := emptyRows()
	newTruth("X", 9).play(r, 10, 9)
	slices.SortStableFunc(r.Fixtures, func(a, b matchday.Fixture) int { return a.AsOf.Compare(b.AsOf) }) // goals are drawn at random all the same
	for i := range r.Fixtures {
		r.KnownAt[i] = r.Fixtures[i].AsOf.AddDate(0, 0, 2)
	}
	return r
}

// BenchmarkRefitCold chooses half-lives and calibrates as the first fit does.
func BenchmarkRefitCold(b *testing.B) {
	r := benchRows()
	for b.Loop() {
		mustFit(b, r, upTo(r.Len()), quick(DefaultConfig().HalfLifeDays...), nil)
	}
}

// BenchmarkRefitWarm is the weekly refit: ten fixtures more than last time.
func BenchmarkRefitWarm(b *testing.B) {
	r := benchRows()
	cfg := quick(DefaultConfig().HalfLifeDays...)
	earlier := mustFit(b, r, upTo(r.Len()-10), cfg, nil)
	for b.Loop() {
		mustFit(b, r, upTo(r.Len()), cfg, earlier)
	}
}
