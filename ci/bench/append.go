package main

import (
	"context"
	"fmt"
	"time"

	"matchday"
	"matchday/warehouse"
)

// appended is how many predictions a run appends.
const appended = 32

// appendOnce appends what one run of hourly says of 32 fixtures to the books of a home: a
// process that does nothing else.
func appendOnce(ctx context.Context, dir string) error {
	now := time.Now().UTC().Truncate(time.Microsecond)
	add := warehouse.Batch{}
	runID := "hourly-" + now.Format("20060102T150405.000000Z")
	for n := range appended {
		id := fmt.Sprintf("E0/9900/Home %d/Away %d/%d", n, n, now.UnixMicro()) // the next append may come within the second
		p := matchday.Prediction{
			ID: matchday.PredictionID(id, now), FixtureID: id, Time: now, MatchDate: now.Truncate(24 * time.Hour), HomeTeam: fmt.Sprint("Home ", n),
			AwayTeam: fmt.Sprint("Away ", n), League: "Premier League",
			Probs: matchday.Uniform, ModelVersion: "to measure with", RunID: runID, AsOf: now,
			Division: "E0", Season: "9900", Kickoff: now.Add(24 * time.Hour), KickoffKnown: true,
		}
		add.Predictions = append(add.Predictions, p)
		for _, model := range []string{"base_rate", "dixon_coles", "elo", "ensemble", "market_pre", "uniform", "xgboost"} {
			add.ModelPredictions = append(add.ModelPredictions, matchday.ModelPrediction{PredictionID: p.ID, Model: model, Probs: p.Probs})
		}
	}
	home := warehouse.Home{Dir: dir, Wait: time.Minute, Who: "bench"}
	return warehouse.AppendLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		return tx.Add(ctx, add)
	})
}
