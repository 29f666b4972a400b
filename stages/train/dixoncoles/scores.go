package dixoncoles

import (
	"math"

	"matchday"
)

// Limits of a score matrix. Goals above MaxGoals are left out and the rest is
// scaled to sum to one; at the largest rates that leaves out less than
// TruncationError of the probability, so no sum of cells is off by more than
// that.
const (
	MaxGoals        = matchday.MaxGoals
	MinRate         = 0.02
	MaxRate         = 6.0
	TruncationError = 4e-6
)

// RhoBounds is the open interval of the low-score dependence within which no
// cell of any score matrix is negative, whatever the match: tau(0,1) = 1 + λρ
// bounds it from below and tau(0,0) = 1 − λμρ from above, at rates of MaxRate.
func RhoBounds() (low, high float64) { return -1 / MaxRate, 1 / (MaxRate * MaxRate) }

// Matrix is the distribution of Dixon & Coles (1997, eq. 4.2): independent
// Poisson goals with rates lambda (home) and mu (away), whose four lowest
// scores are reweighted by tau with dependence rho. Rates are cut to
// [MinRate, MaxRate] and rho to RhoBounds, so that all cells are positive.
func Matrix(lambda, mu, rho float64) *matchday.Scores {
	lambda, mu, rho = clampRate(lambda), clampRate(mu), clampRho(rho)
	home, away := poisson(lambda), poisson(mu)
	s := &matchday.Scores{}
	for x, px := range home {
		for y, py := range away {
			s[x][y] = px * py
		}
	}
	for x := range 2 {
		for y := range 2 {
			s[x][y] *= tau(x, y, lambda, mu, rho)
		}
	}
	total := 0.0
	for x := range s {
		for y := range s[x] {
			total += s[x][y]
		}
	}
	for x := range s {
		for y := range s[x] {
			s[x][y] /= total
		}
	}
	return s
}

// tau is the correction of Dixon & Coles (1997, eq. 4.2) of the score x–y.
func tau(x, y int, lambda, mu, rho float64) float64 {
	switch {
	case x == 0 && y == 0:
		return 1 - lambda*mu*rho
	case x == 0 && y == 1:
		return 1 + lambda*rho
	case x == 1 && y == 0:
		return 1 + mu*rho
	case x == 1 && y == 1:
		return 1 - rho
	}
	return 1
}

func poisson(rate float64) (p [MaxGoals + 1]float64) {
	p[0] = math.Exp(-rate)
	for k := 1; k <= MaxGoals; k++ {
		p[k] = p[k-1] * rate / float64(k)
	}
	return p
}

func clampRate(r float64) float64 { return min(max(r, MinRate), MaxRate) }

func clampRho(rho float64) float64 {
	low, high := RhoBounds()
	return min(max(rho, low*(1-1e-9)), high*(1-1e-9))
}
