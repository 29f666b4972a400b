package settle

import (
	"database/sql"
	"fmt"

	"matchday"
)

// Grade is the result of a selection when the goals after 90 minutes and
// stoppage time are known. Lines of totals and handicaps are multiples of a
// quarter; on a quarter line one half of the stake stands on the half goal
// below and one on the half goal above, so that a bet that is ahead by exactly
// a quarter of a goal wins on one half and is returned on the other.
//
// It fails on a market, selection or line that does not exist.
func Grade(market matchday.Market, selection string, line sql.Null[float64], home, away int) (matchday.BetResult, error) {
	if market == matchday.Market1X2 {
		if matchday.Outcome(selection).Index() < 0 || line.Valid {
			return "", unknown(market, selection, line)
		}
		if selection == string(matchday.OutcomeOf(home, away)) {
			return matchday.Win, nil
		}
		return matchday.Loss, nil
	}
	quarters := int(line.V * 4)
	if !line.Valid || float64(quarters) != line.V*4 {
		return "", unknown(market, selection, line)
	}
	var ahead int // of the line, in quarters of a goal
	switch {
	case market == matchday.MarketTotal && selection == matchday.SelectOver:
		ahead = 4*(home+away) - quarters
	case market == matchday.MarketTotal && selection == matchday.SelectUnder:
		ahead = quarters - 4*(home+away)
	case market == matchday.MarketAsian && selection == string(matchday.HomeWin):
		ahead = 4*(home-away) + quarters
	case market == matchday.MarketAsian && selection == string(matchday.AwayWin):
		ahead = 4*(away-home) - quarters
	default:
		return "", unknown(market, selection, line)
	}
	return onLine(ahead), nil
}

// onLine grades by how far a selection is ahead of its line, in quarters.
func onLine(ahead int) matchday.BetResult {
	switch {
	case ahead >= 2:
		return matchday.Win
	case ahead == 1:
		return matchday.HalfWin
	case ahead == 0:
		return matchday.Push
	case ahead == -1:
		return matchday.HalfLoss
	}
	return matchday.Loss
}

func unknown(market matchday.Market, selection string, line sql.Null[float64]) error {
	at := "no line"
	if line.Valid {
		at = fmt.Sprintf("line %v", line.V)
	}
	return fmt.Errorf("market %q, selection %q, %s: want 1x2 on H, D or A without a line, total on over or under, or handicap on H or A, at a multiple of 0.25", market, selection, at)
}
