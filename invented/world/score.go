package world

import (
	"math"
	"math/rand/v2"

	"matchday"
)

// mostGoals bounds a side's goals in the score matrix; with rates below 4 what
// lies beyond has a probability under 1e-3, and the matrix is scaled to one:
// its distribution is by definition the true one.
const mostGoals = 10

// lowScores is Dixon and Coles' rho (1997, "Modelling association football
// scores", equation 4.3): below zero, 0-0 and 1-1 are likelier than under
// independence.
const lowScores = -0.05

// homeAdvantage is added to the logarithm of the home side's rate; half of it
// is taken from the away side's.
const homeAdvantage = 0.18

// scores is the joint distribution of home and away goals after 90 minutes.
type scores [mostGoals + 1][mostGoals + 1]float64

// scoresOf is the Dixon-Coles distribution of two rates, in goals per fixture.
func scoresOf(rates [2]float64) (m scores) {
	var marginal [2][mostGoals + 1]float64
	for side, rate := range rates {
		p := math.Exp(-rate)
		for k := range marginal[side] {
			marginal[side][k] = p
			p *= rate / float64(k+1)
		}
	}
	sum := 0.0
	for h := range m {
		for a := range m[h] {
			m[h][a] = marginal[0][h] * marginal[1][a]
			sum += m[h][a]
		}
	}
	adjust := func(h, a int, factor float64) {
		sum += m[h][a] * (factor - 1)
		m[h][a] *= factor
	}
	adjust(0, 0, 1-rates[0]*rates[1]*lowScores)
	adjust(0, 1, 1+rates[0]*lowScores)
	adjust(1, 0, 1+rates[1]*lowScores)
	adjust(1, 1, 1-lowScores)
	for h := range m {
		for a := range m[h] {
			m[h][a] /= sum
		}
	}
	return m
}

// draw picks a score by inversion.
func (m *scores) draw(rng *rand.Rand) [2]int {
	u := rng.Float64()
	for h := range m {
		for a := range m[h] {
			if u -= m[h][a]; u < 0 {
				return [2]int{h, a}
			}
		}
	}
	return [2]int{0, 0} // u was within rounding of one
}

// outcome sums the matrix to home win, draw and away win.
func (m *scores) outcome() (p matchday.Probs) {
	for h := range m {
		for a := range m[h] {
			switch {
			case h > a:
				p[0] += m[h][a]
			case h == a:
				p[1] += m[h][a]
			default:
				p[2] += m[h][a]
			}
		}
	}
	return p
}

// total gives the probabilities of more and of fewer than 2.5 goals.
func (m *scores) total() [2]float64 {
	under := 0.0
	for h := range 3 {
		for a := range 3 - h {
			under += m[h][a]
		}
	}
	return [2]float64{1 - under, under}
}

// handicap gives the chances of home and away at the home side's line, as
// shares of the stakes that are not returned; a quarter line is two half stakes
// on the lines beside it.
func (m *scores) handicap(line float64) [2]float64 {
	won, lost := 0.0, 0.0
	for _, half := range [2]float64{math.Floor(2*line) / 2, math.Ceil(2*line) / 2} {
		for h := range m {
			for a := range m[h] {
				switch margin := float64(h-a) + half; {
				case margin > 0:
					won += m[h][a]
				case margin < 0:
					lost += m[h][a]
				}
			}
		}
	}
	return [2]float64{won / (won + lost), lost / (won + lost)}
}

// lognormal is the joint distribution of the logarithms of two rates.
type lognormal struct {
	mean, variance [2]float64
	covariance     float64
}

// outcome averages the outcome's probabilities over the rates by Gauss-Hermite
// quadrature with three nodes a dimension (Abramowitz and Stegun 1964, 25.4.46),
// exact for polynomials of degree five; over line-ups the third moment is what
// it leaves out, which moves a probability by less than 2e-4.
func (r lognormal) outcome() (p matchday.Probs) {
	nodes := [3]float64{-math.Sqrt(3), 0, math.Sqrt(3)}
	weights := [3]float64{1. / 6, 2. / 3, 1. / 6}
	sd := math.Sqrt(r.variance[0])
	slope := 0.0
	if sd > 0 {
		slope = r.covariance / sd
	}
	rest := math.Sqrt(math.Max(0, r.variance[1]-slope*slope))
	for i, x := range nodes {
		for j, y := range nodes {
			m := scoresOf([2]float64{math.Exp(r.mean[0] + sd*x), math.Exp(r.mean[1] + slope*x + rest*y)})
			q := m.outcome()
			for k := range p {
				p[k] += weights[i] * weights[j] * q[k]
			}
		}
	}
	return p.Normalised()
}

// poisson draws a count: below a mean of 30 by multiplying uniforms (Knuth
// 1969, The Art of Computer Programming 2, 3.4.1), above it from the normal
// distribution that it comes close to.
func poisson(rng *rand.Rand, mean float64) int {
	if mean > 30 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*rng.NormFloat64())))
	}
	limit, product := math.Exp(-mean), rng.Float64()
	k := 0
	for product > limit {
		product *= rng.Float64()
		k++
	}
	return k
}
