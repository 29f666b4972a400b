package bet

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

// worth is a fixture whose home win is believed at .5 and offered at a price.
func worth(fixture, price string) Offered {
	return offered(prediction(fixture, matchday.Probs{0.5, 0.3, 0.2}), book("B365", price, "3.00", "4.00"))
}

func stakes(bets []matchday.Bet) map[string]string {
	out := map[string]string{}
	for _, b := range bets {
		out[b.Strategy+" "+b.FixtureID] = b.Stake.StringFixed(2)
	}
	return out
}

func TestWhatIsWantedBeyondALimitPaysAPriceOfMoney(t *testing.T) {
	// At 2.20, 2.40 and 2.30 they are worth .10, .20 and .15 and want 250·ev/(price−1)
	// of 1,000.00: 20.83, 35.71 and 28.84, of which 70.00 may be open. The price of
	// money x takes 250·x·(1/1.20 + 1/1.40 + 1/1.30) = 579.2·x: .02657 takes the 15.39.
	limited := func(c *matchday.Config) { c.Staking.MaxOpen = 0.07 }
	bets, _ := place(t, open(t, "1000.00", limited, "value"), worth("a", "2.20"), worth("b", "2.40"), worth("c", "2.30"))
	want := map[string]string{"value a": "15.29", "value b": "30.96", "value c": "23.73"}
	if got := stakes(bets); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("staked %v, want %v", got, want)
	}
	// Of 2.00 there is nothing left for a and c.
	limited = func(c *matchday.Config) { c.Staking.MaxOpen = 0.002 }
	bets, skips := place(t, open(t, "1000.00", limited, "value"), worth("a", "2.20"), worth("b", "2.40"), worth("c", "2.30"))
	if got := stakes(bets); len(got) != 1 || got["value b"] != "2.00" {
		t.Errorf("staked %v, want 2.00 on b", got)
	}
	if !slices.ContainsFunc(skips, func(s matchday.Skip) bool { return s.FixtureID == "a" && s.Selection == "H" && s.Reason == OpenLimit }) {
		t.Errorf("nothing says why a is not bet on: %v", skips)
	}
}

func TestTwoStrategiesShareWhatAPersonMayStakeOnASelection(t *testing.T) {
	// Two strategies on one selection share what a person may stake on it: 5 % of
	// 2,000.00, of which each wants 50.00 here, and 2 %, of which each gets a half.
	for limit, want := range map[float64]string{0.05: "50.00", 0.02: "20.00"} {
		both := open(t, "1000.00", func(c *matchday.Config) { c.Staking.MaxOutcome, c.Staking.KellyFraction = limit, 0.5 }, "thresholds", "value")
		bets, _ := place(t, both, offered(prediction("a", matchday.Probs{0.6, 0.2, 0.2}), book("B365", "2.40", "3.00", "3.90")))
		if got := stakes(bets); got["value a"] != want || got["thresholds a"] != want {
			t.Errorf("limit %v: staked %v, want %s each", limit, got, want)
		}
	}
}

func TestWhatIsOpenCountsAgainstThePersonsLimitsWhoeverBetIt(t *testing.T) {
	bet := func(strategy, fixture, selection, stake string) matchday.Bet {
		return matchday.Bet{ID: strategy + fixture + selection, Strategy: strategy, FixtureID: fixture, Market: matchday.Market1X2, Selection: selection, Stake: money(stake), Status: matchday.Pending}
	}
	for _, c := range []struct {
		name string
		held matchday.Bet
		want string // staked on the home win of a, which wants 35.71
	}{
		{"nothing", matchday.Bet{Status: matchday.Void}, "35.71"},
		{"the same selection", bet("retired", "a", "H", "60.00"), "30.00"},                      // 5 % of 1,800
		{"another selection of the match", bet("retired", "a", "A", "120.00"), "24.00"},         // 8 %
		{"another match", bet("retired", "z", "H", "330.00"), "30.00"},                          // 20 %
		{"the match under another id", bet("retired", "a/2", "H", "60.00"), "30.00"},            // Placed says so
		{"another match, and all that may be open", bet("retired", "z", "H", "360.00"), "none"}, // 20 %
		{"a selection, and all that may be on it", bet("retired", "a", "H", "90.00"), "none"},   // 5 %
		{"a strategy's own", bet("value", "z", "H", "180.00"), "20.00"},                         // 20 % of 1,000
		{"settled bets", func() matchday.Bet { b := bet("retired", "a", "H", "90.00"); b.Status = matchday.Settled; return b }(), "35.71"},
	} {
		a := open(t, "1000.00", nil, "value")
		a.Book(matchday.LedgerEntry{Strategy: "retired", Kind: matchday.Deposit, Amount: money("800.00")})
		a.Hold(c.held)
		o := worth("a", "2.40")
		if c.held.FixtureID == "a/2" {
			o.Placed = []matchday.Bet{c.held}
		}
		bets, skips := place(t, a, o)
		got := "none"
		if len(bets) == 1 {
			got = bets[0].Stake.StringFixed(2)
		}
		if got != c.want {
			t.Errorf("%s is open: staked %s, want %s (%v)", c.name, got, c.want, skips)
		}
	}
}

