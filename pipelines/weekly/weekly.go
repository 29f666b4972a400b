// Package weekly is the weekly job: fetch, features, train, validate, deploy.
package weekly

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/pipelines/staged"
	"matchday/stages/deploy"
	"matchday/stages/features"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/stages/train"
	"matchday/stages/train/belief"
	"matchday/stages/validate"
	"matchday/warehouse"
)

// Options are what people ask of the weekly job.
type Options struct {
	Market string // "off", "past", "on"; empty: "past"
	// Fetch lands what is new at the sources; nil: there is no source.
	Fetch job.Fetch
	// DryRun does the work in a scratch home and changes nothing.
	DryRun bool
	// Force deploys a candidate that the gate rejects. Why is recorded with it.
	Force bool
	Why   string // a person's words; may be empty
}

// Run fetches what is new, trains the four models on all of it, and validates them
// on the latest weeks, which the validated fit has not seen. If they are good enough
// and no worse than the champion, they become the champion.
//
// The champion changes in the last step alone, which moves one pointer. If the job
// fails or is killed before, the old champion serves on; a failed run is recorded
// with its stage. A second run at the same moment makes the same version and writes
// nothing twice.
func Run(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	if o.Market == "" {
		o.Market = train.MarketPast
	}
	if o.DryRun {
		return dryRun(ctx, env, o)
	}
	report.Committed, err = job.Execute(ctx, env, Job, nil, func(ctx context.Context, r *job.Run) error {
		w := &weekly{Run: r, opts: o}
		if err := w.run(ctx); err != nil {
			return err
		}
		report = w.report
		return nil
	})
	return report, err
}

// Job runs on Sundays. Its slot is a second, so that people may run it at any time.
var Job = job.Job{Name: "weekly", Slot: time.Second, When: "0 2 * * 0", FetchesLater: true}

// weekly is one run; each stage fills in what the next ones need.
type weekly struct {
	*job.Run
	opts Options

	merged sportmonks.Merged
	checks []warehouse.Finding // on the staged tables
	rows   *matchday.Rows
	market []matchday.Probs // by the average pre-match price of each row

	start     time.Time    // of the window on which the candidate is validated
	at        []int        // rows in it
	validated train.Models // fitted as of start
	serving   train.Models // the same settings, fitted as of now

	champion deploy.Champion // before the run; no version if there is none
	trials   trials
	drift    []validate.Drift
	verdict  validate.Verdict
	report   Report
}

func (w *weekly) run(ctx context.Context) error {
	w.Config = weeklyConfig{w.opts.Market, w.opts.Force, w.Env.Config}
	watch := job.NewTimer(w.Env)
	for _, stage := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"fetch", w.fetch},
		{"features", w.features},
		{"train", w.train},
		{"validate", w.validate},
		{"deploy", w.deploy},
	} {
		w.Stage = stage.name
		err := stage.run(ctx)
		if err == nil {
			err = w.Env.Reach(stage.name)
		}
		if err != nil {
			return refusedTooFew(err)
		}
		watch.Lap(stage.name)
	}
	w.report.Seconds, w.report.stages = watch.ByStage(), watch.Seconds
	return nil
}

// refusedTooFew turns the error of a window with too few fixtures into a Refused.
func refusedTooFew(err error) error {
	var few *validate.TooFewError
	if errors.As(err, &few) {
		return job.Refused{Reason: few.Error()}
	}
	return err
}

func (w *weekly) fetch(ctx context.Context) (err error) {
	if w.opts.Fetch != nil {
		w.APIUsage, err = w.opts.Fetch(ctx, w.Env)
	}
	if err == nil {
		err = w.ClockHolds()
	}
	return err
}

