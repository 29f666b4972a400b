package demo_test

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"matchday/config"
	"matchday/pipelines/demo"
	"matchday/pipelines/job"
	"matchday/pipelines/livetest"
)

// TestEveryRunOfTheDemoIsMadeAgain is a part of "make soak"; twenty runs of a
// smaller play are made again in TestAWeekendOfTheSimulatorIsPredictedLinedUpAndSettled.
func TestEveryRunOfTheDemoIsMadeAgain(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("it takes a quarter of an hour: run make soak")
	}
	start := time.Now()
	env := job.Env{
		Home: t.TempDir(), Config: config.Defaults(), Log: slog.New(slog.DiscardHandler), Revision: "test",
		Now: time.Now, Stopwatch: func() time.Duration { return time.Since(start) },
	}
	if _, err := demo.Run(t.Context(), env, demo.Options{}); err != nil {
		t.Fatal(err)
	}
	livetest.MadeAgain(t, env, 20)
}
