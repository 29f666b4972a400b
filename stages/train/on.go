package train

import (
	"math"

	"matchday"
	"matchday/stages/train/mixture"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// What is gathered of MarketOn beside what the base models say.
const (
	pastTrees = "xgboost_past" // the trees of MarketPast
	stacked   = "stack"        // the stack, which is one of the experts
)

// experts are mixed into the ensemble of MarketOn where a fixture has a price, in
// the order of their weights: the market's word, the publisher's average, the trees
// and the stack of them with the other models.
var experts = []string{"market", "average", XGBoost, stacked}

// Columns of the market's word and of the average price, as probabilities.
var (
	marketWord   = []string{"market_home", "market_draw", "market_away"}
	averagePrice = []string{"average_home", "average_draw", "average_away"}
)

func newMixture() *mixture.Model { return mixture.New(mixture.DefaultConfig(), experts...) }

// mixtureGroup names the fixtures for which weights are learned together: in
// England the models' lead over the market went where elsewhere it stayed.
func mixtureGroup(f *matchday.Fixture) string {
	if f.Country == "England" {
		return "England"
	}
	return "others"
}

// mostApart is how far, in probability, an average price may be from the market's
// word. One that is further away belongs to another fixture.
const mostApart = 0.05

// believed is the average price, or the market's word where there is no average
// near it.
func believed(average, word matchday.Probs) matchday.Probs {
	for c := range average {
		if !(math.Abs(average[c]-word[c]) <= mostApart) { // also refuses NaN
			return word
		}
	}
	return average
}

// expertOpinions are what the experts say of the rows at, [place][expert]; nil
// where a row has no price. said is what the members said of them.
func expertOpinions(rows *matchday.Rows, at []int, said map[string][]matchday.Probs) ([][]matchday.Probs, error) {
	words, err := probsOf(rows, at, marketWord, none)
	if err != nil {
		return nil, err
	}
	averages, err := probsOf(rows, at, averagePrice, none)
	if err != nil {
		return nil, err
	}
	out := make([][]matchday.Probs, len(at))
	for k, word := range words {
		if word.Valid() {
			out[k] = []matchday.Probs{word, believed(averages[k], word), said[XGBoost][k], said[stacked][k]}
		}
	}
	return out, nil
}

// mixPriced fills in the ensembles of MarketOn before the line-ups: the mixture
// where a fixture has a price, and exactly what MarketPast says where it has none.
func (m Models) mixPriced(rows *matchday.Rows, at []int, said, out map[string][]matchday.Probs) (err error) {
	past := map[string][]matchday.Probs{Elo: said[Elo], DixonColes: said[DixonColes], XGBoost: said[pastTrees]}
	if out[EnsemblePast], err = m.past.combine(rows, at, past); err != nil {
		return err
	}
	opinions, err := expertOpinions(rows, at, said)
	if err != nil {
		return err
	}
	out[XGBoost], out[Ensemble] = make([]matchday.Probs, len(at)), make([]matchday.Probs, len(at))
	for k, i := range at {
		out[XGBoost][k], out[Ensemble][k] = said[pastTrees][k], out[EnsemblePast][k]
		if opinions[k] != nil {
			out[XGBoost][k] = said[XGBoost][k]
			out[Ensemble][k] = m.mix.Mix(mixtureGroup(&rows.Fixtures[i]), opinions[k])
		}
	}
	return nil
}

// addPast gives models of MarketOn those of MarketPast with these trees and this
// stack.
func (m *Models) addPast(trees *xgboost.Model, stack *stacking.Model) {
	m.past = &Models{AsOf: m.AsOf, Market: MarketPast, elo: m.elo, dc: m.dc, xgb: trees, stack: stack, group: m.group}
}
