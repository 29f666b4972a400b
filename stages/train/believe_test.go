package train_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/belief"
)

func TestAVersionThatLearnedNoWeightsIsBelievedByThePriorOfItsMarketGroup(t *testing.T) {
	for _, group := range []string{train.MarketOff, train.MarketPast, train.MarketOn} {
		got, want := train.Models{Market: group}.Belief(&matchday.Fixture{Country: "England"}), belief.Default(group)
		for _, market := range belief.Markets {
			if got[market] != want.Markets[market].Prior {
				t.Errorf("%s, %s: believed by %v, the prior is %v", group, market, got[market], want.Markets[market].Prior)
			}
		}
	}
}

// sharp are prices of every row that know what the base rates know, or, of an
// oracle, nearly how the fixture ends.
func sharp(rows *matchday.Rows, oracle bool) [][]belief.Price {
	out := make([][]belief.Price, rows.Len())
	for i := range out {
		result, over := []float64{.45, .26, .29}, []float64{.5, .5}
		if oracle {
			result, over = []float64{.02, .02, .02}, []float64{.03, .97}
			result[rows.Outcome(i).Index()] = .96
			if rows.HomeGoals[i]+rows.AwayGoals[i] > 2.5 {
				over = []float64{.97, .03}
			}
		}
		out[i] = []belief.Price{{Market: matchday.Market1X2, Probs: result}, {Market: matchday.MarketTotal, Line: 2.5, Probs: over}}
	}
	return out
}

func believing(t *testing.T, rows *matchday.Rows, prices [][]belief.Price) train.Models {
	t.Helper()
	w, err := train.NewWalkForward(rows, small(), train.MarketPast)
	if err != nil {
		t.Fatal(err)
	}
	w.Against(prices)
	m, err := w.Fit(t.Context(), today)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestForecastsAreBelievedByWhatTheyKnowBeyondTheSharpPrice(t *testing.T) {
	somewhere := &matchday.Fixture{Country: "Nowhere"}
	knows := believing(t, world(), sharp(world(), false))
	if b := knows.Belief(somewhere); !(b[matchday.Market1X2] > .7) || !(b[matchday.MarketTotal] > .3) || b[matchday.MarketAsian] != belief.Default(train.MarketPast).Markets[matchday.MarketAsian].Prior {
		t.Errorf("beside base rates: %v; want nearly 1 on the 1X2, more than on totals, the prior on handicaps", b)
	}
	lost := believing(t, world(), sharp(world(), true))
	if b := lost.Belief(somewhere); b[matchday.Market1X2] > .1 || b[matchday.MarketTotal] > .1 {
		t.Errorf("beside an oracle: %v; want nearly 0", b)
	}
	dir := filepath.Join(t.TempDir(), "models")
	if err := knows.Save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := train.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(knows.Beliefs(), back.Beliefs()); d != "" {
		t.Errorf("read back: %s", d)
	}
}

func TestWhatBecomesKnownLaterChangesNoWeight(t *testing.T) {
	rows := *world()
	rows.HomeGoals = append([]float64{}, rows.HomeGoals...)
	later := 0
	for i := range rows.Fixtures {
		if rows.KnownAt[i].After(today) {
			rows.HomeGoals[i], later = 9, later+1
		}
	}
	want, got := believing(t, world(), sharp(world(), false)), believing(t, &rows, sharp(world(), false))
	if d := cmp.Diff(want.Beliefs(), got.Beliefs()); d != "" || later == 0 {
		t.Errorf("%d results became known later: %s", later, d)
	}
}

func TestAWalkBelievesByWhatWasKnownAtEachStepAndPredictsTheSame(t *testing.T) {
	walk := train.Walk{
		Rows: world(), From: matchday.Date(2016, time.July, 1), To: matchday.Date(2018, time.June, 30), Step: 28 * 24 * time.Hour, Market: train.MarketPast, Config: small(),
	}
	bare, err := walk.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	walk.Sharp = sharp(world(), false)
	for i := range walk.Sharp { // which know a little, lest the forecasts be believed in full at each step
		if o := walk.Rows.Outcome(i); o != matchday.NoOutcome {
			result := []float64{.39, .20, .23}
			result[o.Index()] += .18
			walk.Sharp[i][0].Probs = result
		}
	}
	believed, err := walk.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(bare.Probs, believed.Probs); d != "" {
		t.Errorf("predictions moved: %s", d)
	}
	weights := map[float64]bool{}
	prior := belief.Default(train.MarketPast).Markets[matchday.Market1X2].Prior
	for k := range believed.At {
		b := believed.Belief[k][matchday.Market1X2]
		weights[b] = true
		if !(b > prior) || bare.Belief[k][matchday.Market1X2] != prior {
			t.Fatalf("place %d: believed by %v, without prices by %v; want more than the prior %v, and the prior", k, b, bare.Belief[k], prior)
		}
	}
	if len(weights) < 10 {
		t.Errorf("%d weights in 24 steps; want them to follow the results", len(weights))
	}
}
