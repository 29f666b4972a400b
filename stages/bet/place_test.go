package bet

import (
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
	"matchday/config"
)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func prediction(fixture string, probs matchday.Probs) matchday.Forecast {
	return matchday.Forecast{Prediction: matchday.Prediction{
		ID: matchday.PredictionID(fixture, friday), FixtureID: fixture, Time: friday, AsOf: friday, Probs: probs, RunID: "run",
	}}
}

// account opens one of the default strategies with a bankroll, its
// configuration changed first.
func account(t rapid.TB, strategy, bankroll string, change func(*matchday.Config)) *Account {
	t.Helper()
	c := config.Defaults()
	if change != nil {
		change(&c)
	}
	for _, s := range c.Strategies {
		if s.Name != strategy {
			continue
		}
		s.Bankroll = bankroll
		a, err := OpenAccount(c, s)
		if err != nil {
			t.Fatal(err)
		}
		deposit, err := Deposit(s, friday.AddDate(0, 0, -1), "run")
		if err != nil {
			t.Fatal(err)
		}
		a.Book(deposit)
		return a
	}
	t.Fatalf("no strategy %q", strategy)
	return nil
}

func place(t rapid.TB, a *Account, p matchday.Forecast, quotes []Quote) ([]matchday.Bet, []matchday.Skip) {
	t.Helper()
	bets, skips, err := a.Place(p, Screen(quotes, p.AsOf))
	if err != nil {
		t.Fatal(err)
	}
	return bets, skips
}

func TestTheRuleOfThresholds(t *testing.T) {
	s := config.Defaults().Strategies[0]
	for _, c := range []struct {
		probs matchday.Probs
		want  string
		rule  string
	}{
		{matchday.Probs{0.25, 0.25, 0.50}, "A", "P(away) >= 0.5"},
		{matchday.Probs{0.48, 0.02, 0.50}, "A", "P(away) >= 0.5"}, // away comes before the draw
		{matchday.Probs{0.37, 0.30, 0.33}, "D", "|P(home) - P(away)| < 0.05"},
		{matchday.Probs{0.33, 0.30, 0.37}, "D", "|P(home) - P(away)| < 0.05"},
		{matchday.Probs{0.51, 0.25, 0.24}, "H", "P(home) >= 0.51"},
		{matchday.Probs{0.50, 0.26, 0.24}, "", ""},
		{matchday.Probs{0.40, 0.26, 0.34}, "", ""},
		{matchday.Probs{0.24, 0.27, 0.49}, "", ""},
	} {
		got := candidates(s, prediction("f", c.probs), matchday.Market1X2, sql.Null[float64]{})
		if c.want == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].selection != c.want || got[0].rule != c.rule {
			t.Errorf("%v: got %v, want %q by %q", c.probs, got, c.want, c.rule)
		}
	}
}

func TestABetByHand(t *testing.T) {
	a := account(t, "thresholds", "1000.00", nil)
	p := prediction("E0/1617/A/B/1", matchday.Probs{0.55, 0.25, 0.20})
	bets, skips := place(t, a, p, book("B365", "2.10", "3.40", "3.60"))
	// Expected value 0.55 × 2.10 − 1 = 0.155; Kelly 0.155/1.10 = 0.140909…; a
	// quarter of it of 1,000.00 is 35.227…, down to 35.22.
	if len(bets) != 1 || len(skips) != 0 {
		t.Fatalf("got %d bets and skips %v, want one bet", len(bets), skips)
	}
	b := bets[0]
	near(t, "expected value", b.ExpectedValue, 0.155, 1e-12)
	b.ExpectedValue = 0
	want := matchday.Bet{
		ID:        "thresholds/1x2/H/" + p.ID,
		FixtureID: "E0/1617/A/B/1", PredictionID: p.ID, Time: friday, Selection: "H",
		Stake: b.Stake, Price: b.Price, Rule: "P(home) >= 0.51", RunID: "run", Strategy: "thresholds",
		Bookmaker: "B365", Market: "1x2", QuotedAt: friday, Probability: 0.55, Decided: 1,
		Bankroll: b.Bankroll, Status: matchday.Pending,
	}
	if !reflect.DeepEqual(b, want) {
		t.Errorf("got %+v\nwant %+v", b, want)
	}
	if b.Stake.String() != "35.22" || b.Price.String() != "2.1" || b.Bankroll.String() != "1000" {
		t.Errorf("stake %s at %s of %s; want 35.22 at 2.1 of 1000", b.Stake, b.Price, b.Bankroll)
	}
	if !a.Exposure().Equal(money("35.22")) || !a.Bankroll().Equal(money("1000")) {
		t.Errorf("exposure %s, bankroll %s; want 35.22 open and 1000 untouched", a.Exposure(), a.Bankroll())
	}
}

