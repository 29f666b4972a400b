package warehouse_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	statements "matchday/sql"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// update rewrites the expected answers; look at the difference before
// committing it.
var update = flag.Bool("update", false, "rewrite testdata from what the statements return")

// theSoundHome is made once; each test gets a copy of what it published.
var theSoundHome = struct {
	once sync.Once
	copy []byte
}{}

// soundHome is a published home with the rows of testdata/sound.sql and those
// that plant an offence.
func soundHome(t testing.TB, planted ...string) warehouse.Home {
	t.Helper()
	theSoundHome.once.Do(func() {
		h := newHome(t)
		if err := warehouse.Publish(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		plant(t, h, "testdata/sound.sql")
		var err error
		if theSoundHome.copy, err = os.ReadFile(h.Analytics()); err != nil {
			t.Fatal(err)
		}
	})
	h := newHome(t)
	if err := errors.Join(os.MkdirAll(h.Dir, 0o755), os.WriteFile(h.Analytics(), theSoundHome.copy, 0o644)); err != nil {
		t.Fatal(err)
	}
	plant(t, h, planted...)
	return h
}

// plant runs files of statements on a home's published copy.
func plant(t testing.TB, h warehouse.Home, files ...string) {
	t.Helper()
	db, err := duck.Open(t.Context(), h.Analytics(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), string(text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
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

// planted lists the files of testdata/checks that belong to a check: <check>.sql and
// <check>.<case>.sql make the fault that it is for, with the rows that it finds in a
// .csv beside them; <check>.harmless.sql and <check>.harmless-<case>.sql make the
// nearest thing that is none.
func planted(t *testing.T, check string) (faults, harmless []string) {
	t.Helper()
	for _, pattern := range []string{check + ".sql", check + ".*.sql"} {
		files, err := filepath.Glob("testdata/checks/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasPrefix(filepath.Base(file), check+".harmless") {
				harmless = append(harmless, file)
			} else {
				faults = append(faults, file)
			}
		}
	}
	return faults, harmless
}

// everyCheck runs f for every check.
func everyCheck(t *testing.T, f func(t *testing.T, check, statement string)) {
	names, err := statements.List("checks")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		check := strings.TrimSuffix(filepath.Base(name), ".sql")
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			f(t, check, name)
		})
	}
}

func TestEachCheckFindsTheFaultThatItIsFor(t *testing.T) {
	everyCheck(t, func(t *testing.T, check, statement string) {
		faults, _ := planted(t, check)
		if len(faults) == 0 {
			t.Errorf("testdata/checks/%s.sql makes no fault", check)
		}
		text, err := statements.Text(statement)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range faults {
			answer := ask(t, soundHome(t, file), text)
			expect(t, strings.TrimSuffix(file, ".sql")+".csv", answer)
			if strings.Count(answer, "\n") < 2 {
				t.Errorf("%s: nothing was found", file)
			}
		}
	})
}

// TestTheNearestHarmlessThingRaisesNoAlarm: not of the check whose fault it resembles,
// nor of another that blames our own jobs.
func TestTheNearestHarmlessThingRaisesNoAlarm(t *testing.T) {
	everyCheck(t, func(t *testing.T, check, _ string) {
		_, harmless := planted(t, check)
		if len(harmless) == 0 {
			t.Errorf("testdata/checks/%s.harmless.sql makes nothing harmless", check)
		}
		for _, file := range harmless {
			findings, err := warehouse.Check(t.Context(), soundHome(t, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if f.Rows > 0 && (f.Check == check || f.Severity == warehouse.Broken) {
					t.Errorf("%s: %s found %v", file, f.Check, f.Sample)
				}
			}
		}
	})
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
	// Publishing makes the tables of performance of what the others hold.
	remade := filepath.Join(t.TempDir(), "remade.sql")
	performance, err := statements.Text("performance/bet_performance.sql")
	if err = errors.Join(err, os.WriteFile(remade, []byte("create or replace table bet_performance as "+performance), 0o644)); err != nil {
		t.Fatal(err)
	}
	plant(t, h, remade)
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
