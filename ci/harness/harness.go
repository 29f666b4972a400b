// Package harness is what the commands below ci share that measure something:
// flags, a home to work in, landing the real files, running the command, the
// interval of a difference, and writing a page once all is measured.
package harness

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

	"matchday/warehouse/lake"
)

// Main parses the flags and runs a command. An error is printed with the
// command's name and ends the program with exit code 1.
func Main(name string, run func(context.Context) error) {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

// InScratch calls a function with a new folder, which is removed afterwards.
func InScratch(name string, do func(dir string) error) (err error) {
	dir, err := os.MkdirTemp("", "matchday-"+name+"-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return do(dir)
}

// Measurement lands real files in a home of its own, measures something there
// and writes a page.
type Measurement struct {
	RealFiles string // the folder of the real files
	Dir       string // holds the home, and whatever else the measurement writes there
	Tuning    bool   // measure the tuning fixtures, and write to stdout

	name, needs, bin, out string
	reuse                 bool
}

// New makes a measurement and its flags. name is that of its make target, out
// the page that it writes, and needs the folder below RealFiles without which it is
// skipped; "" if the match files are enough.
func New(name, out, needs string) *Measurement {
	m := &Measurement{name: name, needs: needs}
	flag.StringVar(&m.RealFiles, "data", "../shared/data", "the folder that holds football-data, football-data-later and football-data-new, and lineups and baselines where they are read")
	flag.StringVar(&m.bin, "bin", "bin/matchday", "the command to run")
	flag.StringVar(&m.out, "out", out, "the file to write")
	return m
}

// Keep makes the flags of a measurement that keeps its lake and predictions, and
// that can measure the tuning fixtures instead.
func (m *Measurement) Keep() {
	flag.StringVar(&m.Dir, "dir", "data/"+m.name, "where lake and predictions are kept; emptied first unless -reuse")
	flag.BoolVar(&m.reuse, "reuse", false, "score the predictions that are in -dir and make only those that are missing")
	flag.BoolVar(&m.Tuning, "tuning", false, "score the tuning fixtures alone, and write to stdout instead")
}

// Main parses the flags, measures, and writes the page whole. Where the real
// files are missing it says so and measures nothing.
func (m *Measurement) Main(measure func(ctx context.Context, page io.Writer) error) {
	Main(m.name, func(ctx context.Context) error {
		if missing := m.missing(); missing != "" {
			fmt.Printf("%s: SKIPPED, there are no %s in %s; set MATCHDAY_SHARED\n", m.name, missing, m.RealFiles)
			return nil
		}
		return m.inDir(func() error {
			var page bytes.Buffer
			if err := measure(ctx, &page); err != nil {
				return err
			}
			if m.Tuning {
				_, err := os.Stdout.Write(page.Bytes())
				return err
			}
			return os.WriteFile(m.out, page.Bytes(), 0o644)
		})
	})
}

// missing names what there is none of in the folder of the real files; "" if
// everything is there.
func (m *Measurement) missing() string {
	if len(m.MatchFiles()) == 0 {
		return "football-data files"
	}
	if _, err := os.Stat(filepath.Join(m.RealFiles, m.needs)); err != nil {
		return m.needs
	}
	return ""
}

// inDir measures in the folder of -dir, or in one that is removed afterwards.
func (m *Measurement) inDir(measure func() error) error {
	if m.Dir == "" {
		return InScratch(m.name, func(dir string) error {
			m.Dir = dir
			return measure()
		})
	}
	if !m.reuse {
		if err := os.RemoveAll(m.Dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(m.Dir, 0o755); err != nil {
		return err
	}
	return measure()
}

// MatchFiles are the folders of match files that there are.
func (m *Measurement) MatchFiles() (folders []string) {
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		dir := filepath.Join(m.RealFiles, name)
		if _, err := os.Stat(dir); err == nil {
			folders = append(folders, dir)
		}
	}
	return folders
}

func (m *Measurement) home() string { return filepath.Join(m.Dir, "home") }

// Lake is the home's.
func (m *Measurement) Lake() lake.Lake { return lake.Lake{Dir: filepath.Join(m.home(), "lake")} }

// Command is the matchday command with arguments, in the home.
func (m *Measurement) Command(args ...string) *exec.Cmd {
	return exec.Command(m.bin, append([]string{"--home", m.home(), "--log-level", "error"}, args...)...)
}

// Land lands and stages the match files; files that have landed before change
// nothing.
func (m *Measurement) Land() error {
	return m.run(append([]string{"land", "footballdata"}, m.MatchFiles()...)...)
}

// Backtest writes the predictions of a backtest to a file in Dir and returns
// its path. A file that is there already stays.
func (m *Measurement) Backtest(file string, args ...string) (path string, err error) {
	path = filepath.Join(m.Dir, file)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, m.run(append([]string{"backtest", "--out", path}, args...)...)
}

// run runs the command to its end; its output is shown only if it fails.
func (m *Measurement) run(args ...string) error {
	_, err := m.Output(args...)
	return err
}

// Output runs the command to its end and returns what it wrote to stdout. The error
// of one that fails has all its output.
func (m *Measurement) Output(args ...string) ([]byte, error) {
	c := m.Command(args...)
	var failures bytes.Buffer
	c.Stderr = &failures
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", c, err, out, failures.Bytes())
	}
	return out, nil
}
