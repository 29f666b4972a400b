package schedule_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
)

// twin is a home in which all jobs run, each as a process would run it, and which
// may lose what they keep between them.
type twin struct {
	*soak
	t     *testing.T
	rng   *rand.Rand        // by which something is lost after a tick; nil: nothing ever is
	lost  []string          // what, and after which tick
	trail map[string]string // the sum of lake/staged and models after each tick
	ticks []string          // in their order
}

// playTwin plays the schedule from the soak's Saturday on.
func playTwin(t *testing.T, rng *rand.Rand, long time.Duration) *twin {
	t.Helper()
	w := &twin{soak: newSoak(soakHome(t), api.Faults{}), t: t, rng: rng, trail: map[string]string{}}
	t.Cleanup(w.close)
	w.cron.Env.Cache = nil
	w.cron.Jobs = schedule.Jobs(ingest.Sources{API: &w.source}, weekly.Options{Force: true, Fetch: ingest.FetchWeekly(w.source)})
	w.cron.Due = w.due
	w.cron.After = w.after
	if err := w.cron.Play(t.Context(), soakStart, soakStart.Add(long)); err != nil {
		t.Fatal(err)
	}
	return w
}

// due says so of weekly too, on its Sunday.
func (w *twin) due(ctx context.Context, e schedule.Entry, now time.Time) (bool, error) {
	if e.Name == weekly.Job.Name {
		return true, nil
	}
	return w.soak.due(ctx, e, now)
}

// after notes what stands after a tick, and loses some of what the next could use.
func (w *twin) after(tick schedule.Tick) error {
	if tick.Skipped {
		return nil
	}
	name := tick.At.Format(time.RFC3339) + " " + tick.Job
	if tick.Err != nil {
		return fmt.Errorf("%s: %w", name, tick.Err)
	}
	sum := sha256.New()
	for _, folder := range []string{filepath.Join("lake", "staged"), "models"} {
		tree := hometest.Tree(w.t, filepath.Join(w.home, folder))
		for _, file := range slices.Sorted(maps.Keys(tree)) {
			fmt.Fprintf(sum, "%s %d %s", file, len(tree[file]), tree[file])
		}
	}
	w.ticks, w.trail[name] = append(w.ticks, name), hex.EncodeToString(sum.Sum(nil))
	if w.rng == nil || w.rng.IntN(3) == 0 {
		return nil
	}
	what, err := w.lose(len(w.lost))
	w.lost = append(w.lost, name+": "+what)
	return err
}

// lose takes, cuts or rewrites caches, in one way after the other.
func (w *twin) lose(n int) (what string, err error) {
	derived := filepath.Join(w.home, "lake", "derived")
	var some []string // of the files
	err = filepath.WalkDir(derived, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && w.rng.IntN(2) == 0 {
			some = append(some, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	err = nil // there may be none
	switch n % 5 {
	case 0:
		for _, path := range []string{derived, filepath.Join(w.home, "cache"), filepath.Join(w.home, "analytics.spare.duckdb")} {
			err = errors.Join(err, os.RemoveAll(path))
		}
		return "all", err
	case 1:
		what = "some cut"
		for _, path := range some {
			err = errors.Join(err, w.cut(path))
		}
	case 2:
		what = "some of another program" // under keys that this one never asks for
		for _, path := range some {
			key := filepath.Dir(path)
			if _, gone := os.Stat(key); gone != nil {
				continue // with another file of the key
			}
			other := []byte(filepath.Base(key))
			slices.Reverse(other)
			to := filepath.Join(filepath.Dir(key), string(other))
			err = errors.Join(err, os.RemoveAll(to), os.Rename(key, to))
		}
	case 3:
		what = "some garbled" // and sound by their names
		garbled := []byte("another form of it")
		sum := sha256.Sum256(garbled)
		for _, path := range some {
			to := filepath.Join(filepath.Dir(path), hex.EncodeToString(sum[:])[:len(filepath.Base(path))])
			err = errors.Join(err, os.RemoveAll(path), os.WriteFile(to, garbled, 0o644))
		}
	default:
		what = "some gone"
		for _, path := range some {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return what, err
}

// cut writes the beginning of a file in its place; other homes may have linked it.
func (w *twin) cut(path string) error {
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(path, text[:w.rng.IntN(len(text)+1)], 0o644)
}

// TestJobsWhoseCachesAreLostWriteTheSameBytesAndRows holds a home that loses its caches at
// random moments against one that keeps them: lake/staged and the models after every job,
// and the rows of warehouse and copy at the end. "make soak" plays a week with two Sundays'
// trainings, three times.
func TestJobsWhoseCachesAreLostWriteTheSameBytesAndRows(t *testing.T) {
	long, seeds, of := 8*time.Hour, uint64(1), []string{live.HourlyJob.Name, live.LineupsJob.Name, live.SettleJob.Name}
	if os.Getenv("MATCHDAY_SOAK") != "" {
		long, seeds, of = 9*24*time.Hour, 3, append(of, weekly.Job.Name)
	}
	kept := playTwin(t, nil, long)
	for _, name := range of {
		if !strings.Contains(strings.Join(kept.ticks, "\n"), name) {
			t.Errorf("no %s was played: %q", name, kept.ticks)
		}
	}
	for seed := range seeds {
		lost := playTwin(t, rand.New(rand.NewPCG(seed, 16)), long)
		if len(lost.lost) < 4 || !slices.Equal(kept.ticks, lost.ticks) {
			t.Fatalf("others were played, or little was lost: %q, kept %q, lost %q", lost.lost, kept.ticks, lost.ticks)
		}
		for _, tick := range kept.ticks {
			if kept.trail[tick] != lost.trail[tick] {
				t.Errorf("seed %d: lake/staged or the models are others after %s; lost before were %s", seed, tick, strings.Join(lost.lost, "\n"))
				break
			}
		}
		for _, folder := range []string{filepath.Join("lake", "staged"), "models"} {
			want, got := hometest.Tree(t, filepath.Join(kept.home, folder)), hometest.Tree(t, filepath.Join(lost.home, folder))
			for _, file := range slices.Sorted(maps.Keys(want)) {
				if got[file] != want[file] {
					t.Errorf("seed %d: %s/%s is another", seed, folder, file)
				}
			}
			if len(want) < 3 || len(got) != len(want) {
				t.Errorf("seed %d: %s holds %d files, want %d", seed, folder, len(got), len(want))
			}
		}
		for _, file := range []string{"warehouse.duckdb", "analytics.duckdb"} {
			got := hometest.SameRows(t, fmt.Sprint("seed ", seed), filepath.Join(kept.home, file), filepath.Join(lost.home, file))
			if len(got["predictions"]) < 10 || len(got["bets"])+len(got["bet_versions"]) == 0 || len(got["ledger"]) == 0 {
				t.Errorf("%s holds no predictions, bets or ledger", file)
			}
		}
	}
	t.Logf("%d ticks", len(kept.ticks))
}
