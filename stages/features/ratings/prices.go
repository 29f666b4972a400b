package ratings

import (
	"math"

	"matchday"
)

// marketDraw is how much more often markets expect a draw than independent
// Poisson goals would have it.
const marketDraw = 1.05

// impliedRates are the logarithms of the expected goals that explain a market:
// those for which two independent Poisson variables, the draw weighed by
// marketDraw, give its probabilities. ok is false if none within 0.01 and 20
// goals do.
func impliedRates(p matchday.Probs) (home, away float64, ok bool) {
	target := matchday.Probs{p[0], p[1] / marketDraw, p[2]}.Normalised()
	// Start from the usual goals, split by the log odds; Newton's method on
	// ln P(H) and ln P(A) as functions of the log rates.
	tilt := math.Log(target[0]/target[2]) / 4
	home, away = math.Log(meanGoals)+tilt, math.Log(meanGoals)-tilt
	for range 40 {
		win, lose, slope := poissonResult(home, away)
		rh, ra := math.Log(win/target[0]), math.Log(lose/target[2])
		if math.Abs(rh)+math.Abs(ra) < 1e-10 {
			return home, away, true
		}
		a, b := slope[0]/win, slope[1]/win
		c, d := slope[2]/lose, slope[3]/lose
		det := a*d - b*c
		limit := func(step float64) float64 { return math.Max(-.5, math.Min(.5, step)) }
		home -= limit((d*rh - b*ra) / det)
		away -= limit((a*ra - c*rh) / det)
		if !(home > -4.6 && home < 3 && away > -4.6 && away < 3) { // also refuses NaN
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// poissonGoals bounds the goals of a side in poissonResult; rates stay below
// 20, where the rest is beyond the precision of a price.
const poissonGoals = 60

// poissonResult gives the probabilities that the first of two independent
// Poisson variables with these log means is the larger, and the smaller, and
// their derivatives by the two log means: of the first, then of the second.
//
// With mean m, dE[f(X)]/dm = E[f(X+1)] - E[f(X)]; so the probability of the
// larger grows with its own mean by P(equal), and falls with the other's by the
// probability of being larger by one.
func poissonResult(home, away float64) (win, lose float64, slope [4]float64) {
	h, a := math.Exp(home), math.Exp(away)
	ph, pa := math.Exp(-h), math.Exp(-a) // P(home = k), P(away = k)
	var ch, ca float64                   // P(home < k), P(away < k)
	var equal, homeByOne, awayByOne float64
	for k := range poissonGoals {
		equal += ph * pa
		win += ph * ca
		lose += pa * ch
		ch, ca = ch+ph, ca+pa
		nextHome, nextAway := ph*h/float64(k+1), pa*a/float64(k+1)
		homeByOne += nextHome * pa
		awayByOne += nextAway * ph
		ph, pa = nextHome, nextAway
		if k > 8 && ph+pa < 1e-15 { // beyond both modes, for rates below 20
			break
		}
	}
	return win, lose, [4]float64{h * equal, -a * homeByOne, -h * awayByOne, a * equal}
}
