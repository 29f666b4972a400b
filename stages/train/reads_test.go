package train_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"matchday"
	"matchday/stages/train"
)

// only are the rows with some of their columns.
func only(rows *matchday.Rows, names []string) *matchday.Rows {
	out := *rows
	out.Names, out.Columns = names, make([][]float64, len(names))
	for i, name := range names {
		out.Columns[i] = rows.Columns[slices.Index(rows.Names, name)]
	}
	return &out
}

func TestModelsReadTheColumnsThatTheySayAndNoOthers(t *testing.T) {
	rows := world()
	for _, market := range []string{train.MarketPast, train.MarketOn} {
		m := fit(t, rows, market, today)
		reads := m.Reads(rows.Names)
		if fresh, err := train.Reads(market, small(), rows.Names); err != nil || !slices.Equal(reads, fresh) {
			t.Errorf("%s: models read %v, ones fitted now %v (%v)", market, reads, fresh, err)
		}
		at := coming(rows)[:40]
		want, err := m.Predict(rows, at)
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.Predict(only(rows, reads), at)
		if d := cmp.Diff(want, got, cmpopts.EquateNaNs()); d != "" || err != nil {
			t.Errorf("%s, from the columns read alone: %v, %s", market, err, d)
		}
		if _, err := train.NewWalkForward(only(rows, reads), small(), market); err != nil {
			t.Errorf("%s: %v", market, err)
		}
		for k, name := range reads {
			if _, err := m.Predict(only(rows, slices.Delete(slices.Clone(reads), k, k+1)), at); err == nil {
				t.Errorf("%s: %s is not read", market, name)
			}
		}
	}
}
