package bets

import (
	"context"
	"errors"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/warehouse/lake"
)

// begins is from when on it is too late to bet on a bet's match, as the sources tell it
// now: the kick-off when the bet was advised may have moved since. Where no lake tells,
// it is that one: what a person has placed is recorded all the same.
func begins(ctx context.Context, env job.Env, s matchday.Slip) time.Time {
	told, err := beginsNow(ctx, env, s.FixtureID)
	if err != nil {
		env.Log.Warn("the kick-off is taken as it was when the bet was advised", "reason", err)
	}
	if told.IsZero() {
		return s.Kickoff
	}
	return told
}

// beginsNow reads it from the staged lake; zero if the lake lacks the fixture.
func beginsNow(ctx context.Context, env job.Env, fixtureID string) (at time.Time, err error) {
	v, err := staged.Open(ctx, env.Lake())
	if errors.Is(err, lake.ErrEmpty) {
		return at, nil
	}
	if err != nil {
		return at, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	told, err := v.Endings(ctx, []string{fixtureID}, env.Moment())
	if err != nil || !told[0].There {
		return at, err
	}
	return matchday.BettingEnds(told[0].Kickoff, told[0].KickoffKnown, told[0].MatchDate), nil
}
