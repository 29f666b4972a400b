package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
)

// Truth is what is so about a fixture, however the source tells it.
type Truth struct {
	FixtureID int64     `json:"fixture_id"`
	LeagueID  int64     `json:"league_id"`
	SeasonID  int64     `json:"season_id"`
	HomeID    int64     `json:"home_id"`
	AwayID    int64     `json:"away_id"`
	Kickoff   time.Time `json:"kickoff"` // as played, or as it was to be played
	// Before are the probabilities of the 90-minute outcome when all is known
	// but the elevens (the sidelined are known); Lineups those given both.
	Before  matchday.Probs `json:"before"`
	Lineups matchday.Probs `json:"lineups"`
	// Rates are the means of the sides' goals given the elevens.
	Rates [2]float64 `json:"rates"`
	// Counts says that the fixture is played to its end and its 90-minute score
	// stands; Goals is that score, whatever the source says at first. Both look
	// ahead of the clock.
	Counts bool   `json:"counts"`
	Goals  [2]int `json:"goals"`
}

// Truth gives the truth about a fixture; the second value says whether the
// world has one of that id whose clubs are drawn by the end of the world.
func (w *World) Truth(fixtureID int64) (Truth, bool) {
	f, ok := w.byFixture[fixtureID]
	if !ok || f.vacant() {
		return Truth{}, false
	}
	return f.reveal(), true
}

// Truths lists the truth about all fixtures that kick off in [from, to), by
// fixture id.
func (w *World) Truths(from, to time.Time) []Truth {
	var out []Truth
	for _, f := range w.fixtures {
		if !f.vacant() && !f.kickoff.Before(from) && f.kickoff.Before(to) {
			out = append(out, f.reveal())
		}
	}
	return out
}

func (f *fixture) reveal() Truth {
	t := Truth{
		FixtureID: f.id, LeagueID: f.season.league.ID, SeasonID: f.season.id,
		HomeID: f.clubs[0].id, AwayID: f.clubs[1].id, Kickoff: f.kickoff,
		Before: f.before, Lineups: f.truth, Rates: f.rates, Counts: f.counts(),
	}
	if t.Counts {
		t.Goals = f.goals
	}
	return t
}

// serveTruth answers GET /simulator/truth?ids=1,2 or ?from=2026-02-01&to=2026-02-08.
func (s *server) serveTruth(rw http.ResponseWriter, r *http.Request) {
	truths := []Truth{}
	values := query(r)
	if ids := values.Get("ids"); ids != "" {
		for _, text := range strings.Split(ids, ",") {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				http.Error(rw, "ids: "+text+" is not a number", http.StatusBadRequest)
				return
			}
			if t, ok := s.world.Truth(id); ok {
				truths = append(truths, t)
			}
		}
	} else {
		var span [2]time.Time
		for i, key := range [...]string{"from", "to"} {
			day, err := time.Parse(time.DateOnly, values.Get(key))
			if err != nil {
				http.Error(rw, key+": want a date such as 2026-02-01, or ids=1,2", http.StatusBadRequest)
				return
			}
			span[i] = day
		}
		truths = slices.Concat(truths, s.world.Truths(span[0], span[1]))
	}
	reply(rw, map[string][]Truth{"data": truths})
}

// serveClock answers GET and PUT /simulator/clock; the body of a PUT is
// {"now":"2026-02-09T06:00:00Z"}.
func (s *server) serveClock(rw http.ResponseWriter, r *http.Request) {
	var clock struct {
		Now time.Time `json:"now"`
	}
	if r.Method == http.MethodPut {
		if err := json.NewDecoder(http.MaxBytesReader(rw, r.Body, 1<<10)).Decode(&clock); err != nil || clock.Now.IsZero() {
			http.Error(rw, `want {"now":"2026-02-09T06:00:00Z"}`, http.StatusBadRequest)
			return
		}
		s.world.SetNow(clock.Now)
	}
	clock.Now = s.world.Now()
	reply(rw, clock)
}

func reply(rw http.ResponseWriter, body any) {
	rw.Header().Set("Content-Type", "application/json")
	// The peer may be gone; there is nobody to tell.
	_ = json.NewEncoder(rw).Encode(body)
}
