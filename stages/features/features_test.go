package features

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"matchday"
	"matchday/warehouse/lake"
)

func TestALakeWithoutStagedTablesIsRefused(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	if _, err := Run(context.Background(), Input{Lake: l}); !errors.Is(err, lake.ErrEmpty) {
		t.Errorf("Run: %v, want ErrEmpty", err)
	}
	if _, err := Read(context.Background(), l); !errors.Is(err, lake.ErrEmpty) {
		t.Errorf("Read: %v, want ErrEmpty", err)
	}
}

func TestEveryFixtureGetsARowPlayedOrNot(t *testing.T) {
	l := league(t)
	r := buildFeatures(t, l)
	if r.Fixtures != 672 || r.Played == 0 || r.Played == r.Fixtures || r.Priced == 0 || r.Priced > r.Fixtures {
		t.Fatalf("%+v: want 672 fixtures, some of them not played", r)
	}
	rows, err := Read(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range catalogue {
		names = append(names, f.Name)
	}
	if !slices.Equal(rows.Names, names) || r.Features != len(names) {
		t.Errorf("the rows have the features %v,\nthe catalogue %v", rows.Names, names)
	}
	played := 0
	for i, f := range rows.Fixtures {
		if i > 0 {
			last := rows.Fixtures[i-1]
			if f.AsOf.Before(last.AsOf) || f.AsOf.Equal(last.AsOf) && f.ID <= last.ID {
				t.Fatalf("row %d, %s as of %v, follows %s as of %v", i, f.ID, f.AsOf, last.ID, last.AsOf)
			}
		}
		known := !rows.KnownAt[i].IsZero()
		if known {
			played++
		}
		for _, label := range [][]float64{rows.HomeGoals, rows.AwayGoals, rows.HomeMix, rows.AwayMix} {
			if math.IsNaN(label[i]) == known {
				t.Fatalf("row %d: result known %v, label %v", i, known, label[i])
			}
		}
	}
	if played != r.Played {
		t.Errorf("%d rows have a result, Run said %d", played, r.Played)
	}
	elo, err := rows.Column("elo_diff")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(elo) - 1; math.IsNaN(elo[n]) || rows.Outcome(n) != matchday.NoOutcome {
		t.Errorf("the last fixture, unplayed, has Elo difference %v and outcome %q", elo[n], rows.Outcome(n))
	}
}

func TestTheSameTablesGiveTheSameBytes(t *testing.T) {
	l := league(t)
	first, second := buildFeatures(t, l), buildFeatures(t, l)
	for table, path := range first.Manifest.Tables {
		if !slices.Equal(second.Manifest.Tables[table], path) {
			t.Errorf("table %s: %s, then %s", table, path, second.Manifest.Tables[table])
		}
	}
}

func TestOnlyTheFeaturesAskedForAreRead(t *testing.T) {
	l := league(t)
	buildFeatures(t, l)
	all, err := Read(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	some, err := Read(context.Background(), l, "rest_home", "elo_diff")
	if err != nil {
		t.Fatal(err)
	}
	if len(some.Columns) != 2 || some.Len() != all.Len() {
		t.Fatalf("read %d columns of %d rows", len(some.Columns), some.Len())
	}
	for i, name := range some.Names {
		want, err := all.Column(name)
		if err != nil {
			t.Fatal(err)
		}
		if !sameBits(want, some.Columns[i]) {
			t.Errorf("column %s differs", name)
		}
	}
	if _, err := Read(context.Background(), l, "elo"); err == nil {
		t.Error("a feature that does not exist was read")
	}
}

// wantedOf is random features in random order, one of them twice.
func wantedOf(t *testing.T, rng *rand.Rand) []string {
	t.Helper()
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range rng.Perm(len(catalogue))[:1+rng.IntN(12)] {
		names = append(names, catalogue[k].Name)
	}
	return append(names, names[0])
}

func TestFeaturesBuiltByNeedAreThoseOfAllToTheBit(t *testing.T) {
	l := league(t)
	buildFeatures(t, l)
	want, err := Read(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2, 3))
	for range 4 {
		names := wantedOf(t, rng)
		r, err := Run(context.Background(), Input{Lake: l, Columns: names})
		if err != nil {
			t.Fatalf("%v: %v", names, err)
		}
		got, err := Read(context.Background(), l)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Names) != len(names)-1 || r.Features != len(got.Names) || !slices.Equal(got.Fixtures, want.Fixtures) || !sameBits(got.HomeMix, want.HomeMix) {
			t.Fatalf("asked for %v, built %v", names, got.Names)
		}
		for i, name := range got.Names {
			if column, err := want.Column(name); err != nil || !slices.Contains(names, name) || !sameBits(column, got.Columns[i]) {
				t.Errorf("asked for %v: %s differs (%v)", names, name, err)
			}
		}
	}
	if _, err := Run(context.Background(), Input{Lake: l, Columns: []string{"elo"}}); err == nil || !strings.Contains(err.Error(), `"elo"`) {
		t.Errorf("a feature that does not exist was built: %v", err)
	}
}

func TestNothingOfAPassIsLeftBehind(t *testing.T) {
	l := league(t)
	buildFeatures(t, l)
	temp, err := l.Temp()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(temp + "/..")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 { // this test's two
		t.Errorf("%d folders are left for temporary files, want 2", len(entries))
	}
}

// sameBits compares NaN with NaN too.
func sameBits(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
}
