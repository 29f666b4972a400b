package sportmonks

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"matchday/warehouse/lake"
)

const (
	teamJSON = `{"id":53,"sport_id":1,"country_id":462,"venue_id":8,"gender":"male","name":"A","short_code":null,"founded":1900,"type":"domestic","placeholder":false}`
	oddJSON  = `{"id":%d,"fixture_id":%d,"market_id":1,"bookmaker_id":2,"label":"Home","value":"2.10"}`
)

var fileTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// folder writes files (name → content) below a fresh folder, all of one time.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, fileTime, fileTime); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func landFiles(t *testing.T, l lake.Lake, in FilesInput) FilesResult {
	t.Helper()
	in.Lake = l
	r, err := LandFiles(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// landed lands one file and describes each object: entity, id, minute, request.
func landed(t *testing.T, name, content string, in FilesInput) ([]string, FilesResult) {
	t.Helper()
	l := testLake(t)
	in.Paths = []string{folder(t, map[string]string{name: content})}
	r := landFiles(t, l, in)
	var out []string
	for _, row := range raw(t, l) {
		out = append(out, fmt.Sprintf("%s %s %s %s", row.Entity, row.ID, time.UnixMicro(row.FetchedAt).UTC().Format("01-02 15:04"), row.Request))
	}
	slices.Sort(out)
	return out, r
}

func zstdOf(text string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return string(w.EncodeAll([]byte(text), nil))
}

func gzipOf(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// TestFormsOfFiles: every form that the README of the real responses lists.
func TestFormsOfFiles(t *testing.T) {
	one, two := fixtureJSON(1, `,"scores":[{"id":5,"data":{"id":6}}]`), fixtureJSON(2, "")
	plain := []string{"fixture 1 01-02 03:04 ", "fixture 2 01-02 03:04 "}
	request := "/v3/football/fixtures/between/2026-10-02/2026-10-05?include=scores;odds&filters=fixtureLeagues:8&per_page=5"
	for name, c := range map[string]struct {
		file, content string
		want          []string
	}{
		"whole response":         {"a.json", `{"data":[` + one + `,` + two + `],"pagination":{"has_more":false},"subscription":[{"meta":[]}],` + limitOK + `}`, plain},
		"its data":               {"a.json", "[\n  " + one + ",\n " + two + "\n]\n", plain},
		"with a byte-order mark": {"a.json", "\ufeff[" + one + "," + two + "]", plain},
		"a single object":        {"a.json", two, plain[1:]},
		"objects line by line":   {"a.jsonl", one + "\r\n\n" + two, plain},
		"packed with zstd":       {"a.jsonl.zst", zstdOf(one + "\n" + two + "\n"), plain},
		"packed with gzip":       {"A.JSON.GZ", gzipOf("[" + one + "," + two + "]"), plain},
		"several values":         {"a.json", one + "\n" + two, plain},
		"a cached response": {"a.jsonl", `{"_cached_at":"2026-01-18T13:15:56.044481","data":{"data":[` + one + `],` + limitOK + `}}`,
			[]string{"fixture 1 01-18 13:15 "}},
		"a fetched one": {"a.jsonl", `{"sportmonks_fixture_id":1,"fetched_at":"2026-06-23T10:47:24.591346+02:00","status_code":200,"payload":{"data":` + one + `}}`,
			[]string{"fixture 1 06-23 08:47 "}},
		"one that says when afterwards": {"a.jsonl", `{"payload":{"data":[` + one + `]},"error":null,"status_code":200,"fetched_at":"2026-06-23 08:47:24"}`,
			[]string{"fixture 1 06-23 08:47 "}},
		"a recorded one": {"a.json", `{"request":{"method":"GET","path":"/v3/football/fixtures/between/2026-10-02/2026-10-05","params":{"filters":"fixtureLeagues:8","include":"scores;odds","per_page":5}},
			"auth":"valid","status":200,"quota":{},"recorded_at":"2026-10-05T11:00:18+00:00","body":{"data":[` + one + `]}}`, []string{"fixture 1 10-05 11:00 " + request}},
		"odds of an endpoint": {"a.json", `{"data":[` + fmt.Sprintf(oddJSON+","+oddJSON+","+oddJSON, 11, 1, 12, 1, 13, 2) + `]}`,
			[]string{"odds 1 01-02 03:04 ", "odds 2 01-02 03:04 "}},
		"an id that is not first": {"a.json", `{"data":{"id":9,"x":1},` + one[1:], []string{"fixture 1 01-02 03:04 "}},
	} {
		t.Run(name, func(t *testing.T) {
			got, r := landed(t, c.file, c.content, FilesInput{})
			if !slices.Equal(got, c.want) || len(r.Refused) != 0 {
				t.Errorf("landed %q, want %q; refused %v", got, c.want, r.Refused)
			}
		})
	}
}

func TestOddsOfAFixtureAreOneList(t *testing.T) {
	l := testLake(t)
	rows := fmt.Sprintf(oddJSON+", "+oddJSON, 11, 1, 12, 1)
	landFiles(t, l, FilesInput{Paths: []string{folder(t, map[string]string{"a.json": `{"data":[` + rows + `]}`})}})
	if got, want := string(raw(t, l)[0].Payload), "["+strings.ReplaceAll(rows, ", ", ",")+"]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestTheEntityComesFromThePathThenTheKeysThenTheCaller.
func TestTheEntityComesFromThePathThenTheKeysThenTheCaller(t *testing.T) {
	bare := `{"id":3,"name":"x"}`
	inFile := func(path string) string { return `{"request":{"path":"` + path + `"},"body":{"data":[` + bare + `]}}` }
	for _, c := range []struct{ content, entity, want string }{
		{inFile("/v3/football/leagues"), "team", "league"},
		{inFile("/v3/core/types"), "", "type"},
		{inFile("/v3/odds/bookmakers/search/x"), "", "bookmaker"},
		{inFile("https://api.sportmonks.com/v3/football/standings/seasons/5?api_token=x"), "", "standing"},
		{inFile("/v3/football/squads/seasons/5/teams/6"), "", "squad"},
		{inFile("/v3/football/schedules/seasons/5"), "", "stage"},
		{inFile("/v3/football/venues"), "", "venue"},
		{teamJSON, "player", "team"},
		{bare, "season", "season"},
	} {
		got, r := landed(t, "a.json", c.content, FilesInput{Entity: c.entity})
		if len(got) != 1 || !strings.HasPrefix(got[0], c.want+" ") {
			t.Errorf("%s: landed %q, refused %v, want a %s", c.content, got, r.Refused, c.want)
		}
	}
	if _, err := LandFiles(context.Background(), FilesInput{Lake: testLake(t), Entity: "fixtures"}); err == nil || !strings.Contains(err.Error(), "fixture, league") {
		t.Errorf("an unknown entity: %v", err)
	}
}

// TestEntitiesByKeys holds the table of shapes against base objects as the
// reference lists them.
func TestEntitiesByKeys(t *testing.T) {
	for entity, keys := range map[string]string{
		"fixture":   "id,sport_id,league_id,season_id,stage_id,group_id,aggregate_id,round_id,state_id,venue_id,name,starting_at,result_info,leg,details,length,placeholder,has_odds",
		"league":    "id,sport_id,country_id,name,active,short_code,image_path,type,sub_type,last_played_at,category,has_jerseys",
		"season":    "id,sport_id,league_id,tie_breaker_rule_id,name,finished,pending,is_current,starting_at,ending_at,standings_recalculated_at,games_in_current_week",
		"stage":     "id,sport_id,league_id,season_id,type_id,name,sort_order,finished,is_current,starting_at,ending_at,games_in_current_week,tie_breaker_rule_id",
		"round":     "id,sport_id,league_id,season_id,stage_id,name,finished,is_current,starting_at,ending_at,games_in_current_week",
		"team":      "id,sport_id,country_id,venue_id,gender,name,short_code,image_path,founded,type,placeholder,last_played_at",
		"player":    "id,sport_id,country_id,nationality_id,city_id,position_id,detailed_position_id,type_id,common_name,firstname,lastname,name,display_name,image_path,height,weight,date_of_birth,gender",
		"coach":     "id,player_id,sport_id,country_id,nationality_id,city_id,common_name,firstname,lastname,name,display_name,image_path,height,weight,date_of_birth,gender",
		"referee":   "id,sport_id,country_id,city_id,common_name,firstname,lastname,name,display_name,image_path,height,weight,date_of_birth,gender",
		"venue":     "id,country_id,city_id,name,address,zipcode,latitude,longitude,capacity,image_path,city_name,surface,national_team",
		"squad":     "id,transfer_id,player_id,team_id,position_id,detailed_position_id,start,end,captain,jersey_number",
		"transfer":  "id,sport_id,player_id,type_id,from_team_id,to_team_id,position_id,detailed_position_id,date,career_ended,completed,completed_at,amount",
		"standing":  "id,participant_id,sport_id,league_id,season_id,stage_id,group_id,round_id,standing_rule_id,position,result,points",
		"type":      "id,name,code,developer_name,model_type,stat_group",
		"state":     "id,state,name,short_name,developer_name",
		"market":    "id,legacy_id,name,developer_name,has_winning_calculations",
		"bookmaker": "id,legacy_id,name",
		"odds":      "id,fixture_id,market_id,bookmaker_id,label,value,name,sort_order,market_description,probability,dp3,fractional,american,winning,stopped,total,handicap,participants",
		"sidelined": "id,fixture_id,sideline_id,participant_id,player_id,type_id",
		"":          "id,fixture_id,player_id,team_id,lineup_id,type_id,data",
	} {
		object := "{"
		for i, key := range strings.Split(keys, ",") {
			object += strings.Repeat(",", min(i, 1)) + `"` + key + `":1`
		}
		if got := entityOfKeys([]byte(object + `,"includes":[{"id":1}]}`)); got != entity {
			t.Errorf("%s is %q", entity, got)
		}
	}
	if got := entityOfKeys([]byte(`{"id":53,"sidelined":[],` + teamJSON[9:])); got != "team" {
		t.Errorf("a team whose include stands first is %q", got)
	}
}

// TestFilesWithoutObjects: what is skipped by its name, refused by its content,
// and counted as a response that says nothing.
func TestFilesWithoutObjects(t *testing.T) {
	dir := folder(t, map[string]string{
		"tables/a.csv.zst": "x", "b.csv": "x", "_manifest.json": `{"total":1}`, "x.postman_collection.json.zst": "x", "notes.md": "x", ".hidden/a.json": "x",
		"empty.json":    `{"data":[],"message":"No result(s)"}`,
		"nothing.json":  `{"message":"No result(s)","rate_limit":{"remaining":1}}`,
		"error.json":    `{"status":403,"body":{"message":"You do not have access","code":5002}}`,
		"auth.json":     `{"status":401,"body":{"message":"Invalid token provided"}}`,
		"report.json":   `{"premierLeague":{"seasonId":25583}}`,
		"city.json":     `{"data":[{"id":35,"country_id":38,"region_id":1}]}`,
		"cut.json":      `{"data":[{"id":1`,
		"html.json":     `<html>`,
		"cut.jsonl.zst": zstdOf(teamJSON)[:20],
		"lines.jsonl":   teamJSON + "\n{\"id\":\n" + strings.Replace(teamJSON, "53", "54", 1) + "\n",
	})
	l := testLake(t)
	r := landFiles(t, l, FilesInput{Paths: []string{dir, filepath.Join(dir, "missing.json")}})
	notes := func(in []Note) map[string]string {
		out := map[string]string{}
		for _, n := range in {
			rel, _ := filepath.Rel(dir, n.Path)
			out[rel] = n.Reason
		}
		return out
	}
	skipped, refused := notes(r.Skipped), notes(r.Refused)
	for path, reason := range map[string]string{"tables/a.csv.zst": "table", "b.csv": "table", "_manifest.json": "manifest", "x.postman_collection.json.zst": "collection", "notes.md": "not JSON"} {
		if !strings.Contains(skipped[path], reason) {
			t.Errorf("%s: %q, want skipped as %s", path, skipped[path], reason)
		}
	}
	for path, reason := range map[string]string{"report.json": "no objects", "city.json": "keys id, country_id, region_id", "cut.json": "cut off",
		"html.json": "no objects", "lines.jsonl": "line 2: ", "cut.jsonl.zst": "EOF", "missing.json": "no such file"} {
		if !strings.Contains(refused[path], reason) {
			t.Errorf("%s: %q, want refused because of %s", path, refused[path], reason)
		}
	}
	if len(skipped) != 5 || len(refused) != 7 {
		t.Errorf("skipped %v\nrefused %v", skipped, refused)
	}
	if r.Objects != 2 || r.Empty != 2 || r.Errors != 2 {
		t.Errorf("%+v", r)
	}
}

// TestFetchedAtOverridesEverything that a file says.
func TestFetchedAtOverridesEverything(t *testing.T) {
	at := time.Date(2025, 5, 6, 7, 8, 0, 0, time.UTC)
	got, _ := landed(t, "a.json", `{"_cached_at":"2026-01-18T13:15:56","data":{"data":[`+teamJSON+`]}}`, FilesInput{FetchedAt: at})
	if !slices.Equal(got, []string{"team 53 05-06 07:08 "}) {
		t.Errorf("landed %q", got)
	}
}

// TestLandingFilesAgainChangesNothing, duplicates and versions within the
// files included; their order decides nothing but which comes first.
func TestLandingFilesAgainChangesNothing(t *testing.T) {
	l := testLake(t)
	one, other := teamJSON, strings.Replace(teamJSON, `"A"`, `"B"`, 1)
	dir := folder(t, map[string]string{"a.jsonl": one + "\n" + other + "\n" + one + "\n", "b.json": one})
	first := landFiles(t, l, FilesInput{Paths: []string{dir}})
	if first.Objects != 2 || first.Unchanged != 2 {
		t.Errorf("%+v", first)
	}
	before, err := l.Files("raw/sportmonks")
	if err != nil {
		t.Fatal(err)
	}
	again := landFiles(t, l, FilesInput{Paths: []string{dir}})
	after, err := l.Files("raw/sportmonks")
	if err != nil || again.Objects != 0 || again.Unchanged != 4 || !slices.Equal(before, after) {
		t.Errorf("%+v; files %v, %v", again, before, after)
	}
}

// TestLongLines: values that are longer than what is read at a time.
func TestLongLines(t *testing.T) {
	var text strings.Builder
	for id := range 5 {
		fmt.Fprintf(&text, "{\"id\":%d,\"pad\":%q}\n", id+1, strings.Repeat("x", blockBytes*(id%3)+7))
	}
	got, r := landed(t, "a.jsonl.zst", zstdOf(text.String()), FilesInput{Entity: "team"})
	if len(got) != 5 || r.Read != int64(text.Len()) || r.Answers != 5 {
		t.Errorf("landed %q, read %d of %d", got, r.Read, text.Len())
	}
}

// TestRealFilesLand: whatever the real responses hold, every object of a file
// that is not refused lands, and a second time none.
func TestRealFilesLand(t *testing.T) {
	root := shared(t)
	paths := []string{filepath.Join(root, "entities"), filepath.Join(root, "fixtures", "sample"), filepath.Join(root, "lineup-fixtures", "sample"),
		filepath.Join(root, "fixtures", "cache_fixtures_pages.jsonl.zst"), filepath.Join(root, "fixtures", "phase54f3_discovery_raw.jsonl.zst"),
		filepath.Join(root, "fixtures", "cache_fixture_by_id.jsonl.zst"), filepath.Join(root, "tables")}
	l := testLake(t)
	first := landFiles(t, l, FilesInput{Paths: paths})
	t.Logf("%+v", first.Landed)
	if first.Empty < 4 || first.Errors < 2 || first.ByEntity["fixture"] < 7600 || first.ByEntity["type"] < 1281 || first.ByEntity["state"] < 25 || len(first.Skipped) < 6 {
		t.Errorf("%+v", first)
	}
	for _, n := range first.Refused {
		if strings.HasSuffix(n.Path, ".zst") {
			t.Errorf("refused %s", n)
		}
	}
	if again := landFiles(t, l, FilesInput{Paths: paths}); again.Objects != 0 || again.Unchanged != first.Objects+first.Unchanged {
		t.Errorf("again: %+v", again.Landed)
	}
}
