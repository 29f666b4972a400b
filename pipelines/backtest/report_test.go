package backtest

import (
	"maps"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/validate"
)

// played are n fixtures, one a day, that the home side won.
func played(n int) (rows *matchday.Rows, at []int) {
	rows = &matchday.Rows{}
	for k := range n {
		rows.Fixtures = append(rows.Fixtures, matchday.Fixture{MatchDate: time.Date(2025, 1, 1+k, 0, 0, 0, 0, time.UTC)})
		rows.HomeGoals, rows.AwayGoals = append(rows.HomeGoals, 1), append(rows.AwayGoals, 0)
		at = append(at, k)
	}
	return rows, at
}

func scoredAs(name string, probs ...matchday.Probs) scoredModel { return scoredModel{name, probs} }

func TestAnEmptyColumnOfPricesDoesNotEmptyTheCommonFixtures(t *testing.T) {
	rows, at := played(3)
	p, none := matchday.Probs{.5, .3, .2}, matchday.Probs{}
	var r Report
	r.score(rows, at, []scoredModel{
		scoredAs(validate.MarketPre, p, p, none), scoredAs(validate.MarketClose, none, none, none), scoredAs("ensemble", p, p, p),
	}, 1)
	if r.Common["ensemble"].N != 2 || r.Models["ensemble"].N != 3 {
		t.Errorf("%d fixtures are common, %d predicted", r.Common["ensemble"].N, r.Models["ensemble"].N)
	}
	if _, there := r.Common[validate.MarketClose]; there {
		t.Error("prices that nobody quoted have a score")
	}
}

func TestAModelsDistanceToTheMarketHasAnInterval(t *testing.T) {
	rows, at := played(4)
	better, worse, none := matchday.Probs{.6, .2, .2}, matchday.Probs{.3, .4, .3}, matchday.Probs{}
	market := matchday.Probs{.5, .3, .2}
	var r Report
	r.score(rows, at, []scoredModel{
		scoredAs(validate.MarketPre, market, market, market, none), scoredAs("ensemble", better, worse, better, better), scoredAs("elo", better, better, better, better),
	}, 1)
	d := r.ToMarket["ensemble"]
	if d.N != 3 || !(d.Low < d.Value && d.Value < d.High) || d.Low >= 0 || d.High <= 0 {
		t.Errorf("the ensemble: %+v", d)
	}
	if d := r.ToMarket["elo"]; d.High >= 0 {
		t.Errorf("a model that knew more every day: %+v", d)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "[-") {
		t.Errorf("%s (%v)", text.String(), err)
	}
}

func TestEqualTablesAreNotPrintedTwice(t *testing.T) {
	rows, at := played(2)
	p, none := matchday.Probs{.5, .3, .2}, matchday.Probs{}
	for tables, elo := range map[int]scoredModel{1: scoredAs("elo", p, p), 2: scoredAs("elo", p, none)} {
		var r Report
		r.score(rows, at, []scoredModel{scoredAs("ensemble", p, p), elo}, 1)
		var text strings.Builder
		if err := r.WriteText(&text); err != nil || strings.Count(text.String(), "log loss") != 2*tables || maps.Equal(r.Models, r.Common) != (tables == 1) {
			t.Errorf("want %d tables (%v):\n%s", tables, err, text.String())
		}
	}
}
