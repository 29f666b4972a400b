package train

import (
	"database/sql"

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

// Parameters are those of the score matrix; not Valid if there is none.
func (g Goals) Parameters() sql.Null[matchday.ScoreParameters] {
	if g.Home == 0 {
		return sql.Null[matchday.ScoreParameters]{}
	}
	return sql.Null[matchday.ScoreParameters]{V: g.Rates.Parameters(), Valid: true}
}

// Scores are the score matrices of the rows at, given the predictions of them, and
// what they are made of, parallel to at; nil and not Valid where there is none.
func (m Models) Scores(
	rows *matchday.Rows, at []int, predictions []matchday.Probs,
) (scores []*matchday.Scores, parameters []sql.Null[matchday.ScoreParameters], err error) {
	goals, err := m.Goals(rows, at)
	if err != nil {
		return nil, nil, err
	}
	for k, g := range goals {
		scores, parameters = append(scores, g.Scores(predictions[k])), append(parameters, g.Parameters())
	}
	return scores, parameters, nil
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
