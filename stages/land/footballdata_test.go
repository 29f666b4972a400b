package land_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday/stages/land"
	"matchday/stages/staging/files"
	"matchday/warehouse/lake"
)

const (
	e0 = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\r\nE0,08/08/15,K\xf6ln,B,1,0\r\n"
	e1 = "\ufeffDiv,Date,HomeTeam,AwayTeam\nE1,08/08/15,C,D\n"
)

var clock = time.Date(2016, time.January, 1, 12, 0, 0, 0, time.UTC)

// folder writes files (name → content) below a fresh folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func landFiles(t *testing.T, l lake.Lake, paths ...string) land.Result {
	t.Helper()
	r, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: paths, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// raw reads everything that has landed, by id.
func raw(t *testing.T, l lake.Lake) []files.Raw {
	t.Helper()
	paths, err := l.Files(files.Folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []files.Raw
	for _, f := range paths {
		rows, err := parquet.ReadFile[files.Raw](f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(a, b files.Raw) int { return len(a.ID) - len(b.ID) })
	return all
}

func TestAFileLandsWhole(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"1516/E0.csv": e0})
	if r := landFiles(t, l, dir); r.Landed != 1 || r.Skipped != 0 || r.Refused != nil || r.Bytes != int64(len(e0)) {
		t.Fatalf("result %+v", r)
	}
	rows := raw(t, l)
	if len(rows) != 1 {
		t.Fatalf("%d files landed", len(rows))
	}
	got := rows[0]
	if string(got.Payload) != e0 || got.Source != "footballdata" || filepath.Base(got.ID) != "E0.csv" || got.FetchedAt != clock.UnixMicro() {
		t.Errorf("landed %+v", got)
	}
	// By sha256sum(1), of the same bytes.
	if got.SHA256 != "0da124eda5b472e8e3fc6c0b223e0bf7c606052a071c746acbea6186ef2ab149" {
		t.Errorf("checksum %s", got.SHA256)
	}
}

func TestLandingAFileTwiceChangesNothing(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"E0.csv": e0, "copy of E0.csv": e0})
	if r := landFiles(t, l, dir, dir); r.Landed != 1 || r.Skipped != 3 {
		t.Fatalf("result %+v", r)
	}
	before, _ := l.Files(files.Folder)
	if r := landFiles(t, l, dir); r.Landed != 0 || r.Skipped != 2 || r.Bytes != 0 {
		t.Fatalf("the second landing: %+v", r)
	}
	after, _ := l.Files(files.Folder)
	if !slices.Equal(before, after) || len(after) != 1 {
		t.Fatalf("files before %v, after %v", before, after)
	}
}

func TestOtherFilesAreRefusedByNameAndTheRestLands(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"a/E0.csv": e0, "a/page.csv": "<html>", "b/c/E1.csv": e1, ".git/config": "x", "b/.hidden": "y"})
	missing := filepath.Join(dir, "missing.csv")
	r := landFiles(t, l, filepath.Join(dir, "a"), missing, filepath.Join(dir, "b"), filepath.Join(dir, ".git/.."))
	if r.Landed != 2 || len(r.Refused) != 3 { // the page is met twice
		t.Fatalf("result %+v", r)
	}
	if r.Refused[0].Path != filepath.Join(dir, "a/page.csv") || !errors.Is(r.Refused[0].Err, files.ErrNotFixtures) {
		t.Errorf("refused %v", r.Refused[0])
	}
	if r.Refused[1].Path != missing || !errors.Is(r.Refused[1].Err, os.ErrNotExist) {
		t.Errorf("refused %v", r.Refused[1])
	}
	if rows := raw(t, l); len(rows) != 2 {
		t.Errorf("%d files landed", len(rows))
	}
}

func TestAFolderBehindALinkIsFollowed(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(folder(t, map[string]string{"E0.csv": e0}), link); err != nil {
		t.Skipf("the temporary folder takes no symbolic links (%v): set TMPDIR to one that does", err)
	}
	if r := landFiles(t, l, link); r.Landed != 1 {
		t.Fatalf("result %+v", r)
	}
}

func TestACancelledLandingLandsNothing(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := land.FootballData(ctx, land.Input{Lake: l, Paths: []string{folder(t, map[string]string{"E0.csv": e0})}, Now: clock})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if files, _ := l.Files(files.Folder); len(files) != 0 {
		t.Fatalf("landed %v", files)
	}
}

func TestAFileThatAnotherOvertookIsLandedAgain(t *testing.T) {
	const (
		header = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n"
		a      = header + "E0,08/08/15,A,B,1,0\nE0,15/08/15,B,A,1,0\n"
		b      = header + "E0,08/08/15,A,B,2,0\n"
		other  = header + "E0,08/08/14,A,B,2,0\nE1,08/08/15,C,D,2,0\n"
	)
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"a.csv": a, "b.csv": b, "other.csv": other})
	at := func(hour int, names ...string) int {
		t.Helper()
		var paths []string
		for _, n := range names {
			paths = append(paths, filepath.Join(dir, n))
		}
		r, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: paths, Now: clock.Add(time.Duration(hour) * time.Hour)})
		if err != nil || r.Landed+r.Skipped != len(names) {
			t.Fatalf("hour %d: %+v, %v", hour, r, err)
		}
		return r.Landed
	}
	for hour, step := range []struct {
		names []string
		want  int
	}{
		{[]string{"a.csv"}, 1},
		{[]string{"other.csv"}, 1},
		{[]string{"a.csv"}, 0}, // the other tells of no match of its
		{[]string{"b.csv"}, 1},
		{[]string{"a.csv", "b.csv"}, 0}, // both again: neither overtakes
		{[]string{"a.csv"}, 1},
		{[]string{"a.csv"}, 0},
		{[]string{"b.csv"}, 1},
	} {
		if got := at(hour, step.names...); got != step.want {
			t.Errorf("step %d, %v: %d landed, want %d", hour, step.names, got, step.want)
		}
	}
}

func TestAFileThatLandedByAClockBeforeItsResultsIsLandedAgain(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"E0.csv": e0 + "E0,25/07/15,C,D,1,0\r\n"})
	early := time.Date(2015, time.August, 1, 0, 0, 0, 0, time.UTC)
	for i, want := range []int{1, 1, 0} {
		r, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: []string{dir}, Now: early.AddDate(0, i, 0)})
		if err != nil || r.Landed != want {
			t.Errorf("landing %d: %+v, %v; want %d landed", i, r, err, want)
		}
	}
}

func TestAFileOfWhichEveryResultIsToComeIsRefusedUntilItsDay(t *testing.T) {
	l := lake.Lake{Dir: t.TempDir()}
	dir := folder(t, map[string]string{"E0.csv": e0, "E1.csv": e1})
	early := time.Date(2015, time.August, 1, 0, 0, 0, 0, time.UTC)
	for month, want := range [][3]int{{1, 0, 1}, {1, 1, 0}, {0, 2, 0}} {
		r, err := land.FootballData(context.Background(), land.Input{Lake: l, Paths: []string{dir}, Now: early.AddDate(0, month, 0)})
		if err != nil || [3]int{r.Landed, r.Skipped, len(r.Refused)} != want {
			t.Errorf("month %d: %+v, %v; want %v landed, skipped, refused", month, r, err, want)
		}
		for _, refused := range r.Refused {
			if !errors.Is(refused.Err, files.ErrUnusable) || filepath.Base(refused.Path) != "E0.csv" {
				t.Errorf("refused %v", refused)
			}
		}
	}
}
