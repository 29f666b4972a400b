package staging

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/canonical"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// writer writes the files of tables into a folder.
type writer struct {
	t       tables
	dir     string
	lineups map[string][]table.Lineup // of tables of who played, by fixture
	mu      sync.Mutex
	written []lake.Part
}

// write writes every table into files in dir: those of the whole, and of those of
// fixtures the partitions that are asked for. A partition without rows of a table is no
// file; kept says which tables have files elsewhere.
func (t tables) write(ctx context.Context, dir string, partitions []partition, kept []lake.Part) ([]lake.Part, error) {
	w := &writer{t: t, dir: dir, lineups: t.lineupsByFixture()}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, p := range partitions {
		g.Go(func() error { return w.partition(ctx, p) })
	}
	for _, write := range w.whole() {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return write()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return w.written, w.empty(kept)
}

// partition writes the rows of a partition.
func (w *writer) partition(ctx context.Context, p partition) error {
	if p.table != "" {
		return w.table(ctx, p.table)
	}
	j := w.t.joined.Of(p.fixtures)
	if err := j.Load(ctx); err != nil {
		return err
	}
	defer j.Forget()
	for _, write := range w.ofFixtures(j, p.name) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// ofFixtures are what writes the tables of fixtures: of j's fixtures, as one partition.
func (w *writer) ofFixtures(j canonical.Joined, name string) []func() error {
	api := w.t.api.Any()
	out := []func() error{
		blocks(w, "odds", name, j.OddsRows),
		rows(w, "fixtures", name, j.FixtureRows),
		rows(w, "scores", name, j.ScoreRows),
		rows(w, "statistics", name, j.StatisticsRows),
		rows(w, "listings", name, j.ListingRows),
		blocks(w, "gone_prices", name, j.GonePriceRows),
	}
	if api || w.t.lineups != nil {
		out = append(out, blocks(w, "lineups", name, func(write func(table.Lineup)) { w.lineupRows(j, write) }))
	}
	if api {
		out = append(out,
			rows(w, "fixture_versions", name, j.VersionRows),
			rows(w, "measures", name, j.MeasureRows),
			blocks(w, "quotes", name, j.QuoteRows),
			rows(w, "sidelined", name, j.SidelinedRows),
			rows(w, "source_values", name, j.SourceValueRows),
		)
	}
	return out
}

// table writes a table that is one file, or its rows of no fixture, from the objects that
// it is made of.
func (w *writer) table(ctx context.Context, name string) error {
	j := w.t.joined
	if name == "players" {
		people, err := w.t.api.People(ctx)
		if err != nil {
			return err
		}
		return whole(w, name, func() []table.Player { return j.PlayerRows(people) })()
	}
	objects, err := w.t.api.Objects(ctx, map[string][]string{"squads": squadsFrom, "standings": standingsFrom, "sidelined": absencesFrom}[name]...)
	if err != nil {
		return err
	}
	switch name {
	case "squads":
		return whole(w, name, func() []table.Squad { return j.SquadRows(objects) })()
	case "standings":
		return whole(w, name, func() []table.Standing { return j.StandingRows(objects) })()
	}
	return whole(w, name, func() []table.Sidelined { return j.OwnAbsenceRows(objects) })()
}

// whole are what writes the tables that are written at each pass.
func (w *writer) whole() []func() error {
	j := w.t.joined
	out := []func() error{
		whole(w, "teams", func() []table.Team { return j.Teams }),
		whole(w, "leagues", j.LeagueRows),
		whole(w, "seasons", j.SeasonRows),
		whole(w, "editions", func() []table.Edition { return w.t.files.Editions }),
		whole(w, "rejected", func() []table.Reject { return w.t.rejected }),
	}
	if w.t.api.Any() {
		out = append(out,
			whole(w, "crosswalk", func() []table.Crosswalk { return j.Crosswalk }),
			whole(w, "names", j.NameRows),
			whole(w, "ambiguous", func() []table.Ambiguous { return j.Ambiguous }),
		)
	}
	return out
}

// empty writes a file without rows for each table that has no file at all.
func (w *writer) empty(kept []lake.Part) error {
	has := map[string]bool{}
	for _, p := range slices.Concat(kept, w.written) {
		has[p.Table] = true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, none := range []struct {
		table string
		write func(path string) error
		api   bool
	}{
		{"odds", nothing[table.Odds], false}, {"fixtures", nothing[table.Fixture], false}, {"scores", nothing[table.Score], false},
		{"statistics", nothing[table.Statistics], false}, {"listings", nothing[table.Listing], false},
		{"gone_prices", nothing[table.GonePrice], false},
		{"lineups", nothing[table.Lineup], true}, {"fixture_versions", nothing[table.FixtureVersion], true},
		{"measures", nothing[table.Measure], true}, {"quotes", nothing[table.Quote], true},
		{"source_values", nothing[table.SourceValue], true},
	} {
		if has[none.table] || none.api && !w.t.api.Any() && (none.table != "lineups" || w.t.lineups == nil) {
			continue
		}
		path := filepath.Join(w.dir, none.table+".parquet")
		if err := none.write(path); err != nil {
			return err
		}
		w.written = append(w.written, lake.Part{Table: none.table, File: path})
	}
	return nil
}

func nothing[T any](path string) error { return lake.WriteParquet[T](path, nil) }

// add writes one file and notes it, unless it has no rows.
func (w *writer) add(name, partition string, write func(path string) (rows int, err error)) error {
	path := filepath.Join(w.dir, fmt.Sprintf("%s.%s.parquet", name, strings.ReplaceAll(partition, "/", ".")))
	n, err := write(path)
	if err != nil || n == 0 {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.written = append(w.written, lake.Part{Table: name, Partition: partition, File: path})
	return nil
}

// rows writes a partition of a table whose rows fit into memory.
func rows[T any](w *writer, name, partition string, all func() []T) func() error {
	return func() error {
		return w.add(name, partition, func(path string) (int, error) {
			rows := all()
			if len(rows) == 0 {
				return 0, nil
			}
			return len(rows), lake.WriteParquet(path, rows)
		})
	}
}

// blocks writes a partition of a large table.
func blocks[T any](w *writer, name, partition string, produce func(write func(T))) func() error {
	return func() error {
		return w.add(name, partition, func(path string) (n int, err error) {
			err = lake.WriteBlocks(path, func(write func(T)) {
				produce(func(row T) { n++; write(row) })
			})
			if err == nil && n == 0 {
				err = os.Remove(path)
			}
			return n, err
		})
	}
}

// whole writes a table that is one file, be it without rows.
func whole[T any](w *writer, name string, all func() []T) func() error {
	return func() error {
		return w.add(name, "", func(path string) (int, error) { return 1, lake.WriteParquet(path, all()) })
	}
}

// lineupRows writes rows of the table lineups: the API's, then those of the tables of
// who played.
func (w *writer) lineupRows(j canonical.Joined, write func(table.Lineup)) {
	j.LineupRows(write)
	for _, f := range j.Fixtures {
		for _, r := range w.lineups[f.ID] {
			write(r)
		}
	}
}

// lineupsByFixture are the rows of tables of who played.
func (t tables) lineupsByFixture() map[string][]table.Lineup {
	out := map[string][]table.Lineup{}
	for _, r := range t.lineups {
		out[r.FixtureID] = append(out[r.FixtureID], r)
	}
	return out
}
