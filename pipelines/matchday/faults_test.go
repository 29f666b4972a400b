package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fault is a small input that once was landed wrongly, and the right values.
type fault struct {
	folder string
	steps  []step
	want   map[string]string // by query: the rows of its answer in CSV, joined by spaces
}

// step is a command on some of the folder's files, which stand behind its arguments.
type step struct {
	code  int
	args  string
	paths []string
	says  string // on stdout or stderr; "" if anything
}

const (
	seasonsOf  = "SELECT season || '=' || count(*) FROM fixtures GROUP BY season ORDER BY season"
	rejectsOf  = "SELECT reason FROM rejected ORDER BY reason"
	fixturesOf = "SELECT strftime(match_date, '%Y-%m-%d') || ':' || home_team || '-' || away_team FROM fixtures ORDER BY ALL"
)

// anyCode is a step's code where the issue is what landed.
const anyCode = -1

func land(code int, now string, paths ...string) step {
	return step{code: code, args: "--now " + now + " land footballdata", paths: paths}
}

var faults = []fault{
	{"F01-first-matchday-without-an-outcome", []step{
		land(0, "2024-07-01T12:00:00Z", "L0.csv"), {args: "--now 2024-07-01T12:00:00Z backtest --from 2022-11-01"},
	}, map[string]string{"SELECT count(*) > 0 FROM predictions": "true"}},
	{"F01-first-matchday-without-an-outcome/60o-round-robin-no-prices/input", []step{
		land(0, "2024-07-01T12:00:00Z", "."), {args: "--now 2024-07-01T12:00:00Z backtest --from 2023-07-01"},
	}, map[string]string{"SELECT count(*) > 100 FROM predictions": "true"}},
	{"F02-season-from-the-earliest-date/01-seasons-appended/input", []step{
		land(0, "2018-07-01T12:00:00Z", "."), {args: "check"},
	}, map[string]string{seasonsOf: "1516=4 1617=4 1718=4", rejectsOf: ""}},
	{"F02-season-from-the-earliest-date/01b-appended-then-season/input", []step{
		land(0, "2018-07-01T12:00:00Z", "all"), land(0, "2018-07-02T12:00:00Z", "1617"), {args: "check"},
	}, map[string]string{seasonsOf: "1516=2 1617=2 1718=2", rejectsOf: ""}},
	{"F02-season-from-the-earliest-date/91-one-date-with-the-wrong-year/input", []step{
		land(0, "2024-08-26T12:00:00Z", "a"), land(0, "2024-09-02T12:00:00Z", "b"),
	}, map[string]string{seasonsOf: "2425=4", "SELECT count(*) FROM fixtures WHERE home_team = 'Gamma' AND match_date = '2024-08-17'": "1"}},
	{"F03-club-renamed-in-the-newer-file/12-club-renamed-in-newer-file/input", []step{
		land(0, "2025-08-26T12:00:00Z", "a"), land(0, "2025-09-02T12:00:00Z", "b"),
	}, map[string]string{fixturesOf: "2025-08-16:Goztepe-Buyuksehyr 2025-08-23:Gamma-Goztepe 2025-08-30:Goztepe-Gamma"}},
	{"F04-division-from-the-file-name/16-extra-league-file/input", []step{
		land(0, "2025-12-31T12:00:00Z", "."),
	}, map[string]string{
		"SELECT DISTINCT division FROM fixtures":                        "ARG",
		"SELECT season FROM fixtures WHERE home_team = 'Gamma'":         "2025",
		"SELECT count(*) FROM fixtures WHERE match_date < '2025-07-01'": "3",
	}},
	{"F05-the-publishers-second-fixtures-file/20-extra-league-fixtures/input", []step{
		land(0, "2025-07-22T12:00:00Z", "."),
	}, map[string]string{
		"SELECT division || home_team || season || state FROM fixtures WHERE match_date = '2025-07-24' ORDER BY 1": "ARGBeta2025scheduled BRADelta2025scheduled",
		"SELECT DISTINCT moment FROM odds JOIN fixtures USING (fixture_id) WHERE match_date = '2025-07-24'":        "pre_match",
	}},
	{"F05-the-publishers-second-fixtures-file/20b-extra-league-fixtures-with-season/input", []step{
		land(0, "2025-07-22T12:00:00Z", "."),
	}, map[string]string{
		"SELECT division || home_team || season || state FROM fixtures WHERE match_date = '2025-07-24' ORDER BY 1": "ARGBeta2025scheduled BRADelta2025scheduled",
		"SELECT DISTINCT moment FROM odds JOIN fixtures USING (fixture_id) WHERE match_date = '2025-07-24'":        "pre_match",
	}},
	{"F08-truncated-download/08-truncated-download/input", []step{
		land(0, "2025-08-18T12:00:00Z", "a"), land(0, "2025-08-19T12:00:00Z", "b"),
	}, map[string]string{
		fixturesOf: "2025-08-16:Alpha-Beta 2025-08-16:Gamma-Delta 2025-08-17:Eta-Manchester Zed",
		"SELECT name FROM teams WHERE name LIKE 'Manch%'": "Manchester Zed",
	}},
	{"F09-own-columns-taken-for-bookmakers/07-own-columns-per-side/input", []step{
		land(0, "2025-08-18T12:00:00Z", "."), {args: "check"},
	}, map[string]string{
		"SELECT DISTINCT bookmaker FROM odds":                                         "B365",
		"SELECT count(DISTINCT detail) FROM rejected WHERE reason = 'unknown_column'": "6",
	}},
	{"F14-newline-inside-quotes/11-newline-in-quotes/input", []step{
		land(0, "2025-08-18T12:00:00Z", "."),
	}, map[string]string{
		"SELECT home_team || count(*) FROM odds JOIN fixtures USING (fixture_id) GROUP BY home_team ORDER BY 1": "Alpha3 Gamma3",
		rejectsOf: "",
	}},
	{"F15-one-match-on-two-dates/09-rescheduled-match-twice/input", []step{
		land(0, "2019-05-01T12:00:00Z", "."),
	}, map[string]string{"SELECT count(*) FROM fixtures WHERE home_team = 'Alpha'": "1", "SELECT count(*) > 0 FROM rejected": "true"}},
	{"F16-one-result-dated-in-the-future/input", []step{
		land(anyCode, "2025-04-14T12:00:00Z", "."),
	}, map[string]string{"SELECT count(*) FROM fixtures": "0"}},
	{"F11-unknown-kick-off-at-midnight/44b-tba-at-midnight-and-own-opponent/input", []step{
		{args: "--now 2025-04-12T12:00:00Z land sportmonks --files --entity fixture --fetched-at 2025-04-12T10:00:00Z", paths: []string{"1.json"}},
	}, map[string]string{
		"SELECT DISTINCT kickoff_known FROM fixtures": "false",
		"SELECT count(*) FROM fixtures":               "2",
		"SELECT reason FROM rejected":                 "no_teams",
	}},
	{"F12-time-zone-of-the-answer-ignored/47-answer-in-another-time-zone/input", []step{
		{args: "--now 2025-04-14T12:00:00Z land sportmonks --files --entity fixture --fetched-at 2025-04-12T10:00:00Z", paths: []string{"1.json"}},
	}, map[string]string{"SELECT DISTINCT hour(kickoff AT TIME ZONE 'UTC') FROM fixtures": "15"}},
}

