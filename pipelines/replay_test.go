package pipelines

import (
	"bytes"
	"context"
	stdsql "database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/warehouse"
)

// jobs runs live jobs in a home without publishing what they write, which takes
// longer than anything else that they do there.
type jobs struct {
	t      *testing.T
	home   string
	memory *Memory
}

func (j jobs) env(at time.Time) Env {
	env := weeklyEnv(j.home, at)
	env.Memory = j.memory
	env.Config.Strategies = append(env.Config.Strategies, matchday.Strategy{
		Name: "goals", Rule: "value", Markets: []string{matchday.MarketTotal, matchday.MarketAsian}, MinEdge: 0.01, Bankroll: "500.00",
	})
	return env
}

func (j jobs) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

func (j jobs) hourly(at time.Time, o HourlyOptions) {
	j.t.Helper()
	_, err := Hourly(j.t.Context(), j.env(at), o)
	j.must(err)
}

func (j jobs) settle(at time.Time) {
	j.t.Helper()
	r, err := Settle(j.t.Context(), j.env(at), SettleOptions{})
	j.must(errors.Join(err, r.Err()))
}

// busyWeekend is a home in which jobs have run for five days: hourly ones, two
// of them more than once in an hour and one of those by force, line-ups,
// settlements, a person's word on bets, and files that landed in between.
// Afterwards the rest of the season has landed and another champion reigns.
func busyWeekend(t *testing.T) string {
	t.Helper()
	j := jobs{t, liveHome(t), &Memory{}}
	wide := HourlyOptions{Within: 96 * time.Hour}
	j.hourly(liveFriday, wide)
	j.hourly(liveFriday.Add(10*time.Minute), wide)
	wide.Force = true
	j.hourly(liveFriday.Add(20*time.Minute), wide)
	for k := range 2 {
		at := liveFriday.Add(time.Duration(k+1) * time.Hour)
		j.hourly(at, HourlyOptions{})
		_, err := Lineups(t.Context(), j.env(at.Add(15*time.Minute)), LineupsOptions{})
		j.must(err)
	}
	j.must(j.env(liveFriday).Publish(t.Context()))
	slips, err := (warehouse.Home{Dir: j.home}).Slips(t.Context())
	if err != nil || len(slips) < 3 {
		t.Fatalf("%d bets (%v)", len(slips), err)
	}
	decide := liveFriday.Add(6 * time.Hour)
	_, err = ConfirmBet(t.Context(), j.env(decide), slips[0].Number(), slips[0].Price.Add(money("0.1")), money("7"))
	j.must(err)
	_, err = DeclineBet(t.Context(), j.env(decide.Add(time.Minute)), slips[1].Number())
	j.must(err)
	_, err = MoveMoney(t.Context(), j.env(decide.Add(2*time.Minute)), matchday.Withdrawal, "value", money("100"))
	j.must(err)
	for k, at := range []time.Time{liveSaturday, liveSaturday.Add(8 * time.Hour), liveTuesday} {
		landAt(t, j.home, at)
		j.settle(at)
		for hour := range 2 {
			j.hourly(at.Add(time.Duration(hour)*time.Hour+time.Duration(k)*time.Second), HourlyOptions{})
		}
	}
	// The bet that was declined was placed after all, and stands otherwise now.
	_, err = ConfirmBet(t.Context(), j.env(liveTuesday.Add(3*time.Hour)), slips[1].Number(), slips[1].Price, slips[1].Stake)
	j.must(err)
	j.settle(liveTuesday.Add(4 * time.Hour))
	landAt(t, j.home, laterSunday)
	_, err = Weekly(t.Context(), weeklyEnv(j.home, laterSunday), WeeklyOptions{Force: true})
	j.must(err)
	return j.home
}

