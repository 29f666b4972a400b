package predict

import (
	"database/sql"
	"fmt"

	"matchday"
)

// mostScore is the largest number of goals of a side for which each correct score
// has a row. The others share one row.
const mostScore = 6

// mostHandicap is the largest handicap given, in quarters of a goal. 99 % of the
// lines that bookmakers offer before a match are no larger.
const mostHandicap = 8

// totals are the lines of over and under, in goals.
var totals = []float64{1.5, 2.5, 3.5}

// scoreNames are the selections of the correct score.
var scoreNames = func() (names [mostScore + 1][mostScore + 1]string) {
	for x := range names {
		for y := range names[x] {
			names[x][y] = fmt.Sprintf("%d-%d", x, y)
		}
	}
	return names
}()

// Markets are the goals markets of a prediction, from its score matrix: over and
// under 1.5, 2.5 and 3.5, both sides to score, handicaps from −2 to 2 in quarters,
// and with exact the correct score up to six goals a side. The order is that of
// the published table; without a matrix there are none.
func Markets(predictionID string, s *matchday.Scores, exact bool) []matchday.MarketPrediction {
	if s == nil {
		return nil
	}
	out := make([]matchday.MarketPrediction, 0, 100)
	add := func(market matchday.Market, line sql.Null[float64], selection string, c matchday.Chances) {
		out = append(out, matchday.MarketPrediction{PredictionID: predictionID, Market: market, Line: line, Selection: selection, Chances: c})
	}
	var none sql.Null[float64]
	both, lines := s.BothScore(), s.Lines()
	add(matchday.MarketBothScore, none, "no", matchday.Of(1-both))
	add(matchday.MarketBothScore, none, "yes", matchday.Of(both))
	for q := -mostHandicap; q <= mostHandicap; q++ {
		line := float64(q) / 4
		home := lines.Handicap(line)
		add(matchday.MarketAsian, matchday.Number(line), string(matchday.AwayWin), home.Complement())
		add(matchday.MarketAsian, matchday.Number(line), string(matchday.HomeWin), home)
	}
	if exact {
		other := 1.0
		for x := range scoreNames {
			for y, name := range scoreNames[x] {
				add(matchday.MarketScore, none, name, matchday.Of(s[x][y]))
				other -= s[x][y]
			}
		}
		add(matchday.MarketScore, none, "other", matchday.Of(max(other, 0)))
	}
	for _, line := range totals {
		over := lines.Over(line)
		add(matchday.MarketTotal, matchday.Number(line), matchday.SelectOver, over)
		add(matchday.MarketTotal, matchday.Number(line), matchday.SelectUnder, over.Complement())
	}
	return out
}
