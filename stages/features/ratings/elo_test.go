package ratings

import (
	"math"
	"testing"
)

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// goalsOnlyMatch has no statistics.
func goalsOnlyMatch(home, away int) *Match {
	nan := math.NaN()
	return &Match{
		HomeGoals: home, AwayGoals: away, HomeShots: nan, AwayShots: nan, HomeOnTarget: nan, AwayOnTarget: nan,
		HomeCorners: nan, AwayCorners: nan, HomeReds: nan, AwayReds: nan,
	}
}

func TestEloSequenceByHand(t *testing.T) {
	// Level clubs at 1500, the home side 65 better: 1/(1+10^(-0.1625)) = 0.592466.
	near(t, "expectation", eloExpectation(1500, 1500), .59246623, 1e-8)
	// 2-0: score 1/(1+e^-2) = 0.880797, surprise 0.288331; first games: step 25·2.
	home, away := eloUpdate(1500, 1500, eloMargin(goalsOnlyMatch(2, 0), nil), 0, 0, 2)
	near(t, "home after 2-0", home, 1514.4165424, 1e-6)
	near(t, "away after 2-0", away, 1485.5834576, 1e-6)
	// Return, 1-1, one game each: score ½; expectation of the new home side
	// 1/(1+10^(-(1485.5835-1514.4165+65)/400)) = 0.551861; step
	// 25·(1+e^(-1/8)) = 47.062422; surprise -0.051861.
	second, first := eloUpdate(away, home, eloMargin(goalsOnlyMatch(1, 1), nil), 1, 1, 2)
	near(t, "home after 1-1", second, 1483.1427446, 1e-6)
	near(t, "away after 1-1", first, 1516.8572554, 1e-6)
}

func TestEloStepsDifferBySideAndLevel(t *testing.T) {
	home, away := eloUpdate(1500, 1500, 0, 1000, 0, 1)
	surprise := .5 - .59246623
	near(t, "settled side of a top division", home-1500, 19*surprise, 1e-6)
	near(t, "fresh side of a top division", 1500-away, 38*surprise, 1e-6)
}

func TestEloMarginOfGoalsAndShots(t *testing.T) {
	m := goalsOnlyMatch(2, 1)
	s := means{shots: runningMean{value: 10}, onTarget: runningMean{value: 5}, corners: runningMean{value: 5}}
	near(t, "margin without shots", eloMargin(m, &s), 1, 0)
	m.HomeShots, m.AwayShots, m.HomeOnTarget, m.AwayOnTarget = 8, 16, 6, 4
	// 1 + .675·(2/5) + .675·(-8/10) = 0.73
	near(t, "margin without corners", eloMargin(m, &s), .73/1.85, 1e-12)
	m.HomeCorners, m.AwayCorners = 3, 8
	near(t, "margin", eloMargin(m, &s), (.73-.39)/1.85, 1e-12)
}
