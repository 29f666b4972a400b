package weekly

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/pipelines/job"
)

// Two weeks are fetched one by one after a cold backfill: each goes on from
// the last landed day, nothing is missing, and the same week again is landed
// before.
func TestTheWeeklyFetchGoesOnFromTheLastLandedDay(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 10, 5, 2, 0, 0, 0, time.UTC) // a Sunday
	s := hometest.NewSource(t, now, world.Options{Seed: 6, Seasons: 1})
	o := s.Options
	o.From, o.To = matchday.Date(2025, 8, 1), now.AddDate(0, 0, 2)
	if _, err := ingest.LandSportmonks(t.Context(), s.Env, o); err != nil {
		t.Fatal(err)
	}
	weekly := ingest.FetchWeekly(s.Options)
	for week := 1; week <= 2; week++ {
		s.Clock.Set(now.AddDate(0, 0, 7*week))
		asked := s.Fetch(t, weekly)
		first := ""
		for _, request := range asked {
			path, _, _ := strings.Cut(request, " ")
			if rest, ok := strings.CutPrefix(path, "fixtures/between/"); ok && (first == "" || rest < first) {
				first = rest
			}
		}
		day, err := time.Parse(time.DateOnly, first[:10])
		if oldest := s.Clock.Now().AddDate(0, 0, -21); week > 1 && (err != nil || day.Before(oldest)) {
			t.Errorf("week %d asks from %s on", week, first)
		}
		world, scored, rated := s.Ends(t, o.From)
		t.Logf("week %d: %d requests, %d fixtures ended, %d scored, %d with minutes", week, len(asked), world, scored, rated)
		if scored < world || rated < world*98/100 {
			t.Errorf("week %d: %d fixtures ended, %d are scored, %d have minutes", week, world, scored, rated)
		}
	}
	before := s.Stage(t)
	asked := s.Fetch(t, weekly)
	for _, request := range asked {
		if strings.HasPrefix(request, "/v3/core") || strings.HasPrefix(request, "leagues") {
			t.Errorf("asked for %q again within the hour", request)
		}
	}
	after := s.Stage(t)
	for _, table := range []string{"scores", "odds", "fixtures", "measures"} {
		if !slices.Equal(before[table], after[table]) {
			t.Errorf("the same week again changed the table %s", table)
		}
	}
}

// An interrupted week goes on from the windows that had landed.
func TestAnInterruptedWeekGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 11, 16, 2, 0, 0, 0, time.UTC)
	s := hometest.NewSource(t, now, world.Options{Seed: 6, Seasons: 1})
	o := s.Options
	o.From, o.To = matchday.Date(2025, 8, 1), matchday.Date(2025, 8, 20)
	if _, err := ingest.LandSportmonks(t.Context(), s.Env, o); err != nil {
		t.Fatal(err)
	}
	whole := len(s.Requests)
	broken := s.Options
	fails := &failingAfter{Next: s.Options.HTTP.Transport, Left: 14}
	client := *s.Options.HTTP
	client.Transport = fails
	broken.HTTP = &client
	asked, err := ingest.FetchWeekly(broken)(t.Context(), s.Env)
	if err == nil || !strings.Contains(err.Error(), "run it again to go on from there") {
		t.Fatalf("%+v, %v", asked, err)
	}
	first := len(s.Requests) - whole
	second, err := ingest.FetchWeekly(s.Options)(t.Context(), s.Env)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests until it was interrupted, then %+v", first, second)
	if second.Saved == 0 {
		t.Error("nothing was landed or cached before")
	}
	if world, scored, _ := s.Ends(t, o.From); scored < world {
		t.Errorf("%d fixtures ended, %d are scored", world, scored)
	}
}

// A first week without a history says what to do.
func TestAFirstWeekWithoutAHistorySaysWhatToDo(t *testing.T) {
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	asked, err := ingest.FetchWeekly(s.Options)(t.Context(), s.Env)
	if !errors.As(err, new(job.Refused)) || !strings.Contains(err.Error(), "matchday land sportmonks --from 2022-10-18 --to 2025-10-18") || asked.Requests != 0 {
		t.Errorf("%+v, %v", asked, err)
	}
	// Where people's files are the history, the API is asked for the last days.
	hometest.LandEdition(t, s.Env.Home, hometest.Saturday)
	first := s.Fetch(t, ingest.FetchWeekly(s.Options))
	if got := fmt.Sprint(first); !strings.Contains(got, "fixtures/between/2025-10-08/") {
		t.Errorf("asked %s", got)
	}
}

// Merging the small files of closed days changes no payload and no staged
// table; killed before the small files were removed, it is made good.
func TestMergingTheWeeksFilesChangesNoByte(t *testing.T) {
	t.Parallel()
	s := hometest.NewSource(t, hometest.Saturday, world.Options{Seed: 5, Seasons: 1})
	for run := range 8 {
		s.Clock.Set(hometest.Saturday.Add(time.Duration(2*run) * time.Hour))
		s.Fetch(t, ingest.FetchSportmonks(s.Options, ingest.QueryComing(48*time.Hour)))
	}
	before, payloads := s.Stage(t), payloadsOf(t, s.Env.Lake())
	w := &weekly{Run: &job.Run{Env: s.Env, Now: s.Clock.Now()}}
	killed := filesOf(t, s.Env.Lake())
	if err := w.compactLake(); err != nil {
		t.Fatal(err)
	}
	if w.merged.Files < 6 || w.merged.Into == 0 {
		t.Errorf("merged %+v", w.merged)
	}
	check := func(when string) {
		t.Helper()
		if got := payloadsOf(t, s.Env.Lake()); got != payloads {
			t.Errorf("%s the payloads are others", when)
		}
		for table, files := range s.Stage(t) {
			if !slices.Equal(before[table], files) {
				t.Errorf("%s the staged table %s is another", when, table)
			}
		}
	}
	check("after merging")
	again := &weekly{Run: &job.Run{Env: s.Env, Now: s.Clock.Now()}}
	if err := again.compactLake(); err != nil || again.merged.Files != 0 {
		t.Errorf("merged again: %+v, %v", again.merged, err)
	}
	restore(t, killed) // as if it had died before it removed the small files
	check("after a kill")
	if err := again.compactLake(); err != nil || again.merged.Files == 0 {
		t.Errorf("merged after a kill: %+v, %v", again.merged, err)
	}
	check("after merging what a kill left")
}

// failingAfter is a network that breaks after so many requests.
type failingAfter struct {
	Next http.RoundTripper
	Left int64
}

func (f *failingAfter) RoundTrip(r *http.Request) (*http.Response, error) {
	if atomic.AddInt64(&f.Left, -1) < 0 {
		return nil, errors.New("the network is down")
	}
	return f.Next.RoundTrip(r)
}
