package sportmonks

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"matchday/stages/staging/answers"
)

// TestMergingChangesNoRow: closed days become one file a folder, today's file
// stays, and a landing afterwards knows all that was known.
func TestMergingChangesNoRow(t *testing.T) {
	l := testLake(t)
	for hour := range 30 {
		for id := range 3 {
			o := object(fmt.Sprint(id), fmt.Sprintf(`{"id":%d, "v":%d}`, id, hour/(id+1)), 60*hour)
			mustLand(t, l, o)
		}
	}
	before, sightings := raw(t, l), seen(t, l)
	midnight := object("", "", 0).FetchedAt.Truncate(24 * time.Hour).Add(24 * time.Hour)
	m, err := Merge(l, midnight)
	if err != nil {
		t.Fatal(err)
	}
	files, err := l.Files(answers.Folder)
	if err != nil {
		t.Fatal(err)
	}
	open := map[int64]bool{}
	for _, r := range before {
		if r.FetchedAt >= midnight.UnixMicro() {
			open[r.FetchedAt*10+int64(r.ID[0])] = true
		}
	}
	if len(files) != 1+len(open) || m.Into != 2 || m.Files < 20 {
		t.Errorf("%d files, %d of them of today; %+v", len(files), len(open), m)
	}
	if after := raw(t, l); !reflect.DeepEqual(before, after) {
		t.Errorf("%d rows became %d", len(before), len(after))
	}
	if after := seen(t, l); len(after) != len(sightings) {
		t.Errorf("%d sightings became %d", len(sightings), len(after))
	}
	if n := mustLand(t, l, object("0", `{"id":0, "v":3}`, 180)); n.Objects != 0 {
		t.Errorf("landed again after the merging: %+v", n)
	}
	if again, err := Merge(l, midnight); err != nil || again.Files != 0 {
		t.Errorf("merged again: %+v, %v", again, err)
	}
}

// TestAMergingThatWasKilled: the merged file is there and so are those that it
// replaces; the next merging makes it right.
func TestAMergingThatWasKilled(t *testing.T) {
	l := testLake(t)
	mustLand(t, l, object("1", `{"id":1}`, 0))
	mustLand(t, l, object("2", `{"id":2}`, 1))
	want := raw(t, l)
	files, err := l.Files(answers.Folder)
	if err != nil {
		t.Fatal(err)
	}
	spared := map[string][]byte{}
	for _, path := range files {
		if spared[path], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	later := object("", "", 0).FetchedAt.Add(time.Hour)
	if _, err := Merge(l, later); err != nil {
		t.Fatal(err)
	}
	merged, err := l.Files(answers.Folder)
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range spared {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Merge(l, later); err != nil {
		t.Fatal(err)
	}
	got, err := l.Files(answers.Folder)
	if err != nil || len(got) != 1 || filepath.Base(got[0]) != filepath.Base(merged[0]) || !reflect.DeepEqual(raw(t, l), want) {
		t.Errorf("files %v, want %v; %v", got, merged, err)
	}
}
