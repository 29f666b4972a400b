package main

import (
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchday"
	"matchday/config"
	"matchday/stages/features"
	"matchday/stages/train"
	"matchday/stages/train/xgboost"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// Every variant must change something that is there: a column that was renamed
// would otherwise be worth nothing without a word.
func TestEveryVariantChangesTheModel(t *testing.T) {
	catalogue, err := features.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	rows := &matchday.Rows{}
	for _, f := range catalogue {
		rows.Names = append(rows.Names, f.Name)
	}
	rows.Columns = make([][]float64, len(rows.Names))
	for _, v := range variants() {
		cfg, err := xgboost.DefaultConfig(rows, v.market, config.Defaults().Train.XGBoost, 1)
		if err != nil {
			t.Fatal(err)
		}
		inputs, base, trees := len(cfg.Features), len(cfg.Base), cfg.Params.MaxRounds
		v.change(rows, &cfg)
		switch {
		case v.added && len(cfg.Features) <= inputs:
			t.Errorf("%s: no column was added", v.name)
		case !v.added && len(cfg.Features) == inputs && len(cfg.Base) == base && cfg.Params.MaxRounds == trees:
			t.Errorf("%s: nothing was taken out", v.name)
		}
	}
}

func TestUnusedFeaturesAreNotAmongTheInputs(t *testing.T) {
	if !matches("venue_points_3_home", []string{"venue_"}) || matches("level_sum", []string{"level"}) || !matches("level", []string{"level"}) {
		t.Error("a name matches as a whole, or by a beginning with an underscore")
	}
}

func TestWorthIsTheLossWithoutLessTheLossWith(t *testing.T) {
	rows := &matchday.Rows{
		Fixtures:  []matchday.Fixture{{MatchDate: matchday.Date(2010, 1, 1)}, {MatchDate: matchday.Date(2010, 1, 1)}, {MatchDate: matchday.Date(2010, 1, 2)}},
		HomeGoals: []float64{1, 0, 2}, AwayGoals: []float64{0, 0, 3},
	}
	has := []prediction{{0, matchday.Probs{.5, .25, .25}}, {1, matchday.Probs{.25, .5, .25}}, {2, matchday.Probs{.25, .25, .5}}}
	lacks := []prediction{{2, matchday.Probs{.5, .25, .25}}, {0, matchday.Probs{.25, .5, .25}}} // of two fixtures alone
	got := compare(rows, "piece", has, lacks, lacks)
	if got.n != 2 || math.Abs(got.worth.Value-math.Ln2) > 1e-12 || math.Abs(got.logLoss-math.Log(4)) > 1e-12 {
		t.Errorf("got %+v; want two fixtures, a worth of ln 2 and a log loss of ln 4", got)
	}
}

func TestEnsemblesWithoutAModelAreFittedAnew(t *testing.T) {
	in := inputs{names: []string{train.Elo, train.XGBoost}, at: []int{4, 7}, probs: [][]matchday.Probs{{{.5, .3, .2}, {.4, .3, .3}}, {{.2, .3, .5}, {.3, .3, .4}}}}
	got := in.only(func(n string) bool { return n != train.Elo }).rowsWhere(func(row int) bool { return row == 7 })
	if !slices.Equal(got.names, []string{train.XGBoost}) || !slices.Equal(got.at, []int{7}) || got.probs[0][0] != in.probs[1][1] {
		t.Errorf("got %+v", got)
	}
}

func TestTheBareLakeHasNoFiguresAndTheFirstStaysWhole(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statistics, other := filepath.Join(t.TempDir(), "s.parquet"), filepath.Join(t.TempDir(), "o.parquet")
	for path, query := range map[string]string{
		statistics: "select 'a' as fixture_id, 1 as home_shots, 2 as away_shots, 3 as home_shots_on_target, 4 as away_shots_on_target, 5 as home_corners, 6 as away_corners, 7 as home_red_cards",
		other:      "select 'a' as fixture_id",
	} {
		if _, err := db.Exec("copy (" + query + ") to '" + path + "'"); err != nil {
			t.Fatal(err)
		}
	}
	full := lake.Lake{Dir: t.TempDir()}
	if _, err := full.Publish(lake.Staged, map[string]string{"statistics": statistics, "fixtures": other}, "made up"); err != nil {
		t.Fatal(err)
	}
	bare, err := withoutFigures(t.Context(), full, filepath.Join(t.TempDir(), "bare"))
	if err != nil {
		t.Fatal(err)
	}
	count := func(l lake.Lake) (shots, reds int) {
		m, err := l.Current(lake.Staged)
		if err != nil {
			t.Fatal(err)
		}
		paths, err := m.Paths("statistics")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow("select count(home_shots) + count(away_corners), count(home_red_cards) from "+duck.Parquet(paths...)).Scan(&shots, &reds); err != nil {
			t.Fatal(err)
		}
		return shots, reds
	}
	if shots, reds := count(bare); shots != 0 || reds != 1 {
		t.Errorf("the bare lake has %d figures and %d red cards", shots, reds)
	}
	if shots, _ := count(full); shots != 2 {
		t.Errorf("the first lake has %d figures left", shots)
	}
}

func TestASeasonsFixturesAreThoseThatAreNotWithheld(t *testing.T) {
	nan := math.NaN()
	day := func(y int, m time.Month) matchday.Fixture { return matchday.Fixture{MatchDate: matchday.Date(y, m, 1)} }
	rows := &matchday.Rows{
		Fixtures:  []matchday.Fixture{day(2006, time.June), day(2006, time.July), day(2007, time.May), day(2007, time.May), day(2007, time.July)},
		HomeGoals: []float64{1, 1, 1, nan, 1}, AwayGoals: []float64{0, 0, 0, nan, 0},
	}
	if got := scored(rows, 2006); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("got rows %v; want 1 and 2", got)
	}
}
