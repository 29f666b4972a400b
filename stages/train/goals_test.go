package train_test

import (
	"math"
	"testing"

	"matchday"
	"matchday/stages/train"
)

func TestTheScoreMatrixSaysWhatTheEnsembleSays(t *testing.T) {
	rows := world()
	at := coming(rows)[:40]
	m := fit(t, rows, train.MarketPast, today)
	said, err := m.Predict(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := m.Scores(rows, at, said[train.Ensemble])
	if err != nil {
		t.Fatal(err)
	}
	moved := 0.0
	for k, s := range scores {
		got := s.Result()
		for o, p := range said[train.Ensemble][k] {
			if math.Abs(got[o]-p) > 1e-12 {
				t.Fatalf("the matrix gives %v, the ensemble %v", got, said[train.Ensemble][k])
			}
		}
		moved = max(moved, math.Abs(said[train.DixonColes][k][0]-said[train.Ensemble][k][0]))
	}
	if moved == 0 {
		t.Error("Dixon-Coles says what the ensemble says: the test showed nothing")
	}
	if none, err := (train.Models{}).Scores(rows, at[:1], []matchday.Probs{matchday.Uniform}); err != nil || none[0] != nil {
		t.Errorf("without Dixon-Coles there is a matrix: %v (%v)", none, err)
	}
}
