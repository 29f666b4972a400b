package bets

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

// drawGroup draws bets of several strategies on one selection.
func drawGroup(t *rapid.T) group {
	var slips []matchday.Slip
	for i, cents := range rapid.SliceOfN(rapid.Int64Range(1, 500_00), 2, 5).Draw(t, "advised") {
		stake, name := decimal.New(cents, -2), string(rune('a'+i))
		slips = append(slips, matchday.Slip{
			Bet:        matchday.Bet{ID: name + "/1x2/H/p", FixtureID: "f", Market: matchday.Market1X2, Selection: "H", Strategy: name, Stake: stake, Status: matchday.Pending},
			AskedStake: stake,
		})
	}
	seed := rapid.Uint64().Draw(t, "order")
	rand.New(rand.NewPCG(seed, seed)).Shuffle(len(slips), func(i, k int) { slips[i], slips[k] = slips[k], slips[i] })
	groups := grouped(slips)
	if len(groups) != 1 {
		t.Fatalf("%d groups", len(groups))
	}
	return groups[0]
}

func TestASplitStakeKeepsEveryCentAndTheProportions(t *testing.T) {
	cent := decimal.New(1, -2)
	rapid.Check(t, func(t *rapid.T) {
		g := drawGroup(t)
		stake := decimal.New(rapid.Int64Range(1, 2000_00).Draw(t, "stake"), -2)
		parts, ok := g.split(stake)
		if ok != !stake.LessThan(cent.Mul(decimal.NewFromInt(int64(len(g))))) {
			t.Fatalf("%s over %d parts: %v", stake, len(g), ok)
		}
		if !ok {
			return
		}
		var sum decimal.Decimal
		for i, p := range parts {
			sum = sum.Add(p)
			if p.LessThan(cent) || !p.Equal(p.Truncate(2)) {
				t.Errorf("a part of %s", p)
			}
			// Within a cent of its share, but for what a part needs to have a cent at all.
			share := stake.Mul(g[i].AskedStake).Div(g.stake(asked))
			if limit := cent.Mul(decimal.NewFromInt(int64(len(g)))); p.Sub(share).Abs().GreaterThan(limit) {
				t.Errorf("%s of %s, where its share is %s", p, stake, share)
			}
		}
		if !sum.Equal(stake) {
			t.Errorf("the parts sum to %s, not %s", sum, stake)
		}
		as, _ := g.split(g.stake(asked))
		for i, p := range as {
			if !p.Equal(g[i].AskedStake) {
				t.Errorf("what was advised is split into %s, not %s", as, g.stake(asked))
			}
		}
	})
}

func TestTheOrderOfTheStrategiesDoesNotMatterToASplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGroup(t)
		stake := decimal.New(rapid.Int64Range(5, 2000_00).Draw(t, "stake"), -2)
		other := slices.Clone(g)
		slices.Reverse(other)
		mirrored := grouped(other)[0]
		a, _ := g.split(stake)
		b, _ := mirrored.split(stake)
		if g.number() != mirrored.number() || !slices.EqualFunc(a, b, decimal.Decimal.Equal) {
			t.Errorf("%s %v, and %s %v", g.number(), a, mirrored.number(), b)
		}
	})
}

func TestBetsThatStandApartAreNotOneBet(t *testing.T) {
	one := matchday.Slip{Bet: matchday.Bet{ID: "a", FixtureID: "f", Market: matchday.Market1X2, Selection: "H", Strategy: "a", Status: matchday.Pending}}
	for what, change := range map[string]func(*matchday.Slip){
		"another fixture":   func(s *matchday.Slip) { s.FixtureID = "g" },
		"another market":    func(s *matchday.Slip) { s.Market = matchday.MarketAsian },
		"another line":      func(s *matchday.Slip) { s.Line.V, s.Line.Valid = 0.5, true },
		"another selection": func(s *matchday.Slip) { s.Selection = "A" },
		"another status":    func(s *matchday.Slip) { s.Status = matchday.Void },
		"another decision":  func(s *matchday.Slip) { s.Decision = matchday.Confirmed },
	} {
		other := one
		other.ID, other.Strategy = "b", "b"
		if got := grouped([]matchday.Slip{one, other}); len(got) != 1 {
			t.Errorf("the same: %d bets", len(got))
		}
		change(&other)
		if got := grouped([]matchday.Slip{one, other}); len(got) != 2 {
			t.Errorf("%s: %d bets", what, len(got))
		}
	}
}

func TestAPriceIsShownAsItWasQuoted(t *testing.T) {
	for quoted, want := range map[string]string{"2.845": "2.845", "2.1": "2.10", "3": "3.00", "1.0125": "1.0125", "2.8400": "2.84"} {
		p := matchday.Price{Decimal: decimal.RequireFromString(quoted)}
		written, err := p.MarshalJSON()
		if p.String() != want || string(written) != want || err != nil {
			t.Errorf("%s: %s and %s (%v), want %s", quoted, p, written, err, want)
		}
	}
}

func TestPartsAtSeveralPricesAreShownAtTheirMeanByStake(t *testing.T) {
	g := group{{Bet: matchday.Bet{Strategy: "a", Bookmaker: "B365", Stake: decimal.NewFromInt(30), Price: decimal.RequireFromString("2.10")}},
		{Bet: matchday.Bet{Strategy: "b", Bookmaker: "WH", Stake: decimal.NewFromInt(10), Price: decimal.RequireFromString("2.30")}}}
	if l := g.line(nil); l.Price.String() != "2.15" || l.Stake.String() != "40" || l.Bookmaker != "B365 + WH" || l.Strategy != "a + b" || len(l.Parts) != 2 {
		t.Errorf("%+v", l)
	}
	if strings.Contains(g.number(), g[0].Number()) {
		t.Error("the number of both is that of one")
	}
}

func TestWhatCameBackIsDividedOverThePartsByWhatTheyCouldWin(t *testing.T) {
	part := func(strategy, price, stake string) matchday.Slip {
		s := matchday.Slip{Bet: matchday.Bet{Strategy: strategy}, Decision: matchday.Confirmed}
		s.Placed.Price, s.Placed.Stake = decimal.NewNullDecimal(decimal.RequireFromString(price)), decimal.NewNullDecimal(decimal.RequireFromString(stake))
		return s
	}
	g := group{part("a", "2.00", "10.00"), part("b", "4.00", "10.00")} // 20.00 and 40.00
	for amount, want := range map[string][2]string{"30.00": {"10.00", "20.00"}, "0.01": {"0.00", "0.01"}, "0.00": {"0.00", "0.00"}, "10.00": {"3.33", "6.67"}} {
		got := g.shares(decimal.RequireFromString(amount))
		if got[0].StringFixed(2) != want[0] || got[1].StringFixed(2) != want[1] {
			t.Errorf("%s is divided into %s, want %s", amount, got, want)
		}
	}
}
