package sportmonks

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
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

// TestALandingIsTheSameAfterDecodingAndMerging: what a lake knows of its objects by what
// was derived from them is what it knows by reading them, merged or as they landed.
func TestALandingIsTheSameAfterDecodingAndMerging(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		plain, kept := testLake(t), testLake(t)
		plain.NoSync, kept.NoSync = true, true
		for minute := range 40 {
			var objects []Object
			for range 1 + random.IntN(4) {
				o := object(fmt.Sprint(random.IntN(3)), fmt.Sprintf(`{"v":%d}`, random.IntN(2)), 60*minute-random.IntN(2)*90)
				o.Request = []string{"/v3/football/fixtures", "/v3/football/fixtures?include=odds"}[random.IntN(2)]
				objects = append(objects, o)
			}
			want, got := mustLand(t, plain, objects...), mustLand(t, kept, objects...)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("landing %d: %+v, expected %+v", minute, got, want)
			}
			if random.IntN(3) == 0 {
				if _, err := answers.Open(t.Context(), kept, math.MaxInt64); err != nil {
					t.Fatal(err)
				}
			}
			if random.IntN(6) == 0 {
				if _, err := mergeBoth(kept, objects[0].FetchedAt.Truncate(6*time.Hour), random.IntN(2) == 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, until := range []int64{math.MaxInt64, object("", "", 60*(10+random.IntN(20))).FetchedAt.UnixMicro()} { // within merged files too
			x, y := objectsBy(t, kept, until), objectsBy(t, plain, until)
			if len(x) == 0 || !reflect.DeepEqual(x, y) {
				t.Errorf("%d objects by %d, expected the same %d", len(x), until, len(y))
			}
		}
	}
}

// objectsBy are the fixtures' objects that had landed by until, in µs.
func objectsBy(t *testing.T, l lake.Lake, until int64) []*answers.Object {
	t.Helper()
	told, err := answers.Tell(t.Context(), l, l, until)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := told.Objects(t.Context(), answers.FixtureEntity)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// TestDaysAreMergedOnceThereAreManyFiles: the files of closed days become one, which no
// later day writes again; it says what it holds, also once it is merged itself.
func TestDaysAreMergedOnceThereAreManyFiles(t *testing.T) {
	l := testLake(t)
	l.NoSync = true
	midnight := object("", "", 0).FetchedAt.Truncate(24 * time.Hour).Add(24 * time.Hour)
	land := func(from, to int) {
		for n := from; n < to; n++ {
			o := object(fmt.Sprint(n), fmt.Sprintf(`{"id":%d}`, n), 0)
			o.FetchedAt = midnight.Add(time.Duration(n-40) * time.Minute)
			mustLand(t, l, o)
		}
	}
	land(0, manyFiles)
	if m, err := MergeDays(l, midnight); err != nil || m.Files != 0 {
		t.Errorf("merged %+v of %d files; %v", m, manyFiles, err)
	}
	land(manyFiles, manyFiles+1)
	if m, err := MergeDays(l, midnight); err != nil || m.Files != 40 || m.Into != 1 {
		t.Errorf("merged %+v, expected 40 files into 1; %v", m, err)
	}
	land(manyFiles+1, 3*manyFiles)
	if m, err := MergeDays(l, midnight.Add(24*time.Hour)); err != nil || m.Files != 3*manyFiles-40 || m.Rows != m.Files {
		t.Errorf("merged %+v, expected all but the first day; %v", m, err)
	}
	if m, err := Merge(l, midnight.Add(24*time.Hour)); err != nil || m.Files != 2 || m.Rows != 3*manyFiles {
		t.Errorf("merged %+v, expected the 2 files of days; %v", m, err)
	}
	files, err := filesOf(l, answers.Folder)
	if err != nil || len(files) != 1 || len(files[0].holds) != 2 || len(files[0].landed()) != 3*manyFiles {
		t.Errorf("%+v, expected one file that holds %d; %v", files, 3*manyFiles, err)
	}
}

// TestADamagedFileIsNotMerged: damage would be written into a file that looks whole.
func TestADamagedFileIsNotMerged(t *testing.T) {
	for _, killed := range []bool{false, true} {
		l := testLake(t)
		mustLand(t, l, object("1", `{"id":1}`, 0))
		mustLand(t, l, object("2", `{"id":2}`, 1))
		later := object("", "", 0).FetchedAt.Add(time.Hour)
		files, err := l.Listed(answers.Folder)
		if err != nil {
			t.Fatal(err)
		}
		damaged := files[0].Path
		if killed { // the merged file is damaged before those that it holds are gone
			spared := map[string][]byte{}
			for _, f := range files {
				if spared[f.Path], err = os.ReadFile(f.Path); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := Merge(l, later); err != nil {
				t.Fatal(err)
			}
			merged, err := l.Listed(answers.Folder)
			if err != nil || len(merged) != 1 {
				t.Fatalf("%d files, %v", len(merged), err)
			}
			damaged = merged[0].Path
			for path, content := range spared {
				if err := os.WriteFile(path, content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		content, err := os.ReadFile(damaged)
		if err != nil {
			t.Fatal(err)
		}
		content[8] ^= 1
		if err := os.WriteFile(damaged, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Merge(l, later); err == nil || !strings.Contains(err.Error(), damaged+" was changed since it was written") {
			t.Errorf("a merging of a damaged file: %v", err)
		}
		if left, err := os.ReadDir(filepath.Dir(damaged)); err != nil || len(left) < 2 {
			t.Errorf("%d files are left, %v", len(left), err)
		}
	}
}
