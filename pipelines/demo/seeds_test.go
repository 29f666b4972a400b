package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/config"
	"matchday/pipelines/job"
	"matchday/pipelines/livetest"
)

// Three worlds at a small size; make soak plays twenty at full length.
func TestADemoOfAnyWorldPassesChecksAndAudit(t *testing.T) {
	for seed := uint64(101); seed <= 103; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			o := smallDemo(1)
			o.Seed = seed
			passes(t, demoEnv(home), o)
		})
	}
}

// TestTwentyDemosPassChecksAndAudit is a part of "make soak".
func TestTwentyDemosPassChecksAndAudit(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("it takes more than an hour: run make soak")
	}
	start := time.Now()
	for seed := uint64(1); seed <= 20; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			env := demoEnv(t.TempDir())
			env.Config, env.Stopwatch = config.Defaults(), func() time.Duration { return time.Since(start) }
			passes(t, env, Options{Seed: seed})
		})
	}
}

// passes plays a demo and holds it against the audit and the checks.
func passes(t *testing.T, env job.Env, o Options) {
	t.Helper()
	r, err := Run(t.Context(), env, o)
	if err = errors.Join(err, r.Err()); err != nil {
		t.Fatal(err)
	}
	if r.Fixtures == 0 || r.Scores[1].N == 0 {
		t.Errorf("nothing was played: %+v", r)
	}
	livetest.PassesChecks(t, env.Home)
}

func TestADemoGoesOnInItsOwnWorldAlone(t *testing.T) {
	home := t.TempDir()
	s, err := claimDemo(home, Options{Days: 1, Clubs: 8, Seed: 7, start: demoStart})
	if err != nil || s.seed() != 7 {
		t.Fatalf("%+v (%v)", s, err)
	}
	for seed, wanted := range map[uint64]bool{0: true, 7: true, 8: false} {
		s, err := claimDemo(home, Options{Days: 1, Clubs: 8, Seed: seed})
		if wanted && (err != nil || s.seed() != 7) || !wanted && !(errors.As(err, new(job.Refused)) && strings.Contains(err.Error(), "seed 7")) {
			t.Errorf("seed %d: %+v (%v)", seed, s, err)
		}
	}
	// A demo of before worlds had seeds.
	old := `{"stage":"play","start":"2026-02-09T06:00:00Z","days":9,"clubs":8,"files":true,"jobs":{}}`
	if err := os.WriteFile(filepath.Join(home, demoFile), []byte(old), 0o644); err != nil {
		t.Fatal(err)
	}
	if s, err := claimDemo(home, Options{Days: 1, Clubs: 8, Files: true, Seed: filesSeed}); err != nil || s.seed() != filesSeed {
		t.Errorf("%+v (%v)", s, err)
	}
}
