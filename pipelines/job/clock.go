package job

import (
	"context"
	"sync"
	"time"
)

// Clock stands still until somebody moves it, so that weeks can be played in
// minutes: its Now is the jobs' clock, its Sleep is how their client waits.
type Clock struct {
	mu    sync.Mutex
	now   time.Time
	moved func(time.Time)
}

// NewClock is a clock that shows a moment and tells moved, if it is not nil, of
// that and every later one.
func NewClock(at time.Time, moved func(time.Time)) *Clock {
	if moved == nil {
		moved = func(time.Time) {}
	}
	moved(at)
	return &Clock{now: at, moved: moved}
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to a moment, unless it is there or further already.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
		c.moved(t)
	}
}

// Sleep moves the clock on.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.moved(c.now)
	return ctx.Err()
}
