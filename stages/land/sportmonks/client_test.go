package sportmonks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const secret = "kJ7xSecretTokenOfTheTest00"

// testClock is a clock that moves when somebody sleeps.
type testClock struct {
	mu     sync.Mutex
	now    time.Time
	slept  []time.Duration
	wakeup func() // called after each sleep
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	c.mu.Unlock()
	if c.wakeup != nil {
		c.wakeup()
	}
	return ctx.Err()
}

// api is a server for one test and a client for it.
type api struct {
	*Client
	clock *testClock
	log   *bytes.Buffer
	mu    sync.Mutex
	asked []*http.Request
}

// requests are the paths and queries asked for so far.
func (a *api) requests() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []string
	for _, r := range a.asked {
		out = append(out, r.URL.Path+"?"+r.URL.Query().Encode())
	}
	return out
}

func newAPI(t *testing.T, serve http.HandlerFunc, change ...func(*Config)) *api {
	t.Helper()
	a := &api{log: &bytes.Buffer{}, clock: &testClock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.asked = append(a.asked, r)
		a.mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(server.Close)
	cfg := Config{
		BaseURL: server.URL + "/v3", Key: NewKey(secret), HTTP: server.Client(), Now: a.clock.Now, Sleep: a.clock.Sleep,
		Rand: rand.New(rand.NewPCG(1, 2)), Log: slog.New(slog.NewTextHandler(a.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Parallel: 1,
	}
	for _, c := range change {
		c(&cfg)
	}
	client, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.Client = client
	return a
}

// answerOf writes a response as the API does.
func answerOf(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

const limitOK = `"rate_limit":{"resets_in_seconds":3000,"remaining":2000,"requested_entity":"Fixture"},"timezone":"UTC"`

// fixtureJSON is a bare fixture.
func fixtureJSON(id int, extra string) string {
	return fmt.Sprintf(`{"id":%d,"sport_id":1,"league_id":8,"season_id":10,"stage_id":1,"round_id":null,"state_id":5,"name":"A vs B","starting_at":"2026-02-%02d 15:00:00"%s}`, id, id%28+1, extra)
}

func multi(t *testing.T, a *api, ids ...int64) []Object {
	t.Helper()
	objects, err := a.FixturesByID(context.Background(), ids, FixtureQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func TestTheKeyIsInTheHeaderAndNowhereElse(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != secret || strings.Contains(r.URL.String(), secret) {
			t.Errorf("request %s with Authorization %q", r.URL, r.Header.Get("Authorization"))
		}
		// The server is so unkind as to repeat the key.
		answerOf(w, 401, `{"message":"Invalid token `+secret+` provided"}`)
	})
	_, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{})
	var refused *APIError
	if !errors.As(err, &refused) || refused.Status != 401 {
		t.Fatalf("error %v, want the API's 401", err)
	}
	if len(a.requests()) != 1 {
		t.Errorf("a refused key was tried %d times", len(a.requests()))
	}
	for what, text := range map[string]string{
		"error": err.Error(), "log": a.log.String(), "%+v of the client": fmt.Sprintf("%+v", a.Client),
		"%#v of the configuration": fmt.Sprintf("%#v", a.cfg), "%v of the key": fmt.Sprintf("%v %+v %#v", a.cfg.Key, a.cfg.Key, a.cfg.Key),
	} {
		if strings.Contains(text, secret) {
			t.Errorf("%s shows the key: %s", what, text)
		}
	}
	js, _ := json.Marshal(a.cfg.Key) //nolint:staticcheck // SA9005: that a key marshals to nothing is the point
	if strings.Contains(string(js), secret) {
		t.Errorf("JSON shows the key: %s", js)
	}
}

func TestATransportErrorDoesNotShowTheKey(t *testing.T) {
	a := newAPI(t, nil, func(c *Config) {
		c.HTTP = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("proxy said no to %s", r.Header.Get("Authorization"))
		})}
	})
	_, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{})
	if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(a.log.String(), secret) {
		t.Fatalf("error %v; log %s", err, a.log)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestEmptyAnswers: the API says "nothing" in three ways, none is an error.
func TestEmptyAnswers(t *testing.T) {
	for _, body := range []string{
		`{"message":"No result(s) found matching your request.",` + limitOK + `}`,
		`{"data":[],"message":"No result(s) found matching your request.","subscription":[{"meta":[]}],` + limitOK + `}`,
		`{"data":[],"subscription":[{"meta":{"trial_ends_at":null}}],` + limitOK + `}`,
		`{"data": [ ] ,` + limitOK + `}`,
		`{"data":null,"message":"No result(s)",` + limitOK + `}`,
	} {
		a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, body) })
		if got := multi(t, a, 1); len(got) != 0 {
			t.Errorf("%s gave %v", body, got)
		}
		if n := len(a.requests()); n != 1 {
			t.Errorf("%s was asked for %d times", body, n)
		}
	}
}

