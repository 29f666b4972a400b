package live

import (
	"context"
	"errors"

	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// restage stages the lake if the program that last did so did not say what its sources
// confirm. The caller holds the lake's lock.
func (p *liveRun) restage(ctx context.Context) error {
	manifest, err := p.Env.Lake().Current(lake.Staged)
	switch {
	case errors.Is(err, lake.ErrEmpty):
		return nil // whoever reads it says so
	case err != nil || manifest.Tables["listings"] != nil:
		return err
	}
	_, err = staging.Run(ctx, staging.Input{Lake: p.Env.Lake()})
	return err
}
