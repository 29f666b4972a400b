package hometest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/ingest"
)

// The moments of a live week on the invented world: the champion is trained on
// Sunday, prices are collected on Friday, the weekend is over on Tuesday.
var (
	LiveFriday   = time.Date(2025, time.March, 7, 13, 30, 0, 0, time.UTC)
	LiveSaturday = time.Date(2025, time.March, 8, 11, 0, 0, 0, time.UTC)
	LiveTuesday  = time.Date(2025, time.March, 11, 9, 0, 0, 0, time.UTC)
)

// Edition is what the publisher's files say at a moment: results that are known
// by then, and what is to be played within a week, once its prices are collected.
func Edition(t testing.TB, at time.Time) []matchfiles.File {
	t.Helper()
	var out []matchfiles.File
	var header, coming []string
	files := matchfiles.New(matchfiles.DefaultSeed).Files()
	for _, f := range files {
		if f.Name == matchfiles.ComingFile {
			header = strings.Split(strings.TrimSpace(strings.SplitN(string(f.Content), "\n", 2)[0]), ",")
		}
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name, "2425/") {
			if f.Name != matchfiles.ComingFile {
				out = append(out, f)
			}
			continue
		}
		lines := strings.SplitAfter(string(f.Content), "\n")
		names := strings.Split(strings.TrimSpace(lines[0]), ",")
		kept := lines[0]
		for _, line := range lines[1:] {
			cells := map[string]string{}
			for i, v := range strings.Split(strings.TrimRight(line, "\r\n"), ",") {
				cells[names[i]] = v
			}
			kickoff, err := time.ParseInLocation("02/01/2006 15:04", cells["Date"]+" "+cells["Time"], matchday.London)
			switch {
			case err != nil:
			case !kickoff.Add(3 * time.Hour).After(at):
				kept += line
			case kickoff.After(at) && kickoff.Before(at.Add(7*24*time.Hour)) && !matchday.CollectionMoment(kickoff).After(at.Add(time.Hour)):
				var row []string
				for _, name := range header {
					row = append(row, cells[name])
				}
				coming = append(coming, strings.Join(row, ","))
			}
		}
		out = append(out, matchfiles.File{Name: f.Name, Content: []byte(kept)})
	}
	text := strings.Join(append([]string{strings.Join(header, ",")}, coming...), "\r\n") + "\r\n"
	return append(out, matchfiles.File{Name: matchfiles.ComingFile, Content: []byte(text)})
}

func LandEdition(t testing.TB, home string, at time.Time) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range Edition(t, at) {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, f.Content, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ingest.LandFiles(t.Context(), Env(home, at), []string{dir}); err != nil {
		t.Fatal(err)
	}
}

func QueryOne(t *testing.T, home, query string) string {
	t.Helper()
	return strings.TrimSpace(strings.SplitN(Query(t, home, query), "\n", 2)[1])
}
