package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/ingest"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
)

// cronLine is a line of ci/crontab that runs something.
type cronLine struct{ schedule, command string }

// readCrontab returns its lines and the variables that it sets.
func readCrontab(t *testing.T) (lines []cronLine, variables []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "ci", "crontab"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		name, _, assigned := strings.Cut(line, "=")
		switch f := strings.Fields(line); {
		case line == "" || strings.HasPrefix(line, "#"):
		case assigned && !strings.ContainsAny(name, " \t"):
			variables = append(variables, line)
		case len(f) > 5:
			lines = append(lines, cronLine{strings.Join(f[:5], " "), strings.Join(f[5:], " ")})
		default:
			t.Errorf("ci/crontab: %q is neither a comment, a variable nor a line with a command", line)
		}
	}
	return lines, variables
}

// TestEveryLineOfTheCrontabAndOfTheTablesRuns runs each line of the crontab as
// cron would, by sh and in an environment of its own, against the simulator: on
// a Saturday with matches to predict, line-ups to look for and results to
// settle. On the home that this leaves it runs the commands that stand in the
// README's table of jobs and in the tables of docs/jobs.md, and in the backtest's home
// beside it those of docs/backtest.md, which need no API. Neither is in the other's way.
// Trees are few: which models come out is another test's.
func TestEveryLineOfTheCrontabAndOfTheTablesRuns(t *testing.T) {
	lines, _ := readCrontab(t)
	schedules := map[string]string{}
	for _, e := range schedule.Jobs(ingest.Sources{}, weekly.Options{}) {
		schedules[e.Name] = e.When
	}
	if len(lines) != len(schedules) {
		t.Errorf("ci/crontab has %d lines with commands, want %d", len(lines), len(schedules))
	}
	saturday := time.Date(2026, time.February, 14, 14, 30, 0, 0, time.UTC)
	w := world.New(world.Options{Seed: 3, Start: saturday, Seasons: 3, Leagues: world.DefaultLeagues()[:2]})
	server := httptest.NewServer(api.Handler(w, api.Options{Key: "cron-key"}))
	defer server.Close()
	cron := newCronMachine(t, server.URL+"/v3", saturday)
	cron.run("$BIN $FLAGS land sportmonks --from 2022-07-01 --to 2026-02-28")
	for _, line := range lines {
		job := line.command[strings.LastIndex(line.command, " ")+1:]
		if schedules[job] != line.schedule {
			t.Errorf("ci/crontab runs %s at %q, and the jobs' schedule says %q", job, line.schedule, schedules[job])
		}
		if printed := cron.run(line.command); !strings.Contains(printed, job) && job != "weekly" {
			t.Errorf("%s printed\n%s", line.command, printed)
		}
	}
	if said := cron.run(`$BIN sql --format csv "SELECT count(*) > 0 AND count(*) FILTER (lineup_available) > 0 FROM predictions"`); !strings.Contains(said, "true") {
		t.Errorf("after all jobs, some predictions and some of them with line-ups: %s", said)
	}
	cron.runTables("README.md", 6)
	cron.runTables("docs/jobs.md", 6)
	files := cron.with("SPORTMONKS_API_KEY=", "MATCHDAY_HOME="+filepath.Join(cron.scratch, "home", "backtest"),
		"FLAGS=--log-level error --now 2025-04-11T12:30:00Z")
	files.writePlayers(filepath.Join(cron.scratch, "players.csv"))
	files.runTables("docs/backtest.md", 10)
	cron.run("$BIN $FLAGS settle")
	if planned := cron.run("cd $MATCHDAY && make -n backtest DATA=files"); strings.Count(planned, "--home "+filepath.Join(cron.scratch, "home", "backtest")) != 2 {
		t.Errorf("make backtest does not work in a home of its own:\n%s", planned)
	}
	if refused := cron.run(`$BIN backtest 2>&1 || echo "exit $?"`); !strings.Contains(refused, "exit 3") || !strings.Contains(refused, "matchday --home "+filepath.Join(cron.scratch, "home", "backtest")) {
		t.Errorf("a backtest in the home of the live jobs says\n%s", refused)
	}
	if refused := files.run(`$BIN settle --offline 2>&1 || echo "exit $?"`); !strings.Contains(refused, "exit 3") || !strings.Contains(refused, "--home DIR") {
		t.Errorf("a live job in the home of the backtest says\n%s", refused)
	}
}

// cronMachine runs command lines in the bare environment that cron gives.
type cronMachine struct {
	t       *testing.T
	scratch string
	env     []string
}

// with is the machine with other variables.
func (m cronMachine) with(variables ...string) cronMachine {
	m.env = append(slices.Clone(m.env), variables...)
	return m
}

func newCronMachine(t *testing.T, api string, now time.Time) cronMachine {
	t.Helper()
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	m := cronMachine{t, scratch, []string{
		"SCRATCH=" + scratch,
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "MATCHDAY=" + checkout,
		"BIN=" + filepath.Join(scratch, "matchday"), "MATCHDAY_HOME=" + filepath.Join(scratch, "home"),
		"FLAGS=--log-level error --now " + now.Format(time.RFC3339),
		"SPORTMONKS_API_KEY=cron-key", "SPORTMONKS_BASE_URL=" + api,
	}}
	settings := filepath.Join(scratch, "small.yaml")
	if err := os.WriteFile(settings, []byte("train: {xgboost: {max_rounds: 5, seeds: 1}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.env = append(m.env, "MATCHDAY_CONFIG="+settings)
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOFLAGS", "GOPROXY", "GONOSUMDB", "GOSUMDB", "GOTOOLCHAIN"} {
		if v, there := os.LookupEnv(name); there {
			m.env = append(m.env, name+"="+v)
		}
	}
	m.run("cd $MATCHDAY && make -s build")
	return m
}

// run runs one line and returns what it printed.
func (m cronMachine) run(line string) string {
	m.t.Helper()
	c := exec.Command("sh", "-c", line)
	c.Dir, c.Env = "/", m.env
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		m.t.Fatalf("%s: %v\n%s%s", line, err, stdout.String(), stderr.String())
	}
	return stdout.String()
}
