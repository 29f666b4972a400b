package train_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"matchday"
	"matchday/config"
)

// columns are those that the four models read.
var columns = []string{
	"base_home", "base_draw", "base_away", "elo_home", "elo_away", "elo_diff",
	"log_rate_home", "log_rate_away", "log_rate_var", "past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
	"stake_home", "stake_away", "dead_home", "dead_away", "draw_ok", "season_progress", "level_sum",
	"position_home", "position_away", "points_per_game_home", "points_per_game_away", "games_home", "games_away",
	"newly_promoted_home", "newly_promoted_away", "shots_20_home", "shots_20_away", "market_home", "market_draw", "market_away",
	"lineup_rating_diff", "lineup_missing_diff", "lineup_regularity_diff", "average_home", "average_draw", "average_away",
}

// The world of these tests: two divisions of a country, ten clubs each, a
// double round a season, results drawn by strengths that the features tell with
// some noise.
const (
	clubs   = 10
	seasons = 14
)

// world is drawn once; tests that change rows take a copy.
var world = sync.OnceValue(func() *matchday.Rows {
	rng := rand.New(rand.NewPCG(5, 5))
	rows := &matchday.Rows{Names: columns, Columns: make([][]float64, len(columns))}
	var strength [2 * clubs]float64
	for i := range strength {
		strength[i] = 0.35 * rng.NormFloat64()
	}
	for season := range seasons {
		for round := range 2 * clubs {
			day := matchday.Date(2005+season, time.August, 6).AddDate(0, 0, 14*round)
			for home := range 2 * clubs {
				away := home/clubs*clubs + (home+1+round%(clubs-1))%clubs
				add(rows, rng, strength, season, day, home, away, round)
			}
		}
	}
	return rows
})

func add(rows *matchday.Rows, rng *rand.Rand, strength [2 * clubs]float64, season int, day time.Time, home, away, round int) {
	kickoff := matchday.NominalKickoff(day)
	division := fmt.Sprintf("X%d", home/clubs)
	rows.Fixtures = append(rows.Fixtures, matchday.Fixture{
		ID: fmt.Sprintf("%s/%d/%02d/%02d/%d", division, season, home, away, round), Country: "Nowhere", Division: division,
		Season: fmt.Sprint(season), Level: home/clubs + 1, MatchDate: day, Kickoff: kickoff, AsOf: matchday.CollectionMoment(kickoff),
		HomeTeamID: fmt.Sprint(home), AwayTeamID: fmt.Sprint(away),
	})
	rates := [2]float64{0.35 + strength[home] - strength[away], 0.1 + strength[away] - strength[home]}
	h, a := poisson(rng, math.Exp(rates[0])), poisson(rng, math.Exp(rates[1]))
	rows.HomeGoals, rows.AwayGoals = append(rows.HomeGoals, h), append(rows.AwayGoals, a)
	rows.HomeMix, rows.AwayMix = append(rows.HomeMix, h), append(rows.AwayMix, a)
	rows.KnownAt = append(rows.KnownAt, matchday.ResultKnownAt(kickoff, false, day))
	said := [2]float64{rates[0] + 0.1*rng.NormFloat64(), rates[1] + 0.1*rng.NormFloat64()}
	value := map[string]float64{
		"base_home": .45, "base_draw": .26, "base_away": .29, "elo_diff": 300 * (strength[home] - strength[away]),
		"log_rate_home": said[0], "log_rate_away": said[1], "season_progress": float64(round) / (2 * clubs),
		"market_home": .45 + .2*math.Tanh(rates[0]-rates[1]), "market_draw": .26, "market_away": .29 - .2*math.Tanh(rates[0]-rates[1]),
	}
	value["average_home"], value["average_draw"], value["average_away"] = value["market_home"]-.01, .265, value["market_away"]+.005
	for c, name := range columns {
		v, ok := value[name]
		if !ok {
			v = rng.NormFloat64()
		}
		rows.Columns[c] = append(rows.Columns[c], v)
	}
}

func poisson(rng *rand.Rand, rate float64) float64 {
	n, p := 0.0, rng.Float64()
	for limit := math.Exp(-rate); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

// small are settings that fit in a moment.
func small() matchday.Train {
	conf := config.Defaults().Train
	conf.BurnInSeasons = 2
	conf.XGBoost.MaxRounds, conf.XGBoost.Seeds, conf.XGBoost.MinChildWeight = 10, 1, 20
	return conf
}