func TestAStrategyThatIsNotConfiguredKeepsItsMoneyAndBetsNoMore(t *testing.T) {
	a := open(t, "1000.00", nil, "value")
	held := matchday.Bet{ID: "old", Strategy: "old", FixtureID: "z", Stake: money("20.00"), Status: matchday.Pending}
	a.Book(matchday.LedgerEntry{Strategy: "old", Kind: matchday.Deposit, Amount: money("300.00")})
	a.Hold(held)
	bets, skips := place(t, a, worth("a", "2.40"))
	for _, s := range skips {
		if s.Strategy != "value" {
			t.Errorf("%+v", s)
		}
	}
	all := a.All()
	if len(bets) != 1 || bets[0].Strategy != "value" || len(all) != 2 || all[0].Retired() || !all[1].Retired() || all[1].Strategy().Name != "old" {
		t.Fatalf("bets %+v, accounts %+v", bets, all)
	}
	if !all[1].Bankroll().Equal(money("300")) || !all[1].Exposure().Equal(money("20")) || !a.Bankroll().Equal(money("1300")) || !a.Exposure().Equal(bets[0].Stake.Add(held.Stake)) {
		t.Errorf("%s and %s open; in all %s and %s", all[1].Bankroll(), all[1].Exposure(), a.Bankroll(), a.Exposure())
	}
	a.Book(matchday.LedgerEntry{Strategy: "old", Kind: matchday.Settlement, BetID: "old", Amount: money("-20.00")})
	if !all[1].Bankroll().Equal(money("280")) || !all[1].Exposure().IsZero() {
		t.Errorf("settled: %s and %s open", all[1].Bankroll(), all[1].Exposure())
	}
}

// drawMoment is a moment of a few fixtures, most of which are worth a bet and some of
// which are worth exactly the same.
func drawMoment(t *rapid.T, k int) (offers []Offered) {
	for i := range rapid.IntRange(1, 8).Draw(t, "fixtures") {
		o := worth(fmt.Sprintf("f%d-%d", k, i), decimal.New(rapid.Int64Range(205, 250).Draw(t, "price"), -2).StringFixed(2))
		o.Forecast.Belief = matchday.Belief{matchday.Market1X2: rapid.Float64Range(0.5, 1).Draw(t, "weight")}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			o.Forecast.Probs, o.Board = drawProbs(t), Screen(averaged(drawQuotes(t)), friday)
		case 1:
			if i > 0 { // the twin of the one before
				o.Forecast.Probs, o.Forecast.Belief, o.Board = offers[i-1].Forecast.Probs, offers[i-1].Forecast.Belief, offers[i-1].Board
			}
		}
		offers = append(offers, o)
	}
	return offers
}

func drawStaking(t *rapid.T) func(*matchday.Config) {
	fraction := func() float64 { return float64(rapid.IntRange(0, 25).Draw(t, "per cent")) / 100 }
	s := matchday.Staking{
		KellyFraction: rapid.Float64Range(0.1, 1).Draw(t, "kelly"), MaxBet: fraction(), MaxOpen: fraction(),
		MaxOutcome: fraction(), MaxFixture: fraction(), MaxOpenTotal: fraction(), MinStake: "1.00",
	}
	return func(c *matchday.Config) { c.Staking, c.Strategies[1].MinEdge = s, 0 }
}

func TestNoStakeBreaksALimitOfAStrategyOrOfThePerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		change := drawStaking(t)
		a := open(t, "300.00", change, "thresholds", "value")
		a.Book(matchday.LedgerEntry{Strategy: "retired", Kind: matchday.Deposit, Amount: money("77.77")})
		a.Hold(matchday.Bet{ID: "r", Strategy: "retired", FixtureID: "f0-0", Market: matchday.Market1X2, Selection: "H", Stake: money("5.55"), Status: matchday.Pending})
		for k := range rapid.IntRange(1, 6).Draw(t, "moments") {
			before := map[string]decimal.Decimal{}
			for _, account := range a.All() {
				before[account.strategy.Name] = account.Exposure()
			}
			bets, _ := place(t, a, drawMoment(t, k)...)
			holdLimits(t, a, bets, before)
			for _, account := range a.All() {
				for _, b := range account.OpenBets() {
					if !rapid.Bool().Draw(t, "settle") {
						continue
					}
					profit := b.Stake.Neg()
					if rapid.Bool().Draw(t, "won") {
						profit = b.Stake.Mul(money("1.1")).Round(2)
					}
					a.Book(matchday.LedgerEntry{Strategy: b.Strategy, Kind: matchday.Settlement, BetID: b.ID, Amount: profit})
				}
			}
		}
	})
}

