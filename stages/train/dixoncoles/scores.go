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
	MaxGoals        = 20
	MinRate         = 0.02
	MaxRate         = 6.0
	TruncationError = 4e-6
)

// RhoBounds is the open interval of the low-score dependence within which no
// cell of any score matrix is negative, whatever the match: tau(0,1) = 1 + λρ
// bounds it from below and tau(0,0) = 1 − λμρ from above, at rates of MaxRate.
func RhoBounds() (low, high float64) { return -1 / MaxRate, 1 / (MaxRate * MaxRate) }

// Scores is the joint distribution of home goals (first index) and away goals
// after 90 minutes; its cells sum to one.
type Scores [MaxGoals + 1][MaxGoals + 1]float64

// Matrix is the distribution of Dixon & Coles (1997, eq. 4.2): independent
// Poisson goals with rates lambda (home) and mu (away), whose four lowest
// scores are reweighted by tau with dependence rho. Rates are cut to
// [MinRate, MaxRate] and rho to RhoBounds, so that all cells are positive.
func Matrix(lambda, mu, rho float64) *Scores {
	lambda, mu = clampRate(lambda), clampRate(mu)
	low, high := RhoBounds()
	rho = min(max(rho, low*(1-1e-9)), high*(1-1e-9))
	home, away := poisson(lambda), poisson(mu)
	s := &Scores{}
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

// Result is the probability of home win, draw and away win.
func (s *Scores) Result() matchday.Probs {
	var p matchday.Probs
	for x := range s {
		for y, v := range s[x] {
			switch {
			case x > y:
				p[0] += v
			case x == y:
				p[1] += v
			default:
				p[2] += v
			}
		}
	}
	return p.Normalised()
}

// BothScore is the probability that both sides score.
func (s *Scores) BothScore() float64 {
	p := 0.0
	for x := 1; x <= MaxGoals; x++ {
		for y := 1; y <= MaxGoals; y++ {
			p += s[x][y]
		}
	}
	return p
}

// Settlement is how a bet on a line may end: probabilities that sum to one.
type Settlement struct{ Win, HalfWin, Push, HalfLoss, Loss float64 }

// Opposite is the settlement of the bet on the other side of the line.
func (b Settlement) Opposite() Settlement {
	return Settlement{Win: b.Loss, HalfWin: b.HalfLoss, Push: b.Push, HalfLoss: b.HalfWin, Loss: b.Win}
}

// FairPrice is the decimal price at which the bet is worth its stake; +Inf if
// it cannot win.
func (b Settlement) FairPrice() float64 {
	// stake·(win + half win/2)·(price − 1) = stake·(loss + half loss/2)
	return 1 + (b.Loss+b.HalfLoss/2)/(b.Win+b.HalfWin/2)
}

// Handicap settles the home side with line goals added to its score (−0.75
// gives the away side three quarters of a goal). Quarter lines are two bets of
// half the stake on the half lines beside them. The away side's bet is the
// Opposite.
func (s *Scores) Handicap(line float64) Settlement {
	return s.settle(line, func(x, y int) int { return x - y })
}

// Over settles more than line goals in all, quarter lines as in Handicap;
// under is the Opposite.
func (s *Scores) Over(line float64) Settlement {
	return s.settle(-line, func(x, y int) int { return x + y })
}

func (s *Scores) settle(line float64, goals func(x, y int) int) Settlement {
	lower, upper := math.Floor(2*line)/2, math.Ceil(2*line)/2
	var ends [5]float64 // loss, half loss, push, half win, win
	for x := range s {
		for y, v := range s[x] {
			g := float64(goals(x, y))
			ends[2+sign(g+lower)+sign(g+upper)] += v
		}
	}
	return Settlement{Loss: ends[0], HalfLoss: ends[1], Push: ends[2], HalfWin: ends[3], Win: ends[4]}
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
