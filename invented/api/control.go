package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/invented/world"
)

// serveTruth answers GET /simulator/truth?ids=1,2 or ?from=2026-02-01&to=2026-02-08.
func (s *server) serveTruth(rw http.ResponseWriter, r *http.Request) {
	truths := []world.Truth{}
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
	reply(rw, map[string][]world.Truth{"data": truths})
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
	// If the client is gone, nobody needs the error.
	_ = json.NewEncoder(rw).Encode(body)
}
