// Package train fits the four models on feature rows and walks them forward
// through time.
//
// Input: feature rows. Output: models as of a moment, and the predictions that
// models of the past gave for the rows that came after them. Guarantee: a fit
// as of t uses only results known at t, and a row is only ever predicted by
// models fitted at or before its own as-of.
package train

import (
	"fmt"
	"math"
	"slices"
	"time"

	"matchday"
	"matchday/stages/train/belief"
	"matchday/stages/train/dixoncoles"
	"matchday/stages/train/elo"
	"matchday/stages/train/goalslevel"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/mixture"
	"matchday/stages/train/stacking"
	"matchday/stages/train/terms"
	"matchday/stages/train/xgboost"
)

// Names of the models, in the order in which tables show them.
const (
	Elo        = "elo"
	DixonColes = "dixon_coles"
	XGBoost    = "xgboost"
	Ensemble   = "ensemble"

	// EnsemblePast is, of models of MarketOn, what MarketPast says.
	EnsemblePast = "ensemble_past"
)

// lineupGroup is the file of the line-up weights, which move the ensemble.
const lineupGroup = "lineup"

// Base are the models that the ensemble stacks.
var Base = []string{Elo, DixonColes, XGBoost}

// Market groups: which prices a model may learn from.
const (
	MarketOff  = "off"  // none
	MarketPast = "past" // those of earlier fixtures
	MarketOn   = "on"   // the fixture's own pre-match prices too
)

// ValidMarket reports whether the name is one of the market groups.
func ValidMarket(name string) bool {
	return slices.Contains([]string{MarketOff, MarketPast, MarketOn}, name)
}

// Models are the four as fitted at a moment. One for which there was too little
// to learn from is not there, and a simpler one stands in: Elo for XGBoost,
// base rates for Elo and Dixon-Coles, the plain mean for the ensemble.
type Models struct {
	AsOf   time.Time // nothing known later was learned from
	Market string    // MarketOff, MarketPast or MarketOn

	elo   *elo.Model
	dc    *dixoncoles.Model
	xgb   *xgboost.Model
	stack *stacking.Model
	group *lineupweights.Model // moves the ensemble by the elevens; nil moves nothing
	level *goalslevel.Model    // multiplies the goal rates; nil, as in older versions, by one

	// Of MarketOn alone: mix has the last word on fixtures that have a price, past,
	// with the same Elo and Dixon-Coles, on the others. nil in versions of before
	// there was a mixture, whose stack has the last word on all.
	mix  *mixture.Model
	past *Models
	// belief is how far the ensemble is believed; nil before it is learned.
	belief *belief.Model
}

// Predict gives the probabilities of the rows at by each model, parallel to at;
// where the rows have players, the ensemble's are moved by the line-ups, announced
// or expected. Rows that lack a column which a model reads are an error that names
// the column.
func (m Models) Predict(rows *matchday.Rows, at []int) (map[string][]matchday.Probs, error) {
	out, _, err := m.predict(rows, at)
	return out, err
}

// predict gives the probabilities of Predict, and what the ensemble is learned
// from: what its members said, and what they made of it before the line-ups.
func (m Models) predict(rows *matchday.Rows, at []int) (out, said map[string][]matchday.Probs, err error) {
	if said, err = m.members(rows, at); err != nil {
		return nil, nil, err
	}
	if out, err = m.conclude(rows, at, said); err != nil {
		return nil, nil, err
	}
	moves, err := m.Moves(rows, at)
	if err != nil {
		return nil, nil, err
	}
	adjust(out[Ensemble], moves)
	if m.past != nil {
		if moves, err = m.past.Moves(rows, at); err != nil {
			return nil, nil, err
		}
		adjust(out[EnsemblePast], moves)
	}
	return out, said, nil
}

func adjust(probs []matchday.Probs, moves []float64) {
	for k, z := range moves {
		probs[k] = lineupweights.Adjust(probs[k], z)
	}
}

// members gives what the base models say of the rows at and, of MarketOn, what the
// trees of MarketPast and the stack say.
func (m Models) members(rows *matchday.Rows, at []int) (map[string][]matchday.Probs, error) {
	said, err := m.predictBase(rows, at)
	if err != nil || m.mix == nil {
		return said, err
	}
	if said[pastTrees], err = m.past.trees(rows, at, said[Elo]); err != nil {
		return nil, err
	}
	if m.xgb == nil {
		said[XGBoost] = said[pastTrees]
	}
	said[stacked], err = m.combine(rows, at, said)
	return said, err
}

// conclude adds the ensemble, before the line-ups, to what the base models said.
func (m Models) conclude(rows *matchday.Rows, at []int, said map[string][]matchday.Probs) (map[string][]matchday.Probs, error) {
	out := map[string][]matchday.Probs{}
	for _, name := range Base {
		out[name] = said[name]
	}
	if m.mix != nil {
		return out, m.mixPriced(rows, at, said, out)
	}
	var err error
	out[Ensemble], err = m.combine(rows, at, said)
	return out, err
}

// Moves are by how much the line-ups of the rows at raise the log odds of the home
// side's win and lower those of the away side's, parallel to at. 0 is no move.
func (m Models) Moves(rows *matchday.Rows, at []int) ([]float64, error) {
	if m.group == nil {
		return make([]float64, len(at)), nil
	}
	priced, err := m.priced(rows, at)
	if err != nil {
		return nil, err
	}
	return m.group.Moves(rows, at, priced)
}