func TestStakesByHand(t *testing.T) {
	defaults, err := parseStaking(config.Defaults().Staking)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name           string
		kelly          float64
		bankroll, open string
		stake          string
		reason         matchday.SkipReason
	}{
		{"a quarter of Kelly", 0.1, "1000.00", "0", "25", ""},
		{"rounded down", 0.1, "999.99", "0", "24.99", ""},
		{"at most 5 %", 0.6, "1000.00", "0", "50", ""},
		{"5 % rounded down", 0.6, "333.33", "0", "16.66", ""},
		{"up to what is left of 20 %", 0.6, "1000.00", "170.00", "30", ""},
		{"the last unit of 20 %", 0.6, "1000.00", "199.00", "1", ""},
		{"nothing left", 0.6, "1000.00", "199.01", "0", OpenLimit},
		{"more open than allowed after losses", 0.6, "500.00", "150.00", "0", OpenLimit},
		{"the smallest stake", 0.004, "1000.00", "0", "1", ""},
		{"a cent below it", 0.00399, "1000.00", "0", "0", BelowMinimum},
		{"a small bankroll", 0.6, "19.99", "0", "0", BelowMinimum},
		{"no bankroll", 0.6, "0", "0", "0", BelowMinimum},
	} {
		stake, reason := defaults.stake(c.kelly, money(c.bankroll), money(c.open))
		if !stake.Equal(money(c.stake)) || reason != c.reason {
			t.Errorf("%s: got %s %q, want %s %q", c.name, stake, reason, c.stake, c.reason)
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
		{"expected value of exactly the least", matchday.Probs{0.625, 0.2, 0.175}, book("B365", "2.00", "3.40", "4.80"), func(c *matchday.Config) { c.Strategies[0].MinEdge = 0.25 }, NoEdge},
		{"commission eats the edge", favourite, book("BFE", "1.89", "3.80", "4.80"), nil, NoEdge},
		{"tax eats the edge", favourite, book("B365", "1.90", "3.60", "4.60"), func(c *matchday.Config) { c.Bookmakers = map[string]matchday.Bookmaker{"B365": {Tax: 0.05}} }, NoEdge},
	} {
		bets, skips := place(t, account(t, "thresholds", "1000.00", c.change), prediction("f", c.probs), c.quotes)
		if len(bets) != 0 || len(skips) != 1 || skips[0].Reason != c.reason {
			t.Errorf("%s: bets %v, skips %v; want only %q", c.name, bets, skips, c.reason)
		}
	}
}

func TestTheBestPriceIsTheBestAfterCommission(t *testing.T) {
	quotes := join(book("BFE", "2.20", "3.40", "3.60"), book("B365", "2.16", "3.40", "3.60"), book("WH", "2.16", "3.30", "3.50"))
	bets, _ := place(t, account(t, "thresholds", "1000.00", nil), prediction("f", matchday.Probs{0.55, 0.25, 0.20}), quotes)
	if len(bets) != 1 || bets[0].Bookmaker != "B365" { // 2.20 less 5 % of 1.20 is 2.14
		t.Fatalf("got %+v, want a bet with B365", bets)
	}
}

func TestValueBetsEverySelectionThatIsWorthIt(t *testing.T) {
	a := account(t, "value", "1000.00", nil)
	bets, skips := place(t, a, prediction("f", matchday.Probs{0.41, 0.16, 0.43}), book("B365", "2.60", "3.50", "2.60"))
	if len(bets) != 2 || bets[0].Selection != "H" || bets[1].Selection != "A" {
		t.Fatalf("got %+v, want H at 0.066 and A at 0.118", bets)
	}
	if len(skips) != 1 || skips[0].Selection != "D" || skips[0].Reason != NoEdge {
		t.Fatalf("got skips %+v, want the draw for want of edge", skips)
	}
	near(t, "expected value of the draw", skips[0].ExpectedValue.V, 0.16*3.5-1, 1e-12)
}

func TestASelectionIsBetOnceWhileItIsOpen(t *testing.T) {
	a := account(t, "thresholds", "1000.00", nil)
	p := prediction("f", matchday.Probs{0.55, 0.25, 0.20})
	first, _ := place(t, a, p, book("B365", "2.10", "3.40", "3.60"))
	later := p
	later.Time, later.AsOf = friday.Add(time.Hour), friday.Add(time.Hour)
	later.ID = matchday.PredictionID("f", later.Time)
	if bets, skips := place(t, a, later, book("B365", "2.20", "3.40", "3.60")); len(bets) != 0 || skips[0].Reason != AlreadyBet {
		t.Fatalf("got bets %v, skips %v; want the selection passed over", bets, skips)
	}
	a.Hold(first...) // held already
	if got := a.OpenBets(); !a.Exposure().Equal(first[0].Stake) || len(got) != 1 {
		t.Fatalf("exposure %s of %d bets after holding one bet twice", a.Exposure(), len(got))
	}
}

