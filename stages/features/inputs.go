package features

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"matchday/stages/features/columns"
	"matchday/stages/features/exact"
	"matchday/stages/features/players"
	"matchday/warehouse/lake"
)

// The kinds of derived files: the rows of int_rating_input of a partition, and what
// happened to its fixtures.
const (
	inputsKind = "rating_inputs"
	eventsKind = "events"
)

// inputs are what the sequential computations of a live run read, partition by
// partition of the staged tables.
type inputs struct {
	lake   lake.Lake
	staged lake.Manifest
	asOf   time.Time // the clock; zero in training, where each row is as of its own moment
	// export writes the rows of int_rating_input of some partitions into a Parquet file.
	export func(ctx context.Context, partitions []string, path string) error

	program    string
	partitions []*partition
	open       *ratingInput // the rows of the partitions that are not closed
}

// partition is one partition of the staged tables.
type partition struct {
	name, key string
	// closed says that nothing of it lies after the clock: no kick-off, and nothing known
	// or landed. So its rows are the same for every later clock.
	closed bool
	events partitionEvents
}

// partitionEvents are what happened to the fixtures of a partition, month by month.
type partitionEvents struct {
	latest           int64 // Unix µs of the last kick-off, knowledge or landing
	ratings, players exact.Months
	played           summary
}

// openInputs finds out what happened in each partition. Closed ones are read only once
// by each program.
func openInputs(ctx context.Context, l lake.Lake, staged lake.Manifest, asOf time.Time,
	export func(ctx context.Context, partitions []string, path string) error,
) (*inputs, error) {
	program, err := lake.Program()
	if err != nil {
		return nil, err
	}
	in := &inputs{lake: l, staged: staged, asOf: asOf, export: export, program: program + " " + runtime.GOARCH}
	var open []string
	for _, name := range partitionsOf(staged) {
		p := &partition{name: name, key: in.keyOf(name)}
		in.partitions = append(in.partitions, p)
		if err := in.inspect(ctx, p); err != nil {
			return nil, err
		}
		if !p.closed {
			open = append(open, name)
		}
	}
	return in, in.readOpen(ctx, open)
}

