package warehouse_test

import (
	"context"
	"errors"
	"testing"

	"matchday/warehouse"
	"matchday/warehouse/duck"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
)

// threeCommits is a home with three commits: bets are placed and settled, then
// one of them is confirmed, then declined.
func threeCommits(t *testing.T) (warehouse.Home, warehouse.Batch) {
	t.Helper()
	h, b := newHome(t), liveBatch("hourly-1")
	for i := range b.Predictions {
		b.Predictions[i].AsOf = at(7, 12)
	}
	commit := func(runID string, as int, f func(context.Context, *warehouse.Transaction) error) {
		t.Helper()
		if err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
			r := b.Run
			r.ID = runID
			return errors.Join(f(ctx, tx), tx.Record(ctx, r),
				tx.InsertCommit(ctx, warehouse.Commit{RunID: runID, AsOf: at(as, 12), Model: "m", Staged: "raw", Arguments: `{"hours":48}`, Config: "{}", Seed: 7, Rules: 2}))
		}); err != nil {
			t.Fatal(err)
		}
	}
	commit("hourly-1", 7, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.Add(ctx, b) })
	decide := func(d matchday.Decision, stake string) func(context.Context, *warehouse.Transaction) error {
		return func(ctx context.Context, tx *warehouse.Transaction) error {
			p := matchday.Placement{BetID: b.Bets[0].ID, Decision: d, Time: at(8, 12), AskedPrice: b.Bets[0].Price, AskedStake: b.Bets[0].Stake, RunID: "bets-1"}
			if d == matchday.Confirmed {
				p.Price, p.Stake = decimal.NewNullDecimal(b.Bets[0].Price), decimal.NewNullDecimal(decimal.RequireFromString(stake))
			}
			return tx.Place(ctx, p)
		}
	}
	commit("bets-1", 8, decide(matchday.Confirmed, "3.00"))
	commit("bets-2", 9, decide(matchday.Declined, ""))
	return h, b
}

// rewound is a copy of a home's warehouse as it was before a commit.
func rewound(t *testing.T, h warehouse.Home, first int64) warehouse.Home {
	t.Helper()
	to := newHome(t)
	if err := errors.Join(warehouse.Copy(t.Context(), h, to), warehouse.Rewind(t.Context(), to, first), warehouse.Publish(t.Context(), to)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestCommitsAreNumberedInTheOrderOfWriting(t *testing.T) {
	h, _ := threeCommits(t)
	got, err := warehouse.Commits(t.Context(), h)
	if err != nil || len(got) != 3 {
		t.Fatalf("commits %v (%v)", got, err)
	}
	want := warehouse.Commit{Number: 2, RunID: "bets-1", Pipeline: "hourly", AsOf: at(8, 12), Model: "m", Staged: "raw", Arguments: `{"hours":48}`, Config: "{}", Seed: 7, Rules: 2}
	if d := cmp.Diff(want, got[1]); d != "" {
		t.Error(d)
	}
}

func TestAWarehouseGoesBackToWhatItWas(t *testing.T) {
	h, b := threeCommits(t)
	standing := "SELECT p.decision, b.stake, p.stake AS placed FROM bets b LEFT JOIN placements p USING (bet_id) WHERE bet_id = '" + b.Bets[0].ID + "'"
	stake := b.Bets[0].Stake.StringFixed(4)
	for first, want := range map[int64]string{
		4: "decision,stake,placed\ndeclined," + stake + ",\n",
		3: "decision,stake,placed\nconfirmed," + stake + ",3.0000\n",
		2: "decision,stake,placed\n," + stake + ",\n",
		1: "decision,stake,placed\n",
	} {
		if d := cmp.Diff(want, ask(t, rewound(t, h, first), standing)); d != "" {
			t.Errorf("before commit %d: %s", first, d)
		}
	}
	empty := rewound(t, h, 1)
	for _, table := range []string{"predictions", "model_predictions", "market_predictions", "market_predictions_kept", "bets", "skips", "placements", "bet_versions", "commits", "runs"} {
		if got := ask(t, empty, "SELECT count(*) AS n FROM "+table); got != "n\n0\n" {
			t.Errorf("before anything, %s has %s", table, got)
		}
	}
	if got := ask(t, rewound(t, h, 4), "SELECT count(*) AS n FROM commits"); got != "n\n3\n" {
		t.Errorf("before a commit that is to come there are %s commits", got)
	}
}

func TestEveryBitThatDiffersIsFound(t *testing.T) {
	h, b := threeCommits(t)
	other := rewound(t, h, 4)
	span := warehouse.RunCommits{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	same, err := warehouse.Compare(t.Context(), h, other, span)
	if err != nil || len(same.Differences) != 0 || same.Rows["predictions"] != len(b.Predictions) || same.Rows["bet_versions"] != len(b.Bets) {
		t.Fatalf("a copy is compared as %+v (%v)", same, err)
	}
	changed := b.ModelPredictions[0]
	change(t, other, "update model_predictions set home_win_prob = nextafter(home_win_prob, 1.0) where prediction_id = "+
		duck.Literal(changed.PredictionID)+" and model = "+duck.Literal(changed.Model), "delete from skips")
	got, err := warehouse.Compare(t.Context(), h, other, span)
	if err != nil || len(got.Differences) != 1+len(b.Skips) {
		t.Fatalf("found %+v (%v)", got.Differences, err)
	}
	if d := got.Differences[0]; d.Table != "model_predictions" || d.Column != "home_win_prob" || d.Stored == d.Rerun {
		t.Errorf("the changed bit is told as %+v", d)
	}
	if d := got.Differences[1]; d.Table != "skips" || d.Stored != warehouse.Present || d.Rerun != warehouse.Absent {
		t.Errorf("the missing row is told as %+v", d)
	}
}

func TestBetsOfOtherRulesAreNotCompared(t *testing.T) {
	h, b := threeCommits(t)
	other := rewound(t, h, 4)
	change(t, other, "update bets set stake = stake + 1, probability = 0.123", "delete from skips", "update bet_versions set stake = stake + 1 where commit_no = 1")
	placed := warehouse.RunCommits{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	got, err := warehouse.Compare(t.Context(), h, other, placed)
	if err != nil || len(got.Differences) < 2*len(b.Bets)+len(b.Skips) {
		t.Fatalf("by the same rules: %+v (%v)", got, err)
	}
	placed.OtherRules = true
	got, err = warehouse.Compare(t.Context(), h, other, placed)
	if err != nil || len(got.Differences) != 0 || got.Rows["bets"]+got.Rows["skips"]+got.Rows["bet_versions"] != 0 || got.Rows["predictions"] != len(b.Predictions) || got.Rows["ledger"] == 0 {
		t.Errorf("by other rules: %+v (%v)", got, err)
	}
	// What became of a bet later is compared, whoever placed it.
	change(t, other, "update bet_versions set stake = stake + 1 where commit_no = 2")
	later := warehouse.RunCommits{RunID: "bets-1", AsOf: at(8, 12), First: 2, Last: 2, OtherRules: true}
	if got, err = warehouse.Compare(t.Context(), h, other, later); err != nil || len(got.Differences) != 1 || got.Differences[0].Table != "bet_versions" {
		t.Errorf("what became of a bet: %+v (%v)", got, err)
	}
	change(t, other, "update predictions set home_win_prob = nextafter(home_win_prob, 1.0)")
	if got, err = warehouse.Compare(t.Context(), h, other, placed); err != nil || len(got.Differences) != len(b.Predictions) {
		t.Errorf("a prediction: %+v (%v)", got, err)
	}
}
