package ingest_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
	"matchday/warehouse/lake"
)

// shelf is a publisher whose files a test lays out, and a home that asks it.
type shelf struct {
	*testing.T
	files   map[string]string // by path
	status  map[string]int    // of paths that fail
	asked   []string
	env     job.Env
	clock   *job.Clock
	options ingest.DownloadOptions
}

const matchColumns = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,B365H,B365D,B365A\n"

// Files of two divisions in the last two seasons, one of the season before, and
// coming fixtures.
func newShelf(t *testing.T) *shelf {
	s := &shelf{T: t, status: map[string]int{}, files: map[string]string{
		"/mmz4281/2324/E0.csv": matchColumns + "E0,12/08/2023,15:00,Ashby,Barrow Town,2,0,2.0,3.3,4.0\n",
		"/mmz4281/2425/E0.csv": matchColumns + "E0,10/08/2024,15:00,Ashby,Barrow Town,1,0,2.1,3.3,3.9\n",
		"/mmz4281/2526/E0.csv": matchColumns + "E0,09/08/2025,15:00,Barrow Town,Ashby,1,1,2.2,3.3,3.8\n",
		"/mmz4281/2526/E1.csv": matchColumns + "E1,09/08/2025,15:00,Corfe,Dunwich,0,1,2.3,3.3,3.7\n",
		"/fixtures.csv":        matchColumns + "E0,14/02/2026,15:00,Ashby,Barrow Town,,,1.9,3.4,4.4\n",
	}}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.URL.Path)
		content, there := s.files[r.URL.Path]
		tag := fmt.Sprintf(`"%x"`, content)
		switch {
		case s.status[r.URL.Path] != 0:
			rw.WriteHeader(s.status[r.URL.Path])
		case !there:
			http.NotFound(rw, r)
		case r.Header.Get("If-None-Match") == tag:
			rw.WriteHeader(http.StatusNotModified)
		default:
			rw.Header().Set("ETag", tag)
			fmt.Fprint(rw, content)
		}
	}))
	t.Cleanup(server.Close)
	s.clock = job.NewClock(time.Date(2026, 2, 13, 14, 0, 0, 0, time.UTC), nil)
	s.env = hometest.DefaultEnv(filepath.Join(t.TempDir(), "home"))
	s.env.Now = s.clock.Now
	s.options = ingest.DownloadOptions{Sleep: s.clock.Sleep, FootballData: matchday.FootballData{
		Download: true, Divisions: []string{"E0", "E1"}, Since: 2023, BaseURL: server.URL,
	}}
	return s
}

func (s *shelf) download() ingest.DownloadReport {
	s.Helper()
	r, err := ingest.Download(s.Context(), s.env, s.options)
	if err != nil {
		s.Fatal(err)
	}
	return r
}

// took returns which files were asked for since the last call.
func (s *shelf) took() []string {
	out := s.asked
	s.asked = nil
	return out
}

func (s *shelf) fetch(f job.Fetch) job.Downloads {
	s.Helper()
	usage, err := f(s.Context(), s.env)
	if err != nil {
		s.Fatal(err)
	}
	return usage.Downloads
}

func TestADownloadLandsWhatThereIsAndAgainOnlyWhatHasChanged(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	first := s.download()
	if want := (job.Downloads{Files: 7, Landed: 5, Absent: 2}); cmp.Diff(want, first.Downloads) != "" || first.Fixtures != 5 || first.Err() != nil {
		t.Errorf("first: %+v", first)
	}
	s.took()
	s.files["/mmz4281/2526/E1.csv"] += "E1,16/08/2025,15:00,Dunwich,Corfe,2,2,2.2,3.3,3.9\n"
	second := s.download()
	if want := (job.Downloads{Files: 5, Landed: 1, Unchanged: 3, Absent: 1}); cmp.Diff(want, second.Downloads) != "" || second.Results != 5 {
		t.Errorf("second: %+v", second)
	}
	// The season 2023/24 is over: neither the file that is there nor the missing one is asked for again.
	want := []string{"/fixtures.csv", "/mmz4281/2526/E0.csv", "/mmz4281/2526/E1.csv", "/mmz4281/2425/E0.csv", "/mmz4281/2425/E1.csv"}
	if d := cmp.Diff(want, s.took()); d != "" {
		t.Error(d)
	}
	// A dry run asks for nothing.
	s.options.DryRun = true
	var text bytes.Buffer
	if err := s.download().WriteText(&text); err != nil || len(s.took()) != 0 {
		t.Errorf("a dry run: %v", err)
	}
	for _, want := range []string{"/fixtures.csv (if it has changed since 2026-02-13T14:00:00Z)\n", "Dry run: 5 files would be asked for"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("without %s:\n%s", want, text.String())
		}
	}
}

// Records of what the lake does not hold would leave it empty for ever.
func TestWhatTheLakeLacksIsDownloadedAgain(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.download()
	empty := filepath.Join(t.TempDir(), "home")
	if err := job.Mirror(filepath.Join(s.env.Home, "cache"), filepath.Join(empty, "cache")); err != nil {
		t.Fatal(err)
	}
	s.env.Home = empty
	if again := s.download(); again.Landed != 5 || again.Fixtures != 5 {
		t.Errorf("again: %+v", again)
	}
}

