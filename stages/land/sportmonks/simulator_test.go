package sportmonks_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"matchday"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/stages/land/sportmonks"
)

// A season's autumn, long over by the clock, so that it stays as it is while
// clients wait.
var (
	autumn = matchday.Date(2025, 8, 20)
	winter = matchday.Date(2025, 10, 10)
	later  = time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC)
)

// brought is what a client got from a simulated world, and how.
type brought struct {
	objects []string // id, includes and checksum of what is in it
	usage   sportmonks.Usage
	waited  time.Duration
	log     string
}

// bring asks a world for a season's fixtures by date, in pages of 25, and for
// their line-ups and prices by id.
func bring(t *testing.T, o api.Options, f sportmonks.FixtureQuery, details ...sportmonks.FixtureQuery) brought {
	t.Helper()
	w := world.New(world.Options{Seed: 11, Start: later, Seasons: 1, Leagues: world.DefaultLeagues()[:1]})
	server := httptest.NewServer(api.Handler(w, o))
	defer server.Close()
	var log bytes.Buffer
	var mu sync.Mutex
	var waited time.Duration
	client, err := sportmonks.New(sportmonks.Config{
		BaseURL: server.URL + "/v3", Key: sportmonks.NewKey("k"), HTTP: server.Client(), Now: w.Now, Parallel: 1,
		Sleep: func(ctx context.Context, d time.Duration) error {
			mu.Lock()
			defer mu.Unlock()
			waited += d
			w.SetNow(w.Now().Add(d))
			return ctx.Err()
		},
		Rand: rand.New(rand.NewPCG(1, 2)), Log: slog.New(slog.NewTextHandler(&log, nil)), Attempt: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	objects, err := client.FixturesBetween(t.Context(), autumn, winter, f)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, object := range objects {
		ids = append(ids, object.Number())
	}
	for _, d := range details {
		more, err := client.FixturesByID(t.Context(), ids, d)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, more...)
	}
	got := brought{usage: client.Usage(), waited: waited, log: log.String()}
	for _, o := range objects {
		_, query, _ := strings.Cut(o.Request, "?") // what slipped through a list comes by id
		include, _, _ := strings.Cut(query, "&")
		got.objects = append(got.objects, fmt.Sprintf("%s %s %x", o.ID, include, sha256.Sum256(o.Payload)))
	}
	slices.Sort(got.objects)
	return got
}

// what a backfill asks for, in pages small enough to move.
var (
	results = sportmonks.FixtureQuery{Include: []string{"participants", "scores", "lineups"}}
	sheets  = sportmonks.FixtureQuery{Include: []string{"lineups.details"}}
	prices  = sportmonks.FixtureQuery{Include: []string{"odds"}, Markets: []int64{1}}
)

// No fault of the way between the world and us costs an object or changes one:
// whatever it is, the same comes home as without it.
func TestNoFaultOnTheWayCostsAnObject(t *testing.T) {
	t.Parallel()
	want := bring(t, api.Options{}, results, sheets, prices)
	if len(want.objects) < 150 || want.usage.Retries != 0 || want.waited != 0 {
		t.Fatalf("without faults: %d objects, %+v", len(want.objects), want.usage)
	}
	for name, faults := range map[string]api.Faults{
		"429":       {TooMany: 0.3},
		"5xx":       {ServerError: 0.3},
		"truncated": {Truncated: 0.3},
		"slow":      {Slow: 0.5, SlowBy: 5 * time.Millisecond},
		"repeated":  {Repeated: 0.7},
		"drifting":  {Drifting: 1},
		"loose":     {Loose: 1},
		"all":       {TooMany: 0.1, ServerError: 0.1, Truncated: 0.1, Repeated: 0.2, Drifting: 0.2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := bring(t, api.Options{Faults: faults}, results, sheets, prices)
			t.Logf("%d requests, %d of them repeated, %s waited", got.usage.Requests, got.usage.Retries, got.waited.Round(time.Second))
			if !slices.Equal(got.objects, want.objects) {
				t.Errorf("%d objects came home, want %d:\n%s", len(got.objects), len(want.objects), firstOdd(got.objects, want.objects))
			}
			if got.usage.Requests <= want.usage.Requests && name != "slow" && name != "loose" {
				t.Errorf("the fault did not show: %+v", got.usage)
			}
		})
	}
}

