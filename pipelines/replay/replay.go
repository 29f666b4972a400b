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
	"matchday/stages/deploy"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// Options say which runs are made again.
type Options struct {
	Runs []string // by id; empty: all that can be
}

// Run makes past live runs again and compares, to the bit, what they write
// with what the warehouse holds of them.
//
// Each is made in a home of its own, from what its commit recorded: raw files that
// had landed by its clock, staged anew; features as of then; the model version,
// configuration and seed of then; the warehouse as the commits before it left it.
// What has landed, been trained, bet or settled since does not exist there. The
// job itself is the same code that ran. Nothing of the home is changed.
//
// A run that left no commit, and one of another job than hourly, lineups and
// settle, is a Refused.
func Run(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	home, err := env.Open("replay")
	if err != nil {
		return report, err
	}
	if _, err := os.Stat(home.File()); err != nil {
		return report, fmt.Errorf("there is no warehouse to replay from: %w", err)
	}
	dir, done, err := job.Scratch(ctx, home, "replay")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, done()) }()
	past, err := newSnapshotHome(env, home, dir)
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
	bar := env.Bar("replay")
	defer bar.Done()
	report.Runs = []ReplayedRun{}
	for k, s := range wanted {
		r, err := past.replay(ctx, s)
		if err != nil {
			return report, fmt.Errorf("make run %s as of %s again: %w", s.RunID, s.AsOf.Format(time.RFC3339), err)
		}
		report.Runs = append(report.Runs, r)
		bar.Share(float64(k+1) / float64(len(wanted)))
	}
	report.Elsewhere = len(spans) - len(wanted)
	return report, nil
}

// runCommits is what a run did as of one moment: mostly one commit.
type runCommits struct {
	warehouse.RunCommits
	commits []warehouse.Commit
}

func runCommitsOf(commits []warehouse.Commit) (out []runCommits) {
	for _, p := range commits {
		if n := len(out) - 1; n >= 0 && out[n].RunID == p.RunID && out[n].AsOf.Equal(p.AsOf) {
			out[n].commits = append(out[n].commits, p)
			out[n].Last = p.Number
			continue
		}
		out = append(out, runCommits{warehouse.RunCommits{RunID: p.RunID, AsOf: p.AsOf, First: p.Number, Last: p.Number}, []warehouse.Commit{p}})
	}
	return out
}

// repeatable finds the scheduled job of a name whose runs can be made again.
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

// chosen are the spans of the runs named, or all that can be made again.
func chosen(spans []runCommits, runs []string) (out []runCommits, err error) {
	for _, s := range spans {
		_, can := repeatable(s.commits[0].Pipeline)
		named := slices.Contains(runs, s.RunID)
		if named && !can {
			return nil, job.Refused{Reason: fmt.Sprintf("run %s is of the job %s, which cannot be made again: only those of %s can", s.RunID, s.commits[0].Pipeline, repeatableNames())}
		}
		if can && (named || len(runs) == 0) {
			out = append(out, s)
		}
	}
	for _, run := range runs {
		if !slices.ContainsFunc(out, func(s runCommits) bool { return s.RunID == run }) {
			return nil, job.Refused{Reason: fmt.Sprintf("the warehouse holds no commit of a run %q: there is no such run (see the table runs), it did not end well, or it ran before commits were kept", run)}
		}
	}
	return out, nil
}

// snapshotHome is a home's past: a copy of its warehouse, and a second home in which any
// moment before now can be set up.
type snapshotHome struct {
	env    job.Env
	home   warehouse.Home
	stored warehouse.Home // the warehouse as it is
	rerun  warehouse.Home // as they were, with the lake and champion of then

	memory staging.Cache
	until  time.Time // of what is staged there
	raw    string    // fingerprint of it
}

