package live_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
)

// The strategy value is taken out of the configuration while its bets are open.
func TestAStrategyThatIsNotConfiguredAnyMoreIsSettledAndShownAsRetired(t *testing.T) {
	home := livetest.Home(t)
	livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	without := func(now time.Time) job.Env {
		env := hometest.Env(home, now)
		env.Config.Strategies = env.Config.Strategies[1:]                            // the rule value
		env.Config.Strategies[0].Name, env.Config.Strategies[0].MinEdge = "fresh", 0 // so that there are new bets to limit
		env.Config.Staking.MaxOpenTotal = 0.0001                                     // which the open bets have long filled
		return env
	}
	open := hometest.QueryOne(t, home, "SELECT sum(stake) FROM bets WHERE status = 'pending'")
	r, err := live.Hourly(t.Context(), without(hometest.LiveFriday.Add(time.Hour)), live.HourlyOptions{Within: 96 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Predicted) == 0 || len(r.Bets) != 0 || r.Open.StringFixed(4) != open {
		t.Errorf("%d predicted, %d bets, %s open, want %s", len(r.Predicted), len(r.Bets), r.Open, open)
	}
	if got := hometest.QueryOne(t, home, "SELECT count(*) > 0 AND bool_and(strategy = 'fresh') FROM skips WHERE reason = 'total limit'"); got != "true" {
		t.Errorf("what is open of retired strategies does not count: %s", hometest.Query(t, home, "SELECT strategy, reason, count(*) FROM skips GROUP BY ALL ORDER BY ALL"))
	}
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	s, err := live.Settle(t.Context(), without(hometest.LiveTuesday), live.SettleOptions{})
	if err != nil || s.Settled == 0 || s.Waiting != 0 {
		t.Fatalf("%+v (%v)", s, err)
	}
	livetest.PassesChecks(t, home)
	bank, err := bets.Bankroll(t.Context(), without(hometest.LiveTuesday))
	if err != nil {
		t.Fatal(err)
	}
	retired := map[string]bool{}
	for _, b := range bank.Strategies {
		retired[b.Strategy] = b.Retired
		if want := hometest.QueryOne(t, home, "SELECT sum(amount) FROM ledger WHERE strategy = '"+b.Strategy+"'"); b.Bankroll.StringFixed(4) != want {
			t.Errorf("%s has %s, its ledger %s", b.Strategy, b.Bankroll, want)
		}
	}
	if len(retired) != 3 || retired["fresh"] || !retired["value"] || !retired["thresholds"] {
		t.Errorf("retired: %v", retired)
	}
	var text bytes.Buffer
	if err := bank.WriteText(&text); err != nil || strings.Count(text.String(), " (retired) ") != 2 {
		t.Errorf("%s (%v)", text.String(), err)
	}
}
