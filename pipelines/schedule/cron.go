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
	// Overlap says how hourly and settle of a minute meet; nil: they are Apart.
	Overlap func(at time.Time) Overlap
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
		var firing []Entry
		for i, entry := range c.Jobs {
			if times[i].Fires(at) {
				firing = append(firing, entry)
			}
		}
		if err := c.minute(ctx, firing, at); err != nil {
			return err
		}
	}
	return nil
}

// minute runs the jobs of a minute, and tells of their ticks in the jobs' order. Each
// begins at a second of its own, so that it lands everything later than the jobs
// before it read, whether these ran or not.
func (c Cron) minute(ctx context.Context, firing []Entry, at time.Time) error {
	hourly, settle, how := c.meeting(firing, at)
	ticks, told := make([]*Tick, len(firing)), 0
	second := 0
	for i, entry := range firing {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		switch {
		case ticks[i] != nil: // it ran side by side with another
		case how != Apart && i == hourly:
			ticks[hourly], ticks[settle], err = c.sideBySide(ctx, entry, firing[settle], how, at, second)
			second += 3
		default:
			ticks[i], err = c.tick(ctx, c.Env, entry, at, second)
			second++
		}
		if err != nil {
			return err
		}
		for ; told < len(ticks) && ticks[told] != nil; told++ {
			if c.After == nil {
				continue
			}
			if err := c.After(*ticks[told]); err != nil {
				return err
			}
		}
	}
	return nil
}

// tick runs one job, if it is due, some seconds after the minute.
func (c Cron) tick(ctx context.Context, env job.Env, entry Entry, at time.Time, second int) (*Tick, error) {
	t := &Tick{Job: entry.Name, At: at}
	c.Clock.Set(at.Add(time.Duration(second) * time.Second))
	if c.Due != nil {
		due, err := c.Due(ctx, entry, at)
		if err != nil || !due {
			t.Skipped = true
			return t, err
		}
	}
	began := c.Env.Stopwatch()
	t.Report, t.Err = entry.Run(ctx, env)
	if v, ok := t.Report.(interface{ Err() error }); ok && t.Err == nil {
		t.Err = v.Err()
	}
	t.Seconds = (c.Env.Stopwatch() - began).Seconds()
	return t, nil
}
