package download_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/stages/land/download"
	"matchday/stages/staging/files"
	"matchday/warehouse/wholefile"
)

func TestWhichFilesAreAskedFor(t *testing.T) {
	never := func(string, time.Time) bool { return false }
	now := matchday.Date(2026, time.February, 13)
	got := download.Files([]string{"E0", "ARG"}, 2022, now, never)
	want := []string{
		"fixtures.csv", "new_league_fixtures.csv", "mmz4281/2526/E0.csv", "new/ARG.csv",
		"mmz4281/2425/E0.csv", "mmz4281/2324/E0.csv", "mmz4281/2223/E0.csv",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// What was answered when the season was over is not asked for again, but for the last two.
	answered := matchday.Date(2024, time.October, 1)
	got = download.Files([]string{"E0"}, 2022, now, func(_ string, over time.Time) bool { return answered.After(over) })
	if want := []string{"fixtures.csv", "mmz4281/2526/E0.csv", "mmz4281/2425/E0.csv"}; !slices.Equal(got, want) {
		t.Errorf("answered in October 2024: %v, want %v", got, want)
	}
	answered = matchday.Date(2024, time.May, 1) // the season 2023/24 was under way
	got = download.Files([]string{"E0"}, 2022, now, func(_ string, over time.Time) bool { return answered.After(over) })
	if want := []string{"fixtures.csv", "mmz4281/2526/E0.csv", "mmz4281/2425/E0.csv", "mmz4281/2324/E0.csv"}; !slices.Equal(got, want) {
		t.Errorf("answered in May 2024: %v, want %v", got, want)
	}
	// The season changes with July, the century with 1999/2000.
	for at, want := range map[time.Time]string{
		matchday.Date(2026, time.June, 30): "mmz4281/2526/E0.csv", matchday.Date(2026, time.July, 1): "mmz4281/2627/E0.csv",
		matchday.Date(2000, time.March, 1): "mmz4281/9900/E0.csv",
	} {
		if got := download.Files([]string{"E0"}, 1993, at, never)[1]; got != want {
			t.Errorf("%s: %s, want %s", at.Format(time.DateOnly), got, want)
		}
	}
}

func TestDivisionsAreThoseOfThePublisher(t *testing.T) {
	all, err := download.ParseDivisions([]string{"all"})
	if err != nil || len(all) != 22+16 {
		t.Errorf("%d divisions, %v", len(all), err)
	}
	got, err := download.ParseDivisions([]string{"arg", "E0", " sc1 ", "E0"})
	if want := []string{"E0", "SC1", "ARG"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	for _, wrong := range []string{"E9", "England", ""} {
		if _, err := download.ParseDivisions([]string{"E0", wrong}); err == nil || !strings.Contains(err.Error(), "has no division") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for _, d := range all[:22] { // the parser knows them too
		if l := files.LeagueOf(d); l.Name == d || l.Country == "" {
			t.Errorf("%s is %+v", d, l)
		}
	}
	if _, ok := download.SeasonFile("X0", "2526"); ok {
		t.Error("a division that the publisher does not have has a file")
	}
}

func TestRecordsThatCannotBeReadAreNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "records.json")
	if r, err := download.ReadRecords(path); err != nil || len(r) != 0 {
		t.Errorf("of a file that is not there: %v, %v", r, err)
	}
	want := download.Records{"https://example.invalid/fixtures.csv": {ETag: `"1"`, SHA256: "ab", AnsweredAt: matchday.Date(2026, time.May, 1)}}
	if err := want.Write(path, wholefile.Writer{}); err != nil {
		t.Fatal(err)
	}
	got, err := download.ReadRecords(path)
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v: %s", err, d)
	}
	if err := os.WriteFile(path, []byte(`{"https://`), 0o644); err != nil {
		t.Fatal(err)
	}
	if r, err := download.ReadRecords(path); err != nil || len(r) != 0 {
		t.Errorf("of a file that was cut short: %v, %v", r, err)
	}
}