// TestEachFaultThatPeopleFoundIsMended lands each of the handed inputs.
func TestEachFaultThatPeopleFoundIsMended(t *testing.T) {
	dir := os.Getenv("MATCHDAY_SHARED")
	if _, err := os.Stat(filepath.Join(dir, "faults")); err != nil {
		t.Skip("there are no faults in $MATCHDAY_SHARED: ", err)
	}
	for _, f := range faults {
		t.Run(f.folder, func(t *testing.T) {
			t.Parallel()
			c := command{t, map[string]string{"MATCHDAY_HOME": filepath.Join(t.TempDir(), "home")}}
			for _, s := range f.steps {
				args := append([]string{"--log-level", "error"}, strings.Fields(s.args)...)
				for _, p := range s.paths {
					args = append(args, filepath.Join(dir, "faults", f.folder, p))
				}
				code, stdout, stderr := c.matchday(args...)
				if code != s.code && s.code != anyCode || !strings.Contains(stdout+stderr, s.says) {
					t.Errorf("%v: exit code %d, want %d, and %q\n%s%s", args, code, s.code, s.says, stdout, stderr)
				}
			}
			for query, want := range f.want {
				code, stdout, stderr := c.matchday("sql", "--format", "csv", query)
				_, rows, _ := strings.Cut(stdout, "\n")
				if got := strings.Join(strings.Split(strings.TrimSpace(rows), "\n"), " "); code != 0 || got != want {
					t.Errorf("%s:\ngot  %s\nwant %s %s", query, got, want, stderr)
				}
			}
		})
	}
}
