package players

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) < 1e-12) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestSharesOfStartsForgetByHalves(t *testing.T) {
	past := newHistory()
	// Player a1 starts, starts, sits on the bench; a11 the other way round.
	for week, sheet := range [][]Appearance{eleven("a"), eleven("a"), eleven("a", [2]int{11, 1})} {
		m := fixture(week, "a", "b", sheet)
		past.learn(&m, m.PlayedAt.Unix())
	}
	a := past.team("a")
	regular, out, in := a.index["a2"], a.index["a1"], a.index["a11"]
	for over := range numShares {
		near(t, "share of who always starts", a.share(regular, over), 1)
		near(t, "two shares of one place", a.share(out, over)+a.share(in, over), 1)
	}
	// With a half-life of two matches the three weigh 1/2, √½ and 1.
	near(t, "share over 2", a.share(out, over2), (.5+math.Sqrt(.5))/(1.5+math.Sqrt(.5)))
	// Of five: 2^(-2/5), 2^(-1/5) and 1.
	near(t, "share over 5", a.share(in, over5), 1/(math.Pow(2, -.4)+math.Pow(2, -.2)+1))
	if out.startedLast || !out.inLast || !in.startedLast || in.minutesLast != 90 || out.minutesLast != 0 {
		t.Errorf("the last match of the two: %+v, %+v", out, in)
	}
}

func TestSharesSumToEleven(t *testing.T) {
	past := newHistory()
	for week := range 30 {
		m := fixture(week, "a", "b", eleven("a", [2]int{11 + week%2, 1 + week%5}))
		past.learn(&m, m.PlayedAt.Unix())
	}
	a := past.team("a")
	for over := range numShares {
		sum := 0.0
		for _, m := range a.members {
			sum += a.share(m, over)
		}
		if math.Abs(sum-11) > 1e-9 {
			t.Errorf("the shares of half-life %d sum to %v", over, sum)
		}
	}
}

func TestAPlayerWhoAppearsForAnotherClubHasLeft(t *testing.T) {
	past := newHistory()
	learn := func(m Match) { past.learn(&m, m.PlayedAt.Unix()) }
	learn(fixture(0, "a", "b", eleven("a"), eleven("b")))
	moved := eleven("b")
	moved[5].Player = "a5"
	learn(fixture(1, "c", "b", nil, moved))
	if _, ok := past.team("a").index["a5"]; ok {
		t.Error("a5 plays for b and is still a regular of a")
	}
	// His country's team takes nobody away from his club.
	abroad := fixture(2, "nation", "other", moved)
	abroad.Country = "World"
	learn(abroad)
	if _, ok := past.team("b").index["b6"]; !ok {
		t.Error("b6 played for his country and is no regular of b any more")
	}
}

func TestWhoHasNotPlayedForLongIsForgotten(t *testing.T) {
	past := newHistory()
	m := fixture(0, "a", "b", eleven("a"))
	past.learn(&m, m.PlayedAt.Unix())
	// His share over 40 matches falls below .004 some 200 matches later.
	for week := 1; week < 300; week++ {
		m := fixture(week, "a", "b", without(eleven("a", [2]int{11, 4}), "a4"))
		past.learn(&m, m.PlayedAt.Unix())
		_, kept := past.team("a").index["a4"]
		if share := math.Exp2(-float64(week)/40) * (1 - math.Exp2(-1./40)) / (1 - math.Exp2(-float64(week+1)/40)); kept != (share > leastShare) {
			t.Fatalf("after %d matches his share is %v, kept: %v", week, share, kept)
		}
	}
}
