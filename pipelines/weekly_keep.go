package pipelines

import (
	"context"
	"crypto/sha256"
	stdsql "database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
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
		CreatedAt: w.now, AsOf: w.serving.AsOf.UTC(), ValidatedAsOf: w.validated.AsOf.UTC(), Training: w.training(),
		Seed: w.env.Config.Train.Seed, Market: w.opts.Market, Config: w.env.Config.Train, Features: hand,
		Revision: w.env.Revision, Libraries: libraries(w.serving.XGBoostLibrary()), Validation: verdict,
	}
	m.Training.Fingerprint = fingerprint(w.rows, w.rows.KnownBefore(time.Time{}, w.now))
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
		Models: w.trials.models, Notes: append([]string{}, w.trials.notes...),
	}
}

// training sums up what the serving models learned from.
func (w *weekly) training() deploy.Training {
	t := deploy.Training{Divisions: map[string]int{}}
	for _, i := range w.rows.KnownBefore(time.Time{}, w.now) {
		f := &w.rows.Fixtures[i]
		day := dateText(f.MatchDate)
		if t.Rows == 0 || day < t.First {
			t.First = day
		}
		t.Last = max(t.Last, day)
		t.Divisions[f.Division]++
		t.Rows++
	}
	return t
}

// fingerprint is the SHA-256 of rows: identity, moments, results and features.
func fingerprint(rows *matchday.Rows, at []int) string {
	hash := sha256.New()
	for _, name := range rows.Names {
		fmt.Fprintln(hash, name)
	}
	block := make([]byte, 0, 8*(len(rows.Columns)+6))
	number := func(x float64) {
		bits := math.Float64bits(x)
		if math.IsNaN(x) { // missing is missing, whatever its bits
			bits = math.Float64bits(math.NaN())
		}
		block = binary.LittleEndian.AppendUint64(block, bits)
	}
	for _, i := range at {
		block = binary.LittleEndian.AppendUint64(block[:0], uint64(rows.Fixtures[i].AsOf.UnixMicro()))
		block = binary.LittleEndian.AppendUint64(block, uint64(rows.KnownAt[i].UnixMicro()))
		for _, c := range [][]float64{rows.HomeGoals, rows.AwayGoals, rows.HomeMix, rows.AwayMix} {
			number(c[i])
		}
		for _, c := range rows.Columns {
			number(c[i])
		}
		fmt.Fprintln(hash, rows.Fixtures[i].ID)
		hash.Write(block)
	}
	return hex.EncodeToString(hash.Sum(nil))
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
	status := warehouse.RunDone
	state := warehouse.ModelCandidate
	if !w.verdict.Passed {
		state = warehouse.ModelRejected
		if !w.opts.Force {
			status = warehouse.RunRefused
		}
	}
	run, err := w.runRow(status)
	if err != nil {
		return err
	}
	if status == warehouse.RunRefused {
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
	c := w.verdict.Scores[validate.Candidate]
	verdict := warehouse.Verdict{
		Version: m.Version, RunID: run.ID, Champion: w.champion.Version, Start: w.start, End: w.now, Fixtures: len(w.at),
		Passed: w.verdict.Passed, Reasons: w.verdict.Reasons, LogLoss: c.LogLoss, Brier: c.Brier, Accuracy: c.Accuracy,
		Gate: string(gate), Seed: w.env.Config.Train.Seed, Resamples: validate.Resamples,
	}
	if d := w.verdict.Difference; d != nil {
		valid := func(x float64) stdsql.Null[float64] { return stdsql.Null[float64]{V: x, Valid: true} }
		verdict.Difference, verdict.Low, verdict.High = valid(d.Value), valid(d.Low), valid(d.High)
	}
	losses := w.trials.losses
	for i := range losses {
		losses[i].Version = m.Version
	}
	return books.Judged(ctx, warehouse.ModelVersion{
		Version: m.Version, RunID: run.ID, CreatedAt: w.now, TrainedTo: w.serving.AsOf, State: state,
		Fingerprint: m.Fingerprint, Metrics: string(metrics),
	}, verdict, losses)
}

// runRow is the job's row among the runs.
func (w *weekly) runRow(status warehouse.RunStatus) (warehouse.Run, error) {
	config, err := json.Marshal(struct {
		Market string
		Force  bool
		Config matchday.Config
	}{w.opts.Market, w.opts.Force, w.env.Config})
	return warehouse.Run{
		ID: "weekly-" + w.now.Format("20060102T150405Z"), Pipeline: "weekly", Kind: warehouse.Live,
		StartedAt: w.now, FinishedAt: w.now, AsOf: w.now, Status: status,
		Config: string(config), Seed: w.env.Config.Train.Seed, GitRevision: w.env.Revision,
	}, err
}
