package weekly

import (
	"context"
	"errors"
	"path/filepath"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/warehouse"
)

// dryRun runs the job in a scratch home with the same lake and models and an empty
// warehouse, and removes that home.
func dryRun(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	home, err := env.Open("weekly --dry-run")
	if err != nil {
		return Report{}, err
	}
	if err := warehouse.AcceptsLive(ctx, home); err != nil {
		return Report{}, err
	}
	dir, done, err := job.Scratch(ctx, home, "dry-run")
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, done()) }()
	env.Home, o.DryRun = dir, false
	// Before the models are there, since models without a warehouse tell of a lost one.
	if err := warehouse.Begin(ctx, env.Uninspected("weekly --dry-run")); err != nil {
		return Report{}, err
	}
	if err := mirror(ctx, home, dir); err != nil {
		return Report{}, err
	}
	report, err = Run(ctx, env, o)
	report.DryRun = true
	return report, err
}

// mirror copies the home's lake, models and cache, while no job writes to them.
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
