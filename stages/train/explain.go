package train

import (
	"slices"

	"matchday"
	"matchday/stages/train/lineupweights"
	"matchday/stages/train/stacking"
	"matchday/stages/train/xgboost"
)

// Explanation is how the models came to the probabilities of one row.
type Explanation struct {
	// Models are what each said, as Predict gives it.
	Models map[string]matchday.Probs
	// Trees are what moved XGBoost's log-odds; nil before there are trees. Its
	// features are in the order of TreeFeatures.
	Trees        *xgboost.Contributions
	TreeFeatures []string
	// Stack is what combined the models of StackInputs into the ensemble; nil
	// where it was the plain mean of their logs.
	Stack       *stacking.Stack
	StackInputs []string
	// BeforeLineups is the ensemble before the line-ups moved it. Move is by how
	// much they raised the log odds of the home side's win and lowered those of
	// the away side's.
	BeforeLineups matchday.Probs
	Move          float64
	// LineupWeights are the weights of the line-up columns in Move; nil without
	// them.
	LineupWeights *lineupweights.Weights
}

// Explain takes the probabilities of row i apart.
func (m Models) Explain(rows *matchday.Rows, i int) (e Explanation, err error) {
	at := []int{i}
	base, err := m.predictBase(rows, at)
	if err != nil {
		return e, err
	}
	in, err := stackInputs(rows, m.Market, at, base)
	if err != nil {
		return e, err
	}
	before, err := combine(m.stack, in)
	if err != nil {
		return e, err
	}
	moves, err := m.Moves(rows, at)
	if err != nil {
		return e, err
	}
	e.BeforeLineups, e.Move = before[0], moves[0]
	e.StackInputs = slices.Clone(stackNames(m.Market))
	if m.stack != nil {
		e.Stack = m.stack.Used(in, 0)
	}
	e.Models = map[string]matchday.Probs{Ensemble: lineupweights.Adjust(before[0], moves[0])}
	for name, probs := range base {
		e.Models[name] = probs[0]
	}
	if e.LineupWeights, err = m.lineupWeights(rows, i); err != nil || m.xgb == nil {
		return e, err
	}
	contributions, err := m.xgb.Contributions(rows, at)
	if err != nil {
		return e, err
	}
	e.Trees, e.TreeFeatures = &contributions[0], m.xgb.Features()
	return e, nil
}

// lineupWeights are those that Moves applies to row i; nil if there are none.
func (m Models) lineupWeights(rows *matchday.Rows, i int) (*lineupweights.Weights, error) {
	if m.group == nil {
		return nil, nil
	}
	priced, err := m.priced(rows, []int{i})
	if err != nil {
		return nil, err
	}
	if priced[0] {
		return &m.group.Priced, nil
	}
	return &m.group.Unpriced, nil
}
