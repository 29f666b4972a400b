package warehouse_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"matchday/warehouse"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
)

// liveBatch is smallBatch of a live run.
func liveBatch(runID string) warehouse.Batch {
	b := smallBatch(runID)
	b.Run.Kind, b.Run.Pipeline = matchday.LiveRun, "hourly"
	b.Skips = []matchday.Skip{{
		ID: matchday.SkipID("value", matchday.Market1X2, "", sql.Null[float64]{}, b.Predictions[0].ID), FixtureID: b.Predictions[0].FixtureID, PredictionID: b.Predictions[0].ID,
		Time: at(7, 12), Strategy: "thresholds", Market: matchday.Market1X2, Reason: "rule not met", RunID: runID,
	}}
	b.LineupUpdates = []matchday.LineupUpdate{{FixtureID: b.Predictions[0].FixtureID, Time: at(9, 14), Available: true, HomePlayers: 11, AwayPlayers: 11}}
	return b
}

// appended writes a batch as a live job does.
func appended(t testing.TB, h warehouse.Home, b warehouse.Batch) {
	t.Helper()
	if err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
	}); err != nil {
		t.Fatal(err)
	}
}

func TestALiveJobReadsBackWhatItWrote(t *testing.T) {
	h, b := newHome(t), liveBatch("run")
	appended(t, h, b)
	err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		slips, err := tx.Slips(ctx)
		if err != nil {
			return err
		}
		for i, s := range slips {
			want := b.Bets[i]
			if d := cmp.Diff(want, s.Bet, cmp.Comparer(decimal.Decimal.Equal), cmp.Comparer(time.Time.Equal)); d != "" {
				t.Error(d)
			}
			if s.HomeTeam != b.Predictions[i].HomeTeam || !s.Kickoff.Equal(b.Predictions[i].Kickoff) || s.Decision != matchday.Paper || !s.AskedPrice.Equal(want.Price) {
				t.Errorf("slip %d is %+v", i, s)
			}
		}
		entries, err := tx.Ledger(ctx)
		if err != nil {
			return err
		}
		if d := cmp.Diff(b.Ledger, entries, cmp.Comparer(decimal.Decimal.Equal), cmp.Comparer(time.Time.Equal)); d != "" {
			t.Error(d)
		}
		said, err := tx.PriorPredictions(ctx, []string{b.Predictions[0].FixtureID, "another"})
		if err != nil || len(said) != 1 || len(said[b.Predictions[0].FixtureID]) != 1 || !said[b.Predictions[0].FixtureID][0].AsOf.Equal(at(7, 12)) {
			t.Errorf("said %v (%v)", said, err)
		}
		booked, err := tx.Results(ctx)
		if d := cmp.Diff(map[string]matchday.Result{b.Results[0].FixtureID: b.Results[0]}, booked); d != "" || err != nil {
			t.Errorf("%s (%v)", d, err)
		}
		updates, err := tx.LineupUpdates(ctx, []string{b.Predictions[0].FixtureID})
		if d := cmp.Diff(b.LineupUpdates[0], updates[b.Predictions[0].FixtureID]); d != "" || err != nil {
			t.Errorf("%s (%v)", d, err)
		}
		ids, err := tx.Predicted(ctx)
		if len(ids) != 2 || err != nil {
			t.Errorf("predicted %v (%v)", ids, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFailedJobWritesNothing(t *testing.T) {
	h := newHome(t)
	for name, f := range map[string]func(context.Context, *warehouse.Transaction, warehouse.Batch) error{
		"an error after all is written": func(ctx context.Context, tx *warehouse.Transaction, b warehouse.Batch) error {
			return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b), errors.New("the job died"))
		},
		"a row that breaks a rule": func(ctx context.Context, tx *warehouse.Transaction, b warehouse.Batch) error {
			b.Ledger[0].BetID = "a deposit for a bet"
			return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
		},
		"a key twice": func(ctx context.Context, tx *warehouse.Transaction, b warehouse.Batch) error {
			return errors.Join(tx.Add(ctx, b), tx.Add(ctx, b))
		},
	} {
		if err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error { return f(ctx, tx, liveBatch("run")) }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for _, table := range warehouse.CopiedTables() {
		if got := ask(t, h, "SELECT count(*) AS n FROM "+table); got != "n\n0\n" {
			t.Errorf("%s has rows: %s", table, got)
		}
	}
}

func TestLiveRunsAndABacktestStayApart(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("backtest"))
	var refused *warehouse.BacktestHomeError
	for name, err := range map[string]error{
		"AcceptsLive": warehouse.AcceptsLive(t.Context(), h),
		"AppendLive":  warehouse.AppendLive(t.Context(), h, func(context.Context, *warehouse.Transaction) error { return nil }),
	} {
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v, want a BacktestHomeError", name, err)
		}
	}
	live := newHome(t)
	if err := warehouse.AcceptsLive(t.Context(), live); err != nil {
		t.Errorf("an empty home refused: %v", err)
	}
	appended(t, live, liveBatch("run"))
	var runs *warehouse.LiveRunsError
	if err := warehouse.AcceptsBacktest(t.Context(), live); !errors.As(err, &runs) {
		t.Errorf("got %v, want a LiveRunsError", err)
	}
}

