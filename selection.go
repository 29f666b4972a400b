package matchday

import (
	"database/sql"
	"strconv"
)

// SelectionText names a selection in a few words: H, D or A on the 1X2, else
// "over 2.5", "home -0.75", "away +0.75".
func SelectionText(market Market, selection string, line sql.Null[float64]) string {
	switch market {
	case MarketTotal:
		return selection + " " + strconv.FormatFloat(line.V, 'f', -1, 64)
	case MarketAsian:
		side := map[string]string{"H": "home", "A": "away"}[selection]
		return side + " " + handicapText(selection, line.V)
	}
	return selection
}

// SelectionName names a selection as a bookmaker's page does, with the side's
// own name.
func SelectionName(b Bet, home, away string) string {
	side := map[string]string{"H": home, "D": "the draw", "A": away}[b.Selection]
	switch b.Market {
	case MarketTotal:
		return SelectionText(b.Market, b.Selection, b.Line) + " goals"
	case MarketAsian:
		return side + " " + handicapText(b.Selection, b.Line.V)
	}
	return side
}

// handicapText is the goals given to the side that is bet on; the line is the
// home side's.
func handicapText(selection string, line float64) string {
	if selection == string(AwayWin) {
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
