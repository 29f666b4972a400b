package features

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features/ratings"
	"matchday/warehouse/lake"
)

// Live builds, in memory, the rows of fixtures that have not kicked off as of a moment:
// to the bit those of a pass as of it, by the same statements and the same code, from the
// fixtures, their clubs' history and the results of the last years. A fixture that has
// kicked off, or had not landed, has no row. Nothing is published.
func Live(ctx context.Context, l lake.Lake, asOf time.Time, ids, columns []string) (rows *matchday.Rows, bench Market, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("build features as of %s: %w", asOf.UTC().Format(time.RFC3339), err)
		}
	}()
	wanted, err := planOf(columns)
	if err != nil {
		return nil, Market{}, err
	}
	staged, err := l.Current(lake.Staged)
	if err != nil {
		return nil, Market{}, err
	}
	in, err := openInputs(ctx, l, staged, asOf, exporter(l, staged, asOf))
	if err != nil {
		return nil, Market{}, err
	}
	coming := in.coming(ids)
	s, err := in.openLive(ctx, wanted, ids)
	if err != nil {
		return nil, Market{}, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	recorded, err := in.records(ctx, coming, wanted.column)
	if err != nil {
		return nil, Market{}, err
	}
	rated := make([]string, len(coming))
	for i := range coming {
		rated[i] = coming[i].ID
	}
	sequential, err := in.sequentialRows(ctx, rated)
	if err != nil {
		return nil, Market{}, err
	}
	if err := errors.Join(s.provide(ctx, sequentialTable, len(coming), sequential), s.provide(ctx, recordsTable, len(coming), recorded)); err != nil {
		return nil, Market{}, err
	}
	if err := s.create(ctx, wanted, append([]model{h2hModel}, afterRatings...)...); err != nil {
		return nil, Market{}, err
	}
	return s.readRows(ctx, coming)
}

// coming are the fixtures that are asked for and have not kicked off, in the order of
// their rows.
func (in *inputs) coming(ids []string) (out []ratings.Match) {
	asked := map[string]bool{}
	for _, id := range ids {
		asked[id] = true
	}
	for _, m := range in.open.matches {
		if asked[m.ID] && m.Kickoff.After(in.asOf) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b ratings.Match) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// openLive opens a session in memory whose int_matches are the fixtures that are asked for
// and have not kicked off: these stand in the partitions that are open. What the same two
// clubs did before is read of all partitions, if it is wanted.
func (in *inputs) openLive(ctx context.Context, wanted plan, ids []string) (*session, error) {
	partitions := in.openNames()
	if wanted["h2h"] != nil {
		partitions = partitionsOf(in.staged)
	}
	s, err := openSession(ctx, "", 1, in.asOf)
	if err != nil {
		return nil, err
	}
	if err := s.restrict(ctx, in.staged, in.asOf, partitions, ids); err != nil {
		return nil, errors.Join(err, s.close())
	}
	err = s.create(ctx, wanted, matchesModel, meetingsModel)
	if err == nil {
		_, err = s.db.ExecContext(ctx, "alter table int_matches rename to int_history")
	}
	if err == nil {
		err = s.createAs(ctx, matchesModel.name, "live/live_matches")
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// restrict makes the tables that int_matches is made of: of some partitions of the staged
// ones, what a live run needs.
func (s *session) restrict(ctx context.Context, staged lake.Manifest, asOf time.Time, partitions, ids []string) error {
	for _, table := range []string{"fixtures", "scores", "statistics"} {
		if err := s.attachParts(ctx, "staged_"+table, staged, table, partitions, seenBy(table, asOf)); err != nil {
			return err
		}
	}
	if err := s.createAs(ctx, "asked", "live/live_asked", ids); err != nil {
		return err
	}
	for _, table := range []string{"fixtures", "scores", "statistics"} {
		if err := s.createAs(ctx, table, "live/live_"+table); err != nil {
			return err
		}
	}
	return nil
}
