package homes

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// saturday is an hour and a half before the first kick-off of a round of the small league.
var saturday = time.Date(2026, time.March, 7, 11, 0, 0, 0, time.UTC)

// begun is a home with a history and a champion, and its world.
func begun(t *testing.T, dir string) *Home {
	t.Helper()
	h, err := Open(dir, world.Options{Seed: 5, Start: saturday, Seasons: 2, Leagues: hometest.SmallLeague})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	h.Env.Config = hometest.Env(dir, saturday).Config
	h.Env.Config.Gate.MinFixtures = 60
	return h
}

// TestAGeneratedWeekLooksLikeAWeekOfTicks plays the same ticks twice, once by the jobs
// and once as benchmark homes are made, and compares what both leave: a week in make soak,
// the afternoon of a round otherwise.
func TestAGeneratedWeekLooksLikeAWeekOfTicks(t *testing.T) {
	end := saturday.Add(5 * time.Hour)
	if os.Getenv("MATCHDAY_SOAK") != "" {
		end = saturday.Add(week)
	}
	real := begun(t, t.TempDir())
	if err := real.LandHistory(t.Context(), saturday.AddDate(-2, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := real.Train(t.Context()); err != nil {
		t.Fatal(err)
	}
	made := begun(t, hometest.Copy(t, real.Env.Home))
	if err := made.follow(t.Context()); err != nil {
		t.Fatal(err)
	}

	play(t, real, end)
	if err := made.Until(t.Context(), end); err != nil {
		t.Fatal(err)
	}

	want, got := landed(t, real), landed(t, made)
	if len(want) < 100 {
		t.Errorf("the ticks landed %d answers: the comparison says nothing", len(want))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("other answers landed than by real ticks (-real +made):\n%.3000s", d)
	}
	for query, apart := range map[string]float64{
		"SELECT count(*) FROM runs": 0, "SELECT count(*) FROM commits": 0, "SELECT count(*) FROM commits WHERE bare": 0,
		"SELECT count(*) FROM predictions":       0,
		"SELECT count(*) FROM model_predictions": 0, "SELECT count(*) FROM results": 0, "SELECT count(*) FROM lineup_updates": 0,
		"SELECT count(*) FROM predictions WHERE lineup_available": 0, "SELECT count(*) FROM skips": 0.5, "SELECT count(*) FROM bets": 3,
	} {
		want, got := count(t, real, query), count(t, made, query)
		if want == 0 || got == 0 || float64(max(want, got)) > float64(min(want, got))*(1+apart) {
			t.Errorf("%s: %d by the jobs, %d made", query, want, got)
		}
	}
	for _, table := range []string{
		"predictions", "model_predictions", "bets", "bet_versions", "results", "ledger", "lineup_updates", "skips", "runs", "commits",
	} {
		if d := cmp.Diff(shape(t, real, table), shape(t, made, table)); d != "" {
			t.Errorf("rows of %s have other columns filled than by real ticks (-real +made):\n%s", table, d)
		}
	}
	if d := cmp.Diff(files(t, real), files(t, made)); d != "" {
		t.Errorf("other files than by real ticks (-real +made):\n%s", d)
	}
}

// play runs every job of the crontab from the clock to a moment.
func play(t *testing.T, h *Home, end time.Time) {
	t.Helper()
	cron := schedule.Cron{
		Env: h.Env, Clock: h.Clock, Jobs: schedule.Jobs(ingest.Sources{API: &h.API}, weekly.Options{Force: true}),
		After: func(tick schedule.Tick) error { return tick.Err },
	}
	if err := cron.Play(t.Context(), h.Clock.Now(), end); err != nil {
		t.Fatal(err)
	}
	h.Clock.Set(end)
	if err := h.Env.PublishDeferred(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// landed lists the answers in a lake and their sightings.
func landed(t *testing.T, h *Home) (out []string) {
	t.Helper()
	for _, folder := range []string{answers.Folder, answers.SeenFolder} {
		paths, err := h.Env.Lake().Files(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			rows, err := lake.ReadFile[answers.Seen](path)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				at := time.UnixMicro(r.FetchedAt).UTC().Format(time.RFC3339)
				out = append(out, fmt.Sprintf("%s %s %s %s %s %.16s", folder, at, r.Entity, r.ID, r.Request, r.SHA256))
			}
		}
	}
	slices.Sort(out)
	return out
}

// shape says of each column of a table whether it is always, never or sometimes filled.
// Of goals the small world's champion says nothing.
func shape(t *testing.T, h *Home, table string) map[string]string {
	t.Helper()
	out := map[string]string{}
	columns := strings.Split(strings.Split(hometest.Query(t, h.Env.Home, "SELECT * FROM "+table+" LIMIT 0"), "\n")[0], ",")
	columns = slices.DeleteFunc(columns, func(c string) bool { return slices.Contains([]string{"home_rate", "away_rate", "rho", "width"}, c) })
	filled := make([]string, len(columns))
	for i, c := range columns {
		filled[i] = fmt.Sprintf("CASE count(%s) WHEN count(*) THEN 'always' WHEN 0 THEN 'never' ELSE 'sometimes' END", c)
	}
	answer := hometest.QueryOne(t, h.Env.Home, fmt.Sprintf("SELECT %s FROM %s", strings.Join(filled, ", "), table))
	for i, word := range strings.Split(answer, ",") {
		out[columns[i]] = word
	}
	return out
}

func count(t *testing.T, h *Home, query string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(hometest.QueryOne(t, h.Env.Home, query), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// files counts the landed files by folder, and names the folders of staged tables and
// what else stands in the home's own.
func files(t *testing.T, h *Home) map[string]int {
	t.Helper()
	out := map[string]int{}
	for path := range maps.Keys(hometest.Tree(t, h.Env.Home)) {
		dir := filepath.Dir(path)
		switch {
		case strings.HasPrefix(dir, filepath.Join("lake", "raw")):
			out[dir]++
		case strings.HasPrefix(dir, filepath.Join("lake", "staged")):
			out[dir] = 1
		case dir == "." && !strings.HasSuffix(path, ".lock"):
			out[path] = 1
		}
	}
	return out
}
