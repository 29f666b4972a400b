package ratings

import "math"

// Elo ratings after Elo (1978) with a margin of victory: the score is not 0, ½
// or 1 but a logistic function of a margin made of goals, shots on target,
// shots and corners, so that a club gains by playing better than expected.
const (
	eloStart         = 1500
	eloLevelGap      = 110 // between neighbouring levels, before anything is known
	eloPromotedGap   = 60  // of a newcomer to the mean of a top division
	eloHomeAdvantage = 65
	eloScale         = 400 // points that make the odds ten to one
	eloStep          = 25
	eloTopStep       = 19 // in a top division, whose clubs change more slowly
	eloFreshGames    = 8  // games over which the early season's larger step fades

	eloOnTarget, eloShots, eloCorners = .675, .675, .39 // goals a multiple of the mean is worth
	eloMarginScale                    = 1.85
)

// eloExpectation is the score that the home side is expected to make.
func eloExpectation(home, away float64) float64 {
	return 1 / (1 + math.Pow(10, -(home-away+eloHomeAdvantage)/eloScale))
}

// eloMargin is the home side's margin in goals; the goal difference where shots
// are unknown.
func eloMargin(m *Match, s *means) float64 {
	margin := float64(m.HomeGoals - m.AwayGoals)
	if !hasShots(m) {
		return margin
	}
	margin += eloOnTarget*(m.HomeOnTarget-m.AwayOnTarget)/s.onTarget.value + eloShots*(m.HomeShots-m.AwayShots)/s.shots.value
	if corners := m.HomeCorners - m.AwayCorners; !math.IsNaN(corners) {
		margin += eloCorners * corners / s.corners.value
	}
	return margin / eloMarginScale
}

// eloUpdate returns both ratings after a match with this margin. Each side
// moves by its own step, larger in its first games of a season.
func eloUpdate(home, away, margin float64, homeGames, awayGames, level int) (float64, float64) {
	surprise := 1/(1+math.Exp(-margin)) - eloExpectation(home, away)
	base := float64(eloStep)
	if level == 1 {
		base = eloTopStep
	}
	step := func(games int) float64 { return base * (1 + math.Exp(-float64(games)/eloFreshGames)) }
	return home + step(homeGames)*surprise, away - step(awayGames)*surprise
}
