package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/invented/api"
	"matchday/invented/world"
)

// An envelope whose fields come in other forms costs no answer: the same lands as from
// one that is as documented.
func TestAnEnvelopeInAnotherFormCostsNothing(t *testing.T) {
	var landed []string
	for _, faults := range []api.Faults{{}, {Loose: 1}} {
		w := world.New(world.Options{Seed: 3, Start: sourceNow, Seasons: 1, Leagues: world.DefaultLeagues()[:1]})
		server := httptest.NewServer(api.Handler(w, api.Options{Faults: faults}))
		t.Cleanup(server.Close)
		c := command{t, map[string]string{
			"MATCHDAY_HOME": filepath.Join(t.TempDir(), "home"), "SPORTMONKS_API_KEY": "the-key-of-the-test", "SPORTMONKS_BASE_URL": server.URL + "/v3",
		}}
		code, stdout, stderr := c.matchday(someMonths...)
		var r struct{ Objects, Fixtures int }
		if err := json.Unmarshal([]byte(stdout), &r); code != 0 || err != nil || r.Fixtures == 0 {
			t.Fatalf("exit code %d, %v: %s%s", code, err, stdout, stderr)
		}
		_, fixtures, _ := c.matchday("sql", "--format", "csv", "SELECT count(*), sum(hash(fixture_id, kickoff, state)) FROM fixtures")
		landed = append(landed, fixtures)
	}
	if landed[0] != landed[1] {
		t.Errorf("landed %q, and from the other envelope %q", landed[0], landed[1])
	}
}

// The two faults of answers that came with the issue have their right values.
func TestTheRecordedFaultsOfAnswers(t *testing.T) {
	shared := os.Getenv("MATCHDAY_SHARED")
	if _, err := os.Stat(filepath.Join(shared, "faults")); err != nil {
		t.Skip("the recorded faults are missing: set MATCHDAY_SHARED to the folder that holds faults/: ", err)
	}
	for folder, want := range map[string]string{
		"F11-unknown-kick-off-at-midnight/44b-*/input":   "2025-04-13T11:00:00Z,false\n2025-04-14T16:00:00Z,false\n",
		"F12-time-zone-of-the-answer-ignored/47-*/input": "2025-04-13T15:00:00Z,true\n",
	} {
		paths, err := filepath.Glob(filepath.Join(shared, "faults", filepath.FromSlash(folder)))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: %v, %v", folder, paths, err)
		}
		c := command{t, map[string]string{"MATCHDAY_HOME": filepath.Join(t.TempDir(), "home")}}
		if code, stdout, stderr := c.matchday("land", "sportmonks", "--files", "--fetched-at", "2025-04-12T12:00:00Z", paths[0]); code != 0 {
			t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
		}
		_, rows, _ := c.matchday("sql", "--format", "csv", "SELECT kickoff, kickoff_known FROM fixtures ORDER BY 1")
		if _, got, _ := strings.Cut(rows, "\n"); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
