// Package backtest predicts past fixtures walking forward, bets on them, and searches
// for training settings.
package backtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/pipelines/returns"
	"matchday/pipelines/staged"
	"matchday/stages/features"
	"matchday/stages/settle"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Options are what people ask of a backtest.
type Options struct {
	From, To  time.Time     // match dates, both included; zero: the last five seasons in the lake that have results
	Divisions []string      // predict and bet on these only; empty: all. Models learn from all either way
	Step      time.Duration // how often Elo and Dixon-Coles are refitted; zero: a week
	Market    string        // "off", "past", "on"; empty: "past"
	Out       string        // .parquet or .csv file for every model's probabilities; empty: none

	// All builds every feature that the program computes; else those that models read.
	All bool
	// Seen is called with the rows and the market's probabilities before the models
	// are fitted; nil: no call.
	Seen func(*matchday.Rows, features.Market)
}

// defaultSeasons is the range of a backtest without From and To.
const defaultSeasons = 5

const week = 7 * 24 * time.Hour

// Run predicts every fixture of a range as of its own moment, with models that have
// seen nothing later. It bets at the prices quoted then, settles, and writes all of it
// into the warehouse.
//
// It needs a staged lake. Only the lake's features change before the last step, which
// replaces an earlier backtest in one transaction and publishes. A home with live runs
// is refused before anything is computed.
func Run(ctx context.Context, env job.Env, o Options) (Report, error) {
	home, err := env.Open("backtest")
	if lost := (*warehouse.LostError)(nil); errors.As(err, &lost) && lost.Backtest {
		err = nil // it is replaced in any case
	}
	if err != nil {
		return Report{}, err
	}
	if err := warehouse.AcceptsBacktest(ctx, home); err != nil {
		return Report{}, refusal(err)
	}
	if err := staged.RefuseUnknownBookmakers(ctx, env); err != nil {
		return Report{}, err
	}
	watch := job.NewTimer(env)
	var columns []string
	if !o.All {
		if columns, err = models.ServedColumns(env.Config.Train); err != nil {
			return Report{}, err
		}
	}
	if _, err := ingest.BuildFeatures(ctx, env, home, columns); err != nil {
		return Report{}, err
	}
	watch.Lap("features")
	r, err := open(ctx, env, o)
	if err != nil {
		return Report{}, err
	}
	debug.FreeOSMemory() // XGBoost does not share what Go keeps for itself
	if err := r.predict(ctx); err != nil {
		return Report{}, err
	}
	r.rows = withoutFeatures(r.rows)
	debug.FreeOSMemory() // nor does DuckDB
	watch.Lap("models")
	bettor, err := r.bet(ctx)
	if err != nil {
		return Report{}, err
	}
	watch.Lap("bets")
	if o.Out != "" {
		if err := export(o.Out, r.rows, r.at, r.exported()); err != nil {
			return Report{}, err
		}
	}
	if err := r.store(ctx, home, bettor); err != nil {
		return Report{}, refusal(err)
	}
	debug.FreeOSMemory()
	var after job.Committed
	after.Publish(ctx, env, home)
	watch.Lap("warehouse")
	report, err := r.report(bettor, watch)
	report.Committed = after
	return report, err
}

// refusal turns the error of a home with live runs into a Refused.
func refusal(err error) error {
	var live *warehouse.LiveRunsError
	if errors.As(err, &live) {
		return job.Refused{Reason: live.Error()}
	}
	return err
}

// backtest is one run.
type backtest struct {
	env    job.Env
	opts   Options
	runID  string
	rows   *matchday.Rows
	bench  features.Market
	at     []int                       // rows predicted, in order of as-of and fixture
	models map[string][]matchday.Probs // parallel to at; invalid where a model has no forecast
	goals  []train.Goals               // parallel to at
	belief []matchday.Belief           // parallel to at
}

