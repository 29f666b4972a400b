package settle

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

var (
	friday = time.Date(2016, 8, 12, 12, 0, 0, 0, time.UTC)
	sunday = friday.AddDate(0, 0, 2)
)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// pending is a bet on a home win of fixture "f".
func pending(stake, price string) matchday.Bet {
	return matchday.Bet{
		ID: "b", FixtureID: "f", Time: friday, Strategy: "value", Market: "1x2", Selection: "H",
		Stake: money(stake), Price: money(price), Status: matchday.Pending,
	}
}

func score(home, away int) Ending {
	return Ending{FixtureID: "f", HomeGoals: home, AwayGoals: away, KnownAt: sunday}
}

func TestProfitByHand(t *testing.T) {
	for _, c := range []struct {
		name            string
		stake, price    string
		commission, tax float64
		result          matchday.BetResult
		want            string
	}{
		{"win", "35.22", "2.10", 0, 0, matchday.Win, "38.74"},                         // 38.742
		{"win, half a cent up", "10.10", "2.25", 0, 0, matchday.Win, "12.63"},         // 12.625
		{"win at four decimals", "33.33", "3.1416", 0, 0, matchday.Win, "71.38"},      // 71.379528
		{"win less commission", "20.00", "2.20", 0.05, 0, matchday.Win, "22.80"},      // 24.00 − 1.20
		{"commission rounded", "10.30", "2.00", 0.05, 0, matchday.Win, "9.78"},        // 10.30 − 0.52 (0.515)
		{"win less tax", "20.00", "2.20", 0, 0.053, matchday.Win, "22.94"},            // 24.00 − 1.06
		{"win less both", "20.00", "2.20", 0.05, 0.053, matchday.Win, "21.74"},        // 24.00 − 1.20 − 1.06
		{"loss", "35.22", "2.10", 0.05, 0, matchday.Loss, "-35.22"},                   // no commission on a loss
		{"loss and tax", "20.00", "2.20", 0.05, 0.053, matchday.Loss, "-21.06"},       // 20.00 + 1.06
		{"push", "20.00", "2.20", 0.05, 0, matchday.Push, "0.00"},                     // the stake comes back
		{"push and tax", "20.00", "2.20", 0.05, 0.053, matchday.Push, "-1.06"},        // the tax does not
		{"half win", "20.00", "1.95", 0, 0, matchday.HalfWin, "9.50"},                 // 10.00 × 0.95
		{"half win of an odd cent", "10.01", "2.00", 0, 0, matchday.HalfWin, "5.01"},  // 5.005
		{"half win less both", "20.00", "1.95", 0.02, 0.05, matchday.HalfWin, "8.31"}, // 9.50 − 0.19 − 1.00
		{"half loss", "20.00", "1.95", 0.05, 0, matchday.HalfLoss, "-10.00"},
		{"half loss of an odd cent", "10.01", "1.95", 0, 0, matchday.HalfLoss, "-5.01"}, // 5.005
		{"half loss and tax", "20.00", "1.95", 0, 0.05, matchday.HalfLoss, "-11.00"},
	} {
		b := pending(c.stake, c.price)
		b.Commission, b.Tax = c.commission, c.tax
		got, err := profit(b, c.result)
		if err != nil || got.StringFixed(2) != c.want || !got.Equal(got.Truncate(2)) {
			t.Errorf("%s: got %s, %v; want %s", c.name, got, err, c.want)
		}
	}
	if _, err := profit(pending("1.00", "2.00"), ""); err == nil {
		t.Error("a bet without a result has a profit")
	}
}

func TestSettlingABet(t *testing.T) {
	b, entries, err := Settle(pending("35.22", "2.10"), score(2, 1), nil, sunday, "run")
	if err != nil {
		t.Fatal(err)
	}
	if b.Status != matchday.Settled || b.Result != matchday.Win || b.ActualOutcome != "H" || !b.SettledAt.Equal(sunday) || !b.ProfitLoss.Decimal.Equal(money("38.74")) {
		t.Errorf("got %+v", b)
	}
	want := matchday.LedgerEntry{ID: "settlement/1/b", Strategy: "value", Time: sunday, Kind: matchday.Settlement, BetID: "b", Amount: entries[0].Amount, RunID: "run"}
	if len(entries) != 1 || entries[0] != want || entries[0].Amount.String() != "38.74" {
		t.Errorf("got %+v", entries)
	}
}

