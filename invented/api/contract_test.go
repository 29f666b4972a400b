package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchday/invented/api"

	"github.com/klauspost/compress/zstd"
)

// shape is, for every path of keys, the JSON types seen there.
type shape map[string]map[string]bool

func (s shape) add(path string, v any) {
	kind := "null"
	switch v := v.(type) {
	case bool:
		kind = "bool"
	case string:
		kind = "string"
	case json.Number:
		kind = "int"
		if strings.ContainsAny(v.String(), ".eE") {
			kind = "float"
		}
	case []any:
		kind = "array"
		for _, x := range v {
			s.add(path+"[]", x)
		}
	case map[string]any:
		kind = "object"
		for k, x := range v {
			s.add(path+"."+k, x)
		}
	}
	if s[path] == nil {
		s[path] = map[string]bool{}
	}
	s[path][kind] = true
}

// read adds what lies in the innermost wrapper of a recording.
func (s shape) read(t *testing.T, text []byte) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"payload", "body", "data"} {
		if m, ok := v.(map[string]any); ok && m[k] != nil {
			v = m[k]
		}
	}
	if rows, ok := v.([]any); ok {
		for _, row := range rows {
			s.add("", row)
		}
		return
	}
	if m, ok := v.(map[string]any); ok && m["id"] != nil { // else an answer without data
		s.add("", v)
	}
}

// sharedFolder is where the real answers lie, if they do.
func sharedFolder(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("MATCHDAY_SHARED")
	if shared == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
		}
		shared = filepath.Join(dir, "..", "shared", "data")
	}
	folder := filepath.Join(shared, "sportmonks")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the real answers of the API are missing at %s: set MATCHDAY_SHARED to the folder that holds sportmonks/", folder)
	}
	return folder
}

// readReal adds the first lines of a compressed file of answers.
func (s shape) readReal(t *testing.T, path string, most int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<28))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	r := bufio.NewReaderSize(z, 1<<20)
	for range most {
		line, err := r.ReadBytes('\n')
		if len(line) > 1 {
			s.read(t, line)
		}
		if err != nil {
			return
		}
	}
}

// compared are the includes that both the real answers and the simulator hold.
const compared = "participants;scores;league;venue;state;statistics.type;events.type;events.player;events.period;formations;" +
	"lineups.player;lineups.details.type;lineups.xGLineup.type;odds.market;odds.bookmaker;xGFixture.type"

func TestFixturesHaveTheKeysAndTypesOfRealOnes(t *testing.T) {
	folder := sharedFolder(t)
	theirs := shape{}
	theirs.readReal(t, filepath.Join(folder, "lineup-fixtures", "sportmonks_xg_raw.jsonl.zst"), 40)
	theirs.readReal(t, filepath.Join(folder, "fixtures", "egie_uefa_club_raw_1.jsonl.zst"), 40)
	theirs.readReal(t, filepath.Join(folder, "fixtures", "cache_fixtures_pages.jsonl.zst"), 20)
	theirs.readReal(t, filepath.Join(folder, "fixtures", "phase54f3_discovery_raw.jsonl.zst"), 40)
	theirs.readReal(t, filepath.Join(folder, "fixtures", "dump_world_cup_2026.jsonl.zst"), 8)

	ours := shape{}
	h := api.Handler(defaultWorld(), api.Options{})
	for _, window := range []string{"2025-11-01/2025-12-20", "2026-02-05/2026-02-20", "2026-05-01/2026-06-10"} {
		ours.read(t, get(t, h, "/v3/football/fixtures/between/"+window+"?per_page=50&include="+compared).Body.Bytes())
		ours.read(t, get(t, h, "/v3/football/fixtures/between/"+window+"?per_page=50&filters=fixtureLeagues:24&include="+compared).Body.Bytes())
	}

	if len(theirs) < 150 || len(ours) < 150 {
		t.Fatalf("%d paths in real fixtures, %d here: the comparison is empty", len(theirs), len(ours))
	}
	names := strings.FieldsFunc(strings.ToLower(compared), func(c rune) bool { return c == ';' || c == '.' })
	for path, kinds := range ours {
		if theirs[path] == nil {
			t.Errorf("%s is in no real fixture", path)
			continue
		}
		for kind := range kinds {
			if !theirs[path][kind] {
				t.Errorf("%s is %s here, %v in real fixtures", path, kind, keys(theirs[path]))
			}
		}
	}
	for path := range theirs {
		top, _, _ := strings.Cut(strings.TrimPrefix(path, "."), ".")
		top = strings.TrimSuffix(top, "[]")
		isInclude := theirs["."+top]["array"] || theirs["."+top]["object"]
		if isInclude && !slices.Contains(names, top) {
			continue // an include that this test does not ask for
		}
		if ours[path] == nil {
			t.Errorf("%s is in real fixtures (%v) and not here", path, keys(theirs[path]))
		}
	}
}

func keys(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Other objects have the keys of the real ones; what is null here may be
// something there.
func TestOtherObjectsHaveTheKeysOfRealOnes(t *testing.T) {
	folder := filepath.Join(sharedFolder(t), "entities")
	w := defaultWorld()
	season := w.Seasons[25]
	for _, c := range []struct{ path, file string }{
		{"football/leagues/8?include=seasons;currentSeason", "worldcup-predictor-2026/leagues_732_d557a564665eaaf2.json"},
		{"football/seasons", "betpulse/seasons_epl.json"},
		{"football/teams", "betpulse/teams_probe_after_includes.json"},
		{"football/states", "betpulse/states.json"},
		{fmt.Sprintf("football/standings/seasons/%d?include=participant;details.type;form", season.ID), "betscore_back/classificacao.json"},
	} {
		text, err := os.ReadFile(filepath.Join(folder, c.file))
		if err != nil {
			t.Fatal(err)
		}
		theirs, ours := shape{}, shape{}
		theirs.read(t, text)
		ours.read(t, get(t, api.Handler(w, api.Options{}), "/v3/"+c.path).Body.Bytes())
		if len(ours) < 5 {
			t.Fatalf("%s: %v", c.path, ours)
		}
		for path, kinds := range ours {
			for kind := range kinds {
				if kind != "null" && !theirs[path][kind] {
					t.Errorf("%s: %s is %s here, %v in %s", c.path, path, kind, keys(theirs[path]), c.file)
				}
			}
		}
		for path := range theirs {
			if top := strings.Trim(strings.SplitN(path, ".", 3)[min(1, strings.Count(path, "."))], "[]"); slices.Contains([]string{"rule", "stage", "league", "group"}, top) {
				continue // includes that are not asked for
			}
			if ours[path] == nil {
				t.Errorf("%s: %s is in %s and not here", c.path, path, c.file)
			}
		}
	}
}
