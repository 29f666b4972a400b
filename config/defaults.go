package config

import (
	_ "embed" // for tunedFile
	"fmt"
	"sync"
	"time"

	"sigs.k8s.io/yaml"

	"matchday"
)

// tunedFile is what the search for training settings wrote, and how it was run.
//
//go:embed tuned.yaml
var tunedFile []byte

// tuned reads the file once; one that cannot be read is a mistake in the program.
var tuned = sync.OnceValue(func() matchday.Train {
	var c struct {
		Train matchday.Train `json:"train"`
	}
	if err := yaml.UnmarshalStrict(tunedFile, &c); err != nil {
		panic(fmt.Sprintf("tuned.yaml: %v", err))
	}
	return c.Train
})

// Defaults is the configuration of a run without a file.
func Defaults() matchday.Config {
	return matchday.Config{
		Strategies: []matchday.Strategy{
			{Name: "thresholds", Rule: "thresholds", MinEdge: 0.02, MinHome: 0.51, MinAway: 0.50, DrawGap: 0.05, Bankroll: "1000.00"},
			{Name: "value", Rule: "value", MinEdge: 0.02, Bankroll: "1000.00"},
		},
		Staking: matchday.Staking{
			KellyFraction: 0.20, MaxBet: 0.05, MaxOpen: 0.20, MaxOutcome: 0.05, MaxFixture: 0.08, MaxOpenTotal: 0.20, MinStake: "1.00",
		},
		Bookmakers: map[string]matchday.Bookmaker{"BFE": {Commission: 0.05}, "BF": {Commission: 0}},
		LockWait:   matchday.Duration(time.Minute),
		Live: matchday.Live{
			PriceAge: matchday.Duration(6 * time.Hour), VoidAfter: matchday.Duration(48 * time.Hour), ConfirmAfter: matchday.Duration(10 * time.Minute),
		},
		Gate: matchday.Gate{
			Window: matchday.Duration(70 * 24 * time.Hour), MinFixtures: 300,
			Thresholds: matchday.Thresholds{LogLoss: 1.05, Brier: 0.60, Accuracy: 0.50, Calibration: 0.03},
			MaxExcess:  0.02, SureExcess: 0.004, MaxWorse: 0.005, MaxBetter: 0.02, MaxDivergence: 0.001,
		},
		FootballData: matchday.FootballData{
			Divisions: []string{"all"}, Since: 2010, BaseURL: "https://www.football-data.co.uk", Pause: matchday.Duration(time.Second),
		},
		Train: tuned(),
	}
}
