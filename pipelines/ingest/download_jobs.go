package ingest

import (
	"context"
	"errors"
	"slices"
	"time"

	"matchday/pipelines/job"
	"matchday/pipelines/staged"
	"matchday/stages/land/download"
	"matchday/stages/staging"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// downloadEvery is how often the live jobs ask for one file at most.
const downloadEvery = 6 * time.Hour

// liveTries is how often a live job sends a request that fails: it runs again soon.
const liveTries = 2

// downloadWeekly returns the fetch of the weekly job: the files of this season and the
// last one, the coming fixtures, and the files of older seasons that have not landed. A
// download that fails is a warning, and the job goes on with what has landed.
func downloadWeekly(o DownloadOptions) job.Fetch {
	return func(ctx context.Context, env job.Env) (job.APIUsage, error) {
		d, err := newDownloads(ctx, env, env.Uninspected("weekly"), o) // the job has looked at the home
		if err != nil {
			return job.APIUsage{}, err
		}
		// The job stages the lake next.
		err = d.land(ctx, download.Files(d.divisions, o.Since, env.Now().UTC(), d.complete))
		d.warn()
		return job.APIUsage{Downloads: d.result()}, err
	}
}

// downloadComing returns the fetch of the hourly job: the files of coming fixtures.
func downloadComing(o DownloadOptions) job.Fetch {
	return downloadLive(o, func(_ context.Context, d *downloads) ([]string, error) { return download.ComingFiles(d.divisions), nil })
}

// downloadResults returns the fetch of the settle job: the season's files of the
// divisions in which a predicted fixture should have ended and has no result.
func downloadResults(o DownloadOptions) job.Fetch {
	return downloadLive(o, func(ctx context.Context, d *downloads) ([]string, error) { return d.awaited(ctx) })
}

// downloadLive returns the fetch of a live job. It asks for each of the files no more
// often than downloadEvery, and stages the lake if one has changed.
func downloadLive(o DownloadOptions, files func(context.Context, *downloads) ([]string, error)) job.Fetch {
	o.tries = liveTries
	return func(ctx context.Context, env job.Env) (usage job.APIUsage, err error) {
		d, err := newDownloads(ctx, env, env.Uninspected("fetch"), o) // the job has looked at the home
		if err != nil {
			return usage, err
		}
		paths, err := files(ctx, d)
		if err != nil {
			return usage, err
		}
		if paths = slices.DeleteFunc(paths, d.asked); len(paths) == 0 {
			return usage, nil
		}
		var answers []download.Answer
		changed := false
		if err := d.ask(ctx, paths, func(a download.Answer) error {
			answers = append(answers, a)
			changed = changed || a.Outcome == download.Changed
			return nil
		}); err != nil {
			return usage, err
		}
		err = d.finish(ctx, answers, changed)
		d.warn()
		return job.APIUsage{Downloads: d.result()}, err
	}
}

// finish lands answers, stages them if one has changed, and keeps their records last: a
// killed job asks again, and stages what it had landed.
func (d *downloads) finish(ctx context.Context, answers []download.Answer, changed bool) error {
	if err := d.write(ctx, answers); err != nil {
		return err
	}
	if err := d.env.Reach("downloads landed"); err != nil {
		return err
	}
	if changed {
		if err := d.stage(ctx); err != nil {
			return err
		}
	}
	if err := d.env.Reach("downloads staged"); err != nil {
		return err
	}
	return d.record(ctx)
}

// asked reports whether a file was asked for within downloadEvery, by the hours of the
// clock: cron starts a job some seconds earlier or later.
func (d *downloads) asked(path string) bool {
	last := d.records[d.client.URL(path)].AnsweredAt.Truncate(time.Hour)
	now := d.env.Now().UTC().Truncate(time.Hour)
	return !last.After(now) && now.Sub(last) < downloadEvery
}

// stage stages the lake.
func (d *downloads) stage(ctx context.Context) (err error) {
	lock, err := d.home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	_, err = staging.Run(ctx, staging.Input{Lake: d.env.Lake()})
	return err
}

// warn logs what could not be downloaded.
func (d *downloads) warn() {
	for _, reason := range d.result().Failed {
		d.env.Log.Warn("a file of football-data.co.uk is missing: the job goes on with what has landed", "reason", reason)
	}
}

// awaited are the files in which the results of predicted fixtures should stand by now.
func (d *downloads) awaited(ctx context.Context) (paths []string, err error) {
	var ids []string
	err = warehouse.ReadLive(ctx, d.home, func(ctx context.Context, tx *warehouse.Transaction) error {
		predicted, err := tx.Predicted(ctx)
		if err != nil {
			return err
		}
		results, err := tx.Results(ctx)
		ids = slices.DeleteFunc(predicted, func(id string) bool { _, there := results[id]; return there })
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	v, err := staged.Open(ctx, d.env.Lake())
	if errors.Is(err, lake.ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	now := d.env.Now().UTC()
	err = v.Query(ctx, "awaited", func(scan func(...any) error) error {
		var division, season string
		err := scan(&division, &season)
		path, known := download.SeasonFile(division, season)
		if known && slices.Contains(d.divisions, division) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
		return err
	}, ids, now.Add(-followFor), now.Add(-ShortestMatch))
	return paths, err
}
