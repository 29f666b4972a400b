package warehouse_test

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"matchday"
	"matchday/stages/train/dixoncoles"
	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// tolerance is how far the view may be from the matrix of which it sums the cells in
// another order.
const tolerance = 1e-12

// selection is a row of goals markets without its prediction; the line is NaN for
// markets without one.
type selection struct {
	market    string
	line      float64
	selection string
}

func (s selection) String() string { return fmt.Sprintf("%s %v %s", s.market, s.line, s.selection) }

// marketsOf are the goals markets of a score matrix, each added up from its cells.
func marketsOf(s *matchday.Scores) map[string]matchday.Chances {
	out, none, lines := map[string]matchday.Chances{}, math.NaN(), s.Lines()
	add := func(market matchday.Market, line float64, name string, c matchday.Chances) {
		out[selection{string(market), line, name}.String()] = c
	}
	add(matchday.MarketBothScore, none, "yes", matchday.Of(s.BothScore()))
	add(matchday.MarketBothScore, none, "no", matchday.Of(1-s.BothScore()))
	for _, line := range []float64{1.5, 2.5, 3.5} {
		add(matchday.MarketTotal, line, matchday.SelectOver, lines.Over(line))
		add(matchday.MarketTotal, line, matchday.SelectUnder, lines.Over(line).Complement())
	}
	for q := -8; q <= 8; q++ {
		line := float64(q) / 4
		add(matchday.MarketAsian, line, string(matchday.HomeWin), lines.Handicap(line))
		add(matchday.MarketAsian, line, string(matchday.AwayWin), lines.Handicap(line).Complement())
	}
	other := 0.
	for x := range s {
		for y, p := range s[x] {
			if max(x, y) > 6 {
				other += p
				continue
			}
			add(matchday.MarketScore, none, fmt.Sprintf("%d-%d", x, y), matchday.Of(p))
		}
	}
	add(matchday.MarketScore, none, "other", matchday.Of(other))
	return out
}

// withRates makes predictions of all kinds: rates and dependence over the whole range
// and beyond it, all its corners first, with 1X2 that agree with them or not at all.
func withRates(n int) (out []matchday.Prediction, scores []*matchday.Scores) {
	random := rand.New(rand.NewPCG(15, 1))
	between := func(low, high float64) float64 { return low + random.Float64()*(high-low) }
	example := smallBatch("x").Predictions[0]
	for i := range n {
		r := dixoncoles.Rates{Home: between(0, 6.5), Away: between(0, 6.5), Rho: between(-0.2, 0.04), Width: math.Exp(between(-1, 1))}
		if i < 16 {
			corner := func(bit int, low, high float64) float64 { return []float64{low, high}[i>>bit&1] }
			r = dixoncoles.Rates{Home: corner(0, 0, 9), Away: corner(1, 0, 9), Rho: corner(2, -1, 1), Width: corner(3, 0.1, 10)}
		}
		p := example
		p.ID, p.FixtureID = fmt.Sprintf("%d", i), fmt.Sprintf("%d", i)
		for o := range p.Probs {
			p.Probs[o] = between(0, 1)
		}
		if p.Probs = p.Probs.Normalised(); i%2 == 0 {
			p.Probs = r.Matrix().Result()
		}
		p.Goals = sql.Null[matchday.ScoreParameters]{V: r.Parameters(), Valid: true}
		out, scores = append(out, p), append(scores, r.Matrix().Given(p.Probs))
	}
	return out, scores
}

