package train_test

import (
	"testing"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/belief"
)

func TestAVersionThatLearnedNoWeightsIsBelievedByThePriorOfItsMarketGroup(t *testing.T) {
	for _, group := range []string{train.MarketOff, train.MarketPast, train.MarketOn} {
		got, want := train.Models{Market: group}.Belief(&matchday.Fixture{Country: "England"}), belief.Default(group)
		for _, market := range []matchday.Market{matchday.Market1X2, matchday.MarketTotal, matchday.MarketAsian} {
			if prior := want.Markets[market].Prior; !(prior > 0 && prior < 1) || got[market] != prior {
				t.Errorf("%s, %s: believed by %v, the prior is %v; want a prior between 0 and 1", group, market, got[market], prior)
			}
		}
	}
}
