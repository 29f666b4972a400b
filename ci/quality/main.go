// Command quality measures the models on real files: it backtests the seasons
// that tables are made of with each market group, joins what came out with the
// public baseline by division, season, date, home and away, and writes the
// tables. It is `make quality`, and no test: figures are for people to judge.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"matchday/ci/harness"
	"matchday/warehouse/lake"
)

func main() {
	m := harness.New("quality", "docs/quality.md", "")
	m.Keep()
	m.Main(func(ctx context.Context, page io.Writer) error { return quality(ctx, m, page) })
}

// quality writes the tables of all sets.
func quality(ctx context.Context, m *harness.Measurement, page io.Writer) error {
	sets := []set{reported, later}
	if m.Tuning {
		sets = []set{tuning}
	}
	if err := m.Land(); err != nil {
		return err
	}
	in, err := inputsOf(m)
	if err != nil {
		return err
	}
	fmt.Fprint(page, preface)
	for _, s := range sets {
		if in.predictions, err = predict(m, s); err != nil {
			return err
		}
		fixtures, err := in.read(ctx, s)
		if err != nil {
			return err
		}
		section(page, s, fixtures)
	}
	return nil
}

// predict backtests the blocks of a set with each market group.
func predict(m *harness.Measurement, s set) (map[string][]string, error) {
	out := map[string][]string{}
	for _, market := range harness.Markets {
		for _, b := range s.blocks {
			path, err := m.Backtest(market+"-"+b.from+"-"+b.to+".parquet", "--from", b.from, "--to", b.to, "--market", market)
			if err != nil {
				return nil, err
			}
			out[market] = append(out[market], path)
		}
	}
	return out, nil
}

// inputsOf are the staged tables, and the baseline if it is there.
func inputsOf(m *harness.Measurement) (inputs, error) {
	staged, err := m.Lake().Current(lake.Staged)
	if err != nil {
		return inputs{}, err
	}
	in := inputs{staged: staged, baselines: filepath.Join(m.RealFiles, "baselines", "penaltyblog-dixon-coles.csv")}
	if _, err := os.Stat(in.baselines); os.IsNotExist(err) {
		in.baselines = ""
	} else if err != nil {
		return inputs{}, err
	}
	return in, nil
}
