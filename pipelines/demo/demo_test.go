package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/pipelines/livetest"
	"matchday/pipelines/models"
	"matchday/pipelines/schedule"
	"matchday/stages/land/sportmonks"
	"matchday/warehouse/lake"
)

// smallDemo plays the matches of a Saturday, and the Sunday's training.
func smallDemo(days int) Options {
	return Options{Days: days, Clubs: 8, start: time.Date(2026, time.February, 14, 6, 0, 0, 0, time.UTC), retrain: 12 * time.Hour}
}

// demoEnv judges by less than the real gate: there are few fixtures, and the
// models are small.
func demoEnv(home string) job.Env {
	env := hometest.Env(home, demoStart)
	gate := &env.Config.Gate
	gate.MinFixtures, gate.LogLoss, gate.Brier, gate.Accuracy, gate.MaxExcess, gate.SureExcess = 60, 1.2, 0.8, 0.3, 0.3, 0.3
	return env
}

var theDemo struct {
	once   sync.Once
	home   string
	report Report
	err    error
}

// demoHome is a home in which a small demo has come to its end.
func demoHome(t *testing.T) (string, Report) {
	t.Helper()
	theDemo.once.Do(func() {
		if theDemo.home, theDemo.err = os.MkdirTemp("", "demo"); theDemo.err == nil {
			theDemo.report, theDemo.err = Run(context.Background(), demoEnv(theDemo.home), smallDemo(demoTestDays))
		}
	})
	if theDemo.err != nil {
		t.Fatal(theDemo.err)
	}
	return theDemo.home, theDemo.report
}

const demoTestDays = 1

func TestTheDemoEndsWithASummaryThatAgreesWithTheRawAnswers(t *testing.T) {
	home, r := demoHome(t)
	if err := r.Err(); err != nil {
		t.Error(err)
	}
	b := r.Bets
	if r.Fixtures == 0 || r.Lineups.Fixtures == 0 || r.Lineups.Moved <= 0 || b.Settled == 0 || b.Placed != b.Settled+b.Void+b.Open || r.Scores[1].N == 0 {
		t.Errorf("nothing to sum up: %+v", r)
	}
	if got := hometest.QueryOne(t, home, "SELECT sum(profit_loss) FROM bets WHERE status = 'settled'"); got != b.Recomputed.StringFixed(4) {
		t.Errorf("the bets say %s, recomputed %s", got, b.Recomputed)
	}
	truth, ensemble := r.Scores[0], r.Scores[1]
	if truth.Divergence != 0 || ensemble.Divergence <= 0 || ensemble.Divergence >= r.Scores[3].Divergence {
		t.Errorf("divergence from the truth: %+v", r.Scores)
	}
	for _, j := range r.Jobs {
		if j.Ran == 0 || j.Job == "weekly" && j.Ran != 2 || j.Job == "lineups" && j.Ran+j.Skipped != demoTestDays*96 {
			t.Errorf("%+v", j)
		}
	}
	if w := r.Worth; w.Bets == 0 || !w.Staked.Equal(b.Staked.Decimal) || !w.True.LessThan(w.Predicted.Decimal) || r.Returns.All().Bets != b.Settled {
		t.Errorf("worth %s; returns %+v", w, r.Returns.All())
	}
	livetest.PassesChecks(t, home)
	for _, query := range []string{livetest.SettledInside, livetest.SettledAround} {
		if hometest.QueryOne(t, home, query) != "true" {
			t.Errorf("hourly and settle did not meet in one minute: %s", query)
		}
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "recomputed from the raw scores and prices: "+b.Profit.StringFixed(2)) {
		t.Errorf("the summary says %s (%v)", text.String(), err)
	}
	// Each of the queries to try has an answer.
	for _, query := range demoQueries {
		if strings.Count(hometest.Query(t, home, query), "\n") < 2 {
			t.Errorf("no answer to %s", query)
		}
	}
}

