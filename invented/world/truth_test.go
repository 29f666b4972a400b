package world

import (
	"testing"
)

func TestTruthsAreProbabilities(t *testing.T) {
	w := defaultWorld()
	n := 0
	for _, f := range w.Fixtures {
		truth, ok := w.Truth(f.ID)
		if f.neverDrawn() {
			continue
		}
		if !ok || !truth.Before.Valid() || !truth.Lineups.Valid() {
			t.Errorf("fixture %d: %v, before %v, with line-ups %v", f.ID, ok, truth.Before, truth.Lineups)
		}
		n++
	}
	if n < 10_000 {
		t.Errorf("%d truths", n)
	}
	if _, ok := w.Truth(5); ok {
		t.Error("there is a truth about a fixture that does not exist")
	}
}
