// Command bench measures the jobs as processes: what each costs in time, memory, bytes
// written and waits for the disk, in homes of several sizes and with days of ticks behind
// them, beside the machine and the commit. It is `make bench`, and no test: figures are
// for people to compare, and those of one run with each other.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"matchday/ci/harness"
	"matchday/pipelines/job"
)

// bench is one run of the command.
type bench struct {
	stock
	strace  string // the program that counts waits for the disk; empty: there is none
	scratch string
	sizes   string // of -sizes
	page    io.Writer
	cost    map[string]figures // of jobs, by line and home, for the lines that need those of others and the targets
	ratio   map[string]float64 // what was made of costs, for the targets
}

// line is one subject that is measured; -lines names those to measure.
type line struct {
	name, about string
	run         func(*bench, context.Context) error
}

// lines are all that is measured, in the order of the page.
var lines = []line{
	{"files", "land and stage all match files, once more, features, checks", (*bench).files},
	{"live", "hourly, lineups and settle by the size of the home", (*bench).live},
	{"api", "hourly on some 10,000 fixtures of the API alone", (*bench).api},
	{"day", "a day of the crontab with 63 and with 602 days of ticks behind it", (*bench).day},
	{"weekly", "weekly with one and with both groups of prices", (*bench).weekly},
	{"land", "land one new file, by the size of the home", (*bench).land},
	{"slate", "hourly with 20,000 fixtures to come", (*bench).slate},
	{"replay", "one replayed run, and each further one", (*bench).replay},
	{"append", "one append to the books", (*bench).append},
	{"demo", "the demo", (*bench).demo},
	{"backtest", "backtest of all divisions from 2014", (*bench).backtest},
	{"micro", "Go's benchmarks, and the Dixon-Coles fit beside its peer", (*bench).micro},
}

func main() {
	b := bench{stock: stock{}, cost: map[string]figures{}, ratio: map[string]float64{}}
	flag.StringVar(&b.realFiles, "data", "../shared/data", "the folder that holds football-data, football-data-later and football-data-new")
	flag.StringVar(&b.bin, "bin", "bin/matchday", "the command to measure")
	flag.StringVar(&b.dir, "dir", "data/bench", "where the homes are kept between runs")
	flag.BoolVar(&b.reuse, "reuse", false, "take the trained homes in -dir whichever program made them; every job runs once in them first")
	out := flag.String("out", "docs/benchmarks.txt", "the file to write, if all lines are measured")
	only := flag.String("lines", "", "measure these lines alone, and write to stdout: "+strings.Join(names(), ", "))
	flag.StringVar(&b.sizes, "sizes", "", "measure growth on these sizes alone, and all else on the last, e.g. 27k,247k")
	prepare := flag.Bool("homes", false, "make the homes and measure nothing")
	appending := flag.String("append", "", "append one run to the books of this home, and end; for the line append")
	harness.Main("bench", func(ctx context.Context) error {
		switch {
		case *appending != "":
			return appendOnce(ctx, *appending)
		case *prepare:
			b.say = say
			return b.makeHomes(ctx)
		}
		return b.run(ctx, *only, *out)
	})
}

func names() (out []string) {
	for _, l := range lines {
		out = append(out, l.name)
	}
	return out
}

// say tells a person what is being done.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// run measures the lines that are asked for, all of them if only is empty, and writes the
// page.
func (b *bench) run(ctx context.Context, only, out string) (err error) {
	wanted := names()
	if only != "" {
		wanted = strings.FieldsFunc(only, func(r rune) bool { return r == ',' || r == ' ' })
	}
	for _, name := range wanted {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("-lines: there is no line %q; there are %s", name, strings.Join(names(), ", "))
		}
	}
	var page bytes.Buffer
	b.page, b.say, b.strace = io.MultiWriter(&page, os.Stdout), say, findStrace()
	if b.bin, err = filepath.Abs(b.bin); err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	// Beside the homes, so that they can be linked.
	if b.scratch, err = os.MkdirTemp(b.dir, "scratch-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.scratch)) }()
	b.head()
	for _, l := range lines {
		if !slices.Contains(wanted, l.name) {
			continue
		}
		start := time.Now()
		// What fails leaves its figures out, and the rest is measured all the same.
		if failed := l.run(b, ctx); failed != nil {
			err = errors.Join(err, fmt.Errorf("line %s: %w", l.name, failed))
			b.note("line %s failed; what it measures is missing here", l.name)
		}
		say("line %s: %.0f s", l.name, time.Since(start).Seconds())
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	b.table(only == "")
	if only != "" {
		return err
	}
	fmt.Fprint(b.page, earlier)
	return errors.Join(err, os.WriteFile(out, page.Bytes(), 0o644))
}

// head writes the machine, the commit, and what could not be had.
func (b *bench) head() {
	fmt.Fprintf(b.page, "machine  %s\ncommit   %s\n", machine(), commit())
	if files, size, err := b.amount(); err == nil && files > 0 {
		fmt.Fprintf(b.page, "read     %d files, %.1f MB\n", files, float64(size)/1e6)
	}
	if !b.real() {
		fmt.Fprintf(b.page, "NOTE     there are no real match files in %s: those of the invented world stand in,\n", b.realFiles)
		fmt.Fprintln(b.page, "         and every home is small; set MATCHDAY_SHARED")
	}
	if b.strace == "" {
		fmt.Fprintln(b.page, "NOTE     there is no strace here: waits for the disk (fsyncs) are not counted")
	}
	fmt.Fprintf(b.page, "\n%-56s %9s %9s %8s %9s %7s\n", "job", "seconds", "CPU s", "peak MB", "MB writ.", "fsyncs")
}

// told writes a measured line of the page.
func (b *bench) told(name string, f figures) {
	fmt.Fprintf(b.page, "%-56s %s\n", name, f)
}

// note writes what follows from figures.
func (b *bench) note(format string, args ...any) { fmt.Fprintf(b.page, "    "+format+"\n", args...) }

// copy is a copy of a home in the stock, served at the moment of its last tick. Close it.
func (b *bench) copy(k kept) (served, error) {
	dir, err := os.MkdirTemp(b.scratch, filepath.Base(k.dir)+"-")
	if err == nil {
		err = job.Mirror(k.dir, dir)
	}
	if err != nil {
		return served{}, err
	}
	return b.serve(dir, k.made)
}

// machine is the processor's name where Linux tells it, and their number.
func machine() string {
	name := runtime.GOOS + "/" + runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				name += ", " + strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d processors, %s", name, runtime.NumCPU(), runtime.Version())
}

// commit is the checkout's, marked if files differ from it.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=12").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
