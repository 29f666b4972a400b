package tune

import "matchday"

// setting is one key that the search may change, and the values it may have.
type setting struct {
	name   string // key in the configuration file, below "train"
	values []float64
	at     func(*matchday.Train) place
}

// place is where a setting stands in a configuration: a number of either kind.
type place struct {
	whole *int
	real  *float64
}

func (p place) get() float64 {
	if p.whole != nil {
		return float64(*p.whole)
	}
	return *p.real
}

func (p place) set(v float64) {
	if p.whole != nil {
		*p.whole = int(v)
		return
	}
	*p.real = v
}

func whole(p *int) place          { return place{whole: p} }
func fractional(p *float64) place { return place{real: p} }

// grid lists what the search may change. Cadences and seeds are not on it: they are a price paid in
// time, and finer is better.
func grid() []setting {
	type T = matchday.Train
	return []setting{
		{"xgboost.max_depth", []float64{2, 3, 4}, func(c *T) place { return whole(&c.XGBoost.MaxDepth) }},
		{"xgboost.eta", []float64{.05, .08, .12}, func(c *T) place { return fractional(&c.XGBoost.Eta) }},
		{"xgboost.max_rounds", []float64{40, 60, 100, 150}, func(c *T) place { return whole(&c.XGBoost.MaxRounds) }},
		{"xgboost.min_child_weight", []float64{50, 100, 200, 400}, func(c *T) place { return fractional(&c.XGBoost.MinChildWeight) }},
		{"xgboost.subsample", []float64{.5, .7, .9}, func(c *T) place { return fractional(&c.XGBoost.Subsample) }},
		{"xgboost.colsample_bytree", []float64{.3, .5, .8}, func(c *T) place { return fractional(&c.XGBoost.ColsampleTree) }},
		{"xgboost.lambda", []float64{1, 10, 50}, func(c *T) place { return fractional(&c.XGBoost.Lambda) }},
		{"elo_years", []float64{6, 10, 15}, func(c *T) place { return whole(&c.EloYears) }},
		{"xgboost_years", []float64{8, 12, 20}, func(c *T) place { return whole(&c.XGBoostYears) }},
		{"ensemble_years", []float64{3, 5, 8, 12}, func(c *T) place { return whole(&c.EnsembleYears) }},
	}
}
