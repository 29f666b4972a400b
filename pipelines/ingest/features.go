// Package ingest lands files and the API's answers, stages them and builds the
// features; it also says what each job asks of the API.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/features"
	"matchday/warehouse"
)

// FeaturesReport counts what the features stage wrote.
type FeaturesReport struct {
	Fixtures int                `json:"fixtures"` // rows, one a fixture
	Played   int                `json:"played"`
	Priced   int                `json:"priced"` // with a market consensus before kick-off
	Features int                `json:"features"`
	Seconds  map[string]float64 `json:"seconds"`
}

// Features builds one row of features for every staged fixture: the columns that models
// read, or all that the program computes.
func Features(ctx context.Context, env job.Env, all bool) (FeaturesReport, error) {
	home, err := env.Open("features")
	if err != nil {
		return FeaturesReport{}, err
	}
	watch := job.NewTimer(env)
	var columns []string
	if !all {
		if columns, err = models.ServedColumns(env.Config.Train); err != nil {
			return FeaturesReport{}, err
		}
	}
	r, err := BuildFeatures(ctx, env, home, columns)
	watch.Lap("features")
	return FeaturesReport{Fixtures: r.Fixtures, Played: r.Played, Priced: r.Priced, Features: r.Features, Seconds: watch.ByStage()}, err
}

// BuildFeatures runs the features stage under the lake's lock, for some columns or, if
// they are nil, all.
func BuildFeatures(ctx context.Context, env job.Env, home warehouse.Home, columns []string) (result features.Result, err error) {
	lock, err := home.LockLake(ctx)
	if err != nil {
		return features.Result{}, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return features.Run(ctx, features.Input{Lake: env.Lake(), Log: env.Log, Columns: columns})
}

// WriteText prints the counts.
func (r FeaturesReport) WriteText(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d fixtures (%d played, %d with a price before kick-off), %d features each, %.1f seconds\n",
		r.Fixtures, r.Played, r.Priced, r.Features, r.Seconds["features"])
	return err
}
