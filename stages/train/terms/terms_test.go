package terms_test

import (
	"math"
	"strings"
	"testing"

	"matchday"
	"matchday/stages/train/terms"
)

func TestDerivedInputsByHand(t *testing.T) {
	nan := math.NaN()
	rows := &matchday.Rows{
		Fixtures:  []matchday.Fixture{{Country: "England", Level: 2}, {Country: "Spain", Level: 1}, {Country: "Spain", Level: 1}},
		HomeGoals: make([]float64, 3), AwayGoals: make([]float64, 3),
		Names: []string{
			"log_rate_home", "log_rate_away", "shots_20_home", "shots_20_away", "stake_home", "stake_away",
			"past_log_rate_home", "past_log_rate_away", "past_price_log_rate_home", "past_price_log_rate_away",
			"base_home", "base_draw", "base_away", "elo_diff",
		},
		Columns: [][]float64{
			{.5, .25, nan}, {.125, .5, .5}, {12, 11, 10}, {9, nan, 8}, {1, .75, .5}, {.25, .5, .5},
			{.5, .5, .5}, {.25, .25, .25}, {.5, .5, nan}, {.125, nan, .25},
			{.5, .5, nan}, {.25, .25, nan}, {.25, .25, nan}, {65, 80, -20},
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
		"stake_sum":                 {1.25, 1.25, 1},
		"elo_diff":                  {65, 80, -20},
		"elo_diff_top":              {0, 80, -20},
		"log_rate_diff_top":         {0, -.25, nan},
		"base_edge":                 {math.Ln2, math.Ln2, nan},
		"base_draws":                {-math.Ln2 / 2, -math.Ln2 / 2, nan},
	} {
		bound, err := terms.Bind(rows, []string{"level", name})
		if err != nil || bound.Len() != 2 {
			t.Fatalf("%s: %v", name, err)
		}
		column := make([]float64, len(want))
		bound.Column(1, []int{2, 1, 0}, column)
		for i, w := range want {
			var x [2]float64
			bound.Fill(i, x[:])
			if !(math.Abs(x[1]-w) < 1e-15) && !(math.IsNaN(x[1]) && math.IsNaN(w)) {
				t.Errorf("%s of row %d is %v; want %v", name, i, x[1], w)
			}
			if math.Float64bits(column[2-i]) != math.Float64bits(x[1]) {
				t.Errorf("%s of row %d is %v as a column, and %v in its row", name, i, column[2-i], x[1])
			}
		}
	}
}

func TestALackingColumnIsNamedWithTheInputThatWantsIt(t *testing.T) {
	rows := &matchday.Rows{Names: []string{"stake_home"}, Columns: [][]float64{{}}}
	for name, column := range map[string]string{"stake_diff": `"stake_away"`, "luck": `"luck"`, "base_edge": `"base_home"`} {
		if _, err := terms.Bind(rows, []string{name}); err == nil || !strings.Contains(err.Error(), column) || !strings.Contains(err.Error(), "input "+name) {
			t.Errorf("%s: the error is %v; want one that names %s", name, err, column)
		}
	}
}
