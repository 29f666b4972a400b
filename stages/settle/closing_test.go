package settle

import (
	"math"
	"slices"
	"testing"

	"matchday"
)

func TestTheConsensusIsTheMedianOfSoundBooks(t *testing.T) {
	books := []matchday.Book{{2.0, 3.5, 4.0}, {2.1, 3.4, 3.9}, {2.2, 3.3, 3.8}, {1.01, 3.4, 3.9}, {0, 3.4, 3.9}}
	got := Consensus(books)
	want, _ := matchday.Book{2.1, 3.4, 3.9}.MarginFree()
	if !slices.Equal(got, want) {
		t.Errorf("three sound books: %v, want %v", got, want)
	}
	got = Consensus(books[:2])
	want, _ = matchday.Book{2.05, 3.45, 3.95}.MarginFree()
	if len(got) != 3 || math.Abs(got[0]-want[0]) > 1e-12 {
		t.Errorf("two books: %v, want %v", got, want)
	}
	if p := Consensus(books[3:]); p != nil {
		t.Errorf("no sound book: %v", p)
	}
	lines := []matchday.Book{{1.9, 1.9}, {1.8, 2.0}, {5, 1.1}}
	if p := Consensus(lines); len(p) != 2 || math.Abs(p[0]-.5) > 1e-12 {
		t.Errorf("three books of a line: %v, want a half", p)
	}
}
