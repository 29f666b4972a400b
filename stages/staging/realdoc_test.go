package staging_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"matchday/stages/staging"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

var update = flag.Bool("update", false, "write docs/sportmonks-real-files.md anew")

// whyNull says why a column of a table that the API fills is NULL.
var whyNull = map[string]string{
	"fixtures.venue":                   "the answers were not asked for the venue, or the fixture has none; files have none",
	"fixtures.referee":                 "files tell it, the API's answers are not asked for it",
	"fixtures.attendance":              "likewise",
	"lineups.player_id":                "the source does not say who it is (`player_id` null); the name may be there",
	"lineups.player_name":              "neither `player_name` nor the nested player's name",
	"lineups.position":                 "`position_id` null, or none of the four",
	"lineups.formation":                "the answer was not asked for formations, or has none for the side",
	"lineups.formation_field":          "the bench has none; older fixtures neither",
	"lineups.formation_position":       "likewise",
	"lineups.shirt":                    "`jersey_number` null",
	"lineups.confirmed":                "the answer was not asked for metadata",
	"lineups.minutes":                  "not asked for details, or the player did not play (zero values are left out), or the source lacks them",
	"lineups.rating":                   "likewise: small leagues and short appearances have none",
	"lineups.details_known_at":         "a team sheet without any details",
	"quotes.line":                      "1X2 has no line",
	"fixture_versions.kickoff":         "the fixture has no date yet",
	"fixture_versions.stage":           "not asked for the stage",
	"fixture_versions.round":           "not asked for the round; knock-outs have none",
	"fixture_versions.venue":           "as fixtures.venue",
	"fixture_versions.home_goals":      "not ended, not asked for scores, or the score contradicts itself",
	"fixture_versions.away_goals":      "likewise",
	"fixture_versions.home_half_goals": "not asked for scores, or the period is missing",
	"fixture_versions.away_half_goals": "likewise",
	"fixture_versions.home_current":    "likewise",
	"fixture_versions.away_current":    "likewise",
	"fixture_versions.home_extra_time": "there was no extra time",
	"fixture_versions.away_extra_time": "likewise",
	"fixture_versions.home_penalties":  "there was no shoot-out",
	"fixture_versions.away_penalties":  "likewise",
	"players.name":                     "the nested player has none",
	"players.display_name":             "likewise",
	"players.first_name":               "likewise",
	"players.last_name":                "likewise",
	"players.position":                 "`position_id` null, or none of the four",
	"players.date_of_birth":            "null at the source, or a line-up row names the player alone",
	"players.height_cm":                "likewise",
	"players.weight_kg":                "likewise",
	"players.nationality_id":           "likewise",
	"sidelined.fixture_id":             "an absence that a team or a player tells, without a fixture",
	"sidelined.source_id":              "`sideline_id` null",
	"sidelined.side":                   "the absence names a team that does not play the fixture, or no fixture",
	"sidelined.team_id":                "the source names no team, or one that no fixture names",
	"sidelined.type":                   "`type_id` null",
	"sidelined.category":               "not asked for the sideline itself",
	"sidelined.start_date":             "likewise, or null",
	"sidelined.end_date":               "likewise, or not over",
	"sidelined.games_missed":           "likewise, or null",
	"sidelined.completed":              "likewise, or null",
	"squads.season":                    "a current squad, or a season of which no fixture landed",
	"squads.position":                  "`position_id` null",
	"squads.shirt":                     "`jersey_number` null",
	"squads.captain":                   "season squads do not tell",
	"squads.start_date":                "null",
	"squads.end_date":                  "null: under contract",
	"standings.stage_id":               "null",
	"standings.group_id":               "a league has no groups",
	"standings.round_id":               "null",
	"standings.position":               "null",
	"standings.points":                 "null",
	"standings.played":                 "not asked for details",
	"standings.won":                    "likewise",
	"standings.drawn":                  "likewise",
	"standings.lost":                   "likewise",
	"standings.goals_for":              "likewise",
	"standings.goals_against":          "likewise",
}

