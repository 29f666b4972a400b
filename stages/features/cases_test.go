package features

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/stages/features/players"
	"matchday/warehouse/duck"
)

// TestTheCases runs the models on small tables that a person can check by hand.
// testdata/<model>/<case> holds the staged tables as CSV, and want.csv: columns
// of the model with the rows expected. What the CSV leaves out of a fixture is
// the same for all of them, see usual.
func TestTheCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/*/want.csv")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range cases {
		dir := filepath.Dir(path)
		name := filepath.Base(filepath.Dir(dir))
		t.Run(name+"/"+filepath.Base(dir), func(t *testing.T) {
			s := load(t, dir)
			want := readCSV(t, path)
			got := query(t, s, "select "+strings.Join(want[0], ", ")+" from "+name+" order by all")
			if !slices.EqualFunc(got, want[1:], slices.Equal) {
				t.Errorf("%s:\ngot  %s\nwant %s", strings.Join(want[0], ","), text(got), text(want[1:]))
			}
		})
	}
}

func TestEveryModelHasACase(t *testing.T) {
	for _, m := range slices.Concat([]model{matchesModel}, beforeRatings, besides, afterRatings, []model{{name: "int_rating_input"}, {name: Benchmarks}, {name: Table}}) {
		if found, _ := filepath.Glob("testdata/" + m.name + "/*/want.csv"); len(found) == 0 {
			t.Errorf("model %s has no case in testdata", m.name)
		}
	}
}

// usual fills in what the cases do not tell: one division, kick-offs with a
// time, identities by name, results known three hours after kick-off.
const usual = `
update fixtures set country = coalesce(country, 'X'), division = coalesce(division, 'X1'), level = coalesce(level, 1),
    season = coalesce(season, '2021'), match_date = coalesce(match_date, kickoff::date), kickoff_known = coalesce(kickoff_known, true),
    home_team_id = coalesce(home_team_id, 'X/' || home_team), away_team_id = coalesce(away_team_id, 'X/' || away_team);
update scores r set known_at = f.kickoff + interval 3 hours from fixtures f where f.fixture_id = r.fixture_id and r.known_at is null;
update statistics s set known_at = r.known_at from scores r where r.fixture_id = s.fixture_id and s.known_at is null;
update odds set landed_at = coalesce(landed_at, known_at);
`

// load builds all models on the tables of a case.
func load(t *testing.T, dir string) *session {
	t.Helper()
	ctx := context.Background()
	s := open(t)
	run(t, s, file(t, "staged.sql"))
	for _, table := range stagedTables {
		path := filepath.Join(dir, table+".csv")
		if _, err := os.Stat(path); err == nil {
			run(t, s, "insert into "+table+" by name from read_csv("+duck.Literal(path)+", all_varchar = true, header = true)")
		}
	}
	run(t, s, usual)
	if err := s.create(ctx, all(t), append([]model{matchesModel}, beforeRatings...)...); err != nil {
		t.Fatal(err)
	}
	createSequential(t, s, filepath.Join(dir, "sequential.csv"))
	createRecords(t, s)
	rest := slices.Concat(besides, afterRatings, []model{{"int_rating_input", view, nil}, {Table, view, nil}, {Benchmarks, view, nil}})
	if err := s.create(ctx, all(t), rest...); err != nil {
		t.Fatal(err)
	}
	return s
}

// createSequential makes the table that Go makes in a pass: with the values of
// a CSV where a case has one, else a row of NULL for each fixture.
func createSequential(t *testing.T, s *session, path string) {
	t.Helper()
	var columns []string
	none, _, err := computeSequential(context.Background(), &ratingInput{}, players.Staged{}, &kept{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range none {
		columns = append(columns, c.name+" double")
	}
	run(t, s, "create table sequential (row_id bigint, "+strings.Join(columns, ", ")+")")
	if _, err := os.Stat(path); err == nil {
		run(t, s, "insert into sequential by name from read_csv("+duck.Literal(path)+", all_varchar = true, header = true)")
		return
	}
	run(t, s, "insert into sequential (row_id) select row_id from int_matches order by row_id")
}

// createRecords makes the table of records as a pass does.
func createRecords(t testing.TB, s *session) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "input.parquet")
	if _, err := s.export(context.Background(), "int_rating_input", path); err != nil {
		t.Fatal(err)
	}
	in, err := readMatches(path)
	if err != nil {
		t.Fatal(err)
	}
	n := len(in.matches)
	if err := s.provide(context.Background(), recordsTable, n, records(pastOf(in.matches), in.matches, func(string) bool { return true })); err != nil {
		t.Fatal(err)
	}
}

// query returns rows as the text of a CSV, numbers with up to six digits.
func query(t *testing.T, s *session, q string) [][]string {
	t.Helper()
	rows, err := s.db.QueryContext(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for rows.Next() {
		values, places := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(names))
		for i, v := range values {
			row[i] = cell(v)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// cell is a value as the cases write it.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'g', 6, 64)
	case time.Time:
		return v.Format("2006-01-02 15:04")
	}
	return fmt.Sprint(v)
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows
}

func text(rows [][]string) string {
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, ","))
	}
	return strings.Join(lines, "\n     ")
}
