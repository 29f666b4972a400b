package bet

import (
	"fmt"
	"math"

	"matchday"
)

// Names of the rules that a strategy may follow, as in the configuration.
const (
	Thresholds = "thresholds"
	Value      = "value"
)

// candidate is a selection that a strategy's rule allows, whatever its price.
type candidate struct {
	selection matchday.Outcome
	rule      string // what made it a candidate, in words that people can query
}

// candidates lists the selections that the strategy's rule allows, in the
// order H, D, A. Thresholds gives at most one: away at or above MinAway, else
// a draw when home and away are closer than DrawGap, else home at or above
// MinHome. Value gives all three: the price alone decides.
func candidates(s matchday.Strategy, p matchday.Probs) []candidate {
	if s.Rule == Value {
		rule := fmt.Sprintf("expected value > %v", s.MinEdge)
		return []candidate{{matchday.HomeWin, rule}, {matchday.Draw, rule}, {matchday.AwayWin, rule}}
	}
	home, away := p[0], p[2]
	switch {
	case away >= s.MinAway:
		return []candidate{{matchday.AwayWin, fmt.Sprintf("P(away) >= %v", s.MinAway)}}
	case math.Abs(home-away) < s.DrawGap:
		return []candidate{{matchday.Draw, fmt.Sprintf("|P(home) - P(away)| < %v", s.DrawGap)}}
	case home >= s.MinHome:
		return []candidate{{matchday.HomeWin, fmt.Sprintf("P(home) >= %v", s.MinHome)}}
	}
	return nil
}