// nullsOf counts the NULLs of a table's optional columns, in their order.
func nullsOf[T any](t *testing.T, m lake.Manifest, table string, write func(line string)) {
	t.Helper()
	rows := rowsOf[T](t, m, table)
	kind := reflect.TypeFor[T]()
	for i := range kind.NumField() {
		tag := kind.Field(i).Tag.Get("parquet")
		name, options, _ := strings.Cut(tag, ",")
		if !strings.Contains(options, "optional") {
			continue
		}
		nulls := 0
		for k := range rows {
			if reflect.ValueOf(&rows[k]).Elem().Field(i).IsZero() {
				nulls++
			}
		}
		if nulls == 0 {
			continue
		}
		key := table + "." + name
		if whyNull[key] == "" {
			t.Errorf("%d of %d rows have no %s, and nothing says why", nulls, len(rows), key)
		}
		write(fmt.Sprintf("| `%s` | %d of %d | %s |", key, nulls, len(rows), whyNull[key]))
	}
}

// checkRealPage holds the page of rejects and NULLs to what staging made.
func checkRealPage(t *testing.T, r staging.Result) {
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\n") }
	line("# What staging makes of real answers\n")
	line("Counted by `TestTheRealObjects` over the real answers of the Sportmonks API in `MATCHDAY_SHARED/sportmonks` (whole fixtures, line-ups with")
	line("details, listings, other entities, errors), with one season of the publisher's files beside them; `go test ./stages/staging -run TheRealObjects -update`")
	line("writes it anew. Nothing depends on these counts but this page.\n")
	line("## Rejected\n\nOne row of the table `rejected` each; whatever else the same answer holds is kept.\n\n| reason | rows | why |\n| --- | ---: | --- |")
	for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
		if r.Hints[reason] == "" {
			t.Errorf("%d rows are rejected for %q, and nothing says why", r.Rejected[reason], reason)
		}
		line(fmt.Sprintf("| `%s` | %d | %s |", reason, r.Rejected[reason], r.Hints[reason]))
	}
	line("\n## NULL\n\nColumns that are never NULL are not listed.\n\n| column | NULL | why |\n| --- | ---: | --- |")
	m := r.Published
	nullsOf[table.Fixture](t, m, "fixtures", line)
	nullsOf[table.FixtureVersion](t, m, "fixture_versions", line)
	nullsOf[table.Lineup](t, m, "lineups", line)
	nullsOf[table.Quote](t, m, "quotes", line)
	nullsOf[table.Player](t, m, "players", line)
	nullsOf[table.Sidelined](t, m, "sidelined", line)
	nullsOf[table.Squad](t, m, "squads", line)
	nullsOf[table.Standing](t, m, "standings", line)
	line("\n## The dirt that is known of these files\n")
	line(strings.TrimSpace(`
| dirt | what becomes of it |
| --- | --- |
| ` + "`participants[0]`" + ` is the away side | sides are told by ` + "`meta.location`" + ` alone |
| ` + "`player_id`" + ` null | the row stays, without a player; it counts as a starter or on the bench |
| starters without minutes or rating, elevens of 8 to 10 | NULL; a sheet of fewer than eleven is staged and is no line-up for a prediction |
| one player twice | the first row counts, the second is rejected as ` + "`player_twice`" + ` |
| ` + "`CURRENT`" + ` differs from ` + "`2ND_HALF`" + ` at full time | the one that the halves add up to; else ` + "`score_contradicts`" + ` and no result |
| ` + "`result_info`" + `, ` + "`winner`" + `, the odds' ` + "`winning`" + ` | never read |
| AWARDED with scores | no result, nothing is learned from it |
| prices of 1 or less, after kick-off | rejected as above |
| ` + "`stopped`" + ` | kept with the price; it is not bet at |
| three label sets, other languages | one scheme by market; what fits none is ` + "`unknown_label`" + ` |
| a line in ` + "`name`" + ` or ` + "`total`" + `, empty strings | both are read; an empty one is none |
| the same answer or page again | landed once, noted as seen |
| whole numbers with a fraction, ` + "`{}`" + ` or ` + "`[]`" + ` for empty | read as what they are |`))
	path := filepath.Join("..", "..", "docs", "sportmonks-real-files.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if page, err := os.ReadFile(path); err != nil || string(page) != b.String() {
		t.Errorf("%s is not what staging makes of the real answers (%v): write it anew with -update and read what changed", path, err)
	}
}
