package staging

import (
	"cmp"
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"matchday"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// write writes every table but those kept into a file of its own in dir:
// table → path.
func (s *staged) write(ctx context.Context, dir string, kept map[string]string) (map[string]string, error) {
	paths := map[string]string{}
	g, ctx := errgroup.WithContext(ctx)
	table := func(name string, write func(path string) error) {
		if kept[name] != "" {
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
	table("odds", s.writeOdds)
	table("fixtures", func(path string) error { return lake.WriteParquet(path, s.fixtureRows()) })
	table("scores", func(path string) error { return lake.WriteParquet(path, s.scoreRows()) })
	table("statistics", func(path string) error { return lake.WriteParquet(path, s.statisticsRows()) })
	table("teams", func(path string) error { return lake.WriteParquet(path, s.teams) })
	table("leagues", func(path string) error { return lake.WriteParquet(path, s.leagueRows()) })
	table("seasons", func(path string) error { return lake.WriteParquet(path, s.seasonRows()) })
	table("editions", func(path string) error { return lake.WriteParquet(path, s.editionRows()) })
	table("rejected", func(path string) error { return lake.WriteParquet(path, s.rejected) })
	if s.api != nil || s.tableLineups != nil {
		table("lineups", func(path string) error { return lake.WriteBlocks(path, s.lineupRows) })
	}
	if x := s.api; x != nil {
		table("fixture_versions", func(path string) error { return lake.WriteParquet(path, x.versionRows()) })
		table("measures", func(path string) error { return lake.WriteParquet(path, x.measureRows()) })
		table("quotes", func(path string) error { return lake.WriteBlocks(path, x.quoteRows) })
		table("sidelined", func(path string) error { return lake.WriteParquet(path, x.sidelinedRows()) })
		table("players", func(path string) error { return lake.WriteParquet(path, x.playerRows()) })
		table("squads", func(path string) error { return lake.WriteParquet(path, x.squadRows()) })
		table("standings", func(path string) error { return lake.WriteParquet(path, x.standingRows()) })
		table("told", func(path string) error { return lake.WriteParquet(path, s.toldRows()) })
		table("crosswalk", func(path string) error { return lake.WriteParquet(path, x.crosswalk) })
		table("names", func(path string) error { return lake.WriteParquet(path, x.nameRows()) })
		table("ambiguous", func(path string) error { return lake.WriteParquet(path, x.ambiguous) })
	}
	return paths, g.Wait()
}

// writeOdds writes the prices of all fixtures; they are millions, so rows are
// made block by block.
func (s *staged) writeOdds(path string) error {
	line := lineTable()
	return lake.WriteBlocks(path, func(write func(table.Odds)) {
		for _, e := range s.entries {
			var rows []table.Odds
			if e.files != nil {
				rows = s.filePrices(e.files, line)
			}
			if e.api != nil {
				rows = append(rows, e.api.prices(line)...)
			}
			if e.files != nil && e.api != nil {
				slices.SortStableFunc(rows, byOddsKey)
			}
			for _, r := range rows {
				write(r)
			}
		}
	})
}

// filePrices are the prices that the files have of a fixture, in the table's
// order.
func (s *staged) filePrices(f *fixture, line func(int16) *float64) []table.Odds {
	collected, kickoff := f.asOf.UnixMicro(), f.kickoff.UnixMicro()
	out := make([]table.Odds, len(f.odds))
	for i, c := range f.odds {
		q, landed := &s.quotes.all[c.quote], s.files[c.file].landedAt
		known := kickoff
		if q.Moment == matchday.PreMatch {
			known = min(collected, landed)
		}
		out[i] = table.Odds{
			FixtureID: f.id, Bookmaker: q.Bookmaker, Market: q.Market, Selection: q.Selection, Line: line(c.line),
			Moment: q.Moment, Price: c.price, KnownAt: known, LandedAt: landed,
		}
	}
	return out
}

// prices are every version in time of the API's prices. All could be bet at
// when they were quoted; the closing one is the last before kick-off.
func (f *apiFixture) prices(line func(int16) *float64) []table.Odds {
	out := make([]table.Odds, len(f.points))
	for i, p := range f.points {
		out[i] = table.Odds{
			FixtureID: f.canonical, Bookmaker: p.bookmaker, Market: p.market, Selection: p.selection, Line: line(p.line),
			Moment: matchday.PreMatch, Price: p.price, KnownAt: p.knownAt, LandedAt: p.landed,
		}
	}
	return out
}

// byOddsKey is the order of the table odds within a fixture.
func byOddsKey(a, b table.Odds) int {
	number := func(x *float64) float64 {
		if x == nil {
			return math.Inf(-1)
		}
		return *x
	}
	return cmp.Or(strings.Compare(a.Bookmaker, b.Bookmaker), strings.Compare(a.Market, b.Market), strings.Compare(a.Selection, b.Selection),
		cmp.Compare(number(a.Line), number(b.Line)), strings.Compare(a.Moment, b.Moment), cmp.Compare(a.KnownAt, b.KnownAt))
}
