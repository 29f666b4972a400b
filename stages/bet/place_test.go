package bet

import (
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
	"matchday/config"
)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// trusting believes the model alone, so that its chances are those that are bet on.
var trusting = matchday.Belief{matchday.Market1X2: 1, matchday.MarketTotal: 1, matchday.MarketAsian: 1}

// prediction is a forecast of a fixture between two sides of its own.
func prediction(fixture string, probs matchday.Probs) matchday.Forecast {
	return matchday.Forecast{Belief: trusting, Prediction: matchday.Prediction{
		ID: matchday.PredictionID(fixture, friday), FixtureID: fixture, Time: friday, AsOf: friday, Probs: probs, RunID: "run",
		Division: "E0", HomeTeam: fixture, AwayTeam: "B",
	}}
}

// open opens accounts with a bankroll for some of the default strategies, their
// configuration changed first. They bet a quarter of Kelly.
func open(t rapid.TB, bankroll string, change func(*matchday.Config), strategies ...string) *Accounts {
	t.Helper()
	c := config.Defaults()
	c.Strategies[1].MinEdge, c.Staking.KellyFraction = 0.05, 0.25
	if change != nil {
		change(&c)
	}
	c.Strategies = slices.DeleteFunc(c.Strategies, func(s matchday.Strategy) bool { return !slices.Contains(strategies, s.Name) })
	for i := range c.Strategies {
		c.Strategies[i].Bankroll = bankroll
	}
	a, err := OpenAccounts(c)
	if err != nil {
		t.Fatal(err)
	}
	deposits, err := FirstDeposits(c.Strategies, nil, friday.AddDate(0, 0, -1), "run")
	if err != nil {
		t.Fatal(err)
	}
	a.Book(deposits...)
	return a
}

// quoted adds the publisher's average to quotes that lack it: the first book's prices.
func averaged(quotes []Quote) []Quote {
	type place struct {
		market matchday.Market
		line   sql.Null[float64]
	}
	by := map[place]string{}
	for _, q := range quotes {
		if q.Bookmaker == matchday.BookmakerAverage {
			return quotes
		}
		if p := (place{q.Market, q.Line}); by[p] == "" {
			by[p] = q.Bookmaker
		}
	}
	out := slices.Clone(quotes)
	for _, q := range quotes {
		if by[place{q.Market, q.Line}] == q.Bookmaker {
			q.Bookmaker = matchday.BookmakerAverage
			out = append(out, q)
		}
	}
	return out
}

func offered(f matchday.Forecast, quotes []Quote, placed ...matchday.Bet) Offered {
	return Offered{Forecast: f, Board: Screen(averaged(quotes), f.AsOf), Placed: placed}
}

func place(t rapid.TB, a *Accounts, offers ...Offered) ([]matchday.Bet, []matchday.Skip) {
	t.Helper()
	c, err := a.Place(offers)
	if err != nil {
		t.Fatal(err)
	}
	return c.Bets, c.Skips()
}

func TestTheRuleOfThresholds(t *testing.T) {
	s := config.Defaults().Strategies[0]
	for _, c := range []struct {
		probs matchday.Probs
		want  int // -1: none
		rule  string
	}{
		{matchday.Probs{0.25, 0.25, 0.50}, 2, "P(away) >= 0.5"},
		{matchday.Probs{0.48, 0.02, 0.50}, 2, "P(away) >= 0.5"}, // away comes before the draw
		{matchday.Probs{0.37, 0.30, 0.33}, 1, "|P(home) - P(away)| < 0.05"},
		{matchday.Probs{0.33, 0.30, 0.37}, 1, "|P(home) - P(away)| < 0.05"},
		{matchday.Probs{0.51, 0.25, 0.24}, 0, "P(home) >= 0.51"},
		{matchday.Probs{0.50, 0.26, 0.24}, -1, ""},
		{matchday.Probs{0.40, 0.26, 0.34}, -1, ""},
		{matchday.Probs{0.24, 0.27, 0.49}, -1, ""},
	} {
		opinions := []opinion{{believed: matchday.Of(c.probs[0])}, {believed: matchday.Of(c.probs[1])}, {believed: matchday.Of(c.probs[2])}}
		for i, allowed := range allowedBy(s, matchday.Market1X2, opinions) {
			if allowed != (i == c.want) {
				t.Errorf("%v: selection %d is allowed: %v", c.probs, i, allowed)
			}
			if i == c.want && ruleText(s, i) != c.rule {
				t.Errorf("%v: by %q, want %q", c.probs, ruleText(s, i), c.rule)
			}
		}
	}
}