// newSnapshotHome lays out the two homes in a folder.
func newSnapshotHome(env job.Env, home warehouse.Home, dir string) (*snapshotHome, error) {
	p := &snapshotHome{env: env, home: home, stored: home, rerun: home}
	p.env.Log = slog.New(slog.DiscardHandler) // what was worth a line was logged at the time
	p.stored.Dir, p.rerun.Dir = filepath.Join(dir, "stored"), filepath.Join(dir, "again")
	return p, errors.Join(os.Mkdir(p.stored.Dir, 0o755), os.Mkdir(p.rerun.Dir, 0o755))
}

// open copies the warehouse, and reads which commits it holds.
func (p *snapshotHome) open(ctx context.Context) ([]runCommits, error) {
	if err := warehouse.Copy(ctx, p.home, p.stored); err != nil {
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
	lock, err := p.home.LockLake(ctx) // no raw files are merged meanwhile
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	r, err := staging.Run(ctx, staging.Input{Lake: p.env.Lake(), Until: until, Into: p.rerun.Lake(), Cache: &p.memory})
	if err != nil {
		return err
	}
	p.until, p.raw = until, r.Published.Raw
	return nil
}

// installChampion makes the champion of then that of the second home.
func (p *snapshotHome) installChampion(version string) error {
	if version == "" {
		return nil
	}
	to := deploy.Registry{Dir: filepath.Join(p.rerun.Dir, "models")}
	from := filepath.Join(models.Registry(p.env).Dir, version)
	if _, err := os.Stat(from); err != nil {
		return job.Refused{Reason: fmt.Sprintf("model %s predicted, and it has been removed since: restore %s from a backup", version, from)}
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
	env.Home, env.Memory, env.Revision = p.rerun.Dir, &job.Memory{}, commit.GitRevision // nobody queries what it writes
	env.Now = func() time.Time { return commit.AsOf }
	var err error
	env.Config, err = config.Stored([]byte(commit.Config))
	return env, err
}

// replay makes a run again as of one moment and compares.
func (p *snapshotHome) replay(ctx context.Context, s runCommits) (out ReplayedRun, err error) {
	first := s.commits[0]
	out = ReplayedRun{
		RunID: s.RunID, Pipeline: first.Pipeline, AsOf: s.AsOf, Commits: len(s.commits), Model: first.Model,
		Revision: first.GitRevision, ByRevision: p.env.Revision, SameInputs: true,
	}
	if err := warehouse.Copy(ctx, p.stored, p.rerun); err != nil {
		return out, err
	}
	if err := warehouse.Rewind(ctx, p.rerun, s.First); err != nil {
		return out, err
	}
	if first.Staged != "" {
		if err := p.stage(ctx, s.AsOf); err != nil {
			return out, err
		}
		out.SameInputs = p.raw == first.Staged
	}
	for _, commit := range s.commits {
		if err := p.installChampion(commit.Model); err != nil {
			return out, err
		}
		if err := p.runJob(ctx, commit); err != nil {
			return out, err
		}
	}
	compared, err := warehouse.Compare(ctx, p.stored, p.rerun, s.RunCommits)
	out.Rows, out.Differences = compared.Rows, compared.Differences
	out.Identical = err == nil && len(out.Differences) == 0
	return out, err
}

// runJob runs the job of a commit in the second home.
func (p *snapshotHome) runJob(ctx context.Context, commit warehouse.Commit) error {
	env, err := p.envOf(commit)
	if err != nil {
		return err
	}
	var asked job.Arguments
	if err := json.Unmarshal([]byte(commit.Arguments), &asked); err != nil {
		return fmt.Errorf("read what the run was asked: %w", err)
	}
	var fetch job.Fetch
	if asked.Fetched { // what it brought has landed by the clock
		fetch = func(context.Context, job.Env) (job.Asked, error) { return job.Asked{}, nil }
	}
	entry, can := repeatable(commit.Pipeline)
	if !can {
		return fmt.Errorf("a run of the job %s cannot be made again", commit.Pipeline)
	}
	return entry.Again(ctx, env, asked, fetch)
}
