package live_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/backtest"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/warehouse"
)

func TestAWeekendIsPredictedBetAndSettledToTheCent(t *testing.T) {
	home := livetest.Home(t)
	r := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	if len(r.Predicted) < 15 || len(r.Bets) == 0 || len(r.Predicted) != r.Fixtures || r.Model == "" {
		t.Fatalf("%d of %d fixtures predicted, %d bets", len(r.Predicted), r.Fixtures, len(r.Bets))
	}
	livetest.PassesChecks(t, home)
	// Every strategy and fixture has a bet or a reason.
	if got := hometest.QueryOne(t, home, `SELECT count(*) FROM (SELECT DISTINCT p.prediction_id, s.strategy FROM predictions p, (SELECT DISTINCT strategy FROM ledger) s) w
		WHERE NOT EXISTS (FROM bets b WHERE b.prediction_id = w.prediction_id AND b.strategy = w.strategy)
		AND NOT EXISTS (FROM skips k WHERE k.prediction_id = w.prediction_id AND k.strategy = w.strategy)`); got != "0" {
		t.Errorf("%s predictions of a strategy have neither a bet nor a reason", got)
	}
	if early := livetest.MustSettle(t, home, hometest.LiveFriday.Add(time.Hour)); early.Settled+early.Void != 0 || early.Waiting != len(r.Bets) {
		t.Errorf("before anything was played: %+v", early)
	}
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	s := livetest.MustSettle(t, home, hometest.LiveTuesday)
	if s.Settled != len(r.Bets) || s.Waiting != 0 || s.Results < 15 {
		t.Fatalf("%d bets placed, %+v", len(r.Bets), s)
	}
	livetest.PassesChecks(t, home)
	want := map[string]decimal.Decimal{}
	world := matchfiles.New(matchfiles.DefaultSeed)
	slips, err := warehouse.Slips(t.Context(), warehouse.Home{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range slips {
		f := fixtureOf(t, world, b.FixtureID)
		profit := b.Stake.Neg()
		if string(matchday.OutcomeOf(f.Goals[0], f.Goals[1])) == b.Selection {
			profit = b.Stake.Mul(b.Price.Sub(decimal.NewFromInt(1))).Round(2)
		}
		want[b.Strategy] = want[b.Strategy].Add(profit)
		if !b.CLV.Valid || !b.ClosingPrice.Valid {
			t.Errorf("bet %s has no closing-line value", b.ID)
		}
	}
	bank, err := bets.Bankroll(t.Context(), hometest.Env(home, hometest.LiveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range bank.Strategies {
		if !s.Bankroll.Equal(decimal.NewFromInt(1000).Add(want[s.Strategy])) || !s.Open.IsZero() {
			t.Errorf("%s has %s and %s open, recomputed %s", s.Strategy, s.Bankroll, s.Open, want[s.Strategy])
		}
	}
	if got, want := hometest.QueryOne(t, home, "SELECT n || ' ' || (SELECT count(*) FROM results) FROM model_performance WHERE scope = 'all' AND model = 'ensemble'"), fmt.Sprintf("%d %d", s.Results, s.Results); got != want {
		t.Errorf("performance of %s fixtures, want %s", got, want)
	}
	if got := hometest.QueryOne(t, home, "SELECT sum(n) FROM bet_performance WHERE scope = 'all'"); got != fmt.Sprint(s.Settled) {
		t.Errorf("performance of %s bets, want %d", got, s.Settled)
	}
}

func fixtureOf(t *testing.T, p matchfiles.Publication, id string) matchfiles.Fixture {
	t.Helper()
	i := slices.IndexFunc(p.Fixtures, func(f matchfiles.Fixture) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("no fixture %s", id)
	}
	return p.Fixtures[i]
}

func TestASlotRunTwiceChangesNothing(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	want := livetest.Tables(t, home)
	again := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	if len(again.Predicted) != 0 || again.Already != again.Fixtures {
		t.Errorf("predicted again: %+v", again.Predicted)
	}
	if d := cmp.Diff(want, livetest.Tables(t, home)); d != "" {
		t.Errorf("the second run changed the books: %s", d)
	}
	// Later in the same hour the run's row says so, and nothing else.
	livetest.MustHourly(t, home, hometest.LiveFriday.Add(20*time.Minute), live.HourlyOptions{})
	cut := func(books string) string { return books[:strings.Index(books, "\nruns\n")] }
	if d := cmp.Diff(cut(want), cut(livetest.Tables(t, home))); d != "" {
		t.Errorf("a later run of the hour changed the books: %s", d)
	}
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	livetest.MustSettle(t, home, hometest.LiveTuesday)
	want = livetest.Tables(t, home)
	if s := livetest.MustSettle(t, home, hometest.LiveTuesday); s.Settled+s.Void+s.Results != 0 {
		t.Errorf("settled again: %+v", s)
	}
	if d := cmp.Diff(want, livetest.Tables(t, home)); d != "" {
		t.Errorf("the second settlement changed the books: %s", d)
	}
}

func TestTheNextHourPredictsAnewAndBetsOnNothingTwice(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	next := livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{})
	if len(next.Predicted) < len(first.Predicted) {
		t.Errorf("%d fixtures predicted, before %d", len(next.Predicted), len(first.Predicted))
	}
	moved := 0
	for _, p := range next.Predicted {
		if p.Moved != nil {
			moved++
		}
	}
	if moved != len(first.Predicted) {
		t.Errorf("%d predictions say how they moved, want the %d of the hour before", moved, len(first.Predicted))
	}
	forced := livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{Force: true})
	if len(forced.Predicted) != len(next.Predicted) || forced.Already != 0 {
		t.Errorf("forced: %d predicted, %d already", len(forced.Predicted), forced.Already)
	}
	if got := hometest.QueryOne(t, home, "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM bets GROUP BY fixture_id, market, strategy)"); got != "1" {
		t.Errorf("a strategy has %s bets on one market", got)
	}
	livetest.PassesChecks(t, home)
}

func TestPricesNotSeenForLongAreNotBetAt(t *testing.T) {
	home := livetest.Home(t)
	r := livetest.MustHourly(t, home, hometest.LiveFriday.Add(7*time.Hour), live.HourlyOptions{Within: 96 * time.Hour})
	if len(r.Predicted) == 0 || len(r.Bets) != 0 {
		t.Fatalf("%d predicted, %d bets", len(r.Predicted), len(r.Bets))
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) > 0 FROM skips WHERE reason = 'stale price'"); got != "true" {
		t.Errorf("no skip says that the price is stale: %s", hometest.Query(t, home, "SELECT reason, count(*) FROM skips GROUP BY ALL"))
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil || !strings.Contains(b.String(), "stale price") {
		t.Errorf("the output does not say why: %s (%v)", b.String(), err)
	}
}

func TestASlotThatWasMissedStaysEmpty(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveSaturday, live.HourlyOptions{})
	want := livetest.Tables(t, home)
	_, err := live.Hourly(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(4*time.Hour)), live.HourlyOptions{})
	var refused job.Refused
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	cut := func(books string) string { return books[:strings.Index(books, "\nruns\n")] }
	home2 := warehouse.Home{Dir: home}
	if err := warehouse.Publish(t.Context(), home2); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(cut(want), cut(livetest.Tables(t, home))); d != "" {
		t.Error(d)
	}
	if got := hometest.QueryOne(t, home, "SELECT stage FROM runs WHERE status = 'refused'"); got != "start" {
		t.Errorf("the refusal is recorded at stage %q", got)
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM predictions p WHERE p.kickoff <= p.as_of"); got != "0" {
		t.Errorf("%s fixtures were predicted after kick-off", got)
	}
}