func TestWhatCannotBeUsedIsRefused(t *testing.T) {
	a := account(t, "thresholds", "1000.00", nil)
	if _, _, err := a.Place(prediction("f", matchday.Probs{0.5, 0.5, 0.5}), Board{}); err == nil {
		t.Error("probabilities that sum to 1.5 were taken")
	}
	late := prediction("f", matchday.Probs{0.55, 0.25, 0.20})
	late.AsOf = friday.Add(-time.Second)
	if _, _, err := a.Place(late, Screen(book("B365", "2.10", "3.40", "3.60"), friday)); err == nil || !strings.Contains(err.Error(), "B365") {
		t.Errorf("a price quoted after the as-of gave %v", err)
	}
	c := config.Defaults()
	c.Staking.MinStake = "one"
	if _, err := OpenAccount(c, c.Strategies[0]); err == nil || !strings.Contains(err.Error(), "staking.min_stake") {
		t.Errorf("min_stake %q gave %v", c.Staking.MinStake, err)
	}
	for _, s := range []matchday.Strategy{{Name: "x", Rule: "martingale"}, {Name: "x", Rule: matchday.RuleThresholds}} {
		if _, err := OpenAccount(config.Defaults(), s); err == nil {
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
		for _, strategy := range []string{"thresholds", "value"} {
			bets, skips := place(t, account(t, strategy, "1000.00", nil), p, known)
			again, skipsAgain := place(t, account(t, strategy, "1000.00", nil), p, shuffled(t, join(known, later)))
			if !reflect.DeepEqual(bets, again) || !reflect.DeepEqual(skips, skipsAgain) {
				t.Fatalf("later quotes in another order changed %+v to %+v", bets, again)
			}
		}
	})
}

func TestNoStakeBreaksALimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strategy := rapid.SampledFrom([]string{"thresholds", "value"}).Draw(t, "strategy")
		a := account(t, strategy, "300.00", nil)
		sum := money("300.00")
		for i := range rapid.IntRange(1, 30).Draw(t, "fixtures") {
			before, open := a.Bankroll(), a.Exposure()
			bets, _ := place(t, a, prediction(fmt.Sprint(i), drawProbs(t)), drawQuotes(t))
			for _, b := range bets {
				open = open.Add(b.Stake)
				full := Kelly(b.Chances(), b.Price.InexactFloat64(), matchday.Bookmaker{}) * before.InexactFloat64()
				switch {
				case b.Stake.LessThan(money("1.00")), !b.Stake.Equal(b.Stake.Truncate(2)),
					b.Stake.GreaterThan(before.Mul(money("0.05"))), open.GreaterThan(before.Mul(money("0.20"))),
					b.Stake.InexactFloat64() > full/4+1e-9, !b.Bankroll.Equal(before), b.Price.LessThanOrEqual(decimal.NewFromInt(1)):
					t.Fatalf("bankroll %s, open %s, full Kelly %v: staked %s", before, open, full, b.Stake)
				}
			}
			if !a.Exposure().Equal(open) {
				t.Fatalf("exposure %s, open stakes %s", a.Exposure(), open)
			}
			for _, b := range a.OpenBets() {
				if !rapid.Bool().Draw(t, "settle") {
					continue
				}
				profit := b.Stake.Neg()
				if rapid.Bool().Draw(t, "won") {
					profit = b.Stake.Mul(b.Price.Sub(decimal.NewFromInt(1))).Round(2)
				}
				sum = sum.Add(profit)
				a.Book(matchday.LedgerEntry{Strategy: strategy, Kind: matchday.Settlement, BetID: b.ID, Amount: profit},
					matchday.LedgerEntry{Strategy: "another", Kind: matchday.Settlement, Amount: profit})
			}
			if !a.Bankroll().Equal(sum) {
				t.Fatalf("bankroll %s, sum of the ledger %s", a.Bankroll(), sum)
			}
		}
		if left := a.Exposure(); len(a.OpenBets()) == 0 && !left.IsZero() {
			t.Fatalf("nothing is open, but %s of exposure is left", left)
		}
	})
}

func TestAnAccountRestoredFromItsBooksBetsTheSame(t *testing.T) {
	quotes := book("B365", "2.10", "3.40", "3.60")
	probs := matchday.Probs{0.55, 0.25, 0.20}
	a := account(t, "thresholds", "1000.00", nil)
	first, _ := place(t, a, prediction("f", probs), quotes)
	lost := matchday.LedgerEntry{Strategy: "thresholds", Kind: matchday.Settlement, BetID: first[0].ID, Amount: first[0].Stake.Neg()}
	second, _ := place(t, a, prediction("g", probs), quotes)
	a.Book(lost)

	restored := account(t, "thresholds", "1000.00", nil)
	restored.Book(lost)
	settled := first[0]
	settled.Status = matchday.Settled
	restored.Hold(settled, second[0])
	want, _ := place(t, a, prediction("h", probs), quotes)
	got, _ := place(t, restored, prediction("h", probs), quotes)
	if len(want) != 1 || !got[0].Stake.Equal(want[0].Stake) || !restored.Exposure().Equal(a.Exposure()) {
		t.Fatalf("restored account bets %+v with %s open; want %+v with %s", got, restored.Exposure(), want, a.Exposure())
	}
	if got[0].Line != (sql.Null[float64]{}) {
		t.Fatalf("a 1X2 bet has a line: %v", got[0].Line)
	}
}
