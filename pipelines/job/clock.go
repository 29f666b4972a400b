package job

import (
	"context"
	"sync"
	"time"
)

// Clock is a virtual clock that stands still until somebody moves it, so that
// weeks can be played in minutes. Its Now is the jobs' clock, and its Sleep is how
// the API's client waits.
type Clock struct {
	mu    sync.Mutex
	now   time.Time
	moved func(time.Time) // called with every moment that the clock shows
}

// NewClock returns a clock that shows a moment. It calls moved, unless that is
// nil, with this moment and with every later one.
func NewClock(at time.Time, moved func(time.Time)) *Clock {
	if moved == nil {
		moved = func(time.Time) {}
	}
	moved(at)
	return &Clock{now: at, moved: moved}
}

// Now returns what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock forward to a moment. It never moves back.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
		c.moved(t)
	}
}

// Sleep moves the clock forward by d and returns at once.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.moved(c.now)
	return ctx.Err()
}