// open reads the features and completes the options.
func open(ctx context.Context, env job.Env, o Options) (*backtest, error) {
	rows, err := features.Read(ctx, env.Lake())
	if err != nil {
		return nil, err
	}
	bench, err := features.ReadMarket(ctx, env.Lake(), rows)
	if err != nil {
		return nil, err
	}
	if o.Seen != nil {
		o.Seen(rows, bench)
	}
	if rows.Len() == 0 {
		return nil, fmt.Errorf("the lake of %s holds no fixtures: land some with \"matchday land footballdata PATH\"", env.Home)
	}
	if o.Step == 0 {
		o.Step = week
	}
	if o.Market == "" {
		o.Market = train.MarketPast
	}
	first, last := lastSeasons(rows, defaultSeasons, env.Now())
	if o.From.IsZero() {
		o.From = first
	}
	if o.To.IsZero() {
		o.To = last
	}
	for _, d := range o.Divisions {
		if !slices.ContainsFunc(rows.Fixtures, func(f matchday.Fixture) bool { return f.Division == d }) {
			return nil, job.BadInput{Reason: fmt.Sprintf("--divisions: %q is not in the lake, which has %s", d, strings.Join(divisions(rows), ", "))}
		}
	}
	return &backtest{env: env, opts: o, rows: rows, bench: bench, runID: "backtest-" + env.Now().UTC().Format("20060102T150405Z")}, nil
}

// lastSeasons is the range of match dates of the last n seasons, up to the last
// result that is known by now. A season begins on the first of July.
func lastSeasons(rows *matchday.Rows, n int, now time.Time) (first, last time.Time) {
	for i := range rows.Fixtures {
		known := rows.Outcome(i) != matchday.NoOutcome && !rows.KnownAt[i].After(now)
		if d := rows.Fixtures[i].MatchDate; known && d.After(last) {
			last = d
		}
	}
	turn := matchday.Date(last.Year(), time.July, 1)
	if last.Before(turn) {
		turn = turn.AddDate(-1, 0, 0)
	}
	return turn.AddDate(1-n, 0, 0), last
}

