package warehouse

import (
	"context"
	"testing"
	"time"
)

// A home that is held keeps its books over transactions, publications and
// letting go, as one that is opened for each does.
func TestBooksThatAreHeldOpenHoldTheSame(t *testing.T) {
	each, held := newHome(t), newHome(t)
	held.Held = &Held{}
	run := func(h Home, id string) {
		t.Helper()
		err := h.AppendLive(t.Context(), func(ctx context.Context, books *Transaction) error {
			return books.Record(ctx, Run{ID: id, Pipeline: "hourly", Kind: Live, Status: RunDone, StartedAt: time.Unix(1e9, 0), FinishedAt: time.Unix(1e9, 0), AsOf: time.Unix(1e9, 0), Config: "{}"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	publish := func(h Home) string {
		t.Helper()
		if err := h.Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		return ask(t, h, "SELECT run_id FROM runs ORDER BY run_id")
	}
	for _, id := range []string{"a", "b", "c"} {
		run(each, id)
		run(held, id)
		if held.Held.db == nil {
			t.Error("the books are not held")
		}
		if id != "a" {
			if got, want := publish(held), publish(each); got != want {
				t.Errorf("held open they have\n%s\nelse\n%s", got, want)
			}
		}
	}
	if err := held.Held.Close(); err != nil {
		t.Fatal(err)
	}
	held.Held = nil // another process
	run(held, "d")
	run(each, "d")
	if got, want := publish(held), publish(each); got != want {
		t.Errorf("let go they have\n%s\nelse\n%s", got, want)
	}
}
