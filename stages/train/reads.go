package train

import (
	"slices"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/terms"
	"matchday/stages/train/xgboost"
)

// baseRates are the columns of the shares of results that BaseRates reads.
var baseRates = []string{"base_home", "base_draw", "base_away"}

// Reads are the columns that models of a market group read, fitted now, of those
// that there are and in their order.
func Reads(market string, conf matchday.Train, there []string) ([]string, error) {
	trees, err := xgboost.ConfigOf(market, conf.XGBoost, conf.Seed)
	if err != nil {
		return nil, err
	}
	likelihood := dixoncoles.DefaultConfig()
	if market != MarketOff {
		likelihood = likelihood.WithPastPrices()
	}
	return columns(there, market, elo.DefaultConfig().Terms, likelihood.Inputs(), trees.Inputs()), nil
}

// Reads are the columns that the models read, of those that there are and in their
// order. Models that were fitted by an older program may read others than new ones.
func (m Models) Reads(there []string) []string {
	var inputs [][]string
	if m.elo != nil {
		inputs = append(inputs, m.elo.Config.Terms)
	}
	if m.dc != nil {
		inputs = append(inputs, m.dc.Config.Inputs())
	}
	if m.xgb != nil {
		inputs = append(inputs, m.xgb.Inputs())
	}
	if m.past != nil && m.past.xgb != nil {
		inputs = append(inputs, m.past.xgb.Inputs())
	}
	return columns(there, m.Market, inputs...)
}

// columns are those that inputs are made of, and those that a market group reads
// beside its models' inputs.
func columns(there []string, market string, inputs ...[]string) (out []string) {
	wanted := [][]string{baseRates, lineupweights.Columns}
	if market == MarketOn {
		wanted = append(wanted, marketWord, averagePrice)
	}
	for _, names := range inputs {
		wanted = append(wanted, terms.Columns(there, names))
	}
	all := slices.Concat(wanted...)
	for _, name := range there {
		if slices.Contains(all, name) {
			out = append(out, name)
		}
	}
	return out
}
