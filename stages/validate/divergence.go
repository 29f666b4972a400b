package validate

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"matchday"
)

// Divergence is by how many nats a forecast's log loss lies above that of the
// true probabilities, on average over what they let happen (Kullback & Leibler
// 1951, "On information and sufficiency"). Where the truth is known, as in an
// invented world, or a closing price stands for it, it judges a forecast without
// the noise of results. It is infinite if something possible was given none.
func Divergence(truth, said matchday.Probs) float64 {
	sum := 0.0
	for c, p := range truth {
		if p > 0 {
			sum += p * math.Log(p/said[c])
		}
	}
	return sum
}

// DivisionDivergence is how far two fits' forecasts of a division's fixtures lie
// from each other. It needs no results, and so sees in one window what losses
// show after years.
type DivisionDivergence struct {
	// Against is Champion, from whose forecasts the candidate's diverge, or
	// Serving, whose forecasts diverge from the candidate's.
	Against  string  `json:"against"`
	Division string  `json:"division"`
	N        int     `json:"n"`
	Value    float64 `json:"value"` // mean divergence, nats
	Bound    float64 `json:"bound"` // what is borne
	Rejects  bool    `json:"rejects"`
}

// fewestCompared is how many fixtures a division must have to be compared: of
// fewer a single odd one makes the mean.
const fewestCompared = 20

// compare holds the candidate's forecasts against the champion's, and those of
// the fit that would serve against the candidate's. The champion's forecasts are
// no measure for a candidate that differs by intent, or that is better beyond
// chance; and no forecasts are one where much of what the later fit learned is new.
func (v *Verdict) compare(e Evidence, gate matchday.Gate) {
	excuse := ""
	if d := v.Difference; e.Changed != "" {
		excuse = "changed too: " + e.Changed
	} else if d != nil && d.High < 0 {
		excuse = "its log loss is below the champion's beyond chance"
	} else if share := e.grown(Champion, Candidate); share > muchLearned {
		excuse = fmt.Sprintf("%.0f %% of the results that it learned from are new", 100*share)
	}
	for _, d := range v.diverge(e, Champion, gate, excuse == "") {
		text := fmt.Sprintf("its forecasts of %s differ from the champion's by %.4f nats in the mean, more than %.4f", d.Division, d.Value, d.Bound)
		if excuse != "" {
			v.Notes = append(v.Notes, text+" ("+excuse+")")
			continue
		}
		v.reject("%s, though neither program nor settings changed", text)
	}
	grown := e.grown(Candidate, Serving)
	for _, d := range v.diverge(e, Serving, gate, grown <= muchLearned) {
		text := fmt.Sprintf("the fit that would serve differs in its forecasts of %s from the one that was judged by %.4f nats in the mean, more than %.4f", d.Division, d.Value, d.Bound)
		if grown > muchLearned {
			v.Notes = append(v.Notes, fmt.Sprintf("%s (%.0f %% of the results that it learned from are new)", text, 100*grown))
			continue
		}
		v.reject("%s", text)
	}
}

// muchLearned is the share of new results above which two fits of one forecaster are not
// held against each other: fits of a division alone, on which the bound was measured,
// had learned from at least twenty times as many results as the weeks between them had.
const muchLearned = 0.05

// grown is the share of new results among those that the later of two fits learned
// from; zero if that is not known.
func (e Evidence) grown(earlier, later string) float64 {
	if e.Learned[earlier] == 0 || e.Learned[later] <= e.Learned[earlier] {
		return 0
	}
	return 1 - float64(e.Learned[earlier])/float64(e.Learned[later])
}

// Furthest is the division whose forecasts lie furthest from a rival's, for what
// is borne; false if none was compared.
func (v Verdict) Furthest(against string) (furthest DivisionDivergence, ok bool) {
	for _, d := range v.Divergences {
		if d.Against == against && (!ok || d.Value*furthest.Bound > furthest.Value*d.Bound) {
			furthest, ok = d, true
		}
	}
	return furthest, ok
}

// diverge measures every division that has enough fixtures, and returns those
// beyond their bound.
func (v *Verdict) diverge(e Evidence, against string, gate matchday.Gate, rejects bool) (far []DivisionDivergence) {
	rival := losses[against]
	all := map[string]*DivisionDivergence{}
	for i := range e.Trials {
		t := &e.Trials[i]
		other := rival(t)
		if other == nil {
			continue
		}
		d := all[t.Division]
		if d == nil {
			d = &DivisionDivergence{Against: against, Division: t.Division}
			all[t.Division] = d
		}
		from, to := other.Probs, t.Candidate.Probs
		if against == Serving {
			from, to = to, from
		}
		d.N++
		d.Value += min(Divergence(from, to), -math.Log(leastProb))
		d.Bound += information(from, t.BaseRate.Probs)
	}
	for _, division := range slices.Sorted(maps.Keys(all)) {
		d := all[division]
		if d.N < fewestCompared {
			continue
		}
		n := float64(d.N)
		d.Value, d.Bound = d.Value/n, bound(d.Bound/n, e.Fitted[Candidate].Sub(e.Fitted[against]), gate)
		d.Rejects = rejects && !(d.Value <= d.Bound)
		v.Divergences = append(v.Divergences, *d)
		if !(d.Value <= d.Bound) {
			far = append(far, *d)
		}
	}
	return far
}

// information is how much a forecast says beside the base rates: its divergence
// from them.
func information(said, base matchday.Probs) float64 {
	return min(Divergence(said, base), -math.Log(leastProb))
}

// lostInformation is the share of what forecasts say beside the base rates that
// noise of a week's refit stays below.
const lostInformation = 0.03

// bound is how far forecasts may diverge that say so much and were fitted so long
// apart: what has been learned meanwhile adds up like steps of a walk. Leagues in
// which forecasts say more have more noise.
func bound(information float64, apart time.Duration, gate matchday.Gate) float64 {
	weeks := apart.Abs().Hours() / (7 * 24)
	return max(gate.MaxDivergence, lostInformation*information) * math.Sqrt(max(1, weeks))
}
