package ratings

import (
	"math"
	"testing"
)

func TestTableByHand(t *testing.T) {
	a, b, c := &club{}, &club{}, &club{}
	s := &table{place: map[*club]int{}}
	for _, k := range []*club{a, b, c} {
		s.join(k)
	}
	if got := s.standing(a); got.position != 1 || !math.IsNaN(got.pointsPerGame) {
		t.Errorf("before the first game: %+v", got)
	}
	s.record(a, b, &Match{HomeGoals: 1, AwayGoals: 1})
	s.record(b, c, &Match{HomeGoals: 2, AwayGoals: 0})
	s.record(c, a, &Match{HomeGoals: 0, AwayGoals: 3})
	// a: 4 points, 4-1; b: 4 points, 3-1; c: 0 points.
	for _, w := range []struct {
		name       string
		club       *club
		position   int
		perGame    float64
		above, low float64
	}{
		{"a", a, 1, 2, math.NaN(), 0}, {"b", b, 2, 2, 0, 4}, {"c", c, 3, 0, 4, math.NaN()},
	} {
		got := s.standing(w.club)
		same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
		if got.position != w.position || got.pointsPerGame != w.perGame || !same(got.gapAbove, w.above) || !same(got.gapBelow, w.low) {
			t.Errorf("%s stands at %+v, want %+v", w.name, got, w)
		}
	}
}

func TestTheSizeOfASeason(t *testing.T) {
	s := &table{place: map[*club]int{}, before: 20}
	clubs := make([]*club, 6)
	for i := range clubs {
		clubs[i] = &club{}
		s.join(clubs[i])
	}
	if s.size() != 20 {
		t.Errorf("a season in its first week has %d clubs, want the 20 of the one before", s.size())
	}
	for range earlyGames {
		s.record(clubs[0], clubs[1], &Match{})
	}
	if s.size() != 6 {
		t.Errorf("after the first weeks it has %d clubs, want the 6 seen", s.size())
	}
	for n, want := range map[int]int{20: 38, 24: 46, 10: 36, 12: 38, 18: 34} {
		if got := gamesOfFormat(n); got != want {
			t.Errorf("%d clubs play %d games, want %d", n, got, want)
		}
	}
}
