package main

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"matchday"
	"matchday/stages/features/players"
	"matchday/stages/train/lineupweights"
)

// ours are the columns that move forecasts.
var ours = []int{players.RatingDiff, players.MissingDiff, players.RegularityDiff}

// moveOf is what weights make of a row of features.
func moveOf(w lineupweights.Weights, row *[players.NumColumns]float64) float64 {
	return w.Move(row[players.RatingDiff], row[players.MissingDiff], row[players.RegularityDiff])
}

// priceMove is half of what the log odds of home against away win gained from
// the pre-match to the closing price: the move of lineupweights.Adjust that would have
// foreseen it.
func (f *fixture) priceMove() float64 {
	logOdds := func(p matchday.Probs) float64 { return math.Log(p[0] / p[2]) }
	return (logOdds(f.closing) - logOdds(f.pre)) / 2
}

// explained is the share of the sum of squared price moves that the frozen
// weights explain by the actual elevens: 1 less what is left of it.
func explained(fixtures []fixture) float64 {
	var left, all float64
	for i := range fixtures {
		y := fixtures[i].priceMove()
		e := y - moveOf(lineupweights.BesidePrices, &fixtures[i].actual)
		left, all = left+e*e, all+y*y
	}
	return 1 - left/all
}

// design are the price moves of fixtures whose columns are known, and these.
func design(fixtures []fixture, columns []int) (x [][]float64, y []float64, season []string) {
	for i := range fixtures {
		row := make([]float64, len(columns))
		known := true
		for j, c := range columns {
			row[j] = fixtures[i].actual[c]
			known = known && !math.IsNaN(row[j])
		}
		if known {
			x, y, season = append(x, row), append(y, fixtures[i].priceMove()), append(season, fixtures[i].Season)
		}
	}
	return x, y, season
}

// seasonOut is the share of the squared price moves that least-squares weights
// of columns explain in each season when they are fitted on the others.
func seasonOut(fixtures []fixture, columns []int, seasons []string) (float64, error) {
	x, y, season := design(fixtures, columns)
	var left, all float64
	for _, s := range seasons {
		var tx [][]float64
		var ty []float64
		for i := range y {
			if season[i] != s {
				tx, ty = append(tx, x[i]), append(ty, y[i])
			}
		}
		weights, err := leastSquares(tx, ty)
		if err != nil {
			return 0, err
		}
		for i := range y {
			if season[i] == s {
				e := y[i]
				for j, w := range weights {
					e -= w * x[i][j]
				}
				left, all = left+e*e, all+y[i]*y[i]
			}
		}
	}
	return 1 - left/all, nil
}

// leastSquares are the weights without a constant: no move is expected where
// the columns are 0.
func leastSquares(x [][]float64, y []float64) ([]float64, error) {
	a := mat.NewDense(len(x), len(x[0]), nil)
	for i := range x {
		a.SetRow(i, x[i])
	}
	var w mat.VecDense
	if err := w.SolveVec(a, mat.NewVecDense(len(y), y)); err != nil {
		return nil, err
	}
	return w.RawVector().Data, nil
}
