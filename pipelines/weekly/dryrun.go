package weekly

import (
	"context"
	"errors"
	"path/filepath"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/warehouse"
)

// dryRun runs the job in a home of its own: the same lake and models, an
// empty warehouse. What it writes is removed with that home.
func dryRun(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	home, err := env.Open("weekly --dry-run")
	if err != nil {
		return Report{}, err
	}
	if err := warehouse.AcceptsLive(ctx, home); err != nil {
		return Report{}, err
	}
	dir, done, err := job.Scratch(ctx, home, "rehearsal")
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if err := mirror(ctx, home, dir); err != nil {
		return Report{}, err
	}
	env.Home, o.DryRun = dir, false
	report, err = Run(ctx, env, o)
	report.DryRun = true
	return report, err
}

// mirror lays the home's lake and models into another folder, while no job
// writes either.
func mirror(ctx context.Context, home warehouse.Home, to string) (err error) {
	lake, err := home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lake.Release()) }()
	models, err := models.Lock(ctx, home)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, models.Release()) }()
	for _, folder := range []string{"lake", "models", "cache"} {
		if err := job.Mirror(filepath.Join(home.Dir, folder), filepath.Join(to, folder)); err != nil {
			return err
		}
	}
	return nil
}
