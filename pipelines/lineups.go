package pipelines

import (
	"context"
	"time"
)

// LineupsOptions are what people ask of the lineups job.
type LineupsOptions struct {
	Fetch Fetch // lands line-ups and prices of fixtures that start soon; nil: nothing to ask
}

const lineupsSlot = 15 * time.Minute

// Lineups looks for the line-ups of fixtures that start within two hours, notes
// what it finds, and predicts anew those whose elevens are known and no
// prediction knew: a newer prediction beside the older ones. A strategy that
// has not bet on the fixture yet may do so now.
//
// An empty or partial answer is transient and never replaces a line-up that was
// seen: staging keeps every version, and fewer than eleven starters are none.
// Where nothing is staged of line-ups, as in a home of files alone, the job
// says so and predicts nothing.
func Lineups(ctx context.Context, env Env, o LineupsOptions) (report LiveReport, err error) {
	watch := newTimer(env)
	err = runJob(ctx, env, "lineups", lineupsSlot, o.Fetch, func(ctx context.Context, r *liveRun) error {
		watch.lap("fetch")
		p := &livePass{liveRun: r}
		report.begin(p)
		if err := r.at("survey"); err != nil {
			return err
		}
		some := func() bool {
			for _, e := range p.lineups {
				if e.available() {
					return true
				}
			}
			return false
		}
		if err := p.survey(ctx, lineupLead, some); err != nil {
			return err
		}
		watch.lap("features")
		if some() {
			if err := p.predict(); err != nil {
				return err
			}
		}
		watch.lap("predict")
		err := p.book(ctx, p.newLineups, &report)
		watch.lap("warehouse")
		report.end(p, watch)
		return err
	})
	return report, err
}
