package schedule

import (
	"context"
	"time"

	"matchday/pipelines/job"
)

// Cron plays scheduled jobs between two moments, in one process and on a clock
// that it moves itself, as cron would start them on the wall's.
type Cron struct {
	Env   job.Env // its Now is Clock's
	Clock *job.Clock
	Jobs  []Entry // those of one minute run one after the other, in this order
	// Due says whether a job would find anything to do; nil: all always run.
	Due func(context.Context, Entry, time.Time) (bool, error)
	// After is told of every tick, of those that were skipped too; its error
	// ends the play. A job's own error does not: cron goes on as well, and the
	// next tick finds what this one left.
	After func(Tick) error
}

// Tick is one minute at which a job was to run.
type Tick struct {
	Job     string
	At      time.Time // of the schedule; the clock may be further if an earlier job had to wait
	Skipped bool      // nothing was due
	Report  any       // a live.Report, live.SettleReport or weekly.Report; nil if skipped
	Err     error     // why the job failed, or what it could not do
	Seconds float64   // by the stopwatch
}

// Play runs every job at each of its minutes in [from, to).
func (c Cron) Play(ctx context.Context, from, to time.Time) error {
	times := make([]Schedule, len(c.Jobs))
	for i, e := range c.Jobs {
		var err error
		if times[i], err = ParseSchedule(e.When); err != nil {
			return err
		}
	}
	at := from.Truncate(time.Minute)
	if at.Before(from) {
		at = at.Add(time.Minute)
	}
	for ; at.Before(to); at = at.Add(time.Minute) {
		for i, entry := range c.Jobs {
			if !times[i].Fires(at) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			tick, err := c.tick(ctx, entry, at, time.Duration(i)*time.Second)
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
func (c Cron) tick(ctx context.Context, entry Entry, at time.Time, after time.Duration) (t Tick, err error) {
	t = Tick{Job: entry.Name, At: at}
	c.Clock.Set(at.Add(after))
	if c.Due != nil {
		due, err := c.Due(ctx, entry, at)
		if err != nil || !due {
			t.Skipped = true
			return t, err
		}
	}
	began := c.Env.Stopwatch()
	t.Report, t.Err = entry.Run(ctx, c.Env)
	if v, ok := t.Report.(interface{ Err() error }); ok && t.Err == nil {
		t.Err = v.Err()
	}
	t.Seconds = (c.Env.Stopwatch() - began).Seconds()
	return t, nil
}
