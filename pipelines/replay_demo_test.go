package pipelines

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"matchday/config"
)

// TestEveryRunOfTheDemoIsMadeAgain is a part of "make soak"; twenty runs of a
// smaller play are made again in TestAWeekendOfTheSimulatorIsPredictedLinedUpAndSettled.
func TestEveryRunOfTheDemoIsMadeAgain(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("SKIPPED: it takes a quarter of an hour, set MATCHDAY_SOAK")
	}
	start := time.Now()
	env := Env{
		Home: t.TempDir(), Config: config.Defaults(), Log: slog.New(slog.DiscardHandler), Revision: "test",
		Now: time.Now, Stopwatch: func() time.Duration { return time.Since(start) },
	}
	if _, err := Demo(t.Context(), env, DemoOptions{}); err != nil {
		t.Fatal(err)
	}
	madeAgain(t, env, 20)
}
