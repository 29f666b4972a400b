// Package live holds the jobs that run all day: hourly, lineups and settle.
package live

import (
	"context"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/staged"
)

// HourlyOptions are what people ask of the hourly job.
type HourlyOptions struct {
	Within time.Duration // how far ahead fixtures are predicted; zero: HourlyWithin
	Force  bool          // predict again what was predicted in this slot
	Fetch  job.Fetch     // lands coming fixtures, prices and line-ups; nil: no source
}

// HourlyWithin is how far ahead the hourly job predicts by default.
const HourlyWithin = job.HourlyWithin

// HourlyJob runs at every full hour.
var HourlyJob = job.Job{Name: "hourly", Slot: time.Hour, When: "0 * * * *"}

// Hourly predicts the fixtures of the next days with the champion, as of now, and
// bets on them at the current prices. It also records the line-ups of fixtures that
// kick off soon.
//
// A fixture is predicted once in a slot, the hour of the clock, and a strategy bets
// once on a fixture's market, however often the job runs. Predictions, bets and the
// reasons not to bet are one transaction: after a kill, the warehouse holds all of
// them or none. A missed slot stays empty.
func Hourly(ctx context.Context, env job.Env, o HourlyOptions) (report Report, err error) {
	if o.Within == 0 {
		o.Within = HourlyWithin
	}
	watch := job.NewTimer(env)
	report.Committed, err = job.Execute(ctx, env, HourlyJob, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		p := &liveRun{Run: r}
		r.Inputs.Arguments.Hours, r.Inputs.Arguments.Force = o.Within.Hours(), o.Force
		report.begin(p)
		if err := r.At("survey"); err != nil {
			return err
		}
		slot := r.Now.Truncate(HourlyJob.Slot)
		claimed := func(c staged.Fixture, e staged.LineupStatus, earlier []matchday.PriorPrediction) bool {
			return o.Force || !predictedIn(earlier, slot) || p.newLineups(c, e, earlier)
		}
		if err := p.survey(ctx, o.Within, claimed); err != nil {
			return err
		}
		watch.Lap("features")
		if err := p.predict(); err != nil {
			return err
		}
		watch.Lap("predict")
		err := p.write(ctx, claimed, &report)
		watch.Lap("warehouse")
		report.end(p, watch)
		return err
	})
	return report, err
}

// predictedIn reports whether a fixture was predicted in the hour that begins at slot.
func predictedIn(earlier []matchday.PriorPrediction, slot time.Time) bool {
	for _, s := range earlier {
		if s.AsOf.Truncate(HourlyJob.Slot).Equal(slot) {
			return true
		}
	}
	return false
}
