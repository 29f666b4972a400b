package bet

import (
	"math"

	"matchday"
)

// shares are the expected parts of the stake that are won and lost. Half wins and
// half losses count half; the rest comes back.
func shares(c matchday.Chances) (won, lost float64) {
	return c.Win + c.HalfWin/2, c.Loss + c.HalfLoss/2
}

// ExpectedValue is the expected profit of one unit staked at a decimal price
// on a selection with the chances c. The share w of the stake that is won earns
// price−1, of which the bookmaker keeps its commission q; the share l is lost;
// the tax t is paid on the whole stake, whatever the result: the expectation is
// w(price−1)(1−q) − l − t.
func ExpectedValue(c matchday.Chances, price float64, at matchday.Bookmaker) float64 {
	won, lost := shares(c)
	return won*(price-1)*(1-at.Commission) - lost - at.Tax
}

// Kelly is the fraction f of the bankroll whose stake maximises its expected
// logarithm (Kelly 1956, "A new interpretation of information rate"), Σ pᵢ
// log(1 + rᵢ·f) over the ways in which the bet may end, each of which returns rᵢ
// per unit staked. Where there are no halves and pushes, with b = (price−1)(1−q)−t
// gained and a = 1+t lost, that is f = ExpectedValue/(ab): edge over net odds
// without tax. It is 0 where nothing can be expected to be gained.
func Kelly(c matchday.Chances, price float64, at matchday.Bookmaker) float64 {
	net := (price - 1) * (1 - at.Commission)
	gain, cost := net-at.Tax, 1+at.Tax
	edge := ExpectedValue(c, price, at)
	if !(edge > 0 && gain > 0) {
		return 0
	}
	if c.HalfWin == 0 && c.Push == 0 && c.HalfLoss == 0 {
		return edge / (gain * cost)
	}
	ends := [5][2]float64{
		{c.Win, gain}, {c.HalfWin, net/2 - at.Tax}, {c.Push, -at.Tax}, {c.HalfLoss, -0.5 - at.Tax}, {c.Loss, -cost},
	}
	return growthOptimum(ends[:])
}

// growthOptimum is where the derivative Σ p·r/(1 + r·f) of the expected
// logarithm vanishes; ends are pairs of p and r. The derivative falls from the
// expectation, which must be positive, at f = 0, and the bankroll cannot stake
// more than it may lose: bisection finds the place to the last digits.
func growthOptimum(ends [][2]float64) float64 {
	most := 0.0 // the largest loss per unit
	for _, e := range ends {
		if e[0] > 0 {
			most = math.Max(most, -e[1])
		}
	}
	if most == 0 {
		return 1
	}
	low, high := 0.0, math.Min(1/most, 1)
	for range 60 {
		f := (low + high) / 2
		slope := 0.0
		for _, e := range ends {
			if e[0] > 0 {
				slope += e[0] * e[1] / (1 + e[1]*f)
			}
		}
		if slope > 0 {
			low = f
		} else {
			high = f
		}
	}
	return low
}
