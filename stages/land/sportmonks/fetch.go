package sportmonks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"matchday/stages/staging/answers"
)

// Bounds of the retries of one request.
const (
	maxAttempts  = 6
	maxLimited   = 20 // responses of 429 in a row
	firstBackoff = 500 * time.Millisecond
	mostBackoff  = 30 * time.Second
)

// longestWait is the longest that the client waits for an allowance because a
// response says so: allowances are renewed every hour. What asks for more is wrong, or
// means that nobody should wait.
const longestWait = 2 * time.Hour

// response is one response of the API, of now or from the cache.
type response struct {
	answers.Envelope
	fetchedAt time.Time
}

// empty reports whether the API had nothing, which it says in several ways.
func (a response) empty() bool { return len(a.Data) == 0 }

// record is how the lake records the request of what the response holds: as the
// API knows it, without the page, and with the time zone if its times are not UTC.
func (a response) record(q query) string {
	q.page, q.cursor = 0, ""
	return answers.InZone(q.String(), a.Zone)
}

// fetch answers a request from the cache, if a response there is younger than
// fresh, or from the API. It waits for allowances and repeats what fails in
// passing, within the job's deadline.
func (c *Client) fetch(ctx context.Context, q query, fresh time.Duration) (response, error) {
	if body, at, ok := c.get(ctx, q.String(), fresh); ok {
		if e, err := answers.ReadEnvelope(body); err == nil {
			c.count(func(u *Usage) { u.Saved++ })
			return response{e, at}, nil
		}
	}
	a, body, err := c.doWithRetry(ctx, q)
	if err != nil {
		return response{}, err
	}
	c.put(ctx, q.String(), body, a.fetchedAt, fresh)
	return a, nil
}

// doWithRetry sends a request until the API answers it or refuses it for good.
func (c *Client) doWithRetry(ctx context.Context, q query) (response, []byte, error) {
	delays := backoff.ExponentialBackOff{InitialInterval: firstBackoff, Multiplier: 2, MaxInterval: mostBackoff}
	failed, refused := 0, 0
	for {
		if err := c.waitForQuota(ctx, q); err != nil {
			return response{}, nil, err
		}
		a, body, err := c.do(ctx, q)
		var passing *transient
		var limit *limited
		switch {
		case err == nil:
			return a, body, nil
		case ctx.Err() != nil:
			return response{}, nil, fmt.Errorf("%s: %w", q, ctx.Err())
		case errors.As(err, &limit):
			// waitForQuota waits at the next turn.
			if refused++; refused >= maxLimited {
				return response{}, nil, fmt.Errorf("%w, %d times in a row", err, refused)
			}
		case errors.As(err, &passing):
			if failed++; failed >= maxAttempts {
				return response{}, nil, fmt.Errorf("%w; tried %d times", err, failed)
			}
			c.cfg.Log.Debug("a request failed and is repeated", "request", q.String(), "error", err)
			if err := c.wait(ctx, c.jitter(delays.NextBackOff()), err.Error()); err != nil {
				return response{}, nil, err
			}
		default:
			return response{}, nil, err
		}
		c.count(func(u *Usage) { u.Retries++ })
	}
}

// waitForQuota waits until the request's allowance lets it through.
func (c *Client) waitForQuota(ctx context.Context, q query) error {
	for {
		d := c.gates.take(q.path, c.now(), c.cfg.Reserve)
		if d <= 0 {
			return ctx.Err()
		}
		entity := c.gates.entity(q.path)
		c.cfg.Log.Info("waiting for the API's allowance", "entity", entity, "seconds", int(d.Seconds()))
		c.count(func(u *Usage) { u.Waits++ })
		if err := c.wait(ctx, d, "the allowance of "+entity+" is used up"); err != nil {
			return err
		}
	}
}

