package replay_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/pipelines/replay"
	"matchday/pipelines/weekly"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// jobs runs live jobs in a home without publishing what they write, which takes
// longer than anything else that they do there.
type jobs struct {
	t      *testing.T
	home   string
	memory *job.Cache
}

func (j jobs) env(at time.Time) job.Env {
	env := hometest.Env(j.home, at)
	env.Cache = j.memory
	env.Config.Strategies = append(env.Config.Strategies, matchday.Strategy{
		Name: "goals", Rule: "value", Markets: []matchday.Market{matchday.MarketTotal, matchday.MarketAsian}, MinEdge: 0.01, Bankroll: "500.00",
	})
	return env
}

func (j jobs) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

func (j jobs) hourly(at time.Time, o live.HourlyOptions) {
	j.t.Helper()
	_, err := live.Hourly(j.t.Context(), j.env(at), o)
	j.must(err)
}

func (j jobs) settle(at time.Time) {
	j.t.Helper()
	r, err := live.Settle(j.t.Context(), j.env(at), live.SettleOptions{})
	j.must(errors.Join(err, r.Err()))
}

// busyWeekend is a home in which jobs have run for five days: hourly ones, two
// of them more than once in an hour and one of those by force, line-ups,
// settlements, a person's word and money on bets, and files that landed in between.
// Afterwards the rest of the season has landed and another champion reigns.
func busyWeekend(t *testing.T) string {
	t.Helper()
	j := jobs{t, livetest.Home(t), &job.Cache{}}
	wide := live.HourlyOptions{Within: 96 * time.Hour}
	deposit := bets.MoveOptions{Kind: matchday.Deposit, Strategy: "value", Amount: livetest.Money("300")}
	_, err := bets.MoveMoney(t.Context(), j.env(hometest.LiveFriday.Add(-time.Minute)), deposit)
	j.must(err)
	j.hourly(hometest.LiveFriday, wide)
	j.hourly(hometest.LiveFriday.Add(10*time.Minute), wide)
	wide.Force = true
	j.hourly(hometest.LiveFriday.Add(20*time.Minute), wide)
	for k := range 2 {
		at := hometest.LiveFriday.Add(time.Duration(k+1) * time.Hour)
		j.hourly(at, live.HourlyOptions{})
		_, err := live.Lineups(t.Context(), j.env(at.Add(15*time.Minute)), live.LineupsOptions{})
		j.must(err)
	}
	j.must(j.env(hometest.LiveFriday).PublishDeferred(t.Context()))
	slips, err := warehouse.Slips(t.Context(), warehouse.Home{Dir: j.home})
	if err != nil || len(slips) < 3 {
		t.Fatalf("%d bets (%v)", len(slips), err)
	}
	decide := hometest.LiveFriday.Add(6 * time.Hour)
	_, err = bets.Confirm(t.Context(), j.env(decide), slips[0].Number(), bets.Slip{Price: slips[0].Price.Add(livetest.Money("0.1")), Stake: livetest.Money("7"), Yes: true})
	j.must(err)
	_, err = bets.Decline(t.Context(), j.env(decide.Add(time.Minute)), slips[1].Number())
	j.must(err)
	_, err = bets.MoveMoney(t.Context(), j.env(decide.Add(2*time.Minute)), bets.MoveOptions{Kind: matchday.Withdrawal, Strategy: "value", Amount: livetest.Money("100")})
	j.must(err)
	for k, at := range []time.Time{hometest.LiveSaturday, hometest.LiveSaturday.Add(8 * time.Hour), hometest.LiveTuesday} {
		hometest.LandEdition(t, j.home, at)
		j.settle(at)
		for hour := range 2 {
			j.hourly(at.Add(time.Duration(hour)*time.Hour+time.Duration(k)*time.Second), live.HourlyOptions{})
		}
	}
	// The bet that was declined was placed after all, and stands otherwise now.
	_, err = bets.Confirm(t.Context(), j.env(hometest.LiveTuesday.Add(3*time.Hour)), slips[1].Number(), bets.Slip{Price: slips[1].Price, Stake: slips[1].Stake, Yes: true})
	j.must(err)
	_, err = bets.SettleBet(t.Context(), j.env(hometest.LiveTuesday.Add(3*time.Hour+time.Minute)), slips[0].Number(), bets.Returned{Amount: livetest.Money("6.50"), Why: "cash-out"})
	j.must(err)
	j.settle(hometest.LiveTuesday.Add(4 * time.Hour))
	hometest.LandEdition(t, j.home, hometest.LaterSunday)
	_, err = weekly.Run(t.Context(), hometest.Env(j.home, hometest.LaterSunday), weekly.Options{Force: true})
	j.must(err)
	return j.home
}

