// Command lineup-quality measures on real matches what it is worth to know who
// plays: it backtests the seasons of which tables of who played are at hand with
// each market group, moves what came out by expected and by actual elevens, and
// writes how near each comes to results and to closing prices. It is `make
// lineup-quality`, and no test: figures are for people to judge.
package main

import (
	"context"
	"io"
	"path/filepath"

	"matchday/ci/harness"
	"matchday/stages/features"
)

func main() {
	m := harness.New("lineup-quality", "docs/lineup-quality.md", "lineups")
	m.Keep()
	m.Main(func(ctx context.Context, page io.Writer) error {
		if err := m.Land(); err != nil {
			return err
		}
		w, err := backtest(ctx, m)
		if err != nil {
			return err
		}
		if m.Tuning {
			return w.page(page, []set{tuning}, false)
		}
		return w.page(page, sets, true)
	})
}

// backtest predicts without any line-up and reads what is needed of the lake.
func backtest(ctx context.Context, m *harness.Measurement) (*world, error) {
	w := &world{lineups: filepath.Join(m.RealFiles, "lineups"), said: map[string]forecasts{}}
	for _, market := range harness.Markets {
		path, err := m.Backtest(market+".parquet", "--from", walkFrom, "--to", walkTo, "--divisions", divisions, "--step", step, "--market", market)
		if err != nil {
			return nil, err
		}
		if w.said[market], err = readForecasts(path); err != nil {
			return nil, err
		}
	}
	var err error
	if w.rows, err = features.Read(ctx, m.Lake(), "elo_diff"); err != nil {
		return nil, err
	}
	w.market, err = features.ReadMarket(ctx, m.Lake(), w.rows)
	return w, err
}
