package pipelines

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/stages/land/sportmonks"
)

// smallLeague is a league of ten clubs: five fixtures a round.
var smallLeague = []world.League{{ID: 8, Name: "Premier League", Code: "UK PL", Country: "England", Level: 1, Clubs: 10, Goals: 1.3}}

// simulated is a home, the small league's history landed and a champion
// trained on it, and what plays the jobs there.
func simulated(t *testing.T, start time.Time) (*world.World, Cron, string) {
	t.Helper()
	const token = "a-token-that-must-not-be-found"
	w := world.New(world.Options{Seed: 5, Start: start, Seasons: 3, Leagues: smallLeague})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: token}))
	t.Cleanup(server.Close)
	clock := NewClock(start, w.SetNow)
	env := weeklyEnv(t.TempDir(), start)
	env.Now = clock.Now
	env.Config.Gate.MinFixtures = 60
	source := SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey(token), HTTP: server.Client(), Sleep: clock.Sleep}
	history := source
	history.From, history.To = start.AddDate(-3, 0, 0), start.AddDate(0, 0, 14)
	if _, err := LandSportmonks(t.Context(), env, history); err != nil {
		t.Fatal(err)
	}
	if _, err := Weekly(t.Context(), env, WeeklyOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	jobs, err := CronJobs(source, WeeklyOptions{Force: true})
	if err != nil {
		t.Fatal(err)
	}
	return w, Cron{Env: env, Clock: clock, Jobs: jobs}, env.Home
}

func TestAWeekendOfTheSimulatorIsPredictedLinedUpAndSettled(t *testing.T) {
	friday := time.Date(2026, time.March, 6, 18, 0, 0, 0, time.UTC)
	_, cron, home := simulated(t, friday)
	ran := map[string]int{}
	cron.After = func(tick Tick) error {
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
	} {
		if got := one(t, home, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	passesChecks(t, home)
	madeAgain(t, cron.Env, 20)
	r, err := Explain(t.Context(), cron.Env, ExplainOptions{Fixture: one(t, home, "SELECT fixture_id FROM predictions WHERE lineup_available ORDER BY prediction_time DESC LIMIT 1")})
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, r)
	if !*r.Identical || !r.Lineups.Announced || r.Lineups.Move == 0 {
		t.Errorf("a prediction upon line-ups is explained by %+v, as the books have it: %v", r.Lineups, *r.Identical)
	}
}

func TestAJobsFailureDoesNotEndThePlay(t *testing.T) {
	start := time.Date(2026, time.March, 6, 18, 0, 0, 0, time.UTC)
	every, err := ParseSchedule("*/15 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	clock, failed, skipped := NewClock(start, nil), 0, 0
	cron := Cron{Env: weeklyEnv(t.TempDir(), start), Clock: clock, Jobs: []CronJob{{
		Name: "odd", When: every,
		Due: func(_ context.Context, now time.Time) (bool, error) { return now.Minute() != 30, nil },
		Run: func(context.Context, Env) (any, error) { return nil, errors.New("not today") },
	}}, After: func(tick Tick) error {
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
