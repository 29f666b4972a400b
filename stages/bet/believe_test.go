package bet

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

func TestWhoseWordIsTheSharpPrice(t *testing.T) {
	b365, wh, lb := book("B365", "2.10", "3.40", "3.60"), book("WH", "2.15", "3.30", "3.50"), book("LB", "2.05", "3.40", "3.75")
	average, pinnacle := book("Avg", "2.12", "3.35", "3.55"), book("PS", "2.14", "3.45", "3.65")
	of := func(quotes []Quote) []float64 {
		prices := make(matchday.Book, 3)
		for i, q := range quotes {
			prices[i] = q.Price.InexactFloat64()
		}
		p, _ := prices.MarginFree()
		return p
	}
	for _, c := range []struct {
		name   string
		quotes []Quote
		want   []float64 // nil: none
	}{
		{"Pinnacle beside all others", join(b365, wh, lb, average, pinnacle), of(pinnacle)},
		{"the average without Pinnacle", join(b365, wh, lb, average), of(average)},
		{"the average alone", average, of(average)},
		{"Pinnacle's book is not believed", join(b365, wh, lb, average, book("PS", "3.65", "3.45", "2.14")), of(average)},
		{"three books that contradict the average", join(b365, wh, lb, book("Avg", "3.60", "3.40", "2.10")), of(b365)}, // the medians are B365's
		{"the median of three", join(b365, wh, lb), of(b365)},
		{"two books", join(b365, wh), nil},
		{"the best price alone", book("Max", "2.20", "3.50", "3.80"), nil},
	} {
		got, ok := Screen(c.quotes, friday)[0].Sharp()
		if ok != (c.want != nil) {
			t.Errorf("%s: %v", c.name, got)
			continue
		}
		for i := range c.want {
			near(t, c.name, got[i], c.want[i], 1e-12)
		}
	}
}

func drawEnds(t *rapid.T) matchday.Chances {
	var w [5]float64
	sum := 0.0
	for i := range w {
		if i == 0 || i == 4 || rapid.Bool().Draw(t, "there") {
			w[i] = rapid.Float64Range(0.01, 1).Draw(t, "weight")
			sum += w[i]
		}
	}
	return matchday.Chances{Win: w[0] / sum, HalfWin: w[1] / sum, Push: w[2] / sum, HalfLoss: w[3] / sum, Loss: w[4] / sum}
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func TestABelievedProbabilityLiesBetweenTheTwoThatItIsPooledOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, w := drawEnds(t), rapid.Float64Range(0, 1).Draw(t, "weight")
		said := c.Probability()
		least, most := max(0.02, said/matchday.MostApart), min(0.98, said*matchday.MostApart)
		least, most = max(least, 1-(1-said)*matchday.MostApart), min(most, 1-(1-said)/matchday.MostApart)
		if least > most {
			t.Skip("nothing is near enough")
		}
		sharp := rapid.Float64Range(least, most).Draw(t, "sharp")
		out := believe([]matchday.Chances{c, c.Complement()}, []float64{sharp, 1 - sharp}, w)
		q := out[0].believed.Probability()
		near(t, "logit", logit(q), (1-w)*logit(sharp)+w*logit(c.Probability()), 1e-9)
		near(t, "other side", out[1].believed.Probability(), 1-q, 1e-9)
		sum := out[0].believed
		near(t, "sum", sum.Win+sum.HalfWin+sum.Push+sum.HalfLoss+sum.Loss, 1, 1e-12)
		if w == 1 {
			near(t, "the model's own chances", out[0].believed.Push, c.Push, 1e-9)
		}
		near(t, "model", out[0].model, c.Probability(), 1e-12)
		near(t, "sharp", out[1].sharp, 1-sharp, 1e-12)
	})
}

func TestAModelThatIsFarApartIsBelievedUpToTheBound(t *testing.T) {
	sharp := []float64{0.5, 0.3, 0.2}
	of := func(home, draw, away float64) []opinion {
		return believe([]matchday.Chances{matchday.Of(home), matchday.Of(draw), matchday.Of(away)}, sharp, 0.4)
	}
	far, farther := of(0.5, 0.2, 0.3), of(0.5, 0.1, 0.4)
	for k := range far {
		near(t, "believed", farther[k].believed.Win, far[k].believed.Win, 1e-12)
	}
	near(t, "odds of away", far[2].believed.Win/far[0].believed.Win, 0.4*math.Pow(1.25, 0.4), 1e-12)
	near(t, "what the model said is kept", farther[2].model, 0.4, 1e-12)

	line := func(p, w float64) float64 {
		return believe([]matchday.Chances{matchday.Of(p), matchday.Of(1 - p)}, []float64{0.5, 0.5}, w)[0].believed.Win
	}
	near(t, "a line", line(0.99, 0.4), line(0.7, 0.4), 1e-12)
	near(t, "its log odds", logit(line(0.7, 0.4)), 0.4*2*math.Log(1.25), 1e-12)
}

func TestThePoolOfTheResultByHand(t *testing.T) {
	model := []matchday.Chances{matchday.Of(0.6), matchday.Of(0.2), matchday.Of(0.2)}
	for w, want := range map[float64]float64{0: 0.5, 1: 0.6, 0.5: 0.550510} {
		near(t, "home", believe(model, []float64{0.5, 0.25, 0.25}, w)[0].believed.Win, want, 1e-6)
	}
}

func TestALineThatAScoreMatrixRulesOutIsBelievedByThePrice(t *testing.T) {
	never := matchday.Chances{Loss: 0.8, Push: 0.2}
	c := believe([]matchday.Chances{never, never.Complement()}, []float64{0.4, 0.6}, 0)[0].believed
	near(t, "probability", c.Probability(), 0.4, 1e-12)
	near(t, "decided", c.Decided(), 0.8, 1e-12)
}
