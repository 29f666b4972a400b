package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"time"

	"matchday"
	"matchday/pipelines/staged"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// settledKind is the kind of the derived file in which a run keeps what it need not ask of
// again. Without it a run asks of all that was ever predicted, and finds the same.
const settledKind = "settled"

// settledState is what a run of settle found. Fixtures with a result rest, the others are
// asked of, but for those that are listed. Whatever is staged anew is asked of too.
type settledState struct {
	Commit warehouse.Commit  // the run's; books without it are not those that it left
	Files  map[string]string // of each partition that it has seen, see staged.Partitions
	Open   []string          // fixtures with a result that do not rest
	Idle   []string          // fixtures without one that rest
}

// question is of which fixtures a run asks the lake.
type question struct {
	fixtures []string                   // ids, sorted
	stored   map[string]matchday.Result // theirs
	restless map[string]bool            // those of them with a bet that does not rest
	narrowed bool                       // not all that were ever predicted

	known   bool // what is staged stands in partitions
	parts   staged.Partitions
	before  settledState
	commit  int64 // number that this run's commit gets
	touched bool  // bets were placed or changed since the commit of before
}

// settledKey names the rules by which fixtures rest, and the program.
func (s *settlement) settledKey() (string, error) {
	program, err := lake.Program()
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(s.rules)
	sum := sha256.Sum256(append(text, program...))
	return hex.EncodeToString(sum[:8]), err
}

// ask decides of which of the predicted fixtures the lake is asked. A run that is made
// again asks of all, and so shows that nothing else was to be found.
func (s *settlement) ask(ctx context.Context, tx *warehouse.Transaction, slips []matchday.Slip) (err error) {
	a := &s.asked
	a.restless = map[string]bool{}
	if err := s.narrow(ctx, tx, slips); err != nil {
		return err
	}
	if !a.narrowed {
		if a.fixtures, err = tx.Predicted(ctx); err != nil {
			return err
		}
	}
	a.stored, err = tx.ResultsOf(ctx, a.fixtures)
	return err
}

// narrow leaves out the fixtures that rest, if what an earlier run kept counts.
func (s *settlement) narrow(ctx context.Context, tx *warehouse.Transaction, slips []matchday.Slip) (err error) {
	a := &s.asked
	if s.Env.Rerun {
		return nil
	}
	var unread error // where something is to be asked, who reads it says so
	if a.parts, a.known, unread = staged.PartitionsOf(s.Env.Lake(), s.Now); unread != nil || !a.known {
		a.known = false
		return nil
	}
	if a.commit, err = tx.NextCommit(ctx); err != nil {
		return err
	}
	before, found := s.readSettled()
	if found {
		found, err = tx.HasCommit(ctx, before.Commit)
	}
	if err != nil || !found {
		return err
	}
	a.before, a.narrowed = before, true
	wanted, err := s.unsettled(ctx, tx, slips)
	if err != nil {
		return err
	}
	idle := setOf(before.Idle)
	for _, id := range wanted.all {
		if wanted.sure[id] || !idle[id] {
			a.fixtures = append(a.fixtures, id)
		}
	}
	return nil
}

// wanted are predicted fixtures, sorted: those that are asked of for sure, and those that
// have no result.
type wanted struct {
	all  []string
	sure map[string]bool
}

// unsettled lists the fixtures of which something may be new: by what is staged, by their
// bets, or since they do not rest.
func (s *settlement) unsettled(ctx context.Context, tx *warehouse.Transaction, slips []matchday.Slip) (w wanted, err error) {
	sure := slices.Clone(s.asked.before.Open)
	for _, name := range s.asked.parts.Changed(s.asked.before.Files) {
		ids, err := s.asked.parts.Fixtures(name)
		if err != nil {
			return w, err
		}
		sure = append(sure, ids...)
	}
	bets, err := tx.BetsSince(ctx, s.asked.before.Commit.Number)
	if err != nil {
		return w, err
	}
	touched := setOf(bets)
	s.asked.touched = len(touched) > 0
	for _, slip := range slips {
		if slip.Status == matchday.Pending || touched[slip.ID] {
			sure = append(sure, slip.FixtureID)
		}
	}
	w.sure = setOf(sure)
	w.all, err = tx.PredictedOf(ctx, sure)
	return w, err
}

// open opens a view on what is asked.
func (s *settlement) open(ctx context.Context, slips []matchday.Slip) (staged.View, error) {
	a := &s.asked
	if !a.narrowed {
		return staged.Open(ctx, s.Env.Lake())
	}
	names, err := a.parts.Of(a.fixtures)
	if err != nil {
		return staged.View{}, err
	}
	// Bets on what has no score are void once the source has scores of later fixtures.
	var since time.Time
	for _, slip := range slips {
		limit := slip.Kickoff.Add(s.rules.VoidAfter)
		if slip.Status == matchday.Pending && s.Now.After(limit) && (since.IsZero() || limit.Before(since)) {
			since = limit
		}
	}
	if !since.IsZero() {
		names = append(names, a.parts.Since(since)...)
	}
	slices.Sort(names)
	return a.parts.Open(ctx, slices.Compact(names))
}

// keepSettled keeps what the run found, after its commit. If it cannot, the next one asks
// of all.
func (s *settlement) keepSettled() {
	a := &s.asked
	if !a.known || len(a.fixtures) == 0 && !a.narrowed {
		return
	}
	for _, r := range s.results {
		a.stored[r.FixtureID] = r
	}
	for _, id := range s.withdrawn {
		delete(a.stored, id)
	}
	asked := setOf(a.fixtures)
	next := settledState{
		Commit: warehouse.Commit{Number: a.commit, RunID: s.ID(), AsOf: s.Now},
		Files:  a.parts.Files(a.before.Files, s.Now),
		Idle:   slices.DeleteFunc(slices.Clone(a.before.Idle), func(id string) bool { return asked[id] }),
	}
	for _, id := range a.fixtures {
		_, settled := a.stored[id]
		switch rests := s.rests(id, settled); {
		case settled && !rests:
			next.Open = append(next.Open, id)
		case !settled && rests:
			next.Idle = append(next.Idle, id)
		}
	}
	slices.Sort(next.Idle)
	if !a.touched && maps.Equal(next.Files, a.before.Files) && slices.Equal(next.Open, a.before.Open) && slices.Equal(next.Idle, a.before.Idle) {
		return
	}
	key, err := s.settledKey()
	text, failed := json.Marshal(next)
	if err == nil && failed == nil {
		_, _ = s.Env.Lake().Derived(settledKind).Put(key, func(path string) error { return os.WriteFile(path, text, 0o644) })
	}
}

// rests says of a fixture that was asked of that no later run finds anything else, as long
// as the same is staged of it and its bets stand as they do.
func (s *settlement) rests(id string, settled bool) bool {
	t := s.endings[s.place[id]]
	switch {
	case s.asked.restless[id]:
		return false
	case !settled:
		return !t.There || t.State.NeverPlayed()
	}
	return t.There && s.rules.Scored(t, s.Now) && !t.Kickoff.After(s.Now)
}

// readSettled reads what an earlier run kept.
func (s *settlement) readSettled() (before settledState, found bool) {
	key, err := s.settledKey()
	if err != nil {
		return before, false
	}
	path, found := s.Env.Lake().Derived(settledKind).Get(key)
	if !found {
		return before, false
	}
	text, err := os.ReadFile(path)
	return before, err == nil && json.Unmarshal(text, &before) == nil
}

func setOf(ids []string) map[string]bool {
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}
