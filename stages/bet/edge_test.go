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
		near(t, c.name+": expected value", ExpectedValue(matchday.Of(c.p), c.price, c.at), c.ev, 1e-12)
		near(t, c.name+": Kelly", Kelly(matchday.Of(c.p), c.price, c.at), c.kelly, 1e-12)
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
		near(t, "expectation", ExpectedValue(matchday.Of(w.p), w.price, w.at), w.p*w.gain-(1-w.p)*w.cost, 1e-9)
	})
}

func TestKellyMaximisesExpectedLogGrowth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWager(t)
		growth := func(f float64) float64 {
			return w.p*math.Log1p(f*w.gain) + (1-w.p)*math.Log1p(-f*w.cost)
		}
		f := Kelly(matchday.Of(w.p), w.price, w.at)
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

// Each chance by hand, on one unit staked at 1.90.
func TestEdgeOfLinesByHand(t *testing.T) {
	terms := matchday.Bookmaker{Commission: 0.1, Tax: 0.01}
	for _, c := range []struct {
		name    string
		chances matchday.Chances
		at      matchday.Bookmaker
		want    float64
	}{
		{"whole line: 0.5 × 0.90 − 0.3", matchday.Chances{Win: 0.5, Push: 0.2, Loss: 0.3}, matchday.Bookmaker{}, 0.15},
		{"quarter line that wins half: (0.4 + 0.1) × 0.90 − 0.4", matchday.Chances{Win: 0.4, HalfWin: 0.2, Loss: 0.4}, matchday.Bookmaker{}, 0.05},
		{"quarter line that loses half: 0.5 × 0.90 − (0.3 + 0.1)", matchday.Chances{Win: 0.5, HalfLoss: 0.2, Loss: 0.3}, matchday.Bookmaker{}, 0.05},
		{"nothing but the stake back", matchday.Chances{Push: 1}, matchday.Bookmaker{}, 0},
		{"commission on winnings, tax even on a push: 0.5 × 0.81 − 0.3 − 0.01", matchday.Chances{Win: 0.5, Push: 0.2, Loss: 0.3}, terms, 0.095},
	} {
		near(t, c.name, ExpectedValue(c.chances, 1.9, c.at), c.want, 1e-12)
	}
	// Without tax a push neither gains nor loses, so that Kelly is that of the bet
	// that is decided: (0.5 × 0.9 − 0.3) / 0.9 of the 0.8.
	near(t, "Kelly on a whole line", Kelly(matchday.Chances{Win: 0.5, Push: 0.2, Loss: 0.3}, 1.9, matchday.Bookmaker{}), 0.15/0.9/0.8, 1e-12)
	// 0.6·0.45/(1 + 0.45f) = 0.2/(1 − f): 0.27 − 0.2 = (0.27 + 0.09)·f.
	near(t, "Kelly on a half win", Kelly(matchday.Chances{HalfWin: 0.6, Push: 0.2, Loss: 0.2}, 1.9, matchday.Bookmaker{}), 0.07/0.36, 1e-12)
	near(t, "what cannot lose", Kelly(matchday.Chances{HalfWin: 0.6, Push: 0.4}, 1.9, matchday.Bookmaker{}), 1, 1e-12)
}

func drawChances(t *rapid.T) matchday.Chances {
	win, loss := rapid.Float64Range(0.01, 1).Draw(t, "win"), rapid.Float64Range(0.01, 1).Draw(t, "loss")
	rest := rapid.Float64Range(0, 1).Draw(t, "rest")
	sum := win + loss + rest
	c := matchday.Chances{Win: win / sum, Loss: loss / sum}
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		c.HalfWin = rest / sum
	case 1:
		c.Push = rest / sum
	default:
		c.HalfLoss = rest / sum
	}
	return c
}

func TestKellyOnLinesMaximisesExpectedLogGrowth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, c := drawWager(t), drawChances(t)
		net := w.gain + w.at.Tax
		growth := func(f float64) float64 {
			return c.Win*math.Log1p(f*w.gain) + c.HalfWin*math.Log1p(f*(net/2-w.at.Tax)) + c.Push*math.Log1p(-f*w.at.Tax) +
				c.HalfLoss*math.Log1p(-f*(0.5+w.at.Tax)) + c.Loss*math.Log1p(-f*w.cost)
		}
		f := Kelly(c, w.price, w.at)
		if f < 0 || f*w.cost >= 1 {
			t.Fatalf("Kelly fraction %v can ruin at once", f)
		}
		for i := range 1000 {
			other := float64(i) / 1000 / w.cost
			if growth(other) > growth(f)+1e-12 {
				t.Fatalf("growth at %v is %v, at the Kelly fraction %v only %v", other, growth(other), f, growth(f))
			}
		}
	})
}

// A quarter line is two bets of half the stake on the lines beside it.
func TestTheExpectedValueOfAQuarterLineIsTheMeanOfItsHalves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, s := drawWager(t), &matchday.Scores{}
		total := 0.0
		for x := range 5 {
			for y := range 5 {
				s[x][y] = rapid.Float64Range(0.01, 1).Draw(t, "weight")
				total += s[x][y]
			}
		}
		for x := range s {
			for y := range s[x] {
				s[x][y] /= total
			}
		}
		line := float64(2*rapid.IntRange(-6, 6).Draw(t, "halves")+1) / 4
		worth := func(line float64) float64 { return ExpectedValue(s.Lines().Handicap(line), w.price, w.at) }
		near(t, "quarter line", worth(line), (worth(line-0.25)+worth(line+0.25))/2, 1e-9)
	})
}
