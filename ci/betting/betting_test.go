package main

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/ci/harness"
)

// planted are bets on a hundred days whose closing-line value is s times the expected
// value, and the realised one a loss but for each fourth.
func planted(s float64) (out []bet) {
	for k := range 400 {
		closing := s * float64(k%20) / 100
		b := bet{strategy: "value", division: []string{"E0", "D1"}[k%2], day: time.Date(2015, 8, 1+k/4, 0, 0, 0, 0, time.UTC),
			expected: float64(k%20)/100 + .001, realised: -1, closing: &closing}
		if k%4 == 0 {
			b.realised = 3
		}
		out = append(out, b)
	}
	return out
}

func TestTheSlopeIsThePlantedOne(t *testing.T) {
	for _, want := range []float64{0, .25, 1} {
		if got, ok := slope(planted(want)); !ok || math.Abs(got.Value-want) > 1e-12 || got.Low > got.Value || got.High < got.Value {
			t.Errorf("slope is %v, %v; want %v", got, ok, want)
		}
	}
	if _, ok := slope(planted(1)[:1]); ok {
		t.Error("one bet has a slope")
	}
}

func TestABetWithoutAClosingPriceCountsInWhatWasRealisedAlone(t *testing.T) {
	bets := planted(.5)
	for k := range bets {
		if k%2 == 0 {
			bets[k].closing = nil
		}
	}
	w := worthOf(bets)
	if w.n != 400 || w.closed != 200 || w.realised.Value != 0 {
		t.Errorf("%+v", w)
	}
	// The odd ones have 1, 3, … 19 per cent, halved.
	if math.Abs(w.closing.Value-.05) > 1e-12 || w.above != 1 {
		t.Errorf("closing-line value %v, above zero %v", w.closing, w.above)
	}
}

func TestEveryExpectedValueIsInOneBucket(t *testing.T) {
	for _, ev := range []float64{.0001, .02, .0200001, .05, .1, .2, .9} {
		n := 0
		for _, b := range buckets {
			if ev > b.low && ev <= b.high {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%v is in %d buckets", ev, n)
		}
	}
}

func TestASectionSaysWhatWasPlacedOfWhatWasWanted(t *testing.T) {
	all := planted(1)
	var out strings.Builder
	section(&out, "past", result{
		everything: all, defaults: of(all, func(b bet) bool { return b.expected > .1 && b.division == "D1" }),
		growth: map[string]growth{"value": growth{log: 1, drawdown: .2}.then(growth{log: -.5, drawdown: .4})},
	})
	for _, want := range []string{
		"### `past`", "| 0.02 to 0.05 | 60 | +3.1 % |", "Slope of the closing-line value on the expected value: 1.00 [1.00, 1.00].",
		"| +0.50 | 40 % |", "of 100 that a value strategy wanted: D1 100, E0 0.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func TestWhatWasAskedForAndIsNotReachedIsNamed(t *testing.T) {
	good := result{everything: planted(1), defaults: planted(1), growth: map[string]growth{"value": {log: 2, drawdown: .5}}}
	if got := unreached(design, "past", good); got != nil {
		t.Errorf("%q is missed by what reaches all", got)
	}
	bad := result{everything: planted(.05), defaults: planted(.05), growth: map[string]growth{"value": {log: 1.9, drawdown: .51}}}
	for _, c := range []struct {
		set  set
		want []string
	}{
		{design, []string{"a slope of", "a closing-line value of value", "a growth of value", "a drawdown of value"}},
		{reported, []string{"a closing-line value of value"}},
		{laterEngland, []string{"a slope of", "a closing-line value of value"}},
	} {
		got := unreached(c.set, "past", bad)
		if len(got) != len(c.want) {
			t.Errorf("%s: missed %q; want %q", c.set.title, got, c.want)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], c.want[i]) {
				t.Errorf("%s: missed %q; want %q", c.set.title, got[i], c.want[i])
			}
		}
	}
	if got := unreached(design, "on", good); len(got) != 1 || !strings.HasPrefix(got[0], "a growth of value of +5: +2.00") {
		t.Errorf("on misses %q; want its growth", got)
	}
}

func TestARowThatIsNoBetIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bets.csv")
	head := "strategy,division,season,match_date,expected,closing,realised\n"
	if err := os.WriteFile(path, []byte(head+"value,E0,1516,2015-08-08,0.03,,-1\nvalue,E0,1516,2015-08-08,much,,-1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readBets(path); err == nil || !strings.Contains(err.Error(), "row 2") || !strings.Contains(err.Error(), `"much"`) {
		t.Errorf("the error is %v", err)
	}
}

func TestBlocksOfAPageHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range []set{design, reported, laterEngland, laterContinent} {
		for _, b := range s.blocks {
			if seen[b.name()] {
				t.Errorf("two blocks are called %s", b.name())
			}
			seen[b.name()] = true
		}
	}
}

// played is a command that answers as the real one, with settings that a file holds.
const played = `#!/bin/sh
cd "$(dirname "$0")"
case "$*" in
*"config print"*) cat settings ;;
*"backtest --step"*) echo made >> backtests ;;
*bet_performance*) echo strategy,log_growth,max_drawdown; echo value,1,0.5 ;;
*) echo strategy,division,season,match_date,expected,closing,realised ;;
esac
`

func TestABacktestOfOtherSettingsIsMadeAnew(t *testing.T) {
	bin := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write("matchday", played)
	m := harness.New("betting", "", "")
	m.Dir = t.TempDir()
	if err := flag.Set("bin", filepath.Join(bin, "matchday")); err != nil {
		t.Fatal(err)
	}
	for k, c := range []struct{ kelly, step string }{{"0.25", "84d"}, {"0.20", "84d"}, {"0.20", "28d"}} {
		write("settings", "staking.kelly_fraction "+c.kelly+"\n")
		for range 2 {
			if _, grown, err := backtest(m, "past-E0-defaults", "", []string{"--step", c.step}); err != nil || grown["value"].log != 1 {
				t.Fatal(grown, err)
			}
		}
		made, err := os.ReadFile(filepath.Join(bin, "backtests"))
		if n := strings.Count(string(made), "\n"); err != nil || n != k+1 {
			t.Errorf("%v: %d backtests were made, want %d: %v", c, n, k+1, err)
		}
	}
}