func TestABetByHand(t *testing.T) {
	a := open(t, "1000.00", nil, "thresholds")
	p := prediction("E0/1617/A/B/1", matchday.Probs{0.60, 0.20, 0.20})
	p.Belief = matchday.Belief{matchday.Market1X2: 0.5}
	// Pinnacle's prices say .5, .25, .25. Half the model: √.30, √.05, √.05, of which
	// home has .550510. At 2.10 that is worth .156071; Kelly is .156071/1.10 = .141883,
	// a quarter of which of 1,000.00 is 35.47.
	bets, skips := place(t, a, offered(p, join(book("PS", "2.00", "4.00", "4.00"), book("B365", "2.10", "3.60", "3.60"))))
	if len(bets) != 1 || len(skips) != 0 {
		t.Fatalf("got %d bets and skips %v, want one bet", len(bets), skips)
	}
	b := bets[0]
	near(t, "expected value", b.ExpectedValue, 0.156071, 1e-6)
	near(t, "believed probability", b.Probability, 0.550510, 1e-6)
	near(t, "the model's", b.ModelProbability.V, 0.6, 1e-12)
	near(t, "the sharp price's", b.SharpProbability.V, 0.5, 1e-12)
	want := matchday.Bet{
		ID:        "thresholds/1x2/H/" + p.ID,
		FixtureID: "E0/1617/A/B/1", PredictionID: p.ID, Time: friday, Selection: "H",
		Stake: b.Stake, Price: b.Price, Rule: "P(home) >= 0.51", RunID: "run", Strategy: "thresholds",
		Bookmaker: "B365", Market: "1x2", QuotedAt: friday, Decided: 1,
		ExpectedValue: b.ExpectedValue, Probability: b.Probability, ModelProbability: b.ModelProbability, SharpProbability: b.SharpProbability,
		Bankroll: b.Bankroll, AdvisedStake: b.Stake, Status: matchday.Pending,
	}
	if !reflect.DeepEqual(b, want) {
		t.Errorf("got %+v\nwant %+v", b, want)
	}
	if b.Stake.String() != "35.47" || b.Price.String() != "2.1" || b.Bankroll.String() != "1000" {
		t.Errorf("stake %s at %s of %s; want 35.47 at 2.1 of 1000", b.Stake, b.Price, b.Bankroll)
	}
	if !a.Exposure().Equal(money("35.47")) || !a.Bankroll().Equal(money("1000")) {
		t.Errorf("exposure %s, bankroll %s; want 35.47 open and 1000 untouched", a.Exposure(), a.Bankroll())
	}
}

func TestStakesByHand(t *testing.T) {
	defaults, err := parseStaking(config.Defaults().Staking)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name            string
		kelly           float64
		bankroll, stake string
	}{
		{"a fifth of Kelly", 0.1, "1000.00", "20"},
		{"rounded down", 0.1, "999.99", "19.99"},
		{"at most 5 %", 0.6, "1000.00", "50"},
		{"5 % rounded down", 0.6, "333.33", "16.66"},
		{"no bankroll", 0.6, "0", "0"},
	} {
		if stake := defaults.wanted(c.kelly, money(c.bankroll)); !stake.Equal(money(c.stake)) {
			t.Errorf("%s: got %s, want %s", c.name, stake, c.stake)
		}
	}
	for open, want := range map[string]string{"170.00": "30", "199.009": "0.99", "250.00": "0"} {
		if got := left(defaults.maxOpen, money("1000.00"), money(open)); !got.Equal(money(want)) {
			t.Errorf("with %s open %s is left, want %s", open, got, want)
		}
	}
}

