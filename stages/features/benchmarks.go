package features

import (
	"context"
	"fmt"

	"matchday"
	"matchday/stages/features/columns"
	"matchday/warehouse/lake"
)

// Market is what the market said of each fixture, margin-free, parallel to the
// rows that Read gives. An invalid value (not matchday.Probs.Valid) stands
// where there was no sound price. It is what predictions are measured by;
// Close in particular was known only at kick-off.
type Market struct {
	Pre   []matchday.Probs // the publisher's average pre-match price, else the consensus
	Close []matchday.Probs // the publisher's average closing price, else Pinnacle's, else the consensus
}

// ReadMarket loads the published table of benchmarks and lays it beside rows.
// A fixture of rows that the table lacks is an error: the two are published
// together.
func ReadMarket(ctx context.Context, l lake.Lake, rows *matchday.Rows) (Market, error) {
	m, err := l.Current(lake.Features)
	if err != nil {
		return Market{}, fmt.Errorf("read benchmarks: %w", err)
	}
	path, err := m.Path(Benchmarks)
	if err != nil {
		return Market{}, err
	}
	p, err := columns.Open(path)
	if err != nil {
		return Market{}, err
	}
	ids := make([]string, p.Rows())
	p.Texts("fixture_id", func(row int, s string) { ids[row] = s })
	var values [2][matchday.NumOutcome][]float64
	for k, moment := range []string{"pre", "close"} {
		for c, outcome := range []string{"home", "draw", "away"} {
			values[k][c] = make([]float64, p.Rows())
			p.Floats("bench_"+moment+"_"+outcome, values[k][c])
		}
	}
	if err := p.Wait(); err != nil {
		return Market{}, err
	}
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	out := Market{Pre: make([]matchday.Probs, rows.Len()), Close: make([]matchday.Probs, rows.Len())}
	for i := range rows.Fixtures {
		at, ok := place[rows.Fixtures[i].ID]
		if !ok {
			return Market{}, fmt.Errorf("%s has no row for fixture %s: build the features again", path, rows.Fixtures[i].ID)
		}
		for c := range matchday.NumOutcome {
			out.Pre[i][c], out.Close[i][c] = values[0][c][at], values[1][c][at]
		}
	}
	return out, ctx.Err()
}
