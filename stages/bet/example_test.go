package bet_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
	"matchday/config"
	"matchday/stages/bet"
	"matchday/stages/settle"
)

// fixture is one fixture of the replay: what was said of it, quoted on it, and
// how it ended.
type fixture struct {
	prediction matchday.Forecast
	quotes     []bet.Quote
	ending     settle.Ending
}

// replay is the loop that a pipeline runs: before each as-of everything settled that
// was known by then, in order of (known-at, fixture id), and then bets on all fixtures
// of the as-of. Endings known after until are not looked at.
func replay(accounts *bet.Accounts, fixtures []fixture, until time.Time) (bets []matchday.Bet, ledger []matchday.LedgerEntry, err error) {
	slices.SortFunc(fixtures, func(a, b fixture) int { return a.prediction.AsOf.Compare(b.prediction.AsOf) })
	endings := make([]settle.Ending, len(fixtures))
	for i, f := range fixtures {
		endings[i] = f.ending
	}
	slices.SortFunc(endings, func(a, b settle.Ending) int {
		return cmp.Or(a.KnownAt.Compare(b.KnownAt), strings.Compare(a.FixtureID, b.FixtureID))
	})
	settleUntil := func(asOf time.Time) error {
		for ; len(endings) > 0 && !endings[0].KnownAt.After(asOf); endings = endings[1:] {
			for _, b := range openBets(accounts) {
				if b.FixtureID != endings[0].FixtureID {
					continue
				}
				settled, entries, err := settle.Settle(b, endings[0], nil, endings[0].KnownAt, b.RunID)
				if err != nil {
					return err
				}
				accounts.Book(entries...)
				ledger, bets = append(ledger, entries...), append(bets, settled)
			}
		}
		return nil
	}
	for len(fixtures) > 0 {
		asOf := fixtures[0].prediction.AsOf
		if err := settleUntil(asOf); err != nil {
			return nil, nil, err
		}
		var offers []bet.Offered
		for ; len(fixtures) > 0 && fixtures[0].prediction.AsOf.Equal(asOf); fixtures = fixtures[1:] {
			offers = append(offers, bet.Offered{Forecast: fixtures[0].prediction, Board: bet.Screen(fixtures[0].quotes, asOf)})
		}
		if _, err := accounts.Place(offers); err != nil {
			return nil, nil, err
		}
	}
	if err := settleUntil(until); err != nil {
		return nil, nil, err
	}
	return append(bets, openBets(accounts)...), ledger, nil
}

func openBets(accounts *bet.Accounts) (bets []matchday.Bet) {
	for _, a := range accounts.All() {
		bets = append(bets, a.OpenBets()...)
	}
	return bets
}

// at is a fixture predicted on a day of August 2016, known two days later.
func at(day int, id string, probs matchday.Probs, prices [3]string, home, away int) fixture {
	asOf := time.Date(2016, 8, day, 12, 0, 0, 0, time.UTC)
	f := fixture{
		prediction: matchday.Forecast{
			Prediction: matchday.Prediction{ID: matchday.PredictionID(id, asOf), FixtureID: id, Time: asOf, AsOf: asOf, Probs: probs, HomeTeam: id},
			Belief:     matchday.Belief{matchday.Market1X2: 1},
		},
		ending: settle.Ending{FixtureID: id, HomeGoals: home, AwayGoals: away, KnownAt: asOf.AddDate(0, 0, 2)},
	}
	for _, bookmaker := range []string{"B365", matchday.BookmakerAverage} {
		for i, p := range prices {
			f.quotes = append(f.quotes, bet.Quote{
				Bookmaker: bookmaker, Market: matchday.Market1X2, Selection: string(matchday.Outcomes[i]),
				Moment: matchday.PreMatch, Price: decimal.RequireFromString(p), KnownAt: asOf,
			})
		}
	}
	return f
}

func openAccounts() (*bet.Accounts, error) {
	c := config.Defaults()
	accounts, err := bet.OpenAccounts(c)
	if err != nil {
		return nil, err
	}
	deposits, err := bet.FirstDeposits(c.Strategies, nil, time.Date(2016, 8, 1, 0, 0, 0, 0, time.UTC), "backtest")
	accounts.Book(deposits...)
	return accounts, err
}

