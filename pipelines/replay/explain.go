package replay

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/stages/features"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// ExplainOptions say which prediction is explained.
type ExplainOptions struct {
	Fixture    string // id, or a part of "home - away" that only one fixture has
	Run        string // the run whose prediction it is; empty: any
	Prediction string // the prediction's id; empty: the newest
}

// Explain explains a prediction: what each feature moved, what each model predicted,
// how the ensemble weighs them, what the line-ups moved, and why strategies bet or did
// not.
//
// It uses what was known as of the prediction and the model that made it: the lake and
// the features of that moment are built in a scratch folder. A coming fixture without
// a prediction is explained as of the clock, with the champion. Nothing in the home is
// changed.
func Explain(ctx context.Context, env job.Env, o ExplainOptions) (report ExplainReport, err error) {
	home, err := env.Open("explain")
	if err != nil {
		return report, err
	}
	id, err := findFixture(ctx, home, o.Fixture)
	if err != nil {
		return report, err
	}
	records, err := warehouse.PredictionRecords(ctx, home, id)
	if err != nil {
		return report, err
	}
	s, err := findPrediction(env, id, records, o)
	if err != nil {
		return report, err
	}
	dir, done, err := job.Scratch(ctx, home, "explain")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, done()) }()
	snapshot, err := newSnapshotHome(env, home, dir)
	if err != nil {
		return report, err
	}
	fitted, err := fittedBy(env, s.ModelVersion)
	if err != nil {
		return report, err
	}
	rows, bench, err := snapshot.features(ctx, s.AsOf, id, fitted)
	if err != nil {
		return report, err
	}
	if rows.Len() == 0 {
		return report, job.BadInput{Reason: fmt.Sprintf("fixture %s was not a coming one as of %s: there is no prediction to explain", id, s.AsOf.Format(time.RFC3339))}
	}
	return explained(fitted, s, rows, 0, bench.Pre[0])
}

// findFixture returns the id of the one fixture that text names.
func findFixture(ctx context.Context, home warehouse.Home, text string) (string, error) {
	const shown = 8
	ids, err := warehouse.FixturesNamed(ctx, home, text, shown+1)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", job.BadInput{Reason: fmt.Sprintf("no fixture has the id %q or these teams: list them with matchday sql \"SELECT fixture_id FROM fixtures\"", text)}
	case len(ids) > 1:
		return "", job.BadInput{Reason: fmt.Sprintf("%q is the name of more than one fixture, give the id of one: %s", text, strings.Join(ids[:min(len(ids), shown)], ", "))}
	}
	return ids[0], nil
}

// findPrediction picks the prediction to explain. If the fixture has none, it returns
// one without an id, to be made now.
func findPrediction(env job.Env, id string, records []warehouse.PredictionRecord, o ExplainOptions) (warehouse.PredictionRecord, error) {
	matching := slices.DeleteFunc(slices.Clone(records), func(s warehouse.PredictionRecord) bool {
		return o.Run != "" && s.RunID != o.Run || o.Prediction != "" && s.ID != o.Prediction
	})
	if n := len(matching); n > 0 {
		return matching[n-1], nil
	}
	if o.Run != "" || o.Prediction != "" {
		return warehouse.PredictionRecord{}, job.BadInput{Reason: fmt.Sprintf("none of the %d stored predictions of %s has run %q and id %q", len(records), id, o.Run, o.Prediction)}
	}
	champion, err := models.Registry(env).Champion()
	return warehouse.PredictionRecord{Prediction: matchday.Prediction{FixtureID: id, AsOf: env.Moment(), ModelVersion: champion.Version}}, err
}

// fittedBy loads the models of a version.
func fittedBy(env job.Env, version string) (train.Models, error) {
	registry := models.Registry(env)
	if _, err := os.Stat(filepath.Join(registry.Dir, version)); errors.Is(err, fs.ErrNotExist) {
		return train.Models{}, job.Refused{Reason: fmt.Sprintf("model %s made the prediction, and was removed since: restore its folder from a backup", version)}
	}
	_, fitted, err := models.Load(registry, version, models.ServingFolder)
	return fitted, models.RefusedFeatures(err)
}

// features builds what models read of a fixture's row as of a moment, from what had
// landed by then.
func (p *snapshotHome) features(ctx context.Context, asOf time.Time, id string, fitted train.Models) (*matchday.Rows, features.Market, error) {
	if err := p.stage(ctx, asOf); err != nil {
		return nil, features.Market{}, err
	}
	columns, err := models.Columns(fitted)
	if err != nil {
		return nil, features.Market{}, err
	}
	return features.Live(ctx, p.rerun.Lake(), asOf, []string{id}, columns)
}

// explained explains row i.
func explained(fitted train.Models, s warehouse.PredictionRecord, rows *matchday.Rows, i int, market matchday.Probs) (r ExplainReport, err error) {
	e, err := fitted.Explain(rows, i)
	if err != nil {
		return r, err
	}
	base, err := train.BaseRates(rows, []int{i})
	if err != nil {
		return r, err
	}
	f := &rows.Fixtures[i]
	r = ExplainReport{
		FixtureID: f.ID, Home: f.HomeTeam, Away: f.AwayTeam, Kickoff: f.Kickoff, AsOf: s.AsOf,
		Model: s.ModelVersion, Market: fitted.Market, PredictionID: s.ID, RunID: s.RunID, Belief: fitted.Belief(f),
	}
	if s.ID != "" {
		same := e.Models[train.Ensemble] == s.Probs
		r.Stored, r.Identical = &s.Probs, &same
	}
	r.addProbs(validate.BaseRate, base[0])
	r.addProbs(validate.MarketPre, market)
	for _, name := range train.Base {
		r.addProbs(name, e.Models[name])
	}
	r.addProbs(train.EnsemblePast, e.Models[train.EnsemblePast])
	r.addProbs(beforeLineups, e.BeforeLineups)
	r.addProbs(train.Ensemble, e.Models[train.Ensemble])
	r.weigh(e)
	if err := errors.Join(r.trees(e), r.lineups(e, rows, i)); err != nil {
		return r, err
	}
	r.decisions(s)
	return r, nil
}
