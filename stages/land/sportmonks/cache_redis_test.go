package sportmonks

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// redisAt connects to a Redis database for one test.
func redisAt(t *testing.T, address string) *RedisCache {
	t.Helper()
	c, err := NewRedisCache(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// realRedis starts the machine's own server on a socket; the test is skipped
// where there is none.
func realRedis(t *testing.T) *RedisCache {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("a redis-server is missing: install one (apt-get install redis-server)")
	}
	socket := filepath.Join(t.TempDir(), "redis.sock")
	server := exec.Command(program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill() // it may have ended by itself
		_ = server.Wait()         // killed
	})
	log := bufio.NewScanner(out)
	for log.Scan() {
		if strings.Contains(strings.ToLower(log.Text()), "ready to accept connections") {
			go func() { _, _ = io.Copy(io.Discard, out) }() // until the server ends
			return redisAt(t, "unix://"+socket)
		}
	}
	t.Fatal("redis-server ended before it was ready")
	return nil
}

// TestCachesKeepWhatTheyAreGiven holds every kind of cache to its contract.
func TestCachesKeepWhatTheyAreGiven(t *testing.T) {
	for name, open := range map[string]func(*testing.T) Cache{
		"disk":         func(t *testing.T) Cache { return DiskCache{filepath.Join(t.TempDir(), "cache")} },
		"miniredis":    func(t *testing.T) Cache { return redisAt(t, "redis://"+miniredis.RunT(t).Addr()) },
		"redis-server": func(t *testing.T) Cache { return realRedis(t) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, c := context.Background(), open(t)
			if got, err := c.Get(ctx, "abc"); got != nil || err != nil {
				t.Errorf("nothing was put, got %q, %v", got, err)
			}
			large := bytes.Repeat([]byte("\x00\r\n{payload}"), 1<<18)
			for _, want := range [][]byte{[]byte("first\nsecond"), large} { // the later takes the place of the earlier
				if err := c.Put(ctx, "abc", want, time.Hour); err != nil {
					t.Fatal(err)
				}
				if got, err := c.Get(ctx, "abc"); err != nil || !bytes.Equal(got, want) {
					t.Errorf("put %d bytes, got %d, %v", len(want), len(got), err)
				}
			}
			if got, err := c.Get(ctx, "abd"); got != nil || err != nil {
				t.Errorf("another name gives %d bytes, %v", len(got), err)
			}
		})
	}
}

// TestRedisForgets each entry when its own time is over: teams after an hour,
// types after a day.
func TestRedisForgets(t *testing.T) {
	server := miniredis.RunT(t)
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		answerOf(w, 200, `{"data":[{"id":53,"league_id":8,"name":"A"}],"rate_limit":{"resets_in_seconds":9,"remaining":90,"requested_entity":"Team"}}`)
	}, func(c *Config) { c.Cache = redisAt(t, "redis://"+server.Addr()) })
	ask := func() {
		t.Helper()
		if _, err := a.Teams(context.Background(), []int64{1}); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Reference(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	first := a.Usage()
	if first.Requests != 7 || first.Saved != 0 { // teams; types, states, leagues, seasons, bookmakers, markets
		t.Errorf("%+v", first)
	}
	ask()
	if u := a.Usage(); u.Requests != 7 || u.Saved != 7 {
		t.Errorf("asked again at once: %+v", u)
	}
	lives := map[time.Duration]int{}
	for _, key := range server.Keys() {
		if !strings.HasPrefix(key, redisPrefix) {
			t.Errorf("key %q stands among what others keep", key)
		}
		if value, err := server.Get(key); err != nil || strings.Contains(key+value, secret) {
			t.Errorf("entry %q holds the API's key: %v", key, err)
		}
		lives[server.TTL(key)]++
	}
	if lives[teamAge] != 1 || lives[referenceAge] != 6 || len(lives) != 2 {
		t.Errorf("times to live: %v", lives)
	}
	server.FastForward(teamAge)
	if err := a.clock.Sleep(t.Context(), teamAge); err != nil {
		t.Fatal(err)
	}
	ask()
	if u := a.Usage(); u.Requests != 8 || u.Saved != 13 {
		t.Errorf("an hour later: %+v", u)
	}
}

// TestAnUnreachableRedisCostsNothingButItsSavings: one warning without the
// database's password, and every response comes from the API.
func TestAnUnreachableRedisCostsNothingButItsSavings(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil { // nobody listens there now
		t.Fatal(err)
	}
	s := &season{}
	a := newAPI(t, s.serve, func(c *Config) { c.Cache = redisAt(t, "redis://user:pass-of-redis@"+address) })
	from := a.clock.Now().AddDate(0, -2, 0)
	for range 2 {
		if objects, err := a.FixturesBetween(context.Background(), from, from.AddDate(0, 1, 0), FixtureQuery{}); err != nil || len(objects) == 0 {
			t.Fatalf("%d fixtures, %v", len(objects), err)
		}
	}
	if u := a.Usage(); u.Requests != 2 || u.Saved != 0 {
		t.Errorf("%+v", u)
	}
	if log := a.log.String(); strings.Count(log, "level=WARN") != 1 || !strings.Contains(log, "goes on without it") || strings.Contains(log, "pass-of-redis") {
		t.Errorf("log:\n%s", log)
	}
}

// TestARedisThatGoesAwayMidJob is one warning too.
func TestARedisThatGoesAwayMidJob(t *testing.T) {
	server := miniredis.RunT(t)
	s := &season{}
	a := newAPI(t, s.serve, func(c *Config) { c.Cache = redisAt(t, "redis://"+server.Addr()) })
	from := a.clock.Now().AddDate(0, -2, 0)
	for i := range 3 {
		if i == 1 {
			server.SetError("LOADING Redis is loading the dataset in memory")
		}
		if _, err := a.FixturesBetween(context.Background(), from, from.AddDate(0, 1, 0), FixtureQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	if u, warnings := a.Usage(), strings.Count(a.log.String(), "level=WARN"); u.Requests != 3 || warnings != 1 {
		t.Errorf("%+v, %d warnings", u, warnings)
	}
}

func TestAnAddressThatIsNoneIsRefusedWithoutItsPassword(t *testing.T) {
	for _, address := range []string{"localhost:6379", "http://x:pass-of-redis@y", "redis://x:pass-of-redis@[bad", "redis://x:pass-of-redis@h/notanumber", ""} {
		if _, err := NewRedisCache(address); err == nil || strings.Contains(err.Error(), "pass-of-redis") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestAnotherKeysAnswersAreNotUsed: its plan may have more or less.
func TestAnotherKeysAnswersAreNotUsed(t *testing.T) {
	s := &season{}
	a := newAPI(t, s.serve, func(c *Config) { c.Cache = redisAt(t, "redis://"+miniredis.RunT(t).Addr()) })
	requests := 0
	for _, key := range []string{"one", "two", "one"} {
		cfg := a.cfg
		cfg.Key = NewKey(key)
		client, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		from := a.clock.Now().AddDate(0, -2, 0)
		if _, err := client.FixturesBetween(context.Background(), from, from.AddDate(0, 1, 0), FixtureQuery{}); err != nil {
			t.Fatal(err)
		}
		requests += client.Usage().Requests
	}
	if requests != 2 {
		t.Errorf("%d requests of two keys, one of which asked twice; want 2", requests)
	}
}
