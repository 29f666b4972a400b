package warehouse_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"matchday/warehouse"
)

// TestWhatFailsAfterTheCommitIsToldAsWritten takes the home's folder away, before the commit
// and at each step after it.
func TestWhatFailsAfterTheCommitIsToldAsWritten(t *testing.T) {
	h := newHome(t)
	want := 0
	for _, fault := range []struct {
		point     string
		committed bool
	}{{"rows inserted", false}, {"committed", true}, {"kept written", true}, {"kept renamed", true}} {
		away, b := h.Dir+" away", nthBatch(fault.point)
		appended(t, h, nthBatch("before "+fault.point))
		want++
		err := warehouse.AppendLive(t.Context(), h.FailAt(func(point string) {
			if point == fault.point {
				if err := os.Rename(h.Dir, away); err != nil {
					t.Error(err)
				}
			}
		}), func(ctx context.Context, tx *warehouse.Transaction) error {
			return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
		})
		if err == nil || errors.As(err, new(*warehouse.CommittedError)) != fault.committed {
			t.Errorf("failed when %s: %v", fault.point, err)
		}
		if err := errors.Join(os.RemoveAll(h.Dir), os.Rename(away, h.Dir)); err != nil {
			t.Fatal(err)
		}
		if fault.committed {
			want++
		}
		if got, _, _ := rowsOf(t, h); got != 2*want {
			t.Errorf("failed when %s: %d predictions, want %d", fault.point, got, 2*want)
		}
	}
}