func TestWhyNotToBet(t *testing.T) {
	favourite := matchday.Probs{0.55, 0.25, 0.20}
	for _, c := range []struct {
		name   string
		probs  matchday.Probs
		quotes []Quote
		change func(*matchday.Config)
		reason matchday.SkipReason
	}{
		{"no rule holds", matchday.Probs{0.45, 0.25, 0.30}, book("B365", "2.10", "3.40", "3.60"), nil, RuleNotMet},
		{"nobody quotes", favourite, nil, nil, NoPrice},
		{"only the average and the best price", favourite, join(book("Avg", "2.10", "3.40", "3.60"), book("Max", "2.20", "3.50", "3.90")), nil, NoPrice},
		{"only a bookmaker that is not allowed", favourite, book("WH", "2.10", "3.40", "3.60"), func(c *matchday.Config) { c.BetAt = []string{"B365"} }, NoPrice},
		{"an absurd price", favourite, book("B365", "21", "3.40", "3.60"), nil, PriceOutlier},
		{"too little expected value", matchday.Probs{0.624, 0.2, 0.176}, book("B365", "2.00", "3.40", "4.80"), func(c *matchday.Config) { c.Strategies[0].MinEdge = 0.25 }, NoEdge},
		{"commission eats the edge", favourite, book("BFE", "1.89", "3.80", "4.80"), nil, NoEdge},
		{"tax eats the edge", favourite, book("B365", "1.90", "3.60", "4.60"), func(c *matchday.Config) { c.Bookmakers = map[string]matchday.Bookmaker{"B365": {Tax: 0.05}} }, NoEdge},
		{"a stake of less than a unit", favourite, book("B365", "1.86", "3.60", "4.60"), func(c *matchday.Config) { c.Staking.MinStake = "10.00" }, BelowMinimum},
		{"a strategy's limit", favourite, book("B365", "2.10", "3.60", "3.60"), func(c *matchday.Config) { c.Staking.MaxOpen = 0.0009 }, OpenLimit},
		{"a selection's limit", favourite, book("B365", "2.10", "3.60", "3.60"), func(c *matchday.Config) { c.Staking.MaxOutcome = 0.0009 }, OutcomeLimit},
		{"a match's limit", favourite, book("B365", "2.10", "3.60", "3.60"), func(c *matchday.Config) { c.Staking.MaxFixture = 0.0009 }, FixtureLimit},
		{"everything's limit", favourite, book("B365", "2.10", "3.60", "3.60"), func(c *matchday.Config) { c.Staking.MaxOpenTotal = 0.0009 }, TotalLimit},
	} {
		bets, skips := place(t, open(t, "1000.00", c.change, "thresholds"), offered(prediction("f", c.probs), c.quotes))
		if len(bets) != 0 || len(skips) != 1 || skips[0].Reason != c.reason {
			t.Errorf("%s: bets %v, skips %v; want only %q", c.name, bets, skips, c.reason)
		}
	}
}

func TestWithoutBeliefOrASharpPriceThereIsNoBet(t *testing.T) {
	worth := matchday.Probs{0.60, 0.25, 0.15}
	unlearned := prediction("f", worth)
	unlearned.Belief = nil
	two := join(book("B365", "2.10", "3.40", "3.60"), book("WH", "2.12", "3.40", "3.60"))
	for _, strategy := range []string{"thresholds", "value"} {
		skipped := map[string]int{"thresholds": 1, "value": 3}[strategy]
		bets, skips := place(t, open(t, "1000.00", nil, strategy), offered(unlearned, two))
		if len(bets) != 0 || len(skips) != 1 || skips[0].Reason != NoBelief {
			t.Errorf("%s, no belief: bets %v, skips %v", strategy, bets, skips)
		}
		alone := Offered{Forecast: prediction("f", worth), Board: Screen(two, friday)}
		bets, skips = place(t, open(t, "1000.00", nil, strategy), alone)
		if len(bets) != 0 || len(skips) != skipped || skips[0].Reason != NoSharp {
			t.Errorf("%s, no sharp price: bets %v, skips %v", strategy, bets, skips)
		}
		alone.Board = Screen(join(two, book("LB", "2.11", "3.40", "3.60")), friday)
		if bets, _ = place(t, open(t, "1000.00", nil, strategy), alone); len(bets) != 1 {
			t.Errorf("%s, three books that agree: bets %v", strategy, bets)
		}
	}
}

