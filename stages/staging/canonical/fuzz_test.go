package canonical

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/stages/staging/notes"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// whole is a fixture with every list that is read.
const whole = `{"id":9,"league_id":8,"season_id":77,"state_id":5,"starting_at":"2025-10-04 14:00:00","placeholder":false,
"league":{"id":8,"name":"League","country_id":462},"season":{"id":77,"league_id":8,"name":"2025/2026"},"venue":{"id":3,"name":"Ground"},"stage":{"id":1,"name":"S"},"round":{"id":2,"name":"6"},
"participants":[{"id":1,"name":"Home Town","country_id":462,"meta":{"location":"home"}},{"id":2,"name":"Away City","meta":{"location":"away"}}],
"scores":[{"type_id":2,"participant_id":1,"score":{"goals":2,"participant":"home"}},{"type_id":2,"participant_id":2,"score":{"goals":1,"participant":"away"}}],
"statistics":[{"type_id":42,"participant_id":1,"data":{"value":7}},{"type_id":84,"participant_id":2,"data":[]}],
"lineups":[{"team_id":1,"type_id":11,"player_id":5,"player_name":"A","position_id":25,"formation_field":"2:1","formation_position":2,"jersey_number":4,"player":{"id":5,"name":"A B"},
"details":[{"type_id":118,"data":{"value":7.1}},{"type_id":119,"data":{"value":90}},{"type_id":40,"data":{"value":true}}]}],
"formations":[{"participant_id":1,"formation":"4-4-2","location":"home"}],"metadata":[{"type_id":572,"values":{"confirmed":true}}],
"sidelined":[{"id":1,"sideline_id":6,"participant_id":2,"player_id":8,"type_id":531,"sideline":{"id":6,"player_id":8,"start_date":"2025-09-01","end_date":null,"games_missed":2}}],
"odds":[{"id":1,"fixture_id":9,"market_id":1,"bookmaker_id":2,"label":"Home","value":"2.10","latest_bookmaker_update":"2025-10-04 11:00:00"},
{"id":2,"fixture_id":9,"market_id":6,"bookmaker_id":2,"label":"Away","value":"1.90","handicap":"-0.5,1","latest_bookmaker_update":"2025-10-04 11:00:00"}]}`

// FuzzObjects: no bytes of landed objects make staging fail in a bad way, from the bytes
// to the rows of every table; the same objects give the same rows.
func FuzzObjects(f *testing.F) {
	second := strings.ReplaceAll(whole, "\n", "")
	for _, seed := range []struct{ entity, payload, request string }{
		{"fixture", second, ""},
		{"fixture", second + "\n" + strings.Replace(second, `"id":9`, `"id":5`, 1), "/v3/football/fixtures/multi/5,9?timezone=Europe/Berlin"},
		{"fixture", strings.Replace(second, `"state_id":5`, `"state_id":13`, 1) + "\n" + strings.Replace(second, `"id":2,`, `"id":1,`, 1), ""},
		{"odds", `[{"id":1,"fixture_id":9,"market_id":80,"bookmaker_id":2,"label":"Over","total":"2.5","value":"51"}]`, ""},
		{"stage", `{"id":1,"rounds":[{"fixtures":[` + second + `]}],"aggregates":[]}`, ""},
		{"team", `{"id":1,"name":"Home Town","country_id":462,"sidelined":[{"id":6,"player_id":8,"start_date":"2025-09-01"}]}`, ""},
		{"squad", `{"id":4,"player_id":8,"team_id":1,"position_id":26,"start":"2025-07-01","end":null,"jersey_number":9,"player":{"id":8,"name":"C D","date_of_birth":"1999-02-03"}}`, ""},
		{"standing", `{"id":3,"participant_id":1,"season_id":77,"position":1,"points":9,"details":[{"type_id":129,"value":4}]}`, ""},
		{"league", `{"id":8,"name":"League","country_id":462,"currentseason":{"id":77,"league_id":8,"name":"2025"},"seasons":[{"id":78,"league_id":8,"name":"x/y"}]}`, ""},
		{"season", `{"id":77,"league_id":8,"name":"2025/2026"}`, ""},
		{"player", `{"id":8,"name":"C D","height":181,"weight":null,"position_id":27}`, ""},
		{"sidelined", `{"id":6,"player_id":8,"team_id":1,"start_date":"2025-09-01","end_date":"9999-12-31"}`, ""},
	} {
		f.Add(seed.entity, []byte(seed.payload), seed.request)
	}
	f.Fuzz(func(t *testing.T, entity string, payload []byte, request string) {
		// What landed beside is as it should be, so that there is something to join.
		landed := []answers.Raw{{Entity: answers.FixtureEntity, ID: "9", SHA256: "a", FetchedAt: 1_759_000_000_000_000, Payload: []byte(whole)}}
		for i, part := range bytes.Split(payload, []byte("\n")) {
			landed = append(landed, answers.Raw{
				Entity: entity, ID: fmt.Sprint(i + 1), SHA256: fmt.Sprint(i), FetchedAt: 1_760_000_000_000_000 + int64(i), Request: request, Payload: part,
			})
		}
		first := rowsOf(t, landed)
		if again := rowsOf(t, landed); first != again {
			t.Errorf("two stagings of %q differ:\n%s\n%s", payload, first, again)
		}
	})
}

// rowsOf stages landed objects, and writes down all rows.
func rowsOf(t *testing.T, landed []answers.Raw) string {
	t.Helper()
	l := lake.Lake{Dir: t.TempDir(), NoSync: true}
	path := filepath.Join(t.TempDir(), "landed")
	if err := lake.WriteParquet(path, landed); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Add(answers.Folder, path); err != nil {
		t.Fatal(err)
	}
	facts, err := answers.Tell(t.Context(), l, l, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	if err := facts.Load(t.Context(), facts.Fixtures); err != nil {
		t.Fatal(err)
	}
	j := Join(files.Facts{Leagues: map[string]files.League{}}, facts, files.Aliases{}, Overrides{}, &notes.Book{})
	others, err := facts.Objects(t.Context(), answers.SquadEntity, answers.StandingEntity)
	if err != nil {
		t.Fatal(err)
	}
	people, err := facts.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var odds []table.Odds
	j.OddsRows(func(r table.Odds) { odds = append(odds, r) })
	j.LineupRows(func(r table.Lineup) { fmt.Fprint(&b, r.PlayerID, r.TeamID, r.Slot) })
	j.QuoteRows(func(r table.Quote) { fmt.Fprint(&b, r.Bookmaker, r.Price, r.KnownAt) })
	fmt.Fprint(&b, j.FixtureRows(), j.ScoreRows(), len(j.StatisticsRows()), len(odds), len(j.VersionRows()), j.MeasureRows(), len(j.SidelinedRows()),
		len(j.PlayerRows(people)), len(j.SquadRows(others)), len(j.StandingRows(others)), j.NameRows(), j.LeagueRows(), j.SeasonRows(), j.Crosswalk, j.Ambiguous, j.Teams)
	reasons := []string{}
	for _, r := range facts.Rejects() {
		reasons = append(reasons, r.Reason)
	}
	fmt.Fprint(&b, slices.Compact(reasons))
	return b.String()
}
