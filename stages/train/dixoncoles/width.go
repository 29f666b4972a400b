package dixoncoles

import (
	"math"

	"matchday"
)

// widthDeviation is the prior standard deviation of the log of a width about 0.
const widthDeviation = 0.1

// widen makes wins by two goals or more likelier, against all else, by a factor
// above zero.
func widen(s *matchday.Scores, factor float64) {
	total := 0.0
	for x := range s {
		for y := range s[x] {
			if margin(x, y) > 1 {
				s[x][y] *= factor
			}
			total += s[x][y]
		}
	}
	for x := range s {
		for y := range s[x] {
			s[x][y] /= total
		}
	}
}

// margin is by how many goals a score is won.
func margin(home, away int) int { return max(home-away, away-home) }

// wideWin is the probability that a fixture which is won is won by two goals or
// more.
func wideWin(s *matchday.Scores) float64 {
	won, wide := 0.0, 0.0
	for x := range s {
		for y, v := range s[x] {
			switch margin(x, y) {
			case 0:
			case 1:
				won += v
			default:
				won, wide = won+v, wide+v
			}
		}
	}
	return wide / won
}

// width is the factor by which wins by two goals or more are likelier, against wins
// by one, than the rates make them: with independent goals a side that leads by one
// does not defend its lead. It is the posterior mode of a logistic regression on a
// constant alone, with the rates' log odds as offset.
func (c *Calibration) width(in *inputs, predictions []prediction) float64 {
	var offsets []float64 // of won fixtures
	difference, sum := make([]float64, len(c.Difference)), make([]float64, len(c.Sum))
	wide := 0.0 // how many of them were won by two goals or more
	for _, p := range predictions {
		by := margin(int(in.rows.HomeGoals[p.row]), int(in.rows.AwayGoals[p.row]))
		if by == 0 {
			continue
		}
		if by > 1 {
			wide++
		}
		in.terms(p.row, p.logHome, p.logAway, difference, sum)
		lambda, mu := c.rates(difference, sum)
		q := wideWin(Matrix(lambda, mu, c.Rho))
		offsets = append(offsets, math.Log(q/(1-q)))
	}
	return math.Exp(shift(offsets, wide))
}

// shift is the number which, added to all offsets, makes the probabilities of
// their logistic function as near to a count of ones as the prior allows, by
// Newton's method on a concave function.
func shift(offsets []float64, ones float64) (t float64) {
	for range 50 {
		slope, curvature := ones-t/(widthDeviation*widthDeviation), 1/(widthDeviation*widthDeviation)
		for _, o := range offsets {
			p := 1 / (1 + math.Exp(-o-t))
			slope -= p
			curvature += p * (1 - p)
		}
		step := slope / curvature
		t += step
		if math.Abs(step) < 1e-12 {
			break
		}
	}
	return t
}
