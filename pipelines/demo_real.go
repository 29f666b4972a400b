package pipelines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"matchday"
	"matchday/warehouse"
)

// realSeasons are landed by the demo that asks the API: the model wants some,
// and a plan's allowance is not without end.
const realSeasons = 3

// RealDemoReport is what each job of the demo that asks the API did.
type RealDemoReport struct {
	Land    SportmonksReport `json:"land"`
	Weekly  WeeklyReport     `json:"weekly"`
	Hourly  LiveReport       `json:"hourly"`
	Lineups LiveReport       `json:"lineups"`
	Settle  SettleReport     `json:"settle"`
}

// RealDemo runs every job once against the API itself, on the clock that it is
// given: it lands the last seasons, trains, and does one tick of each live job.
// It takes the homes that Demo takes, but not one in which the simulator has
// played. Interrupted, it goes on where it stopped.
func RealDemo(ctx context.Context, env Env, o DemoOptions, api SportmonksOptions) (r RealDemoReport, err error) {
	home, err := env.warehouse("demo")
	if err != nil {
		return r, err
	}
	state, err := claimDemo(env.Home, o.complete())
	if err != nil {
		return r, err
	}
	if state.Stage != stageReal {
		if state.Stage != stageHistory {
			return r, Refused{Reason: fmt.Sprintf("in %s the simulator has played, whose football never mixes with the API's: give the demo another --home, or begin anew with --restart", env.Home)}
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
	if r.Land, err = LandSportmonks(ctx, env, history); err != nil {
		return r, err
	}
	if r.Weekly, err = Weekly(ctx, env, WeeklyOptions{}); err != nil {
		return r, err
	}
	if err := r.Weekly.Err(); err != nil && r.Weekly.Champion == "" {
		return r, err
	}
	if r.Hourly, err = Hourly(ctx, env, HourlyOptions{Fetch: FetchSportmonks(api, AskComing(HourlyWithin))}); err != nil {
		return r, err
	}
	if r.Lineups, err = Lineups(ctx, env, LineupsOptions{Fetch: FetchSportmonks(api, AskLineups())}); err != nil {
		return r, err
	}
	r.Settle, err = Settle(ctx, env, SettleOptions{Fetch: FetchSportmonks(api, AskResults())})
	return r, err
}

// Err is non-nil if a bet could not be settled.
func (r RealDemoReport) Err() error { return r.Settle.Err() }

// WriteText prints the jobs' reports one after the other.
func (r RealDemoReport) WriteText(w io.Writer) error {
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
