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

// BenchmarkFitThreeSeasons is the fit of rates alone, from nothing, of about as many
// fixtures as a division of twenty clubs plays in three seasons: what ci/bench holds
// beside a peer's. Nats is how far a fit to goals alone lies above the joint optimum of
// Dixon and Coles.
func BenchmarkFitThreeSeasons(b *testing.B) {
	r := emptyRows()
	newTruth("X", 9).play(r, 10, 9)
	cfg := DefaultConfig()
	at := r.Fixtures[r.Len()-1].AsOf.AddDate(0, 0, 7)
	for i := range r.Fixtures {
		r.KnownAt[i] = r.Fixtures[i].AsOf.AddDate(0, 0, 2)
	}
	h := histories(r, upTo(r.Len()), cfg.Observe, r.Fixtures[0].AsOf)[0]
	m := h.memory(func(string) float64 { return cfg.middle() })
	games, _ := h.knownBy(at.Unix(), m)
	if len(games) < 900 {
		b.Fatalf("%d fixtures are fitted, want about three seasons of them", len(games))
	}
	for b.Loop() {
		if _, err := fitSystem(h, at.Unix(), cfg.Priors, m, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(games)), "fixtures")
	above, _ := aboveTheOptimum(b, threeSeasons(-.05))
	b.ReportMetric(above, "nats")
}
