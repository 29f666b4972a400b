package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"matchday"
)

// ModelState is what became of a model version.
type ModelState string

// The states of a model version.
const (
	ModelCandidate ModelState = "candidate" // passed, or not judged; never deployed
	ModelRejected  ModelState = "rejected"
	ModelChampion  ModelState = "champion"
	ModelRetired   ModelState = "retired"
)

// ModelVersion is a trained version, as the warehouse knows it.
type ModelVersion struct {
	Version     string
	RunID       string
	CreatedAt   time.Time
	TrainedTo   time.Time
	State       ModelState
	Fingerprint string // SHA-256 of its files, hexadecimal
	Metrics     string // JSON; may be empty
}

// Verdict is what the gate said of a candidate.
type Verdict struct {
	Version    string
	RunID      string
	Champion   string // empty if there was none
	Start, End time.Time
	Fixtures   int
	Passed     bool
	Reasons    []string
	Notes      []string
	LogLoss    float64
	Brier      float64
	Accuracy   float64
	Difference sql.Null[float64]
	Low, High  sql.Null[float64]
	Gate       string // JSON
	Seed       int64
	Resamples  int
	// Market and its ends are the difference to the market's log loss.
	Market                sql.Null[float64]
	MarketLow, MarketHigh sql.Null[float64]
	Groups                []VerdictGroup
	Losses                []VerdictLoss
	Drift                 []VerdictDrift
	Divergences           []VerdictDivergence
}

// VerdictGroup is a part of a candidate's window: each figure with its limit and
// its interval.
type VerdictGroup struct {
	Name                          string
	Benchmark                     string // "market" or "base_rate"
	Fixtures                      int
	LogLoss, LogLossLimit         float64
	Brier, BrierLimit             float64
	Accuracy, AccuracyLimit       float64
	Calibration, CalibrationLimit float64
	LogLossLow, LogLossHigh       float64
	BrierLow, BrierHigh           float64
	AccuracyLow, AccuracyHigh     float64
	// Excess is the log loss less the benchmark's.
	Excess, ExcessLow, ExcessHigh float64
	ExcessMax, ExcessSure         float64
}

// VerdictDivergence is how far the forecasts of a division lie from those that
// they were compared with.
type VerdictDivergence struct {
	Against           string // "champion" or "serving"
	Division          string
	Fixtures          int
	Divergence, Bound float64
	Rejects           bool
}

// VerdictDrift is how far a feature's values in a candidate's window lie from
// those that it learned from.
type VerdictDrift struct {
	Feature                       string
	Stability                     float64 // population stability index
	MissingLearned, MissingWindow float64 // shares
}

// VerdictLoss is the loss of one model on one fixture of a candidate's window.
type VerdictLoss struct {
	FixtureID string
	Model     string // "candidate", "champion", "base_rate", "market" or "serving"
	MatchDate time.Time
	Division  string
	Probs     matchday.Probs
	Outcome   matchday.Outcome
	LogLoss   float64
	Brier     float64
	Correct   bool
}

// Deployment is the beginning of a champion's reign.
type Deployment struct {
	Version  string
	At       time.Time
	Replaced string // the champion before it; empty for the first
	Why      string
}

// InsertVerdict adds a candidate with its verdict. A version that is there
// already stays as it is, since the same version was judged the same way; if it
// has no verdict, it gets none.
func (tx *Transaction) InsertVerdict(ctx context.Context, m ModelVersion, v Verdict) error {
	tx.writes(1)
	var known int
	err := tx.conn.QueryRowContext(ctx, "select count(*) from models where model_version = $1", m.Version).Scan(&known)
	if err != nil || known > 0 {
		return err
	}
	seen := map[[2]string]bool{}
	for _, l := range v.Losses { // whose table has no key
		if seen[[2]string{l.FixtureID, l.Model}] {
			return fmt.Errorf("loss of %s on fixture %s: want one row", l.Model, l.FixtureID)
		}
		seen[[2]string{l.FixtureID, l.Model}] = true
	}
	for _, table := range []func() error{
		func() error { return insert(ctx, tx.conn, "models", []ModelVersion{m}, modelValues) },
		func() error { return insert(ctx, tx.conn, "verdicts", []Verdict{v}, verdictValues) },
		func() error { return insert(ctx, tx.conn, "verdict_groups", v.Groups, v.groupValues) },
		func() error { return insert(ctx, tx.conn, "verdict_losses", v.Losses, v.lossValues) },
		func() error { return insert(ctx, tx.conn, "verdict_drift", v.Drift, v.driftValues) },
		func() error { return insert(ctx, tx.conn, "verdict_divergences", v.Divergences, v.divergenceValues) },
	} {
		if err := table(); err != nil {
			return err
		}
	}
	return nil
}

