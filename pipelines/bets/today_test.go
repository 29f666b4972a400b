package bets

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/config"
	"matchday/pipelines/staged"
	"matchday/stages/bet"
	"matchday/warehouse"
)

func TestWhatBeganWasMovedOrWithdrawnIsGoneFromToday(t *testing.T) {
	now := time.Date(2025, time.April, 25, 10, 0, 0, 0, time.UTC)
	then := now.Add(24 * time.Hour)
	conf := config.Defaults()
	slip := matchday.Slip{AskedStake: decimal.NewFromInt(20), Kickoff: then, HomeTeam: "Ash Town", AwayTeam: "Birch City", Bet: matchday.Bet{
		ID: "value/1x2/H/p", FixtureID: "f", Market: matchday.Market1X2, Selection: "H", Strategy: "value", Bookmaker: "B365",
		Price: decimal.RequireFromString("2.845"), Stake: decimal.NewFromInt(20), Probability: 0.4, Decided: 1,
	}}
	unfundedSlip := slip
	unfundedSlip.AskedStake = decimal.Zero
	quotes := func(home string) (out []bet.Quote) {
		for i, price := range []string{home, "3.40", "2.60"} {
			out = append(out, bet.Quote{Bookmaker: "B365", Market: matchday.Market1X2, Selection: matchday.Selections(matchday.Market1X2)[i],
				Moment: matchday.PreMatch, Price: decimal.RequireFromString(price), KnownAt: now.Add(-time.Hour), SeenAt: now})
		}
		return out
	}
	at := func(kickoff time.Time, home string) *coming {
		c := &coming{Fixture: staged.Fixture{ID: "f", Kickoff: kickoff, KickoffKnown: true}}
		if home != "" {
			c.board = bet.ScreenLive(quotes(home), now, 6*time.Hour)
		}
		return c
	}
	barred := at(then, "2.90")
	barred.barred = bet.NotConfirmed
	for what, test := range map[string]struct {
		now  time.Time
		of   *coming
		gone matchday.SkipReason
		text string
	}{
		"as it was":                       {now, at(then, "2.845"), "", "2.845 now"},
		"a better price":                  {now, at(then, "2.9"), "", "2.90 now"},
		"a price that is too low":         {now, at(then, "2.4"), "", "2.40 now, which is too low"},
		"no price":                        {now, at(then, ""), "", "not offered now (no price)"},
		"moved, and worth it":             {now, at(then.Add(3*time.Hour), "2.9"), "", "2.90 now"},
		"brought forward, and worth it":   {now, at(then.Add(-3*time.Hour), "2.9"), "", "2.90 now"},
		"moved, at a price too low":       {now, at(then.Add(3*time.Hour), "2.4"), moved, ""},
		"moved, without a price":          {now, at(then.Add(3*time.Hour), ""), moved, ""},
		"moved so far that bets are void": {now, at(then.Add(time.Duration(conf.Live.VoidAfter)+time.Minute), "2.9"), moved, ""},
		"not confirmed":                   {now, barred, bet.NotConfirmed, ""},
		"not among the coming ones":       {now, nil, withdrawn, ""},
		"begun":                           {then, nil, begun, ""},
	} {
		o := offers{now: test.now, voidAfter: time.Duration(conf.Live.VoidAfter), coming: map[string]coming{}}
		if test.of != nil {
			o.coming["f"] = *test.of
		}
		if _, gone := o.advice(conf, group{unfundedSlip}); gone == "" || test.gone == "" && gone != unfunded {
			t.Errorf("%s, and no real money is left: gone for %q", what, gone)
		}
		a, gone := o.advice(conf, group{slip})
		if gone != test.gone || gone == "" && nowText(a) != test.text {
			t.Errorf("%s: %q and %q, want %q and %q", what, gone, nowText(a), test.gone, test.text)
		}
		if gone == "" && (a.Was != nil) != !test.of.Kickoff.Equal(then) {
			t.Errorf("%s: it was at %v", what, a.Was)
		}
	}
}

func TestTheLastHourlyRunSaysWhatTheAPIWasAsked(t *testing.T) {
	at := time.Date(2025, time.April, 25, 10, 0, 0, 0, time.UTC)
	look := warehouse.Look{Arguments: `{"hours":48,"fetched":true,"asked":"2025-04-25T10:00:01Z"}`}
	look.Hourly.Time, look.Hourly.Valid = at, true
	asked, until, err := lastAsked(look)
	if err != nil || !asked.Equal(at.Add(time.Second)) || !until.Equal(at.Add(48*time.Hour)) {
		t.Errorf("asked %v, until %v (%v)", asked, until, err)
	}
	look.Arguments = `{"hours":48}`
	if asked, _, err := lastAsked(look); err != nil || !asked.IsZero() {
		t.Errorf("it asked nobody: %v (%v)", asked, err)
	}
}
