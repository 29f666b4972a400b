package main

import (
	"math"
	"testing"
	"time"

	"matchday"
	"matchday/stages/validate"
)

// season is fixtures of two divisions, three each day, whose market and ensemble
// are right.
func season(days int) (out []fixture) {
	for i := range 3 * days {
		p := matchday.Probs{.5, .3, .2}
		if i%2 == 1 {
			p = matchday.Probs{.2, .2, .6}
		}
		f := fixture{
			id: string(rune('a' + i%26)), division: []string{"E0", "E1"}[i%2], day: first.AddDate(0, 0, 1+i/3).Truncate(24 * time.Hour),
			outcome: p.Best(), said: map[string]matchday.Probs{past: p, on: p}, base: matchday.Probs{.35, .25, .4}, market: p,
		}
		if i%5 == 0 {
			f.outcome = matchday.Draw
		}
		f.asOf = f.day.Add(-12 * time.Hour)
		out = append(out, f)
	}
	return out
}

func all(*fixture) bool { return true }

func TestTheShareOfBaseRatesLeavesAForecastAsFarBehindAsAsked(t *testing.T) {
	h := homeOf("two", season(400), all)
	full := 0.0
	for i := range h.fixtures {
		f := &h.fixtures[i]
		full += (validate.LogLoss(f.base, f.outcome) - validate.LogLoss(f.market, f.outcome)) / float64(len(h.fixtures))
	}
	if _, ok := h.shareBehind(past, full+.1); ok {
		t.Error("base rates are further behind than they are")
	}
	if share, ok := h.shareBehind(past, full-1e-9); !ok || math.Abs(share-1) > 1e-6 {
		t.Errorf("all base rates are %v, %v", share, ok)
	}
}

func TestARefitDiffersByAsMuchAsWasMeasured(t *testing.T) {
	sum, fixtures := 0.0, season(2000)
	for i := range fixtures {
		fixtures[i].asOf = fixtures[i].asOf.Add(time.Duration(i) * time.Second)
		sum += validate.Divergence(fixtures[i].said[past], refitted(&fixtures[i], past)) / float64(len(fixtures))
	}
	if math.Abs(sum-refitNoise) > .1*refitNoise {
		t.Errorf("%.6f nats; want %.6f", sum, refitNoise)
	}
}

func TestALostDivisionHasItsBaseRatesAndTheOtherItsForecasts(t *testing.T) {
	h := homeOf("two", season(4), all)
	for week, turn := range []string{"E0", "E1", "E0"} {
		if got := h.turn(last, week); got != turn {
			t.Errorf("week %d: it is the turn of %s; want %s", week, got, turn)
		}
		for i := range h.fixtures {
			f := &h.fixtures[i]
			if got := lost(f, turn); (got == f.base) != (f.division == turn) {
				t.Errorf("%s lost, %s: %v", turn, f.division, got)
			}
		}
	}
}

func TestADivisionThatIsNotThereYetIsNotLost(t *testing.T) {
	fixtures := season(4)
	for i := range fixtures {
		if fixtures[i].division == "E0" {
			fixtures[i].day = fixtures[i].day.AddDate(1, 0, 0)
		}
	}
	h := homeOf("two", fixtures, all)
	for week := range 4 {
		if got := h.turn(first.AddDate(0, 6, 0), week); got != "E1" {
			t.Errorf("week %d: it is the turn of %s", week, got)
		}
	}
	if got := h.turn(first.AddDate(2, 0, 0), 0); got != "E0" {
		t.Errorf("two years later it is the turn of %s", got)
	}
}

func TestRejectedWindowsAreCountedWithTheirRuns(t *testing.T) {
	no := func(reasons ...string) *validate.Verdict { return &validate.Verdict{Reasons: reasons} }
	yes := &validate.Verdict{Passed: true}
	got := count([]*validate.Verdict{nil, no("log loss is"), no("calibration error 9 %"), yes, no("calibration error 9 %", "Brier"), yes, nil})
	if want := (answer{windows: 5, rejected: 3, calibration: 1, run: 2}); got != want {
		t.Errorf("%+v; want %+v", got, want)
	}
}
