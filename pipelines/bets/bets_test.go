package bets_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

func TestACorrectedResultReversesAndSettlesAnew(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	livetest.MustSettle(t, home, hometest.LiveTuesday)
	before := livetest.SlipsOf(t, home)
	slip := before[0]
	// A score that turns the bet's result about.
	goals, outcome := map[string][]string{"H": {"9", "0"}, "D": {"9", "9"}, "A": {"0", "9"}}, slip.Selection
	if slip.Result == matchday.Win {
		outcome = map[string]string{"H": "A", "D": "H", "A": "H"}[slip.Selection]
	}
	rewritten(t, home, hometest.LiveTuesday, func(line string) string {
		if !lineOfFixture(line, slip.FixtureID) {
			return line
		}
		cells := strings.Split(line, ",")
		cells[5], cells[6], cells[7] = goals[outcome][0], goals[outcome][1], outcome
		return strings.Join(cells, ",")
	})
	s := livetest.MustSettle(t, home, hometest.LiveTuesday.Add(2*time.Hour))
	// Every bet on the fixture is settled again; the ledger reverses those whose
	// profit is another.
	settled, reversed := 0, 0
	for i, b := range livetest.SlipsOf(t, home) {
		if b.FixtureID == slip.FixtureID {
			settled++
			if !b.ProfitLoss.Decimal.Equal(before[i].ProfitLoss.Decimal) {
				reversed++
			}
		}
	}
	if s.Results != 1 || reversed == 0 || s.Reversed != reversed || s.Settled != settled {
		t.Errorf("%d bets settled again, %d reversed: %+v", settled, reversed, s)
	}
	after := livetest.SlipsOf(t, home)[0]
	if string(after.ActualOutcome) != outcome || after.Result == slip.Result {
		t.Errorf("before %s %s, after %s %s", slip.ActualOutcome, slip.Result, after.ActualOutcome, after.Result)
	}
	livetest.PassesChecks(t, home)
}

func TestAFixtureThatWasNotPlayedInTimeIsVoid(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	slip := slices.MaxFunc(livetest.SlipsOf(t, home), func(a, b matchday.Slip) int { return a.Kickoff.Compare(b.Kickoff) })
	gone := func(line string) string {
		if lineOfFixture(line, slip.FixtureID) {
			return ""
		}
		return line
	}
	// While the source is merely late, the bet waits: it tells of nothing
	// played after the limit.
	rewritten(t, home, hometest.LiveTuesday, gone)
	if s := livetest.MustSettle(t, home, hometest.LiveTuesday.Add(2*time.Hour)); s.Void != 0 || s.Waiting == 0 {
		t.Fatalf("%+v", s)
	}
	// Weeks on it does, and the fixture has no score still.
	later := hometest.LiveTuesday.AddDate(0, 0, 14)
	rewritten(t, home, later, gone)
	if s := livetest.MustSettle(t, home, later.Add(2*time.Hour)); s.Void == 0 || s.Waiting != 0 {
		t.Fatalf("%+v", s)
	}
	if got := slipNow(t, home, slip.ID); got.Status != matchday.Void || !got.ProfitLoss.Decimal.IsZero() {
		t.Errorf("%+v", got.Bet)
	}
	livetest.PassesChecks(t, home)
	// The score was only late: it was played in time, and the bets stand.
	hometest.LandEdition(t, home, later.Add(24*time.Hour))
	if s := livetest.MustSettle(t, home, later.Add(25*time.Hour)); s.Settled == 0 {
		t.Errorf("%+v", s)
	}
	livetest.PassesChecks(t, home)
}

