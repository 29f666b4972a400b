package warehouse

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
)

// threePasses are books that were written in three: bets placed and settled,
// then one of them confirmed, then declined.
func threePasses(t *testing.T) (Home, Books) {
	t.Helper()
	h, b := newHome(t), liveBooks("hourly-1")
	for i := range b.Predictions {
		b.Predictions[i].AsOf = at(7, 12)
	}
	pass := func(runID string, as int, f func(context.Context, *Transaction) error) {
		t.Helper()
		if err := h.AppendLive(t.Context(), func(ctx context.Context, tx *Transaction) error {
			r := b.Run
			r.ID = runID
			return errors.Join(f(ctx, tx), tx.Record(ctx, r),
				tx.Passed(ctx, Pass{RunID: runID, AsOf: at(as, 12), Model: "m", Staged: "raw", Arguments: `{"hours":48}`, Config: "{}", Seed: 7}))
		}); err != nil {
			t.Fatal(err)
		}
	}
	pass("hourly-1", 7, func(ctx context.Context, tx *Transaction) error { return tx.Add(ctx, b) })
	decide := func(d matchday.Decision, stake string) func(context.Context, *Transaction) error {
		return func(ctx context.Context, tx *Transaction) error {
			p := matchday.Placement{BetID: b.Bets[0].ID, Decision: d, Time: at(8, 12), AskedPrice: b.Bets[0].Price, AskedStake: b.Bets[0].Stake, RunID: "bets-1"}
			if d == matchday.Confirmed {
				p.Price, p.Stake = decimal.NewNullDecimal(b.Bets[0].Price), decimal.NewNullDecimal(decimal.RequireFromString(stake))
			}
			return tx.Place(ctx, p, 0.25)
		}
	}
	pass("bets-1", 8, decide(matchday.Confirmed, "3.00"))
	pass("bets-2", 9, decide(matchday.Declined, ""))
	return h, b
}

// rewound is a copy of a home's books as they were before a pass.
func rewound(t *testing.T, h Home, first int64) Home {
	t.Helper()
	to := newHome(t)
	if err := errors.Join(h.CopyTo(t.Context(), to), to.Rewind(t.Context(), first), to.Publish(t.Context())); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestPassesAreNumberedInTheOrderOfWriting(t *testing.T) {
	h, _ := threePasses(t)
	got, err := h.Passes(t.Context())
	if err != nil || len(got) != 3 {
		t.Fatalf("passes %v (%v)", got, err)
	}
	want := Pass{Number: 2, RunID: "bets-1", Pipeline: "hourly", AsOf: at(8, 12), Model: "m", Staged: "raw", Arguments: `{"hours":48}`, Config: "{}", Seed: 7}
	if d := cmp.Diff(want, got[1]); d != "" {
		t.Error(d)
	}
}

func TestBooksGoBackToWhatTheyWere(t *testing.T) {
	h, b := threePasses(t)
	standing := "SELECT p.decision, b.stake, b.expected_value FROM bets b LEFT JOIN placements p USING (bet_id) WHERE bet_id = '" + b.Bets[0].ID + "'"
	stake := b.Bets[0].Stake.StringFixed(4)
	for first, want := range map[int64]string{
		4: "decision,stake,expected_value\ndeclined,3.0000,0.25\n",
		3: "decision,stake,expected_value\nconfirmed,3.0000,0.25\n",
		2: "decision,stake,expected_value\n," + stake + ",0.1\n",
		1: "decision,stake,expected_value\n",
	} {
		if d := cmp.Diff(want, ask(t, rewound(t, h, first), standing)); d != "" {
			t.Errorf("before pass %d: %s", first, d)
		}
	}
	empty := rewound(t, h, 1)
	for _, table := range []string{"predictions", "model_predictions", "market_predictions", "bets", "skips", "placements", "bet_versions", "passes", "runs"} {
		if got := ask(t, empty, "SELECT count(*) AS n FROM "+table); got != "n\n0\n" {
			t.Errorf("before anything, %s has %s", table, got)
		}
	}
	if got := ask(t, rewound(t, h, 4), "SELECT count(*) AS n FROM passes"); got != "n\n3\n" {
		t.Errorf("before a pass that is to come there are %s passes", got)
	}
}

func TestEveryBitThatDiffersIsFound(t *testing.T) {
	h, b := threePasses(t)
	other := rewound(t, h, 4)
	span := Span{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	same, err := Compare(t.Context(), h, other, span)
	if err != nil || len(same.Differences) != 0 || same.Rows["predictions"] != len(b.Predictions) || same.Rows["bet_versions"] != len(b.Bets) {
		t.Fatalf("a copy is compared as %+v (%v)", same, err)
	}
	if err := other.AppendLive(t.Context(), func(ctx context.Context, tx *Transaction) error {
		_, err := tx.conn.ExecContext(ctx, `UPDATE model_predictions SET home_win_prob = nextafter(home_win_prob, 1.0) WHERE prediction_id = $1 AND model = $2`,
			b.ModelPredictions[0].PredictionID, b.ModelPredictions[0].Model)
		_, deleted := tx.conn.ExecContext(ctx, "DELETE FROM skips")
		return errors.Join(err, deleted)
	}); err != nil {
		t.Fatal(err)
	}
	got, err := Compare(t.Context(), h, other, span)
	if err != nil || len(got.Differences) != 1+len(b.Skips) {
		t.Fatalf("found %+v (%v)", got.Differences, err)
	}
	if d := got.Differences[0]; d.Table != "model_predictions" || d.Column != "home_win_prob" || d.Stored == d.Again {
		t.Errorf("the changed bit is told as %+v", d)
	}
	if d := got.Differences[1]; d.Table != "skips" || d.Stored != Present || d.Again != Absent {
		t.Errorf("the missing row is told as %+v", d)
	}
}
