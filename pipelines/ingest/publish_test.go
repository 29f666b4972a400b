package ingest_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
)

func TestALandingThatFailsToPublishHasLanded(t *testing.T) {
	home, files := t.TempDir(), t.TempDir()
	copied, file := filepath.Join(home, "analytics.duckdb"), filepath.Join(files, "E0.csv")
	text := "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\n"
	land := func(row string) ingest.FilesReport {
		t.Helper()
		text += row
		err := os.WriteFile(file, []byte(text), 0o644)
		r, failed := ingest.LandFiles(t.Context(), hometest.Env(home, hometest.LiveFriday), []string{files})
		if err = errors.Join(err, failed, r.Err()); err != nil {
			t.Fatal(err)
		}
		return r
	}
	land("E0,10/08/24,Alder,Birch,1,0,H\n")
	if err := errors.Join(os.Remove(copied), os.MkdirAll(filepath.Join(copied, "in the way"), 0o755)); err != nil {
		t.Fatal(err)
	}
	if r := land("E0,17/08/24,Birch,Alder,1,0,H\n"); r.Landed != 1 || r.Results != 2 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "the copy that people query") {
		t.Errorf("%+v", r)
	}
	if err := os.RemoveAll(copied); err != nil {
		t.Fatal(err)
	}
	if r := land(""); r.Skipped != 1 || len(r.Warnings) > 0 {
		t.Errorf("landed again: %+v", r)
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM scores"); got != "2" {
		t.Errorf("%s results are published", got)
	}
}
