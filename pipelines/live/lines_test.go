package live_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/invented/matchfiles"
	"matchday/pipelines/bets"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/warehouse"
)

// linesEnv has a strategy on totals and handicaps that bets wherever something
// is to be gained.
func linesEnv(home string, now time.Time) job.Env {
	env := hometest.Env(home, now)
	env.Config.Strategies = append(env.Config.Strategies, matchday.Strategy{
		Name: "lines", Rule: "value", Markets: []matchday.Market{matchday.MarketTotal, matchday.MarketAsian}, MinEdge: 0.001, Bankroll: "1000.00",
	})
	env.Config.Staking.MaxOpen = 1
	return env
}

// paid is what a bet on a line earns, by the goals: the stake is halved, one
// half on each of the half lines beside a quarter line.
func paid(b matchday.Bet, home, away int) decimal.Decimal {
	ahead := func(line float64) float64 {
		lead := float64(home-away) + line
		if b.Market == matchday.MarketTotal {
			lead = float64(home+away) - line
		}
		if b.Selection == "A" || b.Selection == "under" {
			lead = -lead
		}
		return lead
	}
	won, lost := 0.0, 0.0 // halves of the stake
	lines := []float64{b.Line.V, b.Line.V}
	if q := b.Line.V * 2; q != float64(int(q)) {
		lines = []float64{b.Line.V - 0.25, b.Line.V + 0.25}
	}
	for _, line := range lines {
		switch lead := ahead(line); {
		case lead > 0:
			won += 0.5
		case lead < 0:
			lost += 0.5
		}
	}
	winnings := b.Stake.Mul(decimal.NewFromFloat(won)).Mul(b.Price.Sub(decimal.NewFromInt(1))).Round(2)
	return winnings.Sub(b.Stake.Mul(decimal.NewFromFloat(lost)).Round(2))
}

func TestAWeekendOfTotalsAndHandicaps(t *testing.T) {
	home := livetest.Home(t)
	r, err := live.Hourly(t.Context(), linesEnv(home, hometest.LiveFriday), live.HourlyOptions{Within: 96 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	// Two both_score, 34 handicaps, 50 scores, 6 totals.
	if got, want := hometest.QueryOne(t, home, "SELECT count(*) FROM market_predictions"), fmt.Sprint(92*len(r.Predicted)); got != want {
		t.Errorf("%s market predictions, want %s", got, want)
	}
	// Bets are decided by the matrix itself, market_predictions is computed from what is stored of it.
	if got := hometest.QueryOne(t, home, `SELECT count(*) > 0 AND max(abs(b.model_probability
			- (m.probability + m.half_win_prob / 2) / (1 - m.push_prob - (m.half_win_prob + m.half_loss_prob) / 2))) < 1e-12
		FROM bets b JOIN market_predictions m ON m.prediction_id = b.prediction_id AND m.market = b.market AND m.selection = b.bet_outcome AND m.line = b.line`); got != "true" {
		t.Error("a bet on a line went by another probability than market_predictions has")
	}
	if got := hometest.QueryOne(t, home, `SELECT count(*) FROM skips WHERE strategy = 'lines' AND (market = '1x2' OR (selection IS NOT NULL) <> (line IS NOT NULL))`); got != "0" {
		t.Errorf("%s skips of lines without a line", got)
	}
	// Every market of every prediction has a bet or a reason.
	if got := hometest.QueryOne(t, home, `SELECT count(*) FROM predictions p, (VALUES ('total'), ('handicap')) m(market)
		WHERE NOT EXISTS (FROM bets b WHERE b.prediction_id = p.prediction_id AND b.market = m.market)
		AND NOT EXISTS (FROM skips k WHERE k.prediction_id = p.prediction_id AND k.market = m.market)`); got != "0" {
		t.Errorf("%s markets have neither a bet nor a reason", got)
	}
	livetest.PassesChecks(t, home)
	today, err := bets.Today(t.Context(), linesEnv(home, hometest.LiveFriday.Add(time.Minute)), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := today.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`on (over|under) 2\.5 goals at`, `on [A-Z][\pL ]+ ([-+][0-9.]+|0) at`, `P\((home|away) ([-+][0-9.]+|0)\)`} {
		if !regexp.MustCompile(want).MatchString(text.String()) {
			t.Errorf("nothing like %s in\n%s", want, text.String())
		}
	}
	hometest.LandEdition(t, home, hometest.LiveTuesday)
	if _, err := live.Settle(t.Context(), linesEnv(home, hometest.LiveTuesday), live.SettleOptions{}); err != nil {
		t.Fatal(err)
	}
	livetest.PassesChecks(t, home)
	slips, err := warehouse.Slips(t.Context(), warehouse.Home{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	world, on := matchfiles.New(matchfiles.DefaultSeed), map[string]int{}
	for _, b := range slips {
		if b.Strategy != "lines" {
			continue
		}
		f := fixtureOf(t, world, b.FixtureID)
		if want := paid(b.Bet, f.Goals[0], f.Goals[1]); b.Status != matchday.Settled || !b.ProfitLoss.Decimal.Equal(want) {
			t.Errorf("%s on %d-%d is %s with %s, want %s", b.ID, f.Goals[0], f.Goals[1], b.Status, b.ProfitLoss.Decimal, want)
		}
		if b.Market == matchday.MarketTotal && (!b.CLV.Valid || !b.ClosingPrice.Valid) {
			t.Errorf("%s has no closing-line value", b.ID)
		}
		on[string(b.Market)]++
	}
	if on[matchday.MarketTotal] == 0 || on[matchday.MarketAsian] == 0 || on[matchday.Market1X2] > 0 {
		t.Errorf("bets by market: %v; want some on totals and handicaps", on)
	}
}
