package dixoncoles

import (
	"math"

	"matchday"
)

// The prior of a calibration is that the likelihood is right: these are standard
// deviations about slope 1 of its own rates, about 0 of all else, and about a rho
// such as Dixon & Coles (1997) and many since have found.
const (
	constantDeviation = 0.1
	ownDeviation      = 0.2
	otherDeviation    = 0.5
	priorRho          = -0.05
	rhoDeviation      = 0.05
)

// question is what final rates are fitted to, as weights of the log likelihoods of
// the outcome and of the score (Dixon & Coles 1997, with equal weights of
// fixtures).
type question struct{ result, score float64 }

// Goals do not follow Poisson's distribution exactly. Rates that are fitted to home
// wins, draws and away wins bend toward the draws, and miss the goals of divisions
// with more or fewer draws than their goals explain. So the score has rates of its
// own.
var (
	whoWins   = question{result: 1, score: 0.2}
	whatScore = question{score: 1}
)

// calibrator is the penalised likelihood of final rates, for results and goals
// of fixtures whose terms were known beforehand. Its parameters are the
// coefficients of the difference, those of the sum, and rho on a scale on
// which it cannot leave RhoBounds.
type calibrator struct {
	in                    *inputs
	asked                 question
	differences, sums     int       // terms of each
	terms                 []float64 // [fixture][differences + sums]
	homeGoals, awayGoals  []float64
	start, mean, variance []float64 // of the coefficients
}

func newCalibrator(in *inputs, asked question) *calibrator {
	d := 2 + len(in.rates) + in.differences.Len()
	s := 2 + len(in.rates) + in.sums.Len()
	c := &calibrator{in: in, asked: asked, differences: d, sums: s}
	c.mean, c.variance = make([]float64, d+s), make([]float64, d+s)
	for i := range c.variance {
		c.variance[i] = otherDeviation * otherDeviation
	}
	for _, from := range []int{0, d} {
		c.variance[from] = constantDeviation * constantDeviation
		c.mean[from+1], c.variance[from+1] = 1, ownDeviation*ownDeviation
	}
	c.mean[d] = meanSum
	c.start = append(append([]float64(nil), c.mean...), rhoParameter(priorRho))
	return c
}

// add takes a fixture, predicted out of sample by the likelihood.
func (c *calibrator) add(p prediction) {
	at := len(c.terms)
	c.terms = append(c.terms, make([]float64, c.differences+c.sums)...)
	c.in.terms(p.row, p.logHome, p.logAway, c.terms[at:at+c.differences], c.terms[at+c.differences:])
	c.homeGoals = append(c.homeGoals, c.in.rows.HomeGoals[p.row])
	c.awayGoals = append(c.awayGoals, c.in.rows.AwayGoals[p.row])
}

// fit returns the calibration of highest penalised likelihood.
func (c *calibrator) fit() (Calibration, error) {
	x, err := minimise(c.value, c.start, c.scales())
	if err != nil {
		return Calibration{}, err
	}
	k := c.differences + c.sums
	rho, _ := rhoOf(x[k])
	return Calibration{Difference: x[:c.differences:c.differences], Sum: x[c.differences:k:k], Rho: rho, Width: 1, Fixtures: len(c.homeGoals)}, nil
}

