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

// CIChange is one figure beside its expectation.
type CIChange struct {
	What      string  `json:"what"` // e.g. "elo log loss"
	Expected  float64 `json:"expected"`
	Measured  float64 `json:"measured"`
	Tolerance float64 `json:"tolerance"`
	// Odd says what is wrong where that is not a number's move, e.g. that a
	// model is missing.
	Odd string `json:"odd"`
}

// Moved is by how much.
func (c CIChange) Moved() float64 { return c.Measured - c.Expected }

// Beyond says that it moved by more than its tolerance.
func (c CIChange) Beyond() bool { return c.Odd != "" || !(math.Abs(c.Moved()) <= c.Tolerance) }

// ciFigure is a figure by its name.
type ciFigure struct {
	what             string
	value, tolerance float64
}

// CompareCI lists every figure that differs at all from its expectation, scores
// and bets before features.
func CompareCI(expected, measured CIFigures) (out []CIChange) {
	for _, list := range []func(CIFigures) []ciFigure{CIFigures.scores, CIFigures.money, CIFigures.fingerprint} {
		out = append(out, compareFigures(list(expected), list(measured))...)
	}
	return out
}

func compareFigures(expected, measured []ciFigure) (out []CIChange) {
	find := func(in []ciFigure, what string) (ciFigure, bool) {
		i := slices.IndexFunc(in, func(f ciFigure) bool { return f.what == what })
		if i < 0 {
			return ciFigure{}, false
		}
		return in[i], true
	}
	for _, e := range expected {
		m, there := find(measured, e.what)
		c := CIChange{What: e.what, Expected: e.value, Measured: m.value, Tolerance: e.tolerance}
		if !there {
			c.Odd = "is not there any more"
		}
		if c.Odd != "" || c.Expected != c.Measured {
			out = append(out, c)
		}
	}
	for _, m := range measured {
		if _, there := find(expected, m.what); !there {
			out = append(out, CIChange{What: m.what, Measured: m.value, Odd: "was not expected"})
		}
	}
	return out
}

// scores are the figures of models.
func (f CIFigures) scores() []ciFigure {
	out := []ciFigure{{"fixtures", float64(f.Fixtures), 0}}
	for _, name := range f.modelNames() {
		s := f.Models[name]
		out = append(out, ciFigure{name + " n", float64(s.N), 0}, ciFigure{name + " log loss", s.LogLoss, scoreTolerance},
			ciFigure{name + " RPS", s.RPS, scoreTolerance}, ciFigure{name + " accuracy", s.Accuracy, accuracyTolerance})
	}
	return out
}

// modelNames are in the order of the tables.
func (f CIFigures) modelNames() (out []string) {
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
func (f CIFigures) money() (out []ciFigure) {
	for _, name := range slices.Sorted(maps.Keys(f.Bets)) {
		b := f.Bets[name]
		bets := max(fewBets, betsTolerance*float64(b.N))
		stakes := bets * b.Staked / max(1, float64(b.N))
		out = append(out, ciFigure{name + " bets", float64(b.N), bets}, ciFigure{name + " staked", b.Staked, stakes}, ciFigure{name + " profit", b.Profit, 3 * stakes})
	}
	return out
}

// fingerprint are the figures of features.
func (f CIFigures) fingerprint() (out []ciFigure) {
	for _, name := range slices.Sorted(maps.Keys(f.Features)) {
		m := f.Features[name]
		out = append(out, ciFigure{featurePrefix + name + " values", float64(m.N), 0}, ciFigure{featurePrefix + name + " mark", m.Mark, markTolerance * max(1, math.Abs(m.Mark))})
	}
	return out
}

// featurePrefix begins the names of a feature's figures.
const featurePrefix = "feature "

// ofFeature says that a change is a feature's.
func (c CIChange) ofFeature() bool { return strings.HasPrefix(c.What, featurePrefix) }
