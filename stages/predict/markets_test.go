package predict_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/predict"
	"matchday/stages/train/dixoncoles"
)

func TestMarketsOfAMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p matchday.Probs
		for i := range p {
			p[i] = rapid.Float64Range(0.05, 1).Draw(t, "weight")
		}
		p = p.Normalised()
		s := dixoncoles.Matrix(rapid.Float64Range(0.1, 5).Draw(t, "home"), rapid.Float64Range(0.1, 5).Draw(t, "away"), rapid.Float64Range(-0.15, 0.02).Draw(t, "rho")).Given(p)
		sums, said := map[string]float64{}, map[string]matchday.Chances{}
		market := matchday.Market("")
		for _, m := range predict.Markets("p", s, true) {
			key := fmt.Sprintf("%s %v", m.Market, m.Line.V)
			if m.Market < market {
				t.Fatalf("%s comes after %s", m.Market, market)
			}
			market = m.Market
			c := m.Chances
			sums[key] += c.Win + (c.HalfWin+c.HalfLoss)/2 + c.Push/2
			said[key+" "+m.Selection] = c
		}
		if len(sums) != 1+17+1+3 || len(said) != 92 {
			t.Fatalf("%d markets and lines, %d selections; want 22 and 92", len(sums), len(said))
		}
		near := func(what string, got, want float64) {
			t.Helper()
			if math.Abs(got-want) > 1e-9 {
				t.Fatalf("%s is %v, want %v", what, got, want)
			}
		}
		for key, sum := range sums {
			near(key, sum, 1)
		}
		near("home −0.5", said["handicap -0.5 H"].Win, p[0])
		near("away at home +0.5", said["handicap 0.5 A"].Win, p[2])
		near("level line", said["handicap 0 H"].Probability(), p[0]/(p[0]+p[2]))
		near("level line's push", said["handicap 0 H"].Push, p[1])
		draws := 0.0
		for k := range 7 {
			draws += said[fmt.Sprintf("score 0 %d-%d", k, k)].Win
		}
		if draws > p[1]+1e-12 || draws < p[1]-said["score 0 other"].Win-1e-12 {
			t.Fatalf("draws up to 6–6 sum to %v of %v", draws, p[1])
		}
		near("under 1.5", said["total 1.5 under"].Win, said["score 0 0-0"].Win+said["score 0 1-0"].Win+said["score 0 0-1"].Win)
		if none := predict.Markets("p", s, false); len(none) != 42 {
			t.Fatalf("%d rows without the scores, want 42", len(none))
		}
	})
	if got := predict.Markets("p", nil, true); got != nil {
		t.Errorf("without a matrix: %v", got)
	}
}
