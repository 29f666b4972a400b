package answers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	simulator "matchday/invented/api"
	invented "matchday/invented/world"
	"matchday/stages/staging/notes"
	"matchday/stages/staging/table"
)

// Real responses are changed at random in the ways in which others' responses differ
// from them: keys that are missing, null, of another type or in another order,
// rows twice or elsewhere, numbers written with a fraction, clubs of other
// names. Nothing crashes, and nothing vanishes without a reason.

// sampled are a few whole fixtures: real ones where they are at hand, and the
// simulator's.
func sampled(t *testing.T) (out []map[string]any) {
	t.Helper()
	w := invented.New(invented.Options{Seed: 2, Seasons: 1})
	rec := httptest.NewRecorder()
	simulator.Handler(w, simulator.Options{}).ServeHTTP(rec, httptest.NewRequest("GET", "/v3/football/fixtures/between/2026-02-05/2026-02-08?per_page=4&filters=markets:1,6,80&include="+
		"participants;scores;statistics;venue;league;season;stage;round;lineups.details;lineups.player;formations;sidelined.sideline;metadata;odds;xGFixture", nil))
	out = fixturesIn(t, rec.Body.Bytes())
	folder := os.Getenv("MATCHDAY_SHARED")
	if folder == "" {
		folder = filepath.Join(root(t), "..", "shared", "data")
	}
	for _, name := range []string{"lineup-fixtures/sportmonks_xg_raw", "fixtures/egie_uefa_club_raw_1", "fixtures/cache_fixture_by_id"} {
		file, err := os.Open(filepath.Join(folder, "sportmonks", filepath.FromSlash(name)+".jsonl.zst"))
		if errors.Is(err, os.ErrNotExist) {
			t.Run("of real answers", func(t *testing.T) {
				t.Skipf("the real answers of the API are missing (%v): set MATCHDAY_SHARED to the folder that holds sportmonks/", err)
			})
			return out
		}
		unpacked, err := zstd.NewReader(file, zstd.WithDecoderMaxWindow(1<<28))
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(unpacked)
		for range 2 {
			var line json.RawMessage
			if err := d.Decode(&line); err != nil {
				t.Fatal(err)
			}
			out = append(out, fixturesIn(t, line)...)
		}
		unpacked.Close()
		file.Close()
	}
	return out
}

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	return dir
}

// mostOdds is how many rows of odds are kept of a fixture: a test need not
// carry thousands.
const mostOdds = 150

// fixturesIn finds the fixtures below any wrapping.
func fixturesIn(t *testing.T, text []byte) (out []map[string]any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var whole any
	if err := d.Decode(&whole); err != nil {
		t.Fatal(err)
	}
	var find func(v any)
	find = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				find(x)
			}
		case map[string]any:
			if v["state_id"] == nil {
				find(v["payload"])
				find(v["data"])
				return
			}
			if odds, ok := v["odds"].([]any); ok && len(odds) > mostOdds {
				v["odds"] = odds[:mostOdds]
			}
			out = append(out, v)
		}
	}
	find(whole)
	return out
}

// spot is a place in a fixture.
type spot struct {
	path string // "scores[].score.goals"
	in   map[string]any
	key  string
}

// spots are all keys of a fixture, in an order of their own.
func spots(f map[string]any) (out []spot) {
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				p := strings.TrimPrefix(path+"."+k, ".")
				out = append(out, spot{p, v, k})
				walk(p, v[k])
			}
		case []any:
			for _, x := range v {
				walk(path+"[]", x)
			}
		}
	}
	walk("", f)
	return out
}

// vital are the keys without which nobody can say which fixture it is, who
// plays when, or what became of it.
var vital = []string{"id", "league_id", "season_id", "state_id", "starting_at", "starting_at_timestamp", "placeholder",
	"participants", "participants[].id", "participants[].name", "participants[].meta", "participants[].meta.location",
	"participants[].placeholder", "participants[].country_id"}

// mutate changes a fixture at one spot and says how.
func mutate(rng *rand.Rand, s spot) string {
	v := s.in[s.key]
	switch how := rng.IntN(5); how {
	case 0:
		delete(s.in, s.key)
		return "dropped"
	case 1:
		s.in[s.key] = nil
		return "null"
	case 2:
		if rows, ok := v.([]any); ok && len(rows) > 0 {
			s.in[s.key] = append(slices.Clone(rows), rows[rng.IntN(len(rows))])
			return "a row twice"
		}
		fallthrough
	case 3:
		if n, ok := v.(json.Number); ok && !strings.ContainsAny(n.String(), ".eE") {
			s.in[s.key] = json.Number(n.String() + ".0")
			return "with a fraction"
		}
		fallthrough
	default:
		others := []any{"text", json.Number("7.5"), true, []any{json.Number("1")}, map[string]any{"a": "b"}, "", json.Number("-3"), strconv.Itoa(9)}
		s.in[s.key] = others[rng.IntN(len(others))]
		return fmt.Sprintf("%v instead of %.40v", s.in[s.key], v)
	}
}

// merged merges payloads, one object each.
func merged(t *testing.T, payloads ...[]byte) (*Facts, []*Object) {
	t.Helper()
	var objects []*Object
	for i, p := range payloads {
		var head struct{ ID any }
		if err := json.Unmarshal(p, &head); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, DecodeObject(&Raw{
			Entity: FixtureEntity, ID: fmt.Sprint("o", i), FetchedAt: time.Date(2026, 11, 1, 0, 0, i, 0, time.UTC).UnixMicro(), Payload: p,
		}))
	}
	landed := &Landed{}
	for i, o := range objects {
		landed.Refs = append(landed.Refs, o.ref(nil, i, 0, 0))
	}
	x := &Facts{landed: landed, people: &notes.Book{}, load: func(_ context.Context, places []int) (some []*Object, err error) {
		for _, i := range places {
			some = append(some, objects[i])
		}
		return some, nil
	}}
	err := x.tell(t.Context(), &notes.Book{})
	if err == nil {
		err = x.Load(t.Context(), x.Fixtures)
	}
	if err != nil {
		t.Fatal(err)
	}
	return x, objects
}

