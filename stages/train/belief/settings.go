package belief

import (
	"time"

	"matchday"
)

// priors are the weights before anything is known, by market group: how much of
// their disagreement with the sharp price results bore out on the tuning seasons
// (docs/decisions/0025).
var priors = map[string]map[matchday.Market]float64{
	"off":  {matchday.Market1X2: .20, matchday.MarketTotal: .35, matchday.MarketAsian: .15},
	"past": {matchday.Market1X2: .36, matchday.MarketTotal: .35, matchday.MarketAsian: .26},
	"on":   {matchday.Market1X2: .75, matchday.MarketTotal: .35, matchday.MarketAsian: .50},
}

// Markets are those that have weights.
var Markets = []matchday.Market{matchday.Market1X2, matchday.MarketTotal, matchday.MarketAsian}

// settings are how weights are learned about a prior, chosen on the tuning seasons.
func settings(prior float64) Config {
	return Config{Prior: prior, AllSpread: .2, GroupSpread: .2, HalfLife: 2 * 365 * 24 * time.Hour}
}

// Default are the weights of a market group, "off", "past" or "on", before
// anything is known.
func Default(group string) *Model { return Learn(group, nil, time.Time{}) }

// Learn fits the weights of a market group on what was known at t of the
// observations of each market. A market without any has the prior.
func Learn(group string, observed map[matchday.Market][]Observation, t time.Time) *Model {
	m := &Model{Markets: map[matchday.Market]Weights{}}
	for market, prior := range priors[group] {
		m.Markets[market] = Fit(settings(prior), observed[market], t)
	}
	return m
}

// Price is what the sharp price says of a market of one fixture at one line: its
// probabilities without the margin, in the order of matchday.Selections.
type Price struct {
	Market matchday.Market
	Line   float64 // of totals and handicaps
	Probs  []float64
}
