package live

import (
	"context"

	"matchday/pipelines/job"
)

// LineupsOptions are what people ask of the lineups job.
type LineupsOptions struct {
	Fetch job.Fetch // lands line-ups and prices of fixtures that start soon; nil: no source
}

// LineupsJob runs every quarter of an hour.
var LineupsJob = job.Job{Name: "lineups", Slot: job.LineupsSlot, When: "*/15 * * * *"}

// Lineups records the line-ups of fixtures that start within two hours. It predicts
// a fixture again once both line-ups are complete and no prediction knew them; the
// older predictions stay. A strategy that has not bet on the fixture yet may bet now.
//
// An empty or partial answer never replaces a line-up: staging keeps every version,
// and fewer than eleven starters are no line-up. In a home without line-ups, as where
// only files have landed, the job reports that and predicts nothing.
func Lineups(ctx context.Context, env job.Env, o LineupsOptions) (report Report, err error) {
	watch := job.NewTimer(env)
	report.Committed, err = job.Execute(ctx, env, LineupsJob, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		p := &liveRun{Run: r}
		report.begin(p)
		if err := r.At("survey"); err != nil {
			return err
		}
		if err := p.survey(ctx, job.LineupLead, p.newLineups); err != nil {
			return err
		}
		watch.Lap("features")
		if err := p.predict(); err != nil {
			return err
		}
		watch.Lap("predict")
		err := p.write(ctx, p.newLineups, &report)
		watch.Lap("warehouse")
		report.end(p, watch)
		return err
	})
	return report, err
}
