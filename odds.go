package matchday

import "math"

// Names of markets, selections and price moments, as staged and bet.
const (
	Market1X2   = "1x2"
	MarketTotal = "total"    // over/under; selections "over", "under"; line 2.5
	MarketAsian = "handicap" // selections "H", "A"; line is the home side's handicap

	SelectOver  = "over"
	SelectUnder = "under"

	PreMatch = "pre_match" // may be bet at, from the moment of its collection
	Closing  = "closing"   // measures us and the market; never bet at

	BookmakerAverage = "Avg" // the publisher's average, not a bookmaker
	BookmakerBest    = "Max" // the publisher's best price, not a bookmaker
)

// Prices are the decimal prices of home win, draw and away win.
type Prices [NumOutcome]float64

// Complete reports whether all three are real prices, above 1.
func (q Prices) Complete() bool { return q[0] > 1 && q[1] > 1 && q[2] > 1 }

// Overround is the sum of the implied probabilities less one.
func (q Prices) Overround() float64 { return 1/q[0] + 1/q[1] + 1/q[2] - 1 }

// Limits of a believable 1X2 book. Of 1.35 million real bookmakers' books all
// but 181 hold -1 to 20 %; below the first limit somebody mistyped a price,
// above the second (a price of 1.01 where the others say 3.4, an exchange's
// thin market at 29 %) the book says nothing.
const (
	MinOverround = -0.01
	MaxOverround = 0.25
)

// Sound reports whether the prices are Complete and their overround lies
// within MinOverround and MaxOverround.
func (q Prices) Sound() bool {
	if !q.Complete() {
		return false
	}
	over := q.Overround()
	return over >= MinOverround && over <= MaxOverround
}

// MarginFree removes the bookmaker's margin by the power method: implied
// probabilities q_i = 1/price are raised to the k for which they sum to one
// (Clarke, Kovalchik & Ingram 2017, "Adjusting bookmaker's odds to allow for
// overround", eq. 4). ok is false unless the prices are Complete.
func (q Prices) MarginFree() (p Probs, ok bool) {
	if !q.Complete() {
		return Probs{}, false
	}
	logs := [NumOutcome]float64{-math.Log(q[0]), -math.Log(q[1]), -math.Log(q[2])}
	k := 1.0
	// f(k) = sum exp(k*log q_i) - 1 is convex and falls in k: Newton's method
	// converges from any start left of the root and returns there in one step
	// from the right.
	for range 50 {
		f, slope := -1.0, 0.0
		for i, l := range logs {
			p[i] = math.Exp(k * l)
			f += p[i]
			slope += l * p[i]
		}
		if math.Abs(f) < 1e-13 {
			break
		}
		k = math.Max(k-f/slope, 1e-3)
	}
	return p.Normalised(), true
}
