package main

import (
	"slices"
	"strings"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/xgboost"
)

// variant is a model that differs from the one in use in one thing.
type variant struct {
	name   string
	market string // group of the model that it is compared with
	// added says that the variant has more than the model in use; else it lacks
	// something.
	added  bool
	change func(rows *matchday.Rows, cfg *xgboost.Config)
}

// matches reports whether a name is one of those given, or begins with one that
// ends in an underscore.
func matches(name string, these []string) bool {
	return slices.ContainsFunc(these, func(p string) bool {
		return name == p || strings.HasSuffix(p, "_") && strings.HasPrefix(name, p)
	})
}

// without takes inputs out of map and trees.
func without(market, name string, inputs ...string) variant {
	return variant{name: name, market: market, change: func(_ *matchday.Rows, cfg *xgboost.Config) {
		named := func(input string) bool { return matches(input, inputs) }
		cfg.Base = slices.DeleteFunc(cfg.Base, named)
		cfg.Features = slices.DeleteFunc(cfg.Features, named)
	}}
}

// with adds columns to the trees.
func with(name string, columns ...string) variant {
	return variant{name: name, market: train.MarketOff, added: true, change: func(rows *matchday.Rows, cfg *xgboost.Config) {
		for _, column := range rows.Names {
			if matches(column, columns) && !slices.Contains(cfg.Features, column) {
				cfg.Features = append(cfg.Features, column)
			}
		}
	}}
}

// variants are the feature groups: what the models use is taken out, what they
// do not use is put in.
func variants() []variant {
	off, past := train.MarketOff, train.MarketPast
	return []variant{
		without(off, "the filter of attack and defence", "log_rate_", "level_sum"),
		without(off, "Elo", "elo_"),
		without(off, "slopes where shots are known, and in top divisions", "shots_known", "log_rate_diff_shots", "log_rate_sum_shots", "log_rate_diff_top"),
		without(off, "what is at stake", "stake_", "dead_", "draw_ok"),
		without(off, "the table: place, points, games, promotion", "position_", "points_per_game_", "games_", "newly_", "season_progress"),
		without(off, "base rates of the division", "base_"),
		without(off, "country and level", "england", "level"),
		{name: "the trees", market: off, change: func(_ *matchday.Rows, cfg *xgboost.Config) { cfg.Params.MaxRounds = 0 }},
		{name: "the logistic map below the trees", market: off, change: func(_ *matchday.Rows, cfg *xgboost.Config) {
			cfg.Base, cfg.Params.MaxRounds = nil, 2*rounds
		}},
		without(past, "the filter on earlier prices and the mix", "past_log_rate_"),
		without(past, "the filter on earlier prices alone", "past_price_log_rate_", "prices_known", "log_rate_diff_priced", "past_log_rate_diff_priced"),
		with("form of the last fixtures", "points_3_", "points_5_", "points_10_", "points_20_", "goals_for_", "goals_against_", "shots_", "corners_"),
		with("form at home and away", "venue_"),
		with("rest and crowded weeks", "rest_", "played_"),
		with("head to head", "h2h_"),
		with("attack, defence and form by goals alone", "attack_", "defence_", "expected_goals_", "adjusted_form_"),
		with("gaps in the table, relegation", "gap_", "newly_relegated_"),
	}
}
