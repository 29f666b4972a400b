package bet

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/config"
)

// ownMoney is a ledger whose paper account has 1,000.00 and whose real account has an
// amount, if it is not empty.
func ownMoney(amount string) []matchday.LedgerEntry {
	ledger := []matchday.LedgerEntry{{ID: "deposit/1/value", Strategy: "value", Kind: matchday.Deposit, Amount: money("1000.00")}}
	if amount != "" {
		ledger = append(ledger, matchday.LedgerEntry{ID: "real/deposit/1/value", Real: true, Strategy: "value", Kind: matchday.Deposit, Amount: money(amount)})
	}
	return ledger
}

// advised places on paper and then advises, as a live run does.
func advised(t *testing.T, ledger []matchday.LedgerEntry, slips []matchday.Slip, coming map[string]bool, offers ...Offered) []matchday.Bet {
	t.Helper()
	c := config.Defaults()
	c.Strategies = c.Strategies[1:]
	if c.Strategies[0].Name != "value" {
		t.Fatalf("the second strategy is %q", c.Strategies[0].Name)
	}
	c.Staking.KellyFraction, c.Staking.MaxOutcome, c.Staking.MaxFixture = 0.5, 1, 1
	a, err := OpenAccounts(c)
	if err != nil {
		t.Fatal(err)
	}
	a.Book(matchday.OfAccount(ledger, false)...)
	bets, _ := place(t, a, offers...)
	if err := Advise(c, ledger, slips, coming, friday, offers, bets); err != nil {
		t.Fatal(err)
	}
	return bets
}

// worthIt is a fixture on whose home win a bet of half of Kelly wants more than the largest bet, 5 %.
func worthIt(id string) Offered {
	return offered(prediction(id, matchday.Probs{0.60, 0.20, 0.20}), join(book("B365", "2.10", "3.60", "3.60")))
}

func TestABetIsChosenOnPaperAndItsAdvisedStakeIsOfRealMoney(t *testing.T) {
	for amount, want := range map[string]string{"200.00": "10.00", "1000.00": "50.00", "5000.00": "250.00", "19.99": "0.00", "": "50.00"} {
		bets := advised(t, ownMoney(amount), nil, nil, worthIt("E0/1617/A/B/1"))
		if len(bets) != 1 || bets[0].Stake.StringFixed(2) != "50.00" || bets[0].Bankroll.StringFixed(2) != "1000.00" || bets[0].AdvisedStake.StringFixed(2) != want {
			t.Errorf("with %q of real money: %+v, want the advised stake %s", amount, bets, want)
		}
	}
}

func TestOpenLimitsCountWhatIsReallyOpen(t *testing.T) {
	// 20 % of 200.00 may be open: beside 36.00 there is room for 4.00, else a bet is 10.00.
	for name, c := range map[string]struct {
		change func(*matchday.Slip)
		coming bool
		want   string
	}{
		"a bet that was placed, with the stake placed": {func(*matchday.Slip) {}, false, "4.00"},
		"it has begun":      {func(s *matchday.Slip) { s.Kickoff = friday.Add(-time.Hour) }, false, "4.00"},
		"it was cashed out": {func(s *matchday.Slip) { s.Placed.Returned = decimal.NewNullDecimal(money("30")) }, false, "10.00"},
		"it is settled":     {func(s *matchday.Slip) { s.Status = matchday.Settled }, false, "10.00"},
		"a bet that may still be placed, with the stake advised": {undecided, false, "4.00"},
		"unconfirmed after kick-off: not placed": {func(s *matchday.Slip) {
			undecided(s)
			s.Kickoff = friday
		}, false, "10.00"},
		"unconfirmed, and its kick-off has moved": {func(s *matchday.Slip) {
			undecided(s)
			s.Kickoff = friday.Add(-time.Hour)
		}, true, "4.00"},
		"declined": {func(s *matchday.Slip) { undecided(s); s.Decision, s.Status = matchday.Declined, matchday.Void }, false, "10.00"},
	} {
		s := matchday.Slip{Bet: matchday.Bet{
			ID: "earlier", FixtureID: "E0/1617/X/Y/1", Strategy: "value", Market: matchday.Market1X2, Selection: "H", Stake: money("1.00"), AdvisedStake: money("2.00"), Status: matchday.Pending,
		}, Decision: matchday.Confirmed, Kickoff: friday.Add(time.Hour), Placed: matchday.Placed{Price: decimal.NewNullDecimal(money("2")), Stake: decimal.NewNullDecimal(money("36"))}}
		c.change(&s)
		bets := advised(t, ownMoney("200.00"), []matchday.Slip{s}, map[string]bool{s.FixtureID: c.coming}, worthIt("E0/1617/A/B/1"))
		if len(bets) != 1 || bets[0].Stake.StringFixed(2) != "50.00" || bets[0].AdvisedStake.StringFixed(2) != c.want {
			t.Errorf("%s: %+v, want the advised stake %s", name, bets, c.want)
		}
	}
}

