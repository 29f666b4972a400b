// Package schedule is the one list of scheduled jobs: when each runs, when it is due,
// and how a past run is repeated. It also runs them on a virtual clock.
package schedule

import (
	"context"
	"slices"
	"time"

	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/weekly"
)

// Entry is a scheduled job: how it runs, when it is due, and how a past run is repeated.
type Entry struct {
	job.Job
	// Run fetches from the sources, does the job and returns its report.
	Run func(context.Context, job.Env) (any, error)
	// Due reports whether the job has anything to do; nil: it always has.
	Due func(*DueJobs, time.Time) bool
	// Rerun runs the job with the arguments of a past run; nil: it cannot be repeated.
	Rerun func(context.Context, job.Env, job.Arguments, job.Fetch) error
}

// Jobs returns all scheduled jobs, in the order in which those of one minute run. They
// ask the sources.
func Jobs(sources ingest.Sources, week weekly.Options) []Entry {
	if week.Fetch == nil {
		week.Fetch = sources.Weekly()
	}
	return []Entry{
		{
			Job: weekly.Job,
			Run: func(ctx context.Context, env job.Env) (any, error) { return weekly.Run(ctx, env, week) },
		},
		{
			Job: live.HourlyJob,
			Run: func(ctx context.Context, env job.Env) (any, error) {
				return live.Hourly(ctx, env, live.HourlyOptions{Fetch: pausing(sources.Coming(live.HourlyWithin))})
			},
			Due: (*DueJobs).hourly,
			Rerun: func(ctx context.Context, env job.Env, a job.Arguments, fetch job.Fetch) error {
				within := time.Duration(a.Hours * float64(time.Hour))
				_, err := live.Hourly(ctx, env, live.HourlyOptions{Within: within, Force: a.Force, Fetch: fetch})
				return err
			},
		},
		{
			Job: live.LineupsJob,
			Run: func(ctx context.Context, env job.Env) (any, error) {
				return live.Lineups(ctx, env, live.LineupsOptions{Fetch: sources.Lineups()})
			},
			Due: (*DueJobs).lineups,
			Rerun: func(ctx context.Context, env job.Env, _ job.Arguments, fetch job.Fetch) error {
				_, err := live.Lineups(ctx, env, live.LineupsOptions{Fetch: fetch})
				return err
			},
		},
		{
			Job: live.SettleJob,
			Run: func(ctx context.Context, env job.Env) (any, error) {
				return live.Settle(ctx, env, live.SettleOptions{Fetch: sources.Results()})
			},
			Due: (*DueJobs).settle,
			Rerun: func(ctx context.Context, env job.Env, _ job.Arguments, fetch job.Fetch) error {
				_, err := live.Settle(ctx, env, live.SettleOptions{Fetch: fetch})
				return err
			},
		},
	}
}

// Names returns the names of all scheduled jobs, in their order.
func Names() []string {
	var out []string
	for _, e := range Jobs(ingest.Sources{}, weekly.Options{}) {
		out = append(out, e.Name)
	}
	return out
}

// Repeatable returns the jobs whose past runs can be repeated.
func Repeatable() []Entry {
	return slices.DeleteFunc(Jobs(ingest.Sources{}, weekly.Options{}), func(e Entry) bool { return e.Rerun == nil })
}
