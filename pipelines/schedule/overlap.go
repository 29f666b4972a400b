package schedule

import (
	"context"
	"slices"
	"time"

	"matchday/pipelines/job"
	"matchday/pipelines/live"
)

// Overlap says how hourly and settle of one minute meet. On a real clock they are two
// processes, and commit in another order than they looked at the clock.
type Overlap int

// The ways to meet.
const (
	Apart        Overlap = iota // settle begins when hourly has ended
	SettleInside                // settle looks at the clock after hourly, and commits before it
	SettleAround                // settle looks at the clock before hourly, and commits after it
)

// Overlapping lets hourly and settle meet whenever both are due, in one way and the other
// from hour to hour and from day to day.
func Overlapping(at time.Time) Overlap {
	if (at.Hour()+at.YearDay())%2 == 0 {
		return SettleInside
	}
	return SettleAround
}

// The points at which one job waits for the other: it has asked its sources and not yet
// looked at the clock; it is about to write.
const (
	pointFetched = "fetched"
	pointWrite   = "write" // a stage of job.Run
)

// pausing is a fetch that reaches pointFetched at its end. Nil stays nil.
func pausing(fetch job.Fetch) job.Fetch {
	if fetch == nil {
		return nil
	}
	return func(ctx context.Context, env job.Env) (job.APIUsage, error) {
		usage, err := fetch(ctx, env)
		if err == nil {
			err = env.Reach(pointFetched)
		}
		return usage, err
	}
}

// meeting returns the places of hourly and settle among the jobs of a minute, and how
// they meet: Apart unless both are there, and settle is the later one.
func (c Cron) meeting(firing []Entry, at time.Time) (hourly, settle int, how Overlap) {
	place := func(j job.Job) int {
		return slices.IndexFunc(firing, func(e Entry) bool { return e.Name == j.Name })
	}
	hourly, settle = place(live.HourlyJob), place(live.SettleJob)
	if c.Overlap == nil || hourly < 0 || settle < hourly {
		return hourly, settle, Apart
	}
	return hourly, settle, c.Overlap(at)
}

// sideBySide runs hourly and settle as two processes that meet. One of them works at any
// time, and what they do depends on nothing but how they meet. If hourly does not come
// to the point at which they meet, settle runs after it.
func (c Cron) sideBySide(ctx context.Context, hourly, settle Entry, how Overlap, at time.Time, second int) (h, s *Tick, err error) {
	other := c.inBackground(ctx, settle, how, at, second+1)
	env, met := c.Env, false
	env.Failpoint = func(point string) error {
		if meet := map[Overlap]string{SettleInside: pointWrite, SettleAround: pointFetched}[how]; point == meet && !met {
			met = true
			other.start()
			c.Clock.Set(at.Add(time.Duration(second+2) * time.Second))
		}
		return c.Env.Reach(point)
	}
	h, err = c.tick(ctx, env, hourly, at, second)
	if !met {
		other.start()
	}
	s, failed := other.end()
	if err == nil {
		err = failed
	}
	return h, s, err
}

// background is a job in a goroutine of its own, which works only while start or end
// waits for it.
type background struct {
	run             func()
	reached, resume chan struct{}
	ended           chan struct{}
	tick            *Tick
	err             error
}

// inBackground prepares settle to run to its end within start, or, if it is to commit
// after hourly, until it is about to write.
func (c Cron) inBackground(ctx context.Context, settle Entry, how Overlap, at time.Time, second int) *background {
	b := &background{reached: make(chan struct{}), resume: make(chan struct{}), ended: make(chan struct{})}
	env, waited := c.Env, false
	env.Failpoint = func(point string) error {
		if how == SettleAround && point == pointWrite && !waited {
			waited = true
			close(b.reached)
			<-b.resume
		}
		return c.Env.Reach(point)
	}
	b.run = func() {
		defer close(b.ended)
		b.tick, b.err = c.tick(ctx, env, settle, at, second)
	}
	return b
}

// start lets the job run until it waits, or to its end.
func (b *background) start() {
	go b.run()
	select {
	case <-b.reached:
	case <-b.ended:
	}
}

// end lets the job run to its end.
func (b *background) end() (*Tick, error) {
	close(b.resume)
	<-b.ended
	return b.tick, b.err
}