// undecided makes a slip one of which nobody has said anything, and 36.00 is advised.
func undecided(s *matchday.Slip) {
	s.Decision, s.Placed, s.AdvisedStake = matchday.Paper, matchday.Placed{}, money("36")
}

func TestTheSamePolicyStakesRealMoney(t *testing.T) {
	// Six bets of 5 % want 30 % where 20 % may be open: with as much money as on paper,
	// and nothing open, real money is staked as paper is.
	var offers []Offered
	for _, id := range []string{"1", "2", "3", "4", "5", "6"} {
		offers = append(offers, worthIt("E0/1617/A"+id+"/B/1"))
	}
	bets := advised(t, ownMoney("1000.00"), nil, nil, offers...)
	sum := decimal.Zero
	for _, b := range bets {
		sum = sum.Add(b.AdvisedStake)
		if !b.AdvisedStake.Equal(b.Stake) {
			t.Errorf("%s: %s advised, %s on paper", b.ID, b.AdvisedStake, b.Stake)
		}
	}
	if len(bets) != 6 || sum.GreaterThan(money("200")) || sum.LessThan(money("199")) {
		t.Errorf("%d bets advise %s", len(bets), sum)
	}
}

func TestAStakeMayBeConfirmedUpToTheRealMoneyThatIsFree(t *testing.T) {
	slip := func(id string, d matchday.Decision, paper, placed string) matchday.Slip {
		s := matchday.Slip{Bet: matchday.Bet{ID: id, Strategy: "value", Stake: money(paper), Status: matchday.Pending}, Decision: d}
		if d == matchday.Confirmed {
			s.Placed.Price, s.Placed.Stake = decimal.NewNullDecimal(money("2")), decimal.NewNullDecimal(money(placed))
		}
		return s
	}
	slips := []matchday.Slip{slip("this", matchday.Confirmed, "50", "9"), slip("placed", matchday.Confirmed, "50", "30"), slip("advised", matchday.Paper, "70", "")}
	other := slip("other strategy's", matchday.Confirmed, "1", "500")
	other.Strategy = "thresholds"
	slips = append(slips, other)
	settled := []matchday.LedgerEntry{
		{ID: "real/settlement/1/done", Real: true, Strategy: "value", Kind: matchday.Settlement, BetID: "done", Amount: money("-20")},
		{ID: "real/settlement/1/this", Real: true, Strategy: "value", Kind: matchday.Settlement, BetID: "this", Amount: money("-9")},
		{ID: "settlement/1/done", Strategy: "value", Kind: matchday.Settlement, BetID: "done", Amount: money("-40")},
	}
	for amount, want := range map[string]string{
		"200.00": "150.00", // 200 − 20 − 30
		"":       "860.00", // on paper: 1,000 − 40 − 30 placed − 70 advised
	} {
		if got := Free(slips[0].Bet, append(ownMoney(amount), settled...), slips); !got.Equal(money(want)) {
			t.Errorf("with %q of real money %s is free, want %s", amount, got, want)
		}
	}
}

func TestADepositOpensTheRealAccountAndLeavesPaperAlone(t *testing.T) {
	c := config.Defaults()
	move := func(kind matchday.EntryKind, amount string, ledger []matchday.LedgerEntry) ([]matchday.LedgerEntry, error) {
		return MoveMoney(kind, "value", money(amount), c.Strategies, ledger, nil, friday, "run")
	}
	if _, err := move(matchday.Withdrawal, "1.00", ownMoney("")); err == nil || err.Error() != "value has 0.00 of real money, of which 0.00 is staked on open bets: 1.00 cannot be withdrawn" {
		t.Errorf("paper money was withdrawn: %v", err)
	}
	ledger, err := move(matchday.Deposit, "100.00", nil)
	if err != nil || len(ledger) != len(c.Strategies)+1 {
		t.Fatalf("%+v (%v)", ledger, err)
	}
	more, err := move(matchday.Withdrawal, "40.00", ledger)
	if err != nil || len(more) != 1 || more[0].ID != "real/withdrawal/1/value" {
		t.Fatalf("%+v (%v)", more, err)
	}
	has := map[string]string{}
	for _, b := range Bankrolls(append(ledger, more...), nil) {
		has[b.Strategy+" "+b.Account] = b.Bankroll.StringFixed(2)
	}
	if len(has) != 3 || has["value paper"] != "1000.00" || has["value real"] != "60.00" || has["thresholds paper"] != "1000.00" {
		t.Errorf("%v", has)
	}
}
