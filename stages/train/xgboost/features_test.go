package xgboost

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"matchday"
	"matchday/config"
)

// published are the columns of the feature rows that the defaults read.
var published = []string{
	"log_rate_home", "log_rate_away", "log_rate_var", "elo_home", "elo_away", "elo_diff",
	"stake_home", "stake_away", "dead_home", "dead_away", "draw_ok", "season_progress", "level_sum",
	"position_home", "position_away", "points_per_game_home", "points_per_game_away", "games_home", "games_away",
	"newly_promoted_home", "newly_promoted_away", "shots_20_home", "shots_20_away",
	"past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
	"market_home", "market_draw", "market_away", "base_home", "base_draw", "base_away",
}

// featureRows are a curved world in which every published column follows "a"
// or "b", the market is the truth, and base rates are the same everywhere.
func featureRows(n int) *matchday.Rows {
	rows := world(n, 12, curved)
	for i, name := range published {
		column := rows.Columns[i%2]
		if c := slices.Index(marketColumns, name); c >= 0 {
			column = rows.Columns[2+c]
		}
		if strings.HasPrefix(name, "base_") {
			column = slices.Repeat([]float64{1. / 3}, n)
		}
		rows.Names, rows.Columns = append(rows.Names, name), append(rows.Columns, column)
	}
	return rows
}

func TestDefaultsOfEveryMarketGroupReadPublishedColumns(t *testing.T) {
	rows := featureRows(1500)
	loss := map[string]float64{}
	for _, market := range []string{"off", "past", "on"} {
		cfg, err := DefaultConfig(rows, market, config.Defaults().Train.XGBoost, 1)
		if err != nil {
			t.Fatal(err)
		}
		read := strings.Join(append(append(slices.Clone(cfg.Base), cfg.Features...), cfg.Prior...), " ")
		if got := strings.Contains(read, "past_"); got != (market != "off") {
			t.Errorf("market %s learns from earlier prices: %v", market, got)
		}
		if got := strings.Contains(read, "market_"); got != (market == "on") {
			t.Errorf("market %s learns from the fixture's own prices: %v", market, got)
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(cfg.Features))); len(sorted) != len(cfg.Features) {
			t.Errorf("market %s names a feature twice", market)
		}
		loss[market] = meanLoss(rows, predict(t, fit(t, rows, cfg), rows))
	}
	if loss["on"] > loss["off"]-.02 {
		t.Errorf("log loss %.4f from the truth itself, %.4f without it", loss["on"], loss["off"])
	}
}

func TestOutsideGroupOnTheFixturesOwnPricesChangeNothing(t *testing.T) {
	rows := featureRows(900)
	cfg, err := DefaultConfig(rows, "past", config.Defaults().Train.XGBoost, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := saved(t, fit(t, rows, cfg))
	for j, name := range rows.Names {
		if slices.Contains(marketColumns, name) {
			rows.Columns[j] = slices.Repeat([]float64{math.NaN()}, rows.Len())
		}
	}
	if !bytes.Equal(first, saved(t, fit(t, rows, cfg))) {
		t.Error("a model of market group past depends on the fixtures' own prices")
	}
}

func TestAFitSeesNothingButItsRows(t *testing.T) {
	rows := featureRows(900)
	cfg, err := DefaultConfig(rows, "on", config.Defaults().Train.XGBoost, 1)
	if err != nil {
		t.Fatal(err)
	}
	train := all(rows)[:600]
	fitted := func() []byte {
		m, err := Fit(context.Background(), rows, train, cfg, nil)
		if err != nil {
			t.Fatal(err)
		}
		return saved(t, m)
	}
	first := fitted()
	for i := 600; i < rows.Len(); i++ {
		rows.HomeGoals[i], rows.AwayGoals[i] = math.NaN(), math.NaN()
		for _, column := range rows.Columns {
			column[i] = 9
		}
	}
	if !bytes.Equal(first, fitted()) {
		t.Error("rows that are not trained on changed the model")
	}
}
