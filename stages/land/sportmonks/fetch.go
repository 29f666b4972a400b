package sportmonks

import (
	"context"
	"encoding/json"
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

// maxBody bounds a response: fifty fixtures with all their odds are of the order
// of 200 MB.
const maxBody = 512 << 20

// response is one response of the API, of now or from the cache.
type response struct {
	answers.Envelope
	fetchedAt time.Time
}

// empty reports whether the API had nothing, which it says in three ways.
func (a response) empty() bool {
	s := strings.TrimSpace(string(a.Data))
	return s == "" || s == "null" || strings.ReplaceAll(s, " ", "") == "[]"
}

// fetch answers a request from the cache, if a response there is younger than
// fresh, or from the API. It waits for allowances and repeats what fails in
// passing, within the job's deadline.
func (c *Client) fetch(ctx context.Context, q query, fresh time.Duration) (response, error) {
	if body, at, ok := c.get(ctx, q.String(), fresh); ok {
		a := response{fetchedAt: at}
		if json.Unmarshal(body, &a.Envelope) == nil {
			c.count(func(u *Usage) { u.Saved++ })
			return a, nil
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
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return response{}, nil, c.failed(q, fmt.Errorf("read the answer: %w", err))
	}
	if len(body) > maxBody {
		return response{}, nil, fmt.Errorf("%s: the answer has more than %d MB: ask for fewer includes", q, maxBody>>20)
	}
	a := response{fetchedAt: c.cfg.Now().UTC()}
	err = c.read(q, resp, body, &a)
	return a, body, err
}

// failed is a transport's failure, which may pass.
func (c *Client) failed(q query, err error) error {
	return &transient{fmt.Errorf("%s: %s", q, c.cfg.Key.redact(err.Error()))}
}

// read judges a response by its status, its type and its envelope.
func (c *Client) read(q query, resp *http.Response, body []byte, a *response) error {
	decodeErr := errors.New("it is no JSON")
	if isJSON(resp.Header.Get("Content-Type"), body) {
		decodeErr = json.Unmarshal(body, &a.Envelope)
	}
	if l := a.RateLimit; l != nil {
		c.gates.observe(q.path, l.RequestedEntity, l.Remaining, time.Duration(l.ResetsInSeconds)*time.Second, c.now())
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests || a.Code != nil && *a.Code == answers.CodeRateLimit:
		return c.limited(q, resp, a)
	case resp.StatusCode >= 500, resp.StatusCode == http.StatusRequestTimeout:
		return &transient{c.apiError(q, resp.StatusCode, a, body)}
	case resp.StatusCode >= 300, decodeErr == nil && a.Code != nil && len(a.Data) == 0:
		return c.apiError(q, resp.StatusCode, a, body)
	case decodeErr != nil:
		return &transient{fmt.Errorf("%s: HTTP %d, but the answer of %d bytes is not one of the API's: %s",
			q, resp.StatusCode, len(body), c.cfg.Key.redact(decodeErr.Error()))}
	case len(a.Data) == 0 && a.Message == "":
		return &transient{fmt.Errorf("%s: HTTP %d, but the answer has neither data nor a message", q, resp.StatusCode)}
	}
	return nil
}

// limited closes the gate of a request that was refused with 429.
func (c *Client) limited(q query, resp *http.Response, a *response) error {
	wait := time.Minute // if the response does not tell
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(s) * time.Second
	}
	if a.RetryAfter != nil {
		wait = time.Duration(*a.RetryAfter * float64(time.Second))
	}
	entity := ""
	if a.RateLimit != nil {
		entity = a.RateLimit.RequestedEntity
		wait = time.Duration(a.RateLimit.ResetsInSeconds) * time.Second
	}
	wait = max(wait, time.Second)
	c.gates.observe(q.path, entity, 0, wait, c.now())
	return &limited{q.String()}
}

func (c *Client) apiError(q query, status int, a *response, body []byte) *APIError {
	e := &APIError{Request: q.String(), Status: status, Message: a.Message}
	if a.Code != nil {
		e.Code = *a.Code
	}
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
	i := answers.SkipSpace(body, 0)
	return i < len(body) && (body[i] == '{' || body[i] == '[')
}
