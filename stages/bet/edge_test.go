package bet

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

func near(t rapid.TB, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func TestEdgeByHand(t *testing.T) {
	for _, c := range []struct {
		name      string
		p, price  float64
		at        matchday.Bookmaker
		ev, kelly float64
	}{
		{"even money at 60 %: Kelly's own example", 0.6, 2, matchday.Bookmaker{}, 0.2, 0.2},
		{"a half at 2.20", 0.5, 2.2, matchday.Bookmaker{}, 0.1, 0.1 / 1.2},
		{"5 % commission takes 0.06 of the 1.20", 0.5, 2.2, matchday.Bookmaker{Commission: 0.05}, 0.07, 0.07 / 1.14},
		{"5 % tax on top", 0.5, 2.2, matchday.Bookmaker{Tax: 0.05}, 0.05, 0.05 / (1.15 * 1.05)},
		{"both", 0.5, 2.2, matchday.Bookmaker{Commission: 0.05, Tax: 0.05}, 0.02, 0.02 / (1.09 * 1.05)},
		{"a fair price has no edge", 0.25, 4, matchday.Bookmaker{}, 0, 0},
		{"a short price costs", 0.25, 3.6, matchday.Bookmaker{}, -0.1, 0},
		{"tax above the winnings", 0.99, 1.01, matchday.Bookmaker{Tax: 0.02}, 0.99*1.01 - 1.02, 0},
	} {
		near(t, c.name+": expected value", ExpectedValue(c.p, c.price, c.at), c.ev, 1e-12)
		near(t, c.name+": Kelly", Kelly(c.p, c.price, c.at), c.kelly, 1e-12)
	}
}

type wager struct {
	p, price   float64
	at         matchday.Bookmaker
	gain, cost float64 // of one unit staked, when it wins and when it loses
}

func drawWager(t *rapid.T) wager {
	w := wager{
		p:     rapid.Float64Range(0.01, 0.99).Draw(t, "probability"),
		price: rapid.Float64Range(1.01, 60).Draw(t, "price"),
		at: matchday.Bookmaker{
			Commission: rapid.Float64Range(0, 0.1).Draw(t, "commission"),
			Tax:        rapid.Float64Range(0, 0.06).Draw(t, "tax"),
		},
	}
	back := w.price - 1
	w.gain, w.cost = back-back*w.at.Commission-w.at.Tax, 1+w.at.Tax
	return w
}

func TestExpectedValueIsTheMeanOverWinAndLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWager(t)
		near(t, "expectation", ExpectedValue(w.p, w.price, w.at), w.p*w.gain-(1-w.p)*w.cost, 1e-9)
	})
}

func TestKellyMaximisesExpectedLogGrowth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWager(t)
		growth := func(f float64) float64 {
			return w.p*math.Log1p(f*w.gain) + (1-w.p)*math.Log1p(-f*w.cost)
		}
		f := Kelly(w.p, w.price, w.at)
		if f < 0 || f*w.cost >= 1 {
			t.Fatalf("Kelly fraction %v can ruin at once", f)
		}
		for i := range 1000 { // a grid over all stakes that leave something
			other := float64(i) / 1000 / w.cost
			if growth(other) > growth(f)+1e-12 {
				t.Fatalf("growth at %v is %v, at the Kelly fraction %v only %v", other, growth(other), f, growth(f))
			}
		}
	})
}
