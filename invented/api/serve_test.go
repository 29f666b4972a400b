package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
)

func get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}

// envelope is what tests look at of an answer.
type envelope struct {
	Data       json.RawMessage
	Message    string
	Code       int
	Pagination *struct {
		Count      int
		PerPage    int     `json:"per_page"`
		Current    int     `json:"current_page"`
		HasMore    bool    `json:"has_more"`
		NextPage   *string `json:"next_page"`
		NextCursor *string `json:"next_cursor"`
	}
	RateLimit *struct {
		Resets    int    `json:"resets_in_seconds"`
		Remaining int    `json:"remaining"`
		Entity    string `json:"requested_entity"`
	} `json:"rate_limit"`
	Timezone     string
	Subscription []json.RawMessage
}

func (e envelope) rows(t testing.TB) []map[string]any {
	t.Helper()
	var rows []map[string]any
	if err := json.Unmarshal(e.Data, &rows); err != nil {
		t.Fatalf("data: %v", err)
	}
	return rows
}

func ask(t testing.TB, h http.Handler, path string) (int, envelope) {
	t.Helper()
	rec := get(t, h, path)
	var e envelope
	if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil {
		t.Fatalf("%s: %v in %.200s", path, err, rec.Body)
	}
	return rec.Code, e
}

func ids(rows []map[string]any) []int64 {
	var out []int64
	for _, r := range rows {
		out = append(out, int64(r["id"].(float64)))
	}
	return out
}

func TestErrorsAreTheSources(t *testing.T) {
	h := api.Handler(smallWorld(world.Options{}), api.Options{Without: []string{"odds"}})
	for _, c := range []struct {
		path string
		code int
		want int
	}{
		{"/v3/football/fixtures?include=odds", 403, 5002},
		{"/v3/football/fixtures?include=premiumOdds", 403, 5002},
		{"/v3/football/fixtures?include=participants;nonsense", 400, 5001},
		{"/v3/football/fixtures?include=lineups.nonsense", 400, 5001},
		{"/v3/football/livescores?include=premiumOdds", 400, 5000},
		{"/v3/football/teams?include=lineups", 400, 5000},
		{"/v3/football/fixtures?include=lineups.details.type.player", 400, 5008},
		{"/v3/football/fixtures?sortBy=leg", 400, 5006},
		{"/v3/football/fixtures?page=2000", 400, 5003},
		{"/v3/football/fixtures?timezone=Mars/Olympus", 400, 5006},
		{"/v3/football/fixtures/between/2025-01-01/2025-06-01", 422, 0},
		{"/v3/football/fixtures/between/2025-13-01/2025-06-01", 422, 0},
		{"/v3/football/fixtures/between/2026-01-01/2026-02-01/x", 422, 0},
		{"/v3/football/fixtures/multi/" + manyIDs(51), 422, 0},
		{"/v3/football/types", 404, 0},
		{"/api/v3/football/fixtures", 404, 0},
	} {
		code, e := ask(t, h, c.path)
		if code != c.code || e.Code != c.want || e.Message == "" || e.Data != nil {
			t.Errorf("%s: HTTP %d, code %d, %q; want HTTP %d, code %d and a message", c.path, code, e.Code, e.Message, c.code, c.want)
		}
	}
}

func manyIDs(n int) string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprint(i+1))
	}
	return strings.Join(ids, ",")
}

func TestKeys(t *testing.T) {
	h := api.Handler(smallWorld(world.Options{}), api.Options{Key: "secret"})
	for _, c := range []struct {
		header, query, message string
		code                   int
	}{
		{"secret", "", "", 200}, {"", "?api_token=secret", "", 200},
		{"", "", "Unauthenticated.", 401}, {"Bearer secret", "", "Invalid token provided", 401}, {"other", "", "Invalid token provided", 401},
	} {
		rec := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "/v3/football/leagues"+c.query, nil)
		if c.header != "" {
			req.Header.Set("Authorization", c.header)
		}
		h.ServeHTTP(rec, req)
		if rec.Code != c.code || !strings.Contains(rec.Body.String(), c.message) {
			t.Errorf("header %q, query %q: HTTP %d %.80s", c.header, c.query, rec.Code, rec.Body)
		}
		if strings.Contains(rec.Body.String(), "secret") {
			t.Errorf("the answer holds the key: %.200s", rec.Body)
		}
	}
	if rec := get(t, h, "/v3/nonsense"); rec.Code != http.StatusUnauthorized {
		t.Errorf("unknown path without key: HTTP %d", rec.Code)
	}
}

