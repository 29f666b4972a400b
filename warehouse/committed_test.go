package warehouse_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"matchday/warehouse"
)

// TestWhatFailsAfterTheRenameIsToldAsWritten takes the home's folder away once the new
// warehouse is in its place: it cannot be synced any more.
func TestWhatFailsAfterTheRenameIsToldAsWritten(t *testing.T) {
	h := newHome(t)
	if err := warehouse.Begin(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	write := func(h warehouse.Home) error {
		b := liveBatch("run")
		return warehouse.AppendLive(t.Context(), h, func(ctx context.Context, tx *warehouse.Transaction) error {
			return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
		})
	}
	for _, fault := range []struct {
		point     string
		committed bool
	}{{"written", false}, {"renamed", true}} {
		away := h.Dir + " away"
		err := write(h.FailAt(func(point string) {
			if point == fault.point {
				if err := os.Rename(h.Dir, away); err != nil {
					t.Error(err)
				}
			}
		}))
		if err == nil || errors.As(err, new(*warehouse.CommittedError)) != fault.committed {
			t.Errorf("failed when %s: %v", fault.point, err)
		}
		if err := errors.Join(os.RemoveAll(h.Dir), os.Rename(away, h.Dir)); err != nil {
			t.Fatal(err)
		}
		if err := warehouse.Publish(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		want := "n\n0\n"
		if fault.committed {
			want = "n\n1\n"
		}
		if got := ask(t, h, "SELECT count(*) AS n FROM runs"); got != want {
			t.Errorf("failed when %s: %s runs", fault.point, got)
		}
	}
}