// TestTransientFailures: each passes at the third attempt.
func TestTransientFailures(t *testing.T) {
	good := `{"data":[` + fixtureJSON(1, "") + `],` + limitOK + `}`
	failures := map[string]http.HandlerFunc{
		"500 with a body of the API's": func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 500, `{"error":"x","message":"Server Error","error_id":"1"}`)
		},
		"502 with HTML": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			fmt.Fprint(w, "<html>Bad Gateway</html>")
		},
		"200 with HTML": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>Just a moment</html>")
		},
		"cut off within a whole response": func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, good[:len(good)/2]) },
		"cut off on the wire": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(good)))
			fmt.Fprint(w, good[:len(good)/2])
		},
		"an empty body":       func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, "") },
		"an empty object":     func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, "{}") },
		"a connection reset":  func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		"data that is a text": func(w http.ResponseWriter, r *http.Request) { answerOf(w, 200, `{"data":"soon"}`) },
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			n := 0
			a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
				if n++; n < 3 {
					fail(w, r)
					return
				}
				answerOf(w, 200, good)
			})
			if got := multi(t, a, 1); len(got) != 1 || string(got[0].Payload) != fixtureJSON(1, "") {
				t.Errorf("got %v", got)
			}
			if u := a.Usage(); u.Requests != 3 || u.Retries != 2 {
				t.Errorf("usage %+v, want 3 requests, 2 of them again", u)
			}
			if s := a.clock.slept; len(s) != 2 || s[0] < firstBackoff/2 || s[0] > firstBackoff || s[1] < firstBackoff || s[1] > 2*firstBackoff {
				t.Errorf("waited %v, want a jittered 0.5 s and 1 s", s)
			}
		})
	}
}

func TestFailuresThatStayAreGivenUp(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { answerOf(w, 503, `{"message":"Service Unavailable"}`) })
	_, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{})
	if err == nil || !strings.Contains(err.Error(), "503") || !strings.Contains(err.Error(), "tried 6 times") {
		t.Fatalf("error %v", err)
	}
}

func TestASlowAnswerIsRepeated(t *testing.T) {
	var n atomic.Int32
	done := make(chan struct{})
	defer close(done)
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 1 {
			select {
			case <-r.Context().Done():
			case <-done:
			}
			return
		}
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],`+limitOK+`}`)
	}, func(c *Config) { c.Attempt = 50 * time.Millisecond })
	if got := multi(t, a, 1); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

// TestTooManyRequests: 429 waits until the allowance is renewed, by the body,
// else by the header.
func TestTooManyRequests(t *testing.T) {
	good := `{"data":[` + fixtureJSON(1, "") + `],` + limitOK + `}`
	for name, refuse := range map[string]http.HandlerFunc{
		"rate_limit": func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 429, `{"message":"Too many","rate_limit":{"remaining":0,"total":3000,"resets_in_seconds":77,"requested_entity":"Fixture"}}`)
		},
		"retry_after": func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 429, `{"message":"Too many","retry_after":77}`)
		},
		"code 5005": func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 400, `{"message":"Too many","code":5005,"retry_after":77}`)
		},
		"header": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "77")
			w.WriteHeader(429)
			fmt.Fprint(w, "<html>slow down</html>")
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
				if n++; n == 1 {
					refuse(w, r)
					return
				}
				answerOf(w, 200, good)
			})
			if got := multi(t, a, 1); len(got) != 1 {
				t.Errorf("got %v", got)
			}
			if s := a.clock.slept; len(s) != 1 || s[0] != 77*time.Second {
				t.Errorf("waited %v, want 77 s once", s)
			}
		})
	}
}

// TestAClockThatStandsStillDoesNotWaitForEver: a replayed moment's clock does not
// move while the client sleeps.
func TestAClockThatStandsStillDoesNotWaitForEver(t *testing.T) {
	n := 0
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n <= 2 {
			answerOf(w, 429, `{"message":"Too many","rate_limit":{"remaining":0,"resets_in_seconds":77,"requested_entity":"Fixture"}}`)
			return
		}
		answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],`+limitOK+`}`)
	}, func(c *Config) {
		now := c.Now()
		c.Now = func() time.Time { return now }
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	got, err := a.FixturesByID(ctx, []int64{1}, FixtureQuery{})
	if err != nil || len(got) != 1 {
		t.Fatalf("got %v, %v", got, err)
	}
	if s := a.clock.slept; len(s) != 2 || s[0] != 77*time.Second || s[1] != 77*time.Second {
		t.Errorf("waited %v, want 77 s twice", s)
	}
}