func TestAVoidBetReturnsItsStake(t *testing.T) {
	bet := pending("35.22", "2.10")
	bet.Tax = 0.05
	b, entries, err := Settle(bet, Ending{FixtureID: "f", Void: matchday.VoidCancelled, KnownAt: sunday}, nil, sunday, "run")
	if err != nil {
		t.Fatal(err)
	}
	if b.Status != matchday.Void || b.VoidReason != matchday.VoidCancelled || b.Result != "" || b.ActualOutcome != "" || !b.ProfitLoss.Valid || !b.ProfitLoss.Decimal.IsZero() {
		t.Errorf("got %+v", b)
	}
	if len(entries) != 1 || entries[0].Kind != matchday.Settlement || !entries[0].Amount.IsZero() {
		t.Errorf("got %+v, want one settlement of nothing, which frees the stake", entries)
	}
}

func TestACorrectionReversesAndSettlesAnew(t *testing.T) {
	monday := sunday.AddDate(0, 0, 1)
	b, ledger, err := Settle(pending("20.00", "2.50"), score(2, 1), nil, sunday, "first")
	if err != nil {
		t.Fatal(err)
	}
	corrected := score(1, 1)
	corrected.KnownAt = monday
	b, more, err := Settle(b, corrected, ledger, monday, "second")
	if err != nil {
		t.Fatal(err)
	}
	ledger = append(ledger, more...)
	var got []string
	for _, e := range ledger {
		got = append(got, e.ID+" "+e.Amount.StringFixed(2)+" "+e.RunID)
	}
	want := []string{"settlement/1/b 30.00 first", "reversal/1/b -30.00 second", "settlement/2/b -20.00 second"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if b.Result != matchday.Loss || !b.SettledAt.Equal(monday) {
		t.Errorf("got %+v", b)
	}
	if _, again, err := Settle(b, corrected, ledger, monday.Add(time.Hour), "third"); err != nil || again != nil {
		t.Errorf("settling once more appended %+v, %v", again, err)
	}
}

func TestAnotherScoreWithTheSameMoneyMovesNone(t *testing.T) {
	lost, ledger, err := Settle(pending("20.00", "2.50"), score(0, 0), nil, sunday, "run")
	if err != nil {
		t.Fatal(err)
	}
	b, more, err := Settle(lost, score(0, 1), ledger, sunday, "run")
	if err != nil || more != nil || b.ActualOutcome != "A" || b.Result != matchday.Loss {
		t.Errorf("got %+v with %+v, %v; want the outcome corrected and no entry", b, more, err)
	}
}

func TestWhatIsNotSettled(t *testing.T) {
	won, ledger, err := Settle(pending("20.00", "2.50"), score(1, 0), nil, sunday, "run")
	if err != nil {
		t.Fatal(err)
	}
	early := score(1, 0)
	early.KnownAt = friday.Add(-time.Second)
	odd := pending("20.00", "2.50")
	odd.Selection = "X"
	for _, c := range []struct {
		name   string
		bet    matchday.Bet
		ending Ending
		booked []matchday.LedgerEntry
		moment time.Time
		say    string
	}{
		{"another fixture's ending", pending("20.00", "2.50"), Ending{FixtureID: "g", KnownAt: sunday}, nil, sunday, "ending of g"},
		{"a bet placed when the ending was known", pending("20.00", "2.50"), early, nil, sunday, "placed at"},
		{"an ending from the future", pending("20.00", "2.50"), score(1, 0), nil, sunday.Add(-time.Second), "after the moment"},
		{"a selection that does not exist", odd, score(1, 0), nil, sunday, "selection"},
		{"a settled bet without entries", won, score(0, 0), nil, sunday, "check the ledger"},
		{"a pending bet with entries", pending("20.00", "2.50"), score(0, 0), ledger, sunday, "check the ledger"},
	} {
		_, entries, err := Settle(c.bet, c.ending, c.booked, c.moment, "run")
		if err == nil || entries != nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %+v, %v; want an error with %q", c.name, entries, err, c.say)
		}
	}
}

