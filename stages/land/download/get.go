package download

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// laterError says that the publisher asks for a longer wait than a job has.
type laterError struct{ wait time.Duration }

func (e *laterError) Error() string {
	return fmt.Sprintf("the publisher asks to wait for %s, and a job waits for %s at most: run it again later", e.wait, longestWait)
}

// tryAgain is a failure that the next try may not have, and how long the publisher
// asks to wait before it; zero: it does not say.
type tryAgain struct {
	error
	wait time.Duration
}

func (e *tryAgain) Unwrap() error { return e.error }

// get asks for one file, as often as it takes.
func (c *Client) get(ctx context.Context, path string, last Record) Answer {
	wait := firstWait
	for try := 1; ; try++ {
		a, err := c.send(ctx, path, last)
		if err == nil {
			return a
		}
		failed := Answer{Path: path, Outcome: Failed, Err: fmt.Errorf("%s: %w", c.URL(path), err)}
		var again *tryAgain
		if !errors.As(err, &again) || try == c.cfg.Tries {
			return failed
		}
		pause := max(wait, again.wait)
		if pause > longestWait {
			failed.Err = fmt.Errorf("%s: %w", c.URL(path), &laterError{pause})
			return failed
		}
		c.cfg.Log.Debug("asked again", "url", c.URL(path), "error", err, "wait", pause)
		if err := c.cfg.Sleep(ctx, pause); err != nil {
			return failed
		}
		wait *= 2
	}
}

// send sends one request. Its error is a tryAgain if another one may do better.
func (c *Client) send(ctx context.Context, path string, last Record) (Answer, error) {
	ctx, done := context.WithTimeout(ctx, c.cfg.Attempt)
	defer done()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL(path), nil)
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("User-Agent", "matchday")
	if last.SHA256 != "" {
		setIf(req.Header, "If-None-Match", last.ETag)
		setIf(req.Header, "If-Modified-Since", last.LastModified)
	}
	res, err := c.http.Do(req)
	if errors.Is(err, errRedirected) {
		return Answer{}, brief(err)
	}
	if err != nil {
		return Answer{}, &tryAgain{error: brief(err)}
	}
	defer res.Body.Close()
	a, err := c.read(path, res, last)
	if err == nil && c.cfg.Answered != nil {
		if err := c.cfg.Answered(res.Header); err != nil {
			return Answer{}, &notTaken{err}
		}
	}
	return a, err
}

// read judges an answer by its code, and reads the file.
func (c *Client) read(path string, res *http.Response, last Record) (Answer, error) {
	a := Answer{Path: path, Record: Record{AnsweredAt: c.cfg.Now().UTC()}}
	switch code := res.StatusCode; {
	case code == http.StatusOK:
		return c.content(a, res, last)
	case code == http.StatusNotModified && last.SHA256 != "":
		a.Outcome = Unchanged
		a.Record.SHA256 = last.SHA256
		a.Record.ETag = cmp.Or(res.Header.Get("ETag"), last.ETag)
		a.Record.LastModified = cmp.Or(res.Header.Get("Last-Modified"), last.LastModified)
		return a, nil
	case code == http.StatusNotFound || code == http.StatusGone:
		a.Outcome = Absent
		return a, nil
	case code == http.StatusTooManyRequests || code >= http.StatusInternalServerError:
		return Answer{}, &tryAgain{refused(code), c.retryAfter(res.Header.Get("Retry-After"))}
	}
	return Answer{}, refused(res.StatusCode)
}

// refused names a code by our own words: the server's may hold anything.
func refused(code int) error {
	return fmt.Errorf("the publisher answers %s", strings.TrimSpace(fmt.Sprint(code, " ", http.StatusText(code))))
}

func setIf(h http.Header, key, value string) {
	if value != "" {
		h.Set(key, value)
	}
}

// brief cuts the method and the URL, which every error of ours begins with, from an
// error of the HTTP client.
func brief(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || !strings.HasPrefix(err.Error(), "Get \"") {
			return err
		}
		err = inner
	}
}

// content reads the file of an answer.
func (c *Client) content(a Answer, res *http.Response, last Record) (Answer, error) {
	content, err := io.ReadAll(io.LimitReader(res.Body, largestFile+1))
	switch {
	case err != nil:
		return Answer{}, &tryAgain{error: fmt.Errorf("the answer breaks off after %d bytes: %w", len(content), err)}
	case len(content) > largestFile:
		return Answer{}, fmt.Errorf("the file is larger than %d MB, which no file of the publisher is", largestFile>>20)
	case isPage(res.Header.Get("Content-Type"), content):
		return Answer{}, errors.New("the answer is an HTML page and no CSV file: see with a browser what it says")
	}
	sum := sha256.Sum256(content)
	a.Record.ETag, a.Record.LastModified = res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	a.Record.SHA256 = hex.EncodeToString(sum[:])
	if a.Outcome = Changed; a.Record.SHA256 == last.SHA256 {
		a.Outcome = Unchanged // the server does not know conditional requests
		return a, nil
	}
	a.Content = content
	return a, nil
}

// isPage recognises a page by its type or by its first letter: a server that has lost
// a file often answers with a page and the code 200.
func isPage(contentType string, content []byte) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	start := bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\ufeff")), " \t\r\n")
	return kind == "text/html" || kind == "application/xhtml+xml" || bytes.HasPrefix(start, []byte("<"))
}

// retryAfter reads the header's two forms: seconds, or a date. What cannot be read
// asks for no wait.
func (c *Client) retryAfter(text string) time.Duration {
	const enough = 1 << 20 // seconds: more than anybody waits, and no overflow
	seconds, err := strconv.ParseUint(text, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) { // of which it is the greatest number
		return time.Duration(min(seconds, enough)) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(c.cfg.Now()))
}