func TestEveryRunOfABusyWeekendComesOutTheSameToTheBit(t *testing.T) {
	home := busyWeekend(t)
	before := liveBooks(t, home)
	r, err := Replay(t.Context(), weeklyEnv(home, laterSunday.Add(time.Hour)), ReplayOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := errors.Join(r.WriteText(&text), r.Err()); err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	rows := map[string]int{}
	for _, run := range r.Runs {
		if !run.SameInputs {
			t.Errorf("%s had other inputs", run.RunID)
		}
		for table, n := range run.Rows {
			rows[table] += n
		}
	}
	if len(r.Runs) < 14 || r.Elsewhere < 4 || rows["predictions"] < 80 || rows["market_predictions"] < 1000 || rows["bets"] < 3 || rows["skips"] < 100 || rows["ledger"] < 5 || rows["bet_versions"] <= rows["bets"] {
		t.Errorf("%d runs (and %d others) with %v: too little for a test\n%s", len(r.Runs), r.Elsewhere, rows, text.String())
	}
	if after := liveBooks(t, home); after != before {
		t.Error("the replay changed the books")
	}
	left, err := filepath.Glob(filepath.Join(home, ".replay-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// madeAgain makes n of a home's runs again, those that wrote something before
// others, or all where MATCHDAY_SOAK asks for it.
func madeAgain(t *testing.T, env Env, n int) {
	t.Helper()
	runs := strings.Fields(asked(t, env.Home, `SELECT run_id FROM runs WHERE pipeline IN ('hourly', 'lineups', 'settle') AND status = 'done'
		ORDER BY run_id IN (SELECT run_id FROM predictions UNION ALL SELECT run_id FROM ledger) DESC, hash(run_id)`))[1:]
	if len(runs) < n {
		t.Fatalf("there are only %d runs to be made again", len(runs))
	}
	if os.Getenv("MATCHDAY_SOAK") == "" {
		runs = runs[:n]
	}
	r, err := Replay(t.Context(), env, ReplayOptions{Runs: runs})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := errors.Join(r.WriteText(&text), r.Err()); err != nil {
		t.Errorf("%v\n%s", err, text.String())
	}
	for _, run := range r.Runs {
		if !run.SameInputs {
			t.Errorf("%s had other inputs", run.RunID)
		}
	}
	t.Logf("made again:\n%s", text.String())
}

// tampered changes a home's books behind everybody's back.
func tampered(t *testing.T, home, statement string) {
	t.Helper()
	db, err := stdsql.Open("duckdb", filepath.Join(home, "warehouse.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatAReplayFindsOtherwiseIsNamed(t *testing.T) {
	home := liveHome(t)
	first := mustHourly(t, home, liveFriday, HourlyOptions{})
	env := weeklyEnv(home, liveFriday.Add(time.Hour))
	tampered(t, home, `UPDATE model_predictions SET home_win_prob = home_win_prob + 1e-16, away_win_prob = away_win_prob - 1e-16
		WHERE model = 'elo' AND prediction_id = (SELECT min(prediction_id) FROM predictions)`)
	tampered(t, home, "DELETE FROM skips WHERE skip_id = (SELECT min(skip_id) FROM skips)")
	r, err := Replay(t.Context(), env, ReplayOptions{Runs: []string{first.RunID}})
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]int{}
	for _, d := range r.Runs[0].Differences {
		tables[d.Table+" "+d.Column]++
	}
	if !errors.As(r.Err(), new(Refused)) || r.Runs[0].Identical || tables["model_predictions home_win_prob"] == 0 || tables["skips "] != 1 ||
		tables["predictions home_win_prob"]+tables["bets stake"] != 0 {
		t.Errorf("found %v, said %v", tables, r.Err())
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "DIFFERS") || !strings.Contains(text.String(), "no row") {
		t.Errorf("it prints %s (%v)", text.String(), err)
	}
}

func TestARunThatCannotBeMadeAgainIsRefused(t *testing.T) {
	home := liveHome(t)
	first := mustHourly(t, home, liveFriday, HourlyOptions{})
	env := weeklyEnv(home, liveFriday.Add(time.Hour))
	if _, err := MoveMoney(t.Context(), env, matchday.Deposit, "value", money("5")); err != nil {
		t.Fatal(err)
	}
	refused := func(run, hint string) {
		t.Helper()
		_, err := Replay(t.Context(), env, ReplayOptions{Runs: []string{run}})
		if !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), hint) {
			t.Errorf("run %s: %v, want a refusal that says %q", run, err, hint)
		}
	}
	refused("hourly-20200101T000000Z", "no pass")
	refused("bankroll-20250307T143000Z", "of the job bankroll")
	if err := os.RemoveAll(filepath.Join(home, "models", first.Model)); err != nil {
		t.Fatal(err)
	}
	refused(first.RunID, "removed since")
	if _, err := Replay(context.Background(), weeklyEnv(t.TempDir(), liveFriday), ReplayOptions{}); err == nil {
		t.Error("an empty home was replayed")
	}
}
