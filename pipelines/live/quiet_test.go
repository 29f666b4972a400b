package live_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchday/invented/matchfiles"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/warehouse"
)

func TestAJobThatWritesNothingPublishesNothing(t *testing.T) {
	home := livetest.Home(t)
	start := hometest.LiveFriday
	livetest.MustHourly(t, home, start, live.HourlyOptions{})
	before := copyOf(t, home)
	quiet := map[string]func(at time.Time) error{
		"lineups": func(at time.Time) error {
			_, err := live.Lineups(t.Context(), hometest.Env(home, at), live.LineupsOptions{})
			return err
		},
		"settle": func(at time.Time) error {
			_, err := live.Settle(t.Context(), hometest.Env(home, at), live.SettleOptions{})
			return err
		},
		"hourly": func(at time.Time) error {
			_, err := live.Hourly(t.Context(), hometest.Env(home, at), live.HourlyOptions{})
			return err
		},
	}
	for n, name := range []string{"lineups", "settle", "hourly", "lineups"} {
		if err := quiet[name](start.Add(time.Duration(n+1) * time.Minute)); err != nil {
			t.Fatal(name, err)
		}
		if !os.SameFile(before, copyOf(t, home)) {
			t.Fatalf("%s wrote nothing and published", name)
		}
	}
	h := warehouse.Home{Dir: home}
	commits, err := warehouse.Commits(t.Context(), h)
	if err != nil || len(commits) != 5 {
		t.Errorf("the warehouse holds %d commits (%v), want those of all runs: 5", len(commits), err)
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM commits"); got != "1" {
		t.Errorf("the copy holds %s commits", got)
	}
	if older, err := warehouse.Behind(t.Context(), h); err != nil || older != "" {
		t.Errorf("the copy lacks runs that wrote nothing, and is told to be older: %s (%v)", older, err)
	}
	// The next job that writes brings all of them.
	livetest.MustHourly(t, home, start.Add(time.Hour), live.HourlyOptions{})
	if got := hometest.QueryOne(t, home, "SELECT string_agg(commit_no || ' ' || bare, ', ' ORDER BY commit_no) FROM commits"); got !=
		`"1 false, 2 true, 3 true, 4 true, 5 true, 6 false"` {
		t.Errorf("the copy holds the commits %s", got)
	}
	livetest.PassesChecks(t, home)
}

// A job that wrote nothing publishes what another left unpublished.
func TestAQuietJobPublishesWhatIsDue(t *testing.T) {
	for name, due := range map[string]func(t *testing.T, home string){
		"staged since": func(t *testing.T, home string) {
			env := hometest.Env(home, hometest.LiveFriday)
			env.Failpoint = failsAtPublish
			path := filepath.Join(t.TempDir(), "fixtures.csv")
			text := "Div,Date,HomeTeam,AwayTeam\nE0,17/05/2025,Arsenal,Liverpool\n"
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if r, err := ingest.LandFiles(t.Context(), env, []string{path}); err != nil || len(r.Warnings) == 0 {
				t.Fatalf("%+v (%v)", r, err)
			}
		},
		"written since": func(t *testing.T, home string) {
			env := hometest.Env(home, hometest.LiveFriday)
			env.Failpoint = failsAtPublish
			if r, err := live.Hourly(t.Context(), env, live.HourlyOptions{}); err != nil || len(r.Warnings) == 0 {
				t.Fatalf("%+v (%v)", r, err)
			}
			if older, err := warehouse.Behind(t.Context(), warehouse.Home{Dir: home}); older == "" {
				t.Errorf("the copy lacks predictions, and nobody says so (%v)", err)
			}
		},
		"written to by somebody else": func(t *testing.T, home string) {
			later := time.Now().Add(time.Minute)
			if err := os.Chtimes(filepath.Join(home, "analytics.duckdb"), later, later); err != nil {
				t.Fatal(err)
			}
		},
		"removed": func(t *testing.T, home string) {
			if err := os.Remove(filepath.Join(home, "analytics.duckdb")); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			home := livetest.Home(t)
			before := copyOf(t, home)
			due(t, home)
			settle := func(at time.Time) {
				if _, err := live.Settle(t.Context(), hometest.Env(home, at), live.SettleOptions{}); err != nil {
					t.Fatal(err)
				}
			}
			settle(hometest.LiveFriday.Add(time.Minute))
			published := copyOf(t, home)
			if os.SameFile(before, published) {
				t.Error("nothing was published")
			}
			settle(hometest.LiveFriday.Add(2 * time.Minute))
			if !os.SameFile(published, copyOf(t, home)) {
				t.Error("it was published twice")
			}
		})
	}
}

// Who asks when hourly has looked is told so, though the copy does not hold the run.
func TestTheLastLookIsThatOfARunThatWroteNothing(t *testing.T) {
	home := livetest.Home(t)
	first, second := hometest.LiveFriday, hometest.LiveFriday.Add(time.Hour)
	livetest.MustHourly(t, home, first, live.HourlyOptions{Within: time.Minute}) // it deposits
	livetest.MustHourly(t, home, second, live.HourlyOptions{Within: time.Minute})
	look, err := warehouse.LastLook(t.Context(), warehouse.Home{Dir: home})
	if err != nil || !look.Hourly.Time.Equal(second) {
		t.Errorf("hourly has looked at %v (%v), want %v", look.Hourly, err, second)
	}
	if got := hometest.QueryOne(t, home, "SELECT max(as_of) = '"+first.Format(time.RFC3339)+"' FROM commits"); got != "true" {
		t.Error("the copy holds the second run")
	}
	today, err := bets.Today(t.Context(), hometest.Env(home, second.Add(time.Minute)), time.UTC)
	if err != nil || today.Older != "" || today.Note != "" {
		t.Errorf("older: %q, note: %q (%v)", today.Older, today.Note, err)
	}
}

func TestLandingAgainWhatHasLandedPublishesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := matchfiles.New(matchfiles.DefaultSeed).Write(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	env := hometest.Env(filepath.Join(dir, "home"), hometest.FirstSunday)
	land := func() os.FileInfo {
		if _, err := ingest.LandFiles(t.Context(), env, []string{filepath.Join(dir, "files")}); err != nil {
			t.Fatal(err)
		}
		return copyOf(t, env.Home)
	}
	if first, again := land(), land(); !os.SameFile(first, again) {
		t.Error("it published again")
	}
}

func failsAtPublish(point string) error {
	if point == "publish" {
		return errors.New("no copy is made")
	}
	return nil
}

func copyOf(t *testing.T, home string) os.FileInfo {
	t.Helper()
	stat, err := os.Stat(filepath.Join(home, "analytics.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	return stat
}
