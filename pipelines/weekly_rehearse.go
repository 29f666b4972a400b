package pipelines

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchday/warehouse"
)

// rehearse runs the job in a home of its own: the same lake and models, an
// empty warehouse. What it writes is removed with that home.
func rehearse(ctx context.Context, env Env, o WeeklyOptions) (report WeeklyReport, err error) {
	home, err := env.warehouse("weekly --dry-run")
	if err != nil {
		return WeeklyReport{}, err
	}
	if err := warehouse.AcceptsLive(ctx, home); err != nil {
		return WeeklyReport{}, err
	}
	dir, done, err := scratch(ctx, home, "rehearsal")
	if err != nil {
		return WeeklyReport{}, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if err := mirror(ctx, home, dir); err != nil {
		return WeeklyReport{}, err
	}
	env.Home, o.DryRun = dir, false
	report, err = Weekly(ctx, env, o)
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
	models, err := lockModels(ctx, home)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, models.Release()) }()
	for _, folder := range []string{"lake", "models", "cache"} {
		if err := mirrorFolder(filepath.Join(home.Dir, folder), filepath.Join(to, folder)); err != nil {
			return err
		}
	}
	return nil
}

// mirrorFolder links what is never edited, Parquet files, and copies the rest.
// What killed jobs left half done stays behind.
func mirrorFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return nil // there is no such folder yet
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir() && strings.HasPrefix(d.Name(), ".tmp"):
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case filepath.Ext(path) == ".parquet" && os.Link(path, target) == nil:
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
