package answers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"matchday/warehouse/lake"
)

// odds is the payload of an odds endpoint with one price.
func odds(fixture int, price string) string {
	return fmt.Sprintf(`[{"id":1,"fixture_id":%d,"market_id":1,"bookmaker_id":2,"label":"Home","value":%q}]`, fixture, price)
}

// readAll is what a lake holds of the API.
func readAll(t *testing.T, l lake.Lake) []*Object {
	t.Helper()
	x, err := Open(t.Context(), l, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, x, func(*Ref) bool { return true })
}

// load reads the objects that are wanted.
func load(t *testing.T, x *Landed, wanted func(*Ref) bool) []*Object {
	t.Helper()
	var places []int
	for i := range x.Refs {
		if wanted(&x.Refs[i]) {
			places = append(places, i)
		}
	}
	objects, err := x.at(t.Context(), places)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// derivedFiles are the files that were derived from what has landed.
func derivedFiles(t *testing.T, l lake.Lake) (out []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(l.Dir, "derived"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// landSeen lands sightings of one payload at some seconds.
func landSeen(t *testing.T, l lake.Lake, o *Object, seconds ...int64) {
	t.Helper()
	var rows []Seen
	for _, n := range seconds {
		rows = append(rows, Seen{Source, o.Entity, o.ID, n * 1e6, "", o.SHA256})
	}
	addFile(t, l, SeenFolder, rows)
}

// addFile lands rows, and returns the file's sum.
func addFile[T any](t *testing.T, l lake.Lake, folder string, rows []T, options ...parquet.WriterOption) string {
	t.Helper()
	dir, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "x")
	if err := lake.WriteParquet(path, rows, options...); err != nil {
		t.Fatal(err)
	}
	name, err := l.Add(folder, path)
	if err != nil {
		t.Fatal(err)
	}
	files, err := l.Listed(folder)
	for _, f := range files {
		if filepath.Base(f.Path) == name {
			return f.Sum.SHA256
		}
	}
	t.Fatalf("%s is not listed: %v", name, err)
	return ""
}

// TestWhatWasDecodedMayBeLost: whatever derived file is gone, cut or changed, what is
// read of the lake is the same.
func TestWhatWasDecodedMayBeLost(t *testing.T) {
	t.Parallel()
	l := lake.Lake{Dir: t.TempDir()}
	landObject(t, l, 1, "odds", "7", odds(7, "1.90"))
	landObject(t, l, 2, "odds", "7", odds(7, "2.00"))
	landObject(t, l, 3, "team", "9", `{"id":9,"name":"A","sidelined":[{"player_id":3,"start_date":"2026-01-02"}]}`)
	landObject(t, l, 4, "team", "x", `{"id":"wrong"}`)
	landSeen(t, l, readAll(t, l)[0], 5, 6)
	want := readAll(t, l)
	if len(want) != 4 || want[0].LastSeen != 6e6 {
		t.Fatalf("%d objects, the first last seen at %d", len(want), want[0].LastSeen)
	}
	files := derivedFiles(t, l)
	if len(files) != 2*4+1 {
		t.Errorf("%d derived files: %q", len(files), files)
	}
	for _, path := range files {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, damage := range []func() error{
			func() error { return os.Remove(path) },
			func() error { return os.RemoveAll(filepath.Dir(path)) },
			func() error { return os.WriteFile(path, before[:len(before)/2], 0o644) },
			func() error { return os.WriteFile(path, append([]byte{1}, before...), 0o644) },
		} {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			if got := readAll(t, l); !reflect.DeepEqual(got, want) {
				t.Errorf("after damage %d of %s other objects are read", n, path)
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
				t.Errorf("after damage %d of %s it was not made again: %v", n, path, err)
			}
		}
	}
}

// TestWhatWasDecodedServesAfterAMerging: of a merged file only what had not been decoded
// is decoded. What is known of one file is set to something else, which shows.
func TestWhatWasDecodedServesAfterAMerging(t *testing.T) {
	t.Parallel()
	l := lake.Lake{Dir: t.TempDir()}
	rows := []Raw{}
	for n, price := range []string{"1.90", "2.00", "2.10"} {
		rows = append(rows, Raw{Source, OddsEntity, "7", int64(n), "", fmt.Sprint(n), []byte(odds(7, price))})
	}
	known := addFile(t, l, Folder, rows[:2])
	readAll(t, l)
	s, err := openStore(l)
	if err != nil {
		t.Fatal(err)
	}
	p := &pack{store: s, file: lake.LandedFile{Sum: lake.Sum{SHA256: known}}}
	set(t, p, func(o *Object) { o.Responses[0].quotes[0].price += 7 })
	if err := l.Remove(Folder, known[:16]+".parquet"); err != nil {
		t.Fatal(err)
	}
	held, err := json.Marshal([]HeldFile{{known, 2, nil}, {"not decoded", 1, nil}})
	if err != nil {
		t.Fatal(err)
	}
	addFile(t, l, Folder, rows, parquet.KeyValueMetadata(HeldKey, string(held)))
	for range 3 { // as it was put together, and from its own pack, when that of the first file is gone
		var got []string
		for _, o := range readAll(t, l) {
			got = append(got, fmt.Sprint(o.FetchedAt, o.Responses[0].quotes[0].price))
		}
		if want := "0 19007,1 20007,2 21000"; strings.Join(got, ",") != want {
			t.Errorf("prices %q, expected %q", got, want)
		}
		if err := Sweep(l); err != nil {
			t.Fatal(err)
		}
		if left := derivedFiles(t, l); len(left) != 2 {
			t.Errorf("%q is left, expected what the merged file was decoded to and the list of it", left)
		}
	}
}

// set changes what is known of a landed file.
func set(t *testing.T, p *pack, change func(*Object)) {
	t.Helper()
	refs, known := p.known()
	if !known {
		t.Fatal("the file was not decoded")
	}
	x := &Landed{Refs: refs}
	objects := load(t, x, func(*Ref) bool { return true })
	if _, err := p.keep(func(use func(*Object) error) error {
		for _, o := range objects {
			if change(o); use(o) != nil {
				return errors.New("not kept")
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestSomeObjectsAreLoadedAlone: what is asked for comes in order, as Read gives it, and
// is the caller's own.
func TestSomeObjectsAreLoadedAlone(t *testing.T) {
	t.Parallel()
	l := lake.Lake{Dir: t.TempDir()}
	for n := range 9 {
		landObject(t, l, int64(20-n), "odds", fmt.Sprint(n%3), odds(n%3, fmt.Sprintf("1.%d", 10+n)))
	}
	all := readAll(t, l)
	x, err := Open(t.Context(), l, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got := load(t, x, func(r *Ref) bool { return reflect.DeepEqual(r.Fixtures, []int64{1}) })
		if !reflect.DeepEqual(got, all[3:6]) {
			t.Fatalf("fixture 1: %+v, expected %+v", got, all[3:6])
		}
		got[0].Responses[0].quotes[0].price = 0
	}
}

// TestSightingsCountAsIfReadOneByOne: the last fetch that brought each payload, by any
// moment, is that of all sightings read one by one; also of payloads that came back.
func TestSightingsCountAsIfReadOneByOne(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 6))
	for range 60 {
		l := lake.Lake{Dir: t.TempDir(), NoSync: true}
		var landed []Raw
		var seen []Seen
		for range 1 + random.IntN(8) {
			payload := odds(1, fmt.Sprintf("1.%d", 1+random.IntN(2)))
			landed = append(landed, Raw{Source, OddsEntity, fmt.Sprint(random.IntN(2)), random.Int64N(20), "", payload, []byte(payload)})
		}
		addFile(t, l, Folder, landed)
		for range random.IntN(4) {
			var rows []Seen
			for range 1 + random.IntN(6) {
				r := landed[random.IntN(len(landed))]
				rows = append(rows, Seen{Source, r.Entity, r.ID, random.Int64N(20), fmt.Sprint(random.IntN(2)), r.SHA256})
			}
			addFile(t, l, SeenFolder, rows)
			seen = append(seen, rows...)
		}
		until := random.Int64N(22)
		x, err := Open(t.Context(), l, until)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range x.Refs {
			want := r.FetchedAt
			for _, s := range seen {
				// It is the last landing of the payload before the sighting.
				last := int64(-1)
				for _, v := range landed {
					if v.ID == r.ID && v.SHA256 == r.SHA256 && v.FetchedAt <= s.FetchedAt && v.FetchedAt <= until {
						last = max(last, v.FetchedAt)
					}
				}
				if s.ID == r.ID && s.SHA256 == r.SHA256 && s.FetchedAt <= until && last == r.FetchedAt {
					want = max(want, s.FetchedAt)
				}
			}
			if r.LastSeen != want {
				t.Fatalf("%+v last seen at %d, expected %d by %d;\nlanded %+v\nseen %+v", r, r.LastSeen, want, until, landed, seen)
			}
		}
	}
}

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
