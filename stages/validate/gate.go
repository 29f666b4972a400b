package validate

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"matchday"
)

// Who is scored in a validation window.
const (
	Candidate = "candidate"
	Champion  = "champion"
	BaseRate  = "base_rate"
	Market    = "market"  // the average pre-match price, margin-free
	Serving   = "serving" // the candidate's settings fitted on all that is known: what would serve
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
	// Serving is of the fit that would serve. It has learned from the fixture, so
	// that its loss says nothing; its probabilities are compared.
	Serving *Loss
}

// Evidence is what a candidate is judged by.
type Evidence struct {
	Trials []Trial
	// Fitted is as of when the forecasters were fitted: Candidate, Serving and
	// Champion. The longer it is between two, the more their forecasts differ.
	Fitted map[string]time.Time
	// Learned is how many results had been known by then. Where much of what the later
	// of two learned is new, as in a young home, their forecasts may differ by anything.
	Learned map[string]int
	// Changed says in what the candidate differs from the champion by intent, such
	// as its settings; empty if in nothing. Its forecasts may then differ too.
	Changed string
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
// a function of the evidence, the gate and the seed alone.
type Verdict struct {
	Passed  bool     `json:"passed"`
	Reasons []string `json:"reasons"` // why not; none if it passed
	Notes   []string `json:"notes"`   // what people should know, and what rejects nobody
	// Scores are by Candidate, Champion, BaseRate and Market; the last two and
	// the champion on the fixtures that they have.
	Scores map[string]Figures `json:"scores"`
	// Groups are the parts of the window that were judged apart.
	Groups []GroupFigures `json:"groups"`
	// Difference is the candidate's mean log loss less the champion's, on the
	// fixtures that both have; nil without a champion.
	Difference *Difference `json:"difference,omitempty"`
	// AgainstMarket is the same for the market; nil without prices.
	AgainstMarket *Difference `json:"against_market,omitempty"`
	// Divergences are of the forecasts, by division: the candidate's from the
	// champion's, and those of the fit that would serve from the candidate's.
	Divergences []DivisionDivergence `json:"divergences"`
}

// Difference is a mean with its 95 % interval by resampling match days.
type Difference struct {
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Judge passes a candidate that is not too far behind the benchmark in any part
// of the window, is not worse than the champion, is not better than knowledge
// before kick-off allows, and whose forecasts are those that the champion and
// its own fit to date give, but for noise. Without trials it fails.
func Judge(e Evidence, gate matchday.Gate, seed int64) Verdict {
	return NewDraws(seed).Judge(e, gate)
}

// Judge is the verdict of these draws.
func (d *Draws) Judge(e Evidence, gate matchday.Gate) Verdict {
	v := Verdict{Reasons: []string{}, Notes: []string{}, Scores: map[string]Figures{}, Groups: []GroupFigures{}, Divergences: []DivisionDivergence{}}
	for who, lost := range losses {
		if f := figuresOf(e.Trials, lost); f.N > 0 && who != Serving {
			v.Scores[who] = f
		}
	}
	if len(e.Trials) == 0 {
		v.reject("no fixture with a result to judge by")
	}
	draw := d.ofDays(daysOf(e.Trials))
	for _, p := range parts(e.Trials, gate) {
		v.hold(p, gate, draw)
	}
	v.notWorse(e.Trials, gate, draw)
	v.believable(e.Trials, gate, draw)
	v.compare(e, gate)
	v.Passed = len(v.Reasons) == 0
	return v
}

// notWorse rejects a candidate that is worse than the champion.
func (v *Verdict) notWorse(trials []Trial, gate matchday.Gate, draw drawing) {
	v.Difference = difference(trials, losses[Champion], draw)
	switch d := v.Difference; {
	case d == nil:
	case !(d.Value <= gate.MaxWorse):
		v.reject("log loss is %.4f above the champion's, more than %.4f", d.Value, gate.MaxWorse)
	case d.Low > 0:
		v.reject("log loss is above the champion's beyond chance: by %.4f, at least %.4f (95 %% interval)", d.Value, d.Low)
	}
}

// believable rejects a candidate that beats the market by more than anybody can.
func (v *Verdict) believable(trials []Trial, gate matchday.Gate, draw drawing) {
	v.AgainstMarket = difference(trials, losses[Market], draw)
	if d := v.AgainstMarket; d != nil && d.High < -gate.MaxBetter {
		v.reject("log loss is %.4f below the market's, at least %.4f (95 %% interval) and more than %.4f: it must have used what was not known before kick-off", -d.Value, -d.High, gate.MaxBetter)
	}
}

// losses picks each forecaster's loss on a fixture; nil where it has no forecast.
var losses = map[string]func(*Trial) *Loss{
	Candidate: func(t *Trial) *Loss { return &t.Candidate },
	Champion:  func(t *Trial) *Loss { return t.Champion },
	BaseRate:  func(t *Trial) *Loss { return &t.BaseRate },
	Market:    func(t *Trial) *Loss { return t.Market },
	Serving:   func(t *Trial) *Loss { return t.Serving },
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
func difference(trials []Trial, rival func(*Trial) *Loss, draw drawing) *Difference {
	both := slices.DeleteFunc(slices.Clone(trials), func(t Trial) bool { return rival(&t) == nil })
	if len(both) == 0 {
		return nil
	}
	d := meanOf(both, draw, .025, func(t *Trial) float64 { return t.Candidate.LogLoss - rival(t).LogLoss })
	return &Difference{N: len(both), Value: d.Value, Low: d.Low, High: d.High}
}

// meanOf is the mean of a value of trials, with what leaves the share tail of
// the draws beyond each end.
func meanOf(trials []Trial, draw drawing, tail float64, value func(*Trial) float64) Interval {
	days, values, ones := make([]time.Time, len(trials)), make([]float64, len(trials)), make([]float64, len(trials))
	for i := range trials {
		days[i], values[i], ones[i] = trials[i].Day, value(&trials[i]), 1
	}
	return drawnInterval(byDay(days, values, ones), draw, tail)
}

func (v *Verdict) reject(format string, args ...any) {
	v.Reasons = append(v.Reasons, fmt.Sprintf(format, args...))
	v.Passed = false
}

// Reject adds a reason that does not follow from the trials.
func (v *Verdict) Reject(reason string) { v.reject("%s", reason) }

// Resamples is how often a verdict's interval draws the window's days.
const Resamples = resamples

// drawing names the day that takes a slot in a resample, from 0 to below n.
type drawing func(resample, slot, n int) int

// Draws are the days that a seed's resamples draw, by the MD5 of seed, resample
// and slot, which SQL computes as well as Go: the intervals can be recomputed
// from the stored losses. All figures of a verdict draw the same. Verdicts of one
// seed share the work; they may be given at the same time.
type Draws struct {
	seed  int64
	mu    sync.Mutex
	slots [][]uint64 // the numbers of each slot by resample; grows with the days asked for
}

// NewDraws are those of a seed.
func NewDraws(seed int64) *Draws { return &Draws{seed: seed} }

// ofDays draws from no more than so many days.
func (d *Draws) ofDays(days int) drawing {
	d.mu.Lock()
	defer d.mu.Unlock()
	for slot := len(d.slots); slot < days; slot++ {
		numbers := make([]uint64, resamples)
		for resample := range numbers {
			name := strconv.AppendInt(nil, d.seed, 10)
			name = strconv.AppendInt(append(name, '/'), int64(resample), 10)
			name = strconv.AppendInt(append(name, '/'), int64(slot), 10)
			sum := md5.Sum(name)
			// The first 60 bits, modulo the few days of a window, are as good as uniform.
			numbers[resample] = binary.BigEndian.Uint64(sum[:8]) >> 4
		}
		d.slots = append(d.slots, numbers)
	}
	slots := d.slots[:days]
	return func(resample, slot, n int) int { return int(slots[slot][resample] % uint64(n)) }
}

// daysOf counts the days on which trials were played.
func daysOf(trials []Trial) int {
	days := map[int64]bool{}
	for _, t := range trials {
		days[t.Day.Unix()] = true
	}
	return len(days)
}
