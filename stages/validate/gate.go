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

// Loss is the scores of a forecast of one fixture.
type Loss struct {
	Probs          matchday.Probs
	LogLoss, Brier float64
	Correct        bool // its most probable outcome came
}

// LossOf scores a forecast; the outcome must be known.
func LossOf(p matchday.Probs, outcome matchday.Outcome) Loss {
	return Loss{Probs: p, LogLoss: LogLoss(p, outcome), Brier: Brier(p, outcome), Correct: p.Best() == outcome}
}

// Trial is one fixture of a validation window, with what each lost on it.
type Trial struct {
	FixtureID string
	Division  string
	Day       time.Time // match date
	Outcome   matchday.Outcome
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
	N           int     `json:"n"`
	LogLoss     float64 `json:"log_loss"`
	Brier       float64 `json:"brier"`
	Accuracy    float64 `json:"accuracy"`
	Calibration float64 `json:"calibration"` // expected calibration error, see ECE
}

// Verdict says whether a candidate may become the champion, and why not. It is
// a function of the trials, the gate and the seed alone.
type Verdict struct {
	Passed  bool     `json:"passed"`
	Reasons []string `json:"reasons"` // why not; none if it passed
	// Scores are by Candidate, Champion, BaseRate and Market; the last two and
	// the champion on the fixtures that they have.
	Scores map[string]Figures `json:"scores"`
	// Groups are the parts of the window that were held against thresholds.
	Groups []GroupFigures `json:"groups"`
	// Difference is the candidate's mean log loss less the champion's, on the
	// fixtures that both have; nil without a champion.
	Difference *Difference `json:"difference,omitempty"`
	// AgainstMarket is the same for the market; nil without prices.
	AgainstMarket *Difference `json:"against_market,omitempty"`
}

// Difference is a mean with its 95 % interval by resampling match days.
type Difference struct {
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Judge passes a candidate that keeps within the thresholds of each group of
// divisions, is not worse than the champion, and is not better than knowledge
// before kick-off allows. Without trials it fails.
func Judge(trials []Trial, gate matchday.Gate, seed int64) Verdict {
	v := Verdict{Reasons: []string{}, Scores: map[string]Figures{}, Groups: []GroupFigures{}}
	for who, lost := range losses {
		if f := figuresOf(trials, lost); f.N > 0 {
			v.Scores[who] = f
		}
	}
	if len(trials) == 0 {
		v.reject("no fixture with a result to judge by")
	}
	for _, part := range divided(trials, gate) {
		v.hold(part, gate)
	}
	v.Difference = difference(trials, losses[Champion], seed)
	if d := v.Difference; d != nil {
		switch {
		case !(d.Value <= gate.MaxWorse):
			v.reject("log loss is %.4f above the champion's, more than %.4f", d.Value, gate.MaxWorse)
		case d.Low > 0:
			v.reject("log loss is above the champion's beyond chance: by %.4f, at least %.4f (95 %% interval)", d.Value, d.Low)
		}
	}
	v.AgainstMarket = difference(trials, losses[Market], seed)
	if d := v.AgainstMarket; d != nil && d.High < -gate.MaxBetter {
		v.reject("log loss is %.4f below the market's, at least %.4f (95 %% interval) and more than %.4f: it must have used what was not known before kick-off", -d.Value, -d.High, gate.MaxBetter)
	}
	v.Passed = len(v.Reasons) == 0
	return v
}

// losses picks each forecaster's loss on a fixture; nil where it has no forecast.
var losses = map[string]func(*Trial) *Loss{
	Candidate: func(t *Trial) *Loss { return &t.Candidate },
	Champion:  func(t *Trial) *Loss { return t.Champion },
	BaseRate:  func(t *Trial) *Loss { return &t.BaseRate },
	Market:    func(t *Trial) *Loss { return t.Market },
}

// figuresOf are one forecaster's means over the fixtures that it has forecast.
func figuresOf(trials []Trial, lost func(*Trial) *Loss) Figures {
	var f Figures
	var probs []matchday.Probs
	var outcomes []matchday.Outcome
	for i := range trials {
		l := lost(&trials[i])
		if l == nil {
			continue
		}
		probs, outcomes = append(probs, l.Probs), append(outcomes, trials[i].Outcome)
		f.LogLoss += l.LogLoss
		f.Brier += l.Brier
		if l.Correct {
			f.Accuracy++
		}
	}
	if f.N = len(probs); f.N == 0 {
		return f
	}
	n := float64(f.N)
	f.LogLoss, f.Brier, f.Accuracy, f.Calibration = f.LogLoss/n, f.Brier/n, f.Accuracy/n, ECE(probs, outcomes)
	return f
}

// difference is the candidate's mean log loss less a rival's on the fixtures of
// both; nil if there are none.
func difference(trials []Trial, rival func(*Trial) *Loss, seed int64) *Difference {
	var days []time.Time
	var differences, ones []float64
	for i := range trials {
		if l := rival(&trials[i]); l != nil {
			days = append(days, trials[i].Day)
			differences = append(differences, trials[i].Candidate.LogLoss-l.LogLoss)
			ones = append(ones, 1)
		}
	}
	if len(days) == 0 {
		return nil
	}
	d := resampled(byDay(days, differences, ones), drawByHash(seed))
	return &Difference{N: len(days), Value: d.Value, Low: d.Low, High: d.High}
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
// well as Go: the interval can be recomputed from the stored losses. The
// first 60 bits, modulo the few days of a window, are as good as uniform.
func drawByHash(seed int64) func(resample, slot, n int) int {
	return func(resample, slot, n int) int {
		sum := md5.Sum(fmt.Appendf(nil, "%d/%d/%d", seed, resample, slot))
		return int(binary.BigEndian.Uint64(sum[:8]) >> 4 % uint64(n))
	}
}
