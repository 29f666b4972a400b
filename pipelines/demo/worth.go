package demo

import (
	"context"
	"fmt"
	"time"

	"matchday"
	"matchday/pipelines/returns"
	"matchday/stages/bet"
	"matchday/warehouse"
)

// Worth is what the settled bets on the 1X2 were worth when they were placed. Of lines the
// world tells no probabilities.
type Worth struct {
	Bets   int            `json:"bets"`
	Staked matchday.Money `json:"staked"`
	// Predicted is the expected profit by the bets' own expected values, True by the true
	// probabilities, those given the elevens if the prediction knew these.
	Predicted matchday.Money `json:"predicted"`
	True      matchday.Money `json:"true"`
}

// worth sums up the expected profits.
func worth(slips []matchday.Slip, predictions []scoredPrediction) (w Worth) {
	truth := map[string]matchday.Probs{}
	for _, p := range predictions {
		truth[p.id] = p.truthThen()
	}
	predicted, at := 0.0, 0.0
	for _, s := range slips {
		p, known := truth[s.PredictionID]
		if s.Status != matchday.Settled || s.Market != matchday.Market1X2 || !known {
			continue
		}
		w.Bets++
		w.Staked.Decimal = w.Staked.Add(s.Stake)
		chance := p[matchday.Outcome(s.Selection).Index()]
		stake, price := s.Stake.InexactFloat64(), s.Price.InexactFloat64()
		predicted += stake * s.ExpectedValue
		at += stake * bet.ExpectedValue(matchday.Chances{Win: chance, Loss: 1 - chance}, price, matchday.Bookmaker{Commission: s.Commission, Tax: s.Tax})
	}
	w.Predicted, w.True = matchday.MoneyOf(predicted), matchday.MoneyOf(at)
	return w
}

// String is one line for people.
func (w Worth) String() string {
	if w.Bets == 0 {
		return "No settled bet on the 1X2 whose worth the true probabilities would tell"
	}
	share := func(m matchday.Money) float64 { return 100 * m.Div(w.Staked.Decimal).InexactFloat64() }
	return fmt.Sprintf("At the true probabilities the %d settled bets on the 1X2 were worth %s (%+.1f %% of the money staked), and %s (%+.1f %%) by the predicted ones",
		w.Bets, w.True.StringFixed(2), share(w.True), w.Predicted.StringFixed(2), share(w.Predicted))
}

// returns sums up what the bets brought.
func (d *demo) returns(ctx context.Context, slips []matchday.Slip) (returns.Report, error) {
	ledger, err := warehouse.Ledger(ctx, d.home)
	if err != nil {
		return returns.Report{}, err
	}
	var bets []matchday.Bet
	dates := map[string]time.Time{}
	for _, s := range slips {
		bets, dates[s.FixtureID] = append(bets, s.Bet), s.MatchDate
	}
	return returns.Of(bets, ledger, dates, d.env.Config.Train.Seed)
}
