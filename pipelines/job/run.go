package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"matchday"
	"matchday/stages/bet"
	"matchday/warehouse"
)

// Job is a job's name and when it runs.
type Job struct {
	Name string        // in the warehouse and on the command line
	Slot time.Duration // two runs within one slot are one run
	When string        // the five fields of its line in a crontab; empty: only people start it
	// AnyOrder says that the job decides nothing by its clock: see Run.InOrder.
	AnyOrder bool
	// FetchesLater says that its work fetches, and asks Run.ClockHolds when it has.
	FetchesLater bool
}

// LineupsSlot is the slot of the lineups job.
const LineupsSlot = 15 * time.Minute

// LineupLead is how long before kick-off the jobs look for line-ups.
const LineupLead = 2 * time.Hour

// HourlyWithin is how long before kick-off the hourly job begins to predict a fixture,
// unless it is told otherwise.
const HourlyWithin = 48 * time.Hour

// Run is one execution of a live job. Its identity is its slot, the clock truncated
// to the job's interval: a job that runs twice in a slot is one run.
type Run struct {
	Env      Env
	Home     warehouse.Home
	Job      Job
	Now      time.Time // the run's clock, read after the fetch
	Stage    string    // the stage that the run has reached
	Config   any       // stored with the run
	Inputs   Inputs    // stored with each commit
	APIUsage APIUsage

	Committed
	published bool               // the copy was made, or its making was tried
	stored    *warehouse.Content // how far the warehouse has come with what was written last; nil: nothing was
}

// Inputs is what a run depends on beside its clock and configuration. It is stored,
// so that replay can make the run again.
type Inputs struct {
	Arguments Arguments
	Model     string // version that predicts; empty: nothing is predicted
	Staged    string // fingerprint of what is staged; empty: it is not read
}

// Arguments are what a job was asked to do.
type Arguments struct {
	Hours   float64 `json:"hours,omitempty"`   // how far ahead fixtures are predicted
	Force   bool    `json:"force,omitempty"`   // predict again what was predicted in the slot
	Fetched bool    `json:"fetched,omitempty"` // the sources were asked first
	Forget  string  `json:"forget,omitempty"`  // run that is taken back
	Why     string  `json:"why,omitempty"`     // the person's reason
	// Asked is when the run began to ask the API; zero: it did not, or is of a program
	// that did not say so.
	Asked time.Time `json:"asked,omitzero"`
}

// Execute runs a live job. It is refused in a home that holds a backtest, runs once
// at a time, and is recorded whether it ends well or not. work does the job: it
// calls r.At at the start of each stage and writes through r.Write. A job that wrote
// nothing publishes too, if it finds that this is due. What failed after
// the commit comes back as warnings.
func Execute(ctx context.Context, e Env, job Job, fetch Fetch, work func(context.Context, *Run) error) (after Committed, err error) {
	home := e.Uninspected(job.Name)
	if err := warehouse.IsHome(home); err != nil {
		return after, err // and no lock is left in a folder that is none
	}
	lock, err := warehouse.Acquire(ctx, filepath.Join(e.Home, job.Name+".lock"), home.Who, home.Wait)
	if err != nil {
		return after, err
	}
	defer func() {
		if released := lock.Release(); released != nil {
			after.Warn(e, released)
		}
	}()

	e.dated = new(atomic.Bool)
	r := &Run{Env: e, Home: home, Job: job, Now: e.Moment(), Config: e.Config}
	r.Stage = "start"
	r.Inputs.Arguments.Fetched = fetch != nil
	if err := r.judged(ctx); err != nil {
		if errors.As(err, new(Refused)) {
			err = r.failed(ctx, err)
		}
		return r.Committed, err // else the home takes no record of it
	}
	if err := r.run(ctx, fetch, work); err != nil {
		return r.Committed, r.failed(ctx, err)
	}
	if !r.published {
		r.Committed.publishDue(ctx, e, home, r.stored)
	}
	return r.Committed, nil
}

