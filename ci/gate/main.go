// Command gate asks the gate about real windows: how often it would have
// rejected forecasts with which nothing was wrong, and how often it would have
// seen each of some faults. It is `make gate`, and no test: figures are for
// people to judge.
package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"matchday"
	"matchday/ci/harness"
)

// Windows end on Sundays from first to before last, every so many weeks: those of
// weeks that follow each other share nine tenths of their fixtures.
var (
	first = time.Date(2008, time.January, 6, 2, 0, 0, 0, time.UTC)
	last  = time.Date(2024, time.June, 30, 2, 0, 0, 0, time.UTC)
)

const everyDays = 28

func main() {
	m := harness.New("gate", "docs/gate-quality.md", "")
	m.Keep()
	m.Main(func(ctx context.Context, page io.Writer) error { return measure(ctx, m, page) })
}

// measure backtests with two market groups and asks the gate about both.
func measure(ctx context.Context, m *harness.Measurement, page io.Writer) error {
	if m.Tuning {
		last = time.Date(2015, time.June, 28, 2, 0, 0, 0, time.UTC)
	}
	if err := m.Land(); err != nil {
		return err
	}
	paths := map[string]string{}
	for _, market := range []string{past, on} {
		path, err := m.Backtest(market+".parquet", "--from", "2005-07-01", "--step", "28d", "--market", market)
		if err != nil {
			return err
		}
		paths[market] = path
	}
	all, err := read(ctx, paths)
	if err != nil {
		return err
	}
	fmt.Fprint(page, preface)
	if err := soundTable(ctx, page, all); err != nil {
		return err
	}
	return faultTable(ctx, page, all)
}

// Market groups that are asked about.
const (
	past = "past"
	on   = "on"
)

// fixture is one with a result, and what was said of it.
type fixture struct {
	id, division string
	day, asOf    time.Time
	outcome      matchday.Outcome
	said         map[string]matchday.Probs // by market group, of the ensemble
	base, market matchday.Probs            // the market's are zero without a price
}
