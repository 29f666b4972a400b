package schedule_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
)

// The soak plays the jobs' schedule against a source that goes wrong in every
// way that the simulator knows, then a day and a half against the same source
// when it is well again, and holds the home against one that never met a fault.

// soakStart is a Saturday morning before a round.
var soakStart = time.Date(2026, time.March, 7, 9, 0, 0, 0, time.UTC)

const soakKey = "a-token-that-must-not-be-found"

// theSoakHome is a home with a history and a champion, made once; each play has
// a copy.
var theSoakHome struct {
	once sync.Once
	dir  string
	err  error
}

func soakHome(t *testing.T) string {
	t.Helper()
	theSoakHome.once.Do(func() {
		if theSoakHome.dir, theSoakHome.err = os.MkdirTemp("", "soak"); theSoakHome.err != nil {
			return
		}
		s := newSoak(theSoakHome.dir, api.Faults{})
		defer s.close()
		history := s.source
		history.From, history.To = soakStart.AddDate(-2, 0, 0), soakStart.AddDate(0, 0, 14)
		_, err := ingest.LandSportmonks(context.Background(), s.cron.Env, history)
		if err == nil {
			_, err = weekly.Run(context.Background(), s.cron.Env, weekly.Options{Force: true})
		}
		theSoakHome.err = err
	})
	if theSoakHome.err != nil {
		t.Fatal(theSoakHome.err)
	}
	to := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(theSoakHome.dir, to); err != nil {
		t.Fatal(err)
	}
	return to
}

// soak is a home, the source that its jobs ask, and what came of them.
type soak struct {
	home      string
	world     *world.World
	server    *httptest.Server
	mu        sync.Mutex
	handler   http.Handler         // of the world as it is now, ill or well
	delivered map[string]time.Time // fixture and moment of every whole answer about single fixtures
	asks      func()               // is told of every request, which is not answered then
	source    ingest.SportmonksOptions
	cron      schedule.Cron
	log       bytes.Buffer
	failed    map[string][]error // by job
	ticks     int
	last      map[string]schedule.Tick
}

// newSoak opens a home and a world with faults.
func newSoak(home string, faults api.Faults) *soak {
	s := &soak{home: home, delivered: map[string]time.Time{}, failed: map[string][]error{}, last: map[string]schedule.Tick{}}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	s.meet(faults)
	clock := job.NewClock(soakStart, func(now time.Time) { s.world.SetNow(now) })
	env := hometest.Env(home, soakStart)
	env.Now, env.Cache = clock.Now, new(job.Cache)
	env.Log = slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	env.Config.Gate.MinFixtures = 60
	s.source = ingest.SportmonksOptions{BaseURL: s.server.URL + "/v3", Key: sportmonks.NewKey(soakKey), HTTP: s.server.Client(), Sleep: clock.Sleep}
	s.cron = schedule.Cron{Env: env, Clock: clock, After: s.after}
	return s
}

// meet replaces the world by the same one with other faults.
func (s *soak) meet(faults api.Faults) {
	faults.SlowBy = 5 * time.Millisecond
	now := soakStart
	if s.world != nil {
		now = s.world.Now()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world = world.New(world.Options{Seed: 5, Start: soakStart, Seasons: 2, Leagues: hometest.SmallLeague})
	s.world.SetNow(now)
	s.handler = api.Handler(s.world, api.Options{Key: soakKey, Faults: faults})
}

func (s *soak) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	h, now := s.handler, s.world.Now().Truncate(time.Microsecond)
	s.mu.Unlock()
	if s.asks != nil {
		s.asks()
		panic(http.ErrAbortHandler)
	}
	c := &capture{ResponseWriter: w, status: http.StatusOK}
	h.ServeHTTP(c, r)
	var answer struct{ Data []struct{ ID json.Number } }
	if c.status != http.StatusOK || !strings.Contains(r.URL.Path, "/fixtures/multi/") || json.Unmarshal(c.body, &answer) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range answer.Data {
		s.delivered[f.ID.String()+" "+now.Format(time.RFC3339)] = now
	}
}

// capture keeps what is answered.
type capture struct {
	http.ResponseWriter
	status int
	body   []byte
}

func (c *capture) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *capture) Write(b []byte) (int, error) {
	c.body = append(c.body, b...)
	return c.ResponseWriter.Write(b)
}

