package sportmonks

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// season serves one fixture a day, dated by the request's window, and fails
// when told to.
type season struct {
	fail  func(path string) bool
	asked []string
}

func (s *season) serve(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, r.URL.Path)
	if s.fail != nil && s.fail(r.URL.Path) {
		answerOf(w, 404, `{"message":"gone"}`)
		return
	}
	parts := strings.Split(r.URL.Path, "/")
	var rows []string
	row := func(at time.Time) {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"league_id":8,"season_id":1,"state_id":5,"starting_at":%q}`, at.Unix()/86400, at.Format(time.DateTime)))
	}
	if parts[4] == "multi" {
		for id := range strings.SplitSeq(parts[5], ",") {
			rows = append(rows, `{"id":`+id+`,"lineups":[]}`)
		}
	} else {
		from, _ := time.Parse(time.DateOnly, parts[5])
		to, _ := time.Parse(time.DateOnly, parts[6])
		for at := from; !at.After(to); at = at.AddDate(0, 0, 1) {
			row(at.Add(15 * time.Hour))
		}
	}
	answerOf(w, 200, `{"data":[`+strings.Join(rows, ",")+`],`+limitOK+`}`)
}

// TestABackfillGoesOnWhereItStopped: windows that landed before the failure
// are not asked for again, windows that may still change are.
func TestABackfillGoesOnWhereItStopped(t *testing.T) {
	s := &season{}
	a := newAPI(t, s.serve)
	l := testLake(t)
	locked := 0
	in := BackfillInput{
		Lake: l, From: time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC), To: a.clock.Now().AddDate(0, 0, -1),
		Fixtures: FixtureQuery{Leagues: []int64{8}}, Details: []FixtureQuery{{Include: []string{"lineups.details"}}},
		Lock: func(context.Context) (func() error, error) {
			locked++
			return func() error { locked--; return nil }, nil
		},
	}
	s.fail = func(path string) bool { return strings.Contains(path, "between/2026-01-") }
	first, err := a.Backfill(context.Background(), in)
	if err == nil || !strings.Contains(err.Error(), "backfill from 2026-01-") || first.Windows == 0 || locked != 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	had := len(raw(t, l))
	if had != first.Objects || had == 0 {
		t.Errorf("%d objects in the lake, %d reported", had, first.Objects)
	}

	s.fail, s.asked = nil, nil
	second, err := a.Backfill(context.Background(), in)
	if err != nil || second.Skipped != first.Windows {
		t.Fatalf("%+v, %v", second, err)
	}
	for _, path := range s.asked {
		if strings.Contains(path, "between/2025-1") && !strings.Contains(path, "/2026-") {
			t.Errorf("asked for %s again", path)
		}
	}
	days := int(in.To.Sub(in.From).Hours()/24) + 1
	if got := len(raw(t, l)); got != 2*days {
		t.Errorf("%d objects, want a fixture and its line-ups for each of %d days", got, days)
	}

	// All but the window that ended yesterday are closed; another plan has
	// none that are.
	s.asked = nil
	third, err := a.Backfill(context.Background(), in)
	if err != nil || third.Windows != 1 || third.Objects != 0 {
		t.Errorf("%+v, %v", third, err)
	}
	in.Details = nil
	other, err := a.Backfill(context.Background(), in)
	if err != nil || other.Skipped != 0 {
		t.Errorf("%+v, %v", other, err)
	}
}

func TestTheGridOfWindowsDoesNotMove(t *testing.T) {
	to := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	long := grid(to.AddDate(-2, 0, 0), to, historyDays)
	short := grid(to.AddDate(-1, 0, 3), to.AddDate(0, 0, 40), historyDays)
	shared := 0
	for i, w := range long {
		if i > 0 && !w.From.Equal(long[i-1].end()) {
			t.Errorf("a gap before %s", w)
		}
		if slices.Contains(short, w) {
			shared++
		}
	}
	if shared < 11 {
		t.Errorf("the grids share %d windows", shared)
	}
	if long[0].From != to.AddDate(-2, 0, 0) || long[len(long)-1].To != to {
		t.Errorf("from %s to %s", long[0], long[len(long)-1])
	}
}

func TestProgressIsToldInOrder(t *testing.T) {
	var steps []int
	s := &season{}
	a := newAPI(t, s.serve, func(c *Config) {
		c.Progress = func(done, total int) { steps = append(steps, done*100/total) }
	})
	_, err := a.FixturesBetween(context.Background(), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC), FixtureQuery{})
	if err != nil || len(steps) != 5 || !slices.IsSorted(steps) || steps[4] != 100 {
		t.Errorf("%v, %v", steps, err)
	}
}
