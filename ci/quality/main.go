// Command quality measures the models on real files: it backtests the seasons
// that tables are made of with each market group, joins what came out with the
// public baseline by division, season, date, home and away, and writes the
// tables. It is `make quality`, and no test: figures are for people to judge.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"matchday/warehouse/lake"
)

func main() {
	var r run
	flag.StringVar(&r.shared, "data", "../shared/data", "the folder that holds football-data, football-data-later, football-data-new and baselines")
	flag.StringVar(&r.bin, "bin", "bin/matchday", "the command to measure")
	flag.StringVar(&r.dir, "dir", "data/quality", "where lake and predictions are kept; emptied first unless -reuse")
	flag.StringVar(&r.out, "out", "docs/quality.md", "the file to write")
	flag.BoolVar(&r.reuse, "reuse", false, "score the predictions that are in -dir and make only those that are missing")
	flag.BoolVar(&r.tuning, "tuning", false, "score the tuning fixtures, and write to stdout instead")
	flag.Parse()
	if err := r.quality(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

// run is one execution of the command.
type run struct {
	bin, shared, dir, out string
	reuse, tuning         bool
}

// quality writes the page, whole, once all is measured.
func (r run) quality(ctx context.Context) error {
	sets := []set{reported, later}
	if r.tuning {
		sets = []set{tuning}
	}
	if folders, err := r.folders(); err != nil || len(folders) == 0 {
		fmt.Printf("quality: SKIPPED, there are no football-data files in %s; set MATCHDAY_SHARED\n", r.shared)
		return err
	}
	if err := r.land(); err != nil {
		return err
	}
	in, err := r.inputs()
	if err != nil {
		return err
	}
	page := bytes.NewBufferString(preface)
	for _, s := range sets {
		if in.predictions, err = r.predict(s); err != nil {
			return err
		}
		fixtures, err := in.read(ctx, s)
		if err != nil {
			return err
		}
		section(page, s, fixtures)
	}
	if r.tuning {
		_, err := os.Stdout.Write(page.Bytes())
		return err
	}
	return os.WriteFile(r.out, page.Bytes(), 0o644)
}

// folders are those of the files that models learn from.
func (r run) folders() (out []string, err error) {
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		dir := filepath.Join(r.shared, name)
		if _, err := os.Stat(dir); err == nil {
			out = append(out, dir)
		} else if !os.IsNotExist(err) {
			return nil, err
		}
	}
	return out, nil
}

func (r run) home() string { return filepath.Join(r.dir, "home") }

// land stages the files in a home of the command's own.
func (r run) land() error {
	if !r.reuse {
		if err := os.RemoveAll(r.dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	folders, err := r.folders()
	if err != nil {
		return err
	}
	return r.matchday(append([]string{"land", "footballdata"}, folders...)...)
}

// predict backtests the blocks of a set with each market group; files that are
// there already stay.
func (r run) predict(s set) (map[string][]string, error) {
	out := map[string][]string{}
	for _, market := range markets {
		for _, b := range s.blocks {
			path := filepath.Join(r.dir, market+"-"+b.from+"-"+b.to+".parquet")
			out[market] = append(out[market], path)
			if _, err := os.Stat(path); err == nil {
				continue
			}
			if err := r.matchday("backtest", "--from", b.from, "--to", b.to, "--market", market, "--out", path); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// matchday runs the command in the home. What it reports of all fixtures of the
// blocks is not shown: the tables are.
func (r run) matchday(args ...string) error {
	c := exec.Command(r.bin, append([]string{"--home", r.home(), "--log-level", "error"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", c, err, out)
	}
	return nil
}

// inputs are the staged tables, and the baseline if it is there.
func (r run) inputs() (inputs, error) {
	staged, err := lake.Lake{Dir: filepath.Join(r.home(), "lake")}.Current(lake.Staged)
	if err != nil {
		return inputs{}, err
	}
	in := inputs{staged: staged, baselines: filepath.Join(r.shared, "baselines", "penaltyblog-dixon-coles.csv")}
	if _, err := os.Stat(in.baselines); os.IsNotExist(err) {
		in.baselines = ""
	} else if err != nil {
		return inputs{}, err
	}
	return in, nil
}
