package table_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"matchday/stages/staging/table"
)

// rows are the rows of every staged table.
var rows = map[string]reflect.Type{
	"fixtures": reflect.TypeFor[table.Fixture](), "scores": reflect.TypeFor[table.Score](), "statistics": reflect.TypeFor[table.Statistics](),
	"odds": reflect.TypeFor[table.Odds](), "leagues": reflect.TypeFor[table.League](), "seasons": reflect.TypeFor[table.Season](),
	"teams": reflect.TypeFor[table.Team](), "editions": reflect.TypeFor[table.Edition](), "rejected": reflect.TypeFor[table.Reject](),
	"lineups": reflect.TypeFor[table.Lineup](), "sidelined": reflect.TypeFor[table.Sidelined](), "players": reflect.TypeFor[table.Player](),
	"squads": reflect.TypeFor[table.Squad](), "standings": reflect.TypeFor[table.Standing](), "quotes": reflect.TypeFor[table.Quote](),
	"fixture_versions": reflect.TypeFor[table.FixtureVersion](), "measures": reflect.TypeFor[table.Measure](),
	"source_values": reflect.TypeFor[table.SourceValue](), "crosswalk": reflect.TypeFor[table.Crosswalk](),
	"listings": reflect.TypeFor[table.Listing](), "gone_prices": reflect.TypeFor[table.GonePrice](),
	"ambiguous": reflect.TypeFor[table.Ambiguous](), "names": reflect.TypeFor[table.Name](),
}

// columnOf is a field as the published schema writes a column.
func columnOf(t *testing.T, f reflect.StructField) string {
	t.Helper()
	name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
	kind := f.Type
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	switch {
	case strings.Contains(options, "timestamp"):
		return name + " TIMESTAMPTZ"
	case strings.Contains(options, "date"):
		return name + " DATE"
	case strings.Contains(options, "decimal(4:9)"):
		return name + " DECIMAL(9,4)"
	}
	switch kind.Kind() {
	case reflect.String:
		return name + " VARCHAR"
	case reflect.Bool:
		return name + " BOOLEAN"
	case reflect.Int32:
		return name + " INTEGER"
	case reflect.Int64:
		return name + " BIGINT"
	case reflect.Float64:
		return name + " DOUBLE"
	case reflect.Slice:
		if kind.Elem() == reflect.TypeFor[table.NamedValue]() {
			return name + " STRUCT(name VARCHAR, value DOUBLE)[]"
		}
		return name + " VARCHAR[]"
	}
	t.Fatalf("column %s is of a kind that no staged table has: %s", name, kind)
	return ""
}

// TestTheRowsAreThoseOfThePublishedSchema: what staging writes and what
// publishing documents have the same tables, and these the same columns in the
// same order.
func TestTheRowsAreThoseOfThePublishedSchema(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "sql", "warehouse", "lake.sql"))
	if err != nil {
		t.Fatal(err)
	}
	space := regexp.MustCompile(`\s+`)
	published := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?is)create table (\w+) \(\n(.*?)\n\);`).FindAllStringSubmatch(string(text), -1) {
		name := m[1]
		published[name] = true
		kind, ok := rows[name]
		if !ok {
			t.Errorf("table %s is published, and no row of it is staged", name)
			continue
		}
		var got, want []string
		for i := range kind.NumField() {
			got = append(got, strings.ToLower(columnOf(t, kind.Field(i))))
		}
		for line := range strings.Lines(m[2]) {
			column := strings.TrimSuffix(strings.TrimSpace(line), ",")
			want = append(want, strings.ToLower(space.ReplaceAllString(column, " ")))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("table %s\nstaged    %q\npublished %q", name, got, want)
		}
	}
	for name := range rows {
		if !published[name] {
			t.Errorf("table %s is staged, and sql/warehouse/lake.sql does not publish it", name)
		}
	}
}
