package players

import "math"

// signals are what the probabilities to start and to be in the squad follow
// from: shares of starts over 2, 5 and 20 matches, started in the last match, in
// its squad, full matches played in it, weeks since he played (at most
// mostWeeks), and a constant.
type signals [8]float64

const (
	mostWeeks   = 8
	secondsWeek = 7 * 24 * 60 * 60
)

// signals of a member as of a moment.
func (t *team) signals(m *member, at int64) signals {
	flag := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	weeks := float64(mostWeeks)
	if m.lastPlayed != 0 {
		weeks = min(mostWeeks, float64(at-m.lastPlayed)/secondsWeek)
	}
	return signals{
		t.share(m, over2), t.share(m, over5), t.share(m, over20),
		flag(m.startedLast), flag(m.inLast), min(1, m.minutesLast/fullMatch), weeks, 1,
	}
}

// Coefficients of the two logistic regressions, fitted by maximum likelihood on
// the Premier League 2017/18 to 2020/21: 97,060 candidates, as of an hour before
// kick-off. They order 93.7 and 94.5 % of the pairs rightly (area under the curve).
var (
	startWeights = signals{2.448, .134, .937, -2.477, 1.030, 3.731, -.144, -2.977}
	squadWeights = signals{-.524, 2.288, .098, -3.229, 3.546, 2.889, -.184, -1.345}
)

// probability is the logistic function of a weighted sum.
func probability(x, weights *signals) float64 {
	z := 0.0
	for i := range x {
		z += x[i] * weights[i]
	}
	return 1 / (1 + math.Exp(-z))
}
