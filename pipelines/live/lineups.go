package live

import (
	"context"

	"matchday/pipelines/job"
)

// LineupsOptions are what people ask of the lineups job.
type LineupsOptions struct {
	Fetch job.Fetch // lands line-ups and prices of fixtures that start soon; nil: nothing to ask
}

// LineupsJob is run by cron.
var LineupsJob = job.Job{Name: "lineups", Slot: job.LineupsSlot, When: "*/15 * * * *"}

// Lineups looks for the line-ups of fixtures that start within two hours, notes
// what it finds, and predicts anew those whose elevens are known and no
// prediction knew: a newer prediction beside the older ones. A strategy that
// has not bet on the fixture yet may do so now.
//
// An empty or partial answer is transient and never replaces a line-up that was
// seen: staging keeps every version, and fewer than eleven starters are none.
// Where nothing is staged of line-ups, as in a home of files alone, the job
// says so and predicts nothing.
func Lineups(ctx context.Context, env job.Env, o LineupsOptions) (report Report, err error) {
	watch := job.NewTimer(env)
	err = job.Execute(ctx, env, LineupsJob, o.Fetch, func(ctx context.Context, r *job.Run) error {
		watch.Lap("fetch")
		p := &liveRun{Run: r}
		report.begin(p)
		if err := r.At("survey"); err != nil {
			return err
		}
		some := func() bool {
			for _, e := range p.lineups {
				if e.Complete() {
					return true
				}
			}
			return false
		}
		if err := p.survey(ctx, job.LineupLead, some); err != nil {
			return err
		}
		watch.Lap("features")
		if some() {
			if err := p.predict(); err != nil {
				return err
			}
		}
		watch.Lap("predict")
		err := p.write(ctx, p.newLineups, &report)
		watch.Lap("warehouse")
		report.end(p, watch)
		return err
	})
	return report, err
}
