package api_test

import (
	"net/http/httptest"
	"testing"

	"matchday/invented/api"
	"matchday/invented/world"
)

// heavyPage is a page of 50 finished fixtures with all that a job may ask for.
const heavyPage = "/v3/football/fixtures/between/2026-01-01/2026-02-01?per_page=50&filters=fixtureLeagues:8,9;lineupDetailTypes:118,119,52,79" +
	"&include=participants;scores;statistics;lineups.details;events;odds;formations;sidelined.sideline"

func BenchmarkHeavyPage(b *testing.B) {
	h := api.Handler(world.New(world.Options{}), api.Options{RateLimit: 1 << 40})
	bytes := 0
	for b.Loop() {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest("GET", heavyPage, nil))
		bytes = rec.Body.Len()
	}
	b.SetBytes(int64(bytes))
}
