package pipelines

import (
	"context"
	stdsql "database/sql"
	"encoding/json"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"matchday"
	"matchday/sql"
	"matchday/stages/deploy"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// validation is what a manifest says of the gate.
type validation struct {
	validate.Verdict
	WindowStart time.Time                   `json:"window_start"`
	WindowEnd   time.Time                   `json:"window_end"`
	Champion    string                      `json:"champion"` // that it was held against, "" without one
	Models      map[string]validate.Metrics `json:"models"`   // the candidate's, on the window
	Checks      []checked                   `json:"checks"`   // that found something in what is staged
	Drift       []validate.Drift            `json:"drift"`    // of every feature, what moved most first
	Notes       []string                    `json:"notes"`
}

// keep writes the candidate as a version.
func (w *weekly) keep(registry deploy.Registry) (deploy.Manifest, error) {
	hand, err := featuresAtHand(w.rows.Names)
	if err != nil {
		return deploy.Manifest{}, err
	}
	verdict, err := json.Marshal(w.validation())
	if err != nil {
		return deploy.Manifest{}, err
	}
	m := deploy.Manifest{
		CreatedAt: w.now, AsOf: w.serving.AsOf.UTC(), ValidatedAsOf: w.validated.AsOf.UTC(),
		Refitted: w.serving.AsOf.After(w.validated.AsOf), Training: w.training(),
		Seed: w.env.Config.Train.Seed, Market: w.opts.Market, Config: w.env.Config.Train, Features: hand,
		Revision: w.env.Revision, Libraries: libraries(w.serving.XGBoostLibrary()), Validation: verdict,
	}
	m.Training.Fingerprint = fingerprint(w.rows, w.learned(w.now))
	return registry.Add(m, func(dir string) error {
		if err := w.validated.Save(filepath.Join(dir, validatedFolder)); err != nil {
			return err
		}
		return w.serving.Save(filepath.Join(dir, servingFolder))
	})
}

func (w *weekly) validation() validation {
	return validation{
		Verdict: w.verdict, WindowStart: w.start, WindowEnd: w.now, Champion: w.champion.Version,
		Models: w.trials.models, Checks: checkedOf(w.checks), Drift: w.drift, Notes: append([]string{}, w.trials.notes...),
	}
}

// featuresAtHand describes feature columns and the statements of the program
// that compute them.
func featuresAtHand(columns []string) (deploy.Features, error) {
	names, err := sql.List("features")
	if err != nil {
		return deploy.Features{}, err
	}
	statements := map[string]string{}
	for _, name := range names {
		text, err := sql.Text(name)
		if err != nil {
			return deploy.Features{}, err
		}
		statements[strings.TrimSuffix(path.Base(name), ".sql")] = text
	}
	return deploy.FeaturesOf(columns, statements), nil
}

// libraries are the versions of what takes part in a fit.
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

// record writes the run, the version and the verdict into the books.
func (w *weekly) record(ctx context.Context, books *warehouse.Transaction, m deploy.Manifest) error {
	status := matchday.RunDone
	state := warehouse.ModelCandidate
	if !w.verdict.Passed {
		state = warehouse.ModelRejected
		if !w.opts.Force {
			status = matchday.RunRefused
		}
	}
	run, err := w.row(status)
	if err != nil {
		return err
	}
	if status == matchday.RunRefused {
		run.Stage, run.Message = "validate", joined(w.verdict.Reasons)
	}
	if err := books.Record(ctx, run); err != nil {
		return err
	}
	metrics, err := json.Marshal(w.trials.models)
	if err != nil {
		return err
	}
	gate, err := json.Marshal(w.env.Config.Gate)
	if err != nil {
		return err
	}
	return books.Judged(ctx, warehouse.ModelVersion{
		Version: m.Version, RunID: run.ID, CreatedAt: w.now, TrainedTo: w.serving.AsOf, State: state,
		Fingerprint: m.Fingerprint, Metrics: string(metrics),
	}, w.verdictRow(m.Version, run.ID, string(gate)))
}

// verdictRow is the verdict with all that it was computed from.
func (w *weekly) verdictRow(version, run, gate string) warehouse.Verdict {
	c := w.verdict.Scores[validate.Candidate]
	row := warehouse.Verdict{
		Version: version, RunID: run, Champion: w.champion.Version, Start: w.start, End: w.now, Fixtures: len(w.at),
		Passed: w.verdict.Passed, Reasons: w.verdict.Reasons, LogLoss: c.LogLoss, Brier: c.Brier, Accuracy: c.Accuracy,
		Gate: gate, Seed: w.env.Config.Train.Seed, Resamples: validate.Resamples, Losses: w.trials.losses,
	}
	known := func(x float64) stdsql.Null[float64] { return stdsql.Null[float64]{V: x, Valid: true} }
	if d := w.verdict.Difference; d != nil {
		row.Difference, row.Low, row.High = known(d.Value), known(d.Low), known(d.High)
	}
	if d := w.verdict.AgainstMarket; d != nil {
		row.Market, row.MarketLow, row.MarketHigh = known(d.Value), known(d.Low), known(d.High)
	}
	for _, g := range w.verdict.Groups {
		c, l := g.Candidate, g.Limits
		row.Groups = append(row.Groups, warehouse.VerdictGroup{
			Name: g.Name, Fixtures: c.N, LogLoss: c.LogLoss, LogLossLimit: l.LogLoss, Brier: c.Brier, BrierLimit: l.Brier,
			Accuracy: c.Accuracy, AccuracyLimit: l.Accuracy, Calibration: c.Calibration, CalibrationLimit: l.Calibration,
		})
	}
	for _, d := range w.drift {
		row.Drift = append(row.Drift, warehouse.VerdictDrift{Feature: d.Feature, Stability: d.Stability, MissingLearned: d.MissingLearned, MissingWindow: d.MissingWindow})
	}
	return row
}

// weeklyConfig is what the books keep of how the job was configured.
type weeklyConfig struct {
	Market string
	Force  bool
	Config matchday.Config
}
