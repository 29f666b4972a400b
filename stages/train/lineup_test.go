package train_test

import (
	"math"
	"slices"
	"testing"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/lineupweights"
)

// with are the world's rows with all line-up columns of a value.
func with(value float64) *matchday.Rows {
	out := *world()
	out.Columns = slices.Clone(out.Columns)
	for _, name := range lineupweights.Columns {
		column := make([]float64, out.Len())
		for i := range column {
			column[i] = value
		}
		out.Columns[slices.Index(out.Names, name)] = column
	}
	return &out
}

func TestElevensMoveTheEnsembleAlone(t *testing.T) {
	for _, market := range []string{train.MarketPast, train.MarketOn} {
		m := fit(t, world(), market, today)
		at := coming(world())
		said := func(rows *matchday.Rows) map[string][]matchday.Probs {
			probs, err := m.Predict(rows, at)
			if err != nil {
				t.Fatal(err)
			}
			return probs
		}
		unknown, usual, other := said(with(math.NaN())), said(with(0)), said(with(1))
		moves, err := m.Moves(with(1), at)
		if err != nil {
			t.Fatal(err)
		}
		w := lineupweights.BesideModels
		if market == train.MarketOn {
			w = lineupweights.BesidePrices
		}
		z := w.Rating + w.Missing + w.Regularity
		for k := range at {
			p, q := unknown[train.Ensemble][k], other[train.Ensemble][k]
			if usual[train.Ensemble][k] != p {
				t.Fatalf("market %s: %v where nothing is known of the elevens, %v where they are the usual ones", market, p, usual[train.Ensemble][k])
			}
			if moves[k] != z || math.Abs(math.Log(q[0]/q[2])-math.Log(p[0]/p[2])-2*z) > 1e-9 {
				t.Fatalf("market %s: %v becomes %v, by a move of %v; want %v", market, p, q, moves[k], z)
			}
			for _, name := range train.Base {
				if other[name][k] != unknown[name][k] {
					t.Fatalf("market %s: the elevens move %s", market, name)
				}
			}
		}
	}
}
