package pipelines

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"matchday"
)

// TestEveryRunOfTheDemoIsMadeAgain is a part of "make soak"; twenty runs of a
// smaller play are made again in TestAWeekendOfTheSimulatorIsPredictedLinedUpAndSettled.
func TestEveryRunOfTheDemoIsMadeAgain(t *testing.T) {
	if os.Getenv("MATCHDAY_SOAK") == "" {
		t.Skip("it takes a quarter of an hour: run make soak")
	}
	start := time.Now()
	env := Env{
		Home: t.TempDir(), Config: matchday.Defaults(), Log: slog.New(slog.DiscardHandler), Revision: "test",
		Now: time.Now, Stopwatch: func() time.Duration { return time.Since(start) },
	}
	if _, err := Demo(t.Context(), env, DemoOptions{}); err != nil {
		t.Fatal(err)
	}
	madeAgain(t, env, 20)
}
