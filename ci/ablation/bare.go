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
	parts := staged.Parts()
	for i, p := range parts {
		paths, err := staged.PathsOf(p.Table, p.Partition)
		if err != nil {
			return lake.Lake{}, err
		}
		// Publishing moves files: a second name for each leaves the first lake whole.
		parts[i].File = filepath.Join(dir, fmt.Sprintf("%s.%d.parquet", p.Table, i))
		if p.Table == "statistics" {
			err = strip(ctx, paths, parts[i].File)
		} else {
			err = os.Link(paths[0], parts[i].File)
		}
		if err != nil {
			return lake.Lake{}, err
		}
	}
	l := lake.Lake{Dir: filepath.Join(dir, "lake")}
	_, err = l.PublishParts(lake.Staged, lake.Generation{Written: parts, Raw: staged.Raw})
	return l, err
}

// strip copies a table of statistics with NULL for the figures.
func strip(ctx context.Context, from []string, to string) (err error) {
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
	text := fmt.Sprintf("copy (select * replace (%s) from %s) to %s", strings.Join(missing, ", "), duck.Parquet(from...), duck.Literal(to))
	_, err = db.ExecContext(ctx, text)
	return err
}
