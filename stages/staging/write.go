package staging

import (
	"context"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// write writes every table but the unchanged ones into a file of its own in dir:
// table → path.
func (t tables) write(ctx context.Context, dir string, unchanged map[string]string) (map[string]string, error) {
	paths := map[string]string{}
	g, ctx := errgroup.WithContext(ctx)
	add := func(name string, write func(path string) error) {
		if unchanged[name] != "" {
			return
		}
		path := filepath.Join(dir, name+".parquet")
		paths[name] = path
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return write(path)
		})
	}
	j := t.joined
	add("odds", func(path string) error { return lake.WriteBlocks(path, j.oddsRows) })
	add("fixtures", func(path string) error { return lake.WriteParquet(path, j.fixtureRows()) })
	add("scores", func(path string) error { return lake.WriteParquet(path, j.scoreRows()) })
	add("statistics", func(path string) error { return lake.WriteParquet(path, j.statisticsRows()) })
	add("teams", func(path string) error { return lake.WriteParquet(path, j.teams) })
	add("leagues", func(path string) error { return lake.WriteParquet(path, j.leagueRows()) })
	add("seasons", func(path string) error { return lake.WriteParquet(path, j.seasonRows()) })
	add("editions", func(path string) error { return lake.WriteParquet(path, t.files.editionRows()) })
	add("rejected", func(path string) error { return lake.WriteParquet(path, t.rejected) })
	api := len(t.api.objects) > 0
	if api || t.lineups != nil {
		add("lineups", func(path string) error { return lake.WriteBlocks(path, t.lineupRows) })
	}
	if api {
		add("fixture_versions", func(path string) error { return lake.WriteParquet(path, j.versionRows()) })
		add("measures", func(path string) error { return lake.WriteParquet(path, j.measureRows()) })
		add("quotes", func(path string) error { return lake.WriteBlocks(path, j.quoteRows) })
		add("sidelined", func(path string) error { return lake.WriteParquet(path, j.sidelinedRows()) })
		add("players", func(path string) error { return lake.WriteParquet(path, j.playerRows()) })
		add("squads", func(path string) error { return lake.WriteParquet(path, j.squadRows()) })
		add("standings", func(path string) error { return lake.WriteParquet(path, j.standingRows()) })
		add("told", func(path string) error { return lake.WriteParquet(path, j.toldRows()) })
		add("crosswalk", func(path string) error { return lake.WriteParquet(path, j.crosswalk) })
		add("names", func(path string) error { return lake.WriteParquet(path, j.nameRows()) })
		add("ambiguous", func(path string) error { return lake.WriteParquet(path, j.ambiguous) })
	}
	return paths, g.Wait()
}

// lineupRows writes the rows of the table lineups: the API's, then those of the
// tables of who played.
func (t tables) lineupRows(write func(table.Lineup)) {
	t.joined.lineupRows(write)
	for _, r := range t.lineups {
		write(r)
	}
}
