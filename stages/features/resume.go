package features

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"matchday/stages/features/exact"
	"matchday/stages/features/players"
	"matchday/stages/features/ratings"
	"matchday/warehouse/lake"
)

// The kinds of states that are kept at months' ends.
const (
	ratingsKind = "ratings"
	playersKind = "players"
)

// settledAfter is how old a month's end must be before a live run keeps its state: what
// happened until then lands for some days, and each time the state has another name.
const settledAfter = 7 * 24 * time.Hour

// states are those of one kind: what happened gives them their names.
type states struct {
	derived lake.Derived
	months  []int            // in which something happened, in order
	names   map[int][32]byte // of what happened until the end of each
}

func statesOf(l lake.Lake, kind, program string, months exact.Months) *states {
	return &states{l.Derived(kind), months.Sorted(), months.Names([]byte(kind + " " + program))}
}

// key names the state at the beginning of a month; ok is false if nothing happened before.
func (s *states) key(month int) (key string, ok bool) {
	before, _ := slices.BinarySearch(s.months, month)
	if before == 0 {
		return "", false
	}
	name := s.names[s.months[before-1]]
	return fmt.Sprintf("%s-%04d-%02d", hex.EncodeToString(name[:16]), month/12, month%12+1), true
}

// latest finds the newest state at the beginning of a month not after one; month 0 and
// no bytes if there is none.
func (s *states) latest(month int) (at int, text []byte, err error) {
	for ; ; month-- {
		key, ok := s.key(month)
		if !ok {
			return 0, nil, nil
		}
		if path, found := s.derived.Get(key); found {
			text, err := os.ReadFile(path)
			return month, text, err
		}
	}
}

// keep keeps the state at the beginning of a month.
func (s *states) keep(month int, text []byte) error {
	key, ok := s.key(month)
	if !ok {
		return nil
	}
	_, err := s.derived.Put(key, func(path string) error { return os.WriteFile(path, text, 0o644) })
	return err
}

// rated is what the ratings know at a moment.
type rated struct {
	ratings  *ratings.State
	strength *history
}

// newRated is before everything.
func newRated() *rated { return &rated{&ratings.State{}, newHistory()} }

func encodeRated(state *ratings.State, strength []byte) []byte {
	var w exact.Writer
	state.Write(&w)
	w.Text(string(strength))
	return w.Bytes
}

// readRated reads what encodeRated wrote; nothing is before everything.
func readRated(text []byte) (*rated, error) {
	if text == nil {
		return newRated(), nil
	}
	r := exact.Read(text)
	out := &rated{ratings: ratings.ReadState(r)}
	strength, err := readHistory(r.Part())
	if err == nil {
		err = r.End()
	}
	out.strength = strength
	return out, wrap("read the state of the ratings", err)
}

func readPlayers(text []byte) (*players.State, error) {
	if text == nil {
		return &players.State{}, nil
	}
	r := exact.Read(text)
	out := players.ReadState(r)
	return out, wrap("read the state of the players", r.End())
}

// sequentialRows are the columns of the table sequential of some fixtures, in their
// order, as of the clock: from the latest states of which all that happened before is
// still the same.
func (in *inputs) sequentialRows(ctx context.Context, wanted []string) ([]column, error) {
	total, err := in.happened()
	if err != nil {
		return nil, err
	}
	now := exact.MonthOf(in.asOf.Unix())
	ofRatings := statesOf(in.lake, ratingsKind, in.program, total.ratings)
	ofPlayers := statesOf(in.lake, playersKind, in.program, total.players)

	settled := exact.MonthOf(in.asOf.Add(-settledAfter).Unix())

	var rated, elevens []column
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		rated, err = in.resumeRatings(gctx, ofRatings, now, settled, wanted)
		return wrap("rate the clubs", err)
	})
	g.Go(func() (err error) {
		elevens, err = in.resumePlayers(gctx, ofPlayers, now, settled, wanted)
		return wrap("rate the players", err)
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return append(rated, elevens...), nil
}

// resumeRatings rates the clubs until now, a month, and keeps the state at the beginning
// of a month that is settled, if it passes it.
func (in *inputs) resumeRatings(ctx context.Context, of *states, now, settled int, wanted []string) ([]column, error) {
	month, text, err := of.latest(now)
	if err != nil {
		return nil, err
	}
	from, err := readRated(text)
	if err != nil {
		return nil, err
	}
	rows, _, err := in.since(ctx, month, func(p *partition) exact.Months { return p.events.ratings })
	if err != nil {
		return nil, err
	}
	rows = rows.concerning(wanted)
	columns, err := rateClubs(ctx, from, rows, of, between(month, settled))
	if err != nil {
		return nil, err
	}
	return rows.columnsOf(wanted, columns)
}

// resumePlayers likewise rates the players.
func (in *inputs) resumePlayers(ctx context.Context, of *states, now, settled int, wanted []string) ([]column, error) {
	month, text, err := of.latest(now)
	if err != nil {
		return nil, err
	}
	from, err := readPlayers(text)
	if err != nil {
		return nil, err
	}
	rows, names, err := in.since(ctx, month, func(p *partition) exact.Months { return p.events.players })
	if err != nil {
		return nil, err
	}
	told, err := in.told(names...)
	if err != nil {
		return nil, err
	}
	columns, err := ratePlayers(from, told, rows, of, between(month, settled))
	if err != nil {
		return nil, err
	}
	return rows.columnsOf(wanted, columns)
}

// happened is all that happened, in all partitions.
func (in *inputs) happened() (partitionEvents, error) {
	told, err := in.told(in.openNames()...)
	if err != nil {
		return partitionEvents{}, err
	}
	total, err := eventsOf(in.open, told)
	for _, p := range in.partitions {
		if p.closed {
			total.ratings.Join(p.events.ratings)
			total.players.Join(p.events.players)
		}
	}
	return total, err
}

// between is the month whose beginning a live run keeps, if it passes it.
func between(from, settled int) []int {
	if settled <= from {
		return nil
	}
	return []int{settled}
}

// beginnings are the moments at which months begin.
func beginnings(months []int) []time.Time {
	out := make([]time.Time, len(months))
	for i, month := range months {
		out[i] = time.Unix(exact.StartOf(month), 0).UTC()
	}
	return out
}

// concerning leaves out the matches that nobody wants and to which nothing happens:
// coming ones whose prices are collected later.
func (in *ratingInput) concerning(wanted []string) *ratingInput {
	asked := make(map[string]bool, len(wanted))
	for _, id := range wanted {
		asked[id] = true
	}
	var places []int
	for i := range in.matches {
		if _, happens := in.matches[i].Last(); happens || asked[in.matches[i].ID] {
			places = append(places, i)
		}
	}
	return in.picked(places)
}

// columnsOf are the values of columns, one a row, that are those of some fixtures.
func (in *ratingInput) columnsOf(ids []string, columns []column) ([]column, error) {
	at := make(map[string]int, len(in.matches))
	for i := range in.matches {
		at[in.matches[i].ID] = i
	}
	places := make([]int, len(ids))
	for i, id := range ids {
		place, there := at[id]
		if !there {
			return nil, fmt.Errorf("fixture %q is not among the %d that are rated: it must not have kicked off, and be staged", id, len(in.matches))
		}
		places[i] = place
	}
	out := make([]column, len(columns))
	for i, c := range columns {
		out[i] = column{c.name, picked(c.values, places)}
	}
	return out, nil
}
