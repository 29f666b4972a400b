package main

import (
	"path/filepath"
	"strings"
	"testing"

	statements "matchday/sql"
)

// Every statement of the program begins with a comment.
func TestAStatementMayBeginWithAComment(t *testing.T) {
	c := command{t, map[string]string{"MATCHDAY_HOME": filepath.Join(t.TempDir(), "home")}}
	text, err := statements.Text("analytics/bets_by_strategy.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{text, "-- one line\nSELECT 1", "--no space\nSELECT 1", "--\nSELECT 1", "--a=b\nSELECT 1", "/* c */ SELECT 1"} {
		for _, args := range [][]string{{"sql"}, {"sql", "--format", "csv"}, {"--log-level", "warn", "sql", "--"}} {
			code, _, stderr := c.matchday(append(args, statement)...)
			if code != exitFailed || !strings.Contains(stderr, "there is nothing to ask yet") {
				t.Errorf("%q: exit code %d, %s", append(args, statement), code, stderr)
			}
		}
	}
	for _, flag := range []string{"--formt", "--formt=csv", "--formt=a b"} {
		if code, _, stderr := c.matchday("sql", flag, "SELECT 1"); code != exitUsage || !strings.Contains(stderr, "unknown flag --formt") {
			t.Errorf("%s: exit code %d, %s", flag, code, stderr)
		}
	}
}