func divisions(rows *matchday.Rows) []string {
	var out []string
	for i := range rows.Fixtures {
		out = append(out, rows.Fixtures[i].Division)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// predict walks forward through the range, and adds the benchmarks.
func (r *backtest) predict(ctx context.Context) error {
	walk := train.Walk{
		Rows: r.rows, From: r.opts.From, To: r.opts.To, Step: r.opts.Step,
		Market: r.opts.Market, Config: r.env.Config.Train,
	}
	sharp, err := staged.SharpPrices(ctx, r.env.Lake(), r.rows, walk.Start(), r.opts.To, r.env.Config.BetsOn())
	if err != nil {
		return err
	}
	bar := r.env.Bar("backtest")
	walk.Sharp, walk.Progress = sharp, bar.Show
	p, err := walk.Run(ctx)
	bar.Done()
	if err != nil {
		return err
	}
	var keep []int // places in p
	for k, i := range p.At {
		if len(r.opts.Divisions) == 0 || slices.Contains(r.opts.Divisions, r.rows.Fixtures[i].Division) {
			keep = append(keep, k)
		}
	}
	r.at, r.goals, r.belief = matchday.Pick(p.At, keep), matchday.Pick(p.Goals, keep), matchday.Pick(p.Belief, keep)
	r.models = map[string][]matchday.Probs{}
	for name, probs := range p.Probs {
		r.models[name] = matchday.Pick(probs, keep)
	}
	r.models[validate.Uniform] = slices.Repeat([]matchday.Probs{matchday.Uniform}, len(r.at))
	if r.models[validate.BaseRate], err = train.BaseRates(r.rows, r.at); err != nil {
		return err
	}
	r.models[validate.MarketPre] = matchday.Pick(r.bench.Pre, r.at)
	r.models[validate.MarketClose] = matchday.Pick(r.bench.Close, r.at)
	return nil
}

// withoutFeatures are the rows as bets and reports need them, a third of the bytes.
func withoutFeatures(rows *matchday.Rows) *matchday.Rows {
	return &matchday.Rows{
		Fixtures: rows.Fixtures, KnownAt: rows.KnownAt,
		HomeGoals: slices.Clone(rows.HomeGoals), AwayGoals: slices.Clone(rows.AwayGoals), // features lie beside them
	}
}

// scored returns the named models that have predictions.
func (r *backtest) scored(names []string) []scoredModel {
	var out []scoredModel
	for _, name := range names {
		if probs, ok := r.models[name]; ok {
			out = append(out, scoredModel{name, probs})
		}
	}
	return out
}

// exported are the models that --out writes: all but the uniform one.
func (r *backtest) exported() []scoredModel { return r.scored(TableOrder[1:]) }

func (r *backtest) fixtureIDs() []string {
	ids := make([]string, len(r.at))
	for k, i := range r.at {
		ids[k] = r.rows.Fixtures[i].ID
	}
	return ids
}

// start is the moment of the deposits: the first as-of, else the first day.
func (r *backtest) start() time.Time {
	if len(r.at) == 0 {
		return r.opts.From
	}
	return r.rows.Fixtures[r.at[0]].AsOf
}

// store writes the rows of the backtest into the warehouse.
func (r *backtest) store(ctx context.Context, home warehouse.Home, bettor *bettor) error {
	batch, err := r.batch(bettor)
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	return warehouse.ReplaceBacktest(ctx, home, batch)
}

// batch returns the rows of the backtest for the warehouse.
func (r *backtest) batch(bettor *bettor) (warehouse.Batch, error) {
	config, err := json.Marshal(struct {
		From, To, Market string
		Divisions        []string
		Step             matchday.Duration
		Config           matchday.Config
	}{r.opts.From.Format(time.DateOnly), r.opts.To.Format(time.DateOnly), r.opts.Market, r.opts.Divisions, matchday.Duration(r.opts.Step), r.env.Config})
	if err != nil {
		return warehouse.Batch{}, err
	}
	b := warehouse.Batch{Bets: bettor.bets, Ledger: bettor.ledger}
	asOf := r.start()
	for k, i := range r.at {
		p := r.prediction(k)
		asOf = p.AsOf
		b.Predictions = append(b.Predictions, p)
		for _, m := range r.scored(TableOrder) {
			if m.probs[k].Valid() {
				b.ModelPredictions = append(b.ModelPredictions, matchday.ModelPrediction{PredictionID: p.ID, Model: m.name, Probs: m.probs[k]})
			}
		}
		if r.rows.Outcome(i) != matchday.NoOutcome {
			b.Results = append(b.Results, matchday.Result{
				FixtureID: p.FixtureID, MatchDate: p.MatchDate, HomeTeam: p.HomeTeam, AwayTeam: p.AwayTeam,
				HomeScore: int(r.rows.HomeGoals[i]), AwayScore: int(r.rows.AwayGoals[i]), Time: r.rows.KnownAt[i], RunID: r.runID,
			})
		}
	}
	now := r.env.Now().UTC()
	b.Run = matchday.Run{
		ID: r.runID, Pipeline: "backtest", Kind: matchday.BacktestRun, StartedAt: now, FinishedAt: now, AsOf: asOf,
		Status: matchday.RunDone, Config: string(config), Seed: r.env.Config.Train.Seed, GitRevision: r.env.Revision,
	}
	return b, nil
}

// report scores the models and sums up the bets.
func (r *backtest) report(bettor *bettor, watch *job.Timer) (Report, error) {
	out := Report{
		Matches: len(r.at), From: r.opts.From.Format(time.DateOnly), To: r.opts.To.Format(time.DateOnly),
		Seconds: watch.ByStage(), stages: watch.Seconds, Market: r.opts.Market,
		home: filepath.Clean(r.env.Home), Looks: looksAt(len(r.at)),
	}
	out.score(r.rows, r.at, r.scored(TableOrder), r.env.Config.Train.Seed)
	out.Bets.Summary = settle.Summarise(bettor.bets, bettor.ledger)
	dates := map[string]time.Time{}
	for _, i := range r.at {
		dates[r.rows.Fixtures[i].ID] = r.rows.Fixtures[i].MatchDate
	}
	var err error
	if out.Bets.Returns, err = returns.Of(bettor.bets, bettor.ledger, dates, r.env.Config.Train.Seed); err != nil {
		return out, err
	}
	if roi := out.Bets.Returns.All().Return; roi != nil {
		out.Bets.ROICI95 = &[2]float64{roi.Low, roi.High}
	}
	for _, reason := range slices.Sorted(maps.Keys(bettor.outliers)) {
		out.warnings = append(out.warnings, fmt.Sprintf("%d books were not believed and not bet at: %s", bettor.outliers[reason], reason))
	}
	return out, nil
}