// A replay over three fixtures: the first two are bet on one Friday, the third
// on the next Tuesday, when the first two are settled.
func ExampleAccounts() {
	accounts, err := openAccounts()
	if err != nil {
		fmt.Println(err)
		return
	}
	favourite, prices := matchday.Probs{0.55, 0.25, 0.20}, [3]string{"2.10", "3.40", "4.10"}
	bets, _, err := replay(accounts, []fixture{
		at(12, "E0/1617/Hull/Leicester/1", favourite, prices, 2, 1),
		at(12, "E0/1617/Arsenal/Liverpool/1", favourite, prices, 3, 4),
		at(16, "E0/1617/Chelsea/West Ham/1", favourite, prices, 2, 1),
	}, time.Date(2016, 8, 17, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range bets {
		if b.Strategy == "thresholds" {
			fmt.Println(b.FixtureID, b.Selection, b.Stake, "of", b.Bankroll, b.Status, b.Result, b.ProfitLoss.Decimal)
		}
	}
	thresholds := accounts.All()[0]
	fmt.Println(thresholds.Bankroll(), "in the bank,", thresholds.Exposure(), "open")
	// Output:
	// E0/1617/Arsenal/Liverpool/1 H 28.18 of 1000 settled loss -28.18
	// E0/1617/Hull/Leicester/1 H 28.18 of 1000 settled win 31
	// E0/1617/Chelsea/West Ham/1 H 28.26 of 1002.82 pending  0
	// 1002.82 in the bank, 28.26 open
}

func TestBetsAsOfAMomentDoNotKnowWhatEndsAfterIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		season := func(latest int) []fixture {
			var fixtures []fixture
			for i := range 12 {
				f := at(1+2*i, fmt.Sprintf("f%02d", i), matchday.Probs{0.55, 0.25, 0.20}, [3]string{"2.10", "3.40", "4.10"}, i%3, 1)
				if f.ending.KnownAt.Day() > latest {
					f.ending.HomeGoals = rapid.IntRange(0, 5).Draw(t, "home")
					f.ending.Void = rapid.SampledFrom([]matchday.VoidReason{"", matchday.VoidAwarded}).Draw(t, "void")
				}
				fixtures = append(fixtures, f)
			}
			return fixtures
		}
		day := rapid.IntRange(1, 25).Draw(t, "day")
		cut := time.Date(2016, 8, day, 23, 0, 0, 0, time.UTC)
		placed := func() (out []string) {
			accounts, err := openAccounts()
			if err != nil {
				t.Fatal(err)
			}
			bets, ledger, err := replay(accounts, season(day), cut.AddDate(1, 0, 0))
			if err != nil {
				t.Fatal(err)
			}
			sums := map[string]decimal.Decimal{"thresholds": decimal.NewFromInt(1000), "value": decimal.NewFromInt(1000)}
			for _, e := range ledger {
				sums[e.Strategy] = sums[e.Strategy].Add(e.Amount)
			}
			for _, a := range accounts.All() {
				if !a.Bankroll().Equal(sums[a.Strategy().Name]) || !a.Exposure().IsZero() {
					t.Fatalf("%s: bankroll %s, ledger %s, open %s", a.Strategy().Name, a.Bankroll(), sums[a.Strategy().Name], a.Exposure())
				}
			}
			for _, b := range bets {
				if !b.Time.After(cut) {
					out = append(out, b.ID+" "+b.Stake.String()+" of "+b.Bankroll.String())
				}
			}
			slices.Sort(out)
			return out
		}
		if a, b := placed(), placed(); !slices.Equal(a, b) || len(a) == 0 {
			t.Fatalf("endings after %v changed the bets before it from %q to %q", cut, a, b)
		}
	})
}

// What a bet is expected to earn when it is placed is what settlement pays it on
// average over the scores: edge and settlement know the same rules.
func TestTheExpectedValueIsTheMeanOfWhatSettlementPays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, total := &matchday.Scores{}, 0.0
		for x := range 5 {
			for y := range 5 {
				s[x][y] = rapid.Float64Range(0.01, 1).Draw(t, "weight")
				total += s[x][y]
			}
		}
		for x := range s {
			for y := range s[x] {
				s[x][y] /= total
			}
		}
		market := rapid.SampledFrom([]matchday.Market{matchday.MarketTotal, matchday.MarketAsian}).Draw(t, "market")
		line := float64(rapid.IntRange(-8, 8).Draw(t, "quarters")) / 4
		chances := s.Lines().Handicap(line)
		if market == matchday.MarketTotal {
			line += 3
			chances = s.Lines().Over(line)
		}
		side := rapid.IntRange(0, 1).Draw(t, "side")
		if side == 1 {
			chances = chances.Complement()
		}
		terms := matchday.Bookmaker{Commission: rapid.SampledFrom([]float64{0, 0.05}).Draw(t, "commission"), Tax: rapid.SampledFrom([]float64{0, 0.053}).Draw(t, "tax")}
		b := matchday.Bet{
			ID: "b", FixtureID: "f", Strategy: "value", Market: market, Selection: matchday.Selections(market)[side], Line: matchday.Number(line),
			Stake: decimal.NewFromInt(1_000_000), Price: decimal.New(rapid.Int64Range(110, 500).Draw(t, "price"), -2), Status: matchday.Pending,
			Commission: terms.Commission, Tax: terms.Tax,
		}
		mean := 0.0
		for x := range 5 {
			for y := range 5 {
				settled, _, err := settle.Settle(b, settle.Ending{FixtureID: "f", HomeGoals: x, AwayGoals: y, KnownAt: time.Unix(1, 0)}, nil, time.Unix(1, 0), "run")
				if err != nil {
					t.Fatal(err)
				}
				mean += s[x][y] * settled.ProfitLoss.Decimal.InexactFloat64() / 1e6
			}
		}
		if want := bet.ExpectedValue(chances, b.Price.InexactFloat64(), terms); math.Abs(mean-want) > 1e-6 {
			t.Fatalf("%s %s %v at %s: settlement pays %v a unit, expected is %v", market, b.Selection, line, b.Price, mean, want)
		}
	})
}
