package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"matchday"
	"matchday/stages/deploy"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// ReplayOptions say which runs are made again.
type ReplayOptions struct {
	Runs []string // by id; empty: all that can be
}

// Replay makes past live runs again and compares, to the bit, what they write
// with what the books hold of them.
//
// Each is made in a home of its own, from what its pass recorded: raw files that
// had landed by its clock, staged anew; features as of then; the model version,
// configuration and seed of then; the books as the passes before it left them.
// What has landed, been trained, bet or settled since does not exist there. The
// job itself is the same code that ran. Nothing of the home is changed.
//
// A run that left no pass, and one of another job than hourly, lineups and
// settle, is a Refused.
func Replay(ctx context.Context, env Env, o ReplayOptions) (report ReplayReport, err error) {
	home, err := env.warehouse("replay")
	if err != nil {
		return report, err
	}
	if _, err := os.Stat(home.File()); err != nil {
		return report, fmt.Errorf("there are no books to replay from: %w", err)
	}
	dir, done, err := scratch(ctx, home, "replay")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, done()) }()
	past, err := newPast(env, home, dir)
	if err != nil {
		return report, err
	}
	spans, err := past.open(ctx)
	if err != nil {
		return report, err
	}
	wanted, err := chosen(spans, o.Runs)
	if err != nil {
		return report, err
	}
	bar := env.progress("replay")
	defer bar.done()
	report.Runs = []ReplayedRun{}
	for k, s := range wanted {
		r, err := past.replay(ctx, s)
		if err != nil {
			return report, fmt.Errorf("make run %s as of %s again: %w", s.RunID, s.AsOf.Format(time.RFC3339), err)
		}
		report.Runs = append(report.Runs, r)
		bar.share(float64(k+1) / float64(len(wanted)))
	}
	report.Elsewhere = len(spans) - len(wanted)
	return report, nil
}

// span is what a run did as of one moment: mostly one pass.
type span struct {
	warehouse.Span
	passes []warehouse.Pass
}

func spansOf(passes []warehouse.Pass) (out []span) {
	for _, p := range passes {
		if n := len(out) - 1; n >= 0 && out[n].RunID == p.RunID && out[n].AsOf.Equal(p.AsOf) {
			out[n].passes = append(out[n].passes, p)
			out[n].Last = p.Number
			continue
		}
		out = append(out, span{warehouse.Span{RunID: p.RunID, AsOf: p.AsOf, First: p.Number, Last: p.Number}, []warehouse.Pass{p}})
	}
	return out
}

// replayable are the jobs whose runs can be made again.
var replayable = []string{"hourly", "lineups", "settle"}

// chosen are the spans of the runs named, or all that can be made again.
func chosen(spans []span, runs []string) (out []span, err error) {
	for _, s := range spans {
		can := slices.Contains(replayable, s.passes[0].Pipeline)
		named := slices.Contains(runs, s.RunID)
		if named && !can {
			return nil, Refused{Reason: fmt.Sprintf("run %s is of the job %s, which cannot be made again: only those of %v can", s.RunID, s.passes[0].Pipeline, replayable)}
		}
		if can && (named || len(runs) == 0) {
			out = append(out, s)
		}
	}
	for _, run := range runs {
		if !slices.ContainsFunc(out, func(s span) bool { return s.RunID == run }) {
			return nil, Refused{Reason: fmt.Sprintf("the books hold no pass of a run %q: there is none (the table runs lists them), it did not end well, or it was before passes were kept", run)}
		}
	}
	return out, nil
}

// past is a home's past: a copy of its books, and a second home in which any
// moment before now can be set up.
type past struct {
	env    Env
	home   warehouse.Home
	stored warehouse.Home // the books as they are
	again  warehouse.Home // as they were, with the lake and champion of then

	memory staging.Memory
	until  time.Time // of what is staged there
	raw    string    // fingerprint of it
}

// newPast lays out the two homes in a folder.
func newPast(env Env, home warehouse.Home, dir string) (*past, error) {
	p := &past{env: env, home: home, stored: home, again: home}
	p.env.Log = slog.New(slog.DiscardHandler) // what was worth a line was logged at the time
	p.stored.Dir, p.again.Dir = filepath.Join(dir, "stored"), filepath.Join(dir, "again")
	return p, errors.Join(os.Mkdir(p.stored.Dir, 0o755), os.Mkdir(p.again.Dir, 0o755))
}

