package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// figures are the statistics that ratings learn from beside goals.
var figures = []string{"shots", "shots_on_target", "corners"}

// withoutFigures makes a lake at dir whose staged tables are those of another,
// but for the figures, which are missing.
func withoutFigures(ctx context.Context, from lake.Lake, dir string) (lake.Lake, error) {
	staged, err := from.Current(lake.Staged)
	if err != nil {
		return lake.Lake{}, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return lake.Lake{}, err
	}
	tables := map[string]string{}
	for table := range staged.Tables {
		path, err := staged.Path(table)
		if err != nil {
			return lake.Lake{}, err
		}
		// Publishing moves files: a second name for each leaves the first lake whole.
		tables[table] = filepath.Join(dir, table+".parquet")
		if table == "statistics" {
			err = strip(ctx, path, tables[table])
		} else {
			err = os.Link(path, tables[table])
		}
		if err != nil {
			return lake.Lake{}, err
		}
	}
	l := lake.Lake{Dir: filepath.Join(dir, "lake")}
	_, err = l.Publish(lake.Staged, tables, staged.Raw)
	return l, err
}

// strip copies a table of statistics with NULL for the figures.
func strip(ctx context.Context, from, to string) (err error) {
	db, err := duck.Open(ctx, "", duck.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var missing []string
	for _, figure := range figures {
		for _, side := range []string{"home_", "away_"} {
			missing = append(missing, "null::integer as "+side+figure)
		}
	}
	text := fmt.Sprintf("copy (select * replace (%s) from %s) to %s", strings.Join(missing, ", "), duck.Parquet(from), duck.Literal(to))
	_, err = db.ExecContext(ctx, text)
	return err
}
