package bet

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

// lineBook quotes both sides of a line, all on Friday.
func lineBook(bookmaker string, market matchday.Market, line float64, prices ...string) []Quote {
	var quotes []Quote
	for i, p := range prices {
		if p != "" {
			quotes = append(quotes, Quote{
				Bookmaker: bookmaker, Market: market, Line: matchday.Number(line), Selection: matchday.Selections(market)[i],
				Moment: matchday.PreMatch, Price: decimal.RequireFromString(p), KnownAt: friday, SeenAt: friday,
			})
		}
	}
	return quotes
}

// fourScores is 2–1 with .4, 1–1 with .3, 0–1 with .2 and 0–3 with .1: home wins
// .4, draws .3, away wins .3; over 2.5 is .5.
func fourScores() matchday.Forecast {
	s := &matchday.Scores{}
	s[2][1], s[1][1], s[0][1], s[0][3] = .4, .3, .2, .1
	f := prediction("f", s.Result())
	f.Scores = s
	return f
}

func onMarkets(markets ...matchday.Market) func(*matchday.Config) {
	return func(c *matchday.Config) { c.Strategies[1].Markets = markets }
}

func TestLinesAreScreenedEachByItself(t *testing.T) {
	quotes := join(
		book("B365", "2.10", "3.40", "3.60"),
		lineBook("B365", matchday.MarketTotal, 2.5, "1.90", "1.95"), lineBook("PS", matchday.MarketTotal, 2.5, "1.93", "1.97"),
		lineBook("WH", matchday.MarketTotal, 2.5, "1.95", "1.90"), lineBook("LB", matchday.MarketTotal, 2.5, "3.20", "1.40"),
		lineBook("GB", matchday.MarketTotal, 2.5, "1.90", ""), lineBook("BW", matchday.MarketTotal, 2.5, "1.30", "1.35"),
		lineBook("B365", matchday.MarketTotal, 3.5, "3.20", "1.40"),
		lineBook("B365", matchday.MarketAsian, -0.5, "2.10", "1.80"), lineBook("PS", matchday.MarketAsian, -0.25, "1.80", "2.10"),
	)
	board := Screen(quotes, friday)
	var got []string
	for _, m := range board {
		line := decimal.NewFromFloat(m.Line.V).String()
		for _, b := range m.Books {
			got = append(got, string(m.Name)+" "+line+" "+b.Bookmaker)
		}
		for _, o := range m.Outliers {
			got = append(got, string(m.Name)+" "+line+" "+o.Book.Bookmaker+" "+string(o.Reason))
		}
	}
	want := []string{
		"1x2 0 B365", "total 2.5 B365", "total 2.5 PS", "total 2.5 WH", "total 2.5 BW margin", "total 2.5 GB incomplete", "total 2.5 LB apart",
		"total 3.5 B365", "handicap -0.5 B365", "handicap -0.25 PS",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestABetOnALineByHand(t *testing.T) {
	a := open(t, "1000.00", onMarkets(matchday.MarketAsian), "value")
	// Home −0.25 wins with .4, loses half with .3 and loses with .3: at 2.40 it is
	// worth .4 × 1.40 − .3 − .15 = .11, of which .4 of .85 is decided in its favour.
	bets, skips := place(t, a, offered(fourScores(), join(lineBook("B365", matchday.MarketAsian, -0.25, "2.40", "1.55"), book("B365", "9.00", "9.00", "9.00"))))
	if len(bets) != 1 || len(skips) != 1 || skips[0].Reason != NoEdge || skips[0].Selection != "A" || skips[0].Line.V != -0.25 {
		t.Fatalf("bets %+v, skips %+v; want one bet, and the away side without an edge", bets, skips)
	}
	b := bets[0]
	near(t, "expected value", b.ExpectedValue, 0.11, 1e-12)
	near(t, "probability", b.Probability, 0.4/0.85, 1e-12)
	near(t, "decided", b.Decided, 0.85, 1e-12)
	near(t, "what both give of it", b.Decided*(b.Probability*2.40-1), 0.11, 1e-12)
	near(t, "expected value by the bet's own chances", ExpectedValue(b.Chances(), 2.40, matchday.Bookmaker{}), 0.11, 1e-12)
	// Kelly: .56/(1+1.4f) = .15/(1−.5f) + .3/(1−f) has its root at f = .09997, a
	// quarter of which is staked.
	if b.ID != "value/handicap/H/-0.25/f@2016-08-12T12:00:00Z" || b.Market != matchday.MarketAsian || b.Line != (matchday.Number(-0.25)) || b.Stake.String() != "24.99" {
		t.Errorf("%+v", b)
	}
}

func TestOneBetOfAMarketsLines(t *testing.T) {
	quotes := join(
		lineBook("B365", matchday.MarketTotal, 2.5, "2.20", "1.70"), // over .5: .10; under .5: −.15
		lineBook("PS", matchday.MarketTotal, 2.25, "1.80", "2.10"),  // over wins .5, loses half .3: at 1.80 .05; under −.15 …
		lineBook("PS", matchday.MarketTotal, 2, "1.50", "3.00"),     // over wins .5, pushes .5 − .2: .05
		book("B365", "2.45", "3.00", "3.60"),                        // home −.02, draw −.10, away .08
	)
	a := open(t, "1000.00", onMarkets(matchday.MarketTotal, matchday.Market1X2), "value")
	bets, skips := place(t, a, offered(fourScores(), quotes))
	if len(bets) != 2 || bets[0].Selection != "over" || bets[0].Line.V != 2.5 || bets[1].Selection != "A" || len(a.All()[0].OpenBets()) != 2 {
		t.Fatalf("bets %+v; want over 2.5 and away", bets)
	}
	if len(skips) != 7 {
		t.Errorf("%d skips, want one for each of the other seven: %+v", len(skips), skips)
	}
	again, skips := place(t, a, offered(fourScores(), quotes, bets...))
	if len(again) != 0 || len(skips) != 2 || skips[0].Reason != AlreadyBet || skips[0].Line.V != 2.5 {
		t.Errorf("once more: %+v, %+v", again, skips)
	}
}

func TestWhyNothingIsBetOnALine(t *testing.T) {
	for _, c := range []struct {
		name     string
		forecast matchday.Forecast
		quotes   []Quote
		reason   matchday.SkipReason
	}{
		{"no matrix", prediction("f", matchday.Probs{.4, .3, .3}), lineBook("B365", matchday.MarketTotal, 2.5, "2.20", "1.70"), NoScores},
		{"no line", fourScores(), book("B365", "2.45", "3.00", "3.60"), NoPrice},
		{"only the average", fourScores(), lineBook("Avg", matchday.MarketTotal, 2.5, "2.20", "1.70"), NoPrice},
		{"an absurd price", fourScores(), lineBook("B365", matchday.MarketTotal, 2.5, "22", "1.70"), PriceOutlier},
		{"no edge", fourScores(), lineBook("B365", matchday.MarketTotal, 2.5, "1.95", "1.95"), NoEdge},
	} {
		bets, skips := place(t, open(t, "1000.00", onMarkets(matchday.MarketTotal), "value"), offered(c.forecast, c.quotes))
		if len(bets) != 0 || len(skips) == 0 || skips[0].Reason != c.reason || skips[0].Market != matchday.MarketTotal {
			t.Errorf("%s: bets %v, skips %+v; want %q", c.name, bets, skips, c.reason)
		}
	}
}

func TestAStoppedLineLeavesTheOthers(t *testing.T) {
	quotes := join(lineBook("B365", matchday.MarketTotal, 2.5, "2.20", "1.70"), lineBook("B365", matchday.MarketTotal, 3.5, "4.00", "1.20"), book("B365", "2.45", "3.00", "3.60"))
	quotes[1].Stopped = true
	quotes[3].SeenAt = friday.Add(-24 * time.Hour)
	board := ScreenLive(quotes, friday, 6*time.Hour)
	got := map[string]string{}
	for _, m := range board {
		state := "none"
		if len(m.Books) > 0 {
			state = m.Books[0].Bookmaker
		}
		if len(m.Passed) > 0 {
			state = string(m.Passed[0].Reason)
		}
		got[string(m.Name)+decimal.NewFromFloat(m.Line.V).String()] = state
	}
	want := map[string]string{"1x20": "B365", "total2.5": string(Stopped), "total3.5": string(Stale)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestStakesOnLinesKeepTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := open(t, "300.00", onMarkets(matchday.MarketAsian, matchday.MarketTotal, matchday.Market1X2), "value")
		total := decimal.Zero
		for range rapid.IntRange(1, 12).Draw(t, "fixtures") {
			f := fourScores()
			f.FixtureID = rapid.StringMatching("[a-z]{8}").Draw(t, "fixture")
			f.ID, f.HomeTeam = matchday.PredictionID(f.FixtureID, friday), f.FixtureID
			price := func() string {
				return decimal.New(rapid.Int64Range(150, 400).Draw(t, "price"), -2).String()
			}
			line := float64(rapid.IntRange(-4, 4).Draw(t, "line")) / 4
			quotes := join(lineBook("B365", matchday.MarketAsian, line, price(), price()), lineBook("PS", matchday.MarketTotal, 2.5+line, price(), price()), book("B365", price(), price(), price()))
			bets, _ := place(t, a, offered(f, quotes))
			onMatch := decimal.Zero
			for _, b := range bets {
				total, onMatch = total.Add(b.Stake), onMatch.Add(b.Stake)
				if b.Stake.GreaterThan(money("15.00")) || onMatch.GreaterThan(money("24.00")) || total.GreaterThan(money("60.00")) || b.Stake.LessThan(money("1.00")) || !(b.ExpectedValue > 0.05) {
					t.Fatalf("%s staked with %s open: %+v", b.Stake, total, b)
				}
			}
			if !a.Exposure().Equal(total) {
				t.Fatalf("exposure %s, open %s", a.Exposure(), total)
			}
		}
	})
}
