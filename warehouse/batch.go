package warehouse

import (
	"context"
	"database/sql"
	"fmt"

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

// distinct is an error if a row without a key of its own is there twice. Such rows are
// written with their prediction, and none comes later: a prediction that is there already is
// refused by its own key.
func (b Batch) distinct() error {
	models := map[string]map[string]bool{}
	for _, p := range b.Predictions {
		models[p.ID] = map[string]bool{}
	}
	for _, m := range b.ModelPredictions {
		if there, ours := models[m.PredictionID][m.Model], models[m.PredictionID] != nil; there || !ours {
			return fmt.Errorf("model %s of prediction %s: want one row, written with the prediction", m.Model, m.PredictionID)
		}
		models[m.PredictionID][m.Model] = true
	}
	skips := map[string]bool{}
	for _, s := range b.Skips {
		if skips[s.ID] || models[s.PredictionID] == nil {
			return fmt.Errorf("skip %s: want one row, written with its prediction", s.ID)
		}
		skips[s.ID] = true
	}
	return nil
}

// rows counts all but that of the run.
func (b Batch) rows() int {
	return len(b.Predictions) + len(b.ModelPredictions) + len(b.Bets) + len(b.Results) + len(b.Ledger) + len(b.Skips) + len(b.LineupUpdates)
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
