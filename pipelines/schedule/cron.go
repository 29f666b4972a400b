package schedule

import (
	"context"
	"time"

	"matchday/pipelines/job"
)

// Cron runs scheduled jobs between two moments in one process, on a virtual clock, as
// cron would run them on the system's clock.
type Cron struct {
	Env   job.Env // its Now must be Clock's
	Clock *job.Clock
	Jobs  []Entry // those of one minute run one after the other, in this order
	// Due reports whether a job has anything to do; nil: all always run.
	Due func(context.Context, Entry, time.Time) (bool, error)
	// After is called with every tick, also with skipped ones; its error ends Play. A
	// job's own error does not, as with cron: the next tick goes on from what is there.
	After func(Tick) error
}

// Tick is one minute at which a job was to run.
type Tick struct {
	Job     string
	At      time.Time // by the schedule; the clock is later if an earlier job had to wait
	Skipped bool      // nothing was due
	Report  any       // a live.Report, live.SettleReport or weekly.Report; nil if skipped
	Err     error     // of the job, or of its report
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

// tick runs one job, if it is due, at a time after the minute: so it lands everything
// later than the jobs before it read, whether these ran or not.
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
