package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"matchday"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/weekly"
	"matchday/warehouse"
)

// realSeasons is how many years RunReal lands: enough to train on, and not too many
// for the allowance of a plan.
const realSeasons = 3

// RealReport holds the reports of RunReal's jobs.
type RealReport struct {
	Land    ingest.SportmonksReport `json:"land"`
	Weekly  weekly.Report           `json:"weekly"`
	Hourly  live.Report             `json:"hourly"`
	Lineups live.Report             `json:"lineups"`
	Settle  live.SettleReport       `json:"settle"`
}

// RunReal runs every job once against the API itself, as of the clock: it lands the
// last years, trains, and runs each live job. The home must be empty or hold an earlier
// RunReal. After an interruption, the next call goes on where this one stopped.
func RunReal(ctx context.Context, env job.Env, o Options, api ingest.SportmonksOptions) (r RealReport, err error) {
	home, err := env.Make("demo")
	if err != nil {
		return r, err
	}
	state, err := claimDemo(env.Home, o.complete())
	if err != nil {
		return r, err
	}
	if state.Stage != stageReal {
		if state.Stage != stageHistory {
			return r, job.Refused{Reason: fmt.Sprintf("%s holds fixtures of the simulator, which must not mix with the API's: give the demo another --home, or start it from the beginning with --restart", env.Home)}
		}
		if err := state.enter(stageReal); err != nil {
			return r, err
		}
	}
	lock, err := warehouse.Acquire(ctx, filepath.Join(env.Home, "demo.lock"), home.Who, home.Wait)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	now := env.Now().UTC()
	history := api
	history.From = matchday.Date(now.Year()-realSeasons, now.Month(), now.Day())
	history.To = now.AddDate(0, 0, 14)
	if r.Land, err = ingest.LandSportmonks(ctx, env, history); err != nil {
		return r, err
	}
	if r.Weekly, err = weekly.Run(ctx, env, weekly.Options{}); err != nil {
		return r, err
	}
	if err := r.Weekly.Err(); err != nil && r.Weekly.Champion == "" {
		return r, err
	}
	sources := ingest.Sources{API: &api}
	if r.Hourly, err = live.Hourly(ctx, env, live.HourlyOptions{Fetch: sources.Coming(live.HourlyWithin)}); err != nil {
		return r, err
	}
	if r.Lineups, err = live.Lineups(ctx, env, live.LineupsOptions{Fetch: sources.Lineups()}); err != nil {
		return r, err
	}
	r.Settle, err = live.Settle(ctx, env, live.SettleOptions{Fetch: sources.Results()})
	return r, err
}

// Err is non-nil if a bet could not be settled.
func (r RealReport) Err() error { return r.Settle.Err() }

// WriteText prints the jobs' reports one after the other.
func (r RealReport) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, part := range []interface{ WriteText(io.Writer) error }{r.Land, r.Weekly, r.Hourly, r.Lineups, r.Settle} {
		if err := part.WriteText(&b); err != nil {
			return err
		}
		fmt.Fprintln(&b)
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}