// priced says for which rows the ensemble knows a price of the fixture.
func (m Models) priced(rows *matchday.Rows, at []int) ([]bool, error) {
	out := make([]bool, len(at))
	if m.Market != MarketOn {
		return out, nil
	}
	prices, err := rows.Column("market_home")
	for k, i := range at {
		if err == nil {
			out[k] = !math.IsNaN(prices[i])
		}
	}
	return out, err
}

// XGBoostLibrary is the version of libxgboost that grew the trees, "" if there
// are none.
func (m Models) XGBoostLibrary() string {
	if m.xgb == nil {
		return ""
	}
	return m.xgb.Library()
}

// predictBase gives each base model's probabilities of the rows at.
func (m Models) predictBase(rows *matchday.Rows, at []int) (map[string][]matchday.Probs, error) {
	out := make(map[string][]matchday.Probs, len(Base)+1)
	prior, err := BaseRates(rows, at)
	if err != nil {
		return nil, err
	}
	for _, name := range Base {
		out[name] = prior
	}
	if m.elo != nil {
		if out[Elo], err = m.elo.Predict(rows, at); err != nil {
			return nil, err
		}
		out[XGBoost] = out[Elo]
	}
	if m.dc != nil {
		if out[DixonColes], err = m.dc.Predict(rows, at); err != nil {
			return nil, err
		}
	}
	out[XGBoost], err = m.trees(rows, at, out[XGBoost])
	return out, err
}

// trees gives XGBoost's probabilities of the rows at, or, before there are trees,
// those of a simpler model.
func (m Models) trees(rows *matchday.Rows, at []int, simpler []matchday.Probs) ([]matchday.Probs, error) {
	if m.xgb == nil {
		return simpler, nil
	}
	return m.xgb.Predict(rows, at)
}

// combine asks the stack about the rows at, of which the base models said so much.
func (m Models) combine(rows *matchday.Rows, at []int, said map[string][]matchday.Probs) ([]matchday.Probs, error) {
	in, err := m.stackInputs(rows, at, said)
	if err != nil {
		return nil, err
	}
	return combine(m.stack, in)
}

// stackInputs are those of the version's stack. Versions of before there was a
// mixture took a price that is not there for one that calls all outcomes alike.
func (m Models) stackInputs(rows *matchday.Rows, at []int, said map[string][]matchday.Probs) ([][]matchday.Probs, error) {
	unpriced := none
	if m.mix == nil {
		unpriced = matchday.Uniform
	}
	return stackInputs(rows, m.Market, at, said, unpriced)
}

// none stands where there are no probabilities.
var none = matchday.Probs{math.NaN(), math.NaN(), math.NaN()}

// stackNames are the models that the ensemble combines, in the order of its
// inputs.
func stackNames(market string) []string {
	if market == MarketOn {
		return append(slices.Clone(Base), "market")
	}
	return Base
}

// stackInputs are the probabilities that the ensemble combines, [model][row];
// the market's are unpriced where a row has no price.
func stackInputs(rows *matchday.Rows, market string, at []int, base map[string][]matchday.Probs, unpriced matchday.Probs) ([][]matchday.Probs, error) {
	var in [][]matchday.Probs
	for _, name := range Base {
		in = append(in, base[name])
	}
	if market == MarketOn {
		prices, err := probsOf(rows, at, marketWord, unpriced)
		if err != nil {
			return nil, err
		}
		in = append(in, prices)
	}
	return in, nil
}

// combine asks the ensemble, or, before there is one, takes the plain mean of
// the logarithms of the inputs that are there.
func combine(m *stacking.Model, in [][]matchday.Probs) ([]matchday.Probs, error) {
	if m != nil {
		return m.Predict(in)
	}
	out := make([]matchday.Probs, len(in[0]))
	for k := range out {
		var z [matchday.NumOutcome]float64
		n := 0.0
		for _, probs := range in {
			if !probs[k].Valid() {
				continue
			}
			n++
			for c := range z {
				z[c] += math.Log(probs[k][c])
			}
		}
		for c := range z {
			z[c] /= max(n, 1)
		}
		out[k] = matchday.Softmax(z)
	}
	return out, nil
}

// BaseRates are the shares of home wins, draws and away wins in each row's
// division over its last five seasons, as known at the row's as-of, none of them
// 0 (see [terms.Shares]); Uniform where nothing was known.
func BaseRates(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	cols, err := rows.Select(baseRates)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k, i := range at {
		counted := matchday.Probs{cols[0][i], cols[1][i], cols[2][i]}
		if out[k] = terms.Shares(counted).Normalised(); !out[k].Valid() {
			out[k] = matchday.Uniform
		}
	}
	return out, nil
}

// probsOf reads three columns as probabilities; rows that have none get missing.
func probsOf(rows *matchday.Rows, at []int, names []string, missing matchday.Probs) ([]matchday.Probs, error) {
	cols, err := rows.Select(names)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k, i := range at {
		if out[k] = (matchday.Probs{cols[0][i], cols[1][i], cols[2][i]}); math.IsNaN(out[k][0] + out[k][1] + out[k][2]) {
			out[k] = missing
		} else if out[k] = out[k].Normalised(); !out[k].Valid() {
			out[k] = missing
		}
	}
	return out, nil
}

func wrap(what string, t time.Time, err error) error {
	if err != nil {
		return fmt.Errorf("%s as of %s: %w", what, t.Format(time.RFC3339), err)
	}
	return nil
}
