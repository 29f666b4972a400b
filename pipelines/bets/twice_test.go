package bets_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/warehouse"
)

var monday = hometest.LiveFriday.AddDate(0, 0, -4)

// deposited is how much was paid in by command.
func deposited(t *testing.T, home string) string {
	t.Helper()
	var sum string
	err := warehouse.ReadLive(t.Context(), warehouse.Home{Dir: home}, func(ctx context.Context, tx *warehouse.Transaction) error {
		ledger, err := tx.Ledger(ctx)
		total := livetest.Money("0")
		for _, e := range ledger {
			if e.Kind == matchday.Deposit && e.Real {
				total = total.Add(e.Amount)
			}
		}
		sum = total.String()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func deposit(t *testing.T, env job.Env, o bets.MoveOptions) (bets.MoveReport, error) {
	t.Helper()
	o.Kind, o.Strategy = matchday.Deposit, "value"
	if o.Amount.IsZero() {
		o.Amount = livetest.Money("100")
	}
	return bets.MoveMoney(t.Context(), env, o)
}

// TestADepositKilledAnywhereAndGivenAgainIsBookedOnce kills a process that deposits,
// before and after the commit.
func TestADepositKilledAnywhereAndGivenAgainIsBookedOnce(t *testing.T) {
	if home, ok := os.LookupEnv("MATCHDAY_TEST_HOME"); ok {
		env := hometest.Env(home, monday)
		env.Failpoint = func(here string) error {
			if here == os.Getenv("MATCHDAY_TEST_FAILPOINT") {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			return nil
		}
		_, err := deposit(t, env, bets.MoveOptions{})
		t.Fatalf("the deposit ended with %v", err)
	}
	for _, point := range []string{"write", "commit", "publish"} {
		home := livetest.Home(t)
		child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		child.Env = append(os.Environ(), "MATCHDAY_TEST_HOME="+home, "MATCHDAY_TEST_FAILPOINT="+point)
		if out, err := child.CombinedOutput(); err == nil || err.Error() != "signal: killed" {
			t.Fatalf("the child was not killed at %q: %v\n%s", point, err, out)
		}
		behind, err := warehouse.Behind(t.Context(), warehouse.Home{Dir: home})
		if err != nil || (behind != "") != (point == "publish") {
			t.Errorf("killed at %q the copy is behind: %q (%v)", point, behind, err)
		}
		r, err := deposit(t, hometest.Env(home, monday.Add(time.Minute)), bets.MoveOptions{})
		if err != nil || (r.Already != nil) != (point == "publish") || len(r.Warnings) > 0 {
			t.Errorf("killed at %q and given again: %+v (%v)", point, r, err)
		}
		if got := deposited(t, home); got != "100" {
			t.Errorf("killed at %q and given again, %s is booked", point, got)
		}
		// The second one has published, although it wrote nothing.
		bank, err := bets.Bankroll(t.Context(), hometest.Env(home, monday))
		if err != nil || bank.Older != "" || !bank.Strategies[2].Bankroll.Equal(livetest.Money("100")) {
			t.Errorf("killed at %q: %+v (%v)", point, bank, err)
		}
	}
}

func TestPublishingThatFailsAfterTheCommitIsAWarningAndTheNextJobPublishes(t *testing.T) {
	for name, fault := range map[string]struct{ breaks, mends func(home string) error }{
		"a folder in the copy's place": {
			func(home string) error {
				copied := filepath.Join(home, "analytics.duckdb")
				return errors.Join(os.Remove(copied), os.MkdirAll(filepath.Join(copied, "in the way"), 0o755))
			},
			func(home string) error { return os.RemoveAll(filepath.Join(home, "analytics.duckdb")) },
		},
		"no staged tables": {
			func(home string) error {
				return os.Rename(filepath.Join(home, "lake", "staged", "CURRENT"), filepath.Join(home, "away"))
			},
			func(home string) error {
				return os.Rename(filepath.Join(home, "away"), filepath.Join(home, "lake", "staged", "CURRENT"))
			},
		},
		"a full disk": {func(string) error { return nil }, func(string) error { return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			home := livetest.Home(t)
			if err := fault.breaks(home); err != nil {
				t.Fatal(err)
			}
			env := func(after time.Duration) job.Env {
				env := hometest.Env(home, monday.Add(after))
				env.Failpoint = func(point string) error {
					if name == "a full disk" && point == "publish" {
						return syscall.ENOSPC
					}
					return nil
				}
				return env
			}
			r, err := deposit(t, env(0), bets.MoveOptions{})
			if err != nil || r.Already != nil || len(r.Warnings) != 1 || !strings.HasPrefix(r.WarningLines(), "Warning: all is written, but ") || !strings.Contains(r.WarningLines(), "the copy that people query") {
				t.Fatalf("%+v (%v)", r, err)
			}
			r, err = deposit(t, env(time.Minute), bets.MoveOptions{})
			if err != nil || r.Already == nil || !r.Already.At.Equal(monday) || len(r.Warnings) != 1 {
				t.Errorf("given again: %+v (%v)", r, err)
			}
			if got := deposited(t, home); got != "100" {
				t.Errorf("%s is booked", got)
			}
			if name != "a folder in the copy's place" { // there is no copy to read
				bank, err := bets.Bankroll(t.Context(), hometest.Env(home, monday))
				if err != nil || !strings.Contains(bank.OlderLine(), "is older than the warehouse") {
					t.Errorf("a reader says %q (%v)", bank.OlderLine(), err)
				}
			}
			if err := fault.mends(home); err != nil {
				t.Fatal(err)
			}
			livetest.MustSettle(t, home, monday.Add(2*time.Minute))
			bank, err := bets.Bankroll(t.Context(), hometest.Env(home, monday))
			if err != nil || bank.Older != "" || !bank.Strategies[2].Bankroll.Equal(livetest.Money("100")) {
				t.Errorf("after the next job: %+v (%v)", bank, err)
			}
		})
	}
}

func TestACommandGivenTwiceHappensOnce(t *testing.T) {
	home := livetest.Home(t)
	booked := "0"
	give := func(after time.Duration, o bets.MoveOptions, want string, already bool) {
		t.Helper()
		r, err := deposit(t, hometest.Env(home, monday.Add(after)), o)
		if err != nil || (r.Already != nil) != already {
			t.Errorf("after %s: %+v (%v)", after, r, err)
		}
		if booked = deposited(t, home); booked != want {
			t.Errorf("after %s %s is booked, want %s", after, booked, want)
		}
	}
	give(0, bets.MoveOptions{}, "100", false)
	give(10*time.Minute, bets.MoveOptions{}, "100", true)
	give(-3*time.Minute, bets.MoveOptions{}, "100", true) // another clock
	give(time.Minute, bets.MoveOptions{Amount: livetest.Money("5")}, "105", false)
	give(10*time.Minute+time.Second, bets.MoveOptions{}, "205", false)
	give(12*time.Minute, bets.MoveOptions{Again: true}, "305", false)
	// A name of its own makes it another one, now and for ever.
	give(13*time.Minute, bets.MoveOptions{ID: "salary"}, "405", false)
	give(14*time.Minute, bets.MoveOptions{ID: "salary"}, "405", true)
	give(900*time.Hour, bets.MoveOptions{ID: "salary"}, "405", true)
	_, err := deposit(t, hometest.Env(home, monday.Add(900*time.Hour)), bets.MoveOptions{ID: "salary", Amount: livetest.Money("7")})
	if !errors.As(err, new(job.BadInput)) || !strings.Contains(err.Error(), `the id "salary" is that of another command, bankroll deposit value 100.00 at `) {
		t.Errorf("got %v", err)
	}
	// A withdrawal is another command than a deposit of the same amount.
	out := bets.MoveOptions{Kind: matchday.Withdrawal, Strategy: "value", Amount: livetest.Money("100")}
	for range 2 {
		if _, err := bets.MoveMoney(t.Context(), hometest.Env(home, monday.Add(901*time.Hour)), out); err != nil {
			t.Fatal(err)
		}
	}
	if got := hometest.Query(t, home, "SELECT count(*) AS n FROM ledger WHERE kind = 'withdrawal'"); got != "n\n1\n" {
		t.Errorf("withdrawals: %s", got)
	}
	livetest.PassesChecks(t, home)
}

func TestABackDatedDepositIsRefused(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, monday, live.HourlyOptions{})
	for _, kind := range []matchday.EntryKind{matchday.Deposit, matchday.Withdrawal} {
		o := bets.MoveOptions{Kind: kind, Strategy: "value", Amount: livetest.Money("100")}
		_, err := bets.MoveMoney(t.Context(), hometest.Env(home, monday.Add(-time.Second)), o)
		if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "what people order is booked after all that is written") {
			t.Errorf("%s a second before hourly: %v", kind, err)
		}
	}
	if got := deposited(t, home); got != "0" {
		t.Errorf("%s is booked", got)
	}
	if r, err := deposit(t, hometest.Env(home, monday), bets.MoveOptions{}); err != nil || r.Already != nil {
		t.Errorf("at the moment of hourly: %+v (%v)", r, err)
	}
}

// While a deposit waits for the warehouse, settle looks at the clock and commits first.
func TestADepositThatOverlapsALaterJobIsBooked(t *testing.T) {
	home := livetest.Home(t)
	env := hometest.Env(home, monday)
	settled := false
	env.Failpoint = func(point string) error {
		if point == "write" && !settled {
			settled = true
			livetest.MustSettle(t, home, monday.Add(time.Second))
		}
		return nil
	}
	if r, err := deposit(t, env, bets.MoveOptions{}); err != nil || !settled || r.Already != nil {
		t.Errorf("settled %v: %+v (%v)", settled, r, err)
	}
	if got := deposited(t, home); got != "100" {
		t.Errorf("%s is booked", got)
	}
	livetest.PassesChecks(t, home)
}

func TestAJobThatFailsToPublishHasDoneItsWork(t *testing.T) {
	home := livetest.Home(t)
	copied := filepath.Join(home, "analytics.duckdb")
	if err := errors.Join(os.Remove(copied), os.MkdirAll(filepath.Join(copied, "in the way"), 0o755)); err != nil {
		t.Fatal(err)
	}
	r := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	if len(r.Bets) == 0 || len(r.Warnings) != 1 {
		t.Errorf("%d bets, %v", len(r.Bets), r.Warnings)
	}
	if again := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{}); len(again.Bets) > 0 {
		t.Errorf("%d bets by the same run again", len(again.Bets))
	}
}
