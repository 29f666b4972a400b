package validate

import (
	"slices"

	"matchday"
)

// Others are the fixtures whose division has no group of its own.
const Others = "others"

// GroupFigures are a part of the window beside what it was held against.
type GroupFigures struct {
	Name string `json:"name"` // of the gate's group, or Others
	// Against is Market for the fixtures with a price, BaseRate for those without;
	// empty in verdicts of versions that judged them together.
	Against   string  `json:"against,omitempty"`
	Candidate Figures `json:"candidate"`
	// Low and High are the ends of the 95 % intervals of the candidate's means, by
	// resampling match days; not of its calibration.
	Low  *Figures `json:"low,omitempty"`
	High *Figures `json:"high,omitempty"`
	// Benchmark is what Against reaches on the same fixtures.
	Benchmark Figures `json:"benchmark"`
	// Limits are the thresholds in force: those of the group, or the benchmark's
	// figures where these are easier to keep.
	Limits Figures `json:"limits"`
	// Excess is the candidate's mean log loss less the benchmark's.
	Excess *Excess `json:"excess,omitempty"`
}

// part are the trials that are judged together: of a group of divisions those
// with a price, or those without.
type part struct {
	name       string
	against    string // Market or BaseRate
	thresholds matchday.Thresholds
	trials     []Trial
}

// fewestApart is how many fixtures a part must have to be judged. With fewer,
// chance alone decides what calibration and intervals say.
const fewestApart = 50

// parts are the groups of divisions, fixtures with a price apart from those
// without. Parts of too few fixtures are not judged, unless all are.
func parts(trials []Trial, gate matchday.Gate) []part {
	var out []part
	enough := false
	for _, group := range divided(trials, gate) {
		for _, against := range []string{Market, BaseRate} {
			p := group
			p.against = against
			p.trials = slices.DeleteFunc(slices.Clone(group.trials), func(t Trial) bool { return (t.Market != nil) != (against == Market) })
			if len(p.trials) > 0 {
				out = append(out, p)
			}
			enough = enough || len(p.trials) >= fewestApart
		}
	}
	if enough {
		out = slices.DeleteFunc(out, func(p part) bool { return len(p.trials) < fewestApart })
	}
	return out
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

// fewestDays is how many match days an interval must rest on to reject. Drawn
// from fewer it is too narrow.
const fewestDays = 8

// hold rejects a candidate that is too far behind the benchmark on a part of the
// window, misses a threshold beyond chance, or is not calibrated. A figure that
// is no number misses.
func (v *Verdict) hold(p part, gate matchday.Gate, draw drawing) {
	g := GroupFigures{Name: p.name, Against: p.against, Candidate: figuresOf(p.trials, losses[Candidate]), Benchmark: figuresOf(p.trials, losses[p.against])}
	low, high := ends(p.trials, draw)
	g.Low, g.High, g.Limits = &low, &high, limits(p, g.Benchmark)
	excess := excessOf(p, gate, draw)
	g.Excess = &excess
	v.Groups = append(v.Groups, g)

	surely := daysOf(p.trials) >= fewestDays
	reject := func(format string, args ...any) { v.reject(p.label(gate)+format, args...) }
	excess.hold(p, surely, reject)
	c, l := g.Candidate, g.Limits
	if surely && !(low.LogLoss <= l.LogLoss) {
		reject("log loss %.4f, at least %.4f (95 %% interval), is above %.4f", c.LogLoss, low.LogLoss, l.LogLoss)
	}
	if surely && !(high.Accuracy >= l.Accuracy) {
		reject("accuracy %.1f %%, at most %.1f %% (95 %% interval), is below %.1f %%", 100*c.Accuracy, 100*high.Accuracy, 100*l.Accuracy)
	}
	if surely && !(low.Brier <= l.Brier) {
		reject("Brier score %.4f, at least %.4f (95 %% interval), is above %.4f", c.Brier, low.Brier, l.Brier)
	}
	if !(c.Calibration <= l.Calibration) {
		reject("calibration error %.1f %% is above %.1f %%", 100*c.Calibration, 100*l.Calibration)
	}
}

// label begins a reason that is about a part.
func (p part) label(gate matchday.Gate) string {
	priced := "fixtures with a price: "
	if p.against == BaseRate {
		priced = "fixtures without a price: "
	}
	if len(gate.Groups) > 0 {
		return p.name + ", " + priced
	}
	return priced
}

// ends are those of the 95 % intervals of the candidate's means.
func ends(trials []Trial, draw drawing) (low, high Figures) {
	low.N, high.N = len(trials), len(trials)
	for _, f := range []struct {
		low, high *float64
		value     func(*Trial) float64
	}{
		{&low.LogLoss, &high.LogLoss, func(t *Trial) float64 { return t.Candidate.LogLoss }},
		{&low.Brier, &high.Brier, func(t *Trial) float64 { return t.Candidate.Brier }},
		{&low.Accuracy, &high.Accuracy, func(t *Trial) float64 { return happenedIf(t.Candidate.Correct) }},
	} {
		i := meanOf(trials, draw, .025, f.value)
		*f.low, *f.high = i.Low, i.High
	}
	return low, high
}

// calibrationMargin is how much less calibrated than the benchmark a candidate
// may be: on the same fixtures the two errors differ by chance too.
const calibrationMargin = 0.01

// limits are the thresholds of a part, or its benchmark's figures where those
// are easier to keep: a limit never falls as the benchmark gets worse. The
// calibration error may also be what chance makes of a calibrated forecast.
func limits(p part, benchmark Figures) Figures {
	t := p.thresholds
	probs := make([]matchday.Probs, len(p.trials))
	for i, t := range p.trials {
		probs[i] = t.Candidate.Probs
	}
	return Figures{
		N: benchmark.N, LogLoss: max(t.LogLoss, benchmark.LogLoss), Brier: max(t.Brier, benchmark.Brier),
		Accuracy: min(t.Accuracy, benchmark.Accuracy), Calibration: max(t.Calibration, benchmark.Calibration+calibrationMargin, ECEByChance(probs)),
	}
}
