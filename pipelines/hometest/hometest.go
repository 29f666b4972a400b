// Package hometest makes homes for tests: files and answers of the invented world,
// landed at a moment, and what tests read of such a home.
package hometest

import (
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/config"
	"matchday/invented/matchfiles"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/warehouse"
)

// Sundays on which these tests run the weekly job on the invented world: the
// first champion comes on the one, challengers on the other.
var (
	FirstSunday = time.Date(2025, time.March, 2, 2, 0, 0, 0, time.UTC)
	LaterSunday = time.Date(2025, time.March, 30, 2, 0, 0, 0, time.UTC)
)

func Env(home string, now time.Time) job.Env {
	conf := config.Defaults()
	conf.Train.BurnInSeasons = 1
	conf.Train.XGBoost.MaxRounds, conf.Train.XGBoost.Seeds = 20, 1
	return job.Env{
		Home: home, Now: func() time.Time { return now }, Config: conf, Log: slog.New(slog.DiscardHandler),
		Stopwatch: func() time.Duration { return 0 }, Revision: "test",
	}
}

// Landed is a home in which the invented world has landed.
func Landed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := matchfiles.New(matchfiles.DefaultSeed).Write(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "home")
	if _, err := ingest.LandFiles(t.Context(), Env(home, FirstSunday), []string{filepath.Join(dir, "files")}); err != nil {
		t.Fatal(err)
	}
	return home
}

// Copy is a home with all that another holds.
func Copy(t *testing.T, home string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(home, to); err != nil {
		t.Fatal(err)
	}
	return to
}

// Tree is every file below a folder with its content.
func Tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func Champion(t *testing.T, home string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home, "models", "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func Query(t *testing.T, home, text string) string {
	t.Helper()
	var b bytes.Buffer
	table, err := warehouse.FormatTo(&b, "csv")
	if err == nil {
		err = warehouse.Query(t.Context(), warehouse.Home{Dir: home}, text, table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Tables are the tables that the weekly job writes.
func Tables(t *testing.T, home string) string {
	t.Helper()
	var all []string
	for _, table := range []string{"runs", "models", "deployments", "verdicts", "verdict_groups", "verdict_losses", "verdict_drift", "verdict_divergences"} {
		all = append(all, Query(t, home, "FROM "+table+" ORDER BY ALL"))
	}
	return strings.Join(all, "\n")
}

func DefaultEnv(home string) job.Env {
	conf := config.Defaults()
	conf.Train.BurnInSeasons = 1
	conf.Train.XGBoost.MaxRounds, conf.Train.XGBoost.Seeds = 20, 1
	conf.Strategies = append(conf.Strategies, matchday.Strategy{
		Name: "lines", Rule: "value", Markets: []matchday.Market{matchday.MarketTotal, matchday.MarketAsian}, MinEdge: 0.01, Bankroll: "1000.00",
	})
	return job.Env{
		Home: home, Now: func() time.Time { return time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC) }, Config: conf,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Stopwatch: func() time.Duration { return 0 },
	}
}
