package features

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchday/stages/features/players"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// parted stages what a lake has, parted by the months of kick-offs.
func parted(t testing.TB, l lake.Lake, change string, args ...any) lake.Lake {
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
	run(t, s, change, args...)
	out := lake.Lake{Dir: t.TempDir()}
	partInto(t, s, out)
	return out
}

// partInto publishes a session's tables, parted, in a lake.
func partInto(t testing.TB, s *session, l lake.Lake) {
	t.Helper()
	months, err := s.db.QueryContext(context.Background(), "select distinct strftime(kickoff at time zone 'UTC', '%Y-%m') from fixtures order by 1")
	if err != nil {
		t.Fatal(err)
	}
	defer months.Close()
	temp, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	g := lake.Generation{Raw: "test"}
	for months.Next() {
		var month string
		if err := months.Scan(&month); err != nil {
			t.Fatal(err)
		}
		for _, name := range stagedTables {
			path := filepath.Join(temp, name+month)
			run(t, s, "copy (select * from "+name+" where fixture_id in (select fixture_id from fixtures where strftime(kickoff at time zone 'UTC', '%Y-%m') = '"+
				month+"') order by all) to "+duck.Literal(path)+" (format parquet)")
			if rows := numbersOf(t, s, "select count(*) from read_parquet("+duck.Literal(path)+")"); rows[0] > 0 {
				g.Written = append(g.Written, lake.Part{Table: name, Partition: "month/" + month, File: path})
			}
		}
	}
	if _, err := l.PublishParts(lake.Staged, g); err != nil {
		t.Fatal(err)
	}
}

// numbersOf are the numbers that a query gives, one a row.
func numbersOf(t testing.TB, s *session, query string, args ...any) (out []int) {
	t.Helper()
	rows, err := s.db.QueryContext(context.Background(), query, args...)
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

func TestLiveRowsFromAKeptStateAreThoseFromNothing(t *testing.T) {
	l := parted(t, league(t), "")
	rng := rand.New(rand.NewPCG(5, 16))
	rows := readRowsOf(t, l)
	rated := 0
	for n := range 6 {
		asOf := momentOf(rows, 0.2+0.13*float64(n)).Add(time.Duration(rng.IntN(48*60)) * time.Minute)
		for _, again := range []string{"first", "again"} {
			ids, got, want := liveRows(t, l, asOf)
			compareColumns(t, again+" as of "+asOf.String(), ids, got, want)
			rated += len(ids)
		}
	}
	if rated < 40 {
		t.Errorf("only %d rows were compared", rated)
	}
	for _, kind := range []string{eventsKind, inputsKind, ratingsKind} {
		if entries, err := os.ReadDir(filepath.Join(l.Dir, "derived", kind)); err != nil || len(entries) == 0 {
			t.Errorf("nothing of kind %s was kept: %v", kind, err)
		}
	}
}
