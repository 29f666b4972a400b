package ratings

import "math"

// The feature columns. Rates are natural logarithms of expected goals; positions
// and points are those of the table as of the fixture's as-of.
const (
	eloHome = iota
	eloAway
	eloDiff
	logRateHome
	logRateAway
	logRateVar
	stakeHome
	stakeAway
	deadHome
	deadAway
	drawOK
	positionHome
	positionAway
	pointsPerGameHome
	pointsPerGameAway
	gapAboveHome
	gapAboveAway
	gapBelowHome
	gapBelowAway
	seasonProgress
	gamesHome
	gamesAway
	newlyPromotedHome
	newlyPromotedAway
	newlyRelegatedHome
	newlyRelegatedAway
	levelSum
	pastLogRateHome
	pastLogRateAway
	pastPriceLogRateHome
	pastPriceLogRateAway
	columnCount
)

var columnNames = [columnCount]string{
	eloHome: "elo_home", eloAway: "elo_away", eloDiff: "elo_diff",
	logRateHome: "log_rate_home", logRateAway: "log_rate_away", logRateVar: "log_rate_var",
	stakeHome: "stake_home", stakeAway: "stake_away", deadHome: "dead_home", deadAway: "dead_away", drawOK: "draw_ok",
	positionHome: "position_home", positionAway: "position_away",
	pointsPerGameHome: "points_per_game_home", pointsPerGameAway: "points_per_game_away",
	gapAboveHome: "gap_above_home", gapAboveAway: "gap_above_away",
	gapBelowHome: "gap_below_home", gapBelowAway: "gap_below_away",
	seasonProgress: "season_progress", gamesHome: "games_home", gamesAway: "games_away",
	newlyPromotedHome: "newly_promoted_home", newlyPromotedAway: "newly_promoted_away",
	newlyRelegatedHome: "newly_relegated_home", newlyRelegatedAway: "newly_relegated_away",
	levelSum:        "level_sum",
	pastLogRateHome: "past_log_rate_home", pastLogRateAway: "past_log_rate_away",
	pastPriceLogRateHome: "past_price_log_rate_home", pastPriceLogRateAway: "past_price_log_rate_away",
}

// emptyRatings has every column at NaN.
func emptyRatings(n int) Ratings {
	values := make([]float64, n*(columnCount+3))
	for i := range values {
		values[i] = math.NaN()
	}
	column := func(c int) []float64 { return values[c*n : (c+1)*n : (c+1)*n] }
	out := Ratings{Names: columnNames[:], HomeMix: column(columnCount), AwayMix: column(columnCount + 1), Predicted: column(columnCount + 2)}
	for c := range columnCount {
		out.Columns = append(out.Columns, column(c))
	}
	return out
}

// flag is a yes or no as a feature.
func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
