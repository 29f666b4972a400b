package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"matchday/pipelines/check"
	"matchday/pipelines/hometest"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// hinted are the commands of a hint.
var hinted = regexp.MustCompile(`"matchday ([^"]*)"`)

// ofABacktest is all that a hint may say of homes of backtests.
const ofABacktest = "in a backtest's home run the backtest again"

// TestEveryHintOfACheckNamesACommandThatALiveHomeAccepts runs them in one: it is none
// that only a backtest's home accepts, and none with a flag or argument that does not
// exist.
func TestEveryHintOfACheckNamesACommandThatALiveHomeAccepts(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	report, err := check.Run(t.Context(), hometest.Env(home, hometest.LiveFriday))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "season.csv")
	for _, f := range hometest.Edition(t, hometest.LiveFriday) {
		if strings.HasPrefix(f.Name, "2425/") {
			if err := os.WriteFile(file, f.Content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill := strings.NewReplacer("FILE", file, "STRATEGY", "value", "AMOUNT", "10",
		"FIXTURE", hometest.QueryOne(t, home, "SELECT min(fixture_id) FROM predictions"),
		"VERSION", hometest.QueryOne(t, home, "SELECT min(model_version) FROM models"))
	ran := map[string]bool{}
	for _, f := range report.Checks {
		if strings.Contains(hinted.ReplaceAllString(f.Hint, ""), "matchday ") {
			t.Errorf("%s names a command outside quotes, where nobody tries it: %s", f.Check, f.Hint)
		}
		if strings.Contains(strings.ReplaceAll(f.Hint, ofABacktest, ""), "backtest") {
			t.Errorf("%s sends a live home to the backtest: %s", f.Check, f.Hint)
		}
		for _, command := range hinted.FindAllStringSubmatch(f.Hint, -1) {
			if !ran[command[1]] {
				ran[command[1]] = true
				args := strings.Fields(command[1])
				for i := range args {
					args[i] = fill.Replace(args[i])
				}
				accepts(t, home, f.Check, args)
			}
		}
	}
	if len(ran) < 8 {
		t.Errorf("only %d commands stand in hints: %v", len(ran), ran)
	}
}

// accepts runs a command of a hint in a home of live jobs, an hour after its last run.
// What it does is not asked, but that the home lets it.
func accepts(t *testing.T, home, check string, args []string) {
	t.Helper()
	if args[0] == "weekly" {
		args = append(args, "--dry-run") // its verdict is another test's
	}
	config := filepath.Join(t.TempDir(), "small.yaml")
	if err := os.WriteFile(config, []byte("train: {burn_in_seasons: 1, xgboost: {max_rounds: 5, seeds: 1}}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("matchday", append([]string{"--home", home, "--config", config, "--now", hometest.LiveFriday.Add(time.Hour).Format(time.RFC3339)}, args...)...)
	c.Env = append(os.Environ(), "SPORTMONKS_API_KEY=")
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
	case args[0] == "land" && args[1] == "sportmonks" && strings.Contains(string(out), "SPORTMONKS_API_KEY"):
	case args[0] == "weekly" && errors.As(err, &exit) && exit.ExitCode() == 3 && strings.Contains(string(out), "rejected"):
	default:
		t.Errorf("%s: matchday %s: %v\n%s", check, strings.Join(args, " "), err, out)
	}
}
