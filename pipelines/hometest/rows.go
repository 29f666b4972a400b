package hometest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"matchday/warehouse/duck"
)

// Rows are the rows of a database's tables, sorted; views are left out.
func Rows(t *testing.T, path string) map[string][]string {
	t.Helper()
	db, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	query := func(text string) (out []string) {
		rows, err := db.QueryContext(t.Context(), text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		defer rows.Close()
		for rows.Next() {
			var row string
			if err := rows.Scan(&row); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			out = append(out, row)
		}
		if err := rows.Err(); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return out
	}
	out := map[string][]string{}
	for _, table := range query("SELECT table_name FROM duckdb_tables() WHERE NOT internal") {
		out[table] = query(`SELECT t::VARCHAR FROM "` + table + `" t ORDER BY ALL`)
	}
	return out
}

// SameRows holds the rows of a database against those of another, but for what the copy
// says of its own making. It returns them.
func SameRows(t *testing.T, what, wanted, found string) map[string][]string {
	t.Helper()
	want, got := Rows(t, wanted), Rows(t, found)
	delete(want, "published")
	delete(got, "published")
	if len(want) == 0 || len(got) != len(want) {
		t.Errorf("%s: %s holds %d tables, want %d", what, found, len(got), len(want))
	}
	for _, table := range slices.Sorted(maps.Keys(want)) {
		if slices.Equal(got[table], want[table]) {
			continue
		}
		t.Errorf("%s: %s holds %d rows, want %d", what, table, len(got[table]), len(want[table]))
		for _, row := range want[table] {
			if _, there := slices.BinarySearch(got[table], row); !there {
				t.Errorf("%s: %s of %s lacks %s", what, table, found, strings.TrimSpace(row))
				break
			}
		}
	}
	return got
}