func TestTheBestPriceIsTheBestAfterCommission(t *testing.T) {
	quotes := join(book("BFE", "2.20", "3.40", "3.60"), book("B365", "2.16", "3.40", "3.60"), book("WH", "2.16", "3.30", "3.50"))
	bets, _ := place(t, open(t, "1000.00", nil, "thresholds"), offered(prediction("f", matchday.Probs{0.55, 0.25, 0.20}), quotes))
	if len(bets) != 1 || bets[0].Bookmaker != "B365" { // 2.20 less 5 % of 1.20 is 2.14
		t.Fatalf("got %+v, want a bet with B365", bets)
	}
}

func TestAStrategyBetsOnceOnAMarketWhateverBecameOfTheBet(t *testing.T) {
	a := open(t, "1000.00", nil, "value")
	p, quotes := prediction("f", matchday.Probs{0.33, 0.24, 0.43}), book("B365", "3.20", "3.40", "2.60")
	bets, skips := place(t, a, offered(p, quotes))
	if len(bets) != 1 || bets[0].Selection != "A" {
		t.Fatalf("got %+v, want A at 0.118, not H at 0.056", bets)
	}
	if len(skips) != 2 || skips[0].Selection != "H" || skips[0].Reason != Better || skips[1].Selection != "D" || skips[1].Reason != NoEdge {
		t.Fatalf("got skips %+v", skips)
	}
	near(t, "expected value of the draw", skips[1].ExpectedValue.V, 0.24*3.4-1, 1e-12)
	near(t, "expected value of the home win", skips[0].ExpectedValue.V, 0.33*3.2-1, 1e-12)
	settled := bets[0]
	settled.Status = matchday.Void
	again, skips := place(t, open(t, "1000.00", nil, "value"), offered(p, quotes, settled))
	if len(again) != 0 || len(skips) != 1 || skips[0].Reason != AlreadyBet {
		t.Errorf("bet %+v, skips %+v", again, skips)
	}
	other := settled
	other.Strategy = "thresholds"
	if again, _ = place(t, open(t, "1000.00", nil, "value"), offered(p, quotes, other)); len(again) != 1 {
		t.Errorf("another strategy's bet keeps it from betting: %+v", again)
	}
}

func TestAMatchUnderTwoIdsIsBetOnOnce(t *testing.T) {
	quotes := book("B365", "2.60", "3.50", "2.60")
	first, second := prediction("f/1", matchday.Probs{0.41, 0.16, 0.43}), prediction("f/2", matchday.Probs{0.42, 0.16, 0.42})
	second.HomeTeam = first.HomeTeam
	for _, offers := range [][]Offered{{offered(first, quotes), offered(second, quotes)}, {offered(second, quotes), offered(first, quotes)}} {
		bets, _ := place(t, open(t, "1000.00", nil, "value"), offers...)
		if len(bets) != 1 || bets[0].FixtureID != "f/1" {
			t.Errorf("got %+v, want the one of f/1, which is worth more", bets)
		}
	}
}

