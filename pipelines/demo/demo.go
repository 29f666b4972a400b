// Package demo plays the schedule of all jobs on a virtual clock against the
// simulator, and audits the bets and predictions.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"matchday"
	"matchday/invented/api"
	"matchday/invented/matchfiles"
	"matchday/invented/world"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/stages/land/sportmonks"
	"matchday/warehouse"
)

// Options say what the demo plays.
type Options struct {
	Days     int       // of ticks, in all; zero: 21
	Clubs    int       // in each league; zero: 16
	Restart  bool      // start from the beginning
	Files    bool      // the jobs download match files and ask no API
	Seed     uint64    // from which the world is drawn; zero: that of the home's demo, or the default
	Messages io.Writer // gets a line now and then; nil is quiet

	// For tests: another first moment, another age of the training at which the
	// weekly job is due, and a stop after a tick.
	start   time.Time
	retrain time.Duration
	after   func(schedule.Tick) error
}

// The demo's world and its length.
const (
	demoDays    = 21
	demoClubs   = 16
	demoSeasons = 2 // whole ones, before the one under way
	demoSeed    = 1
	filesSeed   = 13 // of a demo on files
	demoKey     = "the-simulator-takes-this-key"
	// demoRetrain is the age of the last training from which a Sunday's weekly job is
	// due: in three weeks, only the second Sunday's is.
	demoRetrain = 10 * 24 * time.Hour
)

// demoStart is where the demo's clock begins: a Monday in mid-season.
var demoStart = time.Date(2026, time.February, 9, 6, 0, 0, 0, time.UTC)

// demoWorld describes a small football world: two leagues in each of two countries.
func demoWorld(s *state) world.Options {
	leagues := world.DefaultLeagues()
	for i := range leagues {
		leagues[i].Clubs = s.Clubs
	}
	return world.Options{Seed: s.seed(), Start: s.Start, Seasons: demoSeasons, Leagues: leagues}
}

// demo is one run of the demo.
type demo struct {
	env   job.Env
	opts  Options
	state *state
	world *world.World
	clock *job.Clock
	// sources are the simulated API, or the publisher's files of the same world.
	sources ingest.Sources
	home    warehouse.Home // of the summary
}

// Run plays some days of the schedule against the simulator, on a virtual clock. It
// lands some seasons, trains and deploys, and runs every job that is due at its minute,
// as cron would. After a kill, the next call goes on where this one stopped and comes
// to the same end. A demo that is over returns its summary again, or plays on if more
// days are asked for.
//
// The home must be empty or hold a demo; any other is refused.
func Run(ctx context.Context, env job.Env, o Options) (report Report, err error) {
	o = o.complete()
	home, err := env.Make("demo")
	if err != nil {
		return report, err
	}
	state, err := claimDemo(env.Home, o)
	if err != nil {
		return report, err
	}
	lock, err := warehouse.Acquire(ctx, filepath.Join(env.Home, "demo.lock"), home.Who, home.Wait)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if state.Stage == stageReal {
		return report, job.Refused{Reason: fmt.Sprintf("%s holds fixtures of the API, which must not mix with the simulator's: give the demo another --home, or start it from the beginning with --restart", env.Home)}
	}
	d := &demo{env: env, opts: o, state: state}
	stop, err := d.begin()
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if err := d.play(ctx); err != nil {
		return report, fmt.Errorf("the demo stopped at %s; run it again to go on from there: %w", d.clock.Now().Format(time.RFC3339), err)
	}
	return d.summary(ctx)
}

// complete fills in the defaults.
func (o Options) complete() Options {
	if o.Days == 0 {
		o.Days = demoDays
	}
	if o.Clubs == 0 {
		o.Clubs = demoClubs
	}
	if o.start.IsZero() {
		o.start = demoStart
	}
	if o.retrain == 0 {
		o.retrain = demoRetrain
	}
	if o.Messages == nil {
		o.Messages = io.Discard
	}
	return o
}

// begin starts the simulator on a free port, and the clock where it stopped.
func (d *demo) begin() (stop func() error, err error) {
	d.world = world.New(demoWorld(d.state))
	d.clock = job.NewClock(d.state.Clock, d.world.SetNow)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start the simulator: %w", err)
	}
	handler := api.Handler(d.world, api.Options{Key: demoKey})
	if d.state.Files {
		handler = matchfiles.Handler(d.world)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with Close
	d.sources = d.ask(listener.Addr().String())
	d.env.Now, d.env.Machine = d.clock.Now, nil
	d.env.Cache = &job.Cache{NoSync: true} // a demo can start from the beginning after a power cut
	d.env.Config.Train = demoTraining(d.env.Config.Train)
	return server.Close, nil
}

// ask returns the sources that stand at an address.
func (d *demo) ask(address string) ingest.Sources {
	var dial net.Dialer
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial.DialContext(ctx, network, address)
	}}}
	// The host stays the same at each start: answers are remembered by it.
	if d.state.Files {
		return ingest.Sources{Files: &ingest.DownloadOptions{HTTP: client, Sleep: d.clock.Sleep, FootballData: matchday.FootballData{
			Divisions: []string{"E0", "E1", "D1", "D2"}, Since: d.state.history().Year(), BaseURL: "http://simulator",
		}}}
	}
	return ingest.Sources{API: &ingest.SportmonksOptions{
		BaseURL: "http://simulator/v3", Key: sportmonks.NewKey(demoKey), Sleep: d.clock.Sleep, HTTP: client,
	}}
}

// demoTraining shortens the burn-in to the few seasons that there are.
func demoTraining(t matchday.Train) matchday.Train {
	t.BurnInSeasons = min(t.BurnInSeasons, demoSeasons-1)
	return t
}

