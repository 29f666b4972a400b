package features

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/stages/features/exact"
	"matchday/stages/features/players"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// tablesOf is a session with what a lake has staged as tables.
func tablesOf(t testing.TB, l lake.Lake) *session {
	t.Helper()
	m, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t)
	for _, name := range stagedTables {
		paths, err := m.Paths(name)
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, "create table "+name+" as from "+duck.Parquet(paths...))
	}
	return s
}

// publishParts publishes a session's tables in a lake, parted by the quarters of kick-offs.
func publishParts(t testing.TB, s *session, l lake.Lake) {
	t.Helper()
	temp, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	g := lake.Generation{Raw: "test"}
	for _, name := range stagedTables {
		of := "select t.*, year(f.kickoff) * 4 + quarter(f.kickoff) - 1 as part from " + name + " t join fixtures f using (fixture_id)"
		for _, part := range numbersOf(t, s, "select distinct part from ("+of+") order by 1") {
			path := filepath.Join(temp, fmt.Sprint(name, part))
			run(t, s, fmt.Sprintf("copy (select * exclude part from (%s) where part = %d order by all) to %s (format parquet)", of, part, duck.Literal(path)))
			g.Written = append(g.Written, lake.Part{Table: name, Partition: fmt.Sprint("quarter/", part), File: path})
		}
	}
	if _, err := l.PublishParts(lake.Staged, g); err != nil {
		t.Fatal(err)
	}
}

// numbersOf are the numbers that a query gives, one a row.
func numbersOf(t testing.TB, s *session, query string) (out []int) {
	t.Helper()
	rows, err := s.db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

// liveRows are the sequential columns of the fixtures that come within two weeks of a
// moment, resumed and from nothing.
func liveRows(t testing.TB, l lake.Lake, asOf time.Time) (ids []string, got, want []column) {
	t.Helper()
	ctx := context.Background()
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "all.parquet")
	if err := exporter(l, staged, asOf)(ctx, partitionsOf(staged), path); err != nil {
		t.Fatal(err)
	}
	all, err := readMatches(path)
	if err != nil {
		t.Fatal(err)
	}
	whole, _, err := computeSequential(ctx, all, players.Staged{AsOf: asOf}, &kept{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range all.matches {
		if m := &all.matches[i]; m.Kickoff.After(asOf) && m.Kickoff.Before(asOf.AddDate(0, 0, 14)) {
			ids = append(ids, m.ID)
		}
	}
	if want, err = all.columnsOf(ids, whole); err != nil {
		t.Fatal(err)
	}
	in, err := openInputs(ctx, l, staged, asOf, exporter(l, staged, asOf))
	if err != nil {
		t.Fatal(err)
	}
	if got, err = in.sequentialRows(ctx, ids); err != nil {
		t.Fatal(err)
	}
	return ids, got, want
}

// compareColumns names the first value that differs in a bit.
func compareColumns(t testing.TB, what string, ids []string, got, want []column) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d columns, want %d", what, len(got), len(want))
	}
	for c := range want {
		for i := range ids {
			if got[c].name != want[c].name || !sameBits(got[c].values[i:i+1], want[c].values[i:i+1]) {
				t.Fatalf("%s: %s of %s is %v, want %s %v", what, got[c].name, ids[i], got[c].values[i], want[c].name, want[c].values[i])
			}
		}
	}
}

// resumedFrom is the month from whose beginning a live run would rate the clubs.
func resumedFrom(t testing.TB, l lake.Lake, asOf time.Time) int {
	t.Helper()
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	in, err := openInputs(context.Background(), l, staged, asOf, exporter(l, staged, asOf))
	if err != nil {
		t.Fatal(err)
	}
	total, err := in.happened()
	if err != nil {
		t.Fatal(err)
	}
	month, _, err := statesOf(l, ratingsKind, in.program, total.ratings).latest(exact.MonthOf(asOf.Unix()))
	if err != nil {
		t.Fatal(err)
	}
	return month
}

