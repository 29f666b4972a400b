package validate

import (
	"slices"

	"matchday"
)

// Others are the fixtures whose division has no group of its own.
const Others = "others"

// GroupFigures are a part of the window beside what it was held against.
type GroupFigures struct {
	Name      string  `json:"name"` // of the gate's group, or Others
	Candidate Figures `json:"candidate"`
	// Benchmark is the market on the fixtures with a price and the base rates on
	// the others.
	Benchmark Figures `json:"benchmark"`
	// Limits are the thresholds in force, those of the group or, where the
	// benchmark misses them, its figures with the margin.
	Limits Figures `json:"limits"`
}

// part are the trials that are held against the same thresholds.
type part struct {
	name       string
	thresholds matchday.Thresholds
	trials     []Trial
}

// divided parts the trials by the gate's groups. What has no group, or one with
// too few fixtures to be judged by itself, is judged together by the gate's own
// thresholds; if that is too little as well, not at all, unless it is all.
func divided(trials []Trial, gate matchday.Gate) []part {
	var out []part
	others := part{name: Others, thresholds: gate.Thresholds}
	groups := make([][]Trial, len(gate.Groups))
	for _, t := range trials {
		k := slices.IndexFunc(gate.Groups, func(g matchday.GateGroup) bool { return slices.Contains(g.Divisions, t.Division) })
		if k < 0 {
			others.trials = append(others.trials, t)
			continue
		}
		groups[k] = append(groups[k], t)
	}
	for k, g := range gate.Groups {
		fewest := g.MinFixtures
		if fewest == 0 {
			fewest = gate.MinFixtures
		}
		if len(groups[k]) < fewest {
			others.trials = append(others.trials, groups[k]...)
			continue
		}
		out = append(out, part{name: g.Name, thresholds: own(g.Thresholds, gate.Thresholds), trials: groups[k]})
	}
	if n := len(others.trials); n >= gate.MinFixtures || n > 0 && len(out) == 0 {
		out = append(out, others)
	}
	return out
}

// own are a group's thresholds, the gate's where it has none.
func own(group, gate matchday.Thresholds) matchday.Thresholds {
	for _, f := range []struct {
		own  *float64
		gate float64
	}{
		{&group.LogLoss, gate.LogLoss}, {&group.Brier, gate.Brier},
		{&group.Accuracy, gate.Accuracy}, {&group.Calibration, gate.Calibration},
	} {
		if *f.own == 0 {
			*f.own = f.gate
		}
	}
	return group
}

// hold rejects a candidate that misses a threshold on a part of the window. A
// figure that is no number misses.
func (v *Verdict) hold(p part, gate matchday.Gate) {
	g := GroupFigures{Name: p.name, Candidate: figuresOf(p.trials, losses[Candidate])}
	g.Benchmark = figuresOf(p.trials, func(t *Trial) *Loss { b := t.benchmark(); return &b })
	g.Limits = limits(p, gate, g.Benchmark)
	v.Groups = append(v.Groups, g)
	in := ""
	if len(gate.Groups) > 0 {
		in = p.name + ": "
	}
	c, l := g.Candidate, g.Limits
	if !(c.LogLoss < l.LogLoss) {
		v.reject("%slog loss %.4f is not below %.4f", in, c.LogLoss, l.LogLoss)
	}
	if !(c.Accuracy > l.Accuracy) {
		v.reject("%saccuracy %.1f %% is not above %.1f %%", in, 100*c.Accuracy, 100*l.Accuracy)
	}
	if !(c.Brier < l.Brier) {
		v.reject("%sBrier score %.4f is not below %.4f", in, c.Brier, l.Brier)
	}
	if !(c.Calibration <= l.Calibration) {
		v.reject("%scalibration error %.1f %% is above %.1f %%", in, 100*c.Calibration, 100*l.Calibration)
	}
}

// limits are the thresholds of a part beside its benchmark.
func limits(p part, gate matchday.Gate, benchmark Figures) Figures {
	t := p.thresholds
	l := Figures{N: benchmark.N, LogLoss: t.LogLoss, Brier: t.Brier, Accuracy: t.Accuracy, Calibration: t.Calibration}
	if benchmark.LogLoss >= l.LogLoss {
		l.LogLoss = benchmark.LogLoss + gate.LossMargin
	}
	if benchmark.Brier >= l.Brier {
		l.Brier = benchmark.Brier + gate.LossMargin
	}
	if benchmark.Accuracy <= l.Accuracy {
		l.Accuracy = benchmark.Accuracy - gate.AccuracyMargin
	}
	if benchmark.Calibration > l.Calibration {
		l.Calibration = benchmark.Calibration + gate.LossMargin
	}
	probs := make([]matchday.Probs, len(p.trials))
	for i, t := range p.trials {
		probs[i] = t.Candidate.Probs
	}
	l.Calibration = max(l.Calibration, ECEByChance(probs))
	return l
}
