package dixoncoles

import (
	"math"

	"matchday"
)

// negligibleGoals is the probability below which the sums over goals end, well
// below TruncationError.
const negligibleGoals = 1e-9

// results are the probabilities of home win, draw and away win at two rates and
// a dependence, and their slopes by the logarithms of the rates and by the
// dependence.
type results struct {
	probs                 matchday.Probs
	byHome, byAway, byRho [matchday.NumOutcome]float64
}

// resultsOf sums independent Poisson goals. With mean m of X,
// dE[f(X)]/dm = E[f(X+1)] − E[f(X)]: the home win gains P(level) by the home
// side's goals and loses P(home by one) by the away side's. The four cells that
// tau moves (Dixon & Coles 1997, eq. 4.2) shift c = ρλμ·exp(−λ−μ) to either win
// and twice that from the draw. Rates are cut as those of Matrix.
func resultsOf(lambda, mu, rho float64) (r results) {
	l, m := clampRate(lambda), clampRate(mu)
	home, away := math.Exp(-l), math.Exp(-m) // P(home = k), P(away = k)
	nobody := home * away
	var level, homeByOne, awayByOne, homeBelow, awayBelow float64
	for k := 1.; k <= MaxGoals && (home+away > negligibleGoals || k < max(l, m)); k++ {
		level += home * away
		r.probs[0] += home * awayBelow
		r.probs[2] += away * homeBelow
		homeBelow, awayBelow = homeBelow+home, awayBelow+away
		nextHome, nextAway := home*l/k, away*m/k
		homeByOne += nextHome * away
		awayByOne += nextAway * home
		home, away = nextHome, nextAway
	}
	perRho := l * m * nobody
	shift := rho * perRho
	r.byHome = [3]float64{l*level + shift*(1-l), 0, -l*awayByOne + shift*(1-l)}
	r.byAway = [3]float64{-m*homeByOne + shift*(1-m), 0, m*level + shift*(1-m)}
	r.byRho = [3]float64{perRho, -2 * perRho, perRho}
	r.probs[0] += shift
	r.probs[1] = level - 2*shift
	r.probs[2] += shift
	if l != lambda {
		r.byHome = [3]float64{}
	}
	if m != mu {
		r.byAway = [3]float64{}
	}
	r.byHome[1], r.byAway[1] = -r.byHome[0]-r.byHome[2], -r.byAway[0]-r.byAway[2]
	return r
}
