package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchday/warehouse"
)

// overlap is how far the clock of a run may be behind that of a run of another job that
// committed first. Jobs of one hour overlap: each reads its clock when it begins, and
// commits when it is done. So the longest slot of a job that decides by its clock.
const overlap = time.Hour

// InOrder refuses a run that comes after the fact: its clock is an hour or more before
// that of the last commit of any job, or its slot lies before that of its own job's last
// one. A missed slot stays empty, because more is known now than was known then. Commits
// that people took back do not count, and a run that is made again was judged when it
// first ran.
func (r *Run) InOrder(ctx context.Context, tx *warehouse.Transaction) error {
	if r.Env.Rerun || r.Job.AnyOrder {
		return nil
	}
	last, err := tx.LastCommits(ctx)
	if err != nil {
		return err
	}
	return r.afterAll(last)
}

// NothingLater refuses what a person orders at a moment before that of a commit: money
// would stand in the books before bets that were placed without it. The commits are read
// before the clock is, so that none of them is later than a clock that goes right. What
// commits after that, while the order waits for the warehouse, is overlap.
func (r *Run) NothingLater(ctx context.Context) error {
	if r.Env.Rerun {
		return nil
	}
	return warehouse.ReadLive(ctx, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		last, err := tx.LastCommits(ctx)
		if err != nil {
			return err
		}
		now := r.Env.Moment()
		for _, c := range last {
			if c.AsOf.After(now) {
				return r.tooEarly(c, "what people order is booked after all that is written")
			}
		}
		return nil
	})
}

// afterAll refuses a run that does not follow one of the commits.
func (r *Run) afterAll(last []warehouse.Commit) error {
	for _, c := range last {
		if r.follows(c) {
			continue
		}
		return r.tooEarly(c, "nothing is predicted, bet or settled after the fact")
	}
	return nil
}

// tooEarly is the refusal of a run that does not follow a commit.
func (r *Run) tooEarly(c warehouse.Commit, principle string) error {
	return Refused{Reason: fmt.Sprintf("the clock %s is before that of %s, which was as of %s: %s; run it with a later clock, or, if that run had a wrong clock, take it back with \"matchday runs forget %s\"",
		r.Now.Format(time.RFC3339), c.RunID, c.AsOf.UTC().Format(time.RFC3339), principle, c.RunID)}
}

// follows says whether a run may commit after a commit.
func (r *Run) follows(c warehouse.Commit) bool {
	if c.Pipeline == r.Job.Name && r.Job.When != "" && c.AsOf.Truncate(r.Job.Slot).After(r.Now.Truncate(r.Job.Slot)) {
		return false
	}
	return c.AsOf.Sub(r.Now) < overlap
}

// judged looks whether the job may work in the home, and judges the run before it does
// anything: by its clock, and by its order as the warehouse is now, which is made if there
// is none. Write asks again for the order. A home that holds a backtest, or cannot be read,
// is no matter of order: see Execute.
func (r *Run) judged(ctx context.Context) error {
	if r.Env.Cache != nil { // a process that runs one job after the other
		if _, err := r.Env.Open(r.Job.Name); err != nil {
			return err
		}
		return r.Env.acceptsLive(ctx, r.Home)
	}
	var early error
	refused, err := warehouse.InspectLive(ctx, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		if early = r.Env.ClockIsNotAhead(); early != nil {
			return early
		}
		return r.InOrder(ctx, tx)
	})
	var held *warehouse.BacktestHomeError
	switch {
	case refused != nil:
		return refused
	case early != nil:
		return early
	case errors.As(err, &held):
		return held
	}
	return err
}
