package settle

import (
	"database/sql"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"matchday"
)

// line reads "-0.25" as a line and "" as none.
func line(t rapid.TB, s string) sql.Null[float64] {
	if s == "" {
		return sql.Null[float64]{}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return matchday.Number(v)
}

// Each row was graded by hand, quarter lines as two half stakes on the lines
// beside them.
func TestEverySelectionOnEveryKindOfLine(t *testing.T) {
	const table = `
1x2      H     -      2-1 win
1x2      D     -      2-1 loss
1x2      A     -      2-1 loss
1x2      H     -      1-1 loss
1x2      D     -      1-1 win
1x2      A     -      1-1 loss
1x2      H     -      0-3 loss
1x2      D     -      0-3 loss
1x2      A     -      0-3 win
total    over  2.5    2-1 win
total    under 2.5    2-1 loss
total    over  2.5    1-1 loss
total    under 2.5    1-1 win
total    over  3      2-1 push
total    under 3      2-1 push
total    over  3      2-2 win
total    under 3      2-2 loss
total    over  3      1-1 loss
total    under 3      1-1 win
total    over  2.25   1-1 half_loss
total    under 2.25   1-1 half_win
total    over  2.25   2-1 win
total    under 2.25   2-1 loss
total    over  2.25   1-0 loss
total    under 2.25   1-0 win
total    over  2.75   2-1 half_win
total    under 2.75   2-1 half_loss
total    over  2.75   2-2 win
total    under 2.75   2-2 loss
total    over  2.75   1-1 loss
total    under 2.75   1-1 win
total    over  0.5    0-0 loss
total    under 0.5    0-0 win
handicap H     0      1-1 push
handicap A     0      1-1 push
handicap H     0      1-0 win
handicap A     0      1-0 loss
handicap H     0      0-1 loss
handicap A     0      0-1 win
handicap H     -0.5   1-1 loss
handicap A     -0.5   1-1 win
handicap H     -0.5   1-0 win
handicap A     -0.5   1-0 loss
handicap H     0.5    1-1 win
handicap A     0.5    1-1 loss
handicap H     -1     1-0 push
handicap A     -1     1-0 push
handicap H     -1     2-0 win
handicap A     -1     2-0 loss
handicap H     -1     0-0 loss
handicap A     -1     0-0 win
handicap H     1      0-1 push
handicap A     1      0-1 push
handicap H     -0.25  1-1 half_loss
handicap A     -0.25  1-1 half_win
handicap H     -0.25  1-0 win
handicap A     -0.25  1-0 loss
handicap H     0.25   1-1 half_win
handicap A     0.25   1-1 half_loss
handicap H     0.25   0-1 loss
handicap A     0.25   0-1 win
handicap H     -0.75  1-0 half_win
handicap A     -0.75  1-0 half_loss
handicap H     -0.75  2-0 win
handicap A     -0.75  2-0 loss
handicap H     -0.75  1-1 loss
handicap A     -0.75  1-1 win
handicap H     0.75   0-1 half_loss
handicap A     0.75   0-1 half_win
handicap H     -1.25  1-0 half_loss
handicap A     -1.25  1-0 half_win
handicap H     1.75   0-2 half_loss
handicap A     1.75   0-2 half_win
handicap H     2.25   0-2 half_win
handicap A     2.25   0-2 half_loss`
	for row := range strings.Lines(strings.TrimSpace(table)) {
		f := strings.Fields(row)
		home, away, _ := strings.Cut(f[3], "-")
		h, _ := strconv.Atoi(home)
		a, _ := strconv.Atoi(away)
		var at sql.Null[float64]
		if f[2] != "-" {
			at = line(t, f[2])
		}
		got, err := Grade(matchday.Market(f[0]), f[1], at, h, a)
		if err != nil || string(got) != f[4] {
			t.Errorf("%s: got %q, %v", strings.TrimSpace(row), got, err)
		}
	}
}

func TestWhatDoesNotExistIsNotGraded(t *testing.T) {
	for _, c := range []struct {
		market, selection string
		line              sql.Null[float64]
	}{
		{"1x2", "over", line(t, "")},
		{"1x2", "", line(t, "")},
		{"1x2", "H", line(t, "0.5")},
		{"total", "over", line(t, "")},
		{"total", "over", line(t, "2.3")},
		{"total", "H", line(t, "2.5")},
		{"handicap", "D", line(t, "0.5")},
		{"handicap", "H", matchday.Number(math.NaN())},
		{"corners", "over", line(t, "9.5")},
	} {
		if got, err := Grade(matchday.Market(c.market), c.selection, c.line, 1, 0); err == nil {
			t.Errorf("%+v was graded %q", c, got)
		}
	}
}

// split grades a quarter line by its definition: half of the stake on each of
// the two lines beside it, both of which are whole or half goals.
func split(ahead float64) matchday.BetResult {
	if ahead*2 == math.Trunc(ahead*2) {
		switch {
		case ahead > 0:
			return matchday.Win
		case ahead < 0:
			return matchday.Loss
		}
		return matchday.Push
	}
	halves := map[[2]matchday.BetResult]matchday.BetResult{
		{matchday.Win, matchday.Win}: matchday.Win, {matchday.Push, matchday.Win}: matchday.HalfWin,
		{matchday.Loss, matchday.Push}: matchday.HalfLoss, {matchday.Loss, matchday.Loss}: matchday.Loss,
	}
	return halves[[2]matchday.BetResult{split(ahead - 0.25), split(ahead + 0.25)}]
}

func TestQuarterLinesAreTwoHalfStakesAndTheSidesMirror(t *testing.T) {
	mirror := map[matchday.BetResult]matchday.BetResult{
		matchday.Win: matchday.Loss, matchday.HalfWin: matchday.HalfLoss, matchday.Push: matchday.Push,
		matchday.HalfLoss: matchday.HalfWin, matchday.Loss: matchday.Win,
	}
	rapid.Check(t, func(t *rapid.T) {
		home, away := rapid.IntRange(0, 9).Draw(t, "home"), rapid.IntRange(0, 9).Draw(t, "away")
		at := sql.Null[float64]{V: float64(rapid.IntRange(-40, 40).Draw(t, "quarters")) / 4, Valid: true}
		for market, c := range map[matchday.Market]struct {
			ahead float64
			sides [2]string
		}{
			"total":    {float64(home+away) - at.V, [2]string{"over", "under"}},
			"handicap": {float64(home-away) + at.V, [2]string{"H", "A"}},
		} {
			one, err := Grade(market, c.sides[0], at, home, away)
			if err != nil || one != split(c.ahead) {
				t.Fatalf("%s %s: %q, %v; the two halves give %q", market, c.sides[0], one, err, split(c.ahead))
			}
			other, err := Grade(market, c.sides[1], at, home, away)
			if err != nil || other != mirror[one] {
				t.Fatalf("%s: one side %q, the other %q, %v", market, one, other, err)
			}
		}
	})
}
