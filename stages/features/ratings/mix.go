package ratings

import (
	"math"
	"strings"
)

// meanGoals of a team in a match, the unit in which shots and corners are
// counted once they have been divided by their mean.
const meanGoals = 1.35

// redShift is how many goals a sending-off is worth: the side with fewer men
// would have had so much more.
const redShift = 0.1

// mix says how shots on target, shots and corners are weighed against goals
// (weight one), and how widely the result is spread: its variance is dispersion
// times its expectation, as against one for goals alone (Poisson).
type mix struct{ onTarget, shots, corners, dispersion float64 }

var (
	goalsOnly      = mix{dispersion: 1}
	britishMix     = mix{onTarget: .40, shots: .65, corners: .30, dispersion: .33}
	continentalMix = mix{onTarget: .30, shots: .25, corners: .12, dispersion: .47}
)

// mixOf is the mix of a division's country: by its letters, "D1" is "D".
func mixOf(division string) mix {
	switch letters(division) {
	case "D", "I", "SP", "F":
		return continentalMix
	}
	return britishMix
}

// letters are a division's code without its number.
func letters(division string) string { return strings.TrimRight(division, "0123456789") }

// runningMean follows the mean of a statistic per team and match: the plain
// mean of the first matches, an exponential one after.
type runningMean struct {
	value float64
	n     float64 // matches so far
}

const meanMemory = 200 // matches

func (m *runningMean) observe(x float64) {
	m.n++
	m.value += (x - m.value) * math.Max(1/m.n, 1./meanMemory)
}

// means are a division's running means of the statistics. They begin at the
// usual counts, weighing as much as ten matches.
type means struct{ shots, onTarget, corners runningMean }

func startMeans() means {
	return means{shots: runningMean{12, 10}, onTarget: runningMean{5.5, 10}, corners: runningMean{5.3, 10}}
}

// observe learns the statistics of a match that are there.
func (s *means) observe(m *Match) {
	learn := func(mean *runningMean, home, away float64) {
		if x := (home + away) / 2; !math.IsNaN(x) {
			mean.observe(x)
		}
	}
	learn(&s.shots, m.HomeShots, m.AwayShots)
	learn(&s.onTarget, m.HomeOnTarget, m.AwayOnTarget)
	learn(&s.corners, m.HomeCorners, m.AwayCorners)
}

// hasShots reports whether the match can be rated by more than goals: shots
// and shots on target of both sides are known, and somebody shot.
func hasShots(m *Match) bool {
	return m.HomeShots+m.AwayShots > 0 && !math.IsNaN(m.HomeOnTarget+m.AwayOnTarget)
}

// observed is the match in the mix: what each side did, in goals, and the
// dispersion of that. Without shots it is the goals. Corners alone may lack.
func (s *means) observed(m *Match, w mix) (home, away, dispersion float64) {
	home, away = float64(m.HomeGoals), float64(m.AwayGoals)
	if !hasShots(m) {
		w = goalsOnly
	} else {
		if math.IsNaN(m.HomeCorners + m.AwayCorners) {
			w.corners = 0
		}
		home = s.side(home, m.HomeShots, m.HomeOnTarget, m.HomeCorners, w)
		away = s.side(away, m.AwayShots, m.AwayOnTarget, m.AwayCorners, w)
	}
	if shift := redShift * (m.HomeReds - m.AwayReds); !math.IsNaN(shift) {
		home, away = math.Max(home+shift, 0), math.Max(away-shift, 0)
	}
	return home, away, w.dispersion
}

func (s *means) side(goals, shots, onTarget, corners float64, w mix) float64 {
	extra := w.onTarget*onTarget/s.onTarget.value + w.shots*shots/s.shots.value
	if w.corners > 0 {
		extra += w.corners * corners / s.corners.value
	}
	return (goals + meanGoals*extra) / (1 + w.onTarget + w.shots + w.corners)
}