// The jobs ask no API: Saturday's prices and Sunday's results come from match files.
func TestADemoOnFilesAgreesWithTheRawFiles(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	o := smallDemo(2)
	o.Files = true
	r, err := Run(t.Context(), demoEnv(home), o)
	if err = errors.Join(err, r.Err()); err != nil {
		t.Fatal(err)
	}
	if b := r.Bets; b.Settled == 0 || r.Scores[1].N == 0 || r.Lineups.Fixtures != 0 {
		t.Errorf("nothing to sum up: %+v", r)
	}
	requests := 0
	for _, j := range r.Jobs {
		if requests += j.Requests; j.Ran == 0 {
			t.Errorf("%+v", j)
		}
	}
	// 13 files to begin with, the coming fixtures every six hours, and the results.
	if requests < 13+8 || requests > 60 {
		t.Errorf("%d files were asked for: %+v", requests, r.Jobs)
	}
	livetest.PassesChecks(t, home)
	if _, err := Run(t.Context(), demoEnv(home), smallDemo(3)); !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "a demo on match files") {
		t.Errorf("it goes on on the API: %v", err)
	}
}

// demoBooks is what a demo leaves: books, staged tables and the champion.
func demoBooks(t *testing.T, home string) string {
	t.Helper()
	manifest, err := lake.Lake{Dir: filepath.Join(home, "lake")}.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	champion, err := models.Registry(demoEnv(home)).Champion()
	if err != nil {
		t.Fatal(err)
	}
	return livetest.Tables(t, home) + hometest.Query(t, home, "FROM names ORDER BY ALL") + fmt.Sprintf("\nstaged %v\nchampion %s", manifest.Tables, champion.Version)
}

// TestDemoChild is the process that kills itself in the next test.
func TestDemoChild(t *testing.T) {
	home, n := os.Getenv("MATCHDAY_DEMO_CHILD"), os.Getenv("MATCHDAY_DEMO_FAILPOINT")
	if home == "" {
		t.Skip("nothing is missing: TestADemoThatIsKilledComesToTheSameEnd runs it in a process of its own")
	}
	left, err := strconv.Atoi(n)
	if err != nil {
		t.Fatal(err)
	}
	point := func(name string) {
		if left--; left == 0 {
			fmt.Printf("killed: %s\n", name)
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	env := demoEnv(home)
	env.Failpoint = func(name string) error { point(name); return nil }
	env.Progress = progress(func() { point("progress") })
	if _, err := Run(t.Context(), env, smallDemo(demoTestDays)); err != nil {
		t.Fatal(err)
	}
}

// progress is told of each step of long work.
type progress func()

func (p progress) Write(b []byte) (int, error) {
	p()
	return len(b), nil
}

// TestADemoThatIsKilledComesToTheSameEnd kills it while it lands, and then every
// few ticks, at whatever point it is.
func TestADemoThatIsKilledComesToTheSameEnd(t *testing.T) {
	clean, _ := demoHome(t)
	home := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 1))
	points := map[string]int{}
	kills := 0
	for n := 10; ; n = 20 + rng.IntN(60) {
		c := exec.Command(os.Args[0], "-test.run", "^TestDemoChild$")
		c.Env = append(os.Environ(), "MATCHDAY_DEMO_CHILD="+home, "MATCHDAY_DEMO_FAILPOINT="+strconv.Itoa(n))
		out, err := c.CombinedOutput()
		if err == nil {
			break
		}
		_, point, killed := strings.Cut(string(out), "killed: ")
		if !killed {
			t.Fatalf("after %d kills: %v\n%s", kills, err, out)
		}
		points[strings.TrimSpace(point)]++
		kills++
	}
	if kills < 4 || len(points) < 3 || points["progress"] == 0 {
		t.Errorf("only killed at %v: the test showed little", points)
	}
	if d := cmp.Diff(demoBooks(t, clean), demoBooks(t, home)); d != "" {
		t.Errorf("killed at %v, it came to another end: %s", points, d)
	}
	t.Logf("killed at %v", points)
}

func TestADemoThatIsOverSumsUpAgainAndGoesOn(t *testing.T) {
	over, first := demoHome(t)
	home := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(over, home); err != nil {
		t.Fatal(err)
	}
	again, err := Run(t.Context(), demoEnv(home), smallDemo(1))
	if err != nil {
		t.Fatal(err)
	}
	again.Warehouse, again.Try = first.Warehouse, first.Try
	if d := cmp.Diff(asJSON(t, first), asJSON(t, again)); d != "" {
		t.Errorf("the second summary differs: %s", d)
	}
	ran := errors.New("far enough")
	var at time.Time
	o := smallDemo(demoTestDays + 1)
	o.after = func(tick schedule.Tick) error { at = tick.At; return ran }
	if _, err := Run(t.Context(), demoEnv(home), o); !errors.Is(err, ran) || at.Before(first.To) {
		t.Errorf("with one more day: %v at %s, the first play ended at %s", err, at, first.To)
	}
}

