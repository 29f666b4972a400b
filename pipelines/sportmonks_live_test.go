package pipelines

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"matchday"
	"matchday/stages/land/simulator"
	"matchday/stages/land/sportmonks"
)

// source is the simulated API for one test: what it was asked, and a home that
// asks it.
type source struct {
	world *simulator.World
	clock *Clock
	env   Env
	ask   SportmonksOptions

	mu    sync.Mutex
	asked []string // paths and queries
}

const sourceKey = "the-key-of-the-test"

// oneLeague is a world of a country's first league.
func oneLeague() []simulator.League { return simulator.DefaultLeagues()[:1] }

func newSource(t *testing.T, now time.Time, o simulator.Options) *source {
	t.Helper()
	o.Start, o.Key = now, sourceKey
	if len(o.Leagues) == 0 {
		o.Leagues = oneLeague()
	}
	s := &source{world: simulator.New(o)}
	handler := s.world.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		query := r.URL.Query()
		s.asked = append(s.asked, fmt.Sprintf("%s include=%s filters=%s", strings.TrimPrefix(r.URL.Path, "/v3/football/"), query.Get("include"), query.Get("filters")))
		s.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.clock = NewClock(now, s.world.SetNow)
	s.env = Env{
		Home: t.TempDir(), Now: s.clock.Now, Config: matchday.Defaults(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Stopwatch: func() time.Duration { return 0 },
	}
	s.ask = SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey(sourceKey), HTTP: server.Client(), Sleep: s.clock.Sleep}
	return s
}

// fetch asks as a job does, and returns the requests that it took.
func (s *source) fetch(t *testing.T, fetch Fetch) []string {
	t.Helper()
	s.mu.Lock()
	before := len(s.asked)
	s.mu.Unlock()
	asked, err := fetch(t.Context(), s.env)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if seen := s.asked[before:]; asked.Requests != len(seen) {
		t.Errorf("the report tells of %d requests, the server saw %q", asked.Requests, seen)
	}
	if asked.Requests > 0 && asked.Left["Fixture"] <= 0 {
		t.Errorf("nothing is said of what is left: %+v", asked)
	}
	return slices.Clone(s.asked[before:])
}

// staged asks the staged tables.
func (s *source) staged(t *testing.T, query string) string {
	t.Helper()
	home, err := s.env.warehouse("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := home.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return one(t, s.env.Home, query)
}

// saturday is a match day of the simulated league, two hours and a half before
// its afternoon's kick-offs.
var saturday = time.Date(2025, 10, 18, 11, 30, 0, 0, time.UTC)

// Each live job asks for what it uses and no more, and says what that cost.
func TestLiveJobsAskForNoMoreThanTheyUse(t *testing.T) {
	s := newSource(t, saturday, simulator.Options{Seed: 5, Seasons: 1})
	hourly, lineups, settle := FetchSportmonks(s.ask, AskComing(48*time.Hour)), FetchSportmonks(s.ask, AskLineups()), FetchSportmonks(s.ask, AskResults())
	for job, fetch := range map[string]Fetch{"lineups": lineups, "settle": settle} {
		if asked := s.fetch(t, fetch); len(asked) != 0 {
			t.Errorf("%s of an empty lake asked %q", job, asked)
		}
	}
	asked := s.fetch(t, hourly)
	if len(asked) != 2 || asked[0] != "fixtures/between/2025-10-18/2025-10-20 include=participants;venue;sidelined.sideline filters=" ||
		!strings.HasSuffix(asked[1], " include=odds filters=markets:1,6,80") {
		t.Errorf("hourly asked %q", asked)
	}
	if got := s.staged(t, "SELECT count(*) > 0 AND bool_and(known_at < (SELECT max(kickoff) FROM fixtures)) FROM sidelined WHERE fixture_id IS NOT NULL"); got != "true" {
		t.Errorf("who is sidelined is not staged days before kick-off: %s", got)
	}

	kickoff := s.nextKickoff(t)
	s.clock.Set(kickoff.Add(-3 * time.Hour))
	if asked := s.fetch(t, lineups); len(asked) != 0 {
		t.Errorf("lineups three hours before kick-off asked %q", asked)
	}
	s.clock.Set(kickoff.Add(-90 * time.Minute))
	asked = s.fetch(t, lineups)
	if len(asked) != 1 || !strings.HasPrefix(asked[0], "fixtures/multi/") || !strings.Contains(asked[0], "include=lineups;formations;metadata;sidelined.sideline;odds filters=markets:1,6,80") {
		t.Errorf("lineups asked %q", asked)
	}
	s.clock.Set(kickoff.Add(-40 * time.Minute))
	s.fetch(t, lineups) // the elevens are there now
	s.clock.Set(kickoff.Add(-30 * time.Minute))
	if asked := s.fetch(t, lineups); len(asked) != 0 {
		t.Errorf("both elevens are known, lineups asked %q", asked)
	}
	s.clock.Set(kickoff.Add(-15 * time.Minute))
	if asked := s.fetch(t, lineups); len(asked) != 1 {
		t.Errorf("for the closing price lineups asked %q", asked)
	}

	s.clock.Set(kickoff.Add(95 * time.Minute))
	if asked := s.fetch(t, settle); len(asked) != 0 {
		t.Errorf("nothing can have ended, settle asked %q", asked)
	}
	s.clock.Set(kickoff.Add(3 * time.Hour))
	for range 2 { // seen twice, far enough apart
		asked = s.fetch(t, settle)
		if len(asked) != 1 || !strings.Contains(asked[0], "include=participants;scores;statistics") {
			t.Errorf("settle asked %q", asked)
		}
		s.clock.Set(s.clock.Now().Add(30 * time.Minute))
	}
	s.clock.Set(kickoff.Add(4*time.Hour + time.Minute))
	if asked := s.fetch(t, settle); len(asked) > 0 && strings.Contains(asked[0], ",") {
		t.Errorf("all ends are believed, settle asked %q", asked)
	}
	s.clock.Set(kickoff.Add(29 * time.Hour))
	if asked := s.fetch(t, settle); len(asked) != 1 {
		t.Errorf("for corrections a day later settle asked %q", asked)
	}
}

// nextKickoff is the first kick-off that the lake knows after now.
func (s *source) nextKickoff(t *testing.T) time.Time {
	t.Helper()
	text := s.staged(t, fmt.Sprintf("SELECT strftime(min(kickoff), '%%Y-%%m-%%dT%%H:%%M:%%SZ') FROM fixtures WHERE kickoff > '%s'", s.clock.Now().Format(time.RFC3339)))
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
