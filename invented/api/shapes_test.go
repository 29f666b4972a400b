package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/stages/staging/answers"
)

// The contract: testdata/shapes.txt lists the keys and types of the API's
// objects. What the simulator answers has exactly these, and what has exactly
// these is decoded, nulls or not.

// shapes reads the table: object → key → types, "null" among them if it may be.
func shapes(t *testing.T) map[string]map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/shapes.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string][]string{}
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		keys := map[string][]string{}
		for _, w := range words[1:] {
			key, kinds, ok := strings.Cut(w, ":")
			if !ok || keys[key] != nil {
				t.Fatalf("%s: %q is no new key with its types", words[0], w)
			}
			kinds, nullable := strings.CutSuffix(kinds, "?")
			if keys[key] = strings.Split(kinds, "|"); nullable {
				keys[key] = append(keys[key], "null")
			}
		}
		out[words[0]] = keys
	}
	return out
}

// answered are the requests whose answers are held against the table, and which
// object stands at which path of each.
func answered(w *world.World) []struct {
	path    string
	objects map[string]string
} {
	const fixture = "?per_page=50&include=participants;scores;state;statistics;lineups.details;lineups.player;formations;events;periods;sidelined.sideline;" +
		"odds;metadata;league;season;stage;round;venue;xGFixture"
	season := w.Seasons[25]
	nested := map[string]string{
		"": "fixture", ".participants[]": "team", ".participants[].meta": "meta", ".scores[]": "score", ".scores[].score": "goals", ".state": "state",
		".statistics[]": "statistic", ".statistics[].data": "value", ".lineups[]": "lineup", ".lineups[].details[]": "detail", ".lineups[].details[].data": "value",
		".lineups[].player": "player", ".formations[]": "formation", ".events[]": "event", ".periods[]": "period",
		".sidelined[]":          "sidelined",
		".sidelined[].sideline": "sideline", ".odds[]": "odd", ".metadata[]": "metadata", ".league": "league", ".season": "season", ".stage": "stage",
		".round": "round", ".venue": "venue", ".xgfixture[]": "statistic",
	}
	return []struct {
		path    string
		objects map[string]string
	}{
		{"football/fixtures/between/2026-01-20/2026-02-20" + fixture, nested},
		{"football/leagues?include=currentSeason", map[string]string{"": "league", ".currentseason": "season"}},
		{"football/seasons", map[string]string{"": "season"}},
		{"football/stages", map[string]string{"": "stage"}},
		{"football/rounds", map[string]string{"": "round"}},
		{"football/teams?include=venue", map[string]string{"": "team", ".venue": "venue"}},
		{"football/players", map[string]string{"": "player"}},
		{fmt.Sprintf("football/squads/teams/%d?include=player", season.Clubs[0].ID), map[string]string{"": "squad", ".player": "player"}},
		{fmt.Sprintf("football/squads/seasons/%d/teams/%d", season.ID, season.Clubs[0].ID), map[string]string{"": "season_squad"}},
		{fmt.Sprintf("football/standings/seasons/%d?include=details;form;participant", season.ID),
			map[string]string{"": "standing", ".details[]": "standing_detail", ".form[]": "standing_form", ".participant": "team"}},
		{"football/states?per_page=50", map[string]string{"": "state"}},
		{"core/types?filters=populate&per_page=1000", map[string]string{"": "type"}},
		{"odds/bookmakers", map[string]string{"": "bookmaker"}},
		{"odds/markets", map[string]string{"": "market"}},
	}
}

func TestAnswersHaveTheShapesOfTheContract(t *testing.T) {
	table := shapes(t)
	w := defaultWorld()
	h := api.Handler(w, api.Options{})
	met := map[string]bool{}
	for _, r := range answered(w) {
		ours := shape{}
		body := get(t, h, "/v3/"+r.path).Body.Bytes()
		ours.read(t, body)
		for path, object := range r.objects {
			if ours[path] == nil || !ours[path]["object"] {
				t.Errorf("%s: no %s at %q", r.path, object, path)
				continue
			}
			met[object] = true
			holds(t, r.path+" "+path, ours, path, table[object], r.objects)
		}
		whole := shape{}
		var envelope any
		d := json.NewDecoder(strings.NewReader(string(body)))
		d.UseNumber()
		if err := d.Decode(&envelope); err != nil {
			t.Fatal(err)
		}
		whole.add("", envelope)
		for key, kinds := range table["envelope"] {
			for kind := range whole["."+key] {
				if !slices.Contains(kinds, kind) {
					t.Errorf("%s: %s is %s, want %v", r.path, key, kind, kinds)
				}
			}
		}
		for _, part := range []string{"rate_limit", "pagination"} {
			if whole["."+part] != nil {
				met[part] = true
				holds(t, r.path+" "+part, whole, "."+part, table[part], nil)
			}
		}
	}
	for object := range table {
		if !met[object] && object != "envelope" {
			t.Errorf("no answer holds a %s", object)
		}
	}
}

