package schedule

import (
	"context"
	"time"

	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/weekly"
)

// Cron plays scheduled jobs between two moments, in one process and on a clock
// that it moves itself, as cron would start them on the wall's.
type Cron struct {
	Env   job.Env // its Now is Clock's
	Clock *job.Clock
	Jobs  []CronJob // those of one minute run one after the other, in this order
	// After is told of every tick, of those that were skipped too; its error
	// ends the play. A job's own error does not: cron goes on as well, and the
	// next tick finds what this one left.
	After func(Tick) error
}

// CronJob is one line of a crontab.
type CronJob struct {
	Name string
	When Schedule
	// Due says whether the job would find anything to do; nil: run it always.
	Due func(context.Context, time.Time) (bool, error)
	// Run does the job and returns its report.
	Run func(context.Context, job.Env) (any, error)
}

// Tick is one minute at which a job was to run.
type Tick struct {
	Job     string
	At      time.Time // of the schedule; the clock may be further if an earlier job had to wait
	Skipped bool      // nothing was due
	Report  any       // a LiveReport, SettleReport or WeeklyReport; nil if skipped
	Err     error     // why the job failed, or what it could not do
	Seconds float64   // by the stopwatch
}

// Play runs every job at each of its minutes in [from, to).
func (c Cron) Play(ctx context.Context, from, to time.Time) error {
	at := from.Truncate(time.Minute)
	if at.Before(from) {
		at = at.Add(time.Minute)
	}
	for ; at.Before(to); at = at.Add(time.Minute) {
		for i, job := range c.Jobs {
			if !job.When.Fires(at) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			tick, err := c.tick(ctx, job, at, time.Duration(i)*time.Second)
			if err == nil && c.After != nil {
				err = c.After(tick)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// tick runs one job, if it is due, so long after the minute: what it lands is
// later than what the jobs before it saw, whether these ran or not.
func (c Cron) tick(ctx context.Context, job CronJob, at time.Time, after time.Duration) (t Tick, err error) {
	t = Tick{Job: job.Name, At: at}
	c.Clock.Set(at.Add(after))
	if job.Due != nil {
		due, err := job.Due(ctx, at)
		if err != nil || !due {
			t.Skipped = true
			return t, err
		}
	}
	began := c.Env.Stopwatch()
	t.Report, t.Err = job.Run(ctx, c.Env)
	if v, ok := t.Report.(interface{ Err() error }); ok && t.Err == nil {
		t.Err = v.Err()
	}
	t.Seconds = (c.Env.Stopwatch() - began).Seconds()
	return t, nil
}

// CronJobs are the four jobs of ci/crontab, asking the API as options say.
func CronJobs(o ingest.SportmonksOptions, week weekly.Options) ([]CronJob, error) {
	if week.Fetch == nil {
		week.Fetch = ingest.FetchWeekly(o)
	}
	jobs := []CronJob{
		{Name: "weekly", Run: func(ctx context.Context, env job.Env) (any, error) { return weekly.Run(ctx, env, week) }},
		{Name: "hourly", Run: func(ctx context.Context, env job.Env) (any, error) {
			return live.Hourly(ctx, env, live.HourlyOptions{Fetch: ingest.FetchSportmonks(o, ingest.AskComing(live.HourlyWithin))})
		}},
		{Name: "lineups", Run: func(ctx context.Context, env job.Env) (any, error) {
			return live.Lineups(ctx, env, live.LineupsOptions{Fetch: ingest.FetchSportmonks(o, ingest.AskLineups())})
		}},
		{Name: "settle", Run: func(ctx context.Context, env job.Env) (any, error) {
			return live.Settle(ctx, env, live.SettleOptions{Fetch: ingest.FetchSportmonks(o, ingest.AskResults())})
		}},
	}
	for i, text := range []string{WeeklySchedule, HourlySchedule, LineupsSchedule, SettleSchedule} {
		schedule, err := ParseSchedule(text)
		if err != nil {
			return nil, err
		}
		jobs[i].When = schedule
	}
	return jobs, nil
}
