package warehouse_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	statements "matchday/sql"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// update rewrites the expected answers; look at the difference before
// committing it.
var update = flag.Bool("update", false, "rewrite testdata from what the statements return")

// soundHome is a published home with the rows of testdata/sound.sql and those
// that plant an offence.
func soundHome(t testing.TB, planted ...string) warehouse.Home {
	t.Helper()
	h := newHome(t)
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(t.Context(), h.Analytics(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append([]string{"testdata/sound.sql"}, planted...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), string(text)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return h
}

// expect holds an answer against a file.
func expect(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s:\n%s", file, d)
	}
}

func TestASoundHomePassesEveryCheck(t *testing.T) {
	findings, err := warehouse.Check(t.Context(), soundHome(t))
	if err != nil {
		t.Fatal(err)
	}
	names, err := statements.List("checks")
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) != len(names) {
		t.Errorf("%d checks ran, expected %d", len(findings), len(names))
	}
	for _, f := range findings {
		if f.Rows > 0 {
			t.Errorf("%s found %d rows: %v", f.Check, f.Rows, f.Sample)
		}
	}
}

// TestEachCheckFindsWhatWasPlanted runs testdata/checks/<check>.sql on a sound
// home and expects the rows of <check>.csv.
func TestEachCheckFindsWhatWasPlanted(t *testing.T) {
	names, err := statements.List("checks")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		check := strings.TrimSuffix(filepath.Base(name), ".sql")
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			h := soundHome(t, "testdata/checks/"+check+".sql")
			text, err := statements.Text(name)
			if err != nil {
				t.Fatal(err)
			}
			answer := ask(t, h, text)
			expect(t, "testdata/checks/"+check+".csv", answer)
			if strings.Count(answer, "\n") < 2 {
				t.Error("nothing was found")
			}
		})
	}
}

// TestAFixtureThatMovesIsNoOffence moves the fixtures with bets, with other prices, and
// replaces the price of a live bet by that of a newer file.
func TestAFixtureThatMovesIsNoOffence(t *testing.T) {
	for name, text := range map[string]string{
		"put off": `update fixtures set kickoff = kickoff + interval 11 day, match_date = match_date + 11 where fixture_id like '%Arsenal/Leeds%';
			update odds set known_at = known_at + interval 11 day, price = price + 0.3 where fixture_id like '%Arsenal/Leeds%'`,
		"brought forward, and known late": `update fixtures set kickoff = kickoff - interval 2 day, match_date = match_date - 2 where fixture_id like '%Arsenal/Stoke%';
			update results set result_time = result_time - interval 2 day`,
		"a newer price of a live bet": `update runs set kind = 'live'; update odds set price = price + 0.3`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "moved.sql")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			findings, err := warehouse.Check(t.Context(), soundHome(t, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Rows > 0 && f.Severity == warehouse.Broken {
					t.Errorf("%s found %v", f.Check, f.Sample)
				}
			}
		})
	}
}

func TestAFindingHasTheSeverityOfItsCheck(t *testing.T) {
	for planted, want := range map[string]warehouse.Severity{"bets_quoted": warehouse.Broken, "book_margin": warehouse.Warning} {
		findings, err := warehouse.Check(t.Context(), soundHome(t, "testdata/checks/"+planted+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		var found []warehouse.Finding
		for _, f := range findings {
			if f.Rows > 0 {
				found = append(found, f)
			}
		}
		if len(found) == 0 || found[0].Check != planted || found[0].Severity != want {
			t.Errorf("%s planted: found %+v, want %s", planted, found, want)
		}
	}
}

func TestAFindingShowsTheFirstRows(t *testing.T) {
	dir := t.TempDir()
	many := filepath.Join(dir, "many.sql")
	text := "INSERT INTO scores BY NAME SELECT 'f' || lpad(i::VARCHAR, 3, '0') AS fixture_id, 1 AS home_goals, 0 AS away_goals, 'H' AS outcome, 'A' AS stated_outcome FROM range(100) r(i)"
	if err := os.WriteFile(many, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	findings, err := warehouse.Check(t.Context(), soundHome(t, many))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Check == "stated_outcome" {
			if f.Rows != 100 || len(f.Sample) != 5 || !cmp.Equal(f.Sample[1], []string{"f001", "1", "0", "H", "A"}) {
				t.Errorf("%d rows, of which %v", f.Rows, f.Sample)
			}
			return
		}
	}
	t.Error("the check did not run")
}

func TestChecksOfAnEmptyHomeSayThatThereIsNothing(t *testing.T) {
	if _, err := warehouse.Check(t.Context(), newHome(t)); !errors.Is(err, warehouse.ErrNoAnalytics) {
		t.Errorf("got %v, want ErrNoAnalytics", err)
	}
}

func TestQuestionsOfPeopleAreAnsweredRight(t *testing.T) {
	h := soundHome(t, "testdata/analytics/more.sql")
	names, err := statements.List("analytics")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := statements.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "testdata/"+strings.TrimSuffix(name, ".sql")+".csv", ask(t, h, text))
	}
}
