package matchday

import "math"

// Chances are the probabilities of the ways in which a bet on a selection may
// end; they sum to one. Pushes, at which the stake comes back, and half wins and
// half losses arise on whole and quarter lines only.
type Chances struct{ Win, HalfWin, Push, HalfLoss, Loss float64 }

// Of are the chances of a selection that wins with probability p and else
// loses.
func Of(p float64) Chances { return Chances{Win: p, Loss: 1 - p} }

// Complement are the chances of the bet on the other side of the line.
func (c Chances) Complement() Chances {
	return Chances{Win: c.Loss, HalfWin: c.HalfLoss, Push: c.Push, HalfLoss: c.HalfWin, Loss: c.Win}
}

// Decided is the share of the stake, 0 to 1, that is expected to be won or lost.
// The rest comes back. It is 1 where there is no push.
func (c Chances) Decided() float64 { return c.Win + c.Loss + (c.HalfWin+c.HalfLoss)/2 }

// Probability is the share of the decided stake that is expected to be won, 0 to
// 1: the probability of winning where there is no push. It is the inverse of
// FairPrice, and 0 if nothing can be decided.
func (c Chances) Probability() float64 {
	if decided := c.Decided(); decided > 0 {
		return (c.Win + c.HalfWin/2) / decided
	}
	return 0
}

// FairPrice is the decimal price at which the bet is worth its stake; +Inf if
// it cannot win.
func (c Chances) FairPrice() float64 {
	// stake·(win + half win/2)·(price − 1) = stake·(loss + half loss/2)
	return 1 + (c.Loss+c.HalfLoss/2)/(c.Win+c.HalfWin/2)
}

// Belief says how far a forecast is believed against the sharp price of the same
// selection: the model's weight, 0 to 1, in the logarithmic pool of the two, by
// market. A market that is missing is not bet on.
type Belief map[Market]float64

// MostApart bounds how much more, or less, than the sharp price a model can say: what
// lies beyond this factor is as often its ignorance of the news as its knowledge.
const MostApart = 1.25

// Disagreement is the logarithm of how much more the model says of a selection than
// the sharp price, at most that of MostApart either way. The believed probabilities are
// in proportion to sharp·exp(weight·disagreement).
func Disagreement(model, sharp float64) float64 {
	most := math.Log(MostApart)
	return min(max(math.Log(model/sharp), -most), most)
}