func TestEveryRunOfABusyWeekendComesOutTheSameToTheBit(t *testing.T) {
	home := busyWeekend(t)
	before := livetest.Tables(t, home)
	r, err := replay.Run(t.Context(), hometest.Env(home, hometest.LaterSunday.Add(time.Hour)), replay.Options{})
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
	if len(r.Runs) < 14 || r.Elsewhere < 4 || rows["predictions"] < 80 || rows["bets"] < 3 || rows["skips"] < 100 || rows["ledger"] < 5 || rows["bet_versions"] <= rows["bets"] {
		t.Errorf("%d runs (and %d others) with %v: too little for a test\n%s", len(r.Runs), r.Elsewhere, rows, text.String())
	}
	if after := livetest.Tables(t, home); after != before {
		t.Error("the replay changed the books")
	}
	left, err := filepath.Glob(filepath.Join(home, ".replay-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// tampered changes a home's warehouse behind everybody's back.
func tampered(t *testing.T, home, statement string) {
	t.Helper()
	if err := warehouse.WriteLogIn(t.Context(), warehouse.Home{Dir: home}); err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(t.Context(), filepath.Join(home, "warehouse.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatAReplayFindsOtherwiseIsNamed(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	env := hometest.Env(home, hometest.LiveFriday.Add(time.Hour))
	tampered(t, home, `UPDATE model_predictions SET home_win_prob = home_win_prob + 1e-16, away_win_prob = away_win_prob - 1e-16
		WHERE model = 'elo' AND prediction_id = (SELECT min(prediction_id) FROM predictions)`)
	tampered(t, home, "DELETE FROM skips WHERE skip_id = (SELECT min(skip_id) FROM skips)")
	r, err := replay.Run(t.Context(), env, replay.Options{Runs: []string{first.RunID}})
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]int{}
	for _, d := range r.Runs[0].Differences {
		tables[d.Table+" "+d.Column]++
	}
	if !errors.As(r.Err(), new(job.Refused)) || r.Runs[0].Identical || tables["model_predictions home_win_prob"] == 0 || tables["skips "] != 1 ||
		tables["predictions home_win_prob"]+tables["bets stake"] != 0 {
		t.Errorf("found %v, said %v", tables, r.Err())
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "DIFFERS") || !strings.Contains(text.String(), "no row") {
		t.Errorf("it prints %s (%v)", text.String(), err)
	}
}

func TestARunThatCannotBeMadeAgainIsRefused(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	env := hometest.Env(home, hometest.LiveFriday.Add(time.Hour))
	if _, err := bets.MoveMoney(t.Context(), env, bets.MoveOptions{Kind: matchday.Deposit, Strategy: "value", Amount: livetest.Money("5")}); err != nil {
		t.Fatal(err)
	}
	refused := func(run, hint string) {
		t.Helper()
		_, err := replay.Run(t.Context(), env, replay.Options{Runs: []string{run}})
		if !errors.As(err, new(job.Refused)) && !errors.As(err, new(job.BadInput)) || !strings.Contains(err.Error(), hint) {
			t.Errorf("run %s: %v, want a refusal that says %q", run, err, hint)
		}
	}
	refused("hourly-20200101T000000Z", "no commit")
	refused("bankroll-20250307T143000Z", "of the job bankroll")
	if err := os.RemoveAll(filepath.Join(home, "models", first.Model)); err != nil {
		t.Fatal(err)
	}
	refused(first.RunID, "removed since")
	if _, err := replay.Run(context.Background(), hometest.Env(t.TempDir(), hometest.LiveFriday), replay.Options{}); err == nil {
		t.Error("an empty home was replayed")
	}
}
