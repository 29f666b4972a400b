package backtest

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
	"matchday/config"
	"matchday/stages/train"
)

// The prices of a Friday are collected at 13:00. A match of that Friday whose hour
// nobody told may have begun by then.
func TestABacktestBetsOnNoMatchDayWithoutAnHour(t *testing.T) {
	friday := matchday.Date(2015, time.August, 7)
	collected := friday.Add(12 * time.Hour)
	for _, c := range []struct {
		date  time.Time
		known bool
		want  int
	}{{friday, false, 0}, {friday, true, 1}, {friday.AddDate(0, 0, 1), false, 1}} {
		f := matchday.Fixture{ID: "f", Division: "E0", AsOf: collected, MatchDate: c.date, Kickoff: c.date.Add(19 * time.Hour), KickoffKnown: c.known}
		r := &backtest{
			rows: &matchday.Rows{
				Fixtures: []matchday.Fixture{f}, KnownAt: []time.Time{f.Kickoff.Add(3 * time.Hour)}, HomeGoals: []float64{1}, AwayGoals: []float64{0},
			},
			at: []int{0}, models: map[string][]matchday.Probs{train.Ensemble: {{.6, .2, .2}}},
			goals: make([]train.Goals, 1), belief: []matchday.Belief{{matchday.Market1X2: 1}},
		}
		conf := config.Defaults()
		conf.Strategies = conf.Strategies[len(conf.Strategies)-1:]
		b, err := newBettor(conf, friday.AddDate(0, 0, -1), "run")
		if err != nil {
			t.Fatal(err)
		}
		book := matchday.MarketBook{Market: matchday.Market1X2, Bookmaker: "PS", KnownAt: collected}
		for i, price := range []string{"2.00", "3.60", "4.20"} {
			book.Prices[i] = decimal.NewNullDecimal(decimal.RequireFromString(price))
		}
		if err := r.betAt(b, 0, [][]matchday.MarketBook{{book}}, false); err != nil {
			t.Fatal(err)
		}
		if len(b.bets) != c.want {
			t.Errorf("match day %s, its hour known: %v: %d bets, want %d", c.date.Format(time.DateOnly), c.known, len(b.bets), c.want)
		}
	}
}
