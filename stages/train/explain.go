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
	// Mixture is what had the last word in place of the stack; nil where the stack
	// has it.
	Mixture *Mixture
	// BeforeLineups is the ensemble before the line-ups moved it. Move is by how
	// much they raised the log odds of the home side's win and lowered those of
	// the away side's.
	BeforeLineups matchday.Probs
	Move          float64
	// LineupWeights are the weights of the line-up columns in Move; nil without
	// them.
	LineupWeights *lineupweights.Weights
}

// Mixture is how the ensemble of MarketOn is mixed: the mean of what the experts
// say, by their weights.
type Mixture struct {
	Group   string // of fixtures, for which weights are learned together
	Learned int    // results of it that the weights were learned from
	Experts []string
	Weights []float64
	Probs   []matchday.Probs // what each expert said
}

// Explain takes the probabilities of row i apart. Of a fixture without a price,
// MarketOn explains what MarketPast says.
func (m Models) Explain(rows *matchday.Rows, i int) (e Explanation, err error) {
	at := []int{i}
	predicted, said, err := m.predict(rows, at)
	if err != nil {
		return e, err
	}
	if m.mix != nil {
		opinions, err := expertOpinions(rows, at, said)
		if err != nil {
			return e, err
		}
		if opinions[0] == nil {
			e, err = m.past.Explain(rows, i)
			e.Models[EnsemblePast] = e.Models[Ensemble]
			return e, err
		}
		group := mixtureGroup(&rows.Fixtures[i])
		e.Mixture = &Mixture{Group: group, Learned: m.mix.Learned[group], Experts: m.mix.Experts, Weights: m.mix.Of(group), Probs: opinions[0]}
	}
	e.Models = map[string]matchday.Probs{}
	for name, probs := range predicted {
		e.Models[name] = probs[0]
	}
	if err := m.explainEnsemble(rows, at, said, &e); err != nil || m.xgb == nil {
		return e, err
	}
	contributions, err := m.xgb.Contributions(rows, at)
	if err != nil {
		return e, err
	}
	e.Trees, e.TreeFeatures = &contributions[0], m.xgb.Features()
	return e, nil
}

// explainEnsemble fills in how the ensemble came of what its members said.
func (m Models) explainEnsemble(rows *matchday.Rows, at []int, said map[string][]matchday.Probs, e *Explanation) error {
	concluded, err := m.conclude(rows, at, said)
	if err != nil {
		return err
	}
	moves, err := m.Moves(rows, at)
	if err != nil {
		return err
	}
	e.BeforeLineups, e.Move = concluded[Ensemble][0], moves[0]
	in, err := m.stackInputs(rows, at, said)
	if err != nil {
		return err
	}
	e.StackInputs = slices.Clone(stackNames(m.Market))
	if m.stack != nil {
		e.Stack = m.stack.Used(in, 0)
	}
	e.LineupWeights, err = m.lineupWeights(rows, at[0])
	return err
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
