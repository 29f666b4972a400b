package job

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

// Job is what a job is called, in the warehouse as on the command line, and when it
// runs.
type Job struct {
	Name string
	Slot time.Duration // what is run twice within one is one run
	When string        // the five fields of its line in a crontab; empty: when people say so
}

// Run is one execution of a job on the warehouse. Its identity is its slot,
// the clock truncated to the job's interval: run twice in a slot, it is one run.
type Run struct {
	Env    Env
	Home   warehouse.Home
	Job    Job
	Now    time.Time // the run's clock, read once the sources have been asked
	Stage  string    // at which the run is
	Config any       // that the warehouse keeps with the run
	Used   Usage     // what it goes by
	Asked  Asked     // of the API
}

// Usage is what a commit goes by beside clock and configuration; the warehouse keeps
// it, so that the run can be made again.
type Usage struct {
	Arguments Arguments
	Model     string // version that predicts; empty if nothing is predicted
	Staged    string // fingerprint of what is staged; empty if it is not read
}

// Arguments are what a job was asked.
type Arguments struct {
	Hours   float64 `json:"hours,omitempty"`   // how far ahead fixtures are predicted
	Force   bool    `json:"force,omitempty"`   // what was predicted in the slot is predicted again
	Fetched bool    `json:"fetched,omitempty"` // the sources were asked just before
}

// Execute frames a job that writes the warehouse: refused in a home with a
// backtest, one of a name at a time, recorded whether it ends well or
// not. work does the rest and calls r.At as it goes from stage to stage; what it
// predicts, bets and settles, it writes through r.Write.
func Execute(ctx context.Context, e Env, job Job, fetch Fetch, work func(context.Context, *Run) error) (err error) {
	home, err := e.Open(job.Name)
	if err != nil {
		return err
	}
	if err := e.acceptsLive(ctx, home); err != nil {
		return err
	}
	lock, err := warehouse.Acquire(ctx, filepath.Join(e.Home, job.Name+".lock"), home.Who, home.Wait)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()

	r := &Run{Env: e, Home: home, Job: job, Now: e.Moment(), Config: e.Config}
	r.Stage = "fetch"
	r.Used.Arguments.Fetched = fetch != nil
	if fetch != nil {
		r.Asked, err = fetch(ctx, e)
		// What was fetched landed after the clock was read.
		r.Now = e.Moment()
	}
	if err == nil {
		err = work(ctx, r)
	}
	if err != nil {
		return r.failed(ctx, err)
	}
	return nil
}

// Moment is the clock at the precision of the tables.
func (e Env) Moment() time.Time { return e.Now().UTC().Truncate(time.Microsecond) }

// At goes on to the next stage.
func (r *Run) At(stage string) error {
	r.Stage = stage
	return r.Env.Reach(stage)
}

// ID names the run by its slot.
func (r *Run) ID() string {
	return r.Job.Name + "-" + r.Now.Truncate(r.Job.Slot).Format("20060102T150405Z")
}

// Row is the run's own row.
func (r *Run) Row(status matchday.RunStatus) (matchday.Run, error) {
	config, err := json.Marshal(r.Config)
	return matchday.Run{
		ID: r.ID(), Pipeline: r.Job.Name, Kind: matchday.LiveRun, StartedAt: r.Now, FinishedAt: r.Now, AsOf: r.Now,
		Status: status, Config: string(config), Seed: r.Env.Config.Train.Seed, GitRevision: r.Env.Revision,
	}, err
}

// Write is the one transaction of a run that goes well, and the copy that
// people query.
func (r *Run) Write(ctx context.Context, f func(context.Context, *warehouse.Transaction) error) error {
	if err := r.At("write"); err != nil {
		return err
	}
	err := warehouse.AppendLive(ctx, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		if err := f(ctx, tx); err != nil {
			return err
		}
		row, err := r.Row(matchday.RunDone)
		if err != nil {
			return err
		}
		if err := tx.Record(ctx, row); err != nil {
			return err
		}
		if err := r.passed(ctx, tx, row); err != nil {
			return err
		}
		return r.At("commit")
	})
	if err != nil {
		return err
	}
	if err := r.At("publish"); err != nil {
		return err
	}
	return r.Env.Publish(ctx, r.Home)
}

// passed records what it takes to make this run again.
func (r *Run) passed(ctx context.Context, tx *warehouse.Transaction, row matchday.Run) error {
	arguments, err := json.Marshal(r.Used.Arguments)
	return errors.Join(err, tx.InsertCommit(ctx, warehouse.Commit{
		RunID: row.ID, AsOf: r.Now, Model: r.Used.Model, Staged: r.Used.Staged, Arguments: string(arguments),
		Config: row.Config, Seed: row.Seed, GitRevision: row.GitRevision,
	}))
}

// failed records at which stage the run ended, and returns why.
func (r *Run) failed(ctx context.Context, cause error) error {
	status := matchday.RunFailed
	if errors.As(cause, new(Refused)) {
		status = matchday.RunRefused
	}
	row, err := r.Row(status)
	if err == nil {
		row.Stage, row.Message = r.Stage, cause.Error()
		// The cause may be that the context is done; the record is made all the same.
		err = warehouse.AppendLive(context.WithoutCancel(ctx), r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.Record(ctx, row)
		})
	}
	return errors.Join(fmt.Errorf("%s failed at stage %s: %w", r.Job.Name, r.Stage, cause), err)
}

// InOrder refuses a run whose slot lies before one that the job has gone
// through: what was missed then is not made up for now that more is known.
func (r *Run) InOrder(ctx context.Context, tx *warehouse.Transaction) error {
	last, err := tx.LastAsOf(ctx, r.Job.Name)
	if err != nil {
		return err
	}
	if last.Truncate(r.Job.Slot).After(r.Now.Truncate(r.Job.Slot)) {
		return Refused{Reason: fmt.Sprintf("the %s job has run as of %s, and nothing is predicted or bet after the fact: run it with a later clock than %s",
			r.Job.Name, last.UTC().Format(time.RFC3339), r.Now.Format(time.RFC3339))}
	}
	return nil
}
