package staged

import (
	"database/sql"
	"testing"
	"time"

	"matchday"
	"matchday/stages/bet"
)

func TestNoBetOnAFixtureThatItsSourceDoesNotConfirmNow(t *testing.T) {
	now := time.Date(2025, time.June, 7, 14, 0, 2, 0, time.UTC)
	asked := now.Add(-2 * time.Second)
	at := func(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: true} }
	api := func(told time.Time) Fixture { return Fixture{KickoffKnown: true, ToldAt: at(told)} }
	both := func(told, listed time.Time, agreed bool) Fixture {
		return Fixture{KickoffKnown: true, ToldAt: at(told), ListedAt: at(listed), Agreed: agreed}
	}
	untold := func(f Fixture, untold time.Time) Fixture { f.UntoldAt = at(untold); return f }
	hours := func(n int) time.Time { return now.Add(-time.Duration(n) * time.Hour) }
	for what, c := range map[string]struct {
		asked time.Time
		of    Fixture
		want  matchday.SkipReason
	}{
		"this run's answer":                                            {asked, api(asked), ""},
		"an answer of the run before":                                  {asked, api(asked.Add(-time.Minute)), bet.NotConfirmed},
		"the run before's, and a file lists it":                        {asked, both(hours(1), now, true), bet.NotConfirmed},
		"nobody was asked, an answer within the age":                   {time.Time{}, api(hours(6)), ""},
		"nobody was asked, an older answer":                            {time.Time{}, api(hours(6).Add(-time.Second)), bet.NotConfirmed},
		"an old answer, and a newer file":                              {time.Time{}, both(hours(7), hours(1), true), ""},
		"an old answer, and a file of another hour":                    {time.Time{}, both(hours(7), hours(1), false), bet.NotConfirmed},
		"an old answer, and an older file":                             {time.Time{}, both(hours(7), hours(8), true), bet.NotConfirmed},
		"an answer within the age, and a newer one without a kick-off": {time.Time{}, untold(api(hours(2)), hours(1)), bet.NotConfirmed},
		"the same, and a newer file":                                   {time.Time{}, untold(both(hours(3), hours(1), true), hours(2)), ""},
		"the same, and a file before it":                               {time.Time{}, untold(both(hours(3), hours(2), true), hours(1)), bet.NotConfirmed},
		"this run's answer, and then one without a kick-off":           {asked, untold(both(asked, now, true), asked.Add(time.Second)), bet.NotConfirmed},
		"a file's newest edition, however old":                         {asked, Fixture{KickoffKnown: true, ListedAt: at(hours(70))}, ""},
		"a file's older edition":                                       {asked, Fixture{KickoffKnown: true}, bet.NotConfirmed},
	} {
		c.of.Kickoff = now.Add(time.Hour)
		if got := c.of.Barred(Asking{Now: now, Asked: c.asked, PriceAge: 6 * time.Hour}); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestWithoutAnHourOfKickOffBetsEndAtMidnightInLondon(t *testing.T) {
	june := matchday.Date(2025, time.June, 7)
	listed := Fixture{Date: june, ListedAt: sql.NullTime{Valid: true}}
	for clock, want := range map[string]matchday.SkipReason{
		"2025-06-06T22:59:59Z": "", "2025-06-06T23:00:00Z": bet.DayBegun, "2025-06-07T09:00:00Z": bet.DayBegun,
	} {
		now, err := time.Parse(time.RFC3339, clock)
		if err != nil {
			t.Fatal(err)
		}
		by := Asking{Now: now, PriceAge: 6 * time.Hour}
		if got := listed.Barred(by); got != want {
			t.Errorf("at %s: %q, want %q", clock, got, want)
		}
		known := listed
		known.KickoffKnown, known.Kickoff = true, june.Add(15*time.Hour)
		if got := known.Barred(by); got != "" {
			t.Errorf("at %s, with an hour: %q", clock, got)
		}
	}
}