// do sends a request once.
func (c *Client) do(ctx context.Context, q query) (response, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Attempt)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, q.url(c.cfg.BaseURL), nil)
	if err != nil {
		return response{}, nil, fmt.Errorf("%s: %w", q, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", c.cfg.Key.token())
	c.count(func(u *Usage) { u.Requests++ })
	resp, err := c.cfg.HTTP.Do(req)
	if err != nil {
		return response{}, nil, c.failed(q, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answers.MaxAnswer+1))
	if err != nil {
		return response{}, nil, c.failed(q, fmt.Errorf("read the answer: %w", err))
	}
	if len(body) > answers.MaxAnswer {
		return response{}, nil, fmt.Errorf("%s: the answer is refused: %w", q, answers.ErrTooLarge)
	}
	body = c.cfg.Key.strike(body)
	a := response{fetchedAt: c.cfg.Now().UTC()}
	err = c.read(q, resp, body, &a)
	if err == nil && c.cfg.Answered != nil {
		err = c.cfg.Answered(resp.Header)
	}
	return a, body, err
}

// failed is a transport's failure, which may pass, unless the API sent the client
// elsewhere.
func (c *Client) failed(q query, err error) error {
	var away *sentAway
	if errors.As(err, &away) {
		return fmt.Errorf("%s: %w", q, away)
	}
	return &transient{fmt.Errorf("%s: %s", q, c.cfg.Key.redact(err.Error()))}
}

// read judges a response by its status, its type and its envelope.
func (c *Client) read(q query, resp *http.Response, body []byte, a *response) error {
	decodeErr := errors.New("it is no JSON")
	if isJSON(resp.Header.Get("Content-Type"), body) {
		a.Envelope, decodeErr = answers.ReadEnvelope(body)
	}
	if l := a.RateLimit; l != nil {
		if resets, err := waitOf(l.ResetsInSeconds); err == nil {
			c.gates.observe(q.path, l.RequestedEntity, l.Remaining, resets, c.now())
		}
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests || a.Code == answers.CodeRateLimit:
		return c.limited(q, resp, a)
	case resp.StatusCode >= 500, resp.StatusCode == http.StatusRequestTimeout:
		return &transient{c.apiError(q, resp.StatusCode, a, body)}
	case resp.StatusCode >= 300, decodeErr == nil && a.Code != 0 && a.empty():
		return c.apiError(q, resp.StatusCode, a, body)
	case errors.Is(decodeErr, answers.ErrTooNested), errors.Is(decodeErr, answers.ErrTooMany):
		return fmt.Errorf("%s: the answer is refused: %w", q, decodeErr)
	case decodeErr != nil:
		return &transient{fmt.Errorf("%s: HTTP %d, but the answer of %d bytes is not one of the API's: %s",
			q, resp.StatusCode, len(body), c.cfg.Key.redact(decodeErr.Error()))}
	case !a.Replied && a.Message == "":
		return &transient{fmt.Errorf("%s: HTTP %d, but the answer has neither data nor a message", q, resp.StatusCode)}
	}
	if _, err := answers.LoadZone(a.Zone); err != nil {
		return fmt.Errorf("%s: the answer is refused: %w", q, err)
	}
	return nil
}

// limited closes the gate of a request that was refused with 429: for as long as the
// rate limit says, else the body, else the header, else a minute.
func (c *Client) limited(q query, resp *http.Response, a *response) error {
	seconds, entity := retryAfter(resp.Header.Get("Retry-After"), c.now()), ""
	if a.RetryAfter > 0 {
		seconds = a.RetryAfter
	}
	if a.RateLimit != nil {
		seconds, entity = a.RateLimit.ResetsInSeconds, a.RateLimit.RequestedEntity
	}
	wait, err := waitOf(seconds)
	if err != nil {
		return fmt.Errorf("%s: the API's rate limit is reached, and %w", q, err)
	}
	c.gates.observe(q.path, entity, 0, wait, c.now())
	return &limited{q.String()}
}

// retryAfter reads that header, which holds seconds or a moment.
func retryAfter(header string, now time.Time) (seconds float64) {
	if s, err := strconv.ParseFloat(strings.TrimSpace(header), 64); err == nil {
		return s
	}
	if at, err := http.ParseTime(header); err == nil {
		return at.Sub(now).Seconds()
	}
	return time.Minute.Seconds()
}

// waitOf is a wait of so many seconds, a second at least; one that is longer than
// any allowance lasts is an error.
func waitOf(seconds float64) (time.Duration, error) {
	if !(seconds <= longestWait.Seconds()) {
		return 0, fmt.Errorf("it asks to wait %.0f seconds, but an allowance is renewed within the hour: run the job again later", seconds)
	}
	return max(time.Duration(seconds*float64(time.Second)), time.Second), nil
}

func (c *Client) apiError(q query, status int, a *response, body []byte) *APIError {
	e := &APIError{Request: q.String(), Status: status, Code: a.Code, Message: a.Message}
	if e.Message == "" {
		e.Message = fmt.Sprintf("an answer of %d bytes that is not the API's", len(body))
	}
	e.Message = c.cfg.Key.redact(e.Message)
	return e
}

// isJSON looks at what a response calls itself and how it begins: gateways send
// HTML.
func isJSON(contentType string, body []byte) bool {
	media, _, err := mime.ParseMediaType(contentType)
	if err == nil && media != "application/json" && !strings.HasSuffix(media, "+json") && media != "text/plain" {
		return false
	}
	body = bytes.TrimPrefix(body, answers.ByteOrderMark)
	i := answers.SkipSpace(body, 0)
	return i < len(body) && (body[i] == '{' || body[i] == '[')
}