// partitionsOf are the names of the partitions; one, "", where the tables have none.
func partitionsOf(staged lake.Manifest) []string {
	var names []string
	for _, file := range staged.Tables["fixtures"] {
		name, parted := staged.Partitions[file]
		if !parted {
			return []string{""}
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// keyOf names all that the rows of a partition are made from.
func (in *inputs) keyOf(partition string) string {
	sum := sha256.New()
	fmt.Fprintln(sum, in.program)
	for _, table := range slices.Concat(stagedTables, lineupTables) {
		for _, file := range in.staged.Tables[table] {
			if p, parted := in.staged.Partitions[file]; !parted || p == partition {
				fmt.Fprintln(sum, file)
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:32]
}

// inspect finds out whether a partition is closed and what happened in it.
func (in *inputs) inspect(ctx context.Context, p *partition) error {
	events, found, err := in.knownEvents(p.key)
	if found || err != nil {
		p.closed, p.events = found && in.sees(events.latest), events
		return err
	}
	latest, err := in.latestOf(p.name)
	if err != nil || !in.sees(latest) {
		return err
	}
	rows, err := in.rowsOf(ctx, p)
	if err != nil {
		return err
	}
	told, err := in.told(p.name)
	if err != nil {
		return err
	}
	if p.events, err = eventsOf(rows, told); err != nil {
		return err
	}
	p.closed, p.events.latest = true, latest
	return in.keepEvents(p.key, &p.events)
}

// knownEvents are the events of a partition that a run of this program has found before.
func (in *inputs) knownEvents(key string) (events partitionEvents, found bool, err error) {
	path, found := in.lake.Derived(eventsKind).Get(key)
	if !found {
		return events, false, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return events, false, err
	}
	r := exact.Read(text)
	events = readEvents(r)
	return events, r.End() == nil, nil
}

func (in *inputs) keepEvents(key string, events *partitionEvents) error {
	_, err := in.lake.Derived(eventsKind).Put(key, func(path string) error {
		var w exact.Writer
		events.write(&w)
		return os.WriteFile(path, w.Bytes, 0o644)
	})
	return err
}

// sees says whether a moment in Unix µs is not after the clock.
func (in *inputs) sees(moment int64) bool { return moment <= in.asOf.UnixMicro() }

// latestOf is the last moment that a partition tells of, in Unix µs.
func (in *inputs) latestOf(partition string) (latest int64, err error) {
	for table, moments := range map[string][]string{
		"fixtures": {"kickoff", "as_of", "first_landed_at"}, "scores": {"known_at", "landed_at"}, "statistics": {"known_at", "landed_at"},
		"odds": {"known_at", "landed_at"}, lineupTables[0]: {"known_at", "landed_at"}, lineupTables[1]: {"known_at", "landed_at"},
	} {
		paths, err := in.staged.PathsOf(table, partition)
		if err != nil {
			return 0, err
		}
		for _, column := range moments {
			at, err := lake.Newest(paths, column)
			if err != nil {
				return 0, err
			}
			latest = max(latest, at)
		}
	}
	details, err := in.latestDetails(partition)
	return max(latest, details), err
}

// latestDetails is when the last minutes and ratings of players were known. Of many
// sheets they are not, so that the files do not sum them up.
func (in *inputs) latestDetails(partition string) (latest int64, err error) {
	paths, err := in.staged.PathsOf(lineupTables[0], partition)
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		p, err := columns.Open(path)
		if err != nil {
			return 0, err
		}
		p.Times("details_known_at", func(_ int, at time.Time) {
			if !at.IsZero() {
				latest = max(latest, at.UnixMicro())
			}
		})
		if err := p.Wait(); err != nil {
			return 0, err
		}
	}
	return latest, nil
}

// rowsOf reads the rows of a closed partition, which are kept.
func (in *inputs) rowsOf(ctx context.Context, p *partition) (*ratingInput, error) {
	return readKept(ctx, in, p, readMatches)
}

// readKept reads the file in which the rows of a closed partition are kept. One that cannot
// be read is made again, as one that is lost.
func readKept[T any](ctx context.Context, in *inputs, p *partition, read func(path string) (T, error)) (out T, err error) {
	kept := in.lake.Derived(inputsKind)
	if path, found := kept.Get(p.key); found {
		if out, err := read(path); err == nil {
			return out, nil
		}
	}
	path, err := kept.Put(p.key, func(path string) error { return in.export(ctx, []string{p.name}, path) })
	if err != nil {
		return out, err
	}
	return read(path)
}

// exporter writes the rows of int_rating_input by a DuckDB of its own.
func exporter(l lake.Lake, staged lake.Manifest, asOf time.Time) func(ctx context.Context, partitions []string, path string) error {
	return func(ctx context.Context, partitions []string, path string) (err error) {
		temp, err := l.Temp()
		if err != nil {
			return err
		}
		defer os.RemoveAll(temp)
		s, err := openSession(ctx, temp, 1, asOf)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		for _, name := range stagedTables {
			if err := s.attachParts(ctx, name, staged, name, partitions, seenBy(name, asOf)); err != nil {
				return err
			}
		}
		if err := s.create(ctx, nil, append([]model{matchesModel}, beforeRatings...)...); err != nil {
			return err
		}
		_, err = s.export(ctx, "int_rating_input", path)
		return err
	}
}

// attachParts makes the rows of some partitions of a staged table readable under a name.
func (s *session) attachParts(ctx context.Context, name string, staged lake.Manifest, table string, partitions, conditions []string) error {
	paths, err := staged.PathsOf(table, partitions...)
	if err != nil {
		return err
	}
	if len(paths) == 0 { // no rows there: the columns of others, without theirs
		if paths, err = staged.Paths(table); err != nil {
			return err
		}
		paths, conditions = paths[:1], []string{"false"}
	}
	return s.attach(ctx, name, paths, conditions...)
}

// readOpen reads the rows of the partitions that are not closed.
func (in *inputs) readOpen(ctx context.Context, names []string) error {
	in.open = &ratingInput{}
	if len(names) == 0 {
		return nil
	}
	temp, err := in.lake.Temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	path := filepath.Join(temp, "open.parquet")
	if err := in.export(ctx, names, path); err != nil {
		return err
	}
	in.open, err = readMatches(path)
	return err
}

// openNames are the partitions that are not closed.
func (in *inputs) openNames() (names []string) {
	for _, p := range in.partitions {
		if !p.closed {
			names = append(names, p.name)
		}
	}
	return names
}

// told reads who plays in some partitions.
func (in *inputs) told(partitions ...string) (players.Told, error) {
	staged := players.Staged{AsOf: in.asOf}
	for table, paths := range map[string]*[]string{lineupTables[0]: &staged.Lineups, lineupTables[1]: &staged.Sidelined} {
		var err error
		if *paths, err = in.staged.PathsOf(table, partitions...); err != nil {
			return players.Told{}, err
		}
	}
	return players.Read(staged)
}

// since reads the rows of all partitions in which something happens from a month on, of
// which the clock is in the last, sorted as features are published, and the names of
// these partitions.
func (in *inputs) since(ctx context.Context, month int, events func(p *partition) exact.Months) (*ratingInput, []string, error) {
	out, names := &ratingInput{}, in.openNames()
	out.append(in.open)
	for _, p := range in.partitions {
		months := events(p).Sorted()
		if !p.closed || len(months) == 0 || months[len(months)-1] < month {
			continue
		}
		rows, err := in.rowsOf(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		out.append(rows)
		names = append(names, p.name)
	}
	out.sort()
	return out, names, nil
}

// eventsOf are all that happened to fixtures.
func eventsOf(rows *ratingInput, told players.Told) (partitionEvents, error) {
	events := partitionEvents{ratings: exact.Months{}, players: exact.Months{}}
	for i := range rows.matches {
		rows.matches[i].Happened(events.ratings.Add)
	}
	events.played = summaryOf(rows.matches)
	fixtures, known := rows.fixtures()
	return events, told.Happened(fixtures, known, events.players.Add)
}

func (e *partitionEvents) write(w *exact.Writer) {
	w.Int(e.latest)
	e.ratings.Write(w)
	e.players.Write(w)
	e.played.write(w)
}

func readEvents(r *exact.Reader) partitionEvents {
	return partitionEvents{latest: r.Int(), ratings: exact.ReadMonths(r), players: exact.ReadMonths(r), played: readSummary(r)}
}
