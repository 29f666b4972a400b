package bet

import "matchday"

// ExpectedValue is the expected profit of one unit staked at a decimal price
// on a selection of probability p. With commission c on net winnings and tax t
// on the stake, a winning unit earns (price−1)(1−c)−t and a losing one costs
// 1+t, so the expectation is p(1+(price−1)(1−c)) − 1 − t.
func ExpectedValue(p, price float64, at matchday.Bookmaker) float64 {
	return p*(1+(price-1)*(1-at.Commission)) - 1 - at.Tax
}

// Kelly is the fraction of the bankroll whose stake maximises its expected
// logarithm (Kelly 1956, "A new interpretation of information rate"). With
// b = (price−1)(1−c)−t gained and a = 1+t lost per unit staked, the derivative
// of p·log(1+bf) + (1−p)·log(1−af) vanishes at f = (pb − (1−p)a)/(ab), which is
// ExpectedValue/(ab): edge over net odds where there is no tax. It is 0 where
// nothing can be expected to be gained.
func Kelly(p, price float64, at matchday.Bookmaker) float64 {
	gain := (price-1)*(1-at.Commission) - at.Tax
	cost := 1 + at.Tax
	edge := ExpectedValue(p, price, at)
	if !(edge > 0 && gain > 0) {
		return 0
	}
	return edge / (gain * cost)
}
