package matchday

import (
	"fmt"
	"math"
)

// Gate is what a newly trained model must do to become the champion. It is
// judged on the results of the last Window, or on more if these are fewer than
// MinFixtures.
type Gate struct {
	Window      Duration `json:"window"`
	MinFixtures int      `json:"min_fixtures"`
	// Thresholds hold for the fixtures whose division is in none of Groups.
	Thresholds
	// Groups have thresholds of their own.
	Groups []GateGroup `json:"groups,omitempty"`
	// MaxExcess is how much the mean log loss may lie above that of the benchmark:
	// the market's on the fixtures with a price, the base rates' on those without.
	// A fixture counts at most 0.3 either way, but in full above 2. It holds for
	// 300 fixtures or more; fewer may be as much further off as chance makes them.
	MaxExcess float64 `json:"max_excess"`
	// SureExcess is how much of that excess may be beyond chance: the lower end of
	// its 99 % interval.
	SureExcess float64 `json:"sure_excess"`
	// MaxWorse is how much the mean log loss may lie above the champion's, if
	// the interval of the difference reaches down to zero.
	MaxWorse float64 `json:"max_worse"`
	// MaxBetter is how much the whole interval of the log loss may lie below the
	// market's. A candidate that is better than that has used knowledge that
	// was not available before kick-off.
	MaxBetter float64 `json:"max_better"`
	// MaxDivergence is by how many nats, on average over the fixtures of a
	// division, forecasts may differ from those that they are held against, for
	// each week between the two fits.
	MaxDivergence float64 `json:"max_divergence"`
}

// Thresholds are what a candidate's figures are held against. LogLoss and Brier
// (0 to 2) should stay below, Accuracy (0 to 1) above: a candidate is rejected
// if its whole 95 % interval misses one. The expected calibration error (0 to 1)
// must not be above. Where the market, or for want of prices the base rates,
// misses one of them on the same fixtures, its figure stands instead. The
// calibration error of a few fixtures may also be as large as chance makes it.
type Thresholds struct {
	LogLoss     float64 `json:"log_loss"`
	Brier       float64 `json:"brier"`
	Accuracy    float64 `json:"accuracy"`
	Calibration float64 `json:"calibration"`
}

// GateGroup is a group of divisions that is judged by itself. A threshold that
// is zero or left out is the gate's own.
type GateGroup struct {
	Name      string   `json:"name"`
	Divisions []string `json:"divisions"` // codes, e.g. "E0"; each in one group only
	// MinFixtures is how many fixtures of the window the group must have to be
	// judged by itself; with fewer they are judged beside those of no group.
	MinFixtures int `json:"min_fixtures"` // 0: the gate's own
	Thresholds
}

func (g Gate) validate() error {
	for _, f := range []struct {
		key      string
		v, least float64
	}{
		{"min_fixtures", float64(g.MinFixtures), 1},
		// Below zero: the candidate must be better than the benchmark.
		{"max_excess", g.MaxExcess, -100}, {"sure_excess", g.SureExcess, -100},
		{"max_worse", g.MaxWorse, 0}, {"max_better", g.MaxBetter, 0}, {"max_divergence", g.MaxDivergence, 0},
	} {
		if !(f.v >= f.least && f.v <= math.MaxFloat64) {
			return fmt.Errorf("configuration key gate.%s: %v; want at least %v", f.key, f.v, f.least)
		}
	}
	if err := g.Thresholds.validate("gate"); err != nil {
		return err
	}
	names, divisions := map[string]bool{"": true, "others": true}, map[string]string{}
	for i, group := range g.Groups {
		key := fmt.Sprintf("gate.groups[%d]", i)
		if names[group.Name] {
			return fmt.Errorf("configuration key %s.name: %q is empty, used twice, or \"others\", which are those of no group", key, group.Name)
		}
		names[group.Name] = true
		for _, d := range group.Divisions {
			if other, ok := divisions[d]; ok {
				return fmt.Errorf("configuration key %s.divisions: %s is in group %q already", key, d, other)
			}
			divisions[d] = group.Name
		}
		if len(group.Divisions) == 0 || group.MinFixtures < 0 {
			return fmt.Errorf("configuration key %s: %d divisions and min_fixtures %d; want some divisions, and 0 or more", key, len(group.Divisions), group.MinFixtures)
		}
		if err := group.Thresholds.validate(key); err != nil {
			return err
		}
	}
	return nil
}

func (t Thresholds) validate(key string) error {
	for _, f := range []struct {
		key string
		v   float64
	}{
		{"log_loss", t.LogLoss}, {"brier", t.Brier}, {"accuracy", t.Accuracy}, {"calibration", t.Calibration},
	} {
		if !(f.v >= 0) {
			return fmt.Errorf("configuration key %s.%s: %v; want 0 or more", key, f.key, f.v)
		}
	}
	return nil
}
