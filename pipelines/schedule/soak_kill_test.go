package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/invented/api"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// liveJob is a job that tests kill.
type liveJob struct {
	name   string
	at     time.Time
	points []string // at which it may die
	run    func(ctx context.Context, s *soak, env job.Env) error
}

// mortal are the jobs at moments at which they have something to do: the settle
// job sees a result for the second time, the lineups job finds two elevens.
func mortal() []liveJob {
	return []liveJob{
		{"hourly", soakStart.Add(time.Hour), []string{"fetch", "survey", "features", "predict", "write", "commit", "publish"},
			func(ctx context.Context, s *soak, env job.Env) error {
				_, err := live.Hourly(ctx, env, live.HourlyOptions{Within: live.HourlyWithin, Fetch: ingest.FetchSportmonks(s.source, ingest.QueryComing(live.HourlyWithin))})
				return err
			}},
		{"settle", soakStart.Add(6*time.Hour + 30*time.Minute), []string{"fetch", "write", "commit", "publish"},
			func(ctx context.Context, s *soak, env job.Env) error {
				_, err := live.Settle(ctx, env, live.SettleOptions{Fetch: ingest.FetchSportmonks(s.source, ingest.QueryResults())})
				return err
			}},
		{"lineups", soakStart.Add(7*time.Hour + 45*time.Minute), []string{"fetch", "survey", "features", "predict", "write", "commit", "publish"},
			func(ctx context.Context, s *soak, env job.Env) error {
				_, err := live.Lineups(ctx, env, live.LineupsOptions{Fetch: ingest.FetchSportmonks(s.source, ingest.QueryLineups())})
				return err
			}},
	}
}

// opened is a copy of a home, its source, and the clock at a moment.
func opened(t *testing.T, from string, at time.Time) *soak {
	t.Helper()
	home := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(from, home); err != nil {
		t.Fatal(err)
	}
	s := newSoak(home, api.Faults{})
	t.Cleanup(s.close)
	s.cron.Env.Cache = nil // each run is a process of its own
	s.cron.Clock.Set(at)
	return s
}

// dies runs a job that dies at a point: while it asks, its context ends before
// the first request is answered.
func (s *soak) dies(t *testing.T, job liveJob, point string) {
	t.Helper()
	died := errors.New("killed")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if point == "fetch" {
		s.asks = cancel
		defer func() { s.asks = nil }()
	}
	env := s.cron.Env
	env.Failpoint = func(at string) error {
		if at == point {
			return died
		}
		return nil
	}
	err := job.run(ctx, s, env)
	if point == "publish" && err == nil {
		return // all is written: the copy is behind, and the next job publishes
	}
	if !errors.Is(err, died) && !errors.Is(err, context.Canceled) {
		t.Fatalf("killed at %s: %v", point, err)
	}
}

// TestALiveJobKilledAnywhereIsDoneByTheNext: run again at the same moment, the
// books are those of a job that did not die.
func TestALiveJobKilledAnywhereIsDoneByTheNext(t *testing.T) {
	before := opened(t, soakHome(t), soakStart)
	jobs := mortal()
	for _, run := range []struct {
		job liveJob
		at  time.Time
	}{{jobs[0], soakStart}, {jobs[1], soakStart.Add(6 * time.Hour)}} {
		before.cron.Clock.Set(run.at)
		if err := run.job.run(t.Context(), before, before.cron.Env); err != nil {
			t.Fatal(err)
		}
	}
	for _, dying := range jobs {
		alive := opened(t, before.home, dying.at)
		if dying.name == "hourly" {
			alive = opened(t, soakHome(t), dying.at) // later than anything else has run
		}
		first := alive.home
		if err := job.Mirror(first, first+" before"); err != nil {
			t.Fatal(err)
		}
		if err := dying.run(t.Context(), alive, alive.cron.Env); err != nil {
			t.Fatal(err)
		}
		want := livetest.Tables(t, alive.home)
		for _, point := range dying.points {
			if os.Getenv("MATCHDAY_SOAK") == "" && !slices.Contains([]string{"fetch", "commit"}, point) {
				continue
			}
			t.Run(dying.name+" at "+point, func(t *testing.T) {
				s := opened(t, first+" before", dying.at)
				s.dies(t, dying, point)
				if err := dying.run(t.Context(), s, s.cron.Env); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(want, livetest.Tables(t, s.home)); d != "" {
					t.Errorf("the books differ: %.3000s", d)
				}
			})
		}
		for query, least := range map[string]string{
			"hourly":  "SELECT count(*) > 1 FROM predictions",
			"settle":  "SELECT count(*) > 0 FROM results",
			"lineups": "SELECT count(*) > 0 FROM predictions WHERE lineup_available",
		} {
			if query == dying.name && hometest.QueryOne(t, alive.home, least) != "true" {
				t.Errorf("%s had nothing to do: the comparison says nothing", dying.name)
			}
		}
	}
}

// TestAJobDoesNotWaitLongerThanItsPatience: told to come back in fifty minutes it
// says so and ends, and the next one finds the allowance renewed.
func TestAJobDoesNotWaitLongerThanItsPatience(t *testing.T) {
	s := opened(t, soakHome(t), soakStart.Add(time.Hour))
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"message":"Too many requests","rate_limit":{"resets_in_seconds":3000,"remaining":0,"requested_entity":"Fixture"}}`)
	})
	hourly := mortal()[0]
	err := hourly.run(t.Context(), s, s.cron.Env)
	if err == nil || !strings.Contains(err.Error(), "the job's deadline is 2026-03-07T10:10:00Z: run it again then") {
		t.Errorf("got %v", err)
	}
	if now := s.cron.Clock.Now(); !now.Equal(hourly.at) {
		t.Errorf("the job waited until %s", now)
	}
	s.meet(api.Faults{})
	s.cron.Clock.Set(hourly.at.Add(time.Hour))
	if err := hourly.run(t.Context(), s, s.cron.Env); err != nil {
		t.Fatal(err)
	}
	if got := hometest.QueryOne(t, s.home, "SELECT string_agg(status, ' ' ORDER BY started_at) FROM runs WHERE pipeline = 'hourly'"); got != "failed done" {
		t.Errorf("the runs are recorded as %s", got)
	}
}
