package terms_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/train/terms"
)

func TestSharesByHand(t *testing.T) {
	for _, c := range []struct{ counted, want matchday.Probs }{
		{matchday.Probs{.46, .26, .28}, matchday.Probs{.46, .26, .28}},
		{matchday.Probs{.9, .05, .05}, matchday.Probs{.9, .05, .05}},
		// .05/.27 of the prior, so that the draws come to 5 %.
		{matchday.Probs{.5, 0, .5}, matchday.Probs{.5 - .05*.05/.27, .05, .5 - .22*.05/.27}},
	} {
		for k, got := range terms.Shares(c.counted) {
			if math.Abs(got-c.want[k]) > 1e-15 {
				t.Errorf("%v: %v, want %v", c.counted, terms.Shares(c.counted), c.want)
			}
		}
	}
}

func TestNoShareIsNought(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var won [3]int
		for c := range won {
			won[c] = rapid.IntRange(0, 200).Draw(t, "results")
		}
		n := float64(won[0] + won[1] + won[2])
		counted := matchday.Probs{float64(won[0]) / n, float64(won[1]) / n, float64(won[2]) / n}
		got := terms.Shares(counted)
		switch {
		case n == 0:
			if got[0] == got[0] {
				t.Fatalf("of no results %v", got)
			}
		case min(counted[0], counted[1], counted[2]) >= .05:
			if got != counted {
				t.Fatalf("%v became %v", counted, got)
			}
		case !got.Valid() || min(got[0], got[1], got[2]) < .05-1e-12:
			t.Fatalf("%v became %v", counted, got)
		}
	})
}
