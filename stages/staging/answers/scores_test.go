package answers

import "testing"

func TestTheScoreAfter90Minutes(t *testing.T) {
	none := scoreSheet{noGoals, noGoals, noGoals, noGoals, noGoals, noGoals}
	with := func(change func(*scoreSheet)) *scoreSheet { s := none; change(&s); return &s }
	for _, c := range []struct {
		name   string
		state  int64
		sheet  *scoreSheet
		want   goals
		reason string
	}{
		{"extra time leaves it alone", StateAfterExtraTime, with(func(s *scoreSheet) { s.secondHalf, s.extraTime, s.current = goals{1, 1}, goals{1, 0}, goals{2, 1} }), goals{1, 1}, ""},
		{"penalties too", StateAfterPenalties, with(func(s *scoreSheet) { s.secondHalf, s.current, s.shootOut = goals{1, 1}, goals{1, 1}, goals{5, 4} }), goals{1, 1}, ""},
		{"without it the running score is the one", StateFullTime, with(func(s *scoreSheet) { s.current = goals{2, 0} }), goals{2, 0}, ""},
		{"less extra time", StateAfterExtraTime, with(func(s *scoreSheet) { s.current, s.extraTime = goals{2, 1}, goals{1, 0} }), goals{1, 1}, ""},
		{"but only where that is known", StateAfterPenalties, with(func(s *scoreSheet) { s.current = goals{2, 1} }), noGoals, ScoreMissing},
		{"the halves settle a contradiction", StateFullTime, with(func(s *scoreSheet) {
			s.half, s.secondHalfOnly, s.secondHalf, s.current = goals{3, 0}, goals{2, 0}, goals{5, 0}, goals{4, 0}
		}), goals{5, 0}, ""},
		{"a second half alone is no result", StateFullTime, with(func(s *scoreSheet) { s.half, s.secondHalf, s.current = goals{1, 1}, goals{1, 0}, goals{2, 1} }), goals{2, 1}, ""},
		{"what adds up to nothing is nothing", StateFullTime, with(func(s *scoreSheet) { s.half, s.secondHalf, s.current = goals{0, 0}, goals{1, 0}, goals{0, 1} }), noGoals, ScoreContradicts},
		{"nor is a first half", StateFullTime, with(func(s *scoreSheet) { s.half = goals{1, 0} }), noGoals, ScoreMissing},
	} {
		if got, reason := c.sheet.after90(c.state); got != c.want || reason != c.reason {
			t.Errorf("%s: %v %q, want %v %q", c.name, got, reason, c.want, c.reason)
		}
	}
}

func TestEveryStateOfTheAPIHasAWord(t *testing.T) {
	named := map[int64]bool{}
	for id := range states {
		named[id] = true
	}
	if len(named) != 25 || named[24] {
		t.Errorf("%d states have a word, the API has 25 and no 24", len(named))
	}
}
