package staged

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"matchday/warehouse/lake"
)

// Partitions are the parts in which the fixtures of one generation of the staged lake
// stand, each in one.
type Partitions struct {
	staged lake.Manifest
	names  []string            // the nearest to the clock first
	files  map[string]string   // by name: sum of the names of the files that settlement reads
	held   map[string][]string // by name: ids of its fixtures, of those that were read
}

// settledBy are the tables by which fixtures and bets are settled, with the columns that
// say from when on a row of theirs counts.
var settledBy = map[string][]string{
	"fixtures": nil, "scores": {"known_at", "landed_at"}, "fixture_versions": {"known_at"}, "odds": {"landed_at"}, "quotes": {"landed_at"},
}

// PartitionsOf reads what is staged, as a job of a moment sees it; parted is false if some
// table is not in partitions.
func PartitionsOf(lk lake.Lake, now time.Time) (p Partitions, parted bool, err error) {
	p = Partitions{files: map[string]string{}, held: map[string][]string{}}
	if p.staged, err = lk.Current(lake.Staged); err != nil {
		return p, false, err
	}
	files := map[string][]string{}
	for table := range settledBy {
		for _, file := range p.staged.Tables[table] {
			name, there := p.staged.Partitions[file]
			if !there {
				return p, false, nil
			}
			files[name] = append(files[name], file)
		}
	}
	for name, all := range files {
		slices.Sort(all)
		sum := sha256.Sum256(fmt.Append(nil, all))
		p.files[name] = hex.EncodeToString(sum[:8])
	}
	p.names = p.staged.Nearest("fixtures", "kickoff", now)
	return p, true, nil
}

// Raw is the fingerprint of what was staged.
func (p Partitions) Raw() string { return p.staged.Raw }

// Changed are the partitions that are not made of the files of before.
func (p Partitions) Changed(before map[string]string) (names []string) {
	for _, name := range p.names {
		if p.files[name] != before[name] {
			names = append(names, name)
		}
	}
	return names
}

// Files are the sums of the partitions' files, but for those in which a row counts only
// after a moment: what is read there depends on the clock.
func (p Partitions) Files(before map[string]string, now time.Time) map[string]string {
	out := map[string]string{}
	for _, name := range p.names {
		if p.files[name] == before[name] || !p.later(name, now) {
			out[name] = p.files[name]
		}
	}
	return out
}

// later says that a row of a partition counts only after a moment, or that this is not
// known.
func (p Partitions) later(name string, now time.Time) bool {
	for table, columns := range settledBy {
		paths, err := p.staged.PathsOf(table, name)
		if err != nil {
			return true
		}
		for _, column := range columns {
			if newest, err := lake.Newest(paths, column); err != nil || newest > now.UnixMicro() {
				return true
			}
		}
	}
	return false
}

// Fixtures are the ids of the fixtures in a partition.
func (p Partitions) Fixtures(name string) ([]string, error) {
	if ids, read := p.held[name]; read {
		return ids, nil
	}
	paths, err := p.staged.PathsOf("fixtures", name)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, path := range paths {
		rows, err := lake.ReadFile[struct {
			FixtureID string `parquet:"fixture_id"`
		}](path)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			ids = append(ids, r.FixtureID)
		}
	}
	p.held[name] = ids
	return ids, nil
}

// Of names the partitions in which some fixtures stand. One that is in none is not staged.
func (p Partitions) Of(fixtureIDs []string) (names []string, err error) {
	missing := map[string]bool{}
	for _, id := range fixtureIDs {
		missing[id] = true
	}
	for _, name := range p.names {
		if len(missing) == 0 {
			break
		}
		ids, err := p.Fixtures(name)
		if err != nil {
			return nil, err
		}
		before := len(missing)
		for _, id := range ids {
			delete(missing, id)
		}
		if len(missing) < before {
			names = append(names, name)
		}
	}
	return names, nil
}

// Since names the partitions with a fixture that kicks off after a moment.
func (p Partitions) Since(moment time.Time) []string {
	return p.staged.Between("fixtures", "kickoff", moment, time.UnixMicro(1<<62))
}

// Open opens a view on the rows of some partitions.
func (p Partitions) Open(ctx context.Context, names []string) (View, error) {
	return open(ctx, p.staged, &names)
}