func TestWhatCannotBeUsedIsRefused(t *testing.T) {
	a := open(t, "1000.00", nil, "thresholds")
	if _, err := a.Place([]Offered{{Forecast: prediction("f", matchday.Probs{0.5, 0.5, 0.5})}}); err == nil {
		t.Error("probabilities that sum to 1.5 were taken")
	}
	unbelievable := prediction("f", matchday.Probs{0.55, 0.25, 0.20})
	unbelievable.Belief = matchday.Belief{matchday.Market1X2: 1.2}
	if _, err := a.Place([]Offered{{Forecast: unbelievable}}); err == nil || !strings.Contains(err.Error(), "1.2") {
		t.Errorf("a weight of 1.2 gave %v", err)
	}
	late := prediction("f", matchday.Probs{0.55, 0.25, 0.20})
	late.AsOf = friday.Add(-time.Second)
	if _, err := a.Place([]Offered{{Forecast: late, Board: Screen(book("B365", "2.10", "3.40", "3.60"), friday)}}); err == nil || !strings.Contains(err.Error(), "B365") {
		t.Errorf("a price quoted after the as-of gave %v", err)
	}
	c := config.Defaults()
	c.Staking.MinStake = "one"
	if _, err := OpenAccounts(c); err == nil || !strings.Contains(err.Error(), "staking.min_stake") {
		t.Errorf("min_stake %q gave %v", c.Staking.MinStake, err)
	}
	for _, s := range []matchday.Strategy{{Name: "x", Rule: "martingale"}, {Name: "x", Rule: matchday.RuleThresholds}} {
		c := config.Defaults()
		c.Strategies = append(c.Strategies, s)
		if _, err := OpenAccounts(c); err == nil {
			t.Errorf("strategy %+v was opened", s)
		}
	}
	for _, bankroll := range []string{"", "ten", "-5", "0", "10.001"} {
		if _, err := Deposit(matchday.Strategy{Bankroll: bankroll}, friday, "run"); err == nil {
			t.Errorf("bankroll %q was deposited", bankroll)
		}
	}
}

func drawProbs(t *rapid.T) matchday.Probs {
	var p matchday.Probs
	for i := range p {
		p[i] = rapid.Float64Range(0.05, 1).Draw(t, "weight")
	}
	return p.Normalised()
}

func TestBetsDependOnlyOnWhatWasQuotedByThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := prediction("f", drawProbs(t))
		known := drawQuotes(t)
		later := drawQuotes(t)
		for i := range later { // whatever it was, it is a closing price or comes later
			if later[i].Moment == matchday.PreMatch && !later[i].KnownAt.After(p.AsOf) {
				later[i].KnownAt = p.AsOf.Add(time.Nanosecond)
			}
		}
		bets, skips := place(t, open(t, "1000.00", nil, "thresholds", "value"), Offered{Forecast: p, Board: Screen(known, friday)})
		again, skipsAgain := place(t, open(t, "1000.00", nil, "thresholds", "value"), Offered{Forecast: p, Board: Screen(shuffled(t, join(known, later)), friday)})
		if !reflect.DeepEqual(bets, again) || !reflect.DeepEqual(skips, skipsAgain) {
			t.Fatalf("later quotes in another order changed %+v to %+v", bets, again)
		}
	})
}

func TestAnAccountRestoredFromItsBooksBetsTheSame(t *testing.T) {
	quotes := book("B365", "2.10", "3.40", "3.60")
	probs := matchday.Probs{0.55, 0.25, 0.20}
	a := open(t, "1000.00", nil, "thresholds")
	first, _ := place(t, a, offered(prediction("f", probs), quotes))
	lost := matchday.LedgerEntry{Strategy: "thresholds", Kind: matchday.Settlement, BetID: first[0].ID, Amount: first[0].Stake.Neg()}
	second, _ := place(t, a, offered(prediction("g", probs), quotes))
	a.Hold(second...) // held already
	a.Book(lost)

	restored := open(t, "1000.00", nil, "thresholds")
	restored.Book(lost)
	settled := first[0]
	settled.Status = matchday.Settled
	restored.Hold(settled, second[0])
	want, _ := place(t, a, offered(prediction("h", probs), quotes))
	got, _ := place(t, restored, offered(prediction("h", probs), quotes))
	if len(want) != 1 || !got[0].Stake.Equal(want[0].Stake) || !restored.Exposure().Equal(a.Exposure()) {
		t.Fatalf("restored account bets %+v with %s open; want %+v with %s", got, restored.Exposure(), want, a.Exposure())
	}
	if got[0].Line != (sql.Null[float64]{}) {
		t.Fatalf("a 1X2 bet has a line: %v", got[0].Line)
	}
	if open := a.All()[0].OpenBets(); len(open) != 2 || open[0].FixtureID != "g" {
		t.Errorf("%s", fmt.Sprint(open))
	}
}
