package train_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"matchday/stages/train"
	"matchday/stages/train/xgboost"
)

func TestTreesThatGrowBesideTheWalkAreThoseGrownInTheirTurn(t *testing.T) {
	rows, conf := world(), small()
	cfg, err := xgboost.DefaultConfig(rows, train.MarketPast, conf.XGBoost, conf.Seed)
	if err != nil {
		t.Fatal(err)
	}
	// The first step with fixtures in it, a year after that, and the fit itself.
	first := time.Date(2016, time.July, 30, 2, 0, 0, 0, time.UTC)
	var trees *xgboost.Model
	for _, at := range []time.Time{first, first.AddDate(0, 0, 364), today} {
		learn := rows.KnownBefore(at.AddDate(-conf.XGBoostYears, 0, 0), at)
		if trees, err = xgboost.Fit(t.Context(), rows, learn, cfg, trees); err != nil {
			t.Fatal(err)
		}
	}
	var want bytes.Buffer
	if err := trees.Save(&want); err != nil {
		t.Fatal(err)
	}
	if got := files(t, fit(t, rows, train.MarketPast, today))[train.XGBoost+".json"]; got != want.String() {
		t.Errorf("the walk's trees are %d bytes, others than the %d of trees grown one after the other", len(got), want.Len())
	}
}

func TestAWalkThatIsStoppedEndsItsTreesToo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fitted(ctx, world(), small(), train.MarketOn, today); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v; want that of the context", err)
	}
}
