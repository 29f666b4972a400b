package live

import (
	"context"
	"errors"
	"time"

	"matchday"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// barred is why no strategy bets on a coming fixture, at whatever price; empty: they
// may. It follows from what had landed by the run's clock and from the run's stored
// arguments alone, so that a replay decides the same.
func (p *liveRun) barred(c staged.Fixture) matchday.SkipReason {
	switch {
	case !p.confirmed(c):
		return bet.NotConfirmed
	case !p.Now.Before(matchday.BettingEnds(c.Kickoff, c.KickoffKnown, c.Date)):
		return bet.DayBegun
	}
	return ""
}

// confirmed says whether its source says now that a fixture is to be played when the
// lake believes. Where the API tells of it, that is the API's word of this run; in a
// run that did not ask, one of the last live.price_age, or a file's that came later and
// has the same kick-off. Where files alone tell of it, it is the newest edition's word,
// whichever run landed it.
func (p *liveRun) confirmed(c staged.Fixture) bool {
	asked := p.Inputs.Arguments.Asked
	switch {
	case !c.ToldAt.Valid:
		return c.ListedAt.Valid
	case !asked.IsZero():
		return !c.ToldAt.Time.Before(asked)
	case p.Now.Sub(c.ToldAt.Time) <= time.Duration(p.Env.Config.Live.PriceAge):
		return true
	}
	return c.ListedAt.Valid && c.Agreed && c.ListedAt.Time.After(c.ToldAt.Time)
}

// restage stages the lake if the program that last did so did not say what its sources
// confirm. The caller holds the lake's lock.
func (p *liveRun) restage(ctx context.Context) error {
	manifest, err := p.Env.Lake().Current(lake.Staged)
	switch {
	case errors.Is(err, lake.ErrEmpty):
		return nil // whoever reads it says so
	case err != nil || manifest.Tables["listings"] != "":
		return err
	}
	_, err = staging.Run(ctx, staging.Input{Lake: p.Env.Lake(), Cache: p.Env.StagingCache()})
	return err
}
