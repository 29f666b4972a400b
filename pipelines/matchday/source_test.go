package main

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"matchday/invented/api"
	"matchday/invented/world"
)

// command runs matchday in this process, in an environment of its own.
type command struct {
	*testing.T
	env map[string]string
}

func (c command) matchday(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(append([]string{"matchday"}, args...), func(name string) (string, bool) {
		v, ok := c.env[name]
		return v, ok
	}, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// simulated is the environment in which a simulated API is asked at a moment.
func simulated(t *testing.T, now time.Time) command {
	t.Helper()
	const key = "the-key-of-the-test"
	w := world.New(world.Options{Seed: 3, Start: now, Seasons: 1, Leagues: world.DefaultLeagues()[:1]})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: key}))
	t.Cleanup(server.Close)
	return command{t, map[string]string{
		"MATCHDAY_HOME": filepath.Join(t.TempDir(), "home"), "SPORTMONKS_API_KEY": key, "SPORTMONKS_BASE_URL": server.URL + "/v3",
	}}
}

var (
	sourceNow  = time.Date(2025, 10, 15, 12, 0, 0, 0, time.UTC)
	someMonths = []string{"--now", "2025-10-15T12:00:00Z", "--json", "land", "sportmonks", "--from", "2025-08-01", "--to", "2025-09-25"}
)

// With REDIS_URL the API's answers are kept there and not in the home: a second
// home, which has landed nothing, is spared the requests of the first.
func TestAnswersAreKeptInRedis(t *testing.T) {
	c := simulated(t, sourceNow)
	redis := miniredis.RunT(t)
	c.env["REDIS_URL"] = "redis://" + redis.Addr()
	var sent []int
	for _, home := range []string{"one", "two"} {
		c.env["MATCHDAY_HOME"] = filepath.Join(t.TempDir(), home)
		code, stdout, stderr := c.matchday(someMonths...)
		var r struct{ Requests, Saved, Fixtures int }
		if err := json.Unmarshal([]byte(stdout), &r); code != 0 || err != nil || r.Fixtures == 0 {
			t.Fatalf("exit code %d, %v: %s%s", code, err, stdout, stderr)
		}
		if sent = append(sent, r.Requests); home == "two" && (r.Saved == 0 || r.Requests+r.Saved != sent[0]) {
			t.Errorf("the first home sent %d requests, the second %d and was spared %d", sent[0], r.Requests, r.Saved)
		}
		if _, err := os.Stat(filepath.Join(c.env["MATCHDAY_HOME"], "cache")); !os.IsNotExist(err) {
			t.Errorf("answers are kept in the home too: %v", err)
		}
	}
	for _, key := range redis.Keys() {
		if value, _ := redis.Get(key); strings.Contains(key+value, c.env["SPORTMONKS_API_KEY"]) {
			t.Errorf("%s holds the API's key", key)
		}
	}
}

// A Redis that is not there is one warning in our words, and the job is done.
func TestWithoutRedisTheJobIsDoneAllTheSame(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c := simulated(t, sourceNow)
	c.env["REDIS_URL"] = "redis://:pass-of-redis@" + address
	code, stdout, stderr := c.matchday(someMonths...)
	if code != 0 || !strings.Contains(stdout, `"fixtures":`) {
		t.Errorf("exit code %d: %s", code, stdout)
	}
	if strings.Count(stderr, "level=WARN") != 1 || !strings.Contains(stderr, "the job goes on without it") ||
		strings.Contains(stderr, "redis: 2") || strings.Contains(stderr, "pass-of-redis") {
		t.Errorf("stderr:\n%s", stderr)
	}
	c.env["REDIS_URL"] = "localhost:6379"
	if code, _, stderr := c.matchday(someMonths...); code != exitUsage || !strings.Contains(stderr, "$REDIS_URL: address of a Redis database: want one such as redis://") {
		t.Errorf("an address that is none: exit code %d, %s", code, stderr)
	}
}

// Without a key the jobs go on with what has landed. A home that the API fed gets
// one warning; landing from the API remains a mistake in the command line.
func TestAHomeThatTheAPIFedWarnsOfAMissingKey(t *testing.T) {
	c := simulated(t, sourceNow)
	warned := func(want int, args ...string) {
		t.Helper()
		code, _, stderr := c.matchday(append([]string{"--now", "2025-10-15T12:00:00Z"}, args...)...)
		if got := strings.Count(stderr, "level=WARN"); code != 0 || got != want || want > 0 && !strings.Contains(stderr, "set SPORTMONKS_API_KEY, or say --offline") {
			t.Errorf("%v: exit code %d, %d warnings, want %d: %s", args, code, got, want, stderr)
		}
	}
	if code, _, stderr := c.matchday(someMonths...); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	warned(0, "settle")
	delete(c.env, "SPORTMONKS_API_KEY")
	warned(1, "settle")
	warned(1, "lineups")
	warned(0, "settle", "--offline")
	if code, _, stderr := c.matchday(someMonths...); code != exitUsage || !strings.Contains(stderr, "no API key") {
		t.Errorf("landing without a key: exit code %d, %s", code, stderr)
	}
}

// The scheduled jobs say what asking cost, offline too, and a first week says
// what is to be landed before it.
func TestJobsSayWhatAskingCost(t *testing.T) {
	c := simulated(t, sourceNow)
	if code, _, stderr := c.matchday("--now", "2025-10-15T12:00:00Z", "weekly"); code != exitFailed || !strings.Contains(stderr, "no job has worked here") {
		t.Errorf("a week without a home: exit code %d, %s", code, stderr)
	}
	if code, _, stderr := c.matchday("--now", "2025-10-15T12:00:00Z", "land", "footballdata", t.TempDir()); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, args := range [][]string{{"lineups"}, {"settle"}, {"settle", "--offline"}} {
		code, stdout, stderr := c.matchday(append([]string{"--now", "2025-10-15T12:00:00Z", "--json"}, args...)...)
		var r struct {
			Requests, Saved *int
			Left            map[string]int
		}
		if err := json.Unmarshal([]byte(stdout), &r); code != 0 || err != nil || r.Requests == nil || r.Saved == nil || *r.Requests != 0 {
			t.Errorf("%v: exit code %d, %v: %s%s", args, code, err, stdout, stderr)
		}
	}
	code, _, stderr := c.matchday("--now", "2025-10-15T12:00:00Z", "weekly")
	if code != exitRefused || !strings.Contains(stderr, "matchday land sportmonks --from 2022-10-15 --to 2025-10-15") {
		t.Errorf("a first week: exit code %d, %s", code, stderr)
	}
}
