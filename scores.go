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

// parts sums the cells of each outcome.
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

// Lines are the distributions that handicaps and totals follow from: of the home
// side's lead and of the goals in all.
type Lines struct {
	lead, goals [2*MaxGoals + 1]float64 // lead from -MaxGoals on, goals from 0
}

// Lines sums the cells by lead and by goals in all.
func (s *Scores) Lines() *Lines {
	l := &Lines{}
	for x := range s {
		for y, v := range s[x] {
			l.lead[x-y+MaxGoals] += v
			l.goals[x+y] += v
		}
	}
	return l
}

// Handicap is the chances of the home side with line goals added to its score
// (−0.75 gives the away side three quarters of a goal). Quarter lines are two bets
// of half the stake on the half lines beside them. The away side has the
// Complement.
func (l *Lines) Handicap(line float64) Chances { return chancesOn(&l.lead, line-MaxGoals) }

// Over is the chances of more than line goals in all, quarter lines as in
// Handicap. Under has the Complement.
func (l *Lines) Over(line float64) Chances { return chancesOn(&l.goals, -line) }

// chancesOn adds up a distribution of whole numbers k on either side of a line: a
// bet is ahead by k + line.
func chancesOn(p *[2*MaxGoals + 1]float64, line float64) Chances {
	lower, upper := math.Floor(2*line)/2, math.Ceil(2*line)/2
	var ends [5]float64 // loss, half loss, push, half win, win
	for k, v := range p {
		ends[2+sign(float64(k)+lower)+sign(float64(k)+upper)] += v
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
