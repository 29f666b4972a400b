package staging

import (
	"context"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// write writes every table but the unchanged ones into a file of its own in dir.
func (t tables) write(ctx context.Context, dir string, unchanged []lake.Part) (written []lake.Part, err error) {
	g, ctx := errgroup.WithContext(ctx)
	add := func(name string, write func(path string) error) {
		if slices.ContainsFunc(unchanged, func(p lake.Part) bool { return p.Table == name }) {
			return
		}
		path := filepath.Join(dir, name+".parquet")
		written = append(written, lake.Part{Table: name, File: path})
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return write(path)
		})
	}
	j := t.joined
	add("odds", func(path string) error { return lake.WriteBlocks(path, j.OddsRows) })
	add("fixtures", func(path string) error { return lake.WriteParquet(path, j.FixtureRows()) })
	add("scores", func(path string) error { return lake.WriteParquet(path, j.ScoreRows()) })
	add("statistics", func(path string) error { return lake.WriteParquet(path, j.StatisticsRows()) })
	add("listings", func(path string) error { return lake.WriteParquet(path, j.ListingRows()) })
	add("gone_prices", func(path string) error { return lake.WriteBlocks(path, j.GonePriceRows) })
	add("teams", func(path string) error { return lake.WriteParquet(path, j.Teams) })
	add("leagues", func(path string) error { return lake.WriteParquet(path, j.LeagueRows()) })
	add("seasons", func(path string) error { return lake.WriteParquet(path, j.SeasonRows()) })
	add("editions", func(path string) error { return lake.WriteParquet(path, t.files.EditionRows()) })
	add("rejected", func(path string) error { return lake.WriteParquet(path, t.rejected) })
	api := len(t.api.Objects) > 0
	if api || t.lineups != nil {
		add("lineups", func(path string) error { return lake.WriteBlocks(path, t.lineupRows) })
	}
	if api {
		add("fixture_versions", func(path string) error { return lake.WriteParquet(path, j.VersionRows()) })
		add("measures", func(path string) error { return lake.WriteParquet(path, j.MeasureRows()) })
		add("quotes", func(path string) error { return lake.WriteBlocks(path, j.QuoteRows) })
		add("sidelined", func(path string) error { return lake.WriteParquet(path, j.SidelinedRows()) })
		add("players", func(path string) error { return lake.WriteParquet(path, j.PlayerRows()) })
		add("squads", func(path string) error { return lake.WriteParquet(path, j.SquadRows()) })
		add("standings", func(path string) error { return lake.WriteParquet(path, j.StandingRows()) })
		add("source_values", func(path string) error { return lake.WriteParquet(path, j.SourceValueRows()) })
		add("crosswalk", func(path string) error { return lake.WriteParquet(path, j.Crosswalk) })
		add("names", func(path string) error { return lake.WriteParquet(path, j.NameRows()) })
		add("ambiguous", func(path string) error { return lake.WriteParquet(path, j.Ambiguous) })
	}
	return written, g.Wait()
}

// lineupRows writes the rows of the table lineups: the API's, then those of the
// tables of who played.
func (t tables) lineupRows(write func(table.Lineup)) {
	t.joined.LineupRows(write)
	for _, r := range t.lineups {
		write(r)
	}
}
