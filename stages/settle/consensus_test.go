package settle

import (
	"math"
	"testing"

	"matchday"
)

func TestTheConsensusIsTheMedianOfSoundBooks(t *testing.T) {
	books := []matchday.Prices{{2.0, 3.5, 4.0}, {2.1, 3.4, 3.9}, {2.2, 3.3, 3.8}, {1.01, 3.4, 3.9}, {0, 3.4, 3.9}}
	got, ok := Consensus(books)
	want, _ := matchday.Prices{2.1, 3.4, 3.9}.MarginFree()
	if !ok || got != want {
		t.Errorf("three sound books: %v (%v), want %v", got, ok, want)
	}
	got, ok = Consensus(books[:2])
	want, _ = matchday.Prices{2.05, 3.45, 3.95}.MarginFree()
	if !ok || math.Abs(got[0]-want[0]) > 1e-12 {
		t.Errorf("two books: %v, want %v", got, want)
	}
	if p, ok := Consensus(books[3:]); ok {
		t.Errorf("no sound book: %v", p)
	}
}
