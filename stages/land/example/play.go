package example

import (
	"math"
	"math/rand/v2"

	"matchday"
)

// homeAdvantage multiplies the home side's goals.
const homeAdvantage = 1.27

// mostGoals bounds the score matrix; with rates below 5 what lies beyond has a
// probability under 1e-5.
const mostGoals = 16

// statistics are the counts of one fixture, home then away.
type statistics struct {
	half, shots, onTarget, corners, fouls, yellow, red [2]int
	referee                                            string
}

// play fixes the truth about a fixture, draws its result and statistics from
// it, and lets the bookmakers look at it through their errors.
func (f *Fixture) play(rng *rand.Rand, div division, home, away *club) {
	f.Rates = [2]float64{
		homeAdvantage * div.goals * math.Exp(home.attack-away.defence),
		div.goals * math.Exp(away.attack-home.defence),
	}
	scores := scoreMatrix(f.Rates)
	f.Truth = outcomeProbs(scores)
	for side, rate := range f.Rates {
		goals := poisson(rng, rate)
		s := &f.statistics
		s.half[side] = binomial(rng, goals, 0.45)
		// A goal is a shot on target that went in; the rest follow the same
		// rate, which is why shots tell of strength.
		s.onTarget[side] = goals + poisson(rng, 2.3*math.Sqrt(rate))
		s.shots[side] = s.onTarget[side] + poisson(rng, 6.5*math.Sqrt(rate))
		s.corners[side] = poisson(rng, 4.4*math.Sqrt(rate))
		s.fouls[side] = poisson(rng, 11)
		s.yellow[side] = poisson(rng, 1.8)
		s.red[side] = binomial(rng, 1, 0.05)
		if f.Played {
			f.Goals[side] = goals
		}
	}
	f.statistics.referee = referees[rng.IntN(len(referees))]
	f.quotes = drawQuotes(rng, f.Truth, scores, f.Rates)
}

// scoreMatrix is the joint probability of home and away goals, independent
// Poisson counts, cut at mostGoals and scaled to sum one.
func scoreMatrix(rates [2]float64) (m [mostGoals][mostGoals]float64) {
	var marginal [2][mostGoals]float64
	for side, rate := range rates {
		p, sum := math.Exp(-rate), 0.0
		for k := range mostGoals {
			marginal[side][k] = p
			sum += p
			p *= rate / float64(k+1)
		}
		for k := range mostGoals {
			marginal[side][k] /= sum
		}
	}
	for h := range mostGoals {
		for a := range mostGoals {
			m[h][a] = marginal[0][h] * marginal[1][a]
		}
	}
	return m
}

func outcomeProbs(scores [mostGoals][mostGoals]float64) (p matchday.Probs) {
	for h := range mostGoals {
		for a := range mostGoals {
			p[matchday.OutcomeOf(h, a).Index()] += scores[h][a]
		}
	}
	return p.Normalised()
}

// poisson draws a Poisson count by multiplying uniforms (Knuth 1969, The Art of
// Computer Programming 2, 3.4.1); its means here stay below 40.
func poisson(rng *rand.Rand, mean float64) int {
	limit, product := math.Exp(-mean), rng.Float64()
	k := 0
	for product > limit {
		product *= rng.Float64()
		k++
	}
	return k
}

func binomial(rng *rand.Rand, n int, p float64) int {
	k := 0
	for range n {
		if rng.Float64() < p {
			k++
		}
	}
	return k
}