func TestEmptyAnswersHaveTheirShapes(t *testing.T) {
	h := api.Handler(smallWorld(world.Options{}), api.Options{})
	code, e := ask(t, h, "/v3/football/fixtures/5")
	if code != 200 || e.Data != nil || !strings.HasPrefix(e.Message, "No result(s) found") {
		t.Errorf("unknown id: HTTP %d, data %s, %q", code, e.Data, e.Message)
	}
	code, e = ask(t, h, "/v3/football/fixtures/date/2026-07-02")
	if code != 200 || string(e.Data) != "[]" || !strings.HasPrefix(e.Message, "No result(s) found") || e.Pagination != nil {
		t.Errorf("empty day: HTTP %d, data %s, %q", code, e.Data, e.Message)
	}
	if e.RateLimit == nil || e.RateLimit.Entity != "Fixture" {
		t.Errorf("empty day: rate limit %v", e.RateLimit)
	}
}

func TestPagesHoldEverythingOnce(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	const window = "/v3/football/fixtures/between/2026-01-01/2026-02-28?per_page=50&filters=fixtureLeagues:8,9"
	follow := func(next func(envelope) string) map[int64]int {
		seen := map[int64]int{}
		for path := window; path != ""; {
			_, e := ask(t, h, path)
			if e.Pagination.PerPage != 50 || e.Pagination.Count != len(e.rows(t)) {
				t.Fatalf("%s: pagination %+v for %d rows", path, *e.Pagination, len(e.rows(t)))
			}
			for _, id := range ids(e.rows(t)) {
				seen[id]++
			}
			if path = ""; e.Pagination.HasMore {
				path = next(e)
			} else if e.Pagination.NextPage != nil || e.Pagination.NextCursor != nil {
				t.Error("the last page links to another")
			}
		}
		return seen
	}
	byPage := follow(func(e envelope) string { return *e.Pagination.NextPage })
	byCursor := follow(func(e envelope) string { return *e.Pagination.NextCursor })
	want := 0
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, f := range defaultWorld().Fixtures {
		at := f.StartingAt(world.DefaultStart)
		if (f.Season.Competition.ID == 8 || f.Season.Competition.ID == 9) && f.Visible(world.DefaultStart) && !at.Before(from) && at.Before(to) {
			want++
			if byPage[f.ID] != 1 || byCursor[f.ID] != 1 {
				t.Errorf("fixture %d came %d times by page, %d by cursor", f.ID, byPage[f.ID], byCursor[f.ID])
			}
		}
	}
	if len(byPage) != want || want < 150 {
		t.Errorf("%d fixtures by page, want %d", len(byPage), want)
	}
}

func TestPageSizes(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	for _, c := range []struct {
		query string
		want  int
	}{
		{"", 25}, {"per_page=50", 50}, {"per_page=10", 10}, {"per_page=51", 25}, {"per_page=200", 25}, {"per_page=0", 25},
		{"per_page=1000&filters=populate", 1000},
	} {
		_, e := ask(t, h, "/v3/football/fixtures?"+c.query)
		if got := len(e.rows(t)); got != c.want || e.Pagination.PerPage != c.want {
			t.Errorf("%q: %d rows, per_page %d; want %d", c.query, got, e.Pagination.PerPage, c.want)
		}
	}
	_, e := ask(t, h, "/v3/football/fixtures?per_page=1000&filters=populate&include=participants")
	if _, ok := e.rows(t)[0]["participants"]; ok {
		t.Error("populate did not switch the includes off")
	}
}

