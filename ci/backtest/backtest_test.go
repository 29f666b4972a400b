package main

import (
	"bytes"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/features"
	"matchday/stages/train"
)

// smallExpectation is what is committed for the small world.
const smallExpectation = "../expected/small.json"

// measured is the small world, changed by the caller, beside its expectation.
func measured(t *testing.T, change func(*World)) WorldReport {
	t.Helper()
	w := smallWorld()
	change(&w)
	figures, err := Measure(t.Context(), job.Env{
		Home: t.TempDir(), Log: slog.New(slog.DiscardHandler), Stopwatch: func() time.Duration { return 0 }, Revision: "test",
	}, w)
	if err != nil {
		t.Fatal(err)
	}
	expected, err := ReadFigures(smallExpectation)
	if err != nil {
		t.Fatal(err)
	}
	return WorldReport{Figures: figures, Changes: Compare(expected, figures), Seconds: figures.Seconds}
}

// beyondIn maps what moved beyond tolerance to by how much.
func beyondIn(r WorldReport) map[string]float64 {
	out := map[string]float64{}
	for _, c := range r.beyond() {
		out[c.What] = c.Moved()
	}
	return out
}

func textOf(t *testing.T, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSmallWorldIsAsExpected(t *testing.T) {
	r := Report{Worlds: []WorldReport{measured(t, func(*World) {})}}
	if err := r.Err(); err != nil {
		t.Errorf("%v\n%s", err, textOf(t, r))
	}
}

func TestAWorsenedModelFailsCI(t *testing.T) {
	w := measured(t, func(w *World) { // trees that learn the fixtures by heart
		x := &w.Config.Train.XGBoost
		x.MaxDepth, x.Eta, x.MinChildWeight, x.Lambda, x.EarlyStopping = 8, 0.5, 1, 0, 0
	})
	r := Report{Worlds: []WorldReport{w}}
	moved := beyondIn(w)
	if !errors.As(r.Err(), new(job.Refused)) || moved["xgboost log loss"] < scoreTolerance {
		t.Errorf("a model that overfits moved %v: %v", moved, r.Err())
	}
	for what := range moved {
		if strings.HasPrefix(what, featurePrefix) || strings.HasPrefix(what, train.Elo) {
			t.Errorf("the trees moved %s", what)
		}
	}
	if text := textOf(t, r); !strings.Contains(text, "xgboost log loss") || !strings.Contains(text, "TOLERANCE") {
		t.Errorf("the table says nothing of it:\n%s", text)
	}
}

func TestALeakedFeatureFailsCI(t *testing.T) {
	column := func(t *testing.T, rows *matchday.Rows) []float64 {
		c, err := rows.Column("elo_diff")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, leak := range map[string]func(*testing.T, *matchday.Rows, features.Market){
		"the outcome": func(t *testing.T, rows *matchday.Rows, _ features.Market) {
			for i, c := 0, column(t, rows); i < len(c); i++ {
				if o := rows.Outcome(i).Index(); o >= 0 {
					c[i] += float64(100 * (1 - o))
				}
			}
		},
		"the closing price": func(t *testing.T, rows *matchday.Rows, bench features.Market) {
			for i, c := 0, column(t, rows); i < len(c); i++ {
				if p := bench.Close[i]; p.Valid() {
					c[i] = 174 * math.Log(p[0]/p[2])
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := measured(t, func(w *World) {
				w.leak = func(rows *matchday.Rows, bench features.Market) { leak(t, rows, bench) }
			})
			r := Report{Worlds: []WorldReport{w}}
			moved := beyondIn(w)
			if r.Err() == nil || moved["feature elo_diff mark"] == 0 || moved["elo log loss"] > -scoreTolerance {
				t.Errorf("%s in a feature moved %v: %v", name, moved, r.Err())
			}
			for what := range moved {
				if strings.HasPrefix(what, featurePrefix) && what != "feature elo_diff mark" {
					t.Errorf("%s was found in %s", name, what)
				}
			}
		})
	}
}

func TestWhatCIToleratesAndWhatNot(t *testing.T) {
	expected := Figures{
		Fixtures: 100, Models: map[string]Score{"elo": {N: 90, LogLoss: 1, RPS: 0.2, Accuracy: 0.5}, "gone": {N: 1}},
		Bets:     map[string]Bets{"all": {N: 200, Staked: 2000, Profit: -10}},
		Features: map[string]Mark{"a": {N: 5, Mark: 1000}, "b": {N: 5, Mark: 0.5}},
	}
	measured := Figures{
		Fixtures: 100, Models: map[string]Score{"elo": {N: 90, LogLoss: 1.00005, RPS: 0.2002, Accuracy: 0.5015}, "new": {N: 1}},
		Bets:     map[string]Bets{"all": {N: 203, Staked: 2039, Profit: -140}},
		Features: map[string]Mark{"a": {N: 5, Mark: 1000 + 9e-7}, "b": {N: 4, Mark: 0.5 + 2e-9}},
	}
	var beyond, within []string
	for _, c := range Compare(expected, measured) {
		if c.Beyond() {
			beyond = append(beyond, c.What)
		} else {
			within = append(within, c.What)
		}
	}
	wantBeyond := []string{"elo RPS", "gone n", "gone log loss", "gone RPS", "gone accuracy", "new n", "new log loss", "new RPS", "new accuracy", "all profit", "feature b values", "feature b mark"}
	wantWithin := []string{"elo log loss", "elo accuracy", "all bets", "all staked", "feature a mark"}
	if !slices.Equal(beyond, wantBeyond) || !slices.Equal(within, wantWithin) {
		t.Errorf("beyond tolerance %v, want %v; within %v, want %v", beyond, wantBeyond, within, wantWithin)
	}
	if c := (Change{Measured: math.NaN()}); !c.Beyond() {
		t.Error("NaN is tolerated")
	}
}

func TestTheSummaryShowsScoresAndSpeedBesideTheCommitBefore(t *testing.T) {
	figures := Figures{World: "small", Fixtures: 3, Models: map[string]Score{"elo": {N: 3, LogLoss: 0.98765}}, Bets: map[string]Bets{"all": {N: 1}}}
	r := Report{Commit: "abc", Before: "def", Worlds: []WorldReport{{
		Figures: figures, Changes: []Change{{What: "elo log loss", Expected: 0.9, Measured: 0.98765, Tolerance: 1e-4}},
		Seconds: map[string]float64{"models": 3}, Earlier: map[string]float64{"models": 2},
	}}}
	var b bytes.Buffer
	if err := r.WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"abc: **fails**", "| elo log loss | 0.9 | 0.98765 | +0.08765 | 0.0001 |", "| elo | 3 | 0.98765 | +0.08765 |", "at def", "| models | 3.00 | 2.00 | +50 % |"} {
		if !strings.Contains(b.String(), line) {
			t.Errorf("the summary lacks %q:\n%s", line, b.String())
		}
	}
}
