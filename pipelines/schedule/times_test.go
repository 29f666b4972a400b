package schedule_test

import (
	"testing"
	"time"

	"matchday/pipelines/live"
	"matchday/pipelines/schedule"
	"matchday/pipelines/weekly"
)

func TestAScheduleFiresWhenCronWould(t *testing.T) {
	sunday := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]int{ // times in a week
		weekly.Job.When: 1, live.HourlyJob.When: 7 * 24, live.LineupsJob.When: 7 * 24 * 4, live.SettleJob.When: 7 * 24 * 2,
		"30 */6 * * 3": 4, "5 4 * * *": 7, "* * * * 6": 24 * 60,
	} {
		s, err := schedule.ParseSchedule(text)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for m := range 7 * 24 * 60 {
			if s.Fires(sunday.Add(time.Duration(m) * time.Minute)) {
				got++
			}
		}
		if got != want {
			t.Errorf("%s fires %d times in a week, want %d", text, got, want)
		}
	}
	sundays, err := schedule.ParseSchedule(weekly.Job.When)
	if err != nil {
		t.Fatal(err)
	}
	if !sundays.Fires(sunday.Add(2*time.Hour)) || sundays.Fires(sunday.AddDate(0, 0, 1).Add(2*time.Hour)) {
		t.Error("the weekly job runs on Sunday at 02:00, and on no other day")
	}
}

func TestAScheduleThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"", "0 2 * *", "0 2 1 * *", "60 * * * *", "*/0 * * * *", "x * * * *", "0 2 * * 7", "1,2 * * * *"} {
		if _, err := schedule.ParseSchedule(text); err == nil {
			t.Errorf("%q passes for a schedule", text)
		}
	}
}
