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

// DueJobs knows which live jobs have something to do, by the staged tables and the
// warehouse, without running them:
//
//   - hourly, if a fixture kicks off within live.HourlyWithin;
//   - lineups, if a fixture kicks off within two hours and no prediction knows its
//     line-ups, or within ingest.ClosingLead, when the last prices are fetched;
//   - settle, if a predicted fixture without a result should have ended, or a pending
//     bet has passed the time limit of the rules.
//
// New or moved fixtures and corrected results are known only after a fetch. For
// these, hourly and settle are always due at midnight.
type DueJobs struct {
	env       job.Env
	read      []string // the files of fixtures that were read last
	fixtures  []dueFixture
	predicted map[string]bool // predicted fixtures: whether with line-ups
	results   map[string]bool
	pending   []matchday.Slip
}

// dueFixture is what DueJobs needs of a staged fixture.
type dueFixture struct {
	ID      string         `parquet:"fixture_id"`
	Kickoff int64          `parquet:"kickoff,timestamp(microsecond)"`
	State   matchday.State `parquet:"state"`
}

// ReadDue reads the current warehouse.
func ReadDue(ctx context.Context, e job.Env) (*DueJobs, error) {
	d := &DueJobs{env: e, predicted: map[string]bool{}}
	return d, d.readWarehouse(ctx)
}

// readWarehouse reads the predictions, results and pending bets.
func (d *DueJobs) readWarehouse(ctx context.Context) error {
	home, err := d.env.Open("due jobs")
	if err != nil {
		return err
	}
	return warehouse.ReadLive(ctx, home, func(ctx context.Context, tx *warehouse.Transaction) error {
		predicted, err := tx.Predicted(ctx)
		if err != nil {
			return err
		}
		prior, err := tx.PriorPredictions(ctx, predicted)
		if err != nil {
			return err
		}
		for id, all := range prior {
			d.predicted[id] = slices.ContainsFunc(all, func(s matchday.PriorPrediction) bool { return s.Lineups })
		}
		results, err := tx.Results(ctx)
		if err != nil {
			return err
		}
		d.results = map[string]bool{}
		for id := range results {
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
			d.predicted[p.FixtureID] = d.predicted[p.FixtureID] || p.Lineups
		}
		if len(r.Bets) > 0 {
			return d.readWarehouse(ctx)
		}
	case live.SettleReport:
		return d.readWarehouse(ctx)
	}
	return nil
}

// Due reports whether a job is due at a moment.
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
		return f.within(now, ingest.ClosingLead) || f.within(now, job.LineupLead) && !d.predicted[f.ID]
	})
}

func (d *DueJobs) settle(now time.Time) bool { return midnight(now) || d.settles(now) }

func midnight(now time.Time) bool { return now.Equal(now.Truncate(24 * time.Hour)) }

// settles reports whether a result is missing or a bet has passed the time limit.
func (d *DueJobs) settles(now time.Time) bool {
	void := time.Duration(d.env.Config.Live.VoidAfter)
	for _, f := range d.fixtures {
		_, predicted := d.predicted[f.ID]
		if predicted && !d.results[f.ID] && !now.Before(f.kickoff().Add(ingest.ShortestMatch)) && !f.State.NeverPlayed() && !f.State.Halted() {
			return true
		}
	}
	return slices.ContainsFunc(d.pending, func(s matchday.Slip) bool { return now.After(s.Kickoff.Add(void)) })
}

func (f dueFixture) kickoff() time.Time { return time.UnixMicro(f.Kickoff) }

// within reports whether a fixture kicks off after now and no later than d after it.
func (f dueFixture) within(now time.Time, d time.Duration) bool {
	return f.State.Coming() && f.kickoff().After(now) && !f.kickoff().After(now.Add(d))
}

// readFixtures reads the staged fixtures, unless they are those that were read last.
func (d *DueJobs) readFixtures() error {
	manifest, err := d.env.Lake().Current(lake.Staged)
	if err != nil {
		return err
	}
	paths, err := manifest.Paths("fixtures")
	if err != nil || slices.Equal(paths, d.read) {
		return err
	}
	d.fixtures = d.fixtures[:0]
	for _, path := range paths {
		rows, err := parquet.ReadFile[dueFixture](path)
		if err != nil {
			return fmt.Errorf("read staged fixtures: %w", err)
		}
		d.fixtures = append(d.fixtures, rows...)
	}
	d.read = paths
	return nil
}
