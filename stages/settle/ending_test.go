package settle

import (
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"matchday"
)

func TestHowAFixtureEndsForItsBets(t *testing.T) {
	kickoff := time.Date(2016, 8, 13, 14, 0, 0, 0, time.UTC)
	limit := kickoff.Add(48 * time.Hour)
	hours := func(n int) time.Time { return kickoff.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		name   string
		report Report
		want   Ending
	}{
		{"played as scheduled", Report{Kickoff: kickoff, Played: true, HomeGoals: 2, AwayGoals: 1, KnownAt: hours(3)}, Ending{HomeGoals: 2, AwayGoals: 1, KnownAt: hours(3)}},
		{"played a day later", Report{Kickoff: hours(24), Played: true, HomeGoals: 1, KnownAt: hours(27)}, Ending{HomeGoals: 1, KnownAt: hours(27)}},
		{"kicked off at the limit", Report{Kickoff: limit, Played: true, KnownAt: hours(51)}, Ending{KnownAt: hours(51)}},
		{"played a week later", Report{Kickoff: hours(168), Played: true, HomeGoals: 1, KnownAt: hours(171)}, Ending{Void: true, KnownAt: limit}},
		{"nobody has a score", Report{Kickoff: kickoff}, Ending{Void: true, KnownAt: limit}},
		{"abandoned in the first half", Report{Kickoff: kickoff, HomeGoals: 1, KnownAt: hours(1)}, Ending{Void: true, KnownAt: limit}},
		{"the score annulled on Wednesday", Report{Kickoff: kickoff, HomeGoals: 3, KnownAt: hours(96)}, Ending{Void: true, KnownAt: hours(96)}},
	} {
		c.report.FixtureID, c.report.Scheduled, c.want.FixtureID = "f", kickoff, "f"
		got := DefaultRules().Ending(c.report)
		if got.Void {
			got.HomeGoals, got.AwayGoals = 0, 0
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestClosingLineValueByHand(t *testing.T) {
	average, pinnacle := matchday.Prices{2, 4, 4}, matchday.Prices{4, 4, 2}
	for _, c := range []struct {
		name              string
		average, pinnacle matchday.Prices
		want              float64 // closing probability of home; 0 without a line
	}{
		{"the average without a margin", average, pinnacle, 0.5},
		{"else Pinnacle's", matchday.Prices{}, pinnacle, 0.25},
		{"an absurd average is passed over", matchday.Prices{2, 40, 4}, pinnacle, 0.25},
		{"neither", matchday.Prices{}, matchday.Prices{2, 4, 0}, 0},
	} {
		line, ok := ClosingLine(c.average, c.pinnacle)
		if ok != (c.want > 0) || math.Abs(line[0]-c.want) > 1e-12 {
			t.Errorf("%s: got %v, %v; want %v", c.name, line, ok, c.want)
		}
	}
	line, ok := ClosingLine(average, pinnacle)
	own := decimal.NewNullDecimal(money("1.95"))
	b := WithClosing(pending("20.00", "2.10"), line, ok, own)
	if !b.CLV.Valid || math.Abs(b.CLV.V-0.05) > 1e-12 || math.Abs(b.ClosingProbability.V-0.5) > 1e-12 || !b.ClosingPrice.Decimal.Equal(own.Decimal) {
		t.Errorf("2.10 taken on what closes at a half: got %+v, want a value of 0.05", b)
	}
	if b := WithClosing(b, matchday.Probs{}, false, decimal.NullDecimal{}); b.CLV.Valid || b.ClosingProbability.Valid || b.ClosingPrice.Valid {
		t.Errorf("without a closing line: got %+v", b)
	}
	total := pending("20.00", "1.90")
	total.Market, total.Selection = matchday.MarketTotal, matchday.SelectOver
	if b := WithClosing(total, line, true, own); b.CLV.Valid || !b.ClosingPrice.Valid {
		t.Errorf("a total was valued by the 1X2 line: %+v", b)
	}
}
