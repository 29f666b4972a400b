package features

import (
	"context"
	"errors"
	"fmt"
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
	s, err := openLive(ctx, staged, asOf, ids)
	if err != nil {
		return nil, Market{}, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.create(ctx, wanted, matchesModel, meetingsModel); err != nil {
		return nil, Market{}, err
	}
	coming, recorded, err := s.comingRecords(ctx, wanted)
	if err != nil {
		return nil, Market{}, err
	}
	sequential, err := sequentialOf(ctx, l, staged, asOf, coming)
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

// openLive opens a session in memory whose fixtures are those that a live run reads.
func openLive(ctx context.Context, staged lake.Manifest, asOf time.Time, ids []string) (*session, error) {
	s, err := openSession(ctx, "", ThreadsFor(staged), asOf)
	if err != nil {
		return nil, err
	}
	return s, closeIf(s, s.restrict(ctx, staged, asOf, ids))
}

// restrict makes the tables that int_matches is made of: of the staged ones, what a live
// run needs.
func (s *session) restrict(ctx context.Context, staged lake.Manifest, asOf time.Time, ids []string) error {
	for _, table := range []string{"fixtures", "scores", "statistics"} {
		paths, err := staged.Paths(table)
		if err == nil {
			err = s.attach(ctx, "staged_"+table, paths, seenBy(table, asOf)...)
		}
		if err != nil {
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

// closeIf closes a session if there is an error.
func closeIf(s *session, err error) error {
	if err != nil {
		return errors.Join(err, s.close())
	}
	return nil
}

// comingRecords computes the records of the fixtures that are asked for, and leaves
// int_matches with these alone.
func (s *session) comingRecords(ctx context.Context, wanted plan) (coming []ratings.Match, recorded []column, err error) {
	matches, asked, err := s.readHistory(ctx)
	if err != nil {
		return nil, nil, err
	}
	var at []int
	for i := range matches {
		if asked[i] {
			at, coming = append(at, i), append(coming, matches[i])
		}
	}
	recorded = records(matches, at, wanted.column)
	if _, err := s.db.ExecContext(ctx, "alter table int_matches rename to int_history"); err != nil {
		return nil, nil, err
	}
	return coming, recorded, s.createAs(ctx, matchesModel.name, "live/live_matches")
}

// sequentialOf are the columns of the table sequential of coming fixtures.
func sequentialOf(ctx context.Context, l lake.Lake, staged lake.Manifest, asOf time.Time, coming []ratings.Match) ([]column, error) {
	in, err := openInputs(ctx, l, staged, asOf, exporter(l, staged, asOf))
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(coming))
	for i := range coming {
		ids[i] = coming[i].ID
	}
	return in.sequentialRows(ctx, ids)
}
