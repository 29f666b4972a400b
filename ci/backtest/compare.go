package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"matchday/pipelines/backtest"
)

// Tolerances of CI's comparison. Trees may split otherwise where another
// machine rounds otherwise, and a bet at the edge of a rule comes or goes with
// that; features are sums of the same numbers everywhere.
const (
	scoreTolerance    = 1e-4 // of log loss and RPS
	accuracyTolerance = 2e-3 // of the share of fixtures
	betsTolerance     = 0.02 // of the number of bets and of what they staked, at least fewBets
	fewBets           = 2    // and the stakes of so many
	markTolerance     = 1e-9 // of a feature's mark, relative, for marks above 1 absolute
)

// Change is one figure beside its expectation.
type Change struct {
	What      string  `json:"what"` // e.g. "elo log loss"
	Expected  float64 `json:"expected"`
	Measured  float64 `json:"measured"`
	Tolerance float64 `json:"tolerance"`
	// Odd says what is wrong where that is not a number's move, e.g. that a
	// model is missing.
	Odd string `json:"odd"`
}

// Moved is by how much.
func (c Change) Moved() float64 { return c.Measured - c.Expected }

// Beyond says that it moved by more than its tolerance.
func (c Change) Beyond() bool { return c.Odd != "" || !(math.Abs(c.Moved()) <= c.Tolerance) }

// ciFigure is a figure by its name.
type figure struct {
	what             string
	value, tolerance float64
}

// Compare lists every figure that differs at all from its expectation, scores
// and bets before features.
func Compare(expected, measured Figures) (out []Change) {
	for _, list := range []func(Figures) []figure{Figures.scores, Figures.money, Figures.fingerprint} {
		out = append(out, compareFigures(list(expected), list(measured))...)
	}
	return out
}

func compareFigures(expected, measured []figure) (out []Change) {
	find := func(in []figure, what string) (figure, bool) {
		i := slices.IndexFunc(in, func(f figure) bool { return f.what == what })
		if i < 0 {
			return figure{}, false
		}
		return in[i], true
	}
	for _, e := range expected {
		m, there := find(measured, e.what)
		c := Change{What: e.what, Expected: e.value, Measured: m.value, Tolerance: e.tolerance}
		if !there {
			c.Odd = "is not there any more"
		}
		if c.Odd != "" || c.Expected != c.Measured {
			out = append(out, c)
		}
	}
	for _, m := range measured {
		if _, there := find(expected, m.what); !there {
			out = append(out, Change{What: m.what, Measured: m.value, Odd: "was not expected"})
		}
	}
	return out
}

// scores are the figures of models.
func (f Figures) scores() []figure {
	out := []figure{{"fixtures", float64(f.Fixtures), 0}}
	for _, name := range f.modelNames() {
		s := f.Models[name]
		out = append(out, figure{name + " n", float64(s.N), 0}, figure{name + " log loss", s.LogLoss, scoreTolerance},
			figure{name + " RPS", s.RPS, scoreTolerance}, figure{name + " accuracy", s.Accuracy, accuracyTolerance})
	}
	return out
}

// modelNames are in the order of the tables.
func (f Figures) modelNames() (out []string) {
	for _, name := range backtest.TableOrder {
		if _, there := f.Models[name]; there {
			out = append(out, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Models)) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// money are the figures of bets. A tolerance is what so many bets more or fewer
// can make.
func (f Figures) money() (out []figure) {
	for _, name := range slices.Sorted(maps.Keys(f.Bets)) {
		b := f.Bets[name]
		bets := max(fewBets, betsTolerance*float64(b.N))
		stakes := bets * b.Staked / max(1, float64(b.N))
		out = append(out, figure{name + " bets", float64(b.N), bets}, figure{name + " staked", b.Staked, stakes}, figure{name + " profit", b.Profit, 3 * stakes})
	}
	return out
}

// fingerprint are the figures of features.
func (f Figures) fingerprint() (out []figure) {
	for _, name := range slices.Sorted(maps.Keys(f.Features)) {
		m := f.Features[name]
		out = append(out, figure{featurePrefix + name + " values", float64(m.N), 0}, figure{featurePrefix + name + " mark", m.Mark, markTolerance * max(1, math.Abs(m.Mark))})
	}
	return out
}

// featurePrefix begins the names of a feature's figures.
const featurePrefix = "feature "

// ofFeature says that a change is a feature's.
func (c Change) ofFeature() bool { return strings.HasPrefix(c.What, featurePrefix) }
