package ingest_test

import (
	"bytes"
	"context"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/stages/land/sportmonks"
	"matchday/warehouse"
)

// The simulated API's whole autumn lands, is staged, and can be asked for; a
// second landing changes nothing, and the key is nowhere in the home.
func TestTheSimulatedAPILandsWhole(t *testing.T) {
	t.Parallel()
	const token = "a-token-that-must-not-be-found"
	now := time.Date(2025, 10, 15, 12, 0, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 3, Seasons: 1, Start: now})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: token}))
	defer server.Close()

	env := hometest.DefaultEnv(t.TempDir())
	env.Now = func() time.Time { return now }
	options := ingest.SportmonksOptions{
		From: matchday.Date(2025, 8, 1), To: matchday.Date(2025, 10, 1),
		BaseURL: server.URL + "/v3", Key: sportmonks.NewKey(token), HTTP: server.Client(),
	}
	ctx := context.Background()
	first, err := ingest.LandSportmonks(ctx, env, options)
	if err != nil {
		t.Fatal(err)
	}
	truths := w.Truths(options.From, options.To.AddDate(0, 0, 1))
	if len(truths) < 200 || first.Fixtures < len(truths)*9/10 {
		t.Errorf("%d fixtures staged, the world has %d", first.Fixtures, len(truths))
	}
	again, err := ingest.LandSportmonks(ctx, env, options)
	if err != nil {
		t.Fatal(err)
	}
	if again.Objects != 0 || again.Fixtures != first.Fixtures {
		t.Errorf("landing once more brought %d objects and %d fixtures, want 0 and %d", again.Objects, again.Fixtures, first.Fixtures)
	}
	if again.Requests >= first.Requests/4 {
		t.Errorf("landing once more took %d requests, the first time %d", again.Requests, first.Requests)
	}
	var answer bytes.Buffer
	table, err := warehouse.FormatTo(&answer, "csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Query(ctx, warehouse.Home{Dir: env.Home}, "SELECT count(*) > 100 AS played FROM scores", table); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answer.String(), "true") {
		t.Errorf("scores are missing: %s", answer.String())
	}
	noFileHolds(t, env.Home, token)
}

// noFileHolds fails for every file below a folder that holds the text.
func noFileHolds(t *testing.T, dir, text string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if err == nil && bytes.Contains(content, []byte(text)) {
			t.Errorf("%s holds the key", path)
		}
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files searched: %v", files, err)
	}
}
