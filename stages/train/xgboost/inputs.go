package xgboost

import (
	"fmt"
	"math"

	"matchday"
	"matchday/stages/train/terms"
)

// gather returns the rows at, in that order, with the named inputs and their results
// alone: columns of rows, or derived from them. They have no fixtures.
func gather(rows *matchday.Rows, at []int, names []string) (*matchday.Rows, error) {
	bound, err := terms.Bind(rows, names)
	if err != nil {
		return nil, err
	}
	out := &matchday.Rows{
		Names: names, Columns: make([][]float64, len(names)),
		HomeGoals: matchday.Pick(rows.HomeGoals, at), AwayGoals: matchday.Pick(rows.AwayGoals, at),
	}
	for j := range out.Columns {
		out.Columns[j] = make([]float64, len(at))
		bound.Column(j, at, out.Columns[j])
	}
	return out, nil
}

// dense copies the features of the rows at into row-major float32.
func dense(rows *matchday.Rows, at []int, features []string) ([]float32, error) {
	bound, err := terms.Bind(rows, features)
	if err != nil {
		return nil, err
	}
	n := len(features)
	out, column := make([]float32, len(at)*n), make([]float64, len(at))
	for j, name := range features {
		bound.Column(j, at, column)
		for k, v := range column {
			x := float32(v)
			if math.IsInf(float64(x), 0) {
				return nil, fmt.Errorf("xgboost: feature %q of fixture %s is %v; want a finite number, or NaN for missing", name, rows.Fixtures[at[k]].ID, v)
			}
			out[k*n+j] = x
		}
	}
	return out, nil
}
