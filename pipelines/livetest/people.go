package livetest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/warehouse"
)

func Money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// Rewritten lands the files of a moment with lines changed: a correction by the
// publisher.
func Rewritten(t *testing.T, home string, at time.Time, change func(line string) string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range hometest.Edition(t, at) {
		text := string(f.Content)
		if strings.HasPrefix(f.Name, "2425/") {
			lines := strings.SplitAfter(text, "\n")
			for i := range lines {
				lines[i] = change(lines[i])
			}
			text = strings.Join(lines, "")
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ingest.LandFiles(t.Context(), hometest.Env(home, at.Add(time.Hour)), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

// LineOfFixture says that a line of the last season's files is a fixture's.
func LineOfFixture(line, fixtureID string) bool {
	p := strings.Split(fixtureID, "/")
	return strings.HasPrefix(line, p[0]+",") && strings.Contains(line, ","+p[2]+","+p[3]+",")
}

func SlipsOf(t *testing.T, home string) []matchday.Slip {
	t.Helper()
	slips, err := warehouse.Slips(t.Context(), warehouse.Home{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	return slips
}

func SlipNow(t *testing.T, home, betID string) matchday.Slip {
	t.Helper()
	slips := SlipsOf(t, home)
	return slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.ID == betID })]
}
