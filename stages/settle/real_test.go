package settle

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday"
)

// confirmed is a bet of 20.00 at 2.20 on paper, of which 7.77 was placed at 2.10.
func confirmed() matchday.Slip {
	return matchday.Slip{
		Bet: pending("20.00", "2.20"), Decision: matchday.Confirmed,
		Placed: matchday.Placed{Price: decimal.NewNullDecimal(money("2.10")), Stake: decimal.NewNullDecimal(money("7.77"))},
	}
}

func TestTheRealAccountGoesByWhatWasPlacedAndPaid(t *testing.T) {
	settled := func(s *matchday.Slip, result matchday.BetResult) { s.Status, s.Result = matchday.Settled, result }
	for name, c := range map[string]struct {
		change func(*matchday.Slip)
		want   string // amount of the one entry; empty: none
	}{
		"open":                         {func(*matchday.Slip) {}, ""},
		"won":                          {func(s *matchday.Slip) { settled(s, matchday.Win) }, "8.55"}, // 8.547
		"won, less commission and tax": {func(s *matchday.Slip) { settled(s, matchday.Win); s.Commission, s.Tax = 0.05, 0.01 }, "8.04"},
		"half lost":                    {func(s *matchday.Slip) { settled(s, matchday.HalfLoss) }, "-3.89"}, // 3.885
		"lost":                         {func(s *matchday.Slip) { settled(s, matchday.Loss) }, "-7.77"},
		"void":                         {func(s *matchday.Slip) { s.Status, s.VoidReason = matchday.Void, matchday.VoidPostponed }, "0.00"},
		"cashed out while it is open":  {func(s *matchday.Slip) { s.Placed.Returned = decimal.NewNullDecimal(money("5.00")) }, "-2.77"},
		"void by the bookmaker alone":  {func(s *matchday.Slip) { settled(s, matchday.Win); s.Placed.Returned = s.Placed.Stake }, "0.00"},
		"nothing came back of a won bet": {func(s *matchday.Slip) {
			settled(s, matchday.Win)
			s.Placed.Returned = decimal.NewNullDecimal(decimal.Zero)
		}, "-7.77"},
		"won, and nobody confirmed it": {func(s *matchday.Slip) {
			settled(s, matchday.Win)
			s.Decision, s.Placed = matchday.Paper, matchday.Placed{}
		}, ""},
		"declined": {func(s *matchday.Slip) {
			s.Status, s.Decision, s.Placed = matchday.Void, matchday.Declined, matchday.Placed{}
		}, ""},
	} {
		s := confirmed()
		c.change(&s)
		// What stands in the paper account is another matter.
		paper := matchday.LedgerEntry{ID: "settlement/1/b", Strategy: "value", Kind: matchday.Settlement, BetID: "b", Amount: money("24")}
		entries, err := Real(s, []matchday.LedgerEntry{paper}, sunday, "run")
		switch {
		case err != nil || len(entries) > 1 || (len(entries) == 1) != (c.want != ""):
			t.Errorf("%s: %+v (%v)", name, entries, err)
		case c.want != "":
			e := entries[0]
			if e.Amount.StringFixed(2) != c.want || !e.Real || e.ID != "real/settlement/1/b" || e.Kind != matchday.Settlement || e.Strategy != "value" || !e.Time.Equal(sunday) || e.RunID != "run" {
				t.Errorf("%s: %+v, want %s", name, e, c.want)
			}
		}
	}
}

// Whatever happens to a bet in whatever order, the account holds what the bet is worth
// now, with one settlement in force or none, and booking it again changes nothing.
func TestTheRealAccountFollowsABetThroughAllThatBecomesOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := confirmed()
		var ledger []matchday.LedgerEntry
		ids := map[string]bool{}
		for n := range rapid.IntRange(1, 12).Draw(t, "events") {
			switch rapid.SampledFrom([]string{"win", "loss", "open", "void", "correct", "cash-out", "by score", "decline", "confirm"}).Draw(t, "event") {
			case "win":
				s.Status, s.Result = matchday.Settled, matchday.Win
			case "loss":
				s.Status, s.Result = matchday.Settled, matchday.Loss
			case "open":
				s.Status, s.Result = matchday.Pending, ""
			case "void":
				s.Status, s.Result = matchday.Void, ""
			case "correct":
				s.Placed.Stake.Decimal = decimal.New(rapid.Int64Range(1, 9999).Draw(t, "stake"), -2)
			case "cash-out":
				s.Placed.Returned = decimal.NullDecimal{Decimal: decimal.New(rapid.Int64Range(0, 9999).Draw(t, "returned"), -2), Valid: s.Decision == matchday.Confirmed}
			case "by score":
				s.Placed.Returned = decimal.NullDecimal{}
			case "decline":
				s.Decision, s.Placed = matchday.Declined, matchday.Placed{}
			case "confirm":
				s.Decision, s.Placed = matchday.Confirmed, confirmed().Placed
			}
			entries, err := Real(s, ledger, sunday.Add(time.Duration(n)*time.Hour), "run")
			if err != nil {
				t.Fatal(err)
			}
			ledger = append(ledger, entries...)
			for _, e := range entries {
				if ids[e.ID] {
					t.Fatalf("%s is booked twice", e.ID)
				}
				ids[e.ID] = true
			}
			again, err := Real(s, ledger, sunday.AddDate(0, 0, 9), "again")
			if err != nil || len(again) > 0 {
				t.Fatalf("booked again: %+v (%v)", again, err)
			}
			want, err := realProfit(s)
			if h := sumUp("b", ledger, true); err != nil || !h.sum.Equal(want.Decimal) || (h.settlements-h.reversals == 1) != want.Valid {
				t.Fatalf("the account holds %+v, want %+v (%v)", h, want, err)
			}
		}
	})
}

func TestARealAccountThatDoesNotAddUpIsTold(t *testing.T) {
	twice := []matchday.LedgerEntry{
		{ID: "real/settlement/1/b", Real: true, Kind: matchday.Settlement, BetID: "b", Amount: money("1")},
		{ID: "real/settlement/2/b", Real: true, Kind: matchday.Settlement, BetID: "b", Amount: money("1")},
	}
	if _, err := Real(confirmed(), twice, sunday, "run"); err == nil || !strings.Contains(err.Error(), "2 settlements and 0 reversals of it that sum to 2: check the ledger") {
		t.Errorf("got %v", err)
	}
}

func TestPaperIsSettledWithoutARegardToRealMoney(t *testing.T) {
	b := pending("20.00", "2.20")
	b.Status, b.Result, b.ActualOutcome, b.ProfitLoss, b.SettledAt = matchday.Settled, matchday.Win, matchday.HomeWin, decimal.NewNullDecimal(money("24.00")), sunday
	booked := []matchday.LedgerEntry{
		{ID: "settlement/1/b", Kind: matchday.Settlement, BetID: "b", Amount: money("24.00")},
		{ID: "real/settlement/1/b", Real: true, Kind: matchday.Settlement, BetID: "b", Amount: money("-2.77")},
	}
	after, entries, err := Settle(b, score(0, 1), booked, sunday.Add(time.Hour), "run")
	if err != nil || len(entries) != 2 || entries[0].ID != "reversal/1/b" || !entries[0].Amount.Equal(money("-24.00")) || entries[1].Real || !after.ProfitLoss.Decimal.Equal(money("-20.00")) {
		t.Errorf("%+v %+v (%v)", after, entries, err)
	}
}
