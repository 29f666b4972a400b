// Package download asks football-data.co.uk for its files: one request at a time,
// with pauses, and only for what has changed since the last answer. What an answer
// holds is landing's business. Nothing here reads or writes the lake.
package download

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// BaseURL is where the publisher's files stand.
const BaseURL = "https://www.football-data.co.uk"

// Defaults of a Config's zero values, and limits that nobody sets.
const (
	defaultTries   = 4
	defaultAttempt = 30 * time.Second

	// firstWait is the wait before a request is repeated; it doubles each time.
	firstWait = 2 * time.Second
	// longestWait is the longest that the publisher may ask us to wait.
	longestWait = 5 * time.Minute
	// largestFile is the greatest size of a file, unpacked. The publisher's largest
	// is below one megabyte.
	largestFile = 16 << 20
	// givenUp is how many files in a row may fail before no more are asked for.
	givenUp = 3
)

// Config is what a Client is given. Now is required.
type Config struct {
	BaseURL string       // default BaseURL
	HTTP    *http.Client // default: a plain one. Its CheckRedirect is replaced.
	Now     func() time.Time
	// Sleep waits; a simulation moves its clock instead. Default: a timer.
	Sleep func(context.Context, time.Duration) error
	Log   *slog.Logger
	// Answered is told the header of every answer before the answer counts; its error
	// ends the work. nil: nobody is told.
	Answered func(http.Header) error
	// Pause is the time between two requests; zero: none.
	Pause time.Duration
	// Tries is how often a request is sent that fails on the way or at the publisher.
	Tries int
	// Attempt bounds one of these tries, by the wall clock.
	Attempt time.Duration
}

// Client asks the publisher. It is for one goroutine.
type Client struct {
	cfg  Config
	http *http.Client
}

// New checks a Config and fills its defaults.
func New(cfg Config) (*Client, error) {
	if cfg.Now == nil {
		return nil, errors.New("client of football-data.co.uk: want a clock")
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = BaseURL
	}
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" || base.RawQuery != "" || base.User != nil {
		return nil, fmt.Errorf("base URL of football-data.co.uk: want one such as %s, without a query or a user; got %q", BaseURL, cfg.BaseURL)
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Tries <= 0 {
		cfg.Tries = defaultTries
	}
	if cfg.Attempt <= 0 {
		cfg.Attempt = defaultAttempt
	}
	client := http.Client{}
	if cfg.HTTP != nil {
		client = *cfg.HTTP
	}
	client.CheckRedirect = sameHost
	return &Client{cfg: cfg, http: &client}, nil
}

// errRedirected is a redirect that is not followed.
var errRedirected = errors.New("redirected")

// sameHost follows a redirect only to the host that was asked, and not from https to
// http: the file of another host is not the publisher's.
func sameHost(to *http.Request, via []*http.Request) error {
	from := via[0].URL
	switch {
	case len(via) > 5:
		return fmt.Errorf("%w more than five times", errRedirected)
	case to.URL.Host != from.Host || from.Scheme == "https" && to.URL.Scheme != "https":
		return fmt.Errorf("%w to %q, which was not asked: if the publisher has moved, say so with --base-url",
			errRedirected, to.URL.Scheme+"://"+to.URL.Host)
	}
	return nil
}

// URL is where a file of the publisher stands.
func (c *Client) URL(path string) string { return c.cfg.BaseURL + "/" + path }

// Record is what was last answered for one URL. The zero value asks for the file
// whatever it holds.
type Record struct {
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	SHA256       string    `json:"sha256,omitempty"` // of the content; "" if there was none
	AnsweredAt   time.Time `json:"answered_at"`
}

// Outcome is what became of one file.
type Outcome string

// The outcomes.
const (
	Changed   Outcome = "changed"   // its content is in Answer.Content
	Unchanged Outcome = "unchanged" // the publisher has what it had
	Absent    Outcome = "absent"    // not published (yet)
	Failed    Outcome = "failed"    // Answer.Err says why
	NotAsked  Outcome = "not asked" // after a failure of others, which is Answer.Err
)

// Answer is what became of one file.
type Answer struct {
	Path    string
	Outcome Outcome
	Content []byte
	Record  Record // to be kept once the content has landed; not of a failure
	Err     error
}

// notTaken is an answer that Config.Answered does not take.
type notTaken struct{ error }

// Each asks for the files in their order and hands each answer to take, whose error
// ends the work. last is what was answered before, and may lack a file. A file that
// fails does not stop the others, unless several fail in a row or the publisher asks
// for a longer wait than a job has: then the rest is not asked for.
func (c *Client) Each(ctx context.Context, paths []string, last func(path string) Record, take func(Answer) error) error {
	inARow, stopped := 0, error(nil)
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if stopped != nil {
			if err := take(Answer{Path: path, Outcome: NotAsked, Err: stopped}); err != nil {
				return err
			}
			continue
		}
		if i > 0 && c.cfg.Pause > 0 {
			if err := c.cfg.Sleep(ctx, c.cfg.Pause); err != nil {
				return err
			}
		}
		a := c.get(ctx, path, last(path))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var later *laterError
		var refused *notTaken
		switch {
		case errors.As(a.Err, &refused):
			return refused.error
		case errors.As(a.Err, &later):
			stopped = later
		case a.Outcome != Failed:
			inARow = 0
		default:
			if inARow++; inARow == givenUp {
				stopped = fmt.Errorf("%d files in a row have failed", givenUp)
			}
		}
		if err := take(a); err != nil {
			return err
		}
	}
	return nil
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
