package main

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"matchday/invented/matchfiles"
)

// fullDisk is an output that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestAReportThatCannotBePrintedIsNoFailureOfAJobThatHasWritten(t *testing.T) {
	dir := t.TempDir()
	if err := matchfiles.New(matchfiles.DefaultSeed).Write(dir + "/files"); err != nil {
		t.Fatal(err)
	}
	matchday := func(full bool, args ...string) (code int, said, complained string) {
		var stdout, stderr bytes.Buffer
		env := func(string) (string, bool) { return "", false }
		all := append([]string{"matchday", "--home", dir + "/home", "--now", "2025-06-01T12:00:00Z"}, args...)
		if full {
			return run(all, env, os.Stdin, fullDisk{}, &stderr), "", stderr.String()
		}
		code = run(all, env, os.Stdin, &stdout, &stderr)
		return code, stdout.String(), stderr.String()
	}
	if code, _, err := matchday(false, "land", "footballdata", dir+"/files"); code != 0 {
		t.Fatal(errors.New(err))
	}
	code, _, complained := matchday(true, "bankroll", "deposit", "value", "100")
	if code != 0 || !strings.Contains(complained, "all is written, but the report cannot be printed") {
		t.Errorf("a deposit ends with %d: %s", code, complained)
	}
	if code, said, _ := matchday(false, "bankroll", "show"); code != 0 || !regexp.MustCompile(`value +real +100\.00 `).MatchString(said) {
		t.Errorf("%d: the money is not booked: %s", code, said)
	}
	if code, _, complained := matchday(true, "bankroll", "show"); code != exitFailed {
		t.Errorf("a command that only prints ends with %d: %s", code, complained)
	}
}