func encode(t *testing.T, f map[string]any) []byte {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestNoChangedAnswerLosesAFixture(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	changed := 0
	for _, whole := range sampled(t) {
		before := encode(t, whole)
		if s, _ := merged(t, before); len(s.Fixtures) != 1 {
			continue // a placeholder, or a listing without teams
		}
		all := spots(fixturesIn(t, before)[0])
		for range 40 {
			f := fixturesIn(t, before)[0]
			// Of a kind of key first, so that the thousands of odds are not all.
			kinds := map[string][]int{}
			for i, s := range all {
				kinds[s.path] = append(kinds[s.path], i)
			}
			path := slices.Sorted(maps.Keys(kinds))[rng.IntN(len(kinds))]
			how := mutate(rng, spots(f)[kinds[path][rng.IntN(len(kinds[path]))]])
			changed++
			s, objects := merged(t, encode(t, f))
			for _, r := range objects[0].rejects {
				if Explain(r.Reason) == "" || r.Detail == "" {
					t.Errorf("%s %s: rejected for %q, %q", path, how, r.Reason, r.Detail)
				}
			}
			switch {
			case len(s.Fixtures) == 1:
			case len(objects[0].rejects) == 0:
				t.Errorf("%s %s: the fixture vanished without a reason", path, how)
			case !slices.Contains(vital, path):
				t.Errorf("%s %s cost the whole fixture: %+v", path, how, objects[0].rejects[0])
			}
		}
	}
	if changed < 150 {
		t.Errorf("only %d answers were changed", changed)
	}
}

// shuffled puts the rows of all lists into another order.
func shuffled(rng *rand.Rand, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = shuffled(rng, x)
		}
	case []any:
		for i := range v {
			v[i] = shuffled(rng, v[i])
		}
		rng.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
	}
	return v
}

// TestTheOrderOfRowsAndTheNamesOfClubsMeanNothing: with its rows in another
// order a fixture is the same, and with other clubs it differs in their names
// only.
func TestTheOrderOfRowsAndTheNamesOfClubsMeanNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	compared := 0
	for _, whole := range sampled(t) {
		before := encode(t, whole)
		s, objects := merged(t, before)
		if len(s.Fixtures) != 1 {
			continue
		}
		compared++
		f := s.Fixtures[0]
		f2, ok := shuffled(rng, any(fixturesIn(t, before)[0])).(map[string]any)
		if !ok {
			t.Fatal("a shuffled fixture is none")
		}
		s2, objects2 := merged(t, encode(t, f2))
		if len(s2.Fixtures) != 1 {
			t.Fatalf("shuffled, fixture %d vanished: %+v", f.ID, objects2[0].rejects)
		}
		sameFixture(t, "shuffled", f, s2.Fixtures[0])
		if a, b := len(objects[0].rejects), len(objects2[0].rejects); a != b {
			t.Errorf("shuffled, %d instead of %d rows of fixture %d are rejected", b, a, f.ID)
		}
		renamed := fixturesIn(t, bytes.ReplaceAll(before, []byte(strconv.Quote(f.Teams[table.Home].Name)), []byte(`"Ünïted \"01\" / Ltd."`)))[0]
		renamed["league_id"] = json.Number("999123")
		s3, objects3 := merged(t, encode(t, renamed))
		if len(s3.Fixtures) != 1 {
			t.Fatalf("renamed, fixture %d vanished: %+v", f.ID, objects3[0].rejects)
		}
		sameFixture(t, "renamed", f, s3.Fixtures[0])
	}
	if compared < 4 {
		t.Errorf("only %d fixtures were compared", compared)
	}
}

// sameFixture compares what two stagings make of a fixture.
func sameFixture(t *testing.T, what string, a, b *History) {
	t.Helper()
	if a.Result != b.Result || a.Kickoff != b.Kickoff || !maps.Equal(a.measures, b.measures) || a.Venue != b.Venue {
		t.Errorf("%s, fixture %d: %v %v %v, want %v %v %v", what, a.ID, b.Result, b.Kickoff, b.Venue, a.Result, a.Kickoff, a.Venue)
	}
	if len(a.Points) != len(b.Points) {
		t.Errorf("%s, fixture %d has %d prices, want %d", what, a.ID, len(b.Points), len(a.Points))
	}
	for i := range min(len(a.Points), len(b.Points)) {
		if a.Points[i] != b.Points[i] {
			t.Errorf("%s, fixture %d: price %+v, want %+v", what, a.ID, b.Points[i], a.Points[i])
			break
		}
	}
	for side := range a.Sheets {
		if len(a.Sheets[side]) != len(b.Sheets[side]) {
			t.Errorf("%s, fixture %d has %d team sheets, want %d", what, a.ID, len(b.Sheets[side]), len(a.Sheets[side]))
			continue
		}
		for n := range a.Sheets[side] {
			if !slices.EqualFunc(a.Sheets[side][n].Players, b.Sheets[side][n].Players, func(x, y sheetPlayer) bool {
				return samePlace(x, y) && (x.minutes == nil) == (y.minutes == nil) && len(x.measures) == len(y.measures)
			}) {
				t.Errorf("%s, fixture %d: another team sheet", what, a.ID)
			}
		}
	}
}
