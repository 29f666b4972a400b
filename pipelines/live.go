package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"matchday"
	"matchday/warehouse"
)

// liveRun is one execution of a job on the live books. Its identity is its slot,
// the clock truncated to the job's interval: run twice in a slot, it is one run.
type liveRun struct {
	env    Env
	home   warehouse.Home
	job    string
	slot   time.Duration
	now    time.Time // the run's clock, read once the sources have been asked
	stage  string    // at which the run is
	config any       // that the books keep with the run
	used   usage     // what it goes by
	asked  Asked     // of the API
}

// usage is what a pass goes by beside clock and configuration; the books keep
// it, so that the pass can be made again.
type usage struct {
	Arguments passArguments
	Model     string // version that predicts; empty if nothing is predicted
	Staged    string // fingerprint of what is staged; empty if it is not read
}

// passArguments are what a job was asked.
type passArguments struct {
	Hours   float64 `json:"hours,omitempty"`   // how far ahead fixtures are predicted
	Force   bool    `json:"force,omitempty"`   // what was predicted in the slot is predicted again
	Fetched bool    `json:"fetched,omitempty"` // the sources were asked just before
}

// runJob frames a job that writes the live books: refused in a home with a
// backtest's books, one of a name at a time, recorded whether it ends well or
// not. work does the rest and calls r.at as it goes from stage to stage; what it
// predicts, bets and settles, it writes through r.write.
func runJob(ctx context.Context, e Env, job string, slot time.Duration, fetch Fetch, work func(context.Context, *liveRun) error) (err error) {
	home, err := e.warehouse(job)
	if err != nil {
		return err
	}
	if err := e.acceptsLive(ctx, home); err != nil {
		return err
	}
	lock, err := warehouse.Acquire(ctx, filepath.Join(e.Home, job+".lock"), home.Who, home.Wait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	r := &liveRun{env: e, home: home, job: job, slot: slot, now: e.moment(), config: e.Config}
	r.stage = "fetch"
	r.used.Arguments.Fetched = fetch != nil
	if fetch != nil {
		r.asked, err = fetch(ctx, e)
		// What was fetched landed after the clock was read.
		r.now = e.moment()
	}
	if err == nil {
		err = work(ctx, r)
	}
	if err != nil {
		return r.failed(ctx, err)
	}
	return nil
}

// moment is the clock at the precision of the tables.
func (e Env) moment() time.Time { return e.Now().UTC().Truncate(time.Microsecond) }

// at goes on to the next stage.
func (r *liveRun) at(stage string) error {
	r.stage = stage
	return r.env.failpoint(stage)
}

// id names the run by its slot.
func (r *liveRun) id() string {
	return r.job + "-" + r.now.Truncate(r.slot).Format("20060102T150405Z")
}

// row is the run's own row.
func (r *liveRun) row(status matchday.RunStatus) (matchday.Run, error) {
	config, err := json.Marshal(r.config)
	return matchday.Run{
		ID: r.id(), Pipeline: r.job, Kind: matchday.LiveRun, StartedAt: r.now, FinishedAt: r.now, AsOf: r.now,
		Status: status, Config: string(config), Seed: r.env.Config.Train.Seed, GitRevision: r.env.Revision,
	}, err
}

// write is the one transaction of a run that goes well, and the copy that
// people query.
func (r *liveRun) write(ctx context.Context, f func(context.Context, *warehouse.Transaction) error) error {
	if err := r.at("write"); err != nil {
		return err
	}
	err := r.home.AppendLive(ctx, func(ctx context.Context, books *warehouse.Transaction) error {
		if err := f(ctx, books); err != nil {
			return err
		}
		row, err := r.row(matchday.RunDone)
		if err != nil {
			return err
		}
		if err := books.Record(ctx, row); err != nil {
			return err
		}
		if err := r.passed(ctx, books, row); err != nil {
			return err
		}
		return r.at("commit")
	})
	if err != nil {
		return err
	}
	if err := r.at("publish"); err != nil {
		return err
	}
	return r.env.publish(ctx, r.home)
}

// passed records what it takes to make this pass again.
func (r *liveRun) passed(ctx context.Context, books *warehouse.Transaction, row matchday.Run) error {
	arguments, err := json.Marshal(r.used.Arguments)
	return errors.Join(err, books.Passed(ctx, warehouse.Pass{
		RunID: row.ID, AsOf: r.now, Model: r.used.Model, Staged: r.used.Staged, Arguments: string(arguments),
		Config: row.Config, Seed: row.Seed, GitRevision: row.GitRevision,
	}))
}

// failed records at which stage the run ended, and returns why.
func (r *liveRun) failed(ctx context.Context, cause error) error {
	status := matchday.RunFailed
	if errors.As(cause, new(Refused)) {
		status = matchday.RunRefused
	}
	row, err := r.row(status)
	if err == nil {
		row.Stage, row.Message = r.stage, cause.Error()
		// The cause may be that the context is done; the record is made all the same.
		err = r.home.AppendLive(context.WithoutCancel(ctx), func(ctx context.Context, books *warehouse.Transaction) error {
			return books.Record(ctx, row)
		})
	}
	return errors.Join(fmt.Errorf("%s failed at stage %s: %w", r.job, r.stage, cause), err)
}

// inOrder refuses a run whose slot lies before one that the job has gone
// through: what was missed then is not made up for now that more is known.
func (r *liveRun) inOrder(ctx context.Context, books *warehouse.Transaction) error {
	last, err := books.LastAsOf(ctx, r.job)
	if err != nil {
		return err
	}
	if last.Truncate(r.slot).After(r.now.Truncate(r.slot)) {
		return Refused{Reason: fmt.Sprintf("the %s job has run as of %s, and nothing is predicted or bet after the fact: run it with a later clock than %s",
			r.job, last.UTC().Format(time.RFC3339), r.now.Format(time.RFC3339))}
	}
	return nil
}
