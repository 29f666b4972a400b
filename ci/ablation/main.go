// Command ablation measures what each model and each group of features is worth,
// on seasons that no table of quality reports: the log loss without it less the
// log loss with it. It is `make ablation`, and no test.
package main

import (
	"context"
	"io"
	"path/filepath"

	"matchday"
	"matchday/ci/harness"
	"matchday/config"
	"matchday/stages/features"
	"matchday/stages/tune"
	"matchday/warehouse/lake"
)

func main() {
	m := harness.New("ablation", "docs/ablation.md", "")
	m.Main(func(ctx context.Context, w io.Writer) error {
		if err := m.Land(); err != nil {
			return err
		}
		rows, err := build(ctx, m.Lake())
		if err != nil {
			return err
		}
		bare, err := withoutFigures(ctx, m.Lake(), filepath.Join(m.Dir, "bare"))
		if err != nil {
			return err
		}
		goalsOnly, err := build(ctx, bare)
		if err != nil {
			return err
		}
		return page(ctx, w, rows, goalsOnly, config.Defaults().Train)
	})
}

// build makes a lake's feature rows and withholds the seasons that are reported.
func build(ctx context.Context, l lake.Lake) (*matchday.Rows, error) {
	if _, err := features.Run(ctx, features.Input{Lake: l}); err != nil {
		return nil, err
	}
	rows, err := features.Read(ctx, l)
	if err != nil {
		return nil, err
	}
	return tune.HoldOut(rows), nil
}
