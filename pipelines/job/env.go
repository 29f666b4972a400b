// Package pipelines holds the scheduled jobs: one file each, which reads as a
// list of stages. Nothing here reads flags or the environment; the command
// hands everything in.
package job

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"matchday"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// Env is what every job is given.
type Env struct {
	Home   string           // the folder of lake, warehouse and models
	Now    func() time.Time // the run's clock; --now replays any moment
	Config matchday.Config
	Log    *slog.Logger
	// Progress receives one line that rewrites itself while long work goes
	// on; nil is quiet.
	Progress io.Writer
	// Stopwatch measures durations for reports; it is not the clock, which
	// may stand still.
	Stopwatch func() time.Duration
	Revision  string // of the program, for the run's record
	// Cache is for a process that runs many jobs; nil is none.
	Cache *Cache
	// Failpoint is called at each named point at which a job may die; tests
	// fail or kill it there. Nil otherwise.
	Failpoint func(point string) error
}

// Lake is the home's lake.
func (e Env) Lake() lake.Lake {
	return e.home("").Lake()
}

// Open is the home as the named job opens it.
func (e Env) Open(job string) (warehouse.Home, error) {
	if err := os.MkdirAll(e.Home, 0o755); err != nil {
		return warehouse.Home{}, fmt.Errorf("make the home folder: %w", err)
	}
	return e.home(job), nil
}

func (e Env) home(job string) warehouse.Home {
	return warehouse.Home{
		Dir: e.Home, Wait: time.Duration(e.Config.LockWait), Who: "matchday " + job,
		NoSync: e.Cache != nil && e.Cache.NoSync,
	}
}

// Reach is a point at which a job may die.
func (e Env) Reach(point string) error {
	if e.Failpoint == nil {
		return nil
	}
	return e.Failpoint(point)
}

// ProgressBar is a line that tells how far long work has come; without a writer it is
// silent.
type ProgressBar struct {
	what  string
	w     io.Writer
	shown int // per cent
}

func (e Env) Bar(what string) *ProgressBar { return &ProgressBar{what: what, w: e.Progress, shown: -1} }

func (b *ProgressBar) Show(part float64) {
	percent := int(100 * part)
	if b.w == nil || percent == b.shown {
		return
	}
	b.shown = percent
	fmt.Fprintf(b.w, "\r%s %3d %%", b.what, percent)
}

func (b *ProgressBar) Done() {
	if b.w != nil && b.shown >= 0 {
		fmt.Fprint(b.w, "\r\033[K")
	}
}

// Refused is an error of a check or gate that said no, as opposed to work that
// failed; the command exits with 3.
type Refused struct{ Reason string }

func (r Refused) Error() string { return r.Reason }

// Timer notes how long each stage of a job took, in order.
type Timer struct {
	stopwatch func() time.Duration
	last      time.Duration
	Seconds   []StageSeconds
}

// StageSeconds is how long one stage took.
type StageSeconds struct {
	Stage   string
	Seconds float64
}

func NewTimer(e Env) *Timer { return &Timer{stopwatch: e.Stopwatch, last: e.Stopwatch()} }

// Lap closes the stage that ran since the last lap.
func (t *Timer) Lap(stage string) {
	now := t.stopwatch()
	t.Seconds = append(t.Seconds, StageSeconds{stage, (now - t.last).Seconds()})
	t.last = now
}

// ByStage is the form of the report's "seconds" object.
func (t *Timer) ByStage() map[string]float64 {
	out := make(map[string]float64, len(t.Seconds))
	for _, s := range t.Seconds {
		out[s.Stage] += s.Seconds
	}
	return out
}
