package ingest_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
)

// Each live job asks for what it uses and no more, and says what that cost.
func TestLiveJobsAskForNoMoreThanTheyUse(t *testing.T) {
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	hourly, lineups, settle := ingest.FetchSportmonks(s.Options, ingest.QueryComing(48*time.Hour)), ingest.FetchSportmonks(s.Options, ingest.QueryLineups()), ingest.FetchSportmonks(s.Options, ingest.QueryResults())
	for job, fetch := range map[string]job.Fetch{"lineups": lineups, "settle": settle} {
		if asked := s.Fetch(t, fetch); len(asked) != 0 {
			t.Errorf("%s of an empty lake asked %q", job, asked)
		}
	}
	asked := s.Fetch(t, hourly)
	if len(asked) != 2 || asked[0] != "fixtures/between/2025-10-18/2025-10-20 include=participants;venue;sidelined.sideline;scores filters=" ||
		!strings.HasSuffix(asked[1], " include=odds filters=markets:1,6,80") {
		t.Errorf("hourly asked %q", asked)
	}
	if got := s.Staged(t, "SELECT count(*) > 0 AND bool_and(known_at < (SELECT max(kickoff) FROM fixtures)) FROM sidelined WHERE fixture_id IS NOT NULL"); got != "true" {
		t.Errorf("who is sidelined is not staged days before kick-off: %s", got)
	}

	kickoff := s.NextKickoff(t)
	s.Clock.Set(kickoff.Add(-3 * time.Hour))
	if asked := s.Fetch(t, lineups); len(asked) != 0 {
		t.Errorf("lineups three hours before kick-off asked %q", asked)
	}
	s.Clock.Set(kickoff.Add(-90 * time.Minute))
	asked = s.Fetch(t, lineups)
	if len(asked) != 1 || !strings.HasPrefix(asked[0], "fixtures/multi/") || !strings.Contains(asked[0], "include=lineups;formations;metadata;sidelined.sideline;odds filters=markets:1,6,80") {
		t.Errorf("lineups asked %q", asked)
	}
	s.Clock.Set(kickoff.Add(-40 * time.Minute))
	s.Fetch(t, lineups) // the elevens are there now
	s.Clock.Set(kickoff.Add(-30 * time.Minute))
	if asked := s.Fetch(t, lineups); len(asked) != 0 {
		t.Errorf("both elevens are known, lineups asked %q", asked)
	}
	s.Clock.Set(kickoff.Add(-15 * time.Minute))
	if asked := s.Fetch(t, lineups); len(asked) != 1 {
		t.Errorf("for the closing price lineups asked %q", asked)
	}

	s.Clock.Set(kickoff.Add(95 * time.Minute))
	if asked := s.Fetch(t, settle); len(asked) > 1 || len(asked) == 1 && strings.Contains(strings.Fields(asked[0])[0], ",") {
		t.Errorf("one match that had begun before can have ended, settle asked %q", asked)
	}
	s.Clock.Set(kickoff.Add(3 * time.Hour))
	for range 2 { // seen twice, far enough apart
		asked = s.Fetch(t, settle)
		if len(asked) != 1 || !strings.Contains(asked[0], "include=participants;scores;statistics") {
			t.Errorf("settle asked %q", asked)
		}
		s.Clock.Set(s.Clock.Now().Add(30 * time.Minute))
	}
	s.Clock.Set(kickoff.Add(4*time.Hour + time.Minute))
	if asked := s.Fetch(t, settle); len(asked) > 0 && strings.Contains(asked[0], ",") {
		t.Errorf("all ends are believed, settle asked %q", asked)
	}
	s.Clock.Set(kickoff.Add(29 * time.Hour))
	if asked := s.Fetch(t, settle); len(asked) != 1 {
		t.Errorf("for corrections a day later settle asked %q", asked)
	}
}

// A match under two ids is asked for by both: the API may tell the end under either.
func TestAMatchUnderTwoIdsIsFollowedByBoth(t *testing.T) {
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	s.Fetch(t, ingest.FetchSportmonks(s.Options, ingest.QueryComing(48*time.Hour)))
	kickoff := s.NextKickoff(t)
	first := s.Staged(t, "SELECT arg_min(source_id, kickoff) FROM fixture_versions")
	fixtures := s.Staged(t, "SELECT count(*) FROM fixtures")
	client := *s.Options.HTTP
	client.Transport = asAnother{client.Transport, first}
	o := s.Options
	o.HTTP = &client
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	s.Fetch(t, ingest.FetchSportmonks(o, ingest.QueryComing(48*time.Hour)))
	if got := s.Staged(t, "SELECT (SELECT count(*) FROM fixtures) || ' ' || source_id || ' ' || reason FROM ambiguous"); got != fixtures+" 424242 two_ids" {
		t.Fatalf("fixtures and ambiguities: %s, want %s and the second id", got, fixtures)
	}
	s.Clock.Set(kickoff.Add(3 * time.Hour))
	asked := s.Fetch(t, ingest.FetchSportmonks(s.Options, ingest.QueryResults()))
	path, _, _ := strings.Cut(asked[0], " ")
	if ids := strings.Split(strings.TrimPrefix(path, "fixtures/multi/"), ","); !slices.Contains(ids, first) || !slices.Contains(ids, "424242") {
		t.Errorf("settle asked %q, want it to ask for %s and 424242", asked, first)
	}
}

// asAnother writes another id for one fixture's.
type asAnother struct {
	next http.RoundTripper
	id   string
}

func (a asAnother) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := a.next.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	body = bytes.ReplaceAll(body, []byte(`"id":`+a.id+`,`), []byte(`"id":424242,`))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, err
}
