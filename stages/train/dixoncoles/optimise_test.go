package dixoncoles

import (
	"math"
	"testing"
)

func TestAnOptimumOnAnEdgeIsFound(t *testing.T) {
	x, err := minimise(func(x, grad []float64) float64 { // least at (1, 2), where it has an edge
		grad[0], grad[1] = math.Copysign(3, x[0]-1), x[1]-2
		return 3*math.Abs(x[0]-1) + (x[1]-2)*(x[1]-2)/2
	}, []float64{-4, 9}, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(x[0]-1) > 1e-4 || math.Abs(x[1]-2) > .05 {
		t.Errorf("found %v, want 1 and 2", x)
	}
}

func TestWhatHasNoValueHasNoOptimum(t *testing.T) {
	if x, err := minimise(func(_, grad []float64) float64 {
		grad[0] = math.NaN()
		return math.NaN()
	}, []float64{1}, []float64{1}); err == nil {
		t.Errorf("found %v", x)
	}
}
