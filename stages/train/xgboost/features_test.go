package xgboost

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"matchday"
)

// published are the columns of the feature rows that the defaults read.
var published = []string{
	"log_rate_home", "log_rate_away", "log_rate_var", "elo_home", "elo_away", "elo_diff",
	"stake_home", "stake_away", "dead_home", "dead_away", "draw_ok", "season_progress", "level_sum",
	"position_home", "position_away", "points_per_game_home", "points_per_game_away", "games_home", "games_away",
	"newly_promoted_home", "newly_promoted_away", "shots_20_home", "shots_20_away",
	"past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
	"market_home", "market_draw", "market_away",
}

// featureRows are a curved world in which every published column follows "a"
// or "b", and the market is the truth.
func featureRows(n int) *matchday.Rows {
	rows := world(n, 12, curved)
	for i, name := range published {
		column := rows.Columns[i%2]
		if c := slices.Index(marketColumns, name); c >= 0 {
			column = rows.Columns[2+c]
		}
		rows.Names, rows.Columns = append(rows.Names, name), append(rows.Columns, column)
	}
	return rows
}

func TestDefaultsOfEveryMarketGroupReadPublishedColumns(t *testing.T) {
	rows := featureRows(1500)
	loss := map[string]float64{}
	for _, market := range []string{"off", "past", "on"} {
		cfg, err := DefaultConfig(rows, market, matchday.Defaults().Train.XGBoost, 1)
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
	cfg, err := DefaultConfig(rows, "past", matchday.Defaults().Train.XGBoost, 1)
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
	cfg, err := DefaultConfig(rows, "on", matchday.Defaults().Train.XGBoost, 1)
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

func TestDerivedInputsByHand(t *testing.T) {
	nan := math.NaN()
	rows := &matchday.Rows{
		Fixtures:  []matchday.Fixture{{Country: "England", Level: 2}, {Country: "Spain", Level: 1}, {Country: "Spain", Level: 1}},
		HomeGoals: make([]float64, 3), AwayGoals: make([]float64, 3),
		Names: []string{
			"log_rate_home", "log_rate_away", "shots_20_home", "shots_20_away", "stake_home", "stake_away",
			"past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
		},
		Columns: [][]float64{
			{.5, .25, nan}, {.125, .5, .5}, {12, 11, 10}, {9, nan, 8}, {1, .75, .5}, {.25, .5, .5},
			{.5, .5, .5}, {.25, .25, .25}, {.5, .5, nan}, {.125, nan, .25},
		},
	}
	for name, want := range map[string][]float64{
		"log_rate_diff":             {.375, -.25, nan},
		"log_rate_sum":              {.625, .75, nan},
		"shots_known":               {1, 0, 1},
		"log_rate_diff_shots":       {.375, 0, nan},
		"log_rate_sum_shots":        {.625, 0, nan},
		"prices_known":              {1, 0, 0},
		"log_rate_diff_priced":      {.375, 0, nan},
		"past_log_rate_diff_priced": {.25, 0, 0},
		"past_price_log_rate_diff":  {.375, nan, nan},
		"stake_diff":                {.75, .25, 0},
		"stake_diff_latin":          {0, .25, 0},
		"england":                   {1, 0, 0},
		"level":                     {2, 1, 1},
		"stake_home":                {1, .75, .5},
	} {
		got, err := gather(rows, []int{0, 1, 2}, []string{name})
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range got.Columns[0] {
			if v != want[i] && !(math.IsNaN(v) && math.IsNaN(want[i])) {
				t.Errorf("%s = %v; want %v", name, got.Columns[0], want)
				break
			}
		}
	}
}
