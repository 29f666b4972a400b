// Package sportmonks lands what the Sportmonks Football API v3 says, object by
// object and byte for byte, into lake/raw/sportmonks: from the API with Client,
// from files that hold its responses with LandFiles. What an object means is
// staging's business.
package sportmonks

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// BaseURL is where the API lives. Paths of requests begin below it.
const BaseURL = "https://api.sportmonks.com/v3"

// Defaults of a Config's zero values.
const (
	defaultParallel = 4
	defaultAttempt  = 30 * time.Second
)

// Config is what a Client is given. Key, Now and Rand are required.
type Config struct {
	BaseURL string // default BaseURL; no slash at its end
	Key     Key
	HTTP    *http.Client // default: a plain one
	// Now is the job's clock: fetch times, cache ages and the reset of
	// allowances follow it.
	Now func() time.Time
	// Sleep waits; a simulation moves its clock instead. Default: a timer.
	Sleep func(context.Context, time.Duration) error
	Rand  *rand.Rand // jitter of retries
	// Answered is told the header of every answer before the answer counts; its error
	// is the request's, and nothing is asked again. nil: nobody is told.
	Answered func(http.Header) error
	Log      *slog.Logger
	Cache    Cache // nil: nothing is cached

	// Deadline bounds all of the job's waiting, by Now; zero is none.
	Deadline time.Time
	// Attempt bounds one attempt of one request, by the wall clock.
	Attempt  time.Duration
	Parallel int // requests at a time
	// Reserve is how many requests of each allowance are left to others:
	// a backfill must not starve the hourly job.
	Reserve int
	// Progress is told how many of a job's batches are done.
	Progress func(done, total int)
}

// Client asks the API. It is safe for concurrent use.
type Client struct {
	cfg      Config
	gates    gates
	features features
	cacheOff atomic.Bool // it failed

	mu    sync.Mutex // guards rand, usage and awake
	usage Usage
	awake time.Time // by the job's clock, the end of the last sleep
}

// Usage counts what a Client did.
type Usage struct {
	Requests int // sent, retries included
	Saved    int // answered from the cache
	Retries  int // sent again after a failure
	Waits    int // for an allowance to be renewed
	// Left is what remains of each allowance that was used, by entity.
	Left map[string]int
}

// New checks a Config and fills its defaults.
func New(cfg Config) (*Client, error) {
	if cfg.Key.token() == "" {
		return nil, fmt.Errorf("no API key: set SPORTMONKS_API_KEY")
	}
	if cfg.Now == nil || cfg.Rand == nil {
		return nil, fmt.Errorf("client of the Sportmonks API: want a clock and a source of randomness")
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = BaseURL
	}
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" || base.RawQuery != "" || base.User != nil {
		return nil, fmt.Errorf("base URL of the Sportmonks API: want one such as %s, without a query or a user", BaseURL)
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{}
	}
	cfg.HTTP = staying(cfg.HTTP, base, cfg.Key)
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Attempt <= 0 {
		cfg.Attempt = defaultAttempt
	}
	if cfg.Parallel <= 0 {
		cfg.Parallel = defaultParallel
	}
	return &Client{cfg: cfg}, nil
}

// Usage is what the client did so far.
func (c *Client) Usage() Usage {
	c.mu.Lock()
	defer c.mu.Unlock()
	u := c.usage
	u.Left = c.gates.left()
	return u
}

func (c *Client) count(f func(*Usage)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.usage)
}

// jitter spreads d over [d/2, d], so that clients that failed together do not
// come back together.
func (c *Client) jitter(d time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return d/2 + time.Duration(c.cfg.Rand.Int64N(int64(d/2)+1))
}

// now is the job's clock, and as much later as the client has slept meanwhile if
// that clock stands still, as that of a replayed moment does: allowances are
// renewed all the same.
func (c *Client) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.cfg.Now(); now.After(c.awake) {
		return now
	}
	return c.awake
}

// wait sleeps, unless that would pass the job's deadline.
func (c *Client) wait(ctx context.Context, d time.Duration, why string) error {
	until := c.now().Add(d)
	if !c.cfg.Deadline.IsZero() && until.After(c.cfg.Deadline) {
		return fmt.Errorf("%s: would have to wait until %s, the job's deadline is %s: run it again then",
			why, until.UTC().Format(time.RFC3339), c.cfg.Deadline.UTC().Format(time.RFC3339))
	}
	err := c.cfg.Sleep(ctx, d)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil && until.After(c.awake) {
		c.awake = until
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
