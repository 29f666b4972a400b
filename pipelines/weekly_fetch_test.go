package pipelines

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/land/simulator"
	"matchday/stages/staging"
)

// stage stages what has landed and returns the tables' files, whose names are
// checksums of what is in them.
func (s *source) stage(t *testing.T) map[string]string {
	t.Helper()
	r, err := staging.Run(t.Context(), staging.Input{Lake: s.env.Lake()})
	if err != nil {
		t.Fatal(err)
	}
	return r.Published.Tables
}

// ends counts the fixtures of a range that the simulated source has ended by
// now, and those of them that are staged with their score and line-ups.
func (s *source) ends(t *testing.T, from time.Time) (world, scored, rated int) {
	t.Helper()
	s.stage(t)
	for _, f := range s.world.Truths(from, s.clock.Now().Add(-4*time.Hour)) {
		if f.Counts {
			world++
		}
	}
	told := s.staged(t, "SELECT (SELECT count(*) FROM scores), (SELECT count(DISTINCT fixture_id) FROM lineups WHERE minutes IS NOT NULL)")
	if _, err := fmt.Sscanf(told, "%d,%d", &scored, &rated); err != nil {
		t.Fatal(err)
	}
	return world, scored, rated
}

// Two weeks are fetched one by one after a cold backfill: each goes on from
// the last landed day, nothing is missing, and the same week again is landed
// before.
func TestTheWeeklyFetchGoesOnFromTheLastLandedDay(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 10, 5, 2, 0, 0, 0, time.UTC) // a Sunday
	s := newSource(t, now, simulator.Options{Seed: 6, Seasons: 1})
	o := s.ask
	o.From, o.To = matchday.Date(2025, 8, 1), now.AddDate(0, 0, 2)
	if _, err := LandSportmonks(t.Context(), s.env, o); err != nil {
		t.Fatal(err)
	}
	weekly := FetchWeekly(s.ask)
	for week := 1; week <= 2; week++ {
		s.clock.Set(now.AddDate(0, 0, 7*week))
		asked := s.fetch(t, weekly)
		first := ""
		for _, request := range asked {
			path, _, _ := strings.Cut(request, " ")
			if rest, ok := strings.CutPrefix(path, "fixtures/between/"); ok && (first == "" || rest < first) {
				first = rest
			}
		}
		day, err := time.Parse(time.DateOnly, first[:10])
		if oldest := s.clock.Now().AddDate(0, 0, -21); week > 1 && (err != nil || day.Before(oldest)) {
			t.Errorf("week %d asks from %s on", week, first)
		}
		world, scored, rated := s.ends(t, o.From)
		t.Logf("week %d: %d requests, %d fixtures ended, %d scored, %d with minutes", week, len(asked), world, scored, rated)
		if scored < world || rated < world*98/100 {
			t.Errorf("week %d: %d fixtures ended, %d are scored, %d have minutes", week, world, scored, rated)
		}
	}
	before := s.stage(t)
	asked := s.fetch(t, weekly)
	for _, request := range asked {
		if strings.HasPrefix(request, "/v3/core") || strings.HasPrefix(request, "leagues") {
			t.Errorf("asked for %q again within the hour", request)
		}
	}
	after := s.stage(t)
	for _, table := range []string{"scores", "odds", "fixtures", "measures"} {
		if before[table] != after[table] {
			t.Errorf("the same week again changed the table %s", table)
		}
	}
}

// An interrupted week goes on from the windows that had landed.
func TestAnInterruptedWeekGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 11, 16, 2, 0, 0, 0, time.UTC)
	s := newSource(t, now, simulator.Options{Seed: 6, Seasons: 1})
	o := s.ask
	o.From, o.To = matchday.Date(2025, 8, 1), matchday.Date(2025, 8, 20)
	if _, err := LandSportmonks(t.Context(), s.env, o); err != nil {
		t.Fatal(err)
	}
	whole := len(s.asked)
	broken := s.ask
	fails := &failingAfter{next: s.ask.HTTP.Transport, left: 14}
	client := *s.ask.HTTP
	client.Transport = fails
	broken.HTTP = &client
	asked, err := FetchWeekly(broken)(t.Context(), s.env)
	if err == nil || !strings.Contains(err.Error(), "run it again to go on from there") {
		t.Fatalf("%+v, %v", asked, err)
	}
	first := len(s.asked) - whole
	second, err := FetchWeekly(s.ask)(t.Context(), s.env)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests until it was interrupted, then %+v", first, second)
	if second.Saved == 0 {
		t.Error("nothing was landed or cached before")
	}
	if world, scored, _ := s.ends(t, o.From); scored < world {
		t.Errorf("%d fixtures ended, %d are scored", world, scored)
	}
}

// A first week without a history says what to do.
func TestAFirstWeekWithoutAHistorySaysWhatToDo(t *testing.T) {
	s := newSource(t, saturday, simulator.Options{Seed: 5, Seasons: 1})
	asked, err := FetchWeekly(s.ask)(t.Context(), s.env)
	if !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), "matchday land sportmonks --from 2022-10-18 --to 2025-10-18") || asked.Requests != 0 {
		t.Errorf("%+v, %v", asked, err)
	}
	// Where people's files are the history, the API is asked for the last days.
	landAt(t, s.env.Home, saturday)
	first := s.fetch(t, FetchWeekly(s.ask))
	if got := fmt.Sprint(first); !strings.Contains(got, "fixtures/between/2025-10-08/") {
		t.Errorf("asked %s", got)
	}
}

// Merging the small files of closed days changes no payload and no staged
// table; killed before the small files were removed, it is made good.
func TestMergingTheWeeksFilesChangesNoByte(t *testing.T) {
	t.Parallel()
	s := newSource(t, saturday, simulator.Options{Seed: 5, Seasons: 1})
	for run := range 8 {
		s.clock.Set(saturday.Add(time.Duration(2*run) * time.Hour))
		s.fetch(t, FetchSportmonks(s.ask, AskComing(48*time.Hour)))
	}
	before, payloads := s.stage(t), payloadsOf(t, s.env.Lake())
	w := &weekly{liveRun: &liveRun{env: s.env, now: s.clock.Now()}}
	killed := files(t, s.env.Lake())
	if err := w.tidy(); err != nil {
		t.Fatal(err)
	}
	if w.merged.Files < 6 || w.merged.Into == 0 {
		t.Errorf("merged %+v", w.merged)
	}
	check := func(when string) {
		t.Helper()
		if got := payloadsOf(t, s.env.Lake()); got != payloads {
			t.Errorf("%s the payloads are others", when)
		}
		for table, file := range s.stage(t) {
			if before[table] != file {
				t.Errorf("%s the staged table %s is another", when, table)
			}
		}
	}
	check("after merging")
	again := &weekly{liveRun: &liveRun{env: s.env, now: s.clock.Now()}}
	if err := again.tidy(); err != nil || again.merged.Files != 0 {
		t.Errorf("merged again: %+v, %v", again.merged, err)
	}
	restore(t, killed) // as if it had died before it removed the small files
	check("after a kill")
	if err := again.tidy(); err != nil || again.merged.Files == 0 {
		t.Errorf("merged after a kill: %+v, %v", again.merged, err)
	}
	check("after merging what a kill left")
}