func TestFilters(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	const window = "/v3/football/fixtures/between/2026-01-30/2026-02-12?per_page=50&include=statistics;lineups.details;odds;events&filters="
	_, e := ask(t, h, window+"fixtureLeagues:82;fixtureStates:5;fixtureStatisticTypes:34,86;lineupDetailTypes:119;markets:80;bookmakers:2,20;eventTypes:14")
	rows := e.rows(t)
	if len(rows) < 9 {
		t.Fatalf("%d fixtures", len(rows))
	}
	allowed := func(list any, key string, want ...float64) int {
		n := 0
		for _, x := range list.([]any) {
			got, ok := x.(map[string]any)[key].(float64)
			found := false
			for _, w := range want {
				found = found || ok && w == got
			}
			if !found {
				t.Errorf("%s %v passed the filter", key, x.(map[string]any)[key])
			}
			n++
		}
		return n
	}
	for _, r := range rows {
		if r["league_id"] != 82.0 || r["state_id"] != 5.0 {
			t.Errorf("fixture of league %v in state %v", r["league_id"], r["state_id"])
		}
		if n := allowed(r["statistics"], "type_id", 34, 86); n != 4 {
			t.Errorf("%d statistics, want two types for two teams", n)
		}
		allowed(r["odds"], "market_id", 80)
		allowed(r["odds"], "bookmaker_id", 2, 20)
		allowed(r["events"], "type_id", 14)
		for _, l := range r["lineups"].([]any) {
			allowed(l.(map[string]any)["details"], "type_id", 119)
		}
	}
	_, e = ask(t, h, "/v3/football/fixtures?filters=idAfter:19000100&per_page=10")
	if got := ids(e.rows(t)); got[0] != 19000101 {
		t.Errorf("idAfter:19000100 begins with %d", got[0])
	}
	_, plain := ask(t, h, "/v3/football/fixtures?per_page=10")
	_, ignored := ask(t, h, "/v3/football/fixtures?per_page=10&filters=typeIds:1")
	if string(plain.Data) != string(ignored.Data) {
		t.Error("a filter that does not fit was not ignored")
	}
	_, e = ask(t, h, "/v3/football/fixtures?filters=deleted&per_page=50")
	for _, r := range e.rows(t) {
		if r["state_id"] != float64(world.StateDeleted) {
			t.Errorf("deleted fixture in state %v", r["state_id"])
		}
	}
}

func TestColumnsAndSemicolons(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	_, e := ask(t, h, "/v3/football/fixtures/between/2026-01-30/2026-02-01?select=name&include=participants;events.player:display_name")
	r := e.rows(t)[0]
	if r["name"] == nil || r["league_id"] == nil || r["participants"] == nil || r["starting_at_timestamp"] != nil {
		t.Errorf("select=name gave %v", r)
	}
	if _, ok := r["leg"]; ok {
		t.Error("select=name gave leg")
	}
	p := r["events"].([]any)[0].(map[string]any)["player"].(map[string]any)
	if p["display_name"] == nil || p["id"] == nil || p["firstname"] != nil {
		t.Errorf("player:display_name gave %v", p)
	}
	_, encoded := ask(t, h, "/v3/football/fixtures/between/2026-01-30/2026-02-01?select=name&include=participants%3Bevents.player:display_name")
	if string(encoded.Data) != string(e.Data) {
		t.Error("a semicolon and its escape are read differently")
	}
}

func TestLimitsCountByEntityAndHour(t *testing.T) {
	w := smallWorld(world.Options{})
	h := api.Handler(w, api.Options{RateLimit: 3})
	for want := 2; want >= 0; want-- {
		rec := get(t, h, "/v3/football/fixtures?per_page=1")
		var e envelope
		if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if e.RateLimit.Remaining != want || rec.Header().Get("X-RateLimit-Remaining") != fmt.Sprint(want) {
			t.Errorf("remaining %d, header %s; want %d", e.RateLimit.Remaining, rec.Header().Get("X-RateLimit-Remaining"), want)
		}
	}
	w.SetNow(w.Now().Add(10 * time.Minute))
	rec := get(t, h, "/v3/football/livescores") // the same entity
	var e envelope
	if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil {
		t.Fatal(err)
	}
	if rec.Code != 429 || e.RateLimit == nil || e.RateLimit.Resets != 3000 || rec.Header().Get("Retry-After") != "3000" {
		t.Errorf("HTTP %d, %s", rec.Code, rec.Body)
	}
	if code, _ := ask(t, h, "/v3/football/leagues"); code != 200 {
		t.Errorf("another entity: HTTP %d", code)
	}
	w.SetNow(w.Now().Add(time.Hour))
	if code, _ := ask(t, h, "/v3/football/fixtures"); code != 200 {
		t.Errorf("an hour later: HTTP %d", code)
	}
}

