// Package features turns the staged tables into one row a fixture, played or
// not, that models are fitted on and predict from. It builds the columns that are
// wanted, and of the statements those that they need.
//
// Input: lake/staged. Output: lake/features with the tables features and
// benchmarks. Guarantee: a row depends only on what was known at its own as-of;
// whatever became known later can be changed or deleted and the row's bytes
// stay. Training, serving and backtests read the same rows, built by the same
// statements.
//
// What can be said of a set of matches is SQL (sql/features); what must be
// learned match by match, ratings above all, is Go and joins the statements as
// their input "sequential".
package features

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday/stages/features/players"
	"matchday/warehouse/lake"
)

// Tables of lake/features.
const (
	Table      = "features"   // the rows
	Benchmarks = "benchmarks" // the market's probabilities, not features
)

// stagedTables are those that the statements read.
var stagedTables = []string{"fixtures", "scores", "statistics", "odds"}

// lineupTables are read beside them where a lake has them.
var lineupTables = []string{"lineups", "sidelined"}

// Input is what a pass needs.
type Input struct {
	Lake lake.Lake
	Log  *slog.Logger // nil is quiet
	// AsOf is the clock of a live run: rows of fixtures that have not kicked
	// off are as of then, and nothing counts that was known or landed later.
	// Zero: each row is as of its own moment, and sees all that has landed.
	AsOf time.Time
	// Columns are the features that are wanted; nil: all.
	Columns []string
}

// Result says what a pass did.
type Result struct {
	Fixtures int // rows, one a fixture
	Played   int // of them, with a result
	Priced   int // of them, with a market consensus before kick-off
	Features int // columns that models may read, the fixture's own prices among them
	Manifest lake.Manifest
}

// Run builds the features of everything staged and publishes them. A lake
// without staged tables is an error that wraps lake.ErrEmpty.
func Run(ctx context.Context, in Input) (Result, error) {
	staged, err := in.Lake.Current(lake.Staged)
	if err != nil {
		return Result{}, fmt.Errorf("build features: %w", err)
	}
	temp, err := in.Lake.Temp()
	if err != nil {
		return Result{}, fmt.Errorf("build features: %w", err)
	}
	defer os.RemoveAll(temp)

	wanted, err := planOf(in.Columns)
	if err != nil {
		return Result{}, fmt.Errorf("build features: %w", err)
	}
	files, result, err := build(ctx, in.Lake, staged, temp, in.AsOf, wanted)
	if err != nil {
		return Result{}, fmt.Errorf("build features: %w", err)
	}
	if result.Manifest, err = in.Lake.Publish(lake.Features, files, fingerprint(staged, in.AsOf, wanted)); err != nil {
		return Result{}, fmt.Errorf("publish features: %w", err)
	}
	log := in.Log
	if log == nil {
		log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	log.Info("features built", "fixtures", result.Fixtures, "played", result.Played, "priced", result.Priced, "features", result.Features)
	return result, nil
}

// build computes all tables into files of the folder temp. The statements that
// need no ratings run beside them.
func build(ctx context.Context, l lake.Lake, staged lake.Manifest, temp string, asOf time.Time, wanted plan) (
	files map[string]string, result Result, err error,
) {
	s, err := openSession(ctx, temp, ThreadsFor(staged), asOf)
	if err != nil {
		return nil, Result{}, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.attachStaged(ctx, staged, asOf); err != nil {
		return nil, Result{}, err
	}
	if err := s.create(ctx, wanted, matchesModel); err != nil {
		return nil, Result{}, err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		lineups, err := stagedLineups(staged, asOf)
		if err == nil {
			result, err = s.rate(gctx, wanted, temp, lineups, func(in *ratingInput) (*kept, error) {
				if !asOf.IsZero() {
					return &kept{}, nil
				}
				return statesToKeep(l, staged, in)
			})
		}
		return err
	})
	g.Go(func() error { return s.create(gctx, wanted, meetingsModel, h2hModel) })
	if err := g.Wait(); err != nil {
		return nil, Result{}, err
	}
	if err := s.create(ctx, wanted, afterRatings...); err != nil {
		return nil, Result{}, err
	}
	files = map[string]string{}
	for _, name := range []string{Table, Benchmarks} {
		files[name] = filepath.Join(temp, name+".parquet")
		rows, err := s.export(ctx, name, files[name])
		if err != nil {
			return nil, Result{}, err
		}
		if rows != result.Fixtures {
			return nil, Result{}, fmt.Errorf("table %s has %d rows, expected one for each of %d fixtures: a model of its groups lacks row_ids or is out of order", name, rows, result.Fixtures)
		}
	}
	result.Features = wanted.size()
	return files, result, nil
}

// smallLake is how many bytes of staged fixtures one thread is quicker with than
// several: some ten thousand rows.
const smallLake = 1 << 20

// ThreadsFor is how many threads DuckDB best works with on what is staged; 0 for
// one a processor.
func ThreadsFor(staged lake.Manifest) int {
	size := int64(0)
	for _, file := range staged.Tables["fixtures"] {
		size += staged.Files[file].Bytes
	}
	if size >= smallLake {
		return 0
	}
	return 1
}

// rate makes the tables that Go computes, by way of a file in the folder temp, and keeps
// the states that it is to keep.
func (s *session) rate(ctx context.Context, wanted plan, temp string, lineups players.Staged,
	toKeep func(in *ratingInput) (*kept, error),
) (Result, error) {
	if err := s.create(ctx, wanted, beforeRatings...); err != nil {
		return Result{}, err
	}
	input := filepath.Join(temp, "input.parquet")
	if _, err := s.export(ctx, "int_rating_input", input); err != nil {
		return Result{}, err
	}
	if err := s.drop(ctx, "int_consensus"); err != nil {
		return Result{}, err
	}
	in, err := readMatches(input)
	if err != nil {
		return Result{}, err
	}
	keep, err := toKeep(in)
	if err != nil {
		return Result{}, err
	}
	var recorded []column
	var done sync.WaitGroup
	done.Go(func() { recorded = records(pastOf(in.matches), in.matches, wanted.column) })
	columns, result, err := computeSequential(ctx, in, lineups, keep)
	done.Wait()
	if err != nil {
		return Result{}, err
	}
	return result, errors.Join(s.provide(ctx, sequentialTable, result.Fixtures, columns), s.provide(ctx, recordsTable, result.Fixtures, recorded))
}

// numbers are those below n.
func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// fingerprint names the staged files that features are made from, those that are
// wanted, and the moment if they are a live run's.
func fingerprint(staged lake.Manifest, asOf time.Time, wanted plan) string {
	sum := sha256.New()
	if !asOf.IsZero() {
		fmt.Fprintf(sum, "as of %s\n", asOf.UTC().Format(time.RFC3339Nano))
	}
	for _, group := range groups {
		fmt.Fprintf(sum, "%s: %q\n", group, wanted[group])
	}
	for _, table := range slices.Concat(stagedTables, lineupTables) {
		fmt.Fprintf(sum, "%s=%s\n", table, strings.Join(staged.Tables[table], " "))
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
