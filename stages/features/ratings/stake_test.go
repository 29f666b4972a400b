package ratings

import (
	"math"
	"testing"
)

func TestStakeByHand(t *testing.T) {
	// Twenty clubs, E0's lines 1, 4, 6 and 17; five games left.
	points := []int{80, 70, 65, 60, 58, 55, 50, 49, 48, 47, 46, 45, 44, 43, 40, 38, 35, 34, 30, 20}
	const left = 5
	density := func(gap float64) float64 { // three points times the normal density
		s := 1.84 * math.Sqrt(left)
		return 3 * math.Exp(-gap*gap/(2*s*s)) / (s * math.Sqrt(2*math.Pi))
	}
	for _, c := range []struct {
		name   string
		points int
		want   float64
		dead   bool
		safety int
	}{
		{"leader, ten ahead of the second", 80, density(10), false, 80 - 34},
		{"fourth, two ahead of the fifth", 60, density(2), false, 60 - 34},
		{"fifth, two behind the fourth, three ahead of the seventh… five", 58, density(2), false, 58 - 34},
		{"eighth, six behind the sixth", 49, density(6), false, 49 - 34},
		{"seventeenth, one above the drop", 35, density(1), false, 1},
		{"eighteenth, one below it", 34, density(1), false, -1},
		{"last, fifteen below it", 20, density(15), false, -15},
	} {
		s := stakeOf(entry{games: 38 - left, points: c.points}, points, "E0")
		near(t, c.name, s.value, c.want, 1e-12)
		if s.dead != c.dead || s.safety != c.safety || s.left != left {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
	// With one game left only gaps of three points or less are alive.
	dead := stakeOf(entry{games: 37, points: 45}, points, "E0")
	if !dead.dead || dead.value != 0 {
		t.Errorf("mid-table with one game left: %+v", dead)
	}
	if early := stakeOf(entry{games: 7, points: 7}, points, "E0"); early.value != 0 || early.dead || early.counted {
		t.Errorf("before the eighth game: %+v", early)
	}
}

func TestADrawSuitsBothAboveTheDrop(t *testing.T) {
	points := []int{50, 30, 29, 29, 28, 20} // six clubs, ten games each, generic: drop after the fourth
	at := func(games, p int) stake { return stakeOf(entry{games: games, points: p}, points, "X9") }
	for _, c := range []struct {
		name string
		a, b stake
		want bool
	}{
		{"two just above, one game left", at(9, 29), at(9, 30), true},
		{"one below", at(9, 29), at(9, 28), false},
		{"one safe", at(9, 29), at(9, 50), false},
		{"too early", at(7, 29), at(9, 30), false},
	} {
		if got := drawSuits(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestLinesOfEveryKindOfDivision(t *testing.T) {
	for _, c := range []struct {
		division string
		clubs    int
		want     []int
	}{
		{"E1", 24, []int{2, 6, 21}}, {"E2", 24, []int{2, 6, 20}}, {"E3", 24, []int{3, 7, 22}},
		{"SC0", 12, []int{1, 3, 11}}, {"SC3", 10, []int{1, 4}}, {"BRA", 20, []int{1}},
		{"T1", 18, []int{1, 15}}, {"N1", 18, []int{1, 15}}, {"X1", 16, []int{1, 14}},
	} {
		got := linesOf(c.division, c.clubs)
		if len(got) != len(c.want) {
			t.Fatalf("%s has the lines %v, want %v", c.division, got, c.want)
		}
		for i, l := range got {
			if l.place(c.clubs) != c.want[i] {
				t.Errorf("%s: line %d lies after place %d, want %d", c.division, i, l.place(c.clubs), c.want[i])
			}
		}
	}
}
