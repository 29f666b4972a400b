package bet

import (
	"database/sql"
	"fmt"
	"math"

	"matchday"
)

// candidate is a selection that a strategy's rule allows, whatever its price.
type candidate struct {
	selection string
	index     int    // among the market's selections
	rule      string // what made it a candidate, in words that people can query
	chances   matchday.Chances
}

// candidates lists the selections of a market that the strategy's rule allows,
// in the order of matchday.Selections. Thresholds knows the 1X2 alone and gives
// at most one: away at or above MinAway, else a draw when home and away are
// closer than DrawGap, else home at or above MinHome. Value gives all: the price
// alone decides.
func candidates(s matchday.Strategy, f matchday.Forecast, market matchday.Market, line sql.Null[float64]) []candidate {
	var out []candidate
	for i, selection := range matchday.Selections(market) {
		if rule := ruleFor(s, f.Probs, market, selection); rule != "" {
			out = append(out, candidate{selection, i, rule, chances(f, market, selection, line)})
		}
	}
	return out
}

// ruleFor says by which rule a selection is a candidate, "" if it is none.
func ruleFor(s matchday.Strategy, p matchday.Probs, market matchday.Market, selection string) string {
	if s.Rule == matchday.RuleValue {
		return fmt.Sprintf("expected value > %v", s.MinEdge)
	}
	if market != matchday.Market1X2 {
		return ""
	}
	home, away := p[0], p[2]
	wanted, rule := "", ""
	switch {
	case away >= s.MinAway:
		wanted, rule = string(matchday.AwayWin), fmt.Sprintf("P(away) >= %v", s.MinAway)
	case math.Abs(home-away) < s.DrawGap:
		wanted, rule = string(matchday.Draw), fmt.Sprintf("|P(home) - P(away)| < %v", s.DrawGap)
	case home >= s.MinHome:
		wanted, rule = string(matchday.HomeWin), fmt.Sprintf("P(home) >= %v", s.MinHome)
	}
	if wanted != selection {
		return ""
	}
	return rule
}
