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
		{"played a week later", Report{Kickoff: hours(168), Played: true, HomeGoals: 1, KnownAt: hours(171)}, Ending{Void: matchday.VoidPostponed, KnownAt: limit}},
		{"nobody has a score", Report{Cause: matchday.VoidAbandoned, Kickoff: kickoff}, Ending{Void: matchday.VoidAbandoned, KnownAt: limit}},
		{"abandoned in the first half", Report{Cause: matchday.VoidAbandoned, Kickoff: kickoff, HomeGoals: 1, KnownAt: hours(1)}, Ending{Void: matchday.VoidAbandoned, KnownAt: limit}},
		{"the score annulled on Wednesday", Report{Cause: matchday.VoidAbandoned, Kickoff: kickoff, HomeGoals: 3, KnownAt: hours(96)}, Ending{Void: matchday.VoidAbandoned, KnownAt: hours(96)}},
	} {
		c.report.FixtureID, c.report.Scheduled, c.want.FixtureID = "f", kickoff, "f"
		got := Rules{VoidAfter: 48 * time.Hour}.Ending(c.report)
		if got.Void != "" {
			got.HomeGoals, got.AwayGoals = 0, 0
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestClosingLineValueByHand(t *testing.T) {
	average, pinnacle := matchday.Book{2, 4, 4}, matchday.Book{4, 4, 2}
	for _, c := range []struct {
		name              string
		average, pinnacle matchday.Book
		want              float64 // closing probability of home; 0 without a line
	}{
		{"the average without a margin", average, pinnacle, 0.5},
		{"else Pinnacle's", nil, pinnacle, 0.25},
		{"an absurd average is passed over", matchday.Book{2, 40, 4}, pinnacle, 0.25},
		{"neither", nil, matchday.Book{2, 4, 0}, 0},
		{"two prices of a line", matchday.Book{1.8, 1.8}, nil, 0.5},
	} {
		line := ClosingLine(c.average, c.pinnacle)
		if (line != nil) != (c.want > 0) || line != nil && math.Abs(line[0]-c.want) > 1e-12 {
			t.Errorf("%s: got %v; want %v", c.name, line, c.want)
		}
	}
	line := ClosingLine(average, pinnacle)
	own := decimal.NewNullDecimal(money("1.95"))
	b := WithClosing(pending("20.00", "2.10"), line, own)
	if !b.CLV.Valid || math.Abs(b.CLV.V-0.05) > 1e-12 || math.Abs(b.ClosingProbability.V-0.5) > 1e-12 || !b.ClosingPrice.Decimal.Equal(own.Decimal) {
		t.Errorf("2.10 taken on what closes at a half: got %+v, want a value of 0.05", b)
	}
	if b := WithClosing(b, nil, decimal.NullDecimal{}); b.CLV.Valid || b.ClosingProbability.Valid || b.ClosingPrice.Valid {
		t.Errorf("without a closing line: got %+v", b)
	}
	under := pending("20.00", "2.10")
	under.Market, under.Selection, under.Line = matchday.MarketTotal, matchday.SelectUnder, matchday.Number(2.5)
	if b := WithClosing(under, []float64{0.6, 0.4}, own); math.Abs(b.CLV.V-(2.10*0.4-1)) > 1e-12 || b.ClosingProbability.V != 0.4 {
		t.Errorf("2.10 taken on under, which closes at 0.4: %+v", b)
	}
}
