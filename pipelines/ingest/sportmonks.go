package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday/pipelines/job"
	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/stages/staging/answers"
	"matchday/warehouse"
)

// SportmonksOptions say what to land of the Sportmonks API: a range of days from
// the API itself, or files that hold its answers.
type SportmonksOptions struct {
	From, To time.Time // UTC days, both included
	Leagues  []int64   // none: all of the plan
	BaseURL  string    // "": the API's own
	Key      sportmonks.Key
	HTTP     *http.Client // nil: the default
	// Markets are the API's ids of the markets whose past prices are landed; none:
	// all that are staged.
	Markets []int64
	// Sleep is how the client waits; nil: by the system's clock.
	Sleep func(context.Context, time.Duration) error
	Cache sportmonks.Cache // of answers; nil: files in the home

	Files     []string  // land these instead of asking the API
	FetchedAt time.Time // when the files' answers became known; zero: as the files say
	Entity    string    // of objects in files that do not name their entity

	budget time.Duration // for all requests and waits of a job; zero: no limit
}

// How long a job may ask the API, repeated requests and waits included. A live job
// ends before it is due again, the weekly one before the morning. What is missing
// then, the next run asks for.
const (
	liveBudget   = 10 * time.Minute
	weeklyBudget = 6 * time.Hour
)

// client returns a client of the API. It calls progress, unless that is nil, as the
// work goes on.
func (o SportmonksOptions) client(env job.Env, progress func(done, total int)) (*sportmonks.Client, error) {
	cache := o.Cache
	if cache == nil {
		cache = ResponseCache(env)
	}
	var deadline time.Time
	if o.budget > 0 {
		deadline = env.Now().Add(o.budget)
	}
	seed := uint64(env.Config.Train.Seed)
	return sportmonks.New(sportmonks.Config{
		Deadline: deadline,
		BaseURL:  o.BaseURL, Key: o.Key, HTTP: o.HTTP, Now: env.Now, Sleep: o.Sleep, Rand: rand.New(rand.NewPCG(seed, seed)),
		Log: env.Log, Cache: cache, Progress: progress,
		Answered: func(h http.Header) error { return env.Answered("the API", h) },
	})
}

// ResponseCache is the home's own cache of the API's responses.
func ResponseCache(e job.Env) sportmonks.DiskCache {
	return sportmonks.DiskCache{Dir: filepath.Join(e.Home, "cache", "sportmonks")}
}

// What a backfill asks of fixtures. Each group of includes has a request of its own,
// because the API refuses the whole request if the plan lacks one of them. The
// numbers are the API's ids of statistics, player details and markets.
var (
	backfillFixtures = sportmonks.FixtureQuery{
		Include:        []string{"participants", "scores", "statistics", "state", "venue"},
		StatisticTypes: []int64{34, 42, 45, 51, 56, 83, 84, 85, 86},
	}
	backfillDetails = []sportmonks.FixtureQuery{
		{Include: []string{"odds"}, Markets: []int64{1, 6, 80}},
		{Include: []string{"lineups.details", "formations", "sidelined.sideline"}, DetailTypes: []int64{52, 79, 118, 119}},
	}
)

// SportmonksReport counts what was landed from the API or from files of its answers.
type SportmonksReport struct {
	Objects   int            `json:"objects"`   // new in the lake
	Unchanged int            `json:"unchanged"` // had landed before
	ByEntity  map[string]int `json:"by_entity"`
	Bytes     int64          `json:"bytes"`
	job.APIUsage
	Skipped  []string           `json:"skipped"`
	Refused  []string           `json:"refused"`
	Fixtures int                `json:"fixtures"` // in the lake, after staging
	Rejected map[string]int     `json:"rejected"`
	Seconds  map[string]float64 `json:"seconds"`
	job.Committed
}

// Err is non-nil if a file was refused; the others are landed.
func (r SportmonksReport) Err() error { return refusedFiles(r.Refused) }

