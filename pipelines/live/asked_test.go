package live_test

import (
	"errors"
	"testing"
	"time"

	"matchday/pipelines/hometest"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// hourly asks the books first: where all is predicted it reaches neither features nor
// models.
func TestNothingIsComputedWhereNothingIsToBePredicted(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	computes := errors.New("it computes")
	run := func(at time.Time, o live.HourlyOptions) (live.Report, error) {
		env := hometest.Env(home, at)
		env.Failpoint = func(point string) error {
			if point == "features" || point == "predict" {
				return computes
			}
			return nil
		}
		return live.Hourly(t.Context(), env, o)
	}
	r, err := run(hometest.LiveFriday.Add(20*time.Minute), live.HourlyOptions{})
	if err != nil || r.Fixtures == 0 || r.Already != r.Fixtures || r.Model != "" {
		t.Errorf("again in the same hour: %d fixtures, %d predicted before, model %q (%v)", r.Fixtures, r.Already, r.Model, err)
	}
	if _, err := run(hometest.LiveFriday.Add(20*time.Minute), live.HourlyOptions{Force: true}); !errors.Is(err, computes) {
		t.Errorf("forced: %v", err)
	}
	if _, err := run(hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{}); !errors.Is(err, computes) {
		t.Errorf("in the next hour: %v", err)
	}
}
