package hometest

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

	"matchday/config"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// SmallLeague is a league of ten clubs: five fixtures a round.
var SmallLeague = []world.League{{ID: 8, Name: "Premier League", Code: "UK PL", Country: "England", Level: 1, Clubs: 10, Goals: 1.3}}

// Source is the simulated API for one test: what it was asked, and a home that
// asks it.
type Source struct {
	world   *world.World
	Clock   *job.Clock
	Env     job.Env
	Options ingest.SportmonksOptions

	mu       sync.Mutex
	Requests []string // paths and queries
}

const sourceKey = "the-key-of-the-test"

// oneLeague is a world of a country's first league.
func oneLeague() []world.League { return world.DefaultLeagues()[:1] }

func NewSource(t *testing.T, now time.Time, o world.Options) *Source {
	t.Helper()
	o.Start = now
	if len(o.Leagues) == 0 {
		o.Leagues = oneLeague()
	}
	s := &Source{world: world.New(o)}
	handler := api.Handler(s.world, api.Options{Key: sourceKey})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		query := r.URL.Query()
		s.Requests = append(s.Requests, fmt.Sprintf("%s include=%s filters=%s", strings.TrimPrefix(r.URL.Path, "/v3/football/"), query.Get("include"), query.Get("filters")))
		s.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.Clock = job.NewClock(now, s.world.SetNow)
	s.Env = job.Env{
		Home: t.TempDir(), Now: s.Clock.Now, Config: config.Defaults(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Stopwatch: func() time.Duration { return 0 },
	}
	s.Options = ingest.SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey(sourceKey), HTTP: server.Client(), Sleep: s.Clock.Sleep}
	return s
}

// Fetch asks as a job does, and returns the requests that it took.
func (s *Source) Fetch(t *testing.T, fetch job.Fetch) []string {
	t.Helper()
	s.mu.Lock()
	before := len(s.Requests)
	s.mu.Unlock()
	asked, err := fetch(t.Context(), s.Env)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if seen := s.Requests[before:]; asked.Requests != len(seen) {
		t.Errorf("the report tells of %d requests, the server saw %q", asked.Requests, seen)
	}
	if asked.Requests > 0 && asked.Left["Fixture"] <= 0 {
		t.Errorf("nothing is said of what is left: %+v", asked)
	}
	return slices.Clone(s.Requests[before:])
}

// Staged asks the staged tables.
func (s *Source) Staged(t *testing.T, query string) string {
	t.Helper()
	home, err := s.Env.Open("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Publish(t.Context(), home); err != nil {
		t.Fatal(err)
	}
	return QueryOne(t, s.Env.Home, query)
}

// Saturday is a match day of the simulated league, two hours and a half before
// its afternoon's kick-offs.
var Saturday = time.Date(2025, 10, 18, 11, 30, 0, 0, time.UTC)

// NextKickoff is the first kick-off that the lake knows after now.
func (s *Source) NextKickoff(t *testing.T) time.Time {
	t.Helper()
	text := s.Staged(t, fmt.Sprintf("SELECT strftime(min(kickoff), '%%Y-%%m-%%dT%%H:%%M:%%SZ') FROM fixtures WHERE kickoff > '%s'", s.Clock.Now().Format(time.RFC3339)))
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Stage stages what has landed and returns the tables' files, whose names are
// checksums of what is in them.
func (s *Source) Stage(t *testing.T) map[string]lake.Files {
	t.Helper()
	r, err := staging.Run(t.Context(), staging.Input{Lake: s.Env.Lake()})
	if err != nil {
		t.Fatal(err)
	}
	return r.Published.Tables
}

// Ends counts the fixtures of a range that the simulated source has ended by
// now, and those of them that are staged with their score and line-ups.
func (s *Source) Ends(t *testing.T, from time.Time) (world, scored, rated int) {
	t.Helper()
	s.Stage(t)
	for _, f := range s.world.Truths(from, s.Clock.Now().Add(-4*time.Hour)) {
		if f.Counts {
			world++
		}
	}
	told := s.Staged(t, "SELECT (SELECT count(*) FROM scores), (SELECT count(DISTINCT fixture_id) FROM lineups WHERE minutes IS NOT NULL)")
	if _, err := fmt.Sscanf(told, "%d,%d", &scored, &rated); err != nil {
		t.Fatal(err)
	}
	return world, scored, rated
}