func TestAfterAnyCorrectionsTheProfitIsTheSumOfTheEntries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := pending("1.00", "1.50")
		b.Stake = decimal.New(rapid.Int64Range(100, 100_000).Draw(t, "cents"), -2)
		b.Price = decimal.New(rapid.Int64Range(10_001, 500_000).Draw(t, "price"), -4)
		b.Commission = rapid.SampledFrom([]float64{0, 0.02, 0.05}).Draw(t, "commission")
		b.Tax = rapid.SampledFrom([]float64{0, 0.053}).Draw(t, "tax")
		b.Market, b.Selection = "handicap", rapid.SampledFrom([]string{"H", "A"}).Draw(t, "side")
		b.Line = line(t, rapid.SampledFrom([]string{"-0.75", "-0.5", "-0.25", "0", "1"}).Draw(t, "line"))
		var ledger []matchday.LedgerEntry
		ids := map[string]bool{}
		for i := range rapid.IntRange(1, 6).Draw(t, "endings") {
			e := score(rapid.IntRange(0, 3).Draw(t, "home"), rapid.IntRange(0, 3).Draw(t, "away"))
			e.Void = rapid.SampledFrom([]matchday.VoidReason{"", "", "", matchday.VoidPostponed, matchday.VoidAwarded}).Draw(t, "void")
			e.KnownAt = sunday.Add(time.Duration(i) * time.Hour)
			var more []matchday.LedgerEntry
			var err error
			if b, more, err = Settle(b, e, ledger, e.KnownAt, "run"); err != nil {
				t.Fatal(err)
			}
			ledger = append(ledger, more...)
			for _, x := range more {
				if ids[x.ID] {
					t.Fatalf("entry %s was written twice", x.ID)
				}
				ids[x.ID] = true
			}
			sum := decimal.Zero
			for _, x := range ledger {
				sum = sum.Add(x.Amount)
			}
			if !sum.Equal(b.ProfitLoss.Decimal) || !sum.Equal(sum.Truncate(2)) {
				t.Fatalf("profit %s, entries sum to %s", b.ProfitLoss.Decimal, sum)
			}
			if direct, _, err := Settle(unsettled(b), e, nil, e.KnownAt, "run"); err != nil || !direct.ProfitLoss.Decimal.Equal(sum) {
				t.Fatalf("after corrections %s, settled at once %s, %v", sum, direct.ProfitLoss.Decimal, err)
			}
		}
	})
}

// unsettled is the bet as it was placed.
func unsettled(b matchday.Bet) matchday.Bet {
	b.Status, b.VoidReason, b.Result, b.ActualOutcome = matchday.Pending, "", "", ""
	b.ProfitLoss, b.SettledAt = decimal.NullDecimal{}, time.Time{}
	return b
}

func TestAWinAndALossAddUpToTheStakeTimesPriceLessTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := pending("1.00", "2.00")
		b.Stake = decimal.New(rapid.Int64Range(100, 100_000).Draw(t, "cents"), -2)
		b.Price = decimal.New(rapid.Int64Range(101, 5000).Draw(t, "price"), -2)
		win, err := profit(b, matchday.Win)
		if err != nil {
			t.Fatal(err)
		}
		loss, err := profit(b, matchday.Loss)
		if err != nil {
			t.Fatal(err)
		}
		exact := b.Stake.Mul(b.Price.Sub(decimal.NewFromInt(2)))
		if win.Add(loss).Sub(exact).Abs().GreaterThan(money("0.005")) {
			t.Fatalf("win %s and loss %s of %s at %s", win, loss, b.Stake, b.Price)
		}
	})
}
