package live_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/pipelines/replay"
)

// A match of Saturday afternoon is said on Tuesday to have begun half an hour before the
// bets on it, and on Wednesday to have begun when it was to begin after all.
func TestBetsOnAMatchThatHadBegunAreVoidAndStandAgainWhenThatIsCorrected(t *testing.T) {
	home := livetest.Home(t)
	noon := time.Date(2025, time.March, 8, 12, 30, 0, 0, time.UTC)
	env := hometest.Env(home, noon)
	env.Config.Strategies[1].MinEdge, env.Config.Live.PriceAge = 0, matchday.Duration(48*time.Hour) // so that there are bets enough
	if _, err := live.Hourly(t.Context(), env, live.HourlyOptions{Within: 96 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	slips := livetest.SlipsOf(t, home)
	bet := slips[slices.IndexFunc(slips, func(s matchday.Slip) bool { return s.Kickoff.Weekday() == time.Saturday })]
	brought := func(row map[string]string) map[string]string {
		if row["HomeTeam"] == bet.HomeTeam && row["AwayTeam"] == bet.AwayTeam && row["Date"] == bet.MatchDate.Format("02/01/2006") {
			row["Time"] = "12:00"
		}
		return row
	}
	reasons := func() string {
		return hometest.Query(t, home, `SELECT status, void_reason, count(*) FROM bets WHERE fixture_id = '`+bet.FixtureID+`' GROUP BY ALL ORDER BY ALL`)
	}
	landCorrected(t, home, hometest.LiveTuesday, brought)
	livetest.MustSettle(t, home, hometest.LiveTuesday)
	n := 0
	for _, s := range livetest.SlipsOf(t, home) {
		if s.FixtureID == bet.FixtureID {
			n++
			if s.Status != matchday.Void || s.VoidReason != matchday.VoidLate || !s.ProfitLoss.Decimal.IsZero() {
				t.Errorf("%s %s because %q", s.ID, s.Status, s.VoidReason)
			}
		} else if s.VoidReason != "" {
			t.Errorf("%s is void because %q", s.ID, s.VoidReason)
		}
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM bet_versions WHERE void_reason = 'late'"); n == 0 || got == "0" {
		t.Errorf("%d bets, %s versions of them are late", n, got)
	}
	livetest.PassesChecks(t, home)
	wednesday := hometest.LiveTuesday.Add(24 * time.Hour)
	landCorrected(t, home, wednesday, func(row map[string]string) map[string]string { return row })
	if s := livetest.MustSettle(t, home, wednesday); s.Settled < n {
		t.Errorf("%+v: %s", s, reasons())
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) FROM bets WHERE status = 'void' OR void_reason IS NOT NULL"); got != "0" {
		t.Errorf("still void:\n%s", reasons())
	}
	livetest.PassesChecks(t, home)
	r, err := replay.Run(t.Context(), hometest.Env(home, wednesday), replay.Options{})
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		t.Errorf("%v: %+v", err, r)
	}
}

// The clock of a machine whose battery is empty, before NTP has put it right.
func TestAWrongClockVoidsNoBetAndStopsNoLaterRun(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{})
	before := hometest.Query(t, home, "FROM bets ORDER BY ALL")
	env := hometest.Env(home, hometest.LiveFriday.AddDate(11, 0, 0))
	env.Machine = env.Now
	for name, run := range map[string]func() error{
		"settle": func() error { _, err := live.Settle(t.Context(), env, live.SettleOptions{}); return err },
		"hourly": func() error { _, err := live.Hourly(t.Context(), env, live.HourlyOptions{}); return err },
	} {
		if err := run(); !errors.As(err, new(job.Refused)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{})
	if after := hometest.Query(t, home, "FROM bets WHERE bet_time <= '"+hometest.LiveFriday.Format(time.RFC3339)+"' ORDER BY ALL"); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if got := hometest.QueryOne(t, home, "SELECT string_agg(pipeline || ' ' || status, ', ' ORDER BY pipeline) FROM runs WHERE as_of > '2030-01-01'"); got != `"hourly refused, settle refused"` {
		t.Errorf("runs with the wrong clock: %s", got)
	}
}
