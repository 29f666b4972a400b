package xgboost

import (
	"matchday"
	"matchday/stages/train/terms"
)

// gather returns the rows at, in that order, with the named inputs alone:
// columns of rows, or derived from them.
func gather(rows *matchday.Rows, at []int, names []string) (*matchday.Rows, error) {
	bound, err := terms.Bind(rows, names)
	if err != nil {
		return nil, err
	}
	out := &matchday.Rows{Names: names, Columns: make([][]float64, len(names))}
	for j := range out.Columns {
		out.Columns[j] = make([]float64, len(at))
	}
	x := make([]float64, len(names))
	for k, i := range at {
		out.Fixtures = append(out.Fixtures, rows.Fixtures[i])
		out.HomeGoals = append(out.HomeGoals, rows.HomeGoals[i])
		out.AwayGoals = append(out.AwayGoals, rows.AwayGoals[i])
		bound.Fill(i, x)
		for j, v := range x {
			out.Columns[j][k] = v
		}
	}
	return out, nil
}
