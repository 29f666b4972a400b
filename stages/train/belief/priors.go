package belief

import "matchday"

// priors are the weights before anything is known, by market group: how much of
// their disagreement with the sharp price results bore out on the tuning seasons
// (docs/decisions/0025).
var priors = map[string]map[matchday.Market]float64{
	"off":  {matchday.Market1X2: .15, matchday.MarketTotal: .30, matchday.MarketAsian: .15},
	"past": {matchday.Market1X2: .26, matchday.MarketTotal: .35, matchday.MarketAsian: .26},
	"on":   {matchday.Market1X2: .75, matchday.MarketTotal: .35, matchday.MarketAsian: .50},
}

// Default are the weights of a market group, "off", "past" or "on", before
// anything is known.
func Default(group string) *Model {
	m := &Model{Markets: map[matchday.Market]Weights{}}
	for market, prior := range priors[group] {
		m.Markets[market] = Weights{Prior: prior, All: Estimate{Weight: prior, Error: conf.AllSpread}}
	}
	return m
}
