package settle

import (
	"time"

	"matchday"
)

// Rules are the settlement rules that bookmakers print.
type Rules struct {
	// VoidAfter is how long after its scheduled kick-off a fixture must have
	// kicked off for bets on it to stand.
	VoidAfter time.Duration
	// ConfirmAfter is how long the API must have shown a result unchanged until
	// it counts.
	ConfirmAfter time.Duration
}

// Report is what a source last said of a fixture.
type Report struct {
	FixtureID string
	Scheduled time.Time // kick-off when the bet was placed, UTC
	Kickoff   time.Time // when it was played; Scheduled unless it moved
	Begins    time.Time // from then on bets are late, by the kick-off now told; see matchday.BettingEnds
	// Played says that it went its 90 minutes and that its score stands. It is
	// false for postponed, cancelled, abandoned and awarded fixtures, and while
	// no source has a score.
	Played               bool
	HomeGoals, AwayGoals int                 // after 90 minutes and stoppage time
	KnownAt              time.Time           // when this became known; zero if nothing did
	Cause                matchday.VoidReason // why no score stands, if it is not Played
}

// Ending is how a fixture ended for the bets on it.
type Ending struct {
	FixtureID            string
	Void                 matchday.VoidReason // stakes are returned, and the goals mean nothing; empty: they stand
	Begins               time.Time           // bets placed from then on are void whatever the goals; zero: none is
	HomeGoals, AwayGoals int
	KnownAt              time.Time
}

// Outcome is H, D or A by the goals, and NoOutcome if the bets are void.
func (e Ending) Outcome() matchday.Outcome {
	if e.Void != "" {
		return matchday.NoOutcome
	}
	return matchday.OutcomeOf(e.HomeGoals, e.AwayGoals)
}

// Ending applies the rules to a report: a fixture that was played, and kicked
// off no later than VoidAfter past its schedule, ends with its score when that
// became known. Every other ends void, when the limit has passed or, if a
// standing score was taken back only later, when that became known.
//
// The caller compares KnownAt with its as-of. It must hold back the reports of a
// source that is late with its scores, or bets become void too early; a score that
// comes after all settles them again.
func (r Rules) Ending(f Report) Ending {
	limit := f.Scheduled.Add(r.VoidAfter)
	switch {
	case f.Played && !f.Kickoff.After(limit):
		return Ending{FixtureID: f.FixtureID, Begins: f.Begins, HomeGoals: f.HomeGoals, AwayGoals: f.AwayGoals, KnownAt: f.KnownAt}
	case f.Played:
		return Ending{FixtureID: f.FixtureID, Void: matchday.VoidPostponed, KnownAt: limit}
	case f.KnownAt.After(limit):
		return Ending{FixtureID: f.FixtureID, Void: f.Cause, KnownAt: f.KnownAt}
	}
	return Ending{FixtureID: f.FixtureID, Void: f.Cause, KnownAt: limit}
}
