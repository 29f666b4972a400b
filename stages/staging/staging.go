// Package staging turns lake/raw into the typed tables of lake/staged. It is a
// pure function of the landed files, their landing times and the committed
// alias table: every pass publishes all tables at once, so a killed pass leaves the
// tables of the pass before it, and the same raw files give the same bytes. What an
// earlier pass made of the same files is kept, and spares time alone. What cannot be
// used is kept in the table rejected with its reason; nothing stops a pass but an
// unreadable lake.
package staging

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/appearances"
	"matchday/stages/staging/canonical"
	"matchday/stages/staging/files"
	"matchday/stages/staging/notes"
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
}

// Result counts what the tables hold.
type Result struct {
	Files     int               // landed files read
	Blank     int               // rows of theirs with nothing in them
	Fixtures  int               // rows of fixtures
	Results   int               // rows of scores
	Prices    int               // rows of odds
	Teams     int               // rows of teams
	Editions  int               // rows of editions
	Lineups   int               // rows of lineups that come from tables of who played
	Rejected  map[string]int    // rows of rejected by reason
	Hints     map[string]string // what the reasons mean
	Published lake.Manifest
}

// largePass is of how many fixtures a pass leaves memory behind that is worth a collection.
const largePass = 20_000

// Run stages what has landed and publishes it as lake layer lake.Staged.
func Run(ctx context.Context, in Input) (Result, error) {
	r, err := run(ctx, in)
	if r.Fixtures > largePass {
		debug.FreeOSMemory() // DuckDB comes next as a rule, and does not share what Go keeps for itself
	}
	return r, err
}

func run(ctx context.Context, in Input) (Result, error) {
	if in.Into.Dir == "" {
		in.Into = in.Lake
	}
	key, err := inputKey(in)
	if err != nil {
		return Result{}, err
	}
	if r, same := in.unchangedSince(key); same {
		return r, ctx.Err()
	}
	raw, err := read(ctx, in)
	if err != nil {
		return Result{}, err
	}
	t, err := merge(ctx, raw)
	if err != nil {
		return Result{}, err
	}
	dir, err := in.Into.Temp()
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	partitions, err := t.partitions()
	if err != nil {
		return Result{}, err
	}
	kept, changed := unchanged(in.Into, partitions)
	written, err := t.write(ctx, dir, changed, kept)
	if err != nil {
		return Result{}, err
	}
	result := t.counts()
	result.Published, err = in.Into.PublishParts(lake.Staged, lake.Generation{
		Written: written, Kept: kept, Keys: keysOf(partitions), Raw: raw.fingerprint(),
	})
	if err != nil {
		return Result{}, err
	}
	in.note(key, result)
	return result, nil
}

// everything is a moment, in µs, after all landings.
const everything = math.MaxInt64

// raw is what has landed, decoded, with what people have decided about it.
type raw struct {
	files     files.Facts
	api       *answers.Facts
	tables    []appearances.Landed
	aliases   files.Aliases
	overrides canonical.Overrides
	seasons   *notes.Book // what the crosswalk found out of seasons
}

// seasonsKind is the kind of derived files of what the crosswalk found out of seasons.
const seasonsKind = "seasons"

// read decodes everything that had landed at the moment that is asked for.
func read(ctx context.Context, in Input) (r raw, err error) {
	until := int64(everything)
	if !in.Until.IsZero() {
		until = in.Until.UnixMicro()
	}
	if r.aliases, err = files.ReadAliases(files.AliasTable); err != nil {
		return r, err
	}
	if r.files, err = files.Tell(ctx, in.Lake, until, r.aliases); err != nil {
		return r, err
	}
	if r.api, err = answers.Tell(ctx, in.Lake, in.Into, until); err != nil {
		return r, err
	}
	if r.overrides, err = canonical.ReadOverrides(canonical.OverrideTable); err != nil {
		return r, err
	}
	if r.seasons, err = notes.Open(seasonsKind, in.Into, in.Lake); err != nil {
		return r, err
	}
	r.tables, err = appearances.Read(ctx, in.Lake, until)
	return r, err
}

// fingerprint names the landed files and objects and their landing times.
func (r raw) fingerprint() string {
	sum := sha256.New()
	for _, f := range r.files.Landed {
		fmt.Fprintf(sum, "%s %d\n", f.SHA256, f.LandedAt)
		if f.Again != 0 {
			fmt.Fprintf(sum, "again %d\n", f.Again)
		}
	}
	r.api.WriteKey(sum)
	for _, t := range r.tables {
		fmt.Fprintf(sum, "%s %s %d\n", t.SHA256, t.Rating, t.LandedAt)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// tables are the values of which one pass makes the staged tables.
type tables struct {
	files    files.Facts
	api      *answers.Facts
	joined   canonical.Joined
	lineups  []table.Lineup // of tables of who played
	rejected []table.Reject
}

// merge makes the tables of what has landed.
func merge(ctx context.Context, r raw) (tables, error) {
	t := tables{files: r.files, api: r.api}
	t.joined = canonical.Join(t.files, t.api, r.aliases, r.overrides, r.seasons)
	if err := r.seasons.Save(); err != nil {
		return tables{}, err
	}
	t.rejected = slices.Concat(t.files.Rejected, t.api.Rejects())
	slices.SortFunc(t.rejected, table.ByFileAndLine)
	if len(r.tables) == 0 {
		return t, nil
	}
	known, err := t.joined.ForAppearances(ctx, r.tables, r.aliases)
	if err != nil {
		return tables{}, err
	}
	lineups, rejects := appearances.Join(r.tables, known)
	t.lineups, t.rejected = lineups, append(t.rejected, rejects...)
	slices.SortFunc(t.rejected, table.ByFileAndLine)
	return t, nil
}

// counts counts what the tables hold.
func (t tables) counts() Result {
	r := Result{
		Files: len(t.files.Landed), Blank: t.files.Blank, Fixtures: len(t.joined.Fixtures), Teams: len(t.joined.Teams),
		Editions: len(t.files.Editions), Lineups: len(t.lineups), Rejected: map[string]int{}, Hints: map[string]string{},
	}
	for _, f := range t.joined.Fixtures {
		if f.Played() {
			r.Results++
		}
		r.Prices += f.Prices()
	}
	for _, x := range t.rejected {
		r.Rejected[x.Reason]++
		r.Hints[x.Reason] = x.Hint
	}
	return r
}
