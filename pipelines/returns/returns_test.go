package returns_test

import (
	"database/sql"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
	"matchday/pipelines/returns"
)

var friday = time.Date(2025, time.March, 7, 0, 0, 0, 0, time.UTC)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// settled is a bet on the n-th match, one a day.
func settled(n int, strategy, selection, bookmaker, stake, bankroll, profit string, expected, clv float64) matchday.Bet {
	return matchday.Bet{
		ID: fmt.Sprintf("%s/%d/%s", strategy, n, selection), FixtureID: fmt.Sprint(n), Strategy: strategy, Market: matchday.Market1X2, Selection: selection,
		Bookmaker: bookmaker, Stake: money(stake), Bankroll: money(bankroll), Status: matchday.Settled, ProfitLoss: decimal.NewNullDecimal(money(profit)),
		ExpectedValue: expected, CLV: sql.Null[float64]{V: clv, Valid: clv != 0},
	}
}

func datesOf(bets []matchday.Bet) map[string]time.Time {
	dates := map[string]time.Time{}
	for _, b := range bets {
		var n int
		_, _ = fmt.Sscan(b.FixtureID, &n)
		dates[b.FixtureID] = friday.AddDate(0, 0, n)
	}
	return dates
}

func entry(strategy string, day int, kind matchday.EntryKind, amount string) matchday.LedgerEntry {
	return matchday.LedgerEntry{Strategy: strategy, Time: friday.AddDate(0, 0, day), Kind: kind, Amount: money(amount)}
}

// The first bet stakes a tenth of 100 and doubles it, the second a hundredth of 1,000 and
// loses it: by money nothing is won, by the bankroll nine hundredths are.
func TestReturnsOfTheMoneyOfAUnitAndOfTheBankrollAreThreeFigures(t *testing.T) {
	bets := []matchday.Bet{
		settled(1, "value", "H", "PS", "10", "100", "10", .03, .02),
		settled(2, "value", "A", "B365", "10", "1000", "-10", .07, -.04),
		settled(2, "value", "D", "PS", "20", "1000", "30", .30, 0),
		{ID: "void", FixtureID: "3", Strategy: "value", Status: matchday.Void},
	}
	ledger := []matchday.LedgerEntry{
		entry("value", 0, matchday.Deposit, "100"), entry("value", 1, matchday.Settlement, "10"), entry("value", 1, matchday.Deposit, "890"),
		entry("value", 2, matchday.Settlement, "-10"), entry("value", 2, matchday.Settlement, "30"),
	}
	r, err := returns.Of(bets, ledger, datesOf(bets), 1)
	if err != nil {
		t.Fatal(err)
	}
	all := r.All()
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	near("of the money", all.Return.Value, 30./40)
	near("of a unit", all.Flat.Value, 1.5/3) // won 1, lost 1, won 1.5
	near("of the bankroll", all.PerBankroll.Value, (.1-.01+.03)/(.1+.01+.02))
	near("closing-line value", all.CLV.Value, -.01)
	near("above zero", *all.AboveZero, .5)
	// 890 come on the day of the first win, before it: from 990 to 1,000; then to 1,020.
	near("log growth", *all.LogGrowth, math.Log(1000./990)+math.Log(1020./1000))
	if all.Bets != 3 || all.Matches != 2 || all.WithCLV != 2 || all.Bankroll.StringFixed(2) != "1020.00" {
		t.Errorf("%+v", all)
	}
	if all.Flat.Low > all.Flat.Value || all.Flat.High < all.Flat.Value || all.Flat.Low == all.Flat.High {
		t.Errorf("interval %s", all.Flat)
	}
	var buckets []string
	for _, b := range r.Buckets {
		buckets = append(buckets, fmt.Sprintf("%v %d %.2f %.2f", b.From, b.Bets, b.Predicted, b.Flat.Value))
	}
	if d := cmp.Diff([]string{"0.02 1 0.03 1.00", "0.05 1 0.07 -1.00", "0.2 1 0.30 1.50"}, buckets); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]returns.Bookmaker{{"PS", 2, 2. / 3}, {"B365", 1, 1. / 3}}, r.Bookmakers); d != "" {
		t.Error(d)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "The bets stand at: PS 66.7 %, B365 33.3 %") || !strings.Contains(text.String(), "2 to 5 %") {
		t.Errorf("%s (%v)", text.String(), err)
	}
}

func TestABankrollThatIsLostWholeHasNoGrowth(t *testing.T) {
	ledger := []matchday.LedgerEntry{entry("value", 0, matchday.Deposit, "100"), entry("value", 1, matchday.Settlement, "-100"), entry("value", 2, matchday.Deposit, "100")}
	if g := returns.LogGrowth(ledger); g != nil {
		t.Errorf("it grew by %v", *g)
	}
}

func TestTheOrderOfBetsAndMoneyDoesNotReachAFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bets []matchday.Bet
		ledger := []matchday.LedgerEntry{entry("a", 0, matchday.Deposit, "1000"), entry("b", 0, matchday.Deposit, "1000")}
		for n := range rapid.IntRange(1, 6).Draw(t, "bets") {
			profit := rapid.SampledFrom([]string{"-7", "3.31", "12"}).Draw(t, "profit")
			name := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "strategy")
			bets = append(bets, settled(n, name, "H", "PS", "7", "1000", profit, rapid.Float64Range(-.1, .4).Draw(t, "expected"), rapid.Float64Range(-.1, .1).Draw(t, "clv")))
			ledger = append(ledger, entry(name, n, matchday.Settlement, profit))
		}
		one, err := returns.Of(bets, ledger, datesOf(bets), 7)
		if err != nil {
			t.Fatal(err)
		}
		other, err := returns.Of(rapid.Permutation(bets).Draw(t, "other bets"), rapid.Permutation(ledger).Draw(t, "other ledger"), datesOf(bets), 7)
		if d := cmp.Diff(one, other); d != "" || err != nil {
			t.Fatalf("%v %s", err, d)
		}
	})
}

func TestABetOnAMatchWithoutADateIsAnError(t *testing.T) {
	if _, err := returns.Of([]matchday.Bet{settled(1, "value", "H", "PS", "10", "100", "10", .03, 0)}, nil, nil, 1); err == nil || !strings.Contains(err.Error(), "no match date") {
		t.Errorf("got %v", err)
	}
}
