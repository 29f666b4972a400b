package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
	"matchday/stages/land/example"
	"matchday/warehouse"
)

// The moments of a live week on the invented world: the champion is trained on
// Sunday, prices are collected on Friday, the weekend is over on Tuesday.
var (
	liveFriday   = time.Date(2025, time.March, 7, 13, 30, 0, 0, time.UTC)
	liveSaturday = time.Date(2025, time.March, 8, 11, 0, 0, 0, time.UTC)
	liveTuesday  = time.Date(2025, time.March, 11, 9, 0, 0, 0, time.UTC)
)

// edition is what the publisher's files say at a moment: results that are known
// by then, and prices of what is to be played within a week.
func edition(t testing.TB, at time.Time) []example.File {
	t.Helper()
	var out []example.File
	var header, coming []string
	files := example.New(example.DefaultSeed).Files()
	for _, f := range files {
		if f.Name == example.ComingFile {
			header = strings.Split(strings.TrimSpace(strings.SplitN(string(f.Content), "\n", 2)[0]), ",")
		}
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name, "2425/") {
			if f.Name != example.ComingFile {
				out = append(out, f)
			}
			continue
		}
		lines := strings.SplitAfter(string(f.Content), "\n")
		names := strings.Split(strings.TrimSpace(lines[0]), ",")
		kept := lines[0]
		for _, line := range lines[1:] {
			cells := map[string]string{}
			for i, v := range strings.Split(strings.TrimRight(line, "\r\n"), ",") {
				cells[names[i]] = v
			}
			kickoff, err := time.ParseInLocation("02/01/2006 15:04", cells["Date"]+" "+cells["Time"], matchday.London)
			switch {
			case err != nil:
			case !kickoff.Add(3 * time.Hour).After(at):
				kept += line
			case kickoff.After(at) && kickoff.Before(at.Add(7*24*time.Hour)):
				var row []string
				for _, name := range header {
					row = append(row, cells[name])
				}
				coming = append(coming, strings.Join(row, ","))
			}
		}
		out = append(out, example.File{Name: f.Name, Content: []byte(kept)})
	}
	text := strings.Join(append([]string{strings.Join(header, ",")}, coming...), "\r\n") + "\r\n"
	return append(out, example.File{Name: example.ComingFile, Content: []byte(text)})
}