func TestAPersonsWordIsFollowedByTheBooks(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	env := hometest.Env(home, hometest.LiveFriday.Add(10*time.Minute))
	todo, err := bets.Today(t.Context(), env, time.UTC)
	if err != nil || len(todo.Bets) < 3 {
		t.Fatalf("%d bets to place (%v)", len(todo.Bets), err)
	}
	for _, a := range todo.Bets {
		if a.Lowest.GreaterThan(a.Price.Decimal) || !a.Lowest.GreaterThan(decimal.NewFromInt(1)) || a.Parts[0].Why == "" || !a.Kickoff.After(hometest.LiveFriday) {
			t.Errorf("%+v", a)
		}
	}
	confirmed, declined := todo.Bets[0], todo.Bets[1]
	if _, err := bets.Confirm(t.Context(), env, confirmed.Number, bets.Slip{Price: livetest.Money("3.10"), Stake: livetest.Money("7.77"), Yes: true}); err != nil {
		t.Fatal(err)
	}
	r, err := bets.Decline(t.Context(), env, declined.Number)
	if err != nil || len(r.Bets) != 1 || r.Bets[0].Status != matchday.Void || r.Bets[0].Placed != "declined" {
		t.Fatalf("%+v (%v)", r, err)
	}
	if again, err := bets.Today(t.Context(), env, time.UTC); err != nil || len(again.Bets) != len(todo.Bets)-2 {
		t.Errorf("%d bets are left to place (%v)", len(again.Bets), err)
	}
	// What was declined is not bet again, nor settled.
	livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{Within: 96 * time.Hour})
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	livetest.MustSettle(t, home, hometest.LiveTuesday)
	find := func(id string) matchday.Slip {
		slips := livetest.SlipsOf(t, home)
		return slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.ID == id })]
	}
	if got := find(declined.Parts[0].BetID); got.Status != matchday.Void {
		t.Errorf("declined: %+v", got.Bet)
	}
	profit := func(s matchday.Slip, price, stake decimal.Decimal) decimal.Decimal {
		if s.Result == matchday.Win {
			return stake.Mul(price.Sub(decimal.NewFromInt(1))).Round(2)
		}
		return stake.Neg()
	}
	holds := func(betID, price, stake string) decimal.Decimal {
		t.Helper()
		s, a := find(betID), todo.Bets[slices.IndexFunc(todo.Bets, func(a bets.Advice) bool { return a.Parts[0].BetID == betID })]
		if !s.Price.Equal(a.Price.Decimal) || !s.Stake.Equal(a.Stake.Decimal) || !s.ProfitLoss.Decimal.Equal(profit(s, s.Price, s.Stake)) {
			t.Errorf("%s on paper: %+v", betID, s.Bet)
		}
		earned, want := s.RealProfit(livetest.LedgerOf(t, home)), profit(s, livetest.Money(price), livetest.Money(stake))
		if !earned.Valid || !earned.Decimal.Equal(want) {
			t.Errorf("%s for real: %v, want %s", betID, earned, want)
		}
		return want
	}
	earned := holds(confirmed.Parts[0].BetID, "3.10", "7.77")
	livetest.PassesChecks(t, home)
	// A word that comes after settlement is booked then.
	late := todo.Bets[2]
	if _, err := bets.Confirm(t.Context(), hometest.Env(home, hometest.LiveTuesday.Add(time.Hour)), late.Number, bets.Slip{Price: livetest.Money("2.5"), Stake: livetest.Money("5"), Yes: true}); err != nil {
		t.Fatal(err)
	}
	holds(late.Parts[0].BetID, "2.5", "5")
	livetest.PassesChecks(t, home)
	if _, err := bets.Decline(t.Context(), hometest.Env(home, hometest.LiveTuesday.Add(2*time.Hour)), late.Number); err != nil {
		t.Fatal(err)
	}
	if got := find(late.Parts[0].BetID); got.Status != matchday.Void || !got.ProfitLoss.Decimal.IsZero() {
		t.Errorf("declined late: %+v", got.Bet)
	}
	livetest.PassesChecks(t, home)
	bank, err := bets.Bankroll(t.Context(), hometest.Env(home, hometest.LiveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	really := decimal.Zero
	for _, s := range bank.Strategies {
		if s.Account == matchday.RealAccount {
			really = really.Add(s.Profit.Decimal)
		}
		if sum := s.Deposits.Sub(s.Withdrawals.Decimal).Add(s.Profit.Decimal); !sum.Equal(s.Bankroll.Decimal) {
			t.Errorf("%s %s: %s, its parts sum to %s", s.Strategy, s.Account, s.Bankroll, sum)
		}
	}
	if !really.Equal(earned) {
		t.Errorf("real profit %s", really)
	}
	if _, err := bets.Confirm(t.Context(), hometest.Env(home, hometest.LiveTuesday.Add(2*time.Hour)), "nothing", bets.Slip{Price: livetest.Money("2"), Stake: livetest.Money("2")}); !errors.Is(err, bets.ErrNoSuchBet) {
		t.Errorf("got %v", err)
	}
}

func TestMoneyComesAndGoesByTheLedger(t *testing.T) {
	home := livetest.Home(t)
	move := func(at time.Time, kind matchday.EntryKind, amount string) error {
		_, err := bets.MoveMoney(t.Context(), hometest.Env(home, at), bets.MoveOptions{Kind: kind, Strategy: "value", Amount: livetest.Money(amount)})
		return err
	}
	if err := move(hometest.LiveFriday.Add(-time.Hour), matchday.Deposit, "250.50"); err != nil {
		t.Fatal(err)
	}
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	if err := move(hometest.LiveFriday.Add(time.Minute), matchday.Withdrawal, "100"); err != nil {
		t.Fatal(err)
	}
	// What was advised is not open until it is confirmed.
	slips := livetest.SlipsOf(t, home)
	of := slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.Strategy == "value" })
	if _, err := bets.Confirm(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(90*time.Second)), slips[of].ID, bets.Slip{Price: slips[of].Price, Stake: livetest.Money("5"), Yes: true}); err != nil {
		t.Fatal(err)
	}
	if err := move(hometest.LiveFriday.Add(2*time.Minute), matchday.Withdrawal, "145.51"); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "value has 150.50 of real money, of which 5.00 is staked on open bets: 145.51 cannot be withdrawn") {
		t.Errorf("more than is free was withdrawn though a bet is open: %v", err)
	}
	bank, err := bets.Bankroll(t.Context(), hometest.Env(home, hometest.LiveFriday))
	if err != nil {
		t.Fatal(err)
	}
	paper, really := bank.Strategies[1], bank.Strategies[2]
	if paper.Strategy != "value" || paper.Account != matchday.PaperAccount || !paper.Bankroll.Equal(livetest.Money("1000")) || paper.Open.IsZero() {
		t.Errorf("%+v", paper)
	}
	if really.Strategy != "value" || really.Account != matchday.RealAccount || !really.Deposits.Equal(livetest.Money("250.5")) || !really.Withdrawals.Equal(livetest.Money("100")) ||
		!really.Bankroll.Equal(livetest.Money("150.5")) || !really.Open.Equal(livetest.Money("5")) {
		t.Errorf("%+v", really)
	}
	livetest.PassesChecks(t, home)
}

// rewritten lands the files of a moment with lines changed: a correction by the
// publisher.
func rewritten(t *testing.T, home string, at time.Time, change func(line string) string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range hometest.Edition(t, at) {
		text := string(f.Content)
		if strings.HasPrefix(f.Name, "2425/") || f.Name == matchfiles.ComingFile {
			lines := strings.SplitAfter(text, "\n")
			for i := range lines {
				lines[i] = change(lines[i])
			}
			text = strings.Join(lines, "")
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ingest.LandFiles(t.Context(), hometest.Env(home, at.Add(time.Hour)), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

// lineOfFixture says that a line of the last season's files is a fixture's.
func lineOfFixture(line, fixtureID string) bool {
	p := strings.Split(fixtureID, "/")
	return strings.HasPrefix(line, p[0]+",") && strings.Contains(line, ","+p[2]+","+p[3]+",")
}

func slipNow(t *testing.T, home, betID string) matchday.Slip {
	t.Helper()
	slips := livetest.SlipsOf(t, home)
	return slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.ID == betID })]
}
