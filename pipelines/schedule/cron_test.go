package schedule_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/livetest"
	"matchday/pipelines/replay"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/stages/land/sportmonks"
)

// simulated is a home, the small league's history landed and a champion
// trained on it, and what plays the jobs there.
func simulated(t *testing.T, start time.Time) (*world.World, schedule.Cron, string) {
	t.Helper()
	const token = "a-token-that-must-not-be-found"
	w := world.New(world.Options{Seed: 5, Start: start, Seasons: 3, Leagues: hometest.SmallLeague})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: token}))
	t.Cleanup(server.Close)
	clock := job.NewClock(start, w.SetNow)
	env := hometest.Env(t.TempDir(), start)
	env.Now = clock.Now
	env.Config.Gate.MinFixtures = 60
	source := ingest.SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey(token), HTTP: server.Client(), Sleep: clock.Sleep}
	history := source
	history.From, history.To = start.AddDate(-3, 0, 0), start.AddDate(0, 0, 14)
	if _, err := ingest.LandSportmonks(t.Context(), env, history); err != nil {
		t.Fatal(err)
	}
	if _, err := weekly.Run(t.Context(), env, weekly.Options{Force: true}); err != nil {
		t.Fatal(err)
	}
	return w, schedule.Cron{Env: env, Clock: clock, Jobs: schedule.Jobs(ingest.Sources{API: &source}, weekly.Options{Force: true})}, env.Home
}

func TestAWeekendOfTheSimulatorIsPredictedLinedUpAndSettled(t *testing.T) {
	friday := time.Date(2026, time.March, 6, 18, 0, 0, 0, time.UTC)
	_, cron, home := simulated(t, friday)
	cron.Overlap = schedule.Overlapping
	ran := map[string]int{}
	cron.After = func(tick schedule.Tick) error {
		ran[tick.Job]++
		return tick.Err
	}
	if err := cron.Play(context.Background(), friday, friday.Add(6*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if ran["hourly"] != 6 || ran["lineups"] != 24 || ran["settle"] != 12 {
		t.Errorf("ran %v", ran)
	}
	for query, want := range map[string]string{
		"SELECT count(DISTINCT fixture_id) >= 5 FROM predictions":            "true",
		"SELECT count(*) > 0 FROM predictions WHERE lineup_available":        "true",
		"SELECT count(*) > 0 FROM results":                                   "true",
		"SELECT count(*) > 0 FROM bets":                                      "true",
		"SELECT count(*) FROM runs WHERE status <> 'done'":                   "0",
		"SELECT count(*) FROM bets WHERE status = 'settled' AND clv IS NULL": "0",
		livetest.SettledInside:                                               "true",
		livetest.SettledAround:                                               "true",
	} {
		if got := hometest.QueryOne(t, home, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	livetest.PassesChecks(t, home)
	livetest.MadeAgain(t, cron.Env, 20)
	r, err := replay.Explain(t.Context(), cron.Env, replay.ExplainOptions{Fixture: hometest.QueryOne(t, home, "SELECT fixture_id FROM predictions WHERE lineup_available ORDER BY prediction_time DESC LIMIT 1")})
	if err != nil {
		t.Fatal(err)
	}
	livetest.AddsUp(t, r)
	if !*r.Identical || !r.Lineups.Announced || r.Lineups.Move == 0 {
		t.Errorf("a prediction upon line-ups is explained by %+v, as the warehouse has it: %v", r.Lineups, *r.Identical)
	}
}

func TestAJobsFailureDoesNotEndThePlay(t *testing.T) {
	start := time.Date(2026, time.March, 6, 18, 0, 0, 0, time.UTC)
	clock, failed, skipped := job.NewClock(start, nil), 0, 0
	cron := schedule.Cron{Env: hometest.Env(t.TempDir(), start), Clock: clock, Jobs: []schedule.Entry{{
		Job: job.Job{Name: "odd", When: "*/15 * * * *"},
		Run: func(context.Context, job.Env) (any, error) { return nil, errors.New("not today") },
	}}, Due: func(_ context.Context, _ schedule.Entry, now time.Time) (bool, error) { return now.Minute() != 30, nil }, After: func(tick schedule.Tick) error {
		if tick.Skipped {
			skipped++
		}
		if tick.Err != nil {
			failed++
		}
		return nil
	}}
	if err := cron.Play(t.Context(), start, start.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if failed != 6 || skipped != 2 || !clock.Now().Equal(start.Add(105*time.Minute)) {
		t.Errorf("%d failed, %d skipped, the clock shows %s", failed, skipped, clock.Now())
	}
}