// features stages the lake, builds the features and reads them. It holds the lake's
// lock throughout, because another job builds features as of another moment.
func (w *weekly) features(ctx context.Context) (err error) {
	lock, err := w.Home.LockLake(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := w.compactLake(); err != nil {
		return err
	}
	if _, err := staging.Run(ctx, staging.Input{Lake: w.Env.Lake()}); err != nil {
		return err
	}
	if err := w.Env.Reach("staged"); err != nil {
		return err
	}
	if w.checks, err = warehouse.CheckStaged(ctx, w.Home.Lake()); err != nil {
		return err
	}
	columns, err := w.columns()
	if err != nil {
		return err
	}
	if _, err := features.Run(ctx, features.Input{Lake: w.Env.Lake(), Log: w.Env.Log, Columns: columns}); err != nil {
		return err
	}
	if w.rows, err = features.Read(ctx, w.Env.Lake()); err != nil {
		return err
	}
	bench, err := features.ReadMarket(ctx, w.Env.Lake(), w.rows)
	w.market = bench.Pre
	debug.FreeOSMemory() // XGBoost does not share what Go keeps for itself
	return err
}

// columns are the features that the candidate reads, and those that the champion reads
// which it is compared with. A champion that cannot be loaded is not compared.
func (w *weekly) columns() ([]string, error) {
	columns, err := models.ServedColumns(w.Env.Config.Train)
	if err != nil {
		return nil, err
	}
	registry := models.Registry(w.Env)
	champion, err := registry.Champion()
	if err != nil {
		return columns, nil
	}
	_, fitted, err := models.Load(registry, champion.Version, models.ValidatedFolder)
	if err != nil {
		return columns, nil
	}
	read, err := models.Columns(fitted)
	return append(columns, read...), err
}

// train fits the models twice: on what was known before the window, for the gate,
// and with the same settings on everything, to serve.
func (w *weekly) train(ctx context.Context) (err error) {
	if w.start, w.at, err = validate.Window(w.rows, w.Env.Config.Gate, w.Now); err != nil {
		return err
	}
	course, err := train.NewWalkForward(w.rows, w.Env.Config.Train, w.opts.Market)
	if err != nil {
		return err
	}
	sharp, err := staged.SharpPrices(ctx, w.Env.Lake(), w.rows, course.BurnInStart(w.start), w.Now, belief.Markets)
	if err != nil {
		return err
	}
	course.Against(sharp)
	if w.validated, err = course.Fit(ctx, w.start); err != nil {
		return err
	}
	w.serving, err = course.Fit(ctx, w.Now)
	return err
}

// validate scores the candidate, the champion, base rates and market, and lets the
// gate judge.
func (w *weekly) validate(ctx context.Context) (err error) {
	registry := models.Registry(w.Env)
	if w.champion, err = registry.Champion(); err != nil && !errors.Is(err, deploy.ErrNoChampion) {
		return err
	}
	if err := w.score(registry); err != nil {
		return err
	}
	if err := w.checkServability(); err != nil {
		return err
	}
	w.drift = w.featureDrift()
	w.verdict = validate.Judge(w.evidence(), w.Env.Config.Gate, w.Env.Config.Train.Seed)
	w.verdict.Notes = append(w.verdict.Notes, w.trials.notes...)
	for _, reason := range w.trials.reasons {
		w.verdict.Reject(reason)
	}
	return ctx.Err()
}

// deploy stores the candidate as a version, writes the verdict into the warehouse
// and, if it passed, moves the champion's pointer. The warehouse follows the pointer:
// if the job dies between the two, the next one writes what is missing.
func (w *weekly) deploy(ctx context.Context) (err error) {
	lock, err := models.Lock(ctx, w.Home)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	registry := models.Registry(w.Env)
	if err := w.championUnchanged(registry); err != nil {
		return err
	}
	if err := models.RecordChampion(ctx, w.Env, w.Home, registry, &w.Committed); err != nil {
		return err
	}
	manifest, err := w.saveVersion(registry)
	if err != nil {
		return err
	}
	if err := w.Env.Reach("version kept"); err != nil {
		return err
	}
	if err := w.Append(ctx, w.Env, w.Home, func(ctx context.Context, tx *warehouse.Transaction) error {
		return w.record(ctx, tx, manifest)
	}); err != nil {
		return err
	}
	if err := w.Env.Reach("verdict recorded"); err != nil {
		return err
	}
	deployed := w.verdict.Passed || w.opts.Force
	if deployed {
		err := models.Move(ctx, w.Env, w.Home, registry, &w.Committed, func() error {
			_, err := registry.Deploy(manifest.Version, w.why(), w.Now)
			return err
		})
		if err != nil {
			return err
		}
	}
	w.report = w.reportOf(manifest, deployed)
	w.rows, w.market = nil, nil
	debug.FreeOSMemory() // nor does DuckDB, which publishes
	w.WriteLogIn(ctx, w.Env, w.Home)
	w.Publish(ctx)
	return nil
}

// championUnchanged is a Refused if somebody changed the champion while the candidate
// was judged against the old one.
func (w *weekly) championUnchanged(registry deploy.Registry) error {
	now, err := registry.Champion()
	if err != nil && !errors.Is(err, deploy.ErrNoChampion) {
		return err
	}
	if now.Version != w.champion.Version {
		return job.Refused{Reason: fmt.Sprintf("the champion changed from %q to %q while the candidate was judged: run the job again", w.champion.Version, now.Version)}
	}
	return nil
}

// why is the reason that the warehouse records for the deployment.
func (w *weekly) why() string {
	c := w.verdict.Scores[validate.Candidate]
	switch d := w.verdict.Difference; {
	case !w.verdict.Passed:
		return overruled(w.opts.Why) + strings.Join(w.verdict.Reasons, "; ")
	case d != nil:
		return fmt.Sprintf("passed the gate: log loss %.4f, %+.4f against the champion's (95 %% interval %+.4f to %+.4f)", c.LogLoss, d.Value, d.Low, d.High)
	}
	return fmt.Sprintf("passed the gate: log loss %.4f, no champion to compare with", c.LogLoss)
}

// overruled begins the reason for a forced deployment.
func overruled(why string) string {
	if why != "" {
		why = " (" + why + ")"
	}
	return "forced" + why + ", although the gate rejected it: "
}
