// Package replay repeats past runs of a home and compares the results with what was
// stored; it also explains single predictions.
package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday/config"
	"matchday/pipelines/job"
	"matchday/pipelines/models"
	"matchday/pipelines/schedule"
	"matchday/stages/bet"
	"matchday/stages/deploy"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// Options say which runs are repeated.
type Options struct {
	Runs []string // by id; empty: all that can be repeated
}

// Run repeats past live runs and compares what they write with what is stored, to the
// bit.
//
// Each runs in a home of its own, made from what its commits recorded: the raw files
// that had landed by its clock, staged and made into features again; the model version,
// configuration and seed; the warehouse as the commits before it left it. Nothing that
// landed or was trained, bet or settled later exists there. The job's own code runs.
// Nothing in the home is changed.
//
// A run without a commit is BadInput; a Refused is a run of a job that is not in
// schedule.Repeatable.
func Run(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	home, err := env.Open("replay")
	if err != nil {
		return report, err
	}
	if _, err := os.Stat(home.File()); err != nil {
		return report, fmt.Errorf("the home has no warehouse, so there are no runs to replay: %w", err)
	}
	dir, done, err := job.Scratch(ctx, home, "replay")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, done()) }()
	snapshot, err := newSnapshotHome(env, home, dir)
	if err != nil {
		return report, err
	}
	runs, err := snapshot.open(ctx)
	if err != nil {
		return report, err
	}
	wanted, err := chosen(runs, o.Runs)
	if err != nil {
		return report, err
	}
	bar := env.Bar("replay")
	defer bar.Done()
	report.Runs = make([]ReplayedRun, len(wanted))
	for k, s := range slices.Backward(wanted) { // so that each run leaves the books as those before it found them, but for its own
		report.Runs[k], err = snapshot.rerunRun(ctx, s)
		if err != nil {
			return report, fmt.Errorf("replay run %s as of %s: %w", s.RunID, s.AsOf.Format(time.RFC3339), err)
		}
		bar.Show(1 - float64(k)/float64(len(wanted)))
	}
	report.Elsewhere = len(runs) - len(wanted)
	return report, nil
}

// runCommits are the commits of a run as of one moment, mostly one.
type runCommits struct {
	warehouse.RunCommits
	commits []warehouse.Commit
}

func runCommitsOf(commits []warehouse.Commit) (out []runCommits) {
	for _, p := range commits {
		if n := len(out) - 1; n >= 0 && out[n].RunID == p.RunID && out[n].AsOf.Equal(p.AsOf) {
			out[n].commits = append(out[n].commits, p)
			out[n].Last, out[n].OtherRules = p.Number, out[n].OtherRules || p.Rules != bet.Rules
			continue
		}
		span := warehouse.RunCommits{RunID: p.RunID, AsOf: p.AsOf, First: p.Number, Last: p.Number, OtherRules: p.Rules != bet.Rules}
		out = append(out, runCommits{span, []warehouse.Commit{p}})
	}
	return out
}

// repeatable returns the named job, if its runs can be repeated.
func repeatable(name string) (schedule.Entry, bool) {
	for _, e := range schedule.Repeatable() {
		if e.Name == name {
			return e, true
		}
	}
	return schedule.Entry{}, false
}