func TestAJobKilledAnywhereLeavesNothingHalfDone(t *testing.T) {
	clean := livetest.Home(t)
	livetest.MustHourly(t, clean, hometest.LiveFriday, live.HourlyOptions{})
	want := livetest.Tables(t, clean)
	died := errors.New("killed")
	for _, point := range []string{"survey", "features", "predict", "write", "commit", "publish"} {
		t.Run(point, func(t *testing.T) {
			home := livetest.Home(t)
			env := hometest.Env(home, hometest.LiveFriday)
			env.Failpoint = func(at string) error {
				if at == point {
					return died
				}
				return nil
			}
			_, err := live.Hourly(t.Context(), env, live.HourlyOptions{})
			// Once all is written, the job has done its work.
			if written := point == "publish"; written != (err == nil) || !written && !errors.Is(err, died) {
				t.Fatalf("got %v", err)
			}
			if err := warehouse.Publish(t.Context(), warehouse.Home{Dir: home}); err != nil {
				t.Fatal(err)
			}
			predicted := hometest.QueryOne(t, home, "SELECT count(*) FROM predictions")
			if (predicted != "0") != (point == "publish") {
				t.Errorf("killed at %s there are %s predictions", point, predicted)
			}
			if status := hometest.QueryOne(t, home, "SELECT status || ' ' || coalesce(stage, '') FROM runs WHERE pipeline = 'hourly'"); point != "publish" && status != "failed "+strings.Replace(point, "commit", "commit", 1) {
				t.Errorf("the run is recorded as %s", status)
			}
			livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
			if d := cmp.Diff(want, livetest.Tables(t, home)); d != "" {
				t.Errorf("run again, the books differ: %s", d)
			}
		})
	}
}

// TestLiveChild is the other process of TestTwoProcessesAtOnceDoNothingTwice.
func TestLiveChild(t *testing.T) {
	home := os.Getenv("MATCHDAY_LIVE_CHILD")
	if home == "" {
		t.Skip("nothing is missing: TestTwoProcessesAtOnceDoNothingTwice runs it in a process of its own")
	}
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	if _, err := live.Lineups(t.Context(), hometest.Env(home, hometest.LiveFriday), live.LineupsOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestTwoProcessesAtOnceDoNothingTwice(t *testing.T) {
	alone, home := livetest.Home(t), livetest.Home(t)
	livetest.MustHourly(t, alone, hometest.LiveFriday, live.HourlyOptions{})
	if _, err := live.Lineups(t.Context(), hometest.Env(alone, hometest.LiveFriday), live.LineupsOptions{}); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			c := exec.Command(os.Args[0], "-test.run", "^TestLiveChild$")
			c.Env = append(os.Environ(), "MATCHDAY_LIVE_CHILD="+home)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if d := cmp.Diff(livetest.Tables(t, alone), livetest.Tables(t, home)); d != "" {
		t.Error(d)
	}
}

func TestABacktestsHomeRefusesLiveJobs(t *testing.T) {
	home := hometest.Landed(t)
	if _, err := backtest.Run(t.Context(), hometest.Env(home, hometest.LaterSunday), backtest.Options{From: matchday.Date(2025, 3, 1), To: matchday.Date(2025, 3, 10)}); err != nil {
		t.Fatal(err)
	}
	var books *warehouse.BacktestHomeError
	if _, err := live.Hourly(t.Context(), hometest.Env(home, hometest.LiveFriday), live.HourlyOptions{}); !errors.As(err, &books) {
		t.Errorf("got %v", err)
	}
}
