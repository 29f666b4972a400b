package api_test

import (
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

func TestTruthEndpointAgreesWithTheWorld(t *testing.T) {
	w := defaultWorld()
	h := api.Handler(w, api.Options{})
	read := func(path string) []world.Truth {
		var body struct{ Data []world.Truth }
		rec := get(t, h, path)
		if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil {
			t.Fatalf("%s: %v: %s", path, err, rec.Body)
		}
		return body.Data
	}
	from, to := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 8, 0, 0, 0, 0, time.UTC)
	week, want := read("/simulator/truth?from=2026-02-01&to=2026-02-08"), w.Truths(from, to)
	if len(week) != len(want) || len(week) < 10 {
		t.Fatalf("%d truths, want %d", len(week), len(want))
	}
	for i := range want {
		if week[i] != want[i] {
			t.Errorf("%+v, want %+v", week[i], want[i])
		}
	}
	if one := read(fmt.Sprintf("/simulator/truth?ids=%d,5", want[0].FixtureID)); len(one) != 1 || one[0] != want[0] {
		t.Errorf("by id: %+v, want %+v", one, want[0])
	}
	for _, bad := range []string{"?ids=x", "", "?from=2026-02-01"} {
		if rec := get(t, h, "/simulator/truth"+bad); rec.Code != http.StatusBadRequest {
			t.Errorf("%q: HTTP %d", bad, rec.Code)
		}
	}
}

func TestTheClockIsSetOverHTTP(t *testing.T) {
	w := smallWorld(world.Options{})
	h := api.Handler(w, api.Options{Key: "secret"})
	put := func(body string) int {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodPut, "/simulator/clock", strings.NewReader(body)))
		return rec.Code
	}
	if code := put(`{"now":"2026-03-01T12:00:00+01:00"}`); code != 200 || !w.Now().Equal(time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)) {
		t.Errorf("HTTP %d, clock %s", code, w.Now())
	}
	if rec := get(t, h, "/simulator/clock"); !strings.Contains(rec.Body.String(), "2026-03-01T11:00:00Z") {
		t.Errorf("clock: %s", rec.Body)
	}
	for _, bad := range []string{"", "{}", `{"now":"tomorrow"}`} {
		if code := put(bad); code != http.StatusBadRequest {
			t.Errorf("%q: HTTP %d", bad, code)
		}
	}
}