func TestAWaitBeyondTheDeadlineIsAnErrorAtOnce(t *testing.T) {
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 429, `{"message":"Too many","rate_limit":{"remaining":0,"resets_in_seconds":1800,"requested_entity":"Fixture"}}`)
	}, func(c *Config) { c.Deadline = c.Now().Add(10 * time.Minute) })
	_, err := a.FixturesByID(context.Background(), []int64{1}, FixtureQuery{})
	if err == nil || !strings.Contains(err.Error(), "allowance of Fixture") || !strings.Contains(err.Error(), "2026-03-01T12:30:00Z") {
		t.Fatalf("error %v", err)
	}
	if len(a.clock.slept) != 0 {
		t.Errorf("waited %v", a.clock.slept)
	}
}

// TestTheAllowanceIsNeverOverdrawn: a server that allows three requests a
// window never has to refuse one, and another entity's requests go on.
func TestTheAllowanceIsNeverOverdrawn(t *testing.T) {
	const allowance = 3
	var clock *testClock
	left, resetAt, refused := map[string]int{}, map[string]time.Time{}, 0
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		entity := map[bool]string{true: "Fixture", false: "Team"}[strings.Contains(r.URL.Path, "fixtures")]
		if now := clock.Now(); !now.Before(resetAt[entity]) {
			left[entity], resetAt[entity] = allowance, now.Add(time.Hour)
		}
		limit := func() string {
			return fmt.Sprintf(`"rate_limit":{"resets_in_seconds":%d,"remaining":%d,"requested_entity":%q}`,
				int(resetAt[entity].Sub(clock.Now()).Seconds()), left[entity], entity)
		}
		if left[entity] == 0 {
			refused++
			answerOf(w, 429, `{"message":"Too many",`+limit()+`}`)
			return
		}
		left[entity]--
		answerOf(w, 200, `{"data":[],`+limit()+`}`)
	})
	clock = a.clock
	for range 7 {
		multi(t, a, 1)
	}
	if refused != 0 {
		t.Errorf("%d requests were refused", refused)
	}
	if got, want := clock.slept, []time.Duration{time.Hour, time.Hour}; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("waited %v, want %v", got, want)
	}
	before := len(clock.slept)
	multi(t, a, 1)
	multi(t, a, 1) // the window's third; the fixtures' gate is closed now
	if _, err := a.Teams(context.Background(), []int64{5}); err != nil {
		t.Fatal(err)
	}
	if len(clock.slept) != before {
		t.Errorf("the teams waited for the fixtures' allowance: %v", clock.slept)
	}
	if got := a.Usage().Left; got["Fixture"] != 0 || got["Team"] != 2 {
		t.Errorf("left %v", got)
	}
}

func TestAReserveIsLeftToOthers(t *testing.T) {
	n := 0
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		answerOf(w, 200, fmt.Sprintf(`{"data":[],"rate_limit":{"resets_in_seconds":600,"remaining":%d,"requested_entity":"Fixture"}}`, 12-n))
	}, func(c *Config) { c.Reserve = 10 })
	multi(t, a, 1)
	multi(t, a, 1)
	if len(a.clock.slept) != 0 {
		t.Fatalf("waited %v with 10 and more left", a.clock.slept)
	}
	multi(t, a, 1)
	if len(a.clock.slept) != 1 || a.clock.slept[0] != 600*time.Second {
		t.Errorf("waited %v, want 600 s", a.clock.slept)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	good := Config{Key: NewKey(" " + secret + "\n"), Now: time.Now, Rand: newAPI(t, nil).cfg.Rand}
	if c, err := New(good); err != nil || c.cfg.Key.token() != secret || c.cfg.BaseURL != BaseURL {
		t.Fatalf("%v", err)
	}
	for name, change := range map[string]func(*Config){
		"no key": func(c *Config) { c.Key = Key{} }, "an empty key": func(c *Config) { c.Key = NewKey(" ") },
		"no clock": func(c *Config) { c.Now = nil }, "no randomness": func(c *Config) { c.Rand = nil },
		"no URL": func(c *Config) { c.BaseURL = "api.sportmonks.com" }, "a key in the URL": func(c *Config) { c.BaseURL = "https://x/v3?api_token=" + secret },
	} {
		cfg := good
		change(&cfg)
		if _, err := New(cfg); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEndedContextEndsTheJob(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) { cancel(); answerOf(w, 503, `{"message":"x"}`) })
	if _, err := a.FixturesByID(ctx, []int64{1}, FixtureQuery{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestTheRestOfTheEnvelopeIsNotRead: the subscription's meta is an object, or an
// empty list where the plan has none; keys that nobody knows yet are no matter.
func TestTheRestOfTheEnvelopeIsNotRead(t *testing.T) {
	for _, meta := range []string{`{"trial_ends_at":null,"current_timestamp":1760000000}`, `[]`, `null`, `7`} {
		a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
			answerOf(w, 200, `{"data":[`+fixtureJSON(1, "")+`],"subscription":[{"meta":`+meta+`,"plans":[]}],"tomorrow":{"x":[1]},`+limitOK+`}`)
		})
		if got := multi(t, a, 1); len(got) != 1 {
			t.Errorf("meta %s: %v", meta, got)
		}
	}
}
