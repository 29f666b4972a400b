// Package ratings follows the strength of every club through time: Elo, an
// extended Kalman filter of attack and defence on a mix of goals and shots, the
// same filter on the prices of earlier fixtures, and the league table with what
// is still at stake in it.
//
// One country is one system of linked divisions and has one timeline. A fixture
// is predicted at its as-of, from the events before it; its price and result
// are events of their own, at the moments when they became known. Nothing in
// the state, not even a club's place in a matrix, is decided by anything later.
package ratings

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"matchday"
)

// Match is a fixture with what became known of it.
type Match struct {
	matchday.Fixture
	Collected            time.Time // when training asks about it; zero: at AsOf, else AsOf is a live run's clock
	KnownAt              time.Time // of the result and the statistics; zero if unplayed
	HomeGoals, AwayGoals int       // after 90 minutes; valid if played

	// Statistics of the match, counts; NaN where missing.
	HomeShots, AwayShots, HomeOnTarget, AwayOnTarget float64
	HomeCorners, AwayCorners, HomeReds, AwayReds     float64

	// Price is the margin-free market at its last, learned after the fixture
	// was predicted; HasPrice is false if there is none.
	Price        matchday.Probs
	HasPrice     bool
	PriceKnownAt time.Time // kick-off
}

// predictedAt is when training asks about the match.
func (m *Match) predictedAt() time.Time {
	if m.Collected.IsZero() {
		return m.AsOf
	}
	return m.Collected
}

// LearnedAt is when the result is learned: when it was known, but not before the
// match's own row. Zero if unplayed.
func (m *Match) LearnedAt() time.Time {
	if at := m.predictedAt(); m.played() && !m.KnownAt.After(at) {
		return at.Add(1) // as little as can be
	}
	return m.KnownAt
}

// played reports whether the match has a result.
func (m *Match) played() bool { return !m.KnownAt.IsZero() }

// check names what makes a match unusable.
func (m *Match) check() error {
	switch {
	case m.ID == "" || m.HomeTeamID == "" || m.AwayTeamID == "" || m.Country == "" || m.Division == "" || m.Season == "":
		return fmt.Errorf("fixture %q of %s: id, country, division, season and both teams must be set", m.ID, m.MatchDate.Format(time.DateOnly))
	case m.HomeTeamID == m.AwayTeamID:
		return fmt.Errorf("fixture %q: %q plays itself", m.ID, m.HomeTeamID)
	case m.AsOf.IsZero():
		return fmt.Errorf("fixture %q has no as-of", m.ID)
	case m.played() && (m.HomeGoals < 0 || m.AwayGoals < 0):
		return fmt.Errorf("fixture %q has the result %d-%d", m.ID, m.HomeGoals, m.AwayGoals)
	case m.HasPrice && (!m.Price.Valid() || m.PriceKnownAt.IsZero()):
		return fmt.Errorf("fixture %q: its price %v, known at %v, is not three probabilities with a moment", m.ID, m.Price, m.PriceKnownAt)
	}
	return nil
}

// Ratings are columns, one value a match in the order of the input; NaN is
// missing.
type Ratings struct {
	Names   []string    // feature names, see the column constants
	Columns [][]float64 // [feature][match]
	// HomeMix and AwayMix are the match's own observed mix of goals, shots on
	// target, shots and corners, in goals, known with its result; NaN if
	// unplayed.
	HomeMix, AwayMix []float64
	// Predicted is the difference of Elo when the match's prices were collected: what
	// training says, also in a live run. NaN if that is still to come.
	Predicted []float64
}

// Run rates all matches, the countries in parallel. The result does not depend
// on the number of processors, and a row depends only on what became known by
// its as-of. Fixture ids must be unique.
func Run(ctx context.Context, matches []Match) (Ratings, error) {
	out, _, err := Resume(ctx, &State{}, matches, nil)
	return out, err
}

// Resume rates matches from a state on, and gives the states at some later moments,
// which are in order. The matches are all those to which something happens (see
// Happened) from the state's moment on; rows of other matches, and what happened to
// these before, are neither needed nor made anew: their columns stay NaN.
func Resume(ctx context.Context, from *State, matches []Match, moments []time.Time) (Ratings, []*State, error) {
	out := emptyRatings(len(matches))
	jobs, err := timelines(from, matches)
	if err != nil {
		return Ratings{}, nil, err
	}
	for _, t := range jobs {
		for rank, p := range t.predicted {
			if p.made {
				out.Predicted[t.rank[rank]] = p.eloDiff
			}
		}
	}
	k := from.keeper(moments)
	// The largest country first, so that no processor waits for it at the end.
	slices.SortFunc(jobs, func(a, b *timeline) int { return cmp.Compare(len(b.events), len(a.events)) })

	var group sync.WaitGroup
	queue := make(chan *timeline, len(jobs))
	for _, t := range jobs {
		queue <- t
	}
	close(queue)
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		group.Go(func() {
			for t := range queue {
				t.run(ctx, &out, k.moments, func(moment int) { k.keep(moment, t) })
			}
		})
	}
	group.Wait()
	return out, k.states, ctx.Err()
}

// timelines are those of the countries of the matches, from a state on.
func timelines(from *State, matches []Match) ([]*timeline, error) {
	byCountry := map[string][]int32{}
	for i := range matches {
		if err := matches[i].check(); err != nil {
			return nil, err
		}
		byCountry[matches[i].Country] = append(byCountry[matches[i].Country], int32(i))
	}
	jobs := make([]*timeline, 0, len(byCountry))
	for name, members := range byCountry {
		t, err := newTimeline(name, matches, members, from)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, t)
	}
	return jobs, nil
}
