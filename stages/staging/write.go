package staging

import (
	"context"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/warehouse/lake"
	"matchday/warehouse/lake/footballdata"
)

// write writes every table into a file of its own in dir: table → path.
func (s *staged) write(ctx context.Context, dir string) (map[string]string, error) {
	paths := map[string]string{}
	g, ctx := errgroup.WithContext(ctx)
	table := func(name string, write func(path string) error) {
		path := filepath.Join(dir, name+".parquet")
		paths[name] = path
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return write(path)
		})
	}
	table("odds", s.writeOdds)
	table("fixtures", func(path string) error { return lake.WriteParquet(path, s.fixtureRows()) })
	table("scores", func(path string) error { return lake.WriteParquet(path, s.scoreRows()) })
	table("statistics", func(path string) error { return lake.WriteParquet(path, s.statisticsRows()) })
	table("teams", func(path string) error { return lake.WriteParquet(path, s.teams) })
	table("leagues", func(path string) error { return lake.WriteParquet(path, s.leagueRows()) })
	table("seasons", func(path string) error { return lake.WriteParquet(path, s.seasonRows()) })
	table("editions", func(path string) error { return lake.WriteParquet(path, s.editionRows()) })
	table("rejected", func(path string) error { return lake.WriteParquet(path, s.rejected) })
	return paths, g.Wait()
}

// writeOdds writes the prices of all fixtures; they are millions, so rows are
// made block by block.
func (s *staged) writeOdds(path string) error {
	lines := map[int16]*float64{}
	lineOf := func(hundredths int16) *float64 {
		if hundredths == footballdata.NoLine {
			return nil
		}
		if lines[hundredths] == nil {
			goals := float64(hundredths) / 100
			lines[hundredths] = &goals
		}
		return lines[hundredths]
	}
	return lake.WriteBlocks(path, func(write func(oddsRow)) {
		for _, f := range s.fixtures {
			collected, kickoff := f.asOf.UnixMicro(), f.kickoff.UnixMicro()
			for _, c := range f.odds {
				q, landed := &s.quotes.all[c.quote], s.files[c.file].landedAt
				known := kickoff
				if q.Moment == matchday.PreMatch {
					known = min(collected, landed)
				}
				write(oddsRow{f.id, q.Bookmaker, q.Market, q.Selection, lineOf(c.line), q.Moment, c.price, known, landed})
			}
		}
	})
}
