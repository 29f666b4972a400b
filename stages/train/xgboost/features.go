package xgboost

import (
	"fmt"
	"slices"
	"strings"

	"matchday"
	"matchday/stages/train/terms"
)

// mapInputs are those of the logistic map: the goal rates that the ratings
// expect and what is at stake. More of them made the map worse.
var mapInputs = []string{
	"log_rate_diff", "log_rate_sum", "shots_known", "log_rate_diff_shots", "log_rate_sum_shots", "england",
	"stake_diff", "stake_diff_latin", "stake_home", "dead_diff", "draw_ok",
	"base_edge", "base_draws", "log_rate_diff_top",
}

// pastMapInputs are added to the map where earlier fixtures' prices may be
// learned from.
var pastMapInputs = []string{
	"past_log_rate_diff", "past_log_rate_sum", "past_price_log_rate_diff", "past_price_log_rate_sum",
	"prices_known", "log_rate_diff_priced", "past_log_rate_diff_priced",
}

// treeInputs are what the trees may split on.
var treeInputs = []string{
	"log_rate_diff", "log_rate_sum", "england", "stake_diff", "stake_diff_latin", "stake_home", "dead_diff", "draw_ok",
	"log_rate_home", "log_rate_away", "log_rate_var", "elo_home", "elo_away", "elo_diff",
	"stake_away", "dead_home", "dead_away", "season_progress", "level", "level_sum",
	"position_home", "position_away", "points_per_game_home", "points_per_game_away",
	"games_home", "games_away", "newly_promoted_home", "newly_promoted_away",
	"base_edge", "base_draws",
}

// pastTreeInputs are added where earlier fixtures' prices may be learned from.
var pastTreeInputs = []string{
	"past_log_rate_diff", "past_log_rate_sum", "past_price_log_rate_diff", "past_price_log_rate_sum",
	"past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
}

// marketColumns are the fixture's own margin-free prices.
var marketColumns = []string{"market_home", "market_draw", "market_away"}

// holdout is the share of the latest training rows on which trees are counted.
const holdout = 0.15

// DefaultConfig is ConfigOf on rows. A column that they lack is an error that names
// it.
func DefaultConfig(rows *matchday.Rows, market string, params matchday.XGBoost, seed int64) (Config, error) {
	cfg, err := ConfigOf(market, params, seed)
	if err == nil {
		err = missing(rows, cfg)
	}
	return cfg, err
}

// ConfigOf is the model for a market group: "off" learns from no prices,
// "past" from those of earlier fixtures, "on" starts from the fixture's own
// and lets the trees correct them.
func ConfigOf(market string, params matchday.XGBoost, seed int64) (Config, error) {
	cfg := Config{Params: params, Seed: seed, Holdout: holdout}
	cfg.Base = append(cfg.Base, mapInputs...)
	cfg.Features = append(cfg.Features, treeInputs...)
	switch market {
	case "off":
	case "on":
		cfg.Prior = marketColumns
		cfg.Features = append(cfg.Features, marketColumns...)
		fallthrough
	case "past":
		cfg.Base = append(cfg.Base, pastMapInputs...)
		cfg.Features = append(cfg.Features, pastTreeInputs...)
	default:
		return Config{}, fmt.Errorf(`xgboost: market group %q; want "off", "past" or "on"`, market)
	}
	return cfg, nil
}

// Inputs are the names of all that the model reads: columns, and inputs that are
// derived from columns.
func (c Config) Inputs() []string { return slices.Concat(c.Base, c.Features, c.Prior) }

// missing names all columns that a configuration reads and rows lacks.
func missing(rows *matchday.Rows, cfg Config) error {
	var lacking []string
	seen := map[string]bool{}
	for _, name := range cfg.Inputs() {
		if _, err := terms.Bind(rows, []string{name}); err != nil && !seen[name] {
			lacking = append(lacking, name)
			seen[name] = true
		}
	}
	if len(lacking) > 0 {
		return fmt.Errorf("xgboost: the feature rows lack %s: rebuild them", strings.Join(lacking, ", "))
	}
	return nil
}