func TestARunOfASlotIsOneRow(t *testing.T) {
	h, r := newHome(t), liveBatch("hourly@12").Run
	record := func(change func(*matchday.Run)) {
		t.Helper()
		change(&r)
		if err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.Record(ctx, r) }); err != nil {
			t.Fatal(err)
		}
	}
	record(func(r *matchday.Run) { r.Status, r.Message, r.Stage = matchday.RunFailed, "no network", "fetch" })
	record(func(r *matchday.Run) { r.Status, r.Message, r.Stage, r.AsOf = matchday.RunDone, "", "", at(12, 0) })
	record(func(r *matchday.Run) {
		r.Status, r.Message, r.Stage, r.AsOf = matchday.RunFailed, "too late", "write", at(11, 0)
	})
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	got := ask(t, h, "SELECT run_id, status, message, stage, as_of FROM runs")
	if want := "run_id,status,message,stage,as_of\nhourly@12,done,,,2015-08-12T00:00:00Z\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestSettlementAndAPersonsWordAreWrittenToABet(t *testing.T) {
	h, b := newHome(t), liveBatch("run")
	appended(t, h, b)
	open := b.Bets[1]
	placement := matchday.Placement{
		BetID: open.ID, Decision: matchday.Confirmed, Time: at(12, 9),
		Placed:     matchday.Placed{Price: decimal.NewNullDecimal(money("2.15")), Stake: decimal.NewNullDecimal(money("20")), Returned: decimal.NewNullDecimal(money("8.40")), Why: "cash-out"},
		AskedPrice: open.Price, AskedStake: open.Stake, RunID: "run",
	}
	open.Status, open.Result, open.ActualOutcome, open.ProfitLoss, open.SettledAt = matchday.Settled, matchday.Loss, matchday.AwayWin, decimal.NewNullDecimal(money("-20")), at(13, 20)
	open.ClosingPrice, open.ClosingProbability, open.CLV = decimal.NewNullDecimal(money("2")), matchday.Number(0.48), matchday.Number(0.032)
	result := matchday.Result{FixtureID: open.FixtureID, MatchDate: matchday.Date(2015, 8, 13), HomeTeam: "Stoke", AwayTeam: "Liverpool", HomeScore: 0, AwayScore: 1, Time: at(13, 18), RunID: "run"}
	corrected := result
	corrected.HomeScore = 2
	err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
		return errors.Join(tx.Place(ctx, placement), tx.SettleBets(ctx, []matchday.Bet{open}), tx.UpsertResults(ctx, []matchday.Result{result}),
			tx.UpsertResults(ctx, []matchday.Result{corrected}), tx.DeleteResults(ctx, []string{b.Results[0].FixtureID}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	slips, err := warehouse.Slips(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	got := slips[1]
	if d := cmp.Diff(open, got.Bet, cmp.Comparer(decimal.Decimal.Equal), cmp.Comparer(time.Time.Equal)); d != "" {
		t.Error(d)
	}
	if got.Decision != matchday.Confirmed || !got.AskedPrice.Equal(open.Price) || !got.AskedStake.Equal(open.Stake) || !got.Placed.Same(placement.Placed) {
		t.Errorf("%+v", got)
	}
	if got := ask(t, h, "SELECT fixture_id, home_score, away_score, actual_outcome FROM results"); got != "fixture_id,home_score,away_score,actual_outcome\nE0/1516/Stoke/Liverpool/1,2,1,H\n" {
		t.Errorf("results: %s", got)
	}
}

// nthBatch are the rows of a live run, with keys of their own.
func nthBatch(n string) warehouse.Batch {
	b := liveBatch(fmt.Sprint("run ", n))
	mark := func(ids ...*string) {
		for _, id := range ids {
			*id = fmt.Sprint(n, "/", *id)
		}
	}
	for i := range b.Predictions {
		mark(&b.Predictions[i].ID, &b.Predictions[i].FixtureID)
	}
	for i := range b.ModelPredictions {
		mark(&b.ModelPredictions[i].PredictionID)
	}
	for i := range b.Bets {
		mark(&b.Bets[i].ID, &b.Bets[i].FixtureID, &b.Bets[i].PredictionID)
	}
	for i := range b.Ledger {
		mark(&b.Ledger[i].ID)
		if b.Ledger[i].BetID != "" {
			mark(&b.Ledger[i].BetID)
		}
	}
	mark(&b.Results[0].FixtureID, &b.Skips[0].ID, &b.Skips[0].FixtureID, &b.Skips[0].PredictionID, &b.LineupUpdates[0].FixtureID)
	return b
}

func TestABetsNumberIsShortAndItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for n := range 50 {
		b := matchday.Bet{ID: matchday.BetID("value", matchday.Market1X2, "H", sql.Null[float64]{}, fmt.Sprint(n))}
		if len(b.Number()) != 8 || seen[b.Number()] {
			t.Fatalf("bet %d has number %q", n, b.Number())
		}
		seen[b.Number()] = true
	}
}