// holds compares the keys of the object at a path with the table's.
func holds(t *testing.T, where string, ours shape, path string, want map[string][]string, includes map[string]string) {
	t.Helper()
	for p, kinds := range ours {
		key, below := strings.CutPrefix(p, path+".")
		if !below || strings.ContainsAny(key, ".[") || includes[p] != "" || includes[p+"[]"] != "" || key == "meta" {
			continue
		}
		if want[key] == nil {
			t.Errorf("%s: nobody knows of the key %s", where, key)
		}
		for kind := range kinds {
			if want[key] != nil && !slices.Contains(want[key], kind) {
				t.Errorf("%s: %s is %s, want %v", where, key, kind, want[key])
			}
		}
	}
	for key := range want {
		if ours[path+"."+key] == nil {
			t.Errorf("%s: the key %s is missing", where, key)
		}
	}
}

// sample is a value of a type.
func sample(kind, key string) string {
	switch {
	case kind == "null":
		return "null"
	case key == "location" || key == "participant":
		return `"home"`
	case kind == "string" && (strings.HasSuffix(key, "_at") || strings.HasSuffix(key, "update") || strings.Contains(key, "date") || key == "start" || key == "end"):
		return `"2026-02-07 15:00:00"`
	}
	return map[string]string{"int": "237800000001", "float": "7.25", "bool": "true", "string": `"2.10"`, "object": "{}", "array": "[]"}[kind]
}

// written is an object of the table, each key of its first type, or null where
// it may be; nested members stand for keys that are objects.
func written(keys map[string][]string, nulls bool, members map[string]string) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		kinds := keys[key]
		v := sample(kinds[0], key)
		if nested, ok := members[key]; ok {
			v = nested
		} else if nulls && slices.Contains(kinds, "null") {
			v = "null"
		}
		out = append(out, fmt.Sprintf("%q:%s", key, v))
	}
	return "{" + strings.Join(out, ",") + "}"
}

// decodes says what is wrong with a payload as a row of a list.
func decodes[T any](payload string) error {
	var rows answers.Rows[T]
	if err := json.Unmarshal([]byte("["+payload+"]"), &rows); err != nil {
		return err
	}
	if _, bad := rows.Decode(); len(bad) > 0 {
		return bad[0].Err
	}
	return nil
}

func TestWhatHasTheShapesOfTheContractIsDecoded(t *testing.T) {
	table := shapes(t)
	members := map[string]map[string]string{
		"score": {"score": `{"goals":2,"participant":"home"}`}, "statistic": {"data": `{"value":7}`}, "detail": {"data": `{"value":7.25}`},
		"team": {"meta": `{"location":"away","winner":null,"position":null}`},
	}
	table["team"]["meta"] = []string{"object"}
	for object, decode := range map[string]func(string) error{
		"fixture": decodes[answers.Fixture], "team": decodes[answers.Participant], "score": decodes[answers.Score], "statistic": decodes[answers.Statistic],
		"lineup": decodes[answers.Lineup], "detail": decodes[answers.Detail], "formation": decodes[answers.Formation],
		"sidelined": decodes[answers.Sidelined], "sideline": decodes[answers.Sideline], "odd": decodes[answers.Odd], "metadata": decodes[answers.Metadata],
		"league": decodes[answers.League], "season": decodes[answers.Season], "stage": decodes[answers.Stage], "round": decodes[answers.Round],
		"player": decodes[answers.Player], "venue": decodes[answers.Venue], "squad": decodes[answers.Squad], "season_squad": decodes[answers.Squad],
		"standing": decodes[answers.Standing], "standing_detail": decodes[answers.StandingDetail],
	} {
		for _, nulls := range []bool{false, true} {
			payload := written(table[object], nulls, members[object])
			if err := decode(payload); err != nil {
				t.Errorf("%s (nulls %t): %v: %s", object, nulls, err, payload)
			}
		}
		if err := decode(`{"message":"No result(s) found matching your request."}`); err == nil {
			t.Errorf("an empty answer is a %s", object)
		}
	}
}
