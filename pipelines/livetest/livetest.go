// Package livetest makes homes with a champion for tests of the live jobs, runs the
// jobs there, and reads what they wrote.
package livetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"matchday/pipelines/check"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/weekly"
)

var theLiveHome struct {
	once sync.Once
	dir  string
	err  error
}

// Home is a home with a champion, in which Friday's files have landed. It
// is made once; each test gets a copy.
func Home(t testing.TB) string {
	t.Helper()
	theLiveHome.once.Do(func() {
		theLiveHome.dir, theLiveHome.err = os.MkdirTemp("", "live")
		if theLiveHome.err != nil {
			return
		}
		sunday := time.Date(2025, time.March, 2, 2, 0, 0, 0, time.UTC)
		hometest.LandEdition(t, theLiveHome.dir, sunday)
		if _, err := weekly.Run(context.Background(), hometest.Env(theLiveHome.dir, sunday), weekly.Options{Force: true}); err != nil {
			theLiveHome.err = err
			return
		}
		hometest.LandEdition(t, theLiveHome.dir, hometest.LiveFriday)
	})
	if theLiveHome.err != nil {
		t.Fatal(theLiveHome.err)
	}
	to := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(theLiveHome.dir, to); err != nil {
		t.Fatal(err)
	}
	return to
}

func MustHourly(t testing.TB, home string, now time.Time, o live.HourlyOptions) live.Report {
	t.Helper()
	r, err := live.Hourly(t.Context(), hometest.Env(home, now), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func MustSettle(t testing.TB, home string, now time.Time) live.SettleReport {
	t.Helper()
	r, err := live.Settle(t.Context(), hometest.Env(home, now), live.SettleOptions{})
	if err = errors.Join(err, r.Err()); err != nil {
		t.Fatal(err)
	}
	return r
}

// Tables is all that the live jobs write.
func Tables(t *testing.T, home string) string {
	t.Helper()
	var all []string
	for _, table := range []string{"predictions", "model_predictions", "market_predictions", "bets", "skips", "results", "ledger", "lineup_updates", "placements", "runs"} {
		all = append(all, table, hometest.Query(t, home, "FROM "+table+" ORDER BY ALL"))
	}
	return strings.Join(all, "\n")
}

// Queries that are true if hourly and settle met in a minute: settle looked at the clock
// after hourly and committed before it, or the other way round.
const (
	met = `SELECT count(*) > 0 FROM commits s JOIN commits h ON date_trunc('minute', s.as_of) = date_trunc('minute', h.as_of)
		WHERE s.run_id LIKE 'settle-%' AND h.run_id LIKE 'hourly-%' AND `
	SettledInside = met + "s.as_of > h.as_of AND s.commit_no < h.commit_no"
	SettledAround = met + "s.as_of < h.as_of AND s.commit_no > h.commit_no"
)

func PassesChecks(t *testing.T, home string) {
	t.Helper()
	r, err := check.Run(t.Context(), hometest.Env(home, hometest.LiveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		var b strings.Builder
		_ = r.WriteText(&b)
		t.Errorf("%v\n%s", err, b.String())
	}
}
