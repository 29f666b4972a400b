package dixoncoles

import (
	"fmt"
	"slices"

	"matchday"
)

// Observation says what the clubs' strengths are learned from.
type Observation string

// The two observations: goals alone, or the mix of goals, shots, shots on
// target and corners in units of goals (goals where no shots are known). The
// final rates and rho are always learned from results and goals.
const (
	ObserveMix   Observation = "mix"
	ObserveGoals Observation = "goals"
)

func (o Observation) goals(rows *matchday.Rows, i int) (home, away float64) {
	if o == ObserveMix {
		home, away = rows.HomeMix[i], rows.AwayMix[i]
		if home >= 0 && away >= 0 { // also refuses NaN
			return home, away
		}
	}
	return rows.HomeGoals[i], rows.AwayGoals[i]
}

// Config says what a model is fitted on and how.
type Config struct {
	Observe Observation `json:"observe"`
	// HalfLifeDays are the half-lives of a fixture's weight among which each
	// division's is chosen by walk-forward likelihood.
	HalfLifeDays []float64 `json:"half_life_days"`
	Priors       Priors    `json:"priors"`

	// Rates name other estimates of the log rates, blended with the
	// likelihood's own; each name stands for two columns, name_home and
	// name_away. Differences and Sums name inputs (see package terms) of the
	// difference and of the sum of the two log rates. Missing values count as no
	// difference from the likelihood's rates, or as zero.
	Rates       []string `json:"rates"`
	Differences []string `json:"differences"`
	Sums        []string `json:"sums"`

	// The final rates are calibrated on predictions that the likelihood made
	// out of sample, refitted every WalkDays over the last WalkYears; again
	// once the last calibration is CalibrateDays old.
	WalkDays      int     `json:"walk_days"`
	WalkYears     float64 `json:"walk_years"`
	CalibrateDays int     `json:"calibrate_days"`
}

// Priors are what is believed of a country before its first fixture: log rates
// and their variances.
type Priors struct {
	ClubVariance     float64 `json:"club_variance"` // of attack and defence about the division's mean: the ridge
	LevelStep        float64 `json:"level_step"`    // attack and defence of a division against the one above
	LevelVariance    float64 `json:"level_variance"`
	Goals            float64 `json:"goals"` // of a side between average clubs
	GoalsVariance    float64 `json:"goals_variance"`
	HomeEdge         float64 `json:"home_edge"` // of home over away goals
	HomeEdgeVariance float64 `json:"home_edge_variance"`
	Rho              float64 `json:"rho"` // dependence of low scores
	RhoVariance      float64 `json:"rho_variance"`
	Newcomer         float64 `json:"newcomer"` // attack and defence of a club without history against its division's mean
}

func (q Priors) level(level int) float64 { return q.LevelStep * float64(level-1) }

// DefaultConfig is the configuration that predicted best on the seasons set aside
// for tuning.
func DefaultConfig() Config {
	return Config{
		Observe: ObserveMix, HalfLifeDays: []float64{120, 180, 300, 450},
		Priors: Priors{
			ClubVariance: 0.05, LevelStep: -0.175, LevelVariance: 0.01,
			Goals: 0.25, GoalsVariance: 0.05, HomeEdge: 0.3, HomeEdgeVariance: 0.012,
			Rho: priorRho, RhoVariance: rhoDeviation * rhoDeviation, Newcomer: -0.04,
		},
		Rates: []string{"log_rate"},
		Differences: []string{
			"stake_diff", "stake_diff_latin", "stake_home", "dead_diff", "shots_known", "log_rate_diff_shots", "log_rate_diff_top", "base_edge",
		},
		Sums:     []string{"stake_sum", "stake_home", "dead_sum", "draw_ok", "shots_known", "log_rate_sum_shots", "base_draws"},
		WalkDays: 28, WalkYears: 3, CalibrateDays: 364,
	}
}

// WithPastPrices adds the rates that earlier fixtures' prices imply.
func (c Config) WithPastPrices() Config {
	c.Rates = append(slices.Clone(c.Rates), "past_log_rate", "past_price_log_rate")
	return c
}

// Inputs are the names of what moves the rates: columns, and inputs that are derived
// from columns (see package terms).
func (c Config) Inputs() (out []string) {
	for _, name := range c.Rates {
		out = append(out, name+"_home", name+"_away")
	}
	return slices.Concat(out, c.Differences, c.Sums)
}

// MaxYears is how many years of results a fit reaches back at most: the walk of
// the calibration, and before it what fades from the memory of the likelihood.
const MaxYears = 12

// middle is the half-life of a division without fixtures to choose it by.
func (c Config) middle() float64 {
	sorted := slices.Sorted(slices.Values(c.HalfLifeDays))
	return sorted[len(sorted)/2]
}

// equal reports whether two configurations give the same model.
func (c Config) equal(o Config) bool {
	return c.Observe == o.Observe && c.Priors == o.Priors && c.WalkDays == o.WalkDays && c.WalkYears == o.WalkYears && c.CalibrateDays == o.CalibrateDays &&
		slices.Equal(c.HalfLifeDays, o.HalfLifeDays) && slices.Equal(c.Rates, o.Rates) && slices.Equal(c.Differences, o.Differences) && slices.Equal(c.Sums, o.Sums)
}

func (c Config) check() error {
	if c.Observe != ObserveMix && c.Observe != ObserveGoals {
		return fmt.Errorf("dixon-coles: observe is %q: want %q or %q", c.Observe, ObserveMix, ObserveGoals)
	}
	if len(c.HalfLifeDays) == 0 {
		return fmt.Errorf("dixon-coles: half_life_days is empty: name at least one half-life")
	}
	for _, d := range c.HalfLifeDays {
		if most := (MaxYears - c.WalkYears) * 365 / horizon(1); !(d >= 1 && d <= most) {
			return fmt.Errorf("dixon-coles: half_life_days has %v: want 1 to %.0f days, so that walk_years and memory together stay within %d years", d, most, MaxYears)
		}
	}
	q := c.Priors
	for _, v := range []float64{q.ClubVariance, q.LevelVariance, q.GoalsVariance, q.HomeEdgeVariance, q.RhoVariance} {
		if !(v > 0) {
			return fmt.Errorf("dixon-coles: a variance among the priors is %v: want all above zero", v)
		}
	}
	if c.WalkDays < 1 || !(c.WalkYears > 0) || c.CalibrateDays < 1 {
		return fmt.Errorf("dixon-coles: walk_days %d, walk_years %v, calibrate_days %d: want all above zero", c.WalkDays, c.WalkYears, c.CalibrateDays)
	}
	return nil
}