// firstOdd is the first object that one list has and the other has not.
func firstOdd(a, b []string) string {
	for _, lists := range [2][2][]string{{a, b}, {b, a}} {
		for _, x := range lists[0] {
			if !slices.Contains(lists[1], x) {
				return x
			}
		}
	}
	return ""
}

// The allowance of an hour is smaller than a history: the client waits for the
// next one and goes on.
func TestAHistoryLargerThanTheAllowance(t *testing.T) {
	t.Parallel()
	want := bring(t, api.Options{}, results, sheets)
	got := bring(t, api.Options{RateLimit: 3}, results, sheets)
	if !slices.Equal(got.objects, want.objects) {
		t.Errorf("%d objects, want %d", len(got.objects), len(want.objects))
	}
	if hours := (want.usage.Requests - 1) / 3; got.usage.Waits < hours || got.waited < time.Duration(hours)*55*time.Minute {
		t.Errorf("%d requests at 3 an hour: waited %s, %d times", got.usage.Requests, got.waited, got.usage.Waits)
	}
	if got.usage.Retries != 0 {
		t.Errorf("%d requests were refused: the allowance was overdrawn", got.usage.Retries)
	}
}

// A plan without prices brings everything else, with one warning.
func TestAPlanWithoutAnInclude(t *testing.T) {
	t.Parallel()
	want := bring(t, api.Options{}, results, sheets)
	got := bring(t, api.Options{Without: []string{"odds"}}, results, sheets, prices)
	if !slices.Equal(got.objects, want.objects) {
		t.Errorf("%d objects, want %d", len(got.objects), len(want.objects))
	}
	if n := strings.Count(got.log, "level=WARN"); n != 1 || !strings.Contains(got.log, "include=odds") {
		t.Errorf("%d warnings:\n%s", n, got.log)
	}
	if extra := got.usage.Requests - want.usage.Requests; extra > 2 { // refused, and probed
		t.Errorf("%d requests for what the plan lacks", extra)
	}
}

// Days without a fixture and fixtures that nobody knows are empty responses in
// all their shapes, not errors.
func TestWhatTheWorldDoesNotHaveIsEmpty(t *testing.T) {
	t.Parallel()
	w := world.New(world.Options{Seed: 11, Start: later, Seasons: 1, Leagues: world.DefaultLeagues()[:1]})
	server := httptest.NewServer(api.Handler(w, api.Options{}))
	defer server.Close()
	client, err := sportmonks.New(sportmonks.Config{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey("k"), HTTP: server.Client(), Now: w.Now, Rand: rand.New(rand.NewPCG(1, 2))})
	if err != nil {
		t.Fatal(err)
	}
	for what, ask := range map[string]func() ([]sportmonks.Object, error){
		"days": func() ([]sportmonks.Object, error) {
			return client.FixturesBetween(t.Context(), matchday.Date(2001, 1, 1), matchday.Date(2001, 1, 9), results)
		},
		"a league of another plan": func() ([]sportmonks.Object, error) {
			return client.FixturesBetween(t.Context(), autumn, winter, sportmonks.FixtureQuery{Leagues: []int64{99999}})
		},
		"ids": func() ([]sportmonks.Object, error) {
			return client.FixturesByID(t.Context(), []int64{1, 2, 3}, results)
		},
		"standings": func() ([]sportmonks.Object, error) { return client.Standings(t.Context(), []int64{1}) },
	} {
		if objects, err := ask(); err != nil || len(objects) != 0 {
			t.Errorf("%s: %d objects, %v", what, len(objects), err)
		}
	}
}