// play does the remaining stages.
func (d *demo) play(ctx context.Context) error {
	for d.state.Stage != stageOver {
		var err error
		switch d.state.Stage {
		case stageHistory:
			err = d.land(ctx)
		case stageTraining:
			err = d.train(ctx)
		case stagePlay:
			err = d.playSchedule(ctx)
		}
		if err != nil {
			return err
		}
	}
	return d.env.PublishDeferred(ctx)
}

// land fetches the seasons before the demo's clock, and the fixtures of its weeks that
// are known by then.
func (d *demo) land(ctx context.Context) error {
	if d.state.Files {
		return d.download(ctx)
	}
	o := *d.sources.API
	o.From = d.state.history()
	o.To = d.state.Start.AddDate(0, 0, demoDays+7)
	o.Markets = []int64{1} // 1X2 alone: the models read no other prices, and each tick stages all of them
	began := d.env.Stopwatch()
	r, err := ingest.LandSportmonks(ctx, d.env, o)
	if err != nil {
		return err
	}
	d.printf("Landed %d fixtures of %d leagues since %s: %d requests, %.0f MB", r.Fixtures, len(world.DefaultLeagues()), o.From.Format(time.DateOnly), r.Requests, float64(r.Bytes)/1e6)
	d.state.count("land", r.APIUsage, d.env.Stopwatch()-began)
	return d.state.enter(stageTraining)
}

// download lands the files of these seasons.
func (d *demo) download(ctx context.Context) error {
	began := d.env.Stopwatch()
	r, err := ingest.Download(ctx, d.env, *d.sources.Files)
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		return err
	}
	d.printf("Landed %d fixtures of %d files since %d: %.1f MB", r.Fixtures, r.Landed, d.sources.Files.Since, float64(r.Bytes)/1e6)
	d.state.count("land", job.APIUsage{Downloads: r.Downloads}, d.env.Stopwatch()-began)
	return d.state.enter(stageTraining)
}

// train trains and deploys the first champion.
func (d *demo) train(ctx context.Context) error {
	began := d.env.Stopwatch()
	r, err := weekly.Run(ctx, d.env, weekly.Options{})
	if err != nil {
		return err
	}
	if err := r.Err(); err != nil {
		return err
	}
	d.printf("Trained %s on %d fixtures and deployed it", r.Version, r.Rows)
	d.state.Trained = d.clock.Now()
	d.state.count("weekly", r.APIUsage, d.env.Stopwatch()-began)
	return d.state.enter(stagePlay)
}

// playSchedule runs the schedule to the demo's end.
func (d *demo) playSchedule(ctx context.Context) error {
	due, err := schedule.ReadDue(ctx, d.env)
	if err != nil {
		return err
	}
	isDue := func(_ context.Context, e schedule.Entry, now time.Time) (bool, error) {
		switch {
		case d.state.played(now, e.Name):
			return false, nil
		case e.Name == weekly.Job.Name:
			return now.Sub(d.state.Trained) >= d.opts.retrain, nil
		case d.state.Files && e.Name == live.HourlyJob.Name && now.Hour()%6 == 2:
			return true, nil // prices may be out, which nobody has landed
		case d.state.Files && e.Name == live.SettleJob.Name && (now.Hour()%6 != 2 || now.Minute() != 0):
			return false, nil // no file is asked for more often
		}
		return due.Due(e, now)
	}
	bar := d.env.Bar("ticks")
	defer bar.Done()
	end := d.state.end()
	cron := schedule.Cron{Env: d.env, Clock: d.clock, Jobs: schedule.Jobs(d.sources, weekly.Options{}), Due: isDue, Overlap: schedule.Overlapping, After: func(t schedule.Tick) error {
		bar.Show(float64(t.At.Sub(d.state.Start)) / float64(end.Sub(d.state.Start)))
		if d.state.played(t.At, t.Job) {
			return nil
		}
		return d.observe(ctx, t, due)
	}}
	if err := cron.Play(ctx, d.state.At, end); err != nil {
		return err
	}
	return d.state.enter(stageOver)
}

// observe records a tick and what it changed. Once a week it publishes the warehouse.
func (d *demo) observe(ctx context.Context, t schedule.Tick, due *schedule.DueJobs) error {
	if d.opts.after != nil {
		if err := d.opts.after(t); err != nil {
			return err
		}
	}
	var refused job.Refused
	if t.Job == weekly.Job.Name && !t.Skipped {
		if t.Err == nil || errors.As(t.Err, &refused) {
			d.state.Trained = t.At
		}
		if r, ok := t.Report.(weekly.Report); ok && t.Err == nil {
			d.printf("%s: trained %s on %d fixtures and deployed it", t.At.Format("Mon 02 Jan 15:04"), r.Version, r.Rows)
		} else if errors.As(t.Err, &refused) {
			d.printf("%s: %s", t.At.Format("Mon 02 Jan 15:04"), refused.Reason)
		}
	}
	if t.Err != nil && !(t.Job == weekly.Job.Name && errors.As(t.Err, &refused)) {
		return t.Err
	}
	if err := due.Observe(ctx, t); err != nil {
		return err
	}
	if t.At.Truncate(24 * time.Hour).After(d.state.At.Truncate(24 * time.Hour)) {
		d.printf("%s", d.state.dayLine())
	}
	if t.Job == weekly.Job.Name { // a week is over
		if err := d.env.PublishDeferred(ctx); err != nil {
			return err
		}
	}
	return d.state.tick(t, d.clock.Now())
}

func (d *demo) printf(format string, args ...any) { fmt.Fprintf(d.opts.Messages, format+"\n", args...) }