// near holds rows of market_predictions against matrices, by prediction.
func near(t *testing.T, rows func(func(scan func(...any) error) error) error, want map[string]*matchday.Scores) {
	t.Helper()
	left, furthest := map[string]map[string]matchday.Chances{}, 0.
	for id, s := range want {
		left[id] = marketsOf(s)
	}
	err := rows(func(scan func(...any) error) error {
		var id string
		var s selection
		var line sql.NullFloat64
		var got matchday.Chances
		if err := scan(&id, &s.market, &line, &s.selection, &got.Win, &got.HalfWin, &got.Push, &got.HalfLoss); err != nil {
			return err
		}
		if s.line = line.Float64; !line.Valid {
			s.line = math.NaN()
		}
		c, there := left[id][s.String()]
		delete(left[id], s.String())
		for _, d := range []float64{got.Win - c.Win, got.HalfWin - c.HalfWin, got.Push - c.Push, got.HalfLoss - c.HalfLoss} {
			if furthest = max(furthest, math.Abs(d)); !there || !(math.Abs(d) <= tolerance) {
				return fmt.Errorf("prediction %s, %v: the view says %+v, the matrix %+v (%v)", id, s, got, c, there)
			}
		}
		for _, v := range []float64{got.Win, got.HalfWin, got.Push, got.HalfLoss} {
			if !(v >= 0 && v <= 1) {
				return fmt.Errorf("prediction %s, %v: %+v are no probabilities", id, s, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, markets := range left {
		if len(markets) > 0 {
			t.Errorf("prediction %s lacks %v", id, markets)
		}
	}
	t.Logf("%d predictions; furthest from the matrix: %v", len(want), furthest)
}

const goalsMarkets = "select prediction_id, market, line, selection, probability, half_win_prob, push_prob, half_loss_prob from market_predictions"

func TestTheGoalsMarketsOfTheViewAreThoseOfTheScoreMatrix(t *testing.T) {
	h, b, want := newHome(t), warehouse.Batch{Run: smallBatch("run").Run}, map[string]*matchday.Scores{}
	predictions, scores := withRates(400)
	b.Predictions = predictions
	for i, p := range predictions {
		want[p.ID] = scores[i]
	}
	without := smallBatch("run").Predictions[1]
	without.Goals = sql.Null[matchday.ScoreParameters]{}
	b.Predictions = append(b.Predictions, without)
	replaceAndPublish(t, h, b)
	near(t, func(row func(func(...any) error) error) error {
		return warehouse.Ask(t.Context(), h, goalsMarkets, row)
	}, want)

	// In the warehouse it is the same view.
	db, err := duck.Open(t.Context(), h.File(), duck.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	near(t, func(row func(func(...any) error) error) error {
		rows, err := db.Query(goalsMarkets + " where prediction_id in ('0', '17')")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}, map[string]*matchday.Scores{"0": scores[0], "17": scores[17]})
}

func TestAPredictionIsComparedByTheRatesOfItsGoals(t *testing.T) {
	h, b := threeCommits(t)
	other := rewound(t, h, 4)
	span := warehouse.RunCommits{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	change(t, other, "update predictions set rho = nextafter(rho, 1.0)")
	got, err := warehouse.Compare(t.Context(), h, other, span)
	if err != nil || len(got.Differences) != 1 || got.Differences[0].Column != "rho" || got.Differences[0].Key != b.Predictions[0].ID {
		t.Errorf("a bit of one parameter: %+v (%v)", got.Differences, err)
	}
}

// keptRows stores the goals markets of a home as versions before 0015 did.
func keptRows(t *testing.T, h warehouse.Home) {
	t.Helper()
	must(t, warehouse.WriteLogIn(t.Context(), h))
	change(t, h, "create table computed as "+goalsMarkets, "insert into market_predictions_kept from computed", "drop table computed",
		"update predictions set home_rate = null, away_rate = null, rho = null, width = null")
}

func TestGoalsMarketsThatWereStoredAsRowsAreComparedWithTheView(t *testing.T) {
	h, _ := threeCommits(t)
	other := rewound(t, h, 4)
	keptRows(t, h)
	span := warehouse.RunCommits{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	compare := func(what string, differences int) warehouse.Compared {
		t.Helper()
		got, err := warehouse.Compare(context.Background(), h, other, span)
		if err != nil || len(got.Differences) != differences {
			t.Fatalf("%s: %+v (%v), want %d differences", what, got.Differences, err, differences)
		}
		return got
	}
	if got := compare("as they were", 0); got.KeptMarkets != 92 {
		t.Errorf("%d goals markets were compared, want 92", got.KeptMarkets)
	}
	change(t, h, "update market_predictions_kept set probability = probability + 1e-15 where selection = 'over'")
	compare("a last digit", 0)
	change(t, h, "update market_predictions_kept set probability = probability + 1e-9 where selection = 'over'")
	compare("three rows", 3)
	change(t, h, "delete from market_predictions_kept where market = 'score'")
	compare("and fifty that are missing", 53)
	change(t, h, "delete from market_predictions_kept")
	compare("no rows, and no parameters", 4)
}

// Only the program that kept goals markets as rows rounded its filters in another place:
// what a program of now predicts is compared to the bit.
func TestOnlyProbabilitiesBesideKeptRowsMayBeRounded(t *testing.T) {
	h, b := threeCommits(t)
	other := rewound(t, h, 4)
	span := warehouse.RunCommits{RunID: "hourly-1", AsOf: at(7, 12), First: 1, Last: 1}
	compare := func(what string, rounded int, columns ...string) {
		t.Helper()
		got, err := warehouse.Compare(t.Context(), h, other, span)
		var differ []string
		for _, d := range got.Differences {
			differ = append(differ, d.Table+" "+d.Column)
		}
		if err != nil || got.Rounded != rounded || !slices.Equal(differ, columns) {
			t.Errorf("%s: %d are rounded, %v differ (%v), want %d and %v", what, got.Rounded, differ, err, rounded, columns)
		}
	}
	one := " where prediction_id = '" + b.Predictions[0].ID + "'"
	model := one + " and model = 'ensemble'"
	change(t, other, "update predictions set home_win_prob = nextafter(home_win_prob, 1.0)"+one,
		"update model_predictions set draw_prob = nextafter(draw_prob, 1.0)"+model)
	compare("a bit of what this program predicts", 0, "predictions home_win_prob", "model_predictions draw_prob")
	keptRows(t, h)
	compare("a bit of what the program of then predicted", 2)
	change(t, other, "update model_predictions set draw_prob = draw_prob + 1e-9"+model)
	compare("more than rounding", 1, "model_predictions draw_prob")
}

func TestARewoundWarehouseHasNoRowsOfGoalsMarkets(t *testing.T) {
	h, _ := threeCommits(t)
	keptRows(t, h)
	if got := ask(t, rewound(t, h, 2), "select count(*) as n from market_predictions"); got != "n\n92\n" {
		t.Errorf("after its first commit the home has %s goals markets", got)
	}
	if got := ask(t, rewound(t, h, 1), "select count(*) as n from market_predictions_kept"); got != "n\n0\n" {
		t.Errorf("before anything the home has %s goals markets", got)
	}
}
