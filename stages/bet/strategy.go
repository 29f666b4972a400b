package bet

import (
	"fmt"
	"math"

	"matchday"
)

// allowedBy says of each selection of a market, in the order of
// matchday.Selections, whether the strategy's rule allows it, whatever its price.
// Thresholds knows the 1X2 alone and allows at most one: away at or above MinAway,
// else a draw when home and away are closer than DrawGap, else home at or above
// MinHome. Value allows all: the price alone decides.
func allowedBy(s matchday.Strategy, market matchday.Market, opinions []opinion) (allowed [matchday.NumOutcome]bool) {
	if s.Rule == matchday.RuleValue {
		return [matchday.NumOutcome]bool{true, true, true}
	}
	if market != matchday.Market1X2 {
		return allowed
	}
	home, away := opinions[0].believed.Win, opinions[2].believed.Win
	switch {
	case away >= s.MinAway:
		allowed[2] = true
	case math.Abs(home-away) < s.DrawGap:
		allowed[1] = true
	case home >= s.MinHome:
		allowed[0] = true
	}
	return allowed
}

// ruleText is what allowed the i-th selection, in words that people can query.
func ruleText(s matchday.Strategy, i int) string {
	switch {
	case s.Rule == matchday.RuleValue:
		return fmt.Sprintf("expected value > %v", s.MinEdge)
	case i == 0:
		return fmt.Sprintf("P(home) >= %v", s.MinHome)
	case i == 1:
		return fmt.Sprintf("|P(home) - P(away)| < %v", s.DrawGap)
	}
	return fmt.Sprintf("P(away) >= %v", s.MinAway)
}