// LandSportmonks lands fixtures from the Sportmonks API, or files of its answers,
// then stages the whole lake and publishes. After an interruption, the next call
// goes on behind the windows of days that had landed whole.
func LandSportmonks(ctx context.Context, env job.Env, o SportmonksOptions) (report SportmonksReport, err error) {
	home, err := env.Make("land")
	if err == nil {
		err = env.ClockIsNotAhead()
	}
	if err != nil {
		return SportmonksReport{}, err
	}
	watch := job.NewTimer(env)
	if len(o.Files) == 0 {
		// Asking takes long: the lake is locked only while answers are written.
		if err := report.landAPI(ctx, env, home, o); err != nil {
			return report, err
		}
		watch.Lap("land")
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if len(o.Files) > 0 {
		if err := report.landFiles(ctx, env, o); err != nil {
			return report, err
		}
		watch.Lap("land")
	}
	if err := report.stage(ctx, env, home, watch); err != nil {
		return report, err
	}
	report.Seconds = watch.ByStage()
	return report, nil
}

func (r *SportmonksReport) landFiles(ctx context.Context, env job.Env, o SportmonksOptions) error {
	landed, err := sportmonks.LandFiles(ctx, sportmonks.FilesInput{Lake: env.Lake(), Paths: o.Files, FetchedAt: o.FetchedAt, Entity: o.Entity, Key: o.Key})
	if err != nil {
		return err
	}
	r.count(landed.Landed)
	for _, note := range landed.Skipped {
		r.Skipped = append(r.Skipped, note.String())
	}
	for _, note := range landed.Refused {
		r.Refused = append(r.Refused, note.String())
	}
	return nil
}

func (r *SportmonksReport) landAPI(ctx context.Context, env job.Env, home warehouse.Home, o SportmonksOptions) error {
	bar := env.Bar("land sportmonks")
	defer bar.Done()
	client, err := o.client(env, func(done, total int) { bar.Show(float64(done) / float64(max(1, total))) })
	if err != nil {
		return err
	}
	reference, err := client.Reference(ctx, o.Leagues)
	if err != nil {
		return err
	}
	to := lakeWriter{env, home}
	landed, err := to.write(ctx, reference)
	r.count(landed)
	if err != nil {
		return err
	}
	fixtures, details := backfillFixtures, slices.Clone(backfillDetails)
	fixtures.Leagues = o.Leagues
	if len(o.Markets) > 0 {
		details[0].Markets = o.Markets
	}
	backfill, err := client.Backfill(ctx, sportmonks.BackfillInput{
		Lake: env.Lake(), From: o.From, To: o.To, Fixtures: fixtures, Details: details, Lock: to.lock,
	})
	r.count(backfill.Landed)
	r.APIUsage = usageOf(client)
	r.Saved += backfill.Skipped
	return err
}

// lakeWriter lands the API's answers. It locks the lake for each write alone,
// because asking takes long.
type lakeWriter struct {
	env  job.Env
	home warehouse.Home
}

// lock locks the lake for one write.
func (l lakeWriter) lock(ctx context.Context) (release func() error, err error) {
	lock, err := l.home.LockLake(ctx)
	if err != nil {
		return nil, err
	}
	return lock.Release, nil
}

// write lands objects.
func (l lakeWriter) write(ctx context.Context, objects []sportmonks.Object) (landed sportmonks.Landed, err error) {
	release, err := l.lock(ctx)
	if err != nil {
		return landed, err
	}
	defer func() { err = errors.Join(err, release()) }()
	return sportmonks.Land(l.env.Lake(), objects)
}

func (r *SportmonksReport) count(n sportmonks.Landed) {
	r.Objects += n.Objects
	r.Unchanged += n.Unchanged
	r.Bytes += n.Bytes
	if r.ByEntity == nil {
		r.ByEntity = map[string]int{}
	}
	for entity, count := range n.ByEntity {
		r.ByEntity[entity] += count
	}
}

// stage stages the lake and publishes.
func (r *SportmonksReport) stage(ctx context.Context, env job.Env, home warehouse.Home, watch *job.Timer) error {
	staged, err := staging.Run(ctx, staging.Input{Lake: env.Lake()})
	if err != nil {
		return err
	}
	watch.Lap("stage")
	r.Fixtures, r.Rejected = staged.Fixtures, staged.Rejected
	r.Committed.PublishDue(ctx, env, home)
	watch.Lap("publish")
	return nil
}

// WriteText prints the counts.
func (r SportmonksReport) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Landed %d objects (%.1f MB), %d unchanged", r.Objects, float64(r.Bytes)/1e6, r.Unchanged)
	for i, entity := range slices.Sorted(maps.Keys(r.ByEntity)) {
		fmt.Fprintf(&b, "%s %d %s", map[bool]string{true: ":", false: ","}[i == 0], r.ByEntity[entity], entity)
	}
	fmt.Fprintln(&b)
	b.WriteString(r.Line())
	for _, note := range r.Skipped {
		fmt.Fprintf(&b, "  skipped: %s\n", note)
	}
	for _, note := range r.Refused {
		fmt.Fprintf(&b, "  refused: %s\n", note)
	}
	fmt.Fprintf(&b, "Staged %d fixtures\n", r.Fixtures)
	for _, reason := range slices.Sorted(maps.Keys(r.Rejected)) {
		fmt.Fprintf(&b, "  rejected: %d  %s\n", r.Rejected[reason], reason)
	}
	b.WriteString(r.WarningLines())
	_, err := io.WriteString(w, b.String())
	return err
}

// usageOf counts what a client has asked so far.
func usageOf(client *sportmonks.Client) job.APIUsage {
	used := client.Usage()
	return job.APIUsage{Requests: used.Requests, Saved: used.Saved, Left: used.Left}
}

// FedByAPI reports whether responses of the API have landed in the home.
func FedByAPI(env job.Env) (bool, error) {
	return env.Lake().Holds(answers.Folder)
}
