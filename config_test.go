package matchday

import (
	"math"
	"strings"
	"testing"
)

func TestTheDefaultsAreSound(t *testing.T) {
	if err := Defaults().Validate(); err != nil {
		t.Error(err)
	}
}

func TestABadValueIsNamedByItsKey(t *testing.T) {
	for key, spoil := range map[string]func(*Config){
		"staking.kelly_fraction":     func(c *Config) { c.Staking.KellyFraction = -1 },
		"staking.max_open":           func(c *Config) { c.Staking.MaxOpen = 1.2 },
		"bookmakers.BFE.commission":  func(c *Config) { c.Bookmakers["BFE"] = Bookmaker{Commission: 5} },
		"strategies[1].name":         func(c *Config) { c.Strategies[1].Name = c.Strategies[0].Name },
		"strategies[0].markets":      func(c *Config) { c.Strategies[0].Markets = []string{MarketTotal} }, // of thresholds
		"strategies[1].markets":      func(c *Config) { c.Strategies[1].Markets = []string{MarketAsian, "corners"} },
		"strategies[0].rule":         func(c *Config) { c.Strategies[0].Rule = "hunch" },
		"train.ensemble_years":       func(c *Config) { c.Train.EnsembleYears = 0 },
		"train.xgboost_every_days":   func(c *Config) { c.Train.XGBoostEveryDays = 0 },
		"train.burn_in_seasons":      func(c *Config) { c.Train.BurnInSeasons = -1 },
		"bookmakers.B365.tax":        func(c *Config) { c.Bookmakers["B365"] = Bookmaker{Tax: 2} },
		"train.ensemble_every_days:": func(c *Config) { c.Train.EnsembleEveryDays = 0 },
		"gate.min_fixtures":          func(c *Config) { c.Gate.MinFixtures = 0 },
		"gate.max_better":            func(c *Config) { c.Gate.MaxBetter = -1 },
		"gate.calibration":           func(c *Config) { c.Gate.Calibration = math.NaN() },
		"gate.groups[0].brier":       func(c *Config) { c.Gate.Groups[0].Brier = -1 },
		"gate.groups[1].divisions":   func(c *Config) { c.Gate.Groups[1].Divisions = []string{"E1", "E0"} },
		"gate.groups[1].name":        func(c *Config) { c.Gate.Groups[1].Name = "top" },
		"gate.groups[0].name":        func(c *Config) { c.Gate.Groups[0].Name = "others" },
		"gate.groups[1]: 0":          func(c *Config) { c.Gate.Groups[1].Divisions = nil },
	} {
		c := Defaults()
		c.Gate.Groups = []GateGroup{{Name: "top", Divisions: []string{"E0", "SP1"}}, {Name: "second", Divisions: []string{"E1"}}}
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		spoil(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: the error is %v", key, err)
		}
	}
}
