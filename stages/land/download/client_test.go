package download_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/stages/land/download"
)

const csv = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,09/08/2025,A,B,1,0\n"

// publisher is a server whose answers a test decides, and a client that waits for
// nothing.
type publisher struct {
	*testing.T
	url    string
	mu     sync.Mutex // guards got: a handler may outlive its request
	got    []*http.Request
	waited []time.Duration
	now    time.Time
}

func serve(t *testing.T, answer http.HandlerFunc) *publisher {
	p := &publisher{T: t, now: time.Date(2026, 2, 13, 14, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.got = append(p.got, r)
		p.mu.Unlock()
		answer(rw, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *publisher) client(change ...func(*download.Config)) *download.Client {
	p.Helper()
	cfg := download.Config{
		BaseURL: p.url, Now: func() time.Time { return p.now }, Pause: time.Second,
		Sleep: func(_ context.Context, d time.Duration) error {
			p.waited = append(p.waited, d)
			p.now = p.now.Add(d)
			return nil
		},
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := download.New(cfg)
	if err != nil {
		p.Fatal(err)
	}
	return c
}

// ask returns the answers for some files.
func (p *publisher) ask(c *download.Client, last download.Records, paths ...string) (out []download.Answer) {
	p.Helper()
	err := c.Each(p.Context(), paths, func(path string) download.Record { return last[path] }, func(a download.Answer) error {
		out = append(out, a)
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
	return out
}

func TestAFileIsAskedForOnlyIfItHasChanged(t *testing.T) {
	content := csv
	p := serve(t, func(rw http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, len(content))
		rw.Header().Set("ETag", tag)
		rw.Header().Set("Last-Modified", "Fri, 13 Feb 2026 13:00:00 GMT")
		if r.Header.Get("If-None-Match") == tag {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(rw, content)
	})
	first := p.ask(p.client(), nil, "fixtures.csv")[0]
	if first.Outcome != download.Changed || string(first.Content) != csv || first.Record.ETag == "" || !first.Record.AnsweredAt.Equal(p.now) {
		t.Fatalf("first: %+v", first)
	}
	last := download.Records{"fixtures.csv": first.Record}
	p.now = p.now.Add(time.Hour)
	second := p.ask(p.client(), last, "fixtures.csv")[0]
	if second.Outcome != download.Unchanged || second.Record.SHA256 != first.Record.SHA256 || !second.Record.AnsweredAt.Equal(p.now) {
		t.Errorf("second: %+v", second)
	}
	if since := p.got[1].Header.Get("If-Modified-Since"); since != first.Record.LastModified {
		t.Errorf("asked if modified since %q", since)
	}
	content += "E0,10/08/2025,C,D,2,2\n"
	if third := p.ask(p.client(), last, "fixtures.csv")[0]; third.Outcome != download.Changed || string(third.Content) != content {
		t.Errorf("third: %+v", third)
	}
}

func TestTheSameBytesAreUnchangedFromAServerThatKnowsNoConditions(t *testing.T) {
	p := serve(t, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, csv) })
	first := p.ask(p.client(), nil, "fixtures.csv")[0]
	again := p.ask(p.client(), download.Records{"fixtures.csv": first.Record}, "fixtures.csv")[0]
	if first.Outcome != download.Changed || again.Outcome != download.Unchanged || again.Content != nil {
		t.Errorf("%s, then %s", first.Outcome, again.Outcome)
	}
}

// Each case is what a server answers, one answer a request, and what comes of it.
func TestWhatAServerMayAnswer(t *testing.T) {
	type reply struct {
		code    int
		header  string // Name: value
		body    string
		content string // type
	}
	ok, broken := reply{code: 200, body: csv}, reply{code: 503, body: "try later"}
	for name, c := range map[string]struct {
		replies []reply // the last one is repeated
		outcome download.Outcome
		waited  []time.Duration
		err     string
	}{
		"a failure that passes":           {[]reply{broken, ok}, download.Changed, []time.Duration{2 * time.Second}, ""},
		"a failure that does not":         {[]reply{broken}, download.Failed, []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second}, "the publisher answers 503 Service Unavailable"},
		"a wait in seconds":               {[]reply{{code: 429, header: "Retry-After: 90"}, ok}, download.Changed, []time.Duration{90 * time.Second}, ""},
		"a wait until a date":             {[]reply{{code: 503, header: "Retry-After: Fri, 13 Feb 2026 14:02:00 GMT"}, ok}, download.Changed, []time.Duration{2 * time.Minute}, ""},
		"a wait that is over":             {[]reply{{code: 503, header: "Retry-After: Fri, 13 Feb 2026 13:00:00 GMT"}, ok}, download.Changed, []time.Duration{2 * time.Second}, ""},
		"a wait of thirty thousand years": {[]reply{{code: 429, header: "Retry-After: 999999999999"}}, download.Failed, nil, "a job waits for 5m0s at most: run it again later"},
		"a wait that no number holds":     {[]reply{{code: 429, header: "Retry-After: 99999999999999999999999"}}, download.Failed, nil, "a job waits for 5m0s at most"},
		"a wait that is no number":        {[]reply{{code: 429, header: "Retry-After: soon"}, ok}, download.Changed, []time.Duration{2 * time.Second}, ""},
		"no such file":                    {[]reply{{code: 404, body: "<html>gone</html>"}}, download.Absent, nil, ""},
		"no right":                        {[]reply{{code: 403}}, download.Failed, nil, "the publisher answers 403 Forbidden"},
		"a page by its type":              {[]reply{{code: 200, content: "text/html; charset=utf-8", body: "Div,Date"}}, download.Failed, nil, "an HTML page and no CSV file"},
		"a page by its bytes":             {[]reply{{code: 200, content: "text/csv", body: "\ufeff\n <!DOCTYPE html>"}}, download.Failed, nil, "an HTML page and no CSV file"},
		"unchanged, but never asked so":   {[]reply{{code: 304}}, download.Failed, nil, "the publisher answers 304 Not Modified"},
		"more bytes than any file":        {[]reply{{code: 200, body: strings.Repeat("a", 17<<20)}}, download.Failed, nil, "larger than 16 MB"},
		"another host":                    {[]reply{{code: 302, header: "Location: http://example.invalid/fixtures.csv"}}, download.Failed, []time.Duration{}, "redirected to \"http://example.invalid\", which was not asked"},
		"round in circles":                {[]reply{{code: 302, header: "Location: /fixtures.csv"}}, download.Failed, nil, "redirected more than five times"},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			p := serve(t, func(rw http.ResponseWriter, _ *http.Request) {
				r := c.replies[min(n, len(c.replies)-1)]
				n++
				key, value, _ := strings.Cut(r.header, ": ")
				rw.Header().Set(key, value)
				rw.Header().Set("Content-Type", r.content)
				rw.WriteHeader(r.code)
				fmt.Fprint(rw, r.body)
			})
			a := p.ask(p.client(), nil, "fixtures.csv")[0]
			if a.Outcome != c.outcome || !slices.Equal(p.waited, c.waited) {
				t.Errorf("%s (%v) after waits of %v, want %s after %v", a.Outcome, a.Err, p.waited, c.outcome, c.waited)
			}
			if c.err != "" && (a.Err == nil || !strings.Contains(a.Err.Error(), c.err) || !strings.HasPrefix(a.Err.Error(), p.url+"/fixtures.csv: ")) {
				t.Errorf("the error is %v, want %s", a.Err, c.err)
			}
		})
	}
}

func TestAnAnswerThatBreaksOffIsAskedForAgain(t *testing.T) {
	n := 0
	p := serve(t, func(rw http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			rw.Header().Set("Content-Length", fmt.Sprint(len(csv)))
			fmt.Fprint(rw, csv[:len(csv)/2])
			return
		}
		fmt.Fprint(rw, csv)
	})
	if a := p.ask(p.client(), nil, "fixtures.csv")[0]; a.Outcome != download.Changed || string(a.Content) != csv || n != 2 {
		t.Errorf("%d requests: %+v", n, a)
	}
}

