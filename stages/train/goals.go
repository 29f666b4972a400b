package train

import (
	"matchday"
	"matchday/stages/train/dixoncoles"
)

// Goals is what Dixon-Coles says of a fixture's goals; the zero value, that it
// was not there yet.
type Goals struct{ dixoncoles.Rates }

// Scores is the score matrix from which all goals markets follow: that of
// Dixon-Coles, brought into line with the prediction. nil if there is none.
func (g Goals) Scores(prediction matchday.Probs) *matchday.Scores {
	if g.Home == 0 {
		return nil
	}
	return g.Matrix().Given(prediction)
}

// Scores are the score matrices of the rows at, given the predictions of them,
// parallel to at; nil where there is none.
func (m Models) Scores(rows *matchday.Rows, at []int, predictions []matchday.Probs) ([]*matchday.Scores, error) {
	goals, err := m.Goals(rows, at)
	if err != nil {
		return nil, err
	}
	out := make([]*matchday.Scores, len(at))
	for k, g := range goals {
		out[k] = g.Scores(predictions[k])
	}
	return out, nil
}

// Goals are those of the rows at, parallel to them.
func (m Models) Goals(rows *matchday.Rows, at []int) ([]Goals, error) {
	out := make([]Goals, len(at))
	if m.dc == nil {
		return out, nil
	}
	rates, err := m.dc.GoalRates(rows, at)
	for k, r := range rates {
		if m.level != nil {
			factor := m.level.Factor(rows.Fixtures[at[k]].Country)
			r.Home, r.Away = r.Home*factor, r.Away*factor
		}
		out[k].Rates = r
	}
	return out, err
}