// InsertDeployment records what the models' pointer says: it ends the reign of
// the champion before and begins that of d. Recorded again it changes nothing, and
// fresh is false.
func (tx *Transaction) InsertDeployment(ctx context.Context, d Deployment) (fresh bool, err error) {
	tx.writes(1)
	var known int
	const query = "select count(*) from deployments where model_version = $1 and deployed_at = $2"
	err = tx.conn.QueryRowContext(ctx, query, d.Version, d.At.UTC()).Scan(&known)
	if err != nil || known > 0 {
		return false, err
	}
	for _, s := range []struct {
		text string
		args []any
	}{
		// Reigns may not end before they began, whatever clock a replay has.
		{"update deployments set retired_at = greatest(deployed_at, $1) where retired_at is null", []any{d.At.UTC()}},
		{"insert into deployments (model_version, deployed_at, replaced, why) values ($1, $2, $3, $4)",
			[]any{d.Version, d.At.UTC(), textOrNull(d.Replaced), d.Why}},
		{"update models set state = 'retired' where state = 'champion'", nil},
		{"update models set state = 'champion' where model_version = $1", []any{d.Version}},
	} {
		if _, err := tx.conn.ExecContext(ctx, s.text, s.args...); err != nil {
			return false, fmt.Errorf("record the deployment of %s: %w", d.Version, err)
		}
	}
	return true, nil
}

func modelValues(m ModelVersion) ([]driver.Value, error) {
	return []driver.Value{m.Version, m.RunID, m.CreatedAt.UTC(), m.TrainedTo.UTC(), string(m.State), m.Fingerprint, jsonOrNull(m.Metrics)}, nil
}

func verdictValues(v Verdict) ([]driver.Value, error) {
	reasons, notes := append([]string{}, v.Reasons...), append([]string{}, v.Notes...)
	return []driver.Value{v.Version, v.RunID, textOrNull(v.Champion), v.Start.UTC(), v.End.UTC(), int32(v.Fixtures), v.Passed, reasons,
		v.LogLoss, v.Brier, v.Accuracy, floatOrNull(v.Difference), floatOrNull(v.Low), floatOrNull(v.High), jsonOrNull(v.Gate), v.Seed,
		int32(v.Resamples), floatOrNull(v.Market), floatOrNull(v.MarketLow), floatOrNull(v.MarketHigh), notes}, nil
}

func (v Verdict) groupValues(g VerdictGroup) ([]driver.Value, error) {
	return []driver.Value{v.Version, g.Name, g.Benchmark, int32(g.Fixtures), g.LogLoss, g.LogLossLimit, g.Brier, g.BrierLimit,
		g.Accuracy, g.AccuracyLimit, g.Calibration, g.CalibrationLimit, g.LogLossLow, g.LogLossHigh, g.BrierLow, g.BrierHigh,
		g.AccuracyLow, g.AccuracyHigh, g.Excess, g.ExcessLow, g.ExcessHigh, g.ExcessMax, g.ExcessSure}, nil
}

func (v Verdict) divergenceValues(d VerdictDivergence) ([]driver.Value, error) {
	return []driver.Value{v.Version, d.Against, d.Division, int32(d.Fixtures), d.Divergence, d.Bound, d.Rejects}, nil
}

func (v Verdict) driftValues(d VerdictDrift) ([]driver.Value, error) {
	return []driver.Value{v.Version, d.Feature, d.Stability, d.MissingLearned, d.MissingWindow}, nil
}

func (v Verdict) lossValues(l VerdictLoss) ([]driver.Value, error) {
	return []driver.Value{v.Version, l.FixtureID, l.Model, l.MatchDate, l.Division, l.Probs[0], l.Probs[1], l.Probs[2],
		string(l.Outcome), l.LogLoss, l.Brier, l.Correct}, nil
}
