package sportmonks

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTheCache: teams are answered from it for an hour, fixtures near kick-off
// never; what it says is dated by its own fetch; it does not hold the key.
func TestTheCache(t *testing.T) {
	s := &season{}
	cache := DiskCache{filepath.Join(t.TempDir(), "cache")}
	a := newAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/teams/") {
			answerOf(w, 200, `{"data":[{"id":53,"name":"A"}],"rate_limit":{"resets_in_seconds":9,"remaining":90,"requested_entity":"Team"}}`)
			return
		}
		s.serve(w, r)
	}, func(c *Config) { c.Cache = cache })
	teams := func() Object {
		t.Helper()
		objects, err := a.Teams(context.Background(), []int64{1})
		if err != nil || len(objects) != 1 {
			t.Fatalf("%v, %v", objects, err)
		}
		return objects[0]
	}
	began := a.clock.Now()
	teams()
	if err := a.clock.Sleep(t.Context(), 59*time.Minute); err != nil {
		t.Fatal(err)
	}
	if o := teams(); !o.FetchedAt.Equal(began) || a.Usage().Saved != 1 || a.Usage().Requests != 1 {
		t.Errorf("fetched %s, usage %+v", o.FetchedAt, a.Usage())
	}
	if err := a.clock.Sleep(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if o := teams(); o.FetchedAt.Equal(began) || a.Usage().Requests != 2 {
		t.Errorf("an answer of an hour ago is used: %+v", a.Usage())
	}
	for range 2 {
		if _, err := a.FixturesBetween(context.Background(), a.clock.Now(), a.clock.Now(), FixtureQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	if a.Usage().Requests != 4 {
		t.Errorf("fixtures of today were cached: %+v", a.Usage())
	}
	for range 2 {
		if _, err := a.FixturesBetween(context.Background(), a.clock.Now().AddDate(0, -2, 0), a.clock.Now().AddDate(0, -1, 0), FixtureQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	if a.Usage().Requests != 5 {
		t.Errorf("fixtures of last month were not cached: %+v", a.Usage())
	}

	// A replay of an earlier moment does not see what was fetched later.
	a.clock.mu.Lock()
	a.clock.now = began.Add(-time.Minute)
	a.clock.mu.Unlock()
	before := a.Usage().Requests
	teams()
	if a.Usage().Requests != before+1 {
		t.Error("a replay was answered with the future")
	}
	grepKey(t, cache.Dir)
	if err := cache.Sweep(time.Now().Add(time.Minute)); err != nil || countFiles(t, cache.Dir) == 0 {
		t.Errorf("swept what is fresh: %v", err)
	}
	if err := cache.Sweep(time.Now().Add(25 * time.Hour)); err != nil || countFiles(t, cache.Dir) != 0 {
		t.Errorf("left what is stale: %v", err)
	}
	if err := (DiskCache{"/nonexistent/cache"}).Sweep(time.Now()); err != nil {
		t.Error(err)
	}
}

func countFiles(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// grepKey looks for the key in every file below a folder.
func grepKey(t *testing.T, dir string) {
	t.Helper()
	looked := 0
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), secret) {
			t.Errorf("%s holds the key", path)
		}
		looked++
		return err
	})
	if err != nil || looked == 0 {
		t.Errorf("looked at %d files: %v", looked, err)
	}
}

// TestTheKeyIsNotInTheLake, in no column, after landings of all kinds.
func TestTheKeyIsNotInTheLake(t *testing.T) {
	s := &season{}
	a := newAPI(t, s.serve)
	l := testLake(t)
	if _, err := a.Backfill(context.Background(), BackfillInput{Lake: l, From: a.clock.Now().AddDate(0, -3, 0), To: a.clock.Now()}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "recorded.json")
	recorded := `{"request":"https://api.sportmonks.com/v3/football/fixtures/9?api_token=` + secret + `&include=scores","body":{"data":` + fixtureJSON(9, "") + `}}`
	if err := os.WriteFile(path, []byte(recorded), 0o644); err != nil {
		t.Fatal(err)
	}
	if r, err := LandFiles(context.Background(), FilesInput{Lake: l, Paths: []string{path}}); err != nil || r.Objects != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	grepKey(t, l.Dir)
	for _, r := range raw(t, l) {
		if strings.Contains(fmt.Sprintf("%+v %s", r, r.Payload), secret) {
			t.Errorf("%+v holds the key", r)
		}
	}
	for _, r := range seen(t, l) {
		if strings.Contains(fmt.Sprintf("%+v", r), secret) {
			t.Errorf("%+v holds the key", r)
		}
	}
}
