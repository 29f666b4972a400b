package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/stages/features"
	"matchday/stages/predict"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// liveRun is what the hourly and the lineups job share: they read the coming
// fixtures, predict them as of now, and bet.
type liveRun struct {
	*job.Run
	coming  []staged.Fixture
	lineups []staged.LineupStatus // parallel to coming
	quotes  [][]bet.Quote         // parallel to coming

	due       bool // a fixture is to be predicted; else nothing is computed
	rows      *matchday.Rows
	bench     features.Market
	version   string
	models    train.Models
	forecasts []matchday.Forecast // one for each coming fixture, in the order of the rows
	place     map[string]int      // of a fixture in coming
}

// readStaged reads the fixtures that kick off within a time, their quotes and
// line-ups. The lake is locked, so that all tables are of one staging.
func (p *liveRun) readStaged(ctx context.Context, within time.Duration) (err error) {
	v, err := staged.OpenBetween(ctx, p.Env.Lake(), "fixtures", p.Now, p.Now.Add(within))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	p.Inputs.Staged = v.Raw
	all, err := v.Coming(ctx, p.Now, p.Now.Add(within))
	if err != nil {
		return err
	}
	p.place = map[string]int{}
	for _, c := range all {
		if !c.Landed {
			p.Env.Log.Warn("a fixture is left out because it landed after the run's clock", "fixture", c.ID, "now", p.Now)
			continue
		}
		p.place[c.ID] = len(p.coming)
		p.coming = append(p.coming, c)
	}
	if len(p.coming) == 0 {
		return nil
	}
	asking := staged.Asking{Now: p.Now, Asked: p.Inputs.Arguments.Asked, PriceAge: time.Duration(p.Env.Config.Live.PriceAge)}
	if p.quotes, err = v.Offered(ctx, p.coming, asking, p.Env.Config.BetsOn()); err != nil {
		return err
	}
	p.lineups, err = v.Lineups(ctx, p.ids(), p.Now)
	return err
}

// features builds what the champion reads of the coming fixtures' rows as of now. The
// caller holds the lake's lock, so that the staged tables stay.
func (p *liveRun) features(ctx context.Context) (err error) {
	if p.version, p.models, err = models.Champion(p.Env); err != nil {
		return err
	}
	columns, err := models.Columns(p.models)
	if err != nil {
		return err
	}
	p.rows, p.bench, err = features.Live(ctx, p.Env.Lake(), p.Now, p.ids(), columns)
	return err
}

// namesBookmakers refuses a configuration that names a bookmaker whom nobody knows, after
// the run's own landing. A run that is made again was judged when it first ran.
func (p *liveRun) namesBookmakers(ctx context.Context) error {
	if p.Env.Rerun {
		return nil
	}
	return staged.RefuseUnknownBookmakers(ctx, p.Env)
}

// survey reads what is staged and, if a fixture is to be predicted, builds the features.
func (p *liveRun) survey(ctx context.Context, within time.Duration, claimed claim) (err error) {
	lock, err := p.Home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := p.restage(ctx); err != nil {
		return err
	}
	if err := p.namesBookmakers(ctx); err != nil {
		return err
	}
	if err := p.readStaged(ctx, within); err != nil || len(p.coming) == 0 {
		return err
	}
	if p.due, err = p.anyDue(ctx, claimed); err != nil || !p.due {
		return err
	}
	if err := p.At("features"); err != nil {
		return err
	}
	return p.features(ctx)
}

// anyDue asks the books, before anything is computed, whether a fixture is to be
// predicted. write asks again.
func (p *liveRun) anyDue(ctx context.Context, claimed claim) (due bool, err error) {
	err = warehouse.ReadLive(ctx, p.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		earlier, err := tx.PriorPredictions(ctx, p.ids())
		for k, c := range p.coming {
			due = due || claimed(c, p.lineups[k], earlier[c.ID])
		}
		return err
	})
	return due, err
}

// ids are those of the coming fixtures.
func (p *liveRun) ids() []string {
	ids := make([]string, len(p.coming))
	for k, c := range p.coming {
		ids[k] = c.ID
	}
	return ids
}