func TestLiveRowsFromAKeptStateAreThoseFromNothing(t *testing.T) {
	base := league(t)
	l := lake.Lake{Dir: t.TempDir()}
	publishParts(t, tablesOf(t, base), l)
	rng := rand.New(rand.NewPCG(5, 16))
	rows := readRowsOf(t, base) // whose states are in another lake
	rated := 0
	for n := range 5 {
		asOf := momentOf(rows, 0.2+0.15*float64(n)).Add(time.Duration(rng.IntN(48*60)) * time.Minute)
		for _, what := range []string{"first", "again"} {
			ids, got, want := liveRows(t, l, asOf)
			compareColumns(t, what+" as of "+asOf.String(), ids, got, want)
			rated += len(ids)
		}
		if month, want := resumedFrom(t, l, asOf), exact.MonthOf(asOf.Add(-settledAfter).Unix()); month != want {
			t.Errorf("as of %v a third run would begin with month %d, want %d", asOf, month, want)
		}
	}
	if rated < 40 {
		t.Errorf("only %d rows were compared", rated)
	}
	// Without what is kept the rows are the same, and so they are after training.
	asOf := momentOf(rows, 0.7)
	if err := l.PruneDerived(0); err != nil {
		t.Fatal(err)
	}
	ids, got, want := liveRows(t, l, asOf)
	compareColumns(t, "nothing kept", ids, got, want)
	if err := l.PruneDerived(0); err != nil {
		t.Fatal(err)
	}
	buildFeatures(t, l)
	if month, want := resumedFrom(t, l, asOf), exact.MonthOf(asOf.Unix()); month != want {
		t.Errorf("after training a run begins with month %d, want %d", month, want)
	}
	ids, got, want = liveRows(t, l, asOf)
	compareColumns(t, "after training", ids, got, want)
}

// TestACorrectionOfAnyKindIsSeenWhateverIsKept changes what is staged, step by step, in
// the lake whose states were kept before, and holds each live run against one from
// nothing.
func TestACorrectionOfAnyKindIsSeenWhateverIsKept(t *testing.T) {
	base := league(t)
	l, s := lake.Lake{Dir: t.TempDir()}, tablesOf(t, base)
	asOf := momentOf(readRowsOf(t, base), 0.8).Add(20 * time.Hour)
	pick := "(select fixture_id from fixtures where kickoff < $1::timestamptz - interval 100 day order by hash(fixture_id || %q) limit 1)"
	late := func(salt string) string { return strings.ReplaceAll(pick, "%q", "'"+salt+"'") }
	coming := "(select fixture_id from fixtures where kickoff > $1::timestamptz order by kickoff, fixture_id limit 1)"
	for _, change := range []struct{ name, text string }{
		{"nothing", "select $1"},
		{"a result is corrected", "update scores set home_goals = home_goals + 3 where fixture_id = " + late("a")},
		{"a statistic is corrected", "update statistics set home_shots = 31, home_shots_on_target = 14 where fixture_id = " + late("b")},
		{"a price is corrected", "update odds set price = price * 1.3 where fixture_id = " + late("c")},
		{"a closing price is gone", "delete from odds where moment = 'closing' and fixture_id = " + late("d")},
		{"a result is gone", "delete from scores where fixture_id = " + late("e")},
		{"a fixture is gone", "delete from fixtures where fixture_id = " + late("f")},
		{"a coming fixture is put off", "update fixtures set kickoff = kickoff + interval 31 hour, as_of = as_of + interval 31 hour where fixture_id = " + coming},
		{"a coming fixture is cancelled", "delete from fixtures where fixture_id = " + coming},
		{"a fixture was played earlier", "update fixtures set kickoff = kickoff - interval 5 day, as_of = as_of - interval 5 day where fixture_id = " + late("g")},
		{"a club is another", "update fixtures set home_team_id = home_team_id || ' II' where home_team_id = (select min(home_team_id) from fixtures) and kickoff > $1"},
		{"a division is another", "update fixtures set division = 'Z9', level = 3 where division = (select max(division) from fixtures) and season = (select min(season) from fixtures) and $1 is not null"},
		{"a country is another", "update fixtures set country = 'Elsewhere' where division = (select min(division) from fixtures) and $1 is not null"},
	} {
		run(t, s, change.text, asOf)
		publishParts(t, s, l)
		ids, got, want := liveRows(t, l, asOf)
		if len(ids) == 0 {
			t.Fatalf("%s: no fixture is coming", change.name)
		}
		compareColumns(t, change.name, ids, got, want)
	}
}
