package matchday

import "time"

// Bets, predictions, results, ledger entries and runs mirror the tables of
// sql/warehouse/migrations, where each column is documented. Times are UTC. An
// empty string, a zero time and an invalid sql.Null or decimal.NullDecimal are
// NULL. Money is decimal with at most four places; a fifth is an error.

// RunKind says whose clock a run followed.
type RunKind string

// The kinds of runs.
const (
	BacktestRun RunKind = "backtest" // the clock is each fixture's as-of
	LiveRun     RunKind = "live"
)

// RunStatus is how a run ended.
type RunStatus string

// The ways in which a run can stand.
const (
	RunRunning RunStatus = "running"
	RunDone    RunStatus = "done"
	RunFailed  RunStatus = "failed"
	RunRefused RunStatus = "refused"
)

// Run is one execution of a pipeline.
type Run struct {
	ID          string
	Pipeline    string // "backtest", "weekly", …
	Kind        RunKind
	StartedAt   time.Time
	FinishedAt  time.Time // zero while running
	AsOf        time.Time // latest moment whose knowledge was used
	Status      RunStatus
	Stage       string // at which it failed or was refused
	Message     string // why it failed or was refused
	Config      string // JSON: the configuration in force
	Seed        int64
	GitRevision string
}