// predict predicts all coming fixtures with the champion, if one is due.
func (p *liveRun) predict() error {
	if !p.due {
		return nil
	}
	if err := p.At("predict"); err != nil {
		return err
	}
	var at []int
	for i := range p.rows.Fixtures {
		if _, wanted := p.place[p.rows.Fixtures[i].ID]; wanted {
			at = append(at, i)
		}
	}
	if p.models.AsOf.After(p.Now) {
		return job.Refused{Reason: fmt.Sprintf("model %s was trained on what was known at %s, after the run's clock %s: it would know the future, run the job with a later clock",
			p.version, p.models.AsOf.UTC().Format(time.RFC3339), p.Now.Format(time.RFC3339))}
	}
	rates, err := train.BaseRates(p.rows, at)
	if err != nil {
		return err
	}
	facts := map[string]predict.FixtureFacts{}
	for k, c := range p.coming {
		facts[c.ID] = predict.FixtureFacts{League: c.League, Venue: c.Venue, Lineups: p.lineups[k].Complete()}
	}
	uniforms := make([]matchday.Probs, len(at))
	for k := range uniforms {
		uniforms[k] = matchday.Uniform
	}
	p.Inputs.Model = p.version
	p.forecasts, err = predict.Run(predict.Input{
		Rows: p.rows, At: at, Models: p.models, Version: p.version, Primary: train.Ensemble, AsOf: p.Now, RunID: p.ID(), Facts: facts,
		Benchmarks: map[string][]matchday.Probs{validate.Uniform: uniforms, validate.BaseRate: rates, validate.MarketPre: matchday.Pick(p.bench.Pre, at)},
	})
	return err
}

// claim reports whether a fixture is to be predicted now, given its line-ups and its
// earlier predictions.
type claim func(c staged.Fixture, e staged.LineupStatus, earlier []matchday.PriorPrediction) bool

// newLineups claims a fixture that starts soon and whose line-ups no prediction knew.
func (p *liveRun) newLineups(c staged.Fixture, e staged.LineupStatus, earlier []matchday.PriorPrediction) bool {
	if !e.Complete() || c.Kickoff.After(p.Now.Add(job.LineupLead)) {
		return false
	}
	for _, s := range earlier {
		if s.Lineups && !s.AsOf.Before(e.KnownAt) {
			return false
		}
	}
	return true
}

// write stores the claimed predictions and the bets on them. The claims are decided
// in the same transaction, so that no other run can claim the same.
func (p *liveRun) write(ctx context.Context, claimed claim, report *Report) error {
	return p.Write(ctx, func(ctx context.Context, tx *warehouse.Transaction) error {
		ids := p.ids()
		earlier, err := tx.PriorPredictions(ctx, ids)
		if err != nil {
			return err
		}
		add, err := p.lineupUpdates(ctx, tx, ids)
		if err != nil {
			return err
		}
		placer, err := newBetPlacer(ctx, p.Run, tx, ids)
		if err != nil {
			return err
		}
		add.Ledger = placer.deposits
		if !p.due {
			report.Already = len(earlier)
		}
		for _, f := range p.forecasts {
			k := p.place[f.FixtureID]
			before := earlier[f.FixtureID]
			if !claimed(p.coming[k], p.lineups[k], before) {
				report.Already++
				continue
			}
			f.Stamp(nextMoment(p.Now, before))
			placer.offer(f, p.quotes[k])
			add.Predictions = append(add.Predictions, f.Prediction)
			add.ModelPredictions = append(add.ModelPredictions, f.Models...)
			report.addPrediction(f.Prediction, before)
		}
		if err := placer.place(); err != nil {
			return err
		}
		add.Bets, add.Skips = placer.choice.Bets, placer.choice.Skips()
		report.addBets(placer)
		return tx.Add(ctx, add)
	})
}

// nextMoment is the clock, or the first second after it at which the fixture has no
// prediction yet: the moment is a part of the prediction's id.
func nextMoment(now time.Time, earlier []matchday.PriorPrediction) time.Time {
	taken := map[string]bool{}
	for _, s := range earlier {
		taken[matchday.PredictionID("", s.Time)] = true
	}
	for taken[matchday.PredictionID("", now)] {
		now = now.Add(time.Second)
	}
	return now
}

// lineupUpdates returns a row for each fixture that starts soon and whose line-ups
// have changed since the last row.
func (p *liveRun) lineupUpdates(ctx context.Context, tx *warehouse.Transaction, ids []string) (add warehouse.Batch, err error) {
	last, err := tx.LineupUpdates(ctx, ids)
	if err != nil {
		return add, err
	}
	for k, c := range p.coming {
		if c.Kickoff.After(p.Now.Add(job.LineupLead)) {
			continue
		}
		e := p.lineups[k]
		u := matchday.LineupUpdate{FixtureID: c.ID, Time: p.Now, Available: e.Complete(), HomePlayers: e.Found[0], AwayPlayers: e.Found[1]}
		before, looked := last[c.ID]
		if looked && before.Available == u.Available && before.HomePlayers == u.HomePlayers && before.AwayPlayers == u.AwayPlayers {
			continue
		}
		if looked && !before.Time.Before(p.Now) {
			continue // another job has written a row for this very moment
		}
		add.LineupUpdates = append(add.LineupUpdates, u)
	}
	return add, nil
}
