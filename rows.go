package matchday

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Rows are feature rows in columns, one row a fixture, played or not, sorted by
// (AsOf, fixture id). They are what lake/features holds and what every model is
// fitted on and predicts from.
type Rows struct {
	Fixtures []Fixture
	// KnownAt is when the row's result became known; zero if unplayed.
	KnownAt []time.Time
	// HomeGoals and AwayGoals after 90 minutes; NaN if unplayed.
	HomeGoals, AwayGoals []float64
	// HomeMix and AwayMix are the mix of goals, shots, shots on target and
	// corners that the ratings learn from, in goals; NaN if unplayed.
	HomeMix, AwayMix []float64

	Names   []string    // feature names
	Columns [][]float64 // [feature][row]; NaN is missing
}

// Len is the number of rows.
func (r *Rows) Len() int { return len(r.Fixtures) }

// Column returns the values of a feature, one a row. A missing name is an
// error that says which; callers must not write to the slice.
func (r *Rows) Column(name string) ([]float64, error) {
	i := slices.Index(r.Names, name)
	if i < 0 {
		return nil, fmt.Errorf("feature %q is not among the %d columns of the feature rows: rebuild them", name, len(r.Names))
	}
	return r.Columns[i], nil
}

// Select returns the columns of several features in the order asked for.
func (r *Rows) Select(names []string) ([][]float64, error) {
	out := make([][]float64, len(names))
	for i, n := range names {
		c, err := r.Column(n)
		if err != nil {
			return nil, err
		}
		out[i] = c
	}
	return out, nil
}

// Outcome is the row's label, NoOutcome if unplayed.
func (r *Rows) Outcome(i int) Outcome {
	if math.IsNaN(r.HomeGoals[i]) {
		return NoOutcome
	}
	return OutcomeOf(int(r.HomeGoals[i]), int(r.AwayGoals[i]))
}

// KnownBefore returns the indices of the rows whose result was known at t,
// with as-of not before since, in row order.
func (r *Rows) KnownBefore(since, t time.Time) []int {
	var out []int
	for i := range r.Fixtures {
		if !r.KnownAt[i].IsZero() && !r.KnownAt[i].After(t) && !r.Fixtures[i].AsOf.Before(since) {
			out = append(out, i)
		}
	}
	return out
}

// Pick copies the values at the indices, in their order.
func Pick[T any](from []T, at []int) []T {
	out := make([]T, len(at))
	for k, i := range at {
		out[k] = from[i]
	}
	return out
}
