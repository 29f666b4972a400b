package schedule

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// DueJobs says which live jobs have something to do, by what is staged and
// booked, without running them:
//
//   - hourly, if a fixture kicks off within HourlyWithin;
//   - lineups, if one kicks off within two hours of which no prediction knows the
//     elevens, or is about to, when the last prices are fetched;
//   - settle, if a predicted fixture without a result should have ended, or a
//     pending bet has outlived the rules' time limit.
//
// What a job alone can find out, fixtures that are new or moved and results that
// were corrected, it is given the day's first hour for: hourly and settle are
// always due at midnight.
type DueJobs struct {
	env      job.Env
	read     string // the file of fixtures that was read last
	fixtures []dueFixture
	said     map[string]bool // predicted fixtures: whether with line-ups
	results  map[string]bool
	pending  []matchday.Slip
}

// dueFixture is a staged fixture as far as this needs it.
type dueFixture struct {
	ID      string         `parquet:"fixture_id"`
	Kickoff int64          `parquet:"kickoff,timestamp(microsecond)"`
	State   matchday.State `parquet:"state"`
}

// ReadDue reads what the warehouse holds now.
func ReadDue(ctx context.Context, e job.Env) (*DueJobs, error) {
	d := &DueJobs{env: e, said: map[string]bool{}}
	return d, d.readBooks(ctx)
}

// readBooks reads what the warehouse holds.
func (d *DueJobs) readBooks(ctx context.Context) error {
	home, err := d.env.Open("due jobs")
	if err != nil {
		return err
	}
	return warehouse.AppendLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		predicted, err := tx.Predicted(ctx)
		if err != nil {
			return err
		}
		said, err := tx.PriorPredictions(ctx, predicted)
		if err != nil {
			return err
		}
		for id, all := range said {
			d.said[id] = slices.ContainsFunc(all, func(s matchday.PriorPrediction) bool { return s.Lineups })
		}
		booked, err := tx.Results(ctx)
		if err != nil {
			return err
		}
		d.results = map[string]bool{}
		for id := range booked {
			d.results[id] = true
		}
		slips, err := tx.Slips(ctx)
		d.pending = slices.DeleteFunc(slips, func(s matchday.Slip) bool { return s.Status != matchday.Pending })
		return err
	})
}

// Observe takes in what a tick changed in the warehouse.
func (d *DueJobs) Observe(ctx context.Context, t Tick) error {
	switch r := t.Report.(type) {
	case live.Report:
		for _, p := range r.Predicted {
			d.said[p.FixtureID] = d.said[p.FixtureID] || p.Lineups
		}
		if len(r.Bets) > 0 {
			return d.readBooks(ctx)
		}
	case live.SettleReport:
		return d.readBooks(ctx)
	}
	return nil
}

// Due says whether a job is due at a moment.
func (d *DueJobs) Due(e Entry, now time.Time) (bool, error) {
	if e.Due == nil {
		return true, nil
	}
	err := d.readFixtures()
	return err == nil && e.Due(d, now), err
}

func (d *DueJobs) hourly(now time.Time) bool {
	return midnight(now) || slices.ContainsFunc(d.fixtures, func(f dueFixture) bool { return f.within(now, live.HourlyWithin) })
}

func (d *DueJobs) lineups(now time.Time) bool {
	return slices.ContainsFunc(d.fixtures, func(f dueFixture) bool {
		return f.within(now, ingest.ClosingLead) || f.within(now, job.LineupLead) && !d.said[f.ID]
	})
}

func (d *DueJobs) settle(now time.Time) bool { return midnight(now) || d.settles(now) }

func midnight(now time.Time) bool { return now.Equal(now.Truncate(24 * time.Hour)) }

// settles says whether a result or a limit is to be expected.
func (d *DueJobs) settles(now time.Time) bool {
	void := time.Duration(d.env.Config.Live.VoidAfter)
	for _, f := range d.fixtures {
		_, predicted := d.said[f.ID]
		if predicted && !d.results[f.ID] && !now.Before(f.kickoff().Add(ingest.ShortestMatch)) && !f.State.NeverPlayed() && !f.State.Halted() {
			return true
		}
	}
	return slices.ContainsFunc(d.pending, func(s matchday.Slip) bool { return now.After(s.Kickoff.Add(void)) })
}

func (f dueFixture) kickoff() time.Time { return time.UnixMicro(f.Kickoff) }

// within says that a fixture is to kick off after now and no later than so long
// after it.
func (f dueFixture) within(now time.Time, d time.Duration) bool {
	return f.State.Coming() && f.kickoff().After(now) && !f.kickoff().After(now.Add(d))
}

// readFixtures reads the staged fixtures, unless they are those that it has.
func (d *DueJobs) readFixtures() error {
	manifest, err := d.env.Lake().Current(lake.Staged)
	if err != nil {
		return err
	}
	path, err := manifest.Path("fixtures")
	if err != nil || path == d.read {
		return err
	}
	if d.fixtures, err = parquet.ReadFile[dueFixture](path); err != nil {
		return fmt.Errorf("read staged fixtures: %w", err)
	}
	d.read = path
	return nil
}