func landAt(t testing.TB, home string, at time.Time) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range edition(t, at) {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, f.Content, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Land(t.Context(), weeklyEnv(home, at), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

var theLiveHome struct {
	once sync.Once
	dir  string
	err  error
}

// liveHome is a home with a champion, in which Friday's files have landed. It
// is made once; each test gets a copy.
func liveHome(t testing.TB) string {
	t.Helper()
	theLiveHome.once.Do(func() {
		theLiveHome.dir, theLiveHome.err = os.MkdirTemp("", "live")
		if theLiveHome.err != nil {
			return
		}
		sunday := time.Date(2025, time.March, 2, 2, 0, 0, 0, time.UTC)
		landAt(t, theLiveHome.dir, sunday)
		if _, err := Weekly(context.Background(), weeklyEnv(theLiveHome.dir, sunday), WeeklyOptions{Force: true}); err != nil {
			theLiveHome.err = err
			return
		}
		landAt(t, theLiveHome.dir, liveFriday)
	})
	if theLiveHome.err != nil {
		t.Fatal(theLiveHome.err)
	}
	to := filepath.Join(t.TempDir(), "home")
	if err := mirrorFolder(theLiveHome.dir, to); err != nil {
		t.Fatal(err)
	}
	return to
}

func mustHourly(t testing.TB, home string, now time.Time, o HourlyOptions) LiveReport {
	t.Helper()
	r, err := Hourly(t.Context(), weeklyEnv(home, now), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustSettle(t testing.TB, home string, now time.Time) SettleReport {
	t.Helper()
	r, err := Settle(t.Context(), weeklyEnv(home, now), SettleOptions{})
	if err = errors.Join(err, r.Err()); err != nil {
		t.Fatal(err)
	}
	return r
}

// liveBooks is all that the live jobs write.
func liveBooks(t *testing.T, home string) string {
	t.Helper()
	var all []string
	for _, table := range []string{"predictions", "model_predictions", "market_predictions", "bets", "skips", "results", "ledger", "lineup_updates", "placements", "runs"} {
		all = append(all, table, asked(t, home, "FROM "+table+" ORDER BY ALL"))
	}
	return strings.Join(all, "\n")
}

func one(t *testing.T, home, query string) string {
	t.Helper()
	return strings.TrimSpace(strings.SplitN(asked(t, home, query), "\n", 2)[1])
}

func passesChecks(t *testing.T, home string) {
	t.Helper()
	r, err := Check(t.Context(), weeklyEnv(home, liveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); err != nil {
		var b strings.Builder
		_ = r.WriteText(&b)
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestAWeekendIsPredictedBetAndSettledToTheCent(t *testing.T) {
	home := liveHome(t)
	r := mustHourly(t, home, liveFriday, HourlyOptions{Within: 96 * time.Hour})
	if len(r.Predicted) < 15 || len(r.Bets) == 0 || len(r.Predicted) != r.Fixtures || r.Model == "" {
		t.Fatalf("%d of %d fixtures predicted, %d bets", len(r.Predicted), r.Fixtures, len(r.Bets))
	}
	passesChecks(t, home)
	// Every strategy and fixture has a bet or a reason.
	if got := one(t, home, `SELECT count(*) FROM (SELECT DISTINCT p.prediction_id, s.strategy FROM predictions p, (SELECT DISTINCT strategy FROM ledger) s) w
		WHERE NOT EXISTS (FROM bets b WHERE b.prediction_id = w.prediction_id AND b.strategy = w.strategy)
		AND NOT EXISTS (FROM skips k WHERE k.prediction_id = w.prediction_id AND k.strategy = w.strategy)`); got != "0" {
		t.Errorf("%s predictions of a strategy have neither a bet nor a reason", got)
	}
	if early := mustSettle(t, home, liveFriday.Add(time.Hour)); early.Settled+early.Void != 0 || early.Waiting != len(r.Bets) {
		t.Errorf("before anything was played: %+v", early)
	}
	landAt(t, home, liveTuesday)
	s := mustSettle(t, home, liveTuesday)
	if s.Settled != len(r.Bets) || s.Waiting != 0 || s.Results < 15 {
		t.Fatalf("%d bets placed, %+v", len(r.Bets), s)
	}
	passesChecks(t, home)
	want := map[string]decimal.Decimal{}
	world := example.New(example.DefaultSeed)
	slips, err := (warehouse.Home{Dir: home}).Slips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range slips {
		f, ok := world.Fixture(b.FixtureID)
		if !ok {
			t.Fatalf("no fixture %s", b.FixtureID)
		}
		profit := b.Stake.Neg()
		if string(matchday.OutcomeOf(f.Goals[0], f.Goals[1])) == b.Selection {
			profit = b.Stake.Mul(b.Price.Sub(decimal.NewFromInt(1))).Round(2)
		}
		want[b.Strategy] = want[b.Strategy].Add(profit)
		if !b.CLV.Valid || !b.ClosingPrice.Valid {
			t.Errorf("bet %s has no closing-line value", b.ID)
		}
	}
	bank, err := Bankroll(t.Context(), weeklyEnv(home, liveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range bank.Strategies {
		if !s.Bankroll.Equal(decimal.NewFromInt(1000).Add(want[s.Strategy])) || !s.Open.IsZero() {
			t.Errorf("%s has %s and %s open, recomputed %s", s.Strategy, s.Bankroll, s.Open, want[s.Strategy])
		}
	}
	if got, want := one(t, home, "SELECT n || ' ' || (SELECT count(*) FROM results) FROM model_performance WHERE scope = 'all' AND model = 'ensemble'"), fmt.Sprintf("%d %d", s.Results, s.Results); got != want {
		t.Errorf("performance of %s fixtures, want %s", got, want)
	}
	if got := one(t, home, "SELECT sum(n) FROM bet_performance WHERE scope = 'all'"); got != fmt.Sprint(s.Settled) {
		t.Errorf("performance of %s bets, want %d", got, s.Settled)
	}
}

func TestASlotRunTwiceChangesNothing(t *testing.T) {
	home := liveHome(t)
	mustHourly(t, home, liveFriday, HourlyOptions{})
	want := liveBooks(t, home)
	again := mustHourly(t, home, liveFriday, HourlyOptions{})
	if len(again.Predicted) != 0 || again.Already != again.Fixtures {
		t.Errorf("predicted again: %+v", again.Predicted)
	}
	if d := cmp.Diff(want, liveBooks(t, home)); d != "" {
		t.Errorf("the second run changed the books: %s", d)
	}
	// Later in the same hour the run's row says so, and nothing else.
	mustHourly(t, home, liveFriday.Add(20*time.Minute), HourlyOptions{})
	cut := func(books string) string { return books[:strings.Index(books, "\nruns\n")] }
	if d := cmp.Diff(cut(want), cut(liveBooks(t, home))); d != "" {
		t.Errorf("a later run of the hour changed the books: %s", d)
	}
	landAt(t, home, liveTuesday)
	mustSettle(t, home, liveTuesday)
	want = liveBooks(t, home)
	if s := mustSettle(t, home, liveTuesday); s.Settled+s.Void+s.Results != 0 {
		t.Errorf("settled again: %+v", s)
	}
	if d := cmp.Diff(want, liveBooks(t, home)); d != "" {
		t.Errorf("the second settlement changed the books: %s", d)
	}
}

func TestTheNextHourPredictsAnewAndBetsOnNothingTwice(t *testing.T) {
	home := liveHome(t)
	first := mustHourly(t, home, liveFriday, HourlyOptions{})
	next := mustHourly(t, home, liveFriday.Add(time.Hour), HourlyOptions{})
	if len(next.Predicted) < len(first.Predicted) {
		t.Errorf("%d fixtures predicted, before %d", len(next.Predicted), len(first.Predicted))
	}
	if next.Predicted[0].Moved == nil {
		t.Error("nothing says how the prediction moved")
	}
	forced := mustHourly(t, home, liveFriday.Add(time.Hour), HourlyOptions{Force: true})
	if len(forced.Predicted) != len(next.Predicted) || forced.Already != 0 {
		t.Errorf("forced: %d predicted, %d already", len(forced.Predicted), forced.Already)
	}
	if got := one(t, home, "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM bets GROUP BY fixture_id, market, strategy)"); got != "1" {
		t.Errorf("a strategy has %s bets on one market", got)
	}
	passesChecks(t, home)
}

func TestPricesNotSeenForLongAreNotBetAt(t *testing.T) {
	home := liveHome(t)
	r := mustHourly(t, home, liveFriday.Add(7*time.Hour), HourlyOptions{Within: 96 * time.Hour})
	if len(r.Predicted) == 0 || len(r.Bets) != 0 {
		t.Fatalf("%d predicted, %d bets", len(r.Predicted), len(r.Bets))
	}
	if got := one(t, home, "SELECT count(*) > 0 FROM skips WHERE reason = 'stale price'"); got != "true" {
		t.Errorf("no skip says that the price is stale: %s", asked(t, home, "SELECT reason, count(*) FROM skips GROUP BY ALL"))
	}
	var b strings.Builder
	if err := r.WriteText(&b); err != nil || !strings.Contains(b.String(), "stale price") {
		t.Errorf("the output does not say why: %s (%v)", b.String(), err)
	}
}

func TestASlotThatWasMissedStaysEmpty(t *testing.T) {
	home := liveHome(t)
	mustHourly(t, home, liveSaturday, HourlyOptions{})
	want := liveBooks(t, home)
	_, err := Hourly(t.Context(), weeklyEnv(home, liveFriday.Add(4*time.Hour)), HourlyOptions{})
	var refused Refused
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	cut := func(books string) string { return books[:strings.Index(books, "\nruns\n")] }
	home2 := warehouse.Home{Dir: home}
	if err := home2.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(cut(want), cut(liveBooks(t, home))); d != "" {
		t.Error(d)
	}
	if got := one(t, home, "SELECT stage FROM runs WHERE status = 'refused'"); got != "write" {
		t.Errorf("the refusal is recorded at stage %q", got)
	}
	if got := one(t, home, "SELECT count(*) FROM predictions p WHERE p.kickoff <= p.as_of"); got != "0" {
		t.Errorf("%s fixtures were predicted after kick-off", got)
	}
}

func TestAJobKilledAnywhereLeavesNothingHalfDone(t *testing.T) {
	clean := liveHome(t)
	mustHourly(t, clean, liveFriday, HourlyOptions{})
	want := liveBooks(t, clean)
	died := errors.New("killed")
	for _, point := range []string{"survey", "features", "predict", "write", "commit", "publish"} {
		t.Run(point, func(t *testing.T) {
			home := liveHome(t)
			env := weeklyEnv(home, liveFriday)
			env.Failpoint = func(at string) error {
				if at == point {
					return died
				}
				return nil
			}
			_, err := Hourly(t.Context(), env, HourlyOptions{})
			if !errors.Is(err, died) {
				t.Fatalf("got %v", err)
			}
			if err := (warehouse.Home{Dir: home}).Publish(t.Context()); err != nil {
				t.Fatal(err)
			}
			predicted := one(t, home, "SELECT count(*) FROM predictions")
			if (predicted != "0") != (point == "publish") {
				t.Errorf("killed at %s there are %s predictions", point, predicted)
			}
			if status := one(t, home, "SELECT status || ' ' || coalesce(stage, '') FROM runs WHERE pipeline = 'hourly'"); point != "publish" && status != "failed "+strings.Replace(point, "commit", "commit", 1) {
				t.Errorf("the run is recorded as %s", status)
			}
			mustHourly(t, home, liveFriday, HourlyOptions{})
			if d := cmp.Diff(want, liveBooks(t, home)); d != "" {
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
	mustHourly(t, home, liveFriday, HourlyOptions{})
	if _, err := Lineups(t.Context(), weeklyEnv(home, liveFriday), LineupsOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestTwoProcessesAtOnceDoNothingTwice(t *testing.T) {
	alone, home := liveHome(t), liveHome(t)
	mustHourly(t, alone, liveFriday, HourlyOptions{})
	if _, err := Lineups(t.Context(), weeklyEnv(alone, liveFriday), LineupsOptions{}); err != nil {
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
	if d := cmp.Diff(liveBooks(t, alone), liveBooks(t, home)); d != "" {
		t.Error(d)
	}
}

func TestABacktestsHomeRefusesLiveJobs(t *testing.T) {
	home := landed(t)
	if _, err := Backtest(t.Context(), weeklyEnv(home, laterSunday), BacktestOptions{From: matchday.Date(2025, 3, 1), To: matchday.Date(2025, 3, 10)}); err != nil {
		t.Fatal(err)
	}
	var books *warehouse.BacktestBooksError
	if _, err := Hourly(t.Context(), weeklyEnv(home, liveFriday), HourlyOptions{}); !errors.As(err, &books) {
		t.Errorf("got %v", err)
	}
}