// holdLimits fails if bets that were just placed break a limit: of what grew, no
// sum is above its fraction of the money.
func holdLimits(t *rapid.T, a *Accounts, bets []matchday.Bet, before map[string]decimal.Decimal) {
	t.Helper()
	person := a.Bankroll()
	over := func(what string, sum, fraction, money decimal.Decimal) {
		if sum.GreaterThan(fraction.Mul(money)) {
			t.Fatalf("%s: %s is more than %s of %s", what, sum, fraction, money)
		}
	}
	onMatch, onOutcome, total := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, decimal.Zero
	for _, account := range a.All() {
		for _, b := range account.OpenBets() {
			o := b.FixtureID + b.Selection
			onMatch[b.FixtureID], onOutcome[o], total = onMatch[b.FixtureID].Add(b.Stake), onOutcome[o].Add(b.Stake), total.Add(b.Stake)
		}
	}
	for _, b := range bets {
		account := a.all[b.Strategy]
		full := Kelly(b.Chances(), b.Price.InexactFloat64(), a.bookmakers[b.Bookmaker]) * account.bankroll.InexactFloat64()
		if b.Stake.LessThan(money("1.00")) || !b.Stake.Equal(b.Stake.Truncate(2)) || b.Stake.InexactFloat64() > a.staking.kelly*full+1e-9 {
			t.Fatalf("a stake of %s, full Kelly %v: %+v", b.Stake, full, b)
		}
		over("a bet", b.Stake, a.staking.maxBet, account.bankroll)
		over("a selection", onOutcome[b.FixtureID+b.Selection], a.staking.maxOutcome, person)
		over("a match", onMatch[b.FixtureID], a.staking.maxFixture, person)
		over("all that is open", total, a.staking.maxTotal, person)
		over("a strategy", account.exposure, a.staking.maxOpen, account.bankroll)
	}
	for _, account := range a.All() {
		if !slices.ContainsFunc(bets, func(b matchday.Bet) bool { return b.Strategy == account.strategy.Name }) && !account.exposure.Equal(before[account.strategy.Name]) {
			t.Fatalf("%s did not bet and has %s open, before %s", account.strategy.Name, account.exposure, before[account.strategy.Name])
		}
	}
}

func TestNamesAndOrderChangeNoBet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		change := drawStaking(t)
		offers := drawMoment(t, 0)
		bets, _ := place(t, open(t, "300.00", change, "thresholds", "value"), offers...)
		// Other names, in another alphabet's order, of teams, divisions and strategies,
		// and the fixtures and strategies in another order.
		fixture, strategy := map[string]string{}, map[string]string{"A": "value", "z": "thresholds"}
		names := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "names"), 1)).Perm(len(offers))
		renamed := make([]Offered, len(offers))
		for i, o := range offers {
			name := fmt.Sprint("n", names[i])
			fixture[name] = o.Forecast.FixtureID
			f := o.Forecast
			f.FixtureID, f.ID, f.HomeTeam, f.AwayTeam, f.Division = name, matchday.PredictionID(name, friday), name, "away", fmt.Sprint("D", names[i]%3)
			renamed[names[i]] = Offered{Forecast: f, Board: o.Board}
		}
		again, _ := place(t, open(t, "300.00", func(c *matchday.Config) {
			change(c)
			c.Strategies[0].Name, c.Strategies[1].Name = "z", "A"
			slices.Reverse(c.Strategies)
		}, "A", "z"), renamed...)
		for i := range again {
			again[i].FixtureID, again[i].Strategy = fixture[again[i].FixtureID], strategy[again[i].Strategy]
		}
		row := func(b matchday.Bet) string {
			return fmt.Sprint(b.Strategy, " ", b.FixtureID, " ", b.Selection, " ", b.Stake, " ", b.Price, " ", b.Bookmaker, " ", math.Float64bits(b.ExpectedValue))
		}
		if one, other := rows(bets, row), rows(again, row); !slices.Equal(one, other) {
			t.Fatalf("under other names and in another order:\n%v\nbecomes\n%v", one, other)
		}
	})
}

func rows(bets []matchday.Bet, row func(matchday.Bet) string) []string {
	out := make([]string, len(bets))
	for i, b := range bets {
		out[i] = row(b)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
