package matchday

import "math"

// MaxGoals is the largest number of goals of a side that Scores holds.
const MaxGoals = 20

// Scores is the joint distribution of home goals (first index) and away goals
// after 90 minutes and stoppage time; its cells sum to one. Every market of a
// fixture follows from it.
type Scores [MaxGoals + 1][MaxGoals + 1]float64

// Result is the probability of home win, draw and away win.
func (s *Scores) Result() Probs { return s.parts().Normalised() }

// parts are the sums of the cells of each outcome.
func (s *Scores) parts() (p Probs) {
	for x := range s {
		for y, v := range s[x] {
			p[outcomeIndex(x, y)] += v
		}
	}
	return p
}

func outcomeIndex(home, away int) int {
	switch {
	case home > away:
		return 0
	case home == away:
		return 1
	}
	return 2
}

// Given is the distribution nearest to s whose home wins, draws and away wins
// have the probabilities p: each of the three parts is scaled as a whole. Of
// all distributions with those sums it has the least Kullback-Leibler
// divergence from s (Csiszár 1975, "I-divergence geometry of probability
// distributions and minimization problems", section 3). p must be Valid.
func (s *Scores) Given(p Probs) *Scores {
	parts := s.parts()
	out := &Scores{}
	for x := range s {
		for y, v := range s[x] {
			o := outcomeIndex(x, y)
			out[x][y] = v * p[o] / parts[o]
		}
	}
	return out
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

// Handicap settles the home side with line goals added to its score (−0.75
// gives the away side three quarters of a goal). Quarter lines are two bets of
// half the stake on the half lines beside them. The away side's bet is the
// Opposite.
func (s *Scores) Handicap(line float64) Chances {
	return s.settle(line, func(x, y int) int { return x - y })
}

// Over settles more than line goals in all, quarter lines as in Handicap;
// under is the Opposite.
func (s *Scores) Over(line float64) Chances {
	return s.settle(-line, func(x, y int) int { return x + y })
}

func (s *Scores) settle(line float64, goals func(x, y int) int) Chances {
	lower, upper := math.Floor(2*line)/2, math.Ceil(2*line)/2
	var ends [5]float64 // loss, half loss, push, half win, win
	for x := range s {
		for y, v := range s[x] {
			g := float64(goals(x, y))
			ends[2+sign(g+lower)+sign(g+upper)] += v
		}
	}
	return Chances{Loss: ends[0], HalfLoss: ends[1], Push: ends[2], HalfWin: ends[3], Win: ends[4]}
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