// value is the negative penalised log likelihood at x of what is asked. It fills
// the slopes.
func (c *calibrator) value(x, grad []float64) (value float64) {
	clear(grad)
	d, k := c.differences, c.differences+c.sums
	rho, rhoSlope := rhoOf(x[k])
	for i, home := range c.homeGoals {
		away := c.awayGoals[i]
		t := c.terms[i*k : (i+1)*k]
		diff, sum := dot(x[:d], t[:d]), dot(x[d:k], t[d:])
		etaHome, etaAway := (sum+diff)/2, (sum-diff)/2
		lambda, mu := math.Exp(etaHome), math.Exp(etaAway)
		loss, byHome, byAway, byRho := goalsLoss(home, away, etaHome, etaAway, rho)
		w := c.asked.score
		loss, byHome, byAway, byRho = w*loss, w*byHome, w*byAway, w*byRho
		if c.asked.result > 0 {
			r := resultsOf(lambda, mu, rho)
			o := matchday.OutcomeOf(int(home), int(away)).Index()
			w := c.asked.result / r.probs[o]
			loss -= c.asked.result * math.Log(r.probs[o])
			byHome, byAway, byRho = byHome-w*r.byHome[o], byAway-w*r.byAway[o], byRho-w*r.byRho[o]
		}
		value += loss
		grad[k] += byRho * rhoSlope
		for j, v := range t[:d] {
			grad[j] += (byHome - byAway) / 2 * v
		}
		for j, v := range t[d:] {
			grad[d+j] += (byHome + byAway) / 2 * v
		}
	}
	for j := range k {
		value += (x[j] - c.mean[j]) * (x[j] - c.mean[j]) / (2 * c.variance[j])
		grad[j] += (x[j] - c.mean[j]) / c.variance[j]
	}
	value += (rho - priorRho) * (rho - priorRho) / (2 * rhoDeviation * rhoDeviation)
	grad[k] += (rho - priorRho) / (rhoDeviation * rhoDeviation) * rhoSlope
	return value
}

// goalsLoss is the negative log likelihood of a score at log λ and log μ, but for
// a constant, and its slopes by these and by ρ.
func goalsLoss(home, away, etaHome, etaAway, rho float64) (loss, byHome, byAway, byRho float64) {
	lambda, mu := math.Exp(etaHome), math.Exp(etaAway)
	loss = lambda - home*etaHome + mu - away*etaAway
	byHome, byAway = lambda-home, mu-away
	if home < 2 && away < 2 {
		v, tauHome, tauAway, tauRho := tauSlopes(int(home), int(away), lambda, mu, rho)
		loss -= math.Log(v)
		byHome, byAway, byRho = byHome-tauHome/v, byAway-tauAway/v, -tauRho/v
	}
	return loss, byHome, byAway, byRho
}

// tauSlopes is tau at rates cut to their range, so that it is positive, and its
// slopes by log λ, log μ and ρ.
func tauSlopes(x, y int, lambda, mu, rho float64) (v, byHome, byAway, byRho float64) {
	l, m := clampRate(lambda), clampRate(mu)
	v = tau(x, y, l, m, rho)
	switch {
	case x == 0 && y == 0:
		byHome, byAway, byRho = -l*m*rho, -l*m*rho, -l*m
	case x == 0:
		byHome, byRho = l*rho, l
	case y == 0:
		byAway, byRho = m*rho, m
	default:
		byRho = -1
	}
	if l != lambda {
		byHome = 0
	}
	if m != mu {
		byAway = 0
	}
	return v, byHome, byAway, byRho
}

// rhoOf maps the real line into RhoBounds, and gives the slope.
func rhoOf(t float64) (rho, slope float64) {
	low, high := RhoBounds()
	s := 1 / (1 + math.Exp(-t))
	return low + (high-low)*s, (high - low) * s * (1 - s)
}

// rhoParameter is the inverse of rhoOf.
func rhoParameter(rho float64) float64 {
	low, high := RhoBounds()
	return math.Log((rho - low) / (high - rho))
}

// scales are the inverse roots of the curvature's diagonal at average rates.
func (c *calibrator) scales() []float64 {
	k := c.differences + c.sums
	out := make([]float64, k+1)
	for i := range c.homeGoals {
		goals := (c.homeGoals[i] + c.awayGoals[i]) / 4
		for j, v := range c.terms[i*k : (i+1)*k] {
			out[j] += goals * v * v
		}
	}
	for j := range k {
		out[j] = 1 / math.Sqrt(out[j]+1/c.variance[j])
	}
	_, slope := rhoOf(c.start[k])
	out[k] = 1 / (slope * math.Sqrt(float64(len(c.homeGoals))/2+1/(rhoDeviation*rhoDeviation)))
	return out
}
