package matchday_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

func TestFairPricesStayAsTheyAre(t *testing.T) {
	p, ok := matchday.Prices{2, 4, 4}.MarginFree()
	if !ok || math.Abs(p[0]-.5) > 1e-12 || math.Abs(p[1]-.25) > 1e-12 {
		t.Errorf("prices without a margin give %v, %v", p, ok)
	}
}

// The power method on two kinds of books whose exponent is known: prices made
// from fair probabilities raised to 1/k need exactly the exponent k.
func TestThePowerMethodFindsTheExponent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fair := matchday.Probs{
			rapid.Float64Range(.02, 1).Draw(t, "home"), rapid.Float64Range(.02, 1).Draw(t, "draw"), rapid.Float64Range(.02, 1).Draw(t, "away"),
		}.Normalised()
		k := rapid.Float64Range(.9, 1.5).Draw(t, "exponent")
		var q matchday.Prices
		for i, p := range fair {
			q[i] = math.Pow(p, -1/k)
		}
		if !q.Complete() {
			t.Skip("a price not above 1")
		}
		got, ok := q.MarginFree()
		if !ok {
			t.Fatalf("%v is refused", q)
		}
		for i := range fair {
			if math.Abs(got[i]-fair[i]) > 1e-9 {
				t.Fatalf("prices %v give %v, want %v", q, got, fair)
			}
		}
	})
}

func TestABookOfOnePriceTooFewIsRefused(t *testing.T) {
	for _, q := range []matchday.Prices{{}, {2, 3, 0}, {2, 3, 1}, {math.NaN(), 3, 3}} {
		if _, ok := q.MarginFree(); ok {
			t.Errorf("%v is believed", q)
		}
		if matchday.Book(q[:]).Sound() {
			t.Errorf("%v is sound", q)
		}
	}
}

func TestAMarginBeyondBeliefIsNotSound(t *testing.T) {
	for _, c := range []struct {
		q    matchday.Book
		want bool
	}{
		{matchday.Book{2.1, 3.4, 3.6}, true},   // 4.8 %
		{matchday.Book{1.01, 3.4, 3.6}, false}, // somebody mistyped the home price
		{matchday.Book{1.7, 2.7, 2.9}, false},  // 30.3 %, a thin exchange
		{matchday.Book{2.5, 4, 4.5}, false},    // -12.8 %
	} {
		if got := c.q.Sound(); got != c.want {
			t.Errorf("%v with %.1f %% margin: sound is %v", c.q, 100*c.q.Overround(), got)
		}
	}
}
