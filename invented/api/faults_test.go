package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
)

func TestParseFaults(t *testing.T) {
	f, err := api.ParseFaults("429=0.1,truncated=0.25")
	if err != nil || f.TooMany != 0.1 || f.Truncated != 0.25 || f.Slow != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	f, err = api.ParseFaults("all=0.02")
	if err != nil {
		t.Fatal(err)
	}
	if want := (api.Faults{
		TooMany: 0.02, ServerError: 0.02, Slow: 0.02, Truncated: 0.02, Repeated: 0.02, Drifting: 0.02, Loose: 0.02,
		NoOdds: 0.02, NoStatistics: 0.02, NullPlayers: 0.02, ChangedTypes: 0.02,
	}); f != want {
		t.Errorf("all=0.02 gives %+v", f)
	}
	for _, bad := range []string{"429", "429=2", "nonsense=0.1", "429=-1", "429=NaN"} {
		if _, err := api.ParseFaults(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

const (
	lightPath = "/v3/football/fixtures/between/2026-01-01/2026-02-08?per_page=20"
	faultPath = lightPath + "&include=scores;statistics;lineups;odds"
)

func faulty(f api.Faults) http.Handler {
	return api.Handler(smallWorld(world.Options{Seed: 4}), api.Options{Faults: f, RateLimit: 1 << 20})
}

func TestTooManyRequestsEnds(t *testing.T) {
	h := faulty(api.Faults{TooMany: 0.3})
	refused, answered := 0, 0
	for range 200 {
		switch rec := get(t, h, lightPath); rec.Code {
		case http.StatusTooManyRequests:
			refused++
			var e envelope
			if err := json.Unmarshal(rec.Body.Bytes(), &e); err != nil || e.RateLimit.Resets != 1 || rec.Header().Get("Retry-After") != "1" {
				t.Fatalf("%v: %s", err, rec.Body)
			}
		case http.StatusOK:
			answered++
		default:
			t.Fatalf("HTTP %d", rec.Code)
		}
	}
	if refused < 50 || answered < 50 {
		t.Errorf("%d refused, %d answered", refused, answered)
	}
}

func TestServerErrors(t *testing.T) {
	h := faulty(api.Faults{ServerError: 0.5})
	codes := map[int]int{}
	for range 200 {
		rec := get(t, h, lightPath)
		codes[rec.Code]++
		if rec.Code == http.StatusBadGateway && !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
			t.Error("a gateway's error is not HTML")
		}
	}
	for _, code := range []int{200, 500, 502, 503, 504} {
		if codes[code] == 0 {
			t.Errorf("no answer has HTTP %d: %v", code, codes)
		}
	}
}

func TestBodiesAreTruncatedAndSlow(t *testing.T) {
	srv := httptest.NewServer(faulty(api.Faults{Truncated: 0.5}))
	defer srv.Close()
	cut, whole := 0, 0
	for range 40 {
		resp, err := srv.Client().Get(srv.URL + faultPath)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			cut++
			if json.Valid(body) {
				t.Error("a truncated body is valid")
			}
		} else {
			whole++
		}
	}
	if cut < 5 || whole < 5 {
		t.Errorf("%d cut, %d whole", cut, whole)
	}

	slow := httptest.NewServer(faulty(api.Faults{Slow: 1, SlowBy: 80 * time.Millisecond}))
	defer slow.Close()
	began := time.Now()
	resp, err := slow.Client().Get(slow.URL + faultPath)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || !json.Valid(body) || time.Since(began) < 80*time.Millisecond {
		t.Errorf("slow body: %v after %s", err, time.Since(began))
	}
}

func TestPagesRepeatAndDrift(t *testing.T) {
	plain := faulty(api.Faults{})
	_, e := ask(t, plain, lightPath+"&page=2")
	want := ids(e.rows(t))

	_, e = ask(t, faulty(api.Faults{Repeated: 1}), lightPath+"&page=2")
	if got := ids(e.rows(t)); len(got) != len(want)+1 {
		t.Errorf("%d rows, want one more than %d", len(got), len(want))
	}
	shifts := map[int64]int{}
	h := faulty(api.Faults{Drifting: 0.5})
	for range 60 {
		_, e = ask(t, h, lightPath+"&page=2")
		shifts[ids(e.rows(t))[0]-want[0]]++
	}
	if len(shifts) < 3 || shifts[0] == 0 {
		t.Errorf("first rows lie %v places from where they should", shifts)
	}
	_, e = ask(t, faulty(api.Faults{Drifting: 1}), lightPath)
	if ids(e.rows(t))[0] != want[0]-20 {
		t.Error("the first page drifts")
	}
}

func TestFaultsOfFixturesPass(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults api.Faults
		faulty func(r map[string]any) bool
	}{
		{"odds", api.Faults{NoOdds: 0.4}, func(r map[string]any) bool { return len(r["odds"].([]any)) == 0 }},
		{"statistics", api.Faults{NoStatistics: 0.4}, func(r map[string]any) bool { return len(r["statistics"].([]any)) == 0 }},
		{"players", api.Faults{NullPlayers: 0.4}, func(r map[string]any) bool {
			for _, l := range r["lineups"].([]any) {
				if l.(map[string]any)["player_id"] == nil {
					return true
				}
			}
			return false
		}},
		{"types", api.Faults{ChangedTypes: 0.4}, wrongType},
	} {
		w := smallWorld(world.Options{Seed: 4})
		h := api.Handler(w, api.Options{Faults: c.faults})
		count := func() (bad, all int) {
			_, e := ask(t, h, faultPath)
			for _, r := range e.rows(t) {
				all++
				if c.faulty(r) {
					bad++
				}
			}
			return bad, all
		}
		bad, all := count()
		if bad == 0 || bad == all {
			t.Errorf("%s: %d of %d fixtures are faulty", c.name, bad, all)
		}
		if again, _ := count(); again != bad {
			t.Errorf("%s: %d, then %d faulty at the same moment", c.name, bad, again)
		}
		healed := map[int64]bool{}
		for range 20 {
			w.SetNow(w.Now().Add(6 * time.Hour))
			_, e := ask(t, h, faultPath)
			for _, r := range e.rows(t) {
				if !c.faulty(r) {
					healed[int64(r["id"].(float64))] = true
				}
			}
		}
		if len(healed) < all {
			t.Errorf("%s: %d of %d fixtures are ever whole", c.name, len(healed), all)
		}
	}
}

// wrongType reports whether one of the keys that the fault changes has another
// type than the source gives it.
func wrongType(r map[string]any) bool {
	bad := false
	var walk func(key string, v any, parent map[string]any)
	walk = func(key string, v any, parent map[string]any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(k, x, v)
			}
		case []any:
			for _, x := range v {
				walk(key, x, nil)
			}
		case string:
			switch key {
			case "goals", "minute", "team_id", "jersey_number", "position_id", "league_id":
				bad = true
			case "value":
				bad = bad || parent["bookmaker_id"] == nil
			}
		case float64:
			bad = bad || key == "handicap" || key == "value" && parent["bookmaker_id"] != nil
		}
	}
	walk("", r, nil)
	return bad
}
