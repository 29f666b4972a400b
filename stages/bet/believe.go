package bet

import (
	"math"

	"matchday"
)

// opinion is what is thought of one selection.
type opinion struct {
	believed     matchday.Chances
	model, sharp float64 // probabilities that were pooled; on a line, of the decided part of the stake
}

// believe pools what the model and the sharp price say of the selections of a
// market, given w, the model's weight. The pool is logarithmic: on the 1X2 p ∝
// sharp^(1−w)·model^w (Genest & Zidek 1986, "Combining probability distributions"), in
// which the model counts as far apart from the sharp price as matchday.MostApart lets
// it. On a line the same is done with the probabilities of the decided part of the
// stake, and the chances are tilted until theirs is the pooled one.
func believe(model []matchday.Chances, sharp []float64, w float64) []opinion {
	out := make([]opinion, len(model))
	var z [matchday.NumOutcome]float64
	for i, c := range model {
		out[i] = opinion{believed: c, model: c.Probability(), sharp: sharp[i]}
		z[i] = math.Log(sharp[i]) + w*matchday.Disagreement(out[i].model, sharp[i])
	}
	if len(model) == matchday.NumOutcome {
		for i, p := range matchday.Softmax(z) {
			out[i].believed = matchday.Of(p)
		}
		return out
	}
	// The sides of a line are complements: what one wins the other loses.
	out[0].believed = tilted(model[0], z[0]-z[1])
	out[1].believed = out[0].believed.Complement()
	return out
}

// tilted are the chances pᵢ ∝ pᵢ·exp(t·rᵢ), where rᵢ is what the i-th way to end
// returns per unit, with the t for which the logit of the probability is the given
// one. Where the chances leave nothing to tilt, only how much is decided stays.
func tilted(c matchday.Chances, want float64) matchday.Chances {
	if won, lost := shares(c); !(won > 0 && lost > 0) || c.Push == 0 && c.HalfWin == 0 && c.HalfLoss == 0 {
		p, decided := 1/(1+math.Exp(-want)), c.Decided()
		return matchday.Chances{Win: decided * p, Loss: decided * (1 - p), Push: 1 - decided}
	}
	at := func(t float64) matchday.Chances {
		whole, half := math.Exp(t), math.Exp(t/2)
		return matchday.Chances{Win: c.Win * whole, HalfWin: c.HalfWin * half, Push: c.Push, HalfLoss: c.HalfLoss / half, Loss: c.Loss / whole}
	}
	// The logit rises in t with a slope of 1 to 2, so that Newton's steps, taken as if
	// it were steeper than it is, never run away.
	t := 0.0
	for range 60 {
		won, lost := shares(at(t))
		missing := want - math.Log(won/lost)
		if math.Abs(missing) < 1e-13 {
			break
		}
		t += missing / 2
	}
	c = at(t)
	sum := c.Win + c.HalfWin + c.Push + c.HalfLoss + c.Loss
	return matchday.Chances{Win: c.Win / sum, HalfWin: c.HalfWin / sum, Push: c.Push / sum, HalfLoss: c.HalfLoss / sum, Loss: c.Loss / sum}
}
