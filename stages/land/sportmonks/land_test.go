package sportmonks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

func testLake(t *testing.T) lake.Lake { return lake.Lake{Dir: filepath.Join(t.TempDir(), "lake")} }

// raw reads what has landed, in the order of time.
func raw(t *testing.T, l lake.Lake) []answers.Raw {
	t.Helper()
	all := read[answers.Raw](t, l, answers.Folder)
	slices.SortStableFunc(all, func(a, b answers.Raw) int {
		return strings.Compare(fmt.Sprintf("%020d %s %s", a.FetchedAt, a.Entity, a.ID), fmt.Sprintf("%020d %s %s", b.FetchedAt, b.Entity, b.ID))
	})
	return all
}

func seen(t *testing.T, l lake.Lake) []answers.Seen {
	return read[answers.Seen](t, l, answers.SeenFolder)
}

func read[T any](t *testing.T, l lake.Lake, folder string) []T {
	t.Helper()
	files, err := l.Files(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []T
	for _, path := range files {
		rows, err := parquet.ReadFile[T](path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	return all
}

func object(id, payload string, minute int) Object {
	return Object{Entity: "fixture", ID: id, Request: "/v3/football/fixtures/multi/" + id + "?include=odds",
		FetchedAt: time.Date(2026, 3, 1, 12, minute, 0, 0, time.UTC), Payload: []byte(payload)}
}

func mustLand(t *testing.T, l lake.Lake, objects ...Object) Landed {
	t.Helper()
	n, err := Land(l, objects)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPayloadsLandAsReceived, byte for byte, beside who asked what and when.
func TestPayloadsLandAsReceived(t *testing.T) {
	l := testLake(t)
	odd := `{ "id" : 1,` + "\t" + `"name":"\u00c9 é"}`
	n := mustLand(t, l, object("1", odd, 0), object("2", "{}", 0))
	if n.Objects != 2 || n.Unchanged != 0 || n.Bytes != int64(len(odd)+2) || n.ByEntity["fixture"] != 2 {
		t.Errorf("%+v", n)
	}
	r := raw(t, l)[0]
	sum := sha256.Sum256([]byte(odd))
	if string(r.Payload) != odd || r.SHA256 != hex.EncodeToString(sum[:]) || r.Source != "sportmonks" || r.Entity != "fixture" || r.ID != "1" ||
		r.Request != "/v3/football/fixtures/multi/1?include=odds" || !time.UnixMicro(r.FetchedAt).Equal(object("", "", 0).FetchedAt) {
		t.Errorf("%+v", r)
	}
	if len(read[answers.Raw](t, l, answers.Folder)) != 2 {
		t.Error("not one file of two rows")
	}
}

// TestUnchangedPayloadsLandOnce: a fetch that shows the same is a sighting, a
// payload that comes back after another is landed again, since it tells that
// the state returned.
func TestUnchangedPayloadsLandOnce(t *testing.T) {
	l := testLake(t)
	a, b := `{"id":1,"v":1}`, `{"id":1,"v":2}`
	for i, step := range []struct {
		payload           string
		minute            int
		objects, unchange int
		sightings         int
	}{
		{a, 0, 1, 0, 0},
		{a, 0, 0, 1, 0}, // the very same fetch
		{a, 10, 0, 1, 1},
		{a, 10, 0, 1, 1},
		{b, 20, 1, 0, 1},
		{a, 30, 1, 0, 1},
		{b, 20, 0, 1, 1}, // again, from a file
		{a, 5, 0, 1, 2},  // an older sighting that turns up later
		{b, 7, 1, 0, 2},  // an older version that turns up later
	} {
		n := mustLand(t, l, object("1", step.payload, step.minute))
		if n.Objects != step.objects || n.Unchanged != step.unchange || len(seen(t, l)) != step.sightings {
			t.Errorf("step %d: %+v and %d sightings, want %+v", i, n, len(seen(t, l)), step)
		}
	}
	s := seen(t, l)[0]
	if s.Entity != "fixture" || s.ID != "1" || s.SHA256 != raw(t, l)[0].SHA256 {
		t.Errorf("%+v", s)
	}
}

// TestEachKindOfRequestIsAViewOfItsOwn: the same fixture without its odds is
// another view, not a change.
func TestEachKindOfRequestIsAViewOfItsOwn(t *testing.T) {
	l := testLake(t)
	with, without := object("1", `{"id":1,"odds":[]}`, 0), object("1", `{"id":1}`, 0)
	without.Request = "/v3/football/fixtures/between/2026-03-01/2026-03-03?include=participants&per_page=50"
	mustLand(t, l, with, without)
	with.FetchedAt, without.FetchedAt = with.FetchedAt.Add(time.Hour), without.FetchedAt.Add(time.Hour)
	without.Request = "/v3/football/fixtures/between/2026-03-02/2026-03-04?include=participants&per_page=50"
	if n := mustLand(t, l, with, without); n.Objects != 0 || n.Unchanged != 2 {
		t.Errorf("%+v", n)
	}
}

func TestRequestKinds(t *testing.T) {
	same := [][2]string{
		{"/v3/football/fixtures/multi/1,2?include=odds", "/v3/football/fixtures/multi/3?include=odds&page=2"},
		{"/v3/football/fixtures/between/2026-01-01/2026-01-09", "/v3/football/fixtures/between/2025-01-01/2025-01-09?cursor=x&per_page=50"},
		{"/v3/football/fixtures/1?include=a%3Bb", "/v3/football/fixtures/2?include=a;b"},
	}
	for _, pair := range same {
		if requestKind(pair[0]) != requestKind(pair[1]) {
			t.Errorf("%s and %s differ: %s, %s", pair[0], pair[1], requestKind(pair[0]), requestKind(pair[1]))
		}
	}
	other := []string{"/v3/football/fixtures/1", "/v3/football/fixtures/1?include=a", "/v3/football/fixtures/1?include=a&filters=markets:1",
		"/v3/football/fixtures/1?select=id", "/v3/football/teams/1", "/v3/football/fixtures/between/2026-01-01/2026-01-09", ""}
	for i, a := range other {
		for _, b := range other[:i] {
			if requestKind(a) == requestKind(b) {
				t.Errorf("%s and %s are one kind", a, b)
			}
		}
	}
}

func TestTheSameObjectsGiveTheSameBytes(t *testing.T) {
	var objects []Object
	for id := range 3000 { // several row groups, compressed beside each other
		objects = append(objects, object(fmt.Sprint(id), fmt.Sprintf(`{"id":%d,"pad":%q}`, id, strings.Repeat(fmt.Sprint(id), 8000)), 0))
	}
	var names [2][]string
	for i := range names {
		l := testLake(t)
		mustLand(t, l, objects...)
		files, err := l.Files(answers.Folder)
		if err != nil {
			t.Fatal(err)
		}
		names[i] = []string{filepath.Base(files[0])}
		if got := raw(t, l); len(got) != len(objects) {
			t.Fatalf("%d rows", len(got))
		}
	}
	if !slices.Equal(names[0], names[1]) {
		t.Errorf("files %v", names)
	}
}

func TestALandingThatFailsLeavesNothing(t *testing.T) {
	l := testLake(t)
	if err := os.MkdirAll(l.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(l.Dir, "raw"), nil, 0o644); err != nil { // where the folder should be
		t.Fatal(err)
	}
	if _, err := Land(l, []Object{object("1", "{}", 0)}); err == nil {
		t.Fatal("landed below a file")
	}
	if left, err := filepath.Glob(filepath.Join(l.Dir, ".tmp", "*")); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
