package warehouse_test

import (
	"context"
	"testing"

	"matchday"
	"matchday/warehouse"
)

// A transaction counts as one that wrote whichever of its methods has written.
func TestATransactionKnowsWhetherItWrote(t *testing.T) {
	h, b := newHome(t), liveBatch("run")
	appended(t, h, b)
	placement := matchday.Placement{BetID: b.Bets[0].ID, Decision: matchday.Declined, Time: at(12, 9), AskedPrice: b.Bets[0].Price, AskedStake: b.Bets[0].Stake, RunID: "run"}
	for name, c := range map[string]struct {
		wrote bool
		f     func(context.Context, *warehouse.Transaction) error
	}{
		"reads": {false, func(ctx context.Context, tx *warehouse.Transaction) error {
			_, err := tx.Slips(ctx)
			return err
		}},
		"its run": {false, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.Record(ctx, b.Run) }},
		"no rows": {false, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.Add(ctx, warehouse.Batch{Run: b.Run})
		}},
		"no results":  {false, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.UpsertResults(ctx, nil) }},
		"no bets":     {false, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.SettleBets(ctx, nil) }},
		"rows":        {true, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.Add(ctx, nthBatch("2")) }},
		"results":     {true, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.UpsertResults(ctx, b.Results) }},
		"bets":        {true, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.SettleBets(ctx, b.Bets[:1]) }},
		"a placement": {true, func(ctx context.Context, tx *warehouse.Transaction) error { return tx.Place(ctx, placement) }},
		"a deletion": {true, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.DeleteResults(ctx, []string{"f"})
		}},
		"an order": {true, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.InsertCommand(ctx, matchday.Command{ID: "id", Name: "models deploy", Subject: "v", At: at(12, 9), RunID: "run"})
		}},
		"what is taken back": {true, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.Forget(ctx, "run", at(12, 9), "run", "why")
		}},
		"a deployment": {true, func(ctx context.Context, tx *warehouse.Transaction) error {
			_, err := tx.InsertDeployment(ctx, warehouse.Deployment{Version: "v", At: at(12, 9)})
			return err
		}},
	} {
		err := warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
			err := c.f(ctx, tx)
			if tx.Wrote() != c.wrote {
				t.Errorf("%s: wrote %v", name, tx.Wrote())
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
