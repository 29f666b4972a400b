package weekly

import (
	"context"
	"encoding/json"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// saveVersion stores the candidate in the registry.
func (w *weekly) saveVersion(registry deploy.Registry) (deploy.Manifest, error) {
	current, err := models.CurrentFeatures(w.rows.Names)
	if err != nil {
		return deploy.Manifest{}, err
	}
	verdict, err := json.Marshal(w.validation())
	if err != nil {
		return deploy.Manifest{}, err
	}
	m := deploy.Manifest{
		CreatedAt: w.Now, AsOf: w.serving.AsOf.UTC(), ValidatedAsOf: w.validated.AsOf.UTC(),
		Refitted: w.serving.AsOf.After(w.validated.AsOf), Training: w.training(),
		Seed: w.Env.Config.Train.Seed, Market: w.opts.Market, Config: w.Env.Config.Train, Features: current,
		Revision: w.Env.Revision, Libraries: libraries(w.serving.XGBoostLibrary()), Validation: verdict,
	}
	m.Training.Fingerprint = train.Fingerprint(w.rows, w.learned(w.Now))
	return registry.Add(m, func(dir string) error {
		if err := w.validated.Save(filepath.Join(dir, models.ValidatedFolder)); err != nil {
			return err
		}
		return w.serving.Save(filepath.Join(dir, models.ServingFolder))
	})
}

func (w *weekly) validation() models.Validation {
	return models.Validation{
		Verdict: w.verdict, WindowStart: w.start, WindowEnd: w.Now, Champion: w.champion.Version,
		Models: w.trials.models, Checks: checkedOf(w.checks), Drift: w.drift,
		Belief: w.serving.Beliefs(),
	}
}

// libraries returns the versions of what takes part in a fit.
func libraries(xgboost string) deploy.Libraries {
	l := deploy.Libraries{Go: runtime.Version(), Modules: map[string]string{}}
	if xgboost != "" {
		l.Modules["libxgboost"] = xgboost
	}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return l
	}
	for _, m := range build.Deps {
		switch m.Path {
		case "gonum.org/v1/gonum", "github.com/duckdb/duckdb-go/v2", "github.com/parquet-go/parquet-go":
			l.Modules[m.Path] = m.Version
		}
	}
	return l
}

// record writes the run, the version and the verdict into the warehouse.
func (w *weekly) record(ctx context.Context, tx *warehouse.Transaction, m deploy.Manifest) error {
	status := matchday.RunDone
	state := warehouse.ModelCandidate
	if !w.verdict.Passed {
		state = warehouse.ModelRejected
		if !w.opts.Force {
			status = matchday.RunRefused
		}
	}
	run, err := w.Row(status)
	if err != nil {
		return err
	}
	if status == matchday.RunRefused {
		run.Stage, run.Message = "validate", strings.Join(w.verdict.Reasons, "; ")
	}
	if err := tx.Record(ctx, run); err != nil {
		return err
	}
	metrics, err := json.Marshal(w.trials.models)
	if err != nil {
		return err
	}
	gate, err := json.Marshal(w.Env.Config.Gate)
	if err != nil {
		return err
	}
	return tx.InsertVerdict(ctx, warehouse.ModelVersion{
		Version: m.Version, RunID: run.ID, CreatedAt: w.Now, TrainedTo: w.serving.AsOf, State: state,
		Fingerprint: m.Fingerprint, Metrics: string(metrics),
	}, w.verdictRow(m.Version, run.ID, string(gate)))
}

// verdictRow is the verdict with everything that it was computed from.
func (w *weekly) verdictRow(version, run, gate string) warehouse.Verdict {
	c := w.verdict.Scores[validate.Candidate]
	row := warehouse.Verdict{
		Version: version, RunID: run, Champion: w.champion.Version, Start: w.start, End: w.Now, Fixtures: len(w.at),
		Passed: w.verdict.Passed, Reasons: w.verdict.Reasons, Notes: w.verdict.Notes, LogLoss: c.LogLoss, Brier: c.Brier, Accuracy: c.Accuracy,
		Gate: gate, Seed: w.Env.Config.Train.Seed, Resamples: validate.Resamples, Losses: w.trials.losses,
	}
	if d := w.verdict.Difference; d != nil {
		row.Difference, row.Low, row.High = matchday.Number(d.Value), matchday.Number(d.Low), matchday.Number(d.High)
	}
	if d := w.verdict.AgainstMarket; d != nil {
		row.Market, row.MarketLow, row.MarketHigh = matchday.Number(d.Value), matchday.Number(d.Low), matchday.Number(d.High)
	}
	for _, g := range w.verdict.Groups {
		row.Groups = append(row.Groups, groupRow(g))
	}
	for _, d := range w.verdict.Divergences {
		row.Divergences = append(row.Divergences, warehouse.VerdictDivergence{
			Against: d.Against, Division: d.Division, Fixtures: d.N, Divergence: d.Value, Bound: d.Bound, Rejects: d.Rejects,
		})
	}
	for _, d := range w.drift {
		row.Drift = append(row.Drift, warehouse.VerdictDrift{Feature: d.Feature, Stability: d.Stability, MissingLearned: d.MissingLearned, MissingWindow: d.MissingWindow})
	}
	return row
}

// groupRow is a part of the window as the warehouse keeps it.
func groupRow(g validate.GroupFigures) warehouse.VerdictGroup {
	c, l, low, high, e := g.Candidate, g.Limits, g.Low, g.High, g.Excess
	return warehouse.VerdictGroup{
		Name: g.Name, Benchmark: g.Against, Fixtures: c.N, LogLoss: c.LogLoss, LogLossLimit: l.LogLoss, Brier: c.Brier, BrierLimit: l.Brier,
		Accuracy: c.Accuracy, AccuracyLimit: l.Accuracy, Calibration: c.Calibration, CalibrationLimit: l.Calibration,
		LogLossLow: low.LogLoss, LogLossHigh: high.LogLoss, BrierLow: low.Brier, BrierHigh: high.Brier,
		AccuracyLow: low.Accuracy, AccuracyHigh: high.Accuracy,
		Excess: e.Value, ExcessLow: e.Low, ExcessHigh: e.High, ExcessMax: e.Max, ExcessSure: e.Sure,
	}
}

// weeklyConfig is the configuration that is stored with the run.
type weeklyConfig struct {
	Market string
	Force  bool
	Config matchday.Config
}

// learned are the rows whose result was known at a moment.
func (w *weekly) learned(asOf time.Time) []int { return w.rows.KnownBefore(time.Time{}, asOf) }

// training sums up what the serving models were trained on.
func (w *weekly) training() matchday.LearnedFrom { return train.LearnedFrom(w.rows, w.learned(w.Now)) }