func (c *capture) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (s *soak) close() { s.server.Close() }

// after notes how a tick went.
func (s *soak) after(tick schedule.Tick) error {
	if tick.Skipped {
		return nil
	}
	s.ticks++
	s.last[tick.Job] = tick
	if tick.Err != nil {
		s.failed[tick.Job] = append(s.failed[tick.Job], tick.Err)
	}
	return nil
}

// due says that a tick of the small soak has something to do: the large one runs
// all.
func (s *soak) due(_ context.Context, e schedule.Entry, now time.Time) (bool, error) {
	switch e.Name {
	case live.HourlyJob.Name:
		return now.Hour()%3 == 0, nil
	case live.LineupsJob.Name:
		return len(s.world.Truths(now, now.Add(job.LineupLead))) > 0, nil
	case live.SettleJob.Name:
		return len(s.world.Truths(now.Add(-5*time.Hour), now.Add(-ingest.ShortestMatch))) > 0, nil
	}
	return false, nil // weekly: recover fetches what it would
}

// soaking plays the schedule with faults from the start on, then without.
func soaking(t *testing.T, faults api.Faults, ill time.Duration) *soak {
	t.Helper()
	s := newSoak(soakHome(t), faults)
	t.Cleanup(s.close)
	s.cron.Jobs = schedule.Jobs(ingest.Sources{API: &s.source}, weekly.Options{Force: true, Fetch: ingest.FetchWeekly(s.source)})
	if os.Getenv("MATCHDAY_SOAK") == "" {
		s.cron.Due = s.due
	}
	well := soakStart.Add(ill)
	if err := s.cron.Play(t.Context(), soakStart, well); err != nil {
		t.Fatal(err)
	}
	s.meet(api.Faults{})
	s.recover(t, well)
	return s
}

