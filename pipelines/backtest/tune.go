package backtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/pipelines/job"
	"matchday/stages/features"
	"matchday/stages/train"
	"matchday/stages/tune"
	"matchday/stages/validate"
	"matchday/warehouse/lake"
	"matchday/warehouse/wholefile"
)

// TuneOptions are what people ask of a search for training settings.
type TuneOptions struct {
	Trials   int
	Seed     uint64
	From, To time.Time     // match dates that are predicted, both included
	Step     time.Duration // how often Elo and Dixon-Coles are refitted
	Market   string        // "off", "past" or "on"
	Out      string        // configuration file to write
}

// Tune searches for the training settings whose ensemble predicts best on fixtures
// that no quality table reports, and writes them as a configuration file.
//
// It needs a lake with features. It writes that file and the home's folder "tune",
// which keeps the losses of every trial, so that a search goes on after a kill. Their
// file names are checksums of what the losses depend on: features, program, range and
// settings.
func Tune(ctx context.Context, env job.Env, o TuneOptions) (TuneReport, error) {
	rows, err := features.Read(ctx, env.Lake())
	if err != nil {
		return TuneReport{}, err
	}
	generation, err := env.Lake().Current(lake.Features)
	if err != nil {
		return TuneReport{}, err
	}
	t := tuner{env: env, opts: o, rows: tune.HoldOut(rows), features: strings.Join(generation.Tables[features.Table], " ")}
	if err := os.MkdirAll(t.folder(), 0o755); err != nil {
		return TuneReport{}, err
	}
	result, err := tune.Search(ctx, env.Config.Train, o.Trials, o.Seed, tune.Judge{Score: t.score, Compare: t.compare})
	if err != nil {
		return TuneReport{}, err
	}
	r := t.report(result)
	return r, r.writeConfig(o)
}

// tuner scores settings on the rows that may be used for tuning.
type tuner struct {
	env      job.Env
	opts     TuneOptions
	rows     *matchday.Rows
	features string // names the generation of the rows
}

func (t tuner) folder() string { return filepath.Join(t.env.Home, "tune") }

// path is the file that keeps the losses of settings.
func (t tuner) path(c matchday.Train) (string, error) {
	key, err := json.Marshal([]any{t.features, t.env.Revision, t.opts.From.Format(time.DateOnly), t.opts.To.Format(time.DateOnly), t.opts.Step, t.opts.Market, c})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(key)
	return filepath.Join(t.folder(), hex.EncodeToString(sum[:8])+".json"), nil
}

// score returns the losses of settings, from the file or by a walk.
func (t tuner) score(ctx context.Context, c matchday.Train) (losses tune.Losses, err error) {
	path, err := t.path(c)
	if err != nil {
		return losses, err
	}
	text, err := os.ReadFile(path)
	if err == nil {
		return losses, json.Unmarshal(text, &losses)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return losses, err
	}
	if losses, err = t.walk(ctx, c); err != nil {
		return losses, err
	}
	if text, err = json.Marshal(losses); err != nil {
		return losses, err
	}
	return losses, wholefile.Writer{}.Write(path, text)
}

// walk predicts the range and sums the ensemble's losses by match day.
func (t tuner) walk(ctx context.Context, c matchday.Train) (tune.Losses, error) {
	bar := t.env.Bar("trial")
	defer bar.Done()
	p, err := train.Walk{
		Rows: t.rows, From: t.opts.From, To: t.opts.To, Step: t.opts.Step, Market: t.opts.Market, Config: c, Progress: bar.Show,
	}.Run(ctx)
	if err != nil {
		return tune.Losses{}, err
	}
	byDay := map[int64][2]float64{}
	for k, i := range p.At {
		if outcome := t.rows.Outcome(i); outcome != matchday.NoOutcome {
			day := t.rows.Fixtures[i].MatchDate.Unix()
			sum := byDay[day]
			byDay[day] = [2]float64{sum[0] + validate.LogLoss(p.Probs[train.Ensemble][k], outcome), sum[1] + 1}
		}
	}
	var out tune.Losses
	for day := range byDay {
		out.Days = append(out.Days, day)
	}
	slices.Sort(out.Days)
	for _, day := range out.Days {
		out.Sum, out.Fixtures = append(out.Sum, byDay[day][0]), append(out.Fixtures, byDay[day][1])
	}
	if len(out.Days) == 0 {
		return out, fmt.Errorf("no fixture from %s to %s may be tuned on: land other divisions or earlier seasons", t.opts.From.Format(time.DateOnly), t.opts.To.Format(time.DateOnly))
	}
	return out, nil
}

// compare compares the losses of two trials, with an interval that resamples match
// days.
func (t tuner) compare(challenger, best tune.Losses) tune.Change {
	days, change := make([]time.Time, len(best.Days)), make([]float64, len(best.Days))
	for k, d := range best.Days {
		days[k], change[k] = time.Unix(d, 0), challenger.Sum[k]-best.Sum[k]
	}
	i := validate.RatioByDay(days, change, best.Fixtures, rand.New(rand.NewPCG(t.opts.Seed, t.opts.Seed)))
	return tune.Change{Mean: i.Value, Low: i.Low, High: i.High}
}
