// Command lineup-quality measures on real matches what it is worth to know who
// plays: it backtests the seasons of which tables of who played are at hand with
// each market group, moves what came out by expected and by actual elevens, and
// writes how near each comes to results and to closing prices. It is `make
// lineup-quality`, and no test: figures are for people to judge.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"matchday/stages/features"
	"matchday/warehouse/lake"
)

func main() {
	var r run
	flag.StringVar(&r.shared, "data", "../shared/data", "the folder that holds football-data, football-data-later, football-data-new and lineups")
	flag.StringVar(&r.bin, "bin", "bin/matchday", "the command to measure")
	flag.StringVar(&r.dir, "dir", "data/lineup-quality", "where lake and predictions are kept; emptied first unless -reuse")
	flag.StringVar(&r.out, "out", "docs/lineup-quality.md", "the file to write")
	flag.BoolVar(&r.reuse, "reuse", false, "score the predictions that are in -dir and make only those that are missing")
	flag.BoolVar(&r.tuning, "tuning", false, "score the tuning fixtures alone, and write to stdout instead")
	flag.Parse()
	if err := r.measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "lineup-quality:", err)
		os.Exit(1)
	}
}

// run is one execution of the command.
type run struct {
	bin, shared, dir, out string
	reuse, tuning         bool
}

// measure writes the page, whole, once all is measured.
func (r run) measure(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(r.shared, "lineups")); os.IsNotExist(err) {
		fmt.Printf("lineup-quality: SKIPPED, there are no tables of who played in %s; set MATCHDAY_SHARED\n", r.shared)
		return nil
	}
	if err := r.land(); err != nil {
		return err
	}
	w, err := r.world(ctx)
	if err != nil {
		return err
	}
	if r.tuning {
		return w.page(os.Stdout, []set{tuning}, false)
	}
	var page bytes.Buffer
	if err := w.page(&page, sets, true); err != nil {
		return err
	}
	return os.WriteFile(r.out, page.Bytes(), 0o644)
}

// land stages the match files in a home of the command's own.
func (r run) land() error {
	if r.reuse {
		return nil
	}
	if err := os.RemoveAll(r.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	args := []string{"land", "footballdata"}
	for _, name := range []string{"football-data", "football-data-later", "football-data-new"} {
		args = append(args, filepath.Join(r.shared, name))
	}
	return r.matchday(args...)
}

func (r run) home() string { return filepath.Join(r.dir, "home") }

// world backtests, without any line-up, and reads what is needed of the lake.
func (r run) world(ctx context.Context) (*world, error) {
	w := &world{lineups: filepath.Join(r.shared, "lineups"), said: map[string]forecasts{}}
	for _, market := range markets {
		path := filepath.Join(r.dir, market+".parquet")
		if _, err := os.Stat(path); os.IsNotExist(err) {
			if err := r.matchday("backtest", "--from", walkFrom, "--to", walkTo, "--divisions", divisions, "--step", step, "--market", market, "--out", path); err != nil {
				return nil, err
			}
		}
		var err error
		if w.said[market], err = readForecasts(path); err != nil {
			return nil, err
		}
	}
	l := lake.Lake{Dir: filepath.Join(r.home(), "lake")}
	var err error
	if w.rows, err = features.Read(ctx, l, "elo_diff"); err != nil {
		return nil, err
	}
	w.market, err = features.ReadMarket(ctx, l, w.rows)
	return w, err
}

// matchday runs the command in the home; what it reports is not shown.
func (r run) matchday(args ...string) error {
	c := exec.Command(r.bin, append([]string{"--home", r.home(), "--log-level", "error"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", c, err, out)
	}
	return nil
}
