package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestWaitsForTheDiskAreCountedOnceEach(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "syncs")
	text := "101   fsync(7)                          = 0\n" +
		"102   fdatasync(9 <unfinished ...>\n" +
		"101   fsync(8)                          = 0\n" +
		"102   <... fdatasync resumed>)          = 0\n" +
		"102   +++ exited with 0 +++\n"
	if err := os.WriteFile(trace, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if n, err := countSyncs(trace); err != nil || n != 3 {
		t.Errorf("%v calls counted (%v), want 3", n, err)
	}
}

func TestTheExponentIsThePowerOfGrowth(t *testing.T) {
	for _, c := range []struct{ from, to, want float64 }{{2, 2, 0}, {2, 20, 1}, {2, 200, 2}} {
		if got := exponent(c.from, c.to, 1_000, 10_000); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("from %v to %v with ten times the size: exponent %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

func TestCostsOfADayAddUp(t *testing.T) {
	sum := figures{1, 1, 300, 10, 5}.add(figures{2, 1, 200, 1, math.NaN()}, 10)
	if sum.wall != 21 || sum.cpu != 11 || sum.peak != 300 || sum.written != 20 || !math.IsNaN(sum.fsyncs) {
		t.Errorf("%+v: want the second cost ten times, the larger peak, and no fsyncs where they were not counted once", sum)
	}
}

func TestATargetIsMetOnlyIfEachFigureAskedForIs(t *testing.T) {
	most := figures{wall: 2, peak: 400}
	for _, c := range []struct {
		is   figures
		want bool
	}{
		{figures{wall: 2, cpu: 9, peak: 400, written: 50}, true},
		{figures{wall: 2.1, peak: 100}, false},
		{figures{wall: 1, peak: 401}, false},
		{figures{wall: 1, peak: 300, fsyncs: math.NaN()}, true},
	} {
		if got := c.is.within(most); got != c.want {
			t.Errorf("%+v is within %+v: %v, want %v", c.is, most, got, c.want)
		}
	}
	for _, c := range []struct {
		target
		is   float64
		want bool
	}{
		{target{ratio: 1.3}, 1.3, true}, {target{ratio: 1.3}, 1.31, false}, {target{ratio: 1.3}, .9, true},
		{target{ratio: 58, least: true}, 57, false}, {target{ratio: 58, least: true}, 60, true},
	} {
		if got := c.metBy(c.is); got != c.want {
			t.Errorf("%v for the target %v (the least: %v): met %v, want %v", c.is, c.ratio, c.least, got, c.want)
		}
	}
}
