// Package staging turns lake/raw into the typed tables of lake/staged. It is a
// pure function of the landed files, their landing times and the committed
// alias table: every pass reads all raw files and publishes all tables at once,
// so a killed pass leaves the tables of the pass before it, and the same raw
// files give the same bytes. What cannot be used is kept in the table rejected
// with its reason; nothing stops a pass but an unreadable lake.
package staging

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// Input is one staging pass.
type Input struct {
	Lake lake.Lake
	// Until, unless zero, leaves out what landed later: the tables are as a
	// pass at that moment made them. They must go elsewhere then.
	Until time.Time
	// Into is the lake that the tables are published in; zero: Lake.
	Into lake.Lake
	// Memory, if given, spares the passes of one process what an earlier one
	// did. It changes no byte of the tables.
	Memory *Memory
}

// Result counts what the tables hold.
type Result struct {
	Files     int            // landed files read
	Blank     int            // rows of theirs with nothing in them
	Fixtures  int            // rows of fixtures
	Results   int            // rows of scores
	Prices    int            // rows of odds
	Teams     int            // rows of teams
	Editions  int            // rows of editions
	Lineups   int            // rows of lineups that come from tables of who played
	Rejected  map[string]int // rows of rejected by reason
	Published lake.Manifest
}

// Run stages what has landed and publishes it as lake layer lake.Staged.
func Run(ctx context.Context, in Input) (Result, error) {
	until := int64(everything)
	if !in.Until.IsZero() {
		until = in.Until.UnixMicro()
	}
	if in.Into.Dir == "" {
		in.Into = in.Lake
	}
	files, err := readRaw(ctx, in.Lake, until)
	if err != nil {
		return Result{}, err
	}
	aliases, err := readAliases(aliasTable)
	if err != nil {
		return Result{}, err
	}
	objects, err := readObjects(ctx, in.Lake, until, in.Memory)
	if err != nil {
		return Result{}, err
	}
	decided, err := readOverrides(overrideTable)
	if err != nil {
		return Result{}, err
	}
	tables, err := readTables(ctx, in.Lake, until)
	if err != nil {
		return Result{}, err
	}
	s := stage(files, aliases)
	s.join(objects, aliases, decided, in.Memory)
	s.joinTables(tables, aliases)
	dir, err := in.Into.Temp()
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	keys := s.keys(in.Memory)
	kept := in.Memory.unchanged(in.Into, keys)
	paths, err := s.write(ctx, dir, kept)
	if err != nil {
		return Result{}, err
	}
	result := s.counts()
	result.Published, err = in.Into.PublishWith(lake.Staged, paths, kept, fingerprint(files, objects, tables))
	if err == nil {
		in.Memory.published(keys, result.Published)
	}
	return result, err
}

// staged is what one pass makes of the landed files.
type staged struct {
	files    []landedFile
	quotes   quoteIndex
	editions []*edition
	fixtures []*fixture // of the files, sorted by id
	leagues  map[string]league
	teams    []table.Team
	rejected []table.Reject
	results  int
	prices   int

	api     *api    // nil if nothing of the API has landed
	entries []entry // all fixtures, sorted by id

	tableLineups []table.Lineup // of tables of who played
}

// stage computes all tables; it reads nothing but its arguments.
func stage(files []landedFile, aliases aliasesOf) *staged {
	s := &staged{files: files, quotes: indexQuotes(files)}
	s.editions = editionsOf(files, aliases)
	groups := bySeason(s.editions)
	merged := make([][]*fixture, len(groups))
	each(len(groups), func(i int) {
		merged[i] = mergeSeason(groups[i], &s.quotes)
	})
	for _, m := range merged {
		s.fixtures = append(s.fixtures, m...)
	}
	slices.SortFunc(s.fixtures, func(a, b *fixture) int { return strings.Compare(a.id, b.id) })
	for _, f := range s.fixtures {
		s.prices += len(f.odds)
		if f.played {
			s.results++
		}
	}
	s.leagues = map[string]league{}
	for _, e := range s.editions {
		if e.winner {
			s.leagues[e.division] = e.league
		}
	}
	s.teams = teamsOf(s.editions)
	s.rejected = rejectionsOf(files, s.editions, nil)
	s.entries = entriesOf(s.fixtures, nil)
	return s
}

// join adds what the API tells. Without landed objects nothing changes.
func (s *staged) join(objects []*landedObject, aliases aliasesOf, decided overrides, memory *Memory) {
	if len(objects) == 0 {
		return
	}
	s.api = joinSources(objects, s, aliases, decided, memory)
	s.entries = entriesOf(s.fixtures, s.api)
	s.teams = s.api.teamRows(s.teams)
	s.rejected = rejectionsOf(s.files, s.editions, objects)
	s.results = 0
	for _, e := range s.entries {
		if e.played() {
			s.results++
		}
		if e.api != nil {
			s.prices += len(e.api.points)
		}
	}
}

func (s *staged) counts() Result {
	r := Result{
		Files: len(s.files), Fixtures: len(s.entries), Results: s.results, Prices: s.prices,
		Teams: len(s.teams), Editions: len(s.editions), Lineups: len(s.tableLineups), Rejected: map[string]int{},
	}
	for _, f := range s.files {
		r.Blank += f.parsed.Blank
	}
	for _, x := range s.rejected {
		r.Rejected[x.Reason]++
	}
	return r
}

// each calls f for 0 … n-1 on all processors. What f writes must depend on its
// argument only, so that the order of the calls cannot show.
func each(n int, f func(i int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error { f(i); return nil })
	}
	_ = g.Wait() // no call returns an error
}
