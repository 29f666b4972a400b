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

// Explain says how a prediction came about: what the features moved, what each
// model said, how the ensemble weighed them, what the elevens did, and why
// strategies bet or did not.
//
// It is explained by what was known as of the prediction and by the model that
// made it: lake and features of then are built in a scratch folder. A fixture to
// come that nobody has predicted is explained as of the clock by the champion.
// Nothing of the home is changed.
func Explain(ctx context.Context, env job.Env, o ExplainOptions) (report ExplainReport, err error) {
	home, err := env.Open("explain")
	if err != nil {
		return report, err
	}
	id, err := theFixture(ctx, home, o.Fixture)
	if err != nil {
		return report, err
	}
	said, err := warehouse.PredictionRecords(ctx, home, id)
	if err != nil {
		return report, err
	}
	s, err := theSpoken(env, id, said, o)
	if err != nil {
		return report, err
	}
	dir, done, err := job.Scratch(ctx, home, "explain")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, done()) }()
	past, err := newSnapshotHome(env, home, dir)
	if err != nil {
		return report, err
	}
	rows, bench, err := past.features(ctx, s.AsOf)
	if err != nil {
		return report, err
	}
	i := slices.IndexFunc(rows.Fixtures, func(f matchday.Fixture) bool { return f.ID == id })
	if i < 0 || !rows.Fixtures[i].AsOf.Equal(s.AsOf) {
		return report, job.Refused{Reason: fmt.Sprintf("fixture %s was not one to come as of %s: there is nothing to explain", id, s.AsOf.Format(time.RFC3339))}
	}
	return explained(env, s, rows, i, bench.Pre[i])
}

// theFixture finds the fixture meant.
func theFixture(ctx context.Context, home warehouse.Home, text string) (string, error) {
	const shown = 8
	ids, err := warehouse.FixturesNamed(ctx, home, text, shown+1)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", job.Refused{Reason: fmt.Sprintf("no fixture has the id %q or those teams: \"matchday sql\" lists the table fixtures", text)}
	case len(ids) > 1:
		return "", job.Refused{Reason: fmt.Sprintf("%q is more than one fixture, name one by its id: %s", text, strings.Join(ids[:min(len(ids), shown)], ", "))}
	}
	return ids[0], nil
}

// theSpoken picks the prediction to explain. Without any it is one to be made
// now, with no id.
func theSpoken(env job.Env, id string, said []warehouse.PredictionRecord, o ExplainOptions) (warehouse.PredictionRecord, error) {
	matching := slices.DeleteFunc(slices.Clone(said), func(s warehouse.PredictionRecord) bool {
		return o.Run != "" && s.RunID != o.Run || o.Prediction != "" && s.ID != o.Prediction
	})
	if n := len(matching); n > 0 {
		return matching[n-1], nil
	}
	if o.Run != "" || o.Prediction != "" {
		return warehouse.PredictionRecord{}, job.Refused{Reason: fmt.Sprintf("the warehouse holds %d predictions of %s, none of them of run %q or id %q", len(said), id, o.Run, o.Prediction)}
	}
	champion, err := models.Registry(env).Champion()
	return warehouse.PredictionRecord{Prediction: matchday.Prediction{FixtureID: id, AsOf: env.Moment(), ModelVersion: champion.Version}}, err
}

// features are the rows as of a moment, as far as anything had landed by then.
func (p *snapshotHome) features(ctx context.Context, asOf time.Time) (*matchday.Rows, features.Market, error) {
	if err := p.stage(ctx, asOf); err != nil {
		return nil, features.Market{}, err
	}
	lk := p.rerun.Lake()
	if _, err := features.Run(ctx, features.Input{Lake: lk, Log: p.env.Log, AsOf: asOf}); err != nil {
		return nil, features.Market{}, err
	}
	rows, err := features.Read(ctx, lk)
	if err != nil {
		return nil, features.Market{}, err
	}
	bench, err := features.ReadMarket(ctx, lk, rows)
	return rows, bench, err
}

// explained puts the explanation of row i together.
func explained(env job.Env, s warehouse.PredictionRecord, rows *matchday.Rows, i int, market matchday.Probs) (r ExplainReport, err error) {
	hand, err := models.CurrentFeatures(rows.Names)
	if err != nil {
		return r, err
	}
	registry := models.Registry(env)
	if _, err := os.Stat(filepath.Join(registry.Dir, s.ModelVersion)); errors.Is(err, fs.ErrNotExist) {
		return r, job.Refused{Reason: fmt.Sprintf("model %s made the prediction, and it has been removed since", s.ModelVersion)}
	}
	_, fitted, err := models.Load(registry, s.ModelVersion, models.ServingFolder, hand)
	if err != nil {
		return r, models.RefusedFeatures(err)
	}
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
		Model: s.ModelVersion, Market: fitted.Market, PredictionID: s.ID, RunID: s.RunID,
	}
	if s.ID != "" {
		same := e.Models[train.Ensemble] == s.Probs
		r.Stored, r.Identical = &s.Probs, &same
	}
	r.say(validate.BaseRate, base[0])
	r.say(validate.MarketPre, market)
	for _, name := range train.Base {
		r.say(name, e.Models[name])
	}
	r.say(beforeLineups, e.BeforeLineups)
	r.say(train.Ensemble, e.Models[train.Ensemble])
	r.weigh(e)
	if err := errors.Join(r.trees(e), r.elevens(e, rows, i)); err != nil {
		return r, err
	}
	r.decisions(s)
	return r, nil
}
