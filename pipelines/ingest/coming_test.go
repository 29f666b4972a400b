package ingest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
)

// changing changes the fixtures of the API's answers, or takes them out.
type changing struct {
	next   http.RoundTripper
	change func(list bool, fixture map[string]any) map[string]any // list: of days, not by ids
}

func (c changing) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp, err
	}
	var answer map[string]any
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if err := numbers.Decode(&answer); err != nil {
		return resp, err
	}
	fixtures, _ := answer["data"].([]any)
	kept := []any{}
	for _, f := range fixtures {
		if f := c.change(strings.Contains(r.URL.Path, "/between/"), f.(map[string]any)); f != nil {
			kept = append(kept, f)
		}
	}
	answer["data"] = kept
	body, err = json.Marshal(answer)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Del("Content-Length")
	return resp, err
}

// through is the source with changed answers about one fixture, by its id.
func through(s *hometest.Source, id string, change func(list bool, fixture map[string]any) map[string]any) ingest.SportmonksOptions {
	o, client := s.Options, *s.Options.HTTP
	client.Transport = changing{client.Transport, func(list bool, f map[string]any) map[string]any {
		if fmt.Sprint(f["id"]) != id {
			return f
		}
		return change(list, f)
	}}
	o.HTTP = &client
	return o
}

func TestAFixtureThatTheListLacksIsAskedForByItsId(t *testing.T) {
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	coming := ingest.QueryComing(48 * time.Hour)
	s.Fetch(t, ingest.FetchSportmonks(s.Options, coming))
	id := s.Staged(t, fmt.Sprintf("SELECT min(source_id) FROM fixture_versions WHERE kickoff > '%s' AND state = 'scheduled'", s.Clock.Now().Format(time.RFC3339)))
	seen := func() string {
		return s.Staged(t, `SELECT strftime(l.seen_at, '%H:%M') || ' ' || strftime(f.kickoff, '%m-%d') || ' ' || f.state
			FROM fixtures f JOIN listings l USING (fixture_id) JOIN crosswalk c ON c.canonical_id = f.fixture_id
			WHERE c.entity = 'fixture' AND c.source_id = '`+id+`'`)
	}

	first := seen()

	// It was moved to another week: the list of the days does not tell.
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	asked := s.Fetch(t, ingest.FetchSportmonks(through(s, id, func(list bool, f map[string]any) map[string]any {
		if list {
			return nil
		}
		f["starting_at"] = "2025-10-28 19:00:00"
		delete(f, "starting_at_timestamp")
		return f
	}), coming))
	want := "fixtures/multi/" + id + " include=participants;venue;sidelined.sideline;scores filters="
	if len(asked) < 2 || asked[1] != want {
		t.Errorf("hourly asked %q, want %q", asked, want)
	}
	for _, request := range asked[2:] {
		if strings.Contains(request, id) {
			t.Errorf("of a fixture that does not kick off soon hourly asked %q", request)
		}
	}
	if got := seen(); got != "11:31 10-28 scheduled" {
		t.Errorf("the lake believes %s", got)
	}

	// The list of the day on which it stands now has it again; nothing is missing.
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	if asked := s.Fetch(t, ingest.FetchSportmonks(s.Options, coming)); len(asked) > 1 && asked[1] == want {
		t.Errorf("nothing is missing, hourly asked %q", asked)
	}
	if got := seen(); got != strings.Replace(first, "11:30", "11:32", 1) {
		t.Errorf("the lake believes %s", got)
	}

	// It was deleted without a word: nothing confirms it from now on.
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	if asked := s.Fetch(t, ingest.FetchSportmonks(through(s, id, func(bool, map[string]any) map[string]any { return nil }), coming)); asked[1] != want {
		t.Errorf("hourly asked %q, want %q", asked, want)
	}
	if got := s.Staged(t, "SELECT strftime(min(seen_at), '%H:%M') || ' ' || strftime(max(seen_at), '%H:%M') FROM listings WHERE kickoff > '2025-10-18 11:33:00'"); got != "11:32 11:33" {
		t.Errorf("coming fixtures were last told of from and to %s", got)
	}
}

func TestWhatHasBegunLands(t *testing.T) {
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	coming := ingest.QueryComing(48 * time.Hour)
	s.Fetch(t, ingest.FetchSportmonks(s.Options, coming))
	id := s.Staged(t, fmt.Sprintf("SELECT min(source_id) FROM fixture_versions WHERE kickoff > '%s' AND state = 'scheduled'", s.Clock.Now().Format(time.RFC3339)))
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	asked := s.Fetch(t, ingest.FetchSportmonks(through(s, id, func(_ bool, f map[string]any) map[string]any {
		f["starting_at"], f["state_id"] = "2025-10-18 11:01:00", 2
		delete(f, "starting_at_timestamp")
		return f
	}), coming))
	if len(asked) > 1 && strings.Contains(asked[1], id) {
		t.Errorf("of a match that has begun hourly asked %q", asked)
	}
	if got := s.Staged(t, "SELECT strftime(f.kickoff, '%H:%M') || ' ' || f.state FROM fixtures f JOIN crosswalk c ON c.canonical_id = f.fixture_id WHERE c.source_id = '"+id+"' AND c.entity = 'fixture'"); got != "11:01 in_play" {
		t.Errorf("a kick-off brought forward: the lake believes %s", got)
	}
}
