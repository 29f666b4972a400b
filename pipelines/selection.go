package pipelines

import (
	stdsql "database/sql"
	"strconv"

	"matchday"
)

// selectionText names a selection in a few words: H, D or A on the 1X2, else
// "over 2.5", "home -0.75", "away +0.75".
func selectionText(market, selection string, line stdsql.Null[float64]) string {
	switch market {
	case matchday.MarketTotal:
		return selection + " " + strconv.FormatFloat(line.V, 'f', -1, 64)
	case matchday.MarketAsian:
		side := map[string]string{"H": "home", "A": "away"}[selection]
		return side + " " + handicapText(selection, line.V)
	}
	return selection
}

// selectionName names a selection as a bookmaker's page does, with the side's
// own name.
func selectionName(b matchday.Bet, home, away string) string {
	side := map[string]string{"H": home, "D": "the draw", "A": away}[b.Selection]
	switch b.Market {
	case matchday.MarketTotal:
		return selectionText(b.Market, b.Selection, b.Line) + " goals"
	case matchday.MarketAsian:
		return side + " " + handicapText(b.Selection, b.Line.V)
	}
	return side
}

// handicapText is the goals given to the side that is bet on; the line is the
// home side's.
func handicapText(selection string, line float64) string {
	if selection == string(matchday.AwayWin) {
		line = -line
	}
	text := strconv.FormatFloat(line, 'f', -1, 64)
	switch {
	case line == 0:
		return "0"
	case line > 0:
		return "+" + text
	}
	return text
}
