// Command backtest holds the program against the figures that were committed
// with it: seeded worlds, and some real files where they are, go through the
// walk-forward backtest, and log losses, bets, profit and the features'
// fingerprint are compared with ci/expected. It is `make ci-backtest`; a change
// beyond tolerance fails with a table of what moved and by how much.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday/ci/harness"
	"matchday/pipelines/job"
)

func main() {
	var r run
	flag.StringVar(&r.shared, "data", "../shared/data", "the folder that holds football-data")
	flag.StringVar(&r.expected, "expected", "ci/expected", "the folder of the expected figures")
	flag.StringVar(&r.only, "worlds", "", "only these worlds, a list such as small,real")
	flag.BoolVar(&r.update, "update", false, "write what is measured as what is expected")
	flag.StringVar(&r.summary, "summary", "data/ci-backtest.md", "the file of the summary for pull requests")
	flag.BoolVar(&r.append, "append", false, "append the summary to its file, to which other steps of CI write too")
	flag.StringVar(&r.speed, "speed", "data/ci-backtest.json", "the file in which this machine's seconds are kept, by commit")
	flag.StringVar(&r.commit, "commit", "unknown", "the commit that is measured")
	harness.Main("ci-backtest", func(ctx context.Context) error { return r.compare(ctx) }) // r as the flags make it
}

// run is one execution of the command.
type run struct {
	shared, expected, only, summary, speed, commit string
	update, append                                 bool
}

// compare measures the worlds one after the other.
func (r run) compare(ctx context.Context) error {
	history, err := readSpeed(r.speed)
	if err != nil {
		return err
	}
	before := history.before(r.commit)
	report := Report{Commit: r.commit, Before: before.Commit}
	now := timing{Commit: r.commit, Worlds: map[string]map[string]float64{}}
	for _, w := range allWorlds(r.shared) {
		if r.only != "" && !slices.Contains(strings.Split(r.only, ","), w.Name) {
			continue
		}
		world, err := r.world(ctx, w)
		if err != nil {
			return err
		}
		world.Earlier, now.Worlds[w.Name] = before.Worlds[w.Name], world.Seconds
		report.Worlds = append(report.Worlds, world)
	}
	if err := errors.Join(report.WriteText(os.Stdout), r.write(report), history.with(now).write(r.speed)); err != nil {
		return err
	}
	if r.update {
		return nil // what moved is the new expectation, and the diff is read by a person
	}
	return report.Err()
}

// world measures one world and compares it with what is expected.
func (r run) world(ctx context.Context, w World) (out WorldReport, err error) {
	start := time.Now()
	err = harness.InScratch("ci", func(home string) (err error) {
		out.Figures, err = Measure(ctx, job.Env{
			Home: home, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
			Stopwatch: func() time.Duration { return time.Since(start) }, Revision: r.commit,
		}, w)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Seconds = out.Figures.Seconds
	path := filepath.Join(r.expected, w.Name+".json")
	expected, err := ReadFigures(path)
	if errors.Is(err, fs.ErrNotExist) && r.update {
		expected, err = out.Figures, nil
	}
	if err != nil {
		return out, err
	}
	out.Changes = Compare(expected, out.Figures)
	if r.update {
		err = writeJSON(path, out.Figures)
	}
	return out, err
}

// write writes the summary.
func (r run) write(report Report) (err error) {
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if r.append {
		flags = os.O_CREATE | os.O_WRONLY | os.O_APPEND
	}
	if err := os.MkdirAll(filepath.Dir(r.summary), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(r.summary, flags, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(report.WriteMarkdown(f), f.Close())
}

// timing is how many seconds each stage of each world took at a commit.
type timing struct {
	Commit string                        `json:"commit"`
	Worlds map[string]map[string]float64 `json:"worlds"`
}

// history are timings of this machine, the newest last.
type history []timing

// kept is how many commits the history reaches back.
const kept = 20

func readSpeed(path string) (h history, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w; remove it to begin anew", path, err)
	}
	return h, nil
}

// before is the newest timing of another commit; empty if there is none.
func (h history) before(commit string) timing {
	for _, t := range slices.Backward(h) {
		if t.Commit != commit {
			return t
		}
	}
	return timing{}
}

func (h history) with(t timing) history {
	h = slices.DeleteFunc(slices.Clone(h), func(old timing) bool { return old.Commit == t.Commit })
	h = append(h, t)
	return h[max(0, len(h)-kept):]
}

func (h history) write(path string) error { return writeJSON(path, h) }

func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, append(text, '\n'), 0o644))
}
