// Package job is the frame in which all jobs run: what a job is given, its slot,
// its lock, its stages, and the record of each run in the warehouse.
package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"matchday"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// Env is what every job is given. Jobs read neither flags nor the environment.
type Env struct {
	Home string           // the folder of lake, warehouse and models
	Now  func() time.Time // the run's clock; --now replays any moment
	// Machine is the machine's clock, against which Now is held; nil where Now is not
	// meant to be the time: in tests, demos and replays.
	Machine func() time.Time
	// Rerun says that a past run is made again, whose order was judged when it ran.
	Rerun  bool
	Config matchday.Config
	Log    *slog.Logger
	// Progress receives one line, rewritten while long work goes on; nil: none.
	Progress io.Writer
	// Stopwatch measures durations for reports; it is not the clock, which
	// may stand still.
	Stopwatch func() time.Duration
	Revision  string // of the program, for the run's record
	// Cache is for a process that runs many jobs; nil: no cache.
	Cache *Cache
	// Failpoint is called at each named point at which a job may die, so that
	// tests can fail or kill it there; nil: none.
	Failpoint func(point string) error

	dated *atomic.Bool // an answer has borne a Date; nil outside a run
}

// Lake returns the home's lake.
func (e Env) Lake() lake.Lake {
	return e.Uninspected("").Lake()
}

// Open returns the home for the named job. A folder in which no job has worked is
// an error, and so is a home in whose warehouse no job may write: see
// warehouse.Inspect.
func (e Env) Open(job string) (warehouse.Home, error) {
	home := e.Uninspected(job)
	if e.Cache != nil && e.Cache.inspected {
		return home, nil
	}
	if err := warehouse.Inspect(context.Background(), home); err != nil {
		return home, err
	}
	if e.Cache != nil {
		e.Cache.inspected = true
	}
	return home, nil
}

// Make is Open for the jobs that may make a home: it makes the folder if it is
// missing.
func (e Env) Make(job string) (warehouse.Home, error) {
	home, err := e.Open(job)
	if errors.Is(err, warehouse.ErrNoHome) {
		err = os.MkdirAll(e.Home, 0o755)
		if err != nil {
			err = fmt.Errorf("make the home folder: %w", err)
		}
	}
	return home, err
}

// Uninspected returns the home for the named job without a look at it.
func (e Env) Uninspected(job string) warehouse.Home {
	return warehouse.Home{
		Dir: e.Home, Wait: time.Duration(e.Config.LockWait), Who: "matchday " + job,
		NoSync: e.Cache != nil && e.Cache.NoSync,
	}
}

// Reach calls the failpoint, if there is one, with the name of a point.
func (e Env) Reach(point string) error {
	if e.Failpoint == nil {
		return nil
	}
	return e.Failpoint(point)
}

// ProgressBar is one line that shows how far long work has come. It prints nothing
// where Env.Progress is nil.
type ProgressBar struct {
	what  string
	w     io.Writer
	shown int // per cent
}

// Bar returns a progress bar for the named work.
func (e Env) Bar(what string) *ProgressBar { return &ProgressBar{what: what, w: e.Progress, shown: -1} }

// Show prints the part of the work that is done, from 0 to 1.
func (b *ProgressBar) Show(part float64) {
	percent := int(100 * part)
	if b.w == nil || percent == b.shown {
		return
	}
	b.shown = percent
	fmt.Fprintf(b.w, "\r%s %3d %%", b.what, percent)
}

// Done erases the line.
func (b *ProgressBar) Done() {
	if b.w != nil && b.shown >= 0 {
		fmt.Fprint(b.w, "\r\033[K")
	}
}

// Refused is the error of a job that was not allowed to go on, by a check, a gate
// or the state of the home; nothing broke. The command exits with 3.
type Refused struct{ Reason string }

func (r Refused) Error() string { return r.Reason }

// BadInput is the error of a job that was asked for what there is not: an unknown
// name, an amount that is no money. Nothing was done. The command exits with 2.
type BadInput struct{ Reason string }

func (b BadInput) Error() string { return b.Reason }

// Timer measures how long each stage of a job takes.
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

// NewTimer returns a timer whose first stage begins now.
func NewTimer(e Env) *Timer { return &Timer{stopwatch: e.Stopwatch, last: e.Stopwatch()} }

// Lap ends the stage that ran since the last lap.
func (t *Timer) Lap(stage string) {
	now := t.stopwatch()
	t.Seconds = append(t.Seconds, StageSeconds{stage, (now - t.last).Seconds()})
	t.last = now
}

// ByStage returns the seconds of each stage, the "seconds" object of reports.
func (t *Timer) ByStage() map[string]float64 {
	out := make(map[string]float64, len(t.Seconds))
	for _, s := range t.Seconds {
		out[s.Stage] += s.Seconds
	}
	return out
}

// SecondsLine is the line of a report that lists the seconds of each stage.
func SecondsLine(stages []StageSeconds) string {
	var parts []string
	for _, s := range stages {
		parts = append(parts, fmt.Sprintf("%s %.1f", s.Stage, s.Seconds))
	}
	return "Seconds: " + strings.Join(parts, ", ") + "\n"
}