// open copies the books, and reads which passes they hold.
func (p *past) open(ctx context.Context) ([]span, error) {
	if err := p.home.CopyTo(ctx, p.stored); err != nil {
		return nil, err
	}
	passes, err := p.stored.Passes(ctx)
	return spansOf(passes), err
}

// stage stages what had landed by a moment.
func (p *past) stage(ctx context.Context, until time.Time) (err error) {
	if p.until.Equal(until) {
		return nil
	}
	lock, err := p.home.LockLake(ctx) // no raw files are merged meanwhile
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	r, err := staging.Run(ctx, staging.Input{Lake: p.env.Lake(), Until: until, Into: p.again.Lake(), Memory: &p.memory})
	if err != nil {
		return err
	}
	p.until, p.raw = until, r.Published.Raw
	return nil
}

// enthrone makes the champion of then that of the second home.
func (p *past) enthrone(version string) error {
	if version == "" {
		return nil
	}
	to := deploy.Registry{Dir: filepath.Join(p.again.Dir, "models")}
	from := filepath.Join(registryOf(p.env).Dir, version)
	if _, err := os.Stat(from); err != nil {
		return Refused{Reason: fmt.Sprintf("model %s predicted, and it has been removed since: restore %s from a backup", version, from)}
	}
	if err := mirrorFolder(from, filepath.Join(to.Dir, version)); err != nil {
		return err
	}
	champion, err := to.Champion()
	if err == nil && champion.Version == version {
		return nil
	}
	_, err = to.Deploy(version, "replay", p.until)
	return err
}

// envOf is the environment of a pass.
func (p *past) envOf(pass warehouse.Pass) (Env, error) {
	env := p.env
	env.Home, env.Memory, env.Revision = p.again.Dir, &Memory{}, pass.GitRevision // nobody queries what it writes
	env.Now = func() time.Time { return pass.AsOf }
	env.Config = matchday.Config{}
	if err := json.Unmarshal([]byte(pass.Config), &env.Config); err != nil {
		return env, fmt.Errorf("read the configuration of then: %w", err)
	}
	return env, nil
}

// replay makes a run again as of one moment and compares.
func (p *past) replay(ctx context.Context, s span) (out ReplayedRun, err error) {
	first := s.passes[0]
	out = ReplayedRun{
		RunID: s.RunID, Pipeline: first.Pipeline, AsOf: s.AsOf, Passes: len(s.passes), Model: first.Model,
		Revision: first.GitRevision, ByRevision: p.env.Revision, SameInputs: true,
	}
	if err := p.stored.CopyTo(ctx, p.again); err != nil {
		return out, err
	}
	if err := p.again.Rewind(ctx, s.First); err != nil {
		return out, err
	}
	if first.Staged != "" {
		if err := p.stage(ctx, s.AsOf); err != nil {
			return out, err
		}
		out.SameInputs = p.raw == first.Staged
	}
	for _, pass := range s.passes {
		if err := p.enthrone(pass.Model); err != nil {
			return out, err
		}
		if err := p.pass(ctx, pass); err != nil {
			return out, err
		}
	}
	compared, err := warehouse.Compare(ctx, p.stored, p.again, s.Span)
	out.Rows, out.Differences = compared.Rows, compared.Differences
	out.Identical = err == nil && len(out.Differences) == 0
	return out, err
}

// pass runs the job of a pass in the second home.
func (p *past) pass(ctx context.Context, pass warehouse.Pass) error {
	env, err := p.envOf(pass)
	if err != nil {
		return err
	}
	var asked passArguments
	if err := json.Unmarshal([]byte(pass.Arguments), &asked); err != nil {
		return fmt.Errorf("read what the run was asked: %w", err)
	}
	var fetch Fetch
	if asked.Fetched { // what it brought has landed by the clock
		fetch = func(context.Context, Env) (Asked, error) { return Asked{}, nil }
	}
	switch pass.Pipeline {
	case "hourly":
		_, err = Hourly(ctx, env, HourlyOptions{Within: time.Duration(asked.Hours * float64(time.Hour)), Force: asked.Force, Fetch: fetch})
	case "lineups":
		_, err = Lineups(ctx, env, LineupsOptions{Fetch: fetch})
	case "settle":
		_, err = Settle(ctx, env, SettleOptions{Fetch: fetch})
	}
	return err
}
