package validate

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"time"

	"matchday"
)

// Who is scored in a validation window.
const (
	Candidate = "candidate"
	Champion  = "champion"
	BaseRate  = "base_rate"
	Market    = "market" // the average pre-match price, margin-free
)

// Loss is what a forecast lost on one fixture.
type Loss struct {
	LogLoss, Brier float64
	Correct        bool // its most probable outcome came
}

// LossOf scores a forecast; the outcome must be known.
func LossOf(p matchday.Probs, outcome matchday.Outcome) Loss {
	return Loss{LogLoss: LogLoss(p, outcome), Brier: Brier(p, outcome), Correct: p.Best() == outcome}
}

// Trial is one fixture of a validation window, with what each lost on it.
type Trial struct {
	FixtureID string
	Day       time.Time // match date
	Candidate Loss
	BaseRate  Loss
	Champion  *Loss // nil if there is none, or if it has learned from this fixture
	Market    *Loss // nil without a price
}

// benchmark is what the market lost, or for want of a price the base rates.
func (t Trial) benchmark() Loss {
	if t.Market != nil {
		return *t.Market
	}
	return t.BaseRate
}

// Figures are means over the fixtures of a window.
type Figures struct {
	N        int     `json:"n"`
	LogLoss  float64 `json:"log_loss"`
	Brier    float64 `json:"brier"`
	Accuracy float64 `json:"accuracy"`
}

// Verdict says whether a candidate may become the champion, and why not. It is
// a function of the trials, the gate and the seed alone.
type Verdict struct {
	Passed  bool     `json:"passed"`
	Reasons []string `json:"reasons"` // why not; none if it passed
	// Scores are by Candidate, Champion, BaseRate and Market; the last two and
	// the champion on the fixtures that they have.
	Scores map[string]Figures `json:"scores"`
	// Benchmark is the market on the fixtures with a price and the base rates on
	// the others.
	Benchmark Figures `json:"benchmark"`
	// Limits are the thresholds in force, those of the gate or, where the
	// benchmark misses them, its figures with the margin.
	Limits Figures `json:"limits"`
	// Difference is the candidate's mean log loss less the champion's, on the
	// fixtures that both have; nil without a champion.
	Difference *Difference `json:"difference,omitempty"`
}

// Difference is a mean with its 95 % interval by resampling match days.
type Difference struct {
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Judge passes a candidate that keeps within absolute thresholds and is not
// worse than the champion. No trials at all are no proof: they fail.
func Judge(trials []Trial, gate matchday.Gate, seed int64) Verdict {
	v := Verdict{Reasons: []string{}, Scores: map[string]Figures{}}
	var of [4]tally
	var benchmark tally
	for _, t := range trials {
		of[0].add(&t.Candidate)
		of[1].add(t.Champion)
		of[2].add(&t.BaseRate)
		of[3].add(t.Market)
		b := t.benchmark()
		benchmark.add(&b)
	}
	for i, who := range []string{Candidate, Champion, BaseRate, Market} {
		if of[i].n > 0 {
			v.Scores[who] = of[i].figures()
		}
	}
	v.Benchmark = benchmark.figures()
	v.Limits = limits(gate, v.Benchmark)
	v.absolute(v.Scores[Candidate])
	v.paired(trials, gate, seed)
	v.Passed = len(v.Reasons) == 0
	return v
}

// limits are the thresholds that the gate sets beside a benchmark.
func limits(gate matchday.Gate, benchmark Figures) Figures {
	l := Figures{N: benchmark.N, LogLoss: gate.LogLoss, Brier: gate.Brier, Accuracy: gate.Accuracy}
	if benchmark.LogLoss >= l.LogLoss {
		l.LogLoss = benchmark.LogLoss + gate.LossMargin
	}
	if benchmark.Brier >= l.Brier {
		l.Brier = benchmark.Brier + gate.LossMargin
	}
	if benchmark.Accuracy <= l.Accuracy {
		l.Accuracy = benchmark.Accuracy - gate.AccuracyMargin
	}
	return l
}

// absolute holds the candidate against the limits. A figure that is no number
// fails.
func (v *Verdict) absolute(c Figures) {
	if c.N == 0 {
		v.reject("no fixture with a result to judge by")
		return
	}
	if !(c.LogLoss < v.Limits.LogLoss) {
		v.reject("log loss %.4f is not below %.4f", c.LogLoss, v.Limits.LogLoss)
	}
	if !(c.Accuracy > v.Limits.Accuracy) {
		v.reject("accuracy %.1f %% is not above %.1f %%", 100*c.Accuracy, 100*v.Limits.Accuracy)
	}
	if !(c.Brier < v.Limits.Brier) {
		v.reject("Brier score %.4f is not below %.4f", c.Brier, v.Limits.Brier)
	}
}

// paired holds the candidate against the champion on the fixtures of both.
func (v *Verdict) paired(trials []Trial, gate matchday.Gate, seed int64) {
	var days []time.Time
	var differences, ones []float64
	for _, t := range trials {
		if t.Champion != nil {
			days = append(days, t.Day)
			differences = append(differences, t.Candidate.LogLoss-t.Champion.LogLoss)
			ones = append(ones, 1)
		}
	}
	if len(days) == 0 {
		return
	}
	d := resampled(byDay(days, differences, ones), drawByHash(seed))
	v.Difference = &Difference{N: len(days), Value: d.Value, Low: d.Low, High: d.High}
	switch {
	case !(d.Value <= gate.MaxWorse):
		v.reject("log loss is %.4f above the champion's, more than %.4f", d.Value, gate.MaxWorse)
	case d.Low > 0:
		v.reject("log loss is above the champion's beyond chance: by %.4f, at least %.4f (95 %% interval)", d.Value, d.Low)
	}
}

func (v *Verdict) reject(format string, args ...any) {
	v.Reasons = append(v.Reasons, fmt.Sprintf(format, args...))
	v.Passed = false
}

// Reject adds a reason that does not follow from the trials.
func (v *Verdict) Reject(reason string) { v.reject("%s", reason) }

// Resamples is how often a verdict's interval draws the window's days.
const Resamples = resamples

// drawByHash draws by the MD5 of seed, resample and slot, which SQL computes as
// well as Go: whoever has the stored losses can recompute the interval. The
// first 60 bits, modulo the few days of a window, are as good as uniform.
func drawByHash(seed int64) func(resample, slot, n int) int {
	return func(resample, slot, n int) int {
		sum := md5.Sum(fmt.Appendf(nil, "%d/%d/%d", seed, resample, slot))
		return int(binary.BigEndian.Uint64(sum[:8]) >> 4 % uint64(n))
	}
}

// tally sums losses.
type tally struct {
	n, correct     int
	logLoss, brier float64
}

func (t *tally) add(l *Loss) {
	if l == nil {
		return
	}
	t.n++
	t.logLoss += l.LogLoss
	t.brier += l.Brier
	if l.Correct {
		t.correct++
	}
}

func (t tally) figures() Figures {
	if t.n == 0 {
		return Figures{}
	}
	n := float64(t.n)
	return Figures{N: t.n, LogLoss: t.logLoss / n, Brier: t.brier / n, Accuracy: float64(t.correct) / n}
}