func TestEveryEndpointAnswers(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	current := defaultWorld().Seasons[25] // the first league's season of DefaultStart
	for _, path := range []string{
		"football/leagues?include=currentSeason;country", "football/leagues/8", "football/seasons?filters=seasonLeagues:8",
		fmt.Sprintf("football/seasons/%d?include=stages;teams", current.ID), "football/stages", "football/rounds",
		fmt.Sprintf("football/stages/seasons/%d", current.ID), fmt.Sprintf("football/rounds/seasons/%d", current.ID),
		fmt.Sprintf("football/schedules/seasons/%d", current.ID), fmt.Sprintf("football/standings/seasons/%d?include=details;participant;form", current.ID),
		"football/teams?include=venue", "football/teams/900001?include=sidelined", fmt.Sprintf("football/teams/seasons/%d", current.ID),
		"football/squads/teams/900001?include=player", fmt.Sprintf("football/squads/seasons/%d/teams/%d", current.ID, current.Clubs[0].ID),
		"football/players", "football/players/90000001", "football/states?per_page=50", "football/states/5", "core/types?filters=populate&per_page=1000",
		"core/types/118", "odds/bookmakers", "odds/bookmakers/2", "odds/markets", "odds/markets/80", "my/leagues", "my/enrichments", "my/resources",
		"my/filters/entity", "football/standings",
	} {
		code, e := ask(t, h, "/v3/"+path)
		if code != 200 || len(e.Data) < 10 || e.RateLimit == nil {
			t.Errorf("%s: HTTP %d, %.80s %s", path, code, e.Data, e.Message)
		}
	}
	_, e := ask(t, h, "/v3/football/states?per_page=50")
	if n := len(e.rows(t)); n != 25 {
		t.Errorf("%d states, want 25", n)
	}
}

func TestStandingsAddUp(t *testing.T) {
	h := api.Handler(defaultWorld(), api.Options{})
	_, e := ask(t, h, fmt.Sprintf("/v3/football/standings/seasons/%d?include=details", defaultWorld().Seasons[25].ID))
	for place, r := range e.rows(t) {
		value := map[float64]float64{}
		for _, d := range r["details"].([]any) {
			d := d.(map[string]any)
			value[d["type_id"].(float64)] = d["value"].(float64)
		}
		if r["position"] != float64(place+1) {
			t.Errorf("row %d has position %v", place, r["position"])
		}
		if value[129] != value[130]+value[131]+value[132] || r["points"] != 3*value[130]+value[131] || value[179] != value[133]-value[134] ||
			value[129] != value[135]+value[141] {
			t.Errorf("place %d: %v points from %v", place+1, r["points"], value)
		}
	}
}

func TestSameSeedGivesSameBytes(t *testing.T) {
	const path = "/v3/football/fixtures/between/2026-01-20/2026-02-20?per_page=50&include=participants;scores;statistics;" +
		"events;lineups.details;odds;sidelined.sideline;xGFixture"
	a, b := get(t, api.Handler(world.New(world.Options{Seed: 7}), api.Options{}), path), get(t, api.Handler(world.New(world.Options{Seed: 7}), api.Options{}), path)
	if !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) {
		t.Error("two worlds of one seed answer differently")
	}
	if c := get(t, api.Handler(world.New(world.Options{Seed: 8}), api.Options{}), path); bytes.Equal(a.Body.Bytes(), c.Body.Bytes()) {
		t.Error("worlds of two seeds answer alike")
	}
}