// recover plays what is left when the source is well: the next tick of every
// job, results once more a day later, and what the weekly job fetches.
func (s *soak) recover(t *testing.T, well time.Time) {
	t.Helper()
	ill := s.failed
	s.failed = map[string][]error{}
	if err := s.cron.Play(t.Context(), well, well.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, later := range []time.Duration{26 * time.Hour, 27 * time.Hour} {
		if err := s.cron.Play(t.Context(), well.Add(later), well.Add(later+time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	week := []job.Fetch{ingest.FetchWeekly(s.source), ingest.FetchSportmonks(s.source, ingest.QueryResults())}
	for _, fetch := range week {
		if _, err := fetch(t.Context(), s.cron.Env); err != nil {
			t.Errorf("a fetch failed though the source was well: %v", err)
		}
	}
	if _, err := staging.Run(t.Context(), staging.Input{Lake: s.cron.Env.Lake()}); err != nil { // the weekly job would
		t.Fatal(err)
	}
	for job, errs := range s.failed {
		t.Errorf("%s failed though the source was well: %v", job, errs[0])
	}
	s.failed = ill
	if err := s.cron.Env.PublishDeferred(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// final are the tables of a home in the end, without the moments at which its
// own jobs happened to run.
func (s *soak) final(t *testing.T) map[string]string {
	t.Helper()
	since := soakStart.AddDate(0, 0, -1).Format(time.DateTime)
	out := map[string]string{}
	for name, query := range map[string]string{
		"fixtures":   "SELECT fixture_id, state, kickoff, home_team, away_team, venue FROM fixtures ORDER BY ALL",
		"scores":     "SELECT fixture_id, home_goals, away_goals, outcome FROM scores ORDER BY ALL",
		"statistics": "SELECT * EXCLUDE (known_at, landed_at) FROM statistics ORDER BY ALL",
		"measures":   "SELECT fixture_id, side, type, value FROM measures ORDER BY ALL",
		"line-ups":   "SELECT fixture_id, side, player_id, started, minutes, rating FROM lineups QUALIFY version = max(version) OVER (PARTITION BY fixture_id, side) ORDER BY ALL",
		"results":    "SELECT fixture_id, home_score, away_score FROM results ORDER BY ALL",
		"predicted":  "SELECT DISTINCT fixture_id FROM predictions WHERE kickoff > '" + since + "' ORDER BY ALL",
	} {
		out[name] = hometest.Query(t, s.home, query)
	}
	return out
}

// sound holds a home in the end against one that met no fault, and against the
// rules that hold whatever happens.
func (s *soak) sound(t *testing.T, never map[string]string) {
	t.Helper()
	for name, want := range never {
		if d := cmp.Diff(want, s.final(t)[name]); d != "" {
			t.Errorf("%s differ from those of a home that met no fault: %.2000s", name, d)
		}
	}
	for query, want := range map[string]string{
		"SELECT count(*) FROM (SELECT fixture_id, market, strategy FROM bets GROUP BY ALL HAVING count(*) > 1)":                                            "0",
		"SELECT count(*) FROM bets b JOIN results USING (fixture_id) WHERE b.status = 'pending'":                                                           "0",
		"SELECT count(*) FROM predictions WHERE kickoff <= as_of":                                                                                          "0",
		"SELECT count(*) FROM (SELECT fixture_id, date_trunc('hour', as_of) FROM predictions WHERE NOT lineup_available GROUP BY ALL HAVING count(*) > 1)": "0",
		"SELECT count(*) FROM runs WHERE status <> 'done' AND (message IS NULL OR message = '' OR stage IS NULL)":                                          "0",
	} {
		if got := hometest.QueryOne(t, s.home, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	for job, errs := range s.failed {
		for _, err := range errs {
			if !strings.Contains(err.Error(), "/v3/") || !strings.Contains(err.Error(), "tried ") && !strings.Contains(err.Error(), "in a row") {
				t.Errorf("%s does not say why it failed: %v", job, err)
			}
		}
	}
	livetest.PassesChecks(t, s.home)
	if left, err := filepath.Glob(filepath.Join(s.home, "lake", ".tmp", "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	s.nothingLost(t)
	s.nothingTwice(t)
	s.noKey(t)
	s.addsUp(t)
}

// calm is a day, or a week, without a fault; made once.
var calm struct {
	once  sync.Once
	final map[string]string
	bets  string
}

func calmly(t *testing.T, ill time.Duration) map[string]string {
	t.Helper()
	calm.once.Do(func() {
		s := soaking(t, api.Faults{}, ill)
		calm.final = s.final(t)
		calm.bets = hometest.QueryOne(t, s.home, "SELECT count(*) FROM bets WHERE status <> 'pending'")
		if len(s.failed) > 0 {
			t.Errorf("failed without a fault: %v", s.failed)
		}
		s.sound(t, calm.final)
	})
	if calm.bets == "" || calm.bets == "0" {
		t.Fatalf("%q bets were settled without a fault: the comparison says nothing", calm.bets)
	}
	return calm.final
}

// TestADayOfAllFaultsAtOnceLosesNothing is the soak in small.
func TestADayOfAllFaultsAtOnceLosesNothing(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") != "" {
		t.Skip("nothing is missing: MATCHDAY_SOAK is set, and TestAWeekOfEveryFaultLosesNothing plays a week of this day")
	}
	faults, err := api.ParseFaults("all=0.2,5xx=0.5,truncated=0.4")
	if err != nil {
		t.Fatal(err)
	}
	const day = 24 * time.Hour
	never := calmly(t, day)
	s := soaking(t, faults, day)
	s.sound(t, never)
	if len(s.failed) == 0 {
		t.Error("no job failed: the faults are too rare to say anything")
	}
	t.Logf("%d ticks, failed: %d hourly, %d lineups, %d settle", s.ticks, len(s.failed["hourly"]), len(s.failed["lineups"]), len(s.failed["settle"]))
}

// TestAWeekOfEveryFaultLosesNothing is the soak: every fault alone, then all of
// them, each for a week. It takes an hour, so it asks to be asked for.
func TestAWeekOfEveryFaultLosesNothing(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("it takes an hour: run make soak")
	}
	const week = 7 * 24 * time.Hour
	never := calmly(t, week)
	for _, name := range append(api.FaultNames(), "all") {
		rate := map[string]string{"5xx": "0.6", "truncated": "0.6", "429": "0.4", "all": "0.25"}[name]
		if rate == "" {
			rate = "0.3"
		}
		faults, err := api.ParseFaults(name + "=" + rate)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			s := soaking(t, faults, week)
			s.sound(t, never)
			t.Logf("%s=%s: %d ticks, failed: %d weekly, %d hourly, %d lineups, %d settle", name, rate, s.ticks,
				len(s.failed["weekly"]), len(s.failed["hourly"]), len(s.failed["lineups"]), len(s.failed["settle"]))
		})
	}
}