func asJSON(t *testing.T, r Report) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestADemoTakesNoHomeOfOthers(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "precious"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, restart := range []bool{false, true} {
		_, err := Run(t.Context(), demoEnv(home), Options{Restart: restart})
		if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "precious") {
			t.Errorf("restart %v: got %v, want a refusal", restart, err)
		}
	}
	if _, err := os.Stat(filepath.Join(home, "precious")); err != nil {
		t.Error(err)
	}
}

func TestARestartLeavesNothingOfTheLastDemo(t *testing.T) {
	home := t.TempDir()
	state := `{"stage":"play","start":"2026-02-09T06:00:00Z","days":9,"clubs":8}`
	if err := errors.Join(os.WriteFile(filepath.Join(home, demoFile), []byte(state), 0o644), os.MkdirAll(filepath.Join(home, "lake", "raw"), 0o755)); err != nil {
		t.Fatal(err)
	}
	s, err := claimDemo(home, Options{Days: 2, Clubs: 10, Restart: true, start: demoStart})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(home)
	if err != nil || len(entries) != 1 || s.Stage != stageHistory || s.Days != 2 || s.Clubs != 10 {
		t.Errorf("%v are left (%v), the state is %+v", entries, err, s)
	}
	// Killed while it removed, it goes on removing.
	if err := errors.Join(os.WriteFile(filepath.Join(home, demoFile), []byte(`{"stage":"restart"}`), 0o644), os.Mkdir(filepath.Join(home, "models"), 0o755)); err != nil {
		t.Fatal(err)
	}
	if s, err = claimDemo(home, Options{Days: 2, Clubs: 10}); err != nil || s.Stage != stageHistory {
		t.Errorf("%+v (%v)", s, err)
	}
	if _, err := os.Stat(filepath.Join(home, "models")); err == nil {
		t.Error("models are left")
	}
}

// The API of this test is the simulator too: nobody tells RealDemo.
func TestARealDemoRunsEveryJobOnceAndKeepsOffTheSimulators(t *testing.T) {
	friday := time.Date(2026, time.March, 6, 18, 30, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 5, Start: friday, Seasons: 3, Leagues: hometest.SmallLeague})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: "real-key"}))
	defer server.Close()
	home := t.TempDir()
	env := demoEnv(home)
	env.Now = func() time.Time { return friday }
	api := ingest.SportmonksOptions{BaseURL: server.URL + "/v3", Key: sportmonks.NewKey("real-key"), HTTP: server.Client()}
	for range 2 { // the second goes through it all again
		r, err := RunReal(t.Context(), env, Options{}, api)
		if err = errors.Join(err, r.Err()); err != nil {
			t.Fatal(err)
		}
		if !r.Weekly.Deployed || r.Hourly.Fixtures == 0 || r.Settle.RunID == "" || r.Lineups.RunID == "" {
			t.Errorf("deployed %v, %d fixtures, runs %q and %q", r.Weekly.Deployed, r.Hourly.Fixtures, r.Lineups.RunID, r.Settle.RunID)
		}
		var text strings.Builder
		if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "hourly as of") || !strings.Contains(text.String(), "settle as of") {
			t.Errorf("it says %s (%v)", text.String(), err)
		}
	}
	if _, err := Run(t.Context(), env, smallDemo(1)); !errors.As(err, new(job.Refused)) {
		t.Errorf("the simulator plays where the API's answers are: %v", err)
	}
	played := t.TempDir()
	if err := os.WriteFile(filepath.Join(played, demoFile), []byte(`{"stage":"play","start":"2026-02-09T06:00:00Z","days":9,"clubs":8,"jobs":{}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	env.Home = played
	if _, err := RunReal(t.Context(), env, Options{}, api); !errors.As(err, new(job.Refused)) {
		t.Errorf("the API's answers land where the simulator plays: %v", err)
	}
}
