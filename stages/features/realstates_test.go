package features

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"matchday"
	"matchday/stages/features/exact"
	"matchday/stages/features/ratings"
	"matchday/stages/land"
	"matchday/stages/staging"
	"matchday/warehouse/lake"
)

// allRealInput are the rows of int_rating_input of all real files.
func allRealInput(t *testing.T) *ratingInput {
	t.Helper()
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("takes a minute: make soak")
	}
	dir := os.Getenv("MATCHDAY_SHARED")
	var paths []string
	for _, pattern := range []string{"football-data/*/*.csv", "football-data-new/*.csv"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	if len(paths) == 0 {
		t.Skip("the real match files are missing: set MATCHDAY_SHARED to the folder that holds football-data/")
	}
	ctx, l := context.Background(), lake.Lake{Dir: t.TempDir()}
	if _, err := land.FootballData(ctx, land.Input{Lake: l, Paths: paths, Now: matchday.Date(2026, time.November, 23)}); err != nil {
		t.Fatal(err)
	}
	if _, err := staging.Run(ctx, staging.Input{Lake: l}); err != nil {
		t.Fatal(err)
	}
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "input.parquet")
	if err := exporter(l, staged, time.Time{})(ctx, partitionsOf(staged), path); err != nil {
		t.Fatal(err)
	}
	in, err := readMatches(path)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// cpu is the processor time that the test has taken.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestStatesOfAllRealFixturesContinueToTheBit(t *testing.T) {
	in, ctx := allRealInput(t), context.Background()
	last := lastResult(in.matches)
	months := []int{last - 12*20, last - 12*10, last - 60, last - 24, last - 12, last - 6, last - 3, last - 2, last - 1, last}
	moments := beginnings(months)
	began := cpu()
	whole, states, err := ratings.Resume(ctx, &ratings.State{}, in.matches, moments)
	if err != nil {
		t.Fatal(err)
	}
	strength, teams := strengths(newHistory(), in.matches, whole.Predicted, moments)
	t.Logf("%d fixtures from nothing: %v CPU, with %d states", len(in.matches), cpu()-began, len(months))
	want := ratedColumns(in, whole, strength)
	for k, month := range months {
		text := encodeRated(states[k], teams[k])
		var places []int // the matches to which something happens from then on
		for i := range in.matches {
			if at, happens := in.matches[i].Last(); happens && at >= exact.StartOf(month) {
				places = append(places, i)
			}
		}
		rest := in.picked(places)
		began := cpu()
		from, err := readRated(text)
		if err != nil {
			t.Fatal(err)
		}
		out, later, err := ratings.Resume(ctx, from.ratings, rest.matches, moments[k+1:])
		if err != nil {
			t.Fatal(err)
		}
		again, teamsLater := strengths(from.strength, rest.matches, out.Predicted, moments[k+1:])
		took := cpu() - began
		got, rows := ratedColumns(rest, out, again), 0
		for i, place := range places {
			if in.matches[place].AsOf.Before(moments[k]) {
				continue
			}
			rows++
			for c := range want {
				if !sameBits(got[c].values[i:i+1], want[c].values[place:place+1]) {
					t.Fatalf("from %v: %s of %s is %v, want %v", moments[k], want[c].name, rest.matches[i].ID, got[c].values[i], want[c].values[place])
				}
			}
		}
		for n := range later {
			if !bytes.Equal(encodeRated(later[n], teamsLater[n]), encodeRated(states[k+1+n], teams[k+1+n])) {
				t.Fatalf("from %v: the state of %v differs", moments[k], moments[k+1+n])
			}
		}
		t.Logf("from the state of %s, %d bytes: %d rows equal to the bit, %v CPU", moments[k].Format("2006-01"), len(text), rows, took)
	}
}
