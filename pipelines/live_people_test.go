package pipelines

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
	"matchday/warehouse"
)

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// rewritten lands the files of a moment with lines changed: a correction by the
// publisher.
func rewritten(t *testing.T, home string, at time.Time, change func(line string) string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range edition(t, at) {
		text := string(f.Content)
		if strings.HasPrefix(f.Name, "2425/") {
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
	if _, err := Land(t.Context(), weeklyEnv(home, at.Add(time.Hour)), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

// lineOfFixture says that a line of the last season's files is a fixture's.
func lineOfFixture(line, fixtureID string) bool {
	p := strings.Split(fixtureID, "/")
	return strings.HasPrefix(line, p[0]+",") && strings.Contains(line, ","+p[2]+","+p[3]+",")
}

func slipsOf(t *testing.T, home string) []matchday.Slip {
	t.Helper()
	slips, err := warehouse.Home{Dir: home}.Slips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slips
}

func slipNow(t *testing.T, home, betID string) matchday.Slip {
	t.Helper()
	slips := slipsOf(t, home)
	return slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.ID == betID })]
}

func TestACorrectedResultReversesAndSettlesAnew(t *testing.T) {
	home := liveHome(t)
	mustHourly(t, home, liveFriday, HourlyOptions{})
	landAt(t, home, liveTuesday)
	mustSettle(t, home, liveTuesday)
	slip := slipsOf(t, home)[0]
	// A score that turns the bet's result about.
	goals, outcome := map[string][]string{"H": {"9", "0"}, "D": {"9", "9"}, "A": {"0", "9"}}, slip.Selection
	if slip.Result == matchday.Win {
		outcome = map[string]string{"H": "A", "D": "H", "A": "H"}[slip.Selection]
	}
	rewritten(t, home, liveTuesday, func(line string) string {
		if !lineOfFixture(line, slip.FixtureID) {
			return line
		}
		cells := strings.Split(line, ",")
		cells[5], cells[6], cells[7] = goals[outcome][0], goals[outcome][1], outcome
		return strings.Join(cells, ",")
	})
	s := mustSettle(t, home, liveTuesday.Add(2*time.Hour))
	if s.Results != 1 || s.Reversed == 0 || s.Settled != s.Reversed {
		t.Errorf("%+v", s)
	}
	after := slipsOf(t, home)[0]
	if string(after.ActualOutcome) != outcome || after.Result == slip.Result {
		t.Errorf("before %s %s, after %s %s", slip.ActualOutcome, slip.Result, after.ActualOutcome, after.Result)
	}
	passesChecks(t, home)
}

func TestAFixtureThatWasNotPlayedInTimeIsVoid(t *testing.T) {
	home := liveHome(t)
	mustHourly(t, home, liveFriday, HourlyOptions{})
	slip := slices.MaxFunc(slipsOf(t, home), func(a, b matchday.Slip) int { return a.Kickoff.Compare(b.Kickoff) })
	gone := func(line string) string {
		if lineOfFixture(line, slip.FixtureID) {
			return ""
		}
		return line
	}
	// While the source is merely late, the bet waits: it tells of nothing
	// played after the limit.
	rewritten(t, home, liveTuesday, gone)
	if s := mustSettle(t, home, liveTuesday.Add(2*time.Hour)); s.Void != 0 || s.Waiting == 0 {
		t.Fatalf("%+v", s)
	}
	// Weeks on it does, and the fixture has no score still.
	later := liveTuesday.AddDate(0, 0, 14)
	rewritten(t, home, later, gone)
	if s := mustSettle(t, home, later.Add(2*time.Hour)); s.Void == 0 || s.Waiting != 0 {
		t.Fatalf("%+v", s)
	}
	if got := slipNow(t, home, slip.ID); got.Status != matchday.Void || !got.ProfitLoss.Decimal.IsZero() {
		t.Errorf("%+v", got.Bet)
	}
	passesChecks(t, home)
	// The score was only late: it was played in time, and the bets stand.
	landAt(t, home, later.Add(24*time.Hour))
	if s := mustSettle(t, home, later.Add(25*time.Hour)); s.Settled == 0 {
		t.Errorf("%+v", s)
	}
	passesChecks(t, home)
}

func TestAPersonsWordIsFollowedByTheBooks(t *testing.T) {
	home := liveHome(t)
	mustHourly(t, home, liveFriday, HourlyOptions{Within: 96 * time.Hour})
	env := weeklyEnv(home, liveFriday.Add(10*time.Minute))
	todo, err := Today(t.Context(), env)
	if err != nil || len(todo.Bets) < 3 {
		t.Fatalf("%d bets to place (%v)", len(todo.Bets), err)
	}
	for _, a := range todo.Bets {
		if a.Lowest.GreaterThan(a.Price.Decimal) || !a.Lowest.GreaterThan(decimal.NewFromInt(1)) || a.Why == "" || !a.Kickoff.After(liveFriday) {
			t.Errorf("%+v", a)
		}
	}
	confirmed, declined := todo.Bets[0], todo.Bets[1]
	if _, err := ConfirmBet(t.Context(), env, confirmed.Number, money("3.10"), money("7.77")); err != nil {
		t.Fatal(err)
	}
	r, err := DeclineBet(t.Context(), env, declined.BetID)
	if err != nil || len(r.Bets) != 1 || r.Bets[0].Status != matchday.Void || r.Bets[0].Placed != "declined" {
		t.Fatalf("%+v (%v)", r, err)
	}
	if again, err := Today(t.Context(), env); err != nil || len(again.Bets) != len(todo.Bets)-2 {
		t.Errorf("%d bets are left to place (%v)", len(again.Bets), err)
	}
	// What was declined is not bet again, nor settled.
	mustHourly(t, home, liveFriday.Add(time.Hour), HourlyOptions{Within: 96 * time.Hour})
	landAt(t, home, liveTuesday)
	mustSettle(t, home, liveTuesday)
	find := func(id string) matchday.Slip {
		slips := slipsOf(t, home)
		return slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.ID == id })]
	}
	if got := find(declined.BetID); got.Status != matchday.Void {
		t.Errorf("declined: %+v", got.Bet)
	}
	profit := func(s matchday.Slip) decimal.Decimal {
		if s.Result == matchday.Win {
			return s.Stake.Mul(s.Price.Sub(decimal.NewFromInt(1))).Round(2)
		}
		return s.Stake.Neg()
	}
	got := find(confirmed.BetID)
	if !got.Stake.Equal(money("7.77")) || !got.Price.Equal(money("3.10")) || !got.AskedPrice.Equal(confirmed.Price.Decimal) || !got.ProfitLoss.Decimal.Equal(profit(got)) {
		t.Errorf("confirmed: %+v, profit %s", got.Bet, got.ProfitLoss.Decimal)
	}
	passesChecks(t, home)
	// A word that comes after settlement settles again.
	late := todo.Bets[2]
	if _, err := ConfirmBet(t.Context(), weeklyEnv(home, liveTuesday.Add(time.Hour)), late.Number, money("2.5"), money("5")); err != nil {
		t.Fatal(err)
	}
	if got := find(late.BetID); !got.ProfitLoss.Decimal.Equal(profit(got)) || !got.Stake.Equal(money("5")) {
		t.Errorf("confirmed late: %+v", got.Bet)
	}
	if _, err := DeclineBet(t.Context(), weeklyEnv(home, liveTuesday.Add(2*time.Hour)), late.Number); err != nil {
		t.Fatal(err)
	}
	if got := find(late.BetID); got.Status != matchday.Void || !got.ProfitLoss.Decimal.IsZero() {
		t.Errorf("declined late: %+v", got.Bet)
	}
	passesChecks(t, home)
	bank, err := Bankroll(t.Context(), weeklyEnv(home, liveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	confirmedProfit := decimal.Zero
	for _, s := range bank.Strategies {
		confirmedProfit = confirmedProfit.Add(s.Confirmed.Decimal)
		if sum := s.Deposits.Sub(s.Withdrawals.Decimal).Add(s.Paper.Decimal).Add(s.Confirmed.Decimal); !sum.Equal(s.Bankroll.Decimal) {
			t.Errorf("%s: %s, its parts sum to %s", s.Strategy, s.Bankroll, sum)
		}
	}
	if !confirmedProfit.Equal(profit(find(confirmed.BetID))) {
		t.Errorf("confirmed profit %s", confirmedProfit)
	}
	if _, err := ConfirmBet(t.Context(), env, "nothing", money("2"), money("2")); !errors.Is(err, errNoSuchBet) {
		t.Errorf("got %v", err)
	}
}

func TestMoneyComesAndGoesByTheLedger(t *testing.T) {
	home := liveHome(t)
	move := func(at time.Time, kind matchday.EntryKind, amount string) error {
		_, err := MoveMoney(t.Context(), weeklyEnv(home, at), kind, "value", money(amount))
		return err
	}
	if err := move(liveFriday.Add(-time.Hour), matchday.Deposit, "250.50"); err != nil {
		t.Fatal(err)
	}
	mustHourly(t, home, liveFriday, HourlyOptions{Within: 96 * time.Hour})
	if err := move(liveFriday.Add(time.Minute), matchday.Withdrawal, "100"); err != nil {
		t.Fatal(err)
	}
	var refused Refused
	if err := move(liveFriday.Add(2*time.Minute), matchday.Withdrawal, "1150.50"); !errors.As(err, &refused) {
		t.Errorf("all that is left was withdrawn though bets are open: %v", err)
	}
	bank, err := Bankroll(t.Context(), weeklyEnv(home, liveFriday))
	if err != nil {
		t.Fatal(err)
	}
	v := bank.Strategies[1]
	if v.Strategy != "value" || !v.Deposits.Equal(money("1250.5")) || !v.Withdrawals.Equal(money("100")) || !v.Bankroll.Equal(money("1150.5")) || v.Open.IsZero() {
		t.Errorf("%+v", v)
	}
	passesChecks(t, home)
}
