package lineupweights_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/train/lineupweights"
)

func TestAdjustMovesTheLogOddsByTwiceZ(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Float64Range(.01, 1)
		p := matchday.Probs{weight.Draw(t, "h"), weight.Draw(t, "d"), weight.Draw(t, "a")}.Normalised()
		z := rapid.Float64Range(-.5, .5).Draw(t, "z")
		q := lineupweights.Adjust(p, z)
		if !q.Valid() || math.Abs(math.Log(q[0]/q[2])-math.Log(p[0]/p[2])-2*z) > 1e-9 || math.Abs(q[0]*q[2]/(q[1]*q[1])-p[0]*p[2]/(p[1]*p[1])) > 1e-9*p[0]*p[2]/(p[1]*p[1]) {
			t.Fatalf("%v moved by %v is %v", p, z, q)
		}
		if lineupweights.Adjust(p, 0) != p {
			t.Fatalf("%v without a move is %v", p, lineupweights.Adjust(p, 0))
		}
	})
}

func TestMovesFollowTheWeightsOfTheForecast(t *testing.T) {
	nan := math.NaN()
	rows := &matchday.Rows{
		Fixtures: make([]matchday.Fixture, 3),
		Names:    lineupweights.Columns, Columns: [][]float64{{1, 2, nan}, {-1, 0, 0}, {.5, 0, 1}},
	}
	m := &lineupweights.Model{Unpriced: lineupweights.Weights{.04, -.02, .03}, Priced: lineupweights.Weights{.01, 0, .02}}
	got, err := m.Moves(rows, []int{0, 1, 1, 2}, []bool{false, false, true, false})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{.04 + .02 + .015, .08, .02, 0} {
		if math.Abs(got[k]-want) > 1e-15 {
			t.Errorf("move %d is %v, want %v", k, got[k], want)
		}
	}
	rows.Names = []string{"lineup_rating_diff", "another", "third"}
	if _, err := m.Moves(rows, []int{0}, []bool{true}); err == nil || !strings.Contains(err.Error(), "lineup_missing_diff") {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestASavedModelIsTheSame(t *testing.T) {
	var file bytes.Buffer
	if err := lineupweights.Default().Save(&file); err != nil {
		t.Fatal(err)
	}
	m, err := lineupweights.Load(&file)
	if err != nil || *m != *lineupweights.Default() {
		t.Errorf("%+v (%v)", m, err)
	}
	if _, err := lineupweights.Load(strings.NewReader(`{"weights": 1}`)); err == nil {
		t.Error("a file of another kind was read")
	}
}