func TestWhatLandedFromAFolderIsNotNew(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "E0 (2).csv"), []byte(s.files["/mmz4281/2425/E0.csv"]), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.LandFiles(t.Context(), s.env, []string{dir}); err != nil {
		t.Fatal(err)
	}
	if r := s.download(); r.Landed != 4 || r.Unchanged != 1 || r.Fixtures != 5 {
		t.Errorf("%+v", r)
	}
}

func TestWhatFailsIsNamedAndTheOthersLand(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.status["/mmz4281/2526/E1.csv"] = http.StatusServiceUnavailable
	good := s.files["/mmz4281/2526/E0.csv"]
	s.files["/mmz4281/2526/E0.csv"] = "Dear reader,\nthis file has moved.\n"
	delete(s.files, "/fixtures.csv")
	r := s.download()
	if r.Landed != 2 || r.Fixtures != 2 || r.Absent != 2 || len(r.Failed) != 3 {
		t.Errorf("%+v", r)
	}
	for _, want := range []string{
		"/mmz4281/2526/E1.csv: the publisher answers 503",
		"/mmz4281/2526/E0.csv: not a fixtures file of football-data.co.uk",
		"/fixtures.csv: not found, though the publisher always has this file: is the base URL right?",
	} {
		const all = "3 files could not be downloaded, all others are landed: http"
		if err := r.Err(); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), all) {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
	// Once they are there they land.
	s.status, s.files["/mmz4281/2526/E0.csv"] = nil, good
	if r := s.download(); r.Landed != 2 || r.Fixtures != 4 || len(r.Failed) != 1 {
		t.Errorf("then: %+v", r)
	}
}

func TestTheLiveJobsAskEverySixHoursAtMostAndAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	coming := ingest.Sources{Files: &s.options}.Coming(48 * time.Hour)
	start := s.clock.Now()
	var asked []string
	for hour := range 14 {
		s.clock.Set(start.Add(time.Duration(hour)*time.Hour + time.Duration(hour%3)*time.Second)) // as cron does
		s.status["/fixtures.csv"] = map[bool]int{true: http.StatusBadGateway}[hour == 6]
		if d := s.fetch(coming); d.Files > 0 {
			asked = append(asked, fmt.Sprintf("%d: %d landed, %d unchanged, %d failed", hour, d.Landed, d.Unchanged, len(d.Failed)))
		}
	}
	want := []string{
		"0: 1 landed, 0 unchanged, 0 failed", "6: 0 landed, 0 unchanged, 1 failed",
		"7: 0 landed, 1 unchanged, 0 failed", "13: 0 landed, 1 unchanged, 0 failed",
	}
	if d := cmp.Diff(want, asked); d != "" {
		t.Error(d)
	}
	if got := s.took(); slices.ContainsFunc(got, func(path string) bool { return path != "/fixtures.csv" }) {
		t.Errorf("asked for %v", got)
	}
}

// Killed between any two steps, the next run comes to what the first would have made.
func TestAKilledLiveDownloadIsMadeGoodByTheNext(t *testing.T) {
	t.Parallel()
	whole := newShelf(t)
	whole.fetch(ingest.Sources{Files: &whole.options}.Coming(48 * time.Hour))
	want, err := whole.env.Lake().Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range []string{"downloads landed", "downloads staged"} {
		s := newShelf(t)
		killed := errors.New("killed")
		s.env.Failpoint = func(at string) error {
			if at == point {
				return killed
			}
			return nil
		}
		coming := ingest.Sources{Files: &s.options}.Coming(48 * time.Hour)
		if _, err := coming(t.Context(), s.env); !errors.Is(err, killed) {
			t.Fatalf("%s: %v", point, err)
		}
		s.env.Failpoint = nil
		s.fetch(coming)
		got, err := s.env.Lake().Current(lake.Staged)
		if err != nil || got.Raw != want.Raw {
			t.Fatalf("%s: staged %s, want %s: %v", point, got.Raw, want.Raw, err)
		}
		if r := s.download(); r.Fixtures != 5 {
			t.Errorf("%s: %d fixtures", point, r.Fixtures)
		}
	}
}

// The weekly fetch of an empty home brings all seasons; a failure is a warning.
func TestTheWeeklyDownloadNeverFails(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.status["/mmz4281/2526/E1.csv"] = http.StatusForbidden
	if d := s.fetch(ingest.Sources{Files: &s.options}.Weekly()); d.Files != 7 || d.Landed != 4 || len(d.Failed) != 1 {
		t.Errorf("%+v", d)
	}
	s.options.BaseURL = "http://127.0.0.1:1" // nobody listens
	d := s.fetch(ingest.Sources{Files: &s.options}.Weekly())
	if len(d.Failed) != 4 || !strings.HasPrefix(d.Failed[3], "4 more files were not asked for") {
		t.Errorf("nobody listens: %+v", d)
	}
	if d := s.fetch(ingest.Sources{Files: &s.options}.Results()); d.Files != 0 {
		t.Errorf("nothing is predicted, and %d files were asked for", d.Files)
	}
}
