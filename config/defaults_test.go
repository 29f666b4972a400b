package config_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/config"
)

func TestTheDefaultsAreSound(t *testing.T) {
	if err := config.Defaults().Validate(); err != nil {
		t.Error(err)
	}
}

func TestABadValueIsNamedByItsKey(t *testing.T) {
	for key, spoil := range map[string]func(*matchday.Config){
		"staking.kelly_fraction":                 func(c *matchday.Config) { c.Staking.KellyFraction = -1 },
		"staking.min_stake":                      func(c *matchday.Config) { c.Staking.MinStake = "0" },
		"strategies[0]: min_home 0":              func(c *matchday.Config) { c.Strategies[0].MinHome = 0 },
		"staking.max_open":                       func(c *matchday.Config) { c.Staking.MaxOpen = 1.2 },
		"staking.max_outcome":                    func(c *matchday.Config) { c.Staking.MaxOutcome = -0.1 },
		"staking.max_fixture":                    func(c *matchday.Config) { c.Staking.MaxFixture = math.NaN() },
		"staking.max_open_total":                 func(c *matchday.Config) { c.Staking.MaxOpenTotal = 2 },
		"bookmakers.BFE.commission":              func(c *matchday.Config) { c.Bookmakers["BFE"] = matchday.Bookmaker{Commission: 5} },
		"strategies[1].name":                     func(c *matchday.Config) { c.Strategies[1].Name = c.Strategies[0].Name },
		"strategies[0].markets":                  func(c *matchday.Config) { c.Strategies[0].Markets = []matchday.Market{matchday.MarketTotal} }, // of thresholds
		"strategies[1].markets":                  func(c *matchday.Config) { c.Strategies[1].Markets = []matchday.Market{matchday.MarketAsian, "corners"} },
		"strategies[1].bankroll":                 func(c *matchday.Config) { c.Strategies[1].Bankroll = "-5" },
		"strategies[0].bankroll":                 func(c *matchday.Config) { c.Strategies[0].Bankroll = "1e400" },
		"strategies[0].rule":                     func(c *matchday.Config) { c.Strategies[0].Rule = "hunch" },
		"train.ensemble_years":                   func(c *matchday.Config) { c.Train.EnsembleYears = 0 },
		"train.xgboost_every":                    func(c *matchday.Config) { c.Train.XGBoostEvery = 0 },
		"train.burn_in_seasons":                  func(c *matchday.Config) { c.Train.BurnInSeasons = -1 },
		"bookmakers.B365.tax":                    func(c *matchday.Config) { c.Bookmakers["B365"] = matchday.Bookmaker{Tax: 2} },
		"train.ensemble_every: 23h":              func(c *matchday.Config) { c.Train.EnsembleEvery = matchday.Duration(23 * time.Hour) },
		"live.void_after: -1s; want at least 0s": func(c *matchday.Config) { c.Live.VoidAfter = matchday.Duration(-time.Second) },
		"gate.min_fixtures":                      func(c *matchday.Config) { c.Gate.MinFixtures = 0 },
		"gate.max_better":                        func(c *matchday.Config) { c.Gate.MaxBetter = -1 },
		"gate.max_excess":                        func(c *matchday.Config) { c.Gate.MaxExcess = math.NaN() },
		"gate.sure_excess":                       func(c *matchday.Config) { c.Gate.SureExcess = math.Inf(1) },
		"gate.max_divergence":                    func(c *matchday.Config) { c.Gate.MaxDivergence = -1 },
		"gate.calibration":                       func(c *matchday.Config) { c.Gate.Calibration = math.NaN() },
		"gate.groups[0].brier":                   func(c *matchday.Config) { c.Gate.Groups[0].Brier = -1 },
		"gate.groups[1].divisions":               func(c *matchday.Config) { c.Gate.Groups[1].Divisions = []string{"E1", "E0"} },
		"gate.groups[1].name":                    func(c *matchday.Config) { c.Gate.Groups[1].Name = "top" },
		"gate.groups[0].name":                    func(c *matchday.Config) { c.Gate.Groups[0].Name = "others" },
		"gate.groups[1]: 0":                      func(c *matchday.Config) { c.Gate.Groups[1].Divisions = nil },
	} {
		c := config.Defaults()
		c.Gate.Groups = []matchday.GateGroup{{Name: "top", Divisions: []string{"E0", "SP1"}}, {Name: "second", Divisions: []string{"E1"}}}
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		spoil(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: the error is %v", key, err)
		}
	}
}
