package matchday

import (
	"math"
	"slices"
)

// Market is a question on which bookmakers quote prices, such as "1x2".
type Market string

// Moment is when a price was quoted: PreMatch or Closing.
type Moment string

// Names of markets, selections and moments, as staged and bet. They have no type
// of their own, because the columns of staged files are plain text.
const (
	Market1X2   = "1x2"
	MarketTotal = "total"    // over/under; selections "over", "under"; line 2.5
	MarketAsian = "handicap" // selections "H", "A"; line is the home side's handicap

	// Markets of predictions that are not bet on.
	MarketBothScore = "both_score" // selections "yes", "no"
	MarketScore     = "score"      // selections "2-1", … and "other"

	SelectOver  = "over"
	SelectUnder = "under"

	PreMatch = "pre_match" // may be bet at, from the moment of its collection
	Closing  = "closing"   // measures us and the market; never bet at

	BookmakerAverage = "Avg" // the publisher's average, not a bookmaker
	BookmakerBest    = "Max" // the publisher's best price, not a bookmaker
)

// Selections lists the selections of a market in the order of a Book's prices. It
// is nil for a market that is not staged.
func Selections(market Market) []string {
	switch market {
	case Market1X2:
		return []string{string(HomeWin), string(Draw), string(AwayWin)}
	case MarketTotal:
		return []string{SelectOver, SelectUnder}
	case MarketAsian:
		return []string{string(HomeWin), string(AwayWin)}
	}
	return nil
}

// SelectionIndex is a selection's place in a Book of its market, -1 if it has
// none.
func SelectionIndex(market Market, selection string) int {
	return slices.Index(Selections(market), selection)
}

// Prices are the decimal prices of home win, draw and away win.
type Prices [NumOutcome]float64

// Complete reports whether all three are real prices, above 1.
func (q Prices) Complete() bool { return Book(q[:]).Complete() }

// MarginFree removes the bookmaker's margin, see Book.
func (q Prices) MarginFree() (p Probs, ok bool) {
	if !q.Complete() {
		return Probs{}, false
	}
	Book(q[:]).power(p[:])
	return p, true
}

// Book is the decimal prices of all selections of one market at one line, in
// the order of Selections; 0 stands where there is none.
type Book []float64

// Complete reports whether all are real prices, above 1.
func (b Book) Complete() bool {
	for _, price := range b {
		if !(price > 1) {
			return false
		}
	}
	return len(b) > 0
}

// Overround is the sum of the implied probabilities less one.
func (b Book) Overround() float64 {
	sum := 0.0
	for _, price := range b {
		sum += 1 / price
	}
	return sum - 1
}

// Limits of the overround of a believable book. Of 1.35 million books of real
// bookmakers on the 1X2 all but 181 have an overround of -1 to 20 %. Of 152,000
// books of totals and handicaps all but 35 lie within the limits. Below the lower
// one a price was mistyped. Above the upper one the book says nothing: a price of
// 1.01 where the others say 3.4, or an exchange's thin market at 29 %.
const (
	MinOverround = -0.01
	MaxOverround = 0.25
)

// Sound reports whether the prices are Complete and their overround lies
// within MinOverround and MaxOverround.
func (b Book) Sound() bool {
	if !b.Complete() {
		return false
	}
	over := b.Overround()
	return over >= MinOverround && over <= MaxOverround
}

// MarginFree removes the bookmaker's margin by the power method: implied
// probabilities q_i = 1/price are raised to the k for which they sum to one
// (Clarke, Kovalchik & Ingram 2017, "Adjusting bookmaker's odds to allow for
// overround", eq. 4). On a line with pushes they are shares of the stake that is
// decided, see Chances.Probability. ok is false unless the prices are Complete.
func (b Book) MarginFree() (p []float64, ok bool) {
	if !b.Complete() {
		return nil, false
	}
	p = make([]float64, len(b))
	b.power(p)
	return p, true
}

// MedianBook has the median price of each selection over books of one market at
// one line, of which there must be some and all Complete: for an even number the
// mean of the two in the middle.
func MedianBook(books []Book) Book {
	out, column, n := make(Book, len(books[0])), make([]float64, len(books)), len(books)
	for i := range out {
		for k, b := range books {
			column[k] = b[i]
		}
		slices.Sort(column)
		out[i] = (column[(n-1)/2] + column[n/2]) / 2
	}
	return out
}

// power writes the margin-free probabilities of complete prices.
func (b Book) power(p []float64) {
	var logs [NumOutcome]float64
	for i, price := range b {
		logs[i] = -math.Log(price)
	}
	k := 1.0
	// f(k) = sum exp(k*log q_i) - 1 is convex and falls in k: Newton's method
	// converges from any start left of the root and returns there in one step
	// from the right.
	for range 50 {
		f, slope := -1.0, 0.0
		for i, l := range logs[:len(b)] {
			p[i] = math.Exp(k * l)
			f += p[i]
			slope += l * p[i]
		}
		if math.Abs(f) < 1e-13 {
			break
		}
		k = math.Max(k-f/slope, 1e-3)
	}
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	for i := range p {
		p[i] /= sum
	}
}
