package answers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"

	"matchday/warehouse/lake"
)

// landObject lands one payload as a fetch of the second n brought it.
func landObject(t *testing.T, l lake.Lake, n int64, entity, id, payload string) {
	t.Helper()
	dir, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(payload))
	path := filepath.Join(dir, "x")
	if err := lake.WriteParquet(path, []Raw{{
		Source: Source, Entity: entity, ID: id, FetchedAt: n * 1e6, SHA256: hex.EncodeToString(sum[:]), Payload: []byte(payload),
	}}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Add(Folder, path); err != nil {
		t.Fatal(err)
	}
}

func TestAFixtureOfWhichNothingNewWasToldIsNotMadeAnew(t *testing.T) {
	l, cache := lake.Lake{Dir: t.TempDir()}, &Cache{}
	pass := func() {
		objects, err := Read(t.Context(), l, 1e18)
		if err != nil {
			t.Fatal(err)
		}
		Merge(objects, cache)
	}
	fixture := func(id, state int) string {
		return fmt.Sprintf(`{"id":%d,"league_id":8,"season_id":77,"state_id":%d,"starting_at":"2025-10-04 14:00:00","participants":[`+
			`{"id":1,"name":"A","meta":{"location":"home"}},{"id":2,"name":"B","meta":{"location":"away"}}]}`, id, state)
	}
	landObject(t, l, 1, "fixture", "8", fixture(8, 1))
	landObject(t, l, 2, "fixture", "9", fixture(9, 1))
	landObject(t, l, 3, "odds", "7", `[{"id":1,"fixture_id":7,"market_id":1,"bookmaker_id":2,"label":"Home","value":"1.90"}]`)
	pass()
	before, other := cache.fixtures[8].fixture, cache.fixtures[9].fixture
	landObject(t, l, 4, "fixture", "9", fixture(9, 5))
	pass()
	if cache.fixtures[8].fixture != before {
		t.Error("fixture 8 was made anew, and nothing new was told of it")
	}
	if cache.fixtures[9].fixture == other {
		t.Error("fixture 9 was not made anew, and another state was told of it")
	}
	if len(cache.fixtures) != 3 {
		t.Errorf("the cache holds %d fixtures, want 3", len(cache.fixtures))
	}
}