func repeatableNames() string {
	var names []string
	for _, e := range schedule.Repeatable() {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}

// chosen returns the named runs, or all that can be repeated.
func chosen(all []runCommits, names []string) (out []runCommits, err error) {
	for _, s := range all {
		_, can := repeatable(s.commits[0].Pipeline)
		named := slices.Contains(names, s.RunID)
		if named && !can {
			return nil, job.Refused{Reason: fmt.Sprintf("run %s is of the job %s, which cannot be replayed: only %s can", s.RunID, s.commits[0].Pipeline, repeatableNames())}
		}
		if can && (named || len(names) == 0) {
			out = append(out, s)
		}
	}
	for _, run := range names {
		if !slices.ContainsFunc(out, func(s runCommits) bool { return s.RunID == run }) {
			return nil, job.BadInput{Reason: fmt.Sprintf("the warehouse holds no commit of a run %q: the run does not exist (see the table runs), failed, or ran before commits were recorded", run)}
		}
	}
	return out, nil
}

// snapshotHome is a home at past moments: a copy of its warehouse, and a second home
// in which any past moment can be set up.
type snapshotHome struct {
	env    job.Env
	home   warehouse.Home
	stored warehouse.Home // the warehouse as it is
	rerun  warehouse.Home // as it was, with the lake and champion of the moment

	until time.Time // of what is staged in rerun
	raw   string    // fingerprint of it
}

// newSnapshotHome lays out the two homes in a folder.
func newSnapshotHome(env job.Env, home warehouse.Home, dir string) (*snapshotHome, error) {
	p := &snapshotHome{env: env, home: home, stored: home, rerun: home}
	p.env.Log = slog.New(slog.DiscardHandler) // the run was logged at its time
	p.stored.Dir, p.rerun.Dir = filepath.Join(dir, "stored"), filepath.Join(dir, "again")
	return p, errors.Join(os.Mkdir(p.stored.Dir, 0o755), os.Mkdir(p.rerun.Dir, 0o755))
}

// open copies the warehouse, and reads its commits. The second home has the books of today
// until they are rewound.
func (p *snapshotHome) open(ctx context.Context) ([]runCommits, error) {
	if err := warehouse.Copy(ctx, p.home, p.stored); err != nil {
		return nil, err
	}
	if err := warehouse.Copy(ctx, p.stored, p.rerun); err != nil {
		return nil, err
	}
	commits, err := warehouse.Commits(ctx, p.stored)
	return runCommitsOf(commits), err
}

// stage stages what had landed by a moment.
func (p *snapshotHome) stage(ctx context.Context, until time.Time) (err error) {
	if p.until.Equal(until) {
		return nil
	}
	lock, err := p.home.LockLake(ctx) // so that no raw files are merged meanwhile
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	r, err := staging.Run(ctx, staging.Input{Lake: p.env.Lake(), Until: until, Into: p.rerun.Lake()})
	if err != nil {
		return err
	}
	p.until, p.raw = until, r.Published.Raw
	return nil
}

// installChampion makes a version the champion of the second home.
func (p *snapshotHome) installChampion(version string) error {
	if version == "" {
		return nil
	}
	to := deploy.Registry{Dir: filepath.Join(p.rerun.Dir, "models")}
	from := filepath.Join(models.Registry(p.env).Dir, version)
	if _, err := os.Stat(from); err != nil {
		return job.Refused{Reason: fmt.Sprintf("model %s made the predictions, and was removed since: restore %s from a backup", version, from)}
	}
	if err := job.Mirror(from, filepath.Join(to.Dir, version)); err != nil {
		return err
	}
	champion, err := to.Champion()
	if err == nil && champion.Version == version {
		return nil
	}
	_, err = to.Deploy(version, "replay", p.until)
	return err
}

// envOf is the environment of a commit.
func (p *snapshotHome) envOf(commit warehouse.Commit) (job.Env, error) {
	env := p.env
	env.Home, env.Cache, env.Revision = p.rerun.Dir, &job.Cache{}, commit.GitRevision // with a cache, nothing is published
	env.Now, env.Machine, env.Rerun = func() time.Time { return commit.AsOf }, nil, true
	var err error
	env.Config, err = config.Stored([]byte(commit.Config))
	return env, err
}

// rerunRun repeats a run as of one moment and compares. The books of the second home hold
// at least what stood before that moment.
func (p *snapshotHome) rerunRun(ctx context.Context, s runCommits) (out ReplayedRun, err error) {
	first := s.commits[0]
	out = ReplayedRun{
		RunID: s.RunID, Pipeline: first.Pipeline, AsOf: s.AsOf, Commits: len(s.commits), Model: first.Model,
		Revision: first.GitRevision, ByRevision: p.env.Revision, SameInputs: true, Rules: first.Rules, ByRules: bet.Rules,
	}
	if err := warehouse.Rewind(ctx, p.rerun, s.First); err != nil {
		return out, err
	}
	if first.Staged != "" || p.until.IsZero() || p.until.After(s.AsOf) { // a home has a lake, also for a run that read none
		if err := p.stage(ctx, s.AsOf); err != nil {
			return out, err
		}
		out.SameInputs = first.Staged == "" || p.raw == first.Staged
	}
	for _, commit := range s.commits {
		if err := p.installChampion(commit.Model); err != nil {
			return out, err
		}
		if err := p.rerunCommit(ctx, commit); err != nil {
			return out, err
		}
	}
	compared, err := warehouse.Compare(ctx, p.stored, p.rerun, s.RunCommits)
	out.Rows, out.KeptMarkets, out.Rounded, out.Differences = compared.Rows, compared.KeptMarkets, compared.Rounded, compared.Differences
	out.Identical = err == nil && len(out.Differences) == 0
	return out, err
}

// rerunCommit runs the job of a commit in the second home.
func (p *snapshotHome) rerunCommit(ctx context.Context, commit warehouse.Commit) error {
	env, err := p.envOf(commit)
	if err != nil {
		return err
	}
	var asked job.Arguments
	if err := json.Unmarshal([]byte(commit.Arguments), &asked); err != nil {
		return fmt.Errorf("read the arguments of run %s: %w", commit.RunID, err)
	}
	var fetch job.Fetch
	if asked.Fetched { // what it fetched has landed by the clock
		fetch = func(context.Context, job.Env) (job.APIUsage, error) { return job.APIUsage{Asked: asked.Asked}, nil }
	}
	entry, can := repeatable(commit.Pipeline)
	if !can {
		return fmt.Errorf("a run of the job %s cannot be replayed", commit.Pipeline)
	}
	return entry.Rerun(ctx, env, asked, fetch)
}
