package warehouse

import (
	"context"
	"database/sql"

	"matchday"
)

// Batch is what one run adds.
type Batch struct {
	Run              matchday.Run
	Predictions      []matchday.Prediction
	ModelPredictions []matchday.ModelPrediction
	Bets             []matchday.Bet
	Results          []matchday.Result
	Ledger           []matchday.LedgerEntry
	Skips            []matchday.Skip         // of live runs only
	LineupUpdates    []matchday.LineupUpdate // likewise
}

// write inserts all rows but that of the run.
func (b Batch) write(ctx context.Context, conn *sql.Conn) error {
	for _, table := range []func() error{
		func() error { return insert(ctx, conn, "predictions", b.Predictions, predictionValues) },
		func() error { return insert(ctx, conn, "model_predictions", b.ModelPredictions, modelPredictionValues) },
		func() error { return insert(ctx, conn, "bets", b.Bets, betValues) },
		func() error { return insert(ctx, conn, "results", b.Results, resultValues) },
		func() error { return insert(ctx, conn, "ledger", b.Ledger, ledgerValues) },
		func() error { return insert(ctx, conn, "skips", b.Skips, skipValues) },
		func() error { return insert(ctx, conn, "lineup_updates", b.LineupUpdates, lineupValues) },
	} {
		if err := table(); err != nil {
			return err
		}
	}
	return nil
}