// run fetches and works, if the clock allows.
func (r *Run) run(ctx context.Context, fetch Fetch, work func(context.Context, *Run) error) (err error) {
	r.Stage = "fetch"
	if fetch != nil {
		r.APIUsage, err = fetch(ctx, r.Env)
		r.Inputs.Arguments.Asked = r.APIUsage.Asked
		// What was fetched landed after the clock was read.
		r.Now = r.Env.Moment()
	}
	if err == nil && !r.Job.FetchesLater {
		err = r.Env.clockHolds()
	}
	if err != nil {
		return err
	}
	return work(ctx, r)
}

// ClockHolds is for a job that fetches in its work: it holds the clock against the lake
// unless an answer has borne a Date.
func (r *Run) ClockHolds() error { return r.Env.clockHolds() }

// Moment is the clock in UTC, at the precision of the tables: microseconds.
func (e Env) Moment() time.Time { return e.Now().UTC().Truncate(time.Microsecond) }

// At begins a stage.
func (r *Run) At(stage string) error {
	r.Stage = stage
	return r.Env.Reach(stage)
}

// ID names the run by its slot.
func (r *Run) ID() string {
	return r.Job.Name + "-" + r.Now.Truncate(r.Job.Slot).Format("20060102T150405Z")
}

// Row returns the run's row of the table runs.
func (r *Run) Row(status matchday.RunStatus) (matchday.Run, error) {
	config, err := json.Marshal(r.Config)
	return matchday.Run{
		ID: r.ID(), Pipeline: r.Job.Name, Kind: matchday.LiveRun, StartedAt: r.Now, FinishedAt: r.Now, AsOf: r.Now,
		Status: status, Config: string(config), Seed: r.Env.Config.Train.Seed, GitRevision: r.Env.Revision,
	}, err
}

// Write is the one transaction of a run: what f writes, the run's row and its
// commit. Then it publishes; if that fails it is a warning, since all is written. A
// run that wrote nothing else is in the copy from the next publishing on.
func (r *Run) Write(ctx context.Context, f func(context.Context, *warehouse.Transaction) error) error {
	if err := r.At("write"); err != nil {
		return err
	}
	wrote := false
	err := r.Append(ctx, r.Env, r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		if err := r.InOrder(ctx, tx); err != nil {
			return err
		}
		if err := f(ctx, tx); err != nil {
			return err
		}
		wrote = tx.Wrote()
		row, err := r.Row(matchday.RunDone)
		if err != nil {
			return err
		}
		if err := tx.Record(ctx, row); err != nil {
			return err
		}
		if err := r.insertCommit(ctx, tx, row); err != nil {
			return err
		}
		if !wrote {
			stored, err := tx.Content(ctx)
			if err != nil {
				return err
			}
			r.stored = &stored
		}
		return r.At("commit")
	})
	if err == nil && wrote {
		r.Publish(ctx)
	}
	return err
}

// Publish makes the copy that people query, after all is written.
func (r *Run) Publish(ctx context.Context) {
	r.Stage, r.published = "publish", true
	r.Committed.Publish(ctx, r.Env, r.Home)
}

// insertCommit stores what replay needs to make this run again.
func (r *Run) insertCommit(ctx context.Context, tx *warehouse.Transaction, row matchday.Run) error {
	arguments, err := json.Marshal(r.Inputs.Arguments)
	return errors.Join(err, tx.InsertCommit(ctx, warehouse.Commit{
		RunID: row.ID, AsOf: r.Now, Model: r.Inputs.Model, Staged: r.Inputs.Staged, Arguments: string(arguments),
		Config: row.Config, Seed: row.Seed, GitRevision: row.GitRevision, Rules: bet.Rules,
	}))
}

// failed records that the run failed, and returns the cause with the stage.
func (r *Run) failed(ctx context.Context, cause error) error {
	cause = NameFullDisk(cause)
	status := matchday.RunFailed
	if errors.As(cause, new(Refused)) || errors.As(cause, new(BadInput)) {
		status = matchday.RunRefused
	}
	row, err := r.Row(status)
	if err == nil {
		row.Stage, row.Message = r.Stage, cause.Error()
		// The record is made even if the cause is that the context is done.
		err = warehouse.AppendLive(context.WithoutCancel(ctx), r.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
			return tx.Record(ctx, row)
		})
	}
	return errors.Join(fmt.Errorf("%s failed at stage %s: %w", r.Job.Name, r.Stage, cause), err)
}