func TestAServerThatIsSlowIsNotWaitedFor(t *testing.T) {
	stop := make(chan struct{})
	p := serve(t, func(http.ResponseWriter, *http.Request) { <-stop })
	defer close(stop)
	c := p.client(func(cfg *download.Config) { cfg.Attempt, cfg.Tries = 20*time.Millisecond, 2 })
	if a := p.ask(c, nil, "fixtures.csv")[0]; a.Outcome != download.Failed || !errors.Is(a.Err, context.DeadlineExceeded) || len(p.got) != 2 {
		t.Errorf("%d requests: %+v", len(p.got), a)
	}
}

func TestFilesAreAskedForOneByOneWithPauses(t *testing.T) {
	p := serve(t, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, csv) })
	p.ask(p.client(), nil, "a.csv", "b.csv", "c.csv")
	if want := []time.Duration{time.Second, time.Second}; !slices.Equal(p.waited, want) {
		t.Errorf("waited %v, want %v", p.waited, want)
	}
}

func TestWhatFailsDoesNotStopTheOthersUnlessItGoesOn(t *testing.T) {
	bad := map[string]bool{"/b": true, "/d": true, "/e": true, "/f": true}
	p := serve(t, func(rw http.ResponseWriter, r *http.Request) {
		if bad[r.URL.Path] {
			rw.WriteHeader(http.StatusInternalServerError)
			return
		}
		fmt.Fprint(rw, csv)
	})
	var got []string
	for _, a := range p.ask(p.client(), nil, "a", "b", "c", "d", "e", "f", "g", "h") {
		got = append(got, a.Path+" "+string(a.Outcome))
	}
	want := []string{"a changed", "b failed", "c changed", "d failed", "e failed", "f failed", "g not asked", "h not asked"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAfterALongWaitThatWasAskedForNothingElseIsAsked(t *testing.T) {
	p := serve(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "86400")
		rw.WriteHeader(http.StatusTooManyRequests)
	})
	got := p.ask(p.client(), nil, "a", "b")
	if len(p.got) != 1 || got[1].Outcome != download.NotAsked || !strings.Contains(got[1].Err.Error(), "asks to wait for 24h0m0s") {
		t.Errorf("%d requests: %+v", len(p.got), got)
	}
}

func TestAnInterruptedDownloadEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := serve(t, func(rw http.ResponseWriter, _ *http.Request) { cancel() })
	err := p.client().Each(ctx, []string{"a", "b"}, func(string) download.Record { return download.Record{} }, func(a download.Answer) error {
		t.Errorf("answered %+v", a)
		return nil
	})
	if !errors.Is(err, context.Canceled) || len(p.got) != 1 {
		t.Errorf("%d requests, %v", len(p.got), err)
	}
}

func TestABaseURLThatIsNoneIsRefused(t *testing.T) {
	for _, url := range []string{"nowhere", "ftp://example.invalid", "https://", "https://me:secret@example.invalid", "https://example.invalid?x=1"} {
		if _, err := download.New(download.Config{BaseURL: url, Now: time.Now}); err == nil || !strings.Contains(err.Error(), "want one such as https://www.football-data.co.uk") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
