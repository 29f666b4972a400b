package players

import (
	"math"
	"testing"
)

func TestAPlayerWithoutRatingsIsHisPositionsMean(t *testing.T) {
	if g := (&player{}).rating(); g != 0 {
		t.Errorf("rating %v", g)
	}
}

func TestARatingIsShrunkenByThreeFullMatches(t *testing.T) {
	p := player{}
	p.learn(1, 3)
	near(t, "after one match three above", p.rating(), 3./4)
	for range 4000 {
		p.learn(1, 1)
	}
	// One match a match weighs 1/(1 - 2^(-1/20)) matches in the end.
	n := 1 / (1 - math.Exp2(-1./ratingHalfLife))
	near(t, "after many matches one above", p.rating(), n/(n+3))
	half := p.surplus
	p.learn(ratingHalfLife, 0)
	near(t, "a half-life later", p.surplus, half/2)
}

func TestExpectationsAreALineInMinutes(t *testing.T) {
	var l line
	if _, ok := l.at(1); ok {
		t.Fatal("nothing was seen, and yet there is an expectation")
	}
	// Ratings of 2 + 3x at x = 0 and x = 1, half each: variance 1/4,
	// covariance 3/4, so that the slope is .75/.26.
	for range leastAppearances / 2 {
		l.add(0, 2)
		l.add(1, 5)
	}
	y, ok := l.at(1)
	near(t, "expectation", y, 3.5+.75/.26*.5)
	if !ok {
		t.Error("a hundred appearances are too few")
	}
}

// rated is a world in which every starter is rated 6, but star 8 and keeper 5.
func rated(weeks int) []Match {
	var out []Match
	for week := range weeks {
		a, b := eleven("a"), eleven("b")
		for i := range 11 {
			noise := .5 * float64((week+i)%3-1) // sums to nothing over three weeks
			a[i].Rating, b[i].Rating = 6+noise, 6+noise
		}
		a[1].Rating += 2
		out = append(out, fixture(week, "a", "b", a, b))
	}
	return out
}

func TestAStarCountsWhenHeIsLeftOut(t *testing.T) {
	matches := rated(40)
	with := fixture(40, "a", "b", eleven("a"), eleven("b"))
	rested := fixture(40, "a", "b", eleven("a", [2]int{11, 1}), eleven("b"))
	injured := fixture(40, "a", "b", without(eleven("a", [2]int{11, 1}), "a1"), eleven("b"))
	row := func(m Match) (r [NumColumns]float64) {
		f, err := Run(append(matches[:len(matches):len(matches)], m))
		if err != nil {
			t.Fatal(err)
		}
		for c := range r {
			r[c] = f.Actual[c][40]
		}
		return r
	}
	w, r, i := row(with), row(rested), row(injured)
	if math.Abs(w[RatingDiff]) > 1e-9 || r[RatingDiff] > -.5 || math.Abs(i[RatingDiff]-r[RatingDiff]) > 1e-9 {
		t.Errorf("rating with him %v, rested %v, injured %v", w[RatingDiff], r[RatingDiff], i[RatingDiff])
	}
	near(t, "missing, rested", r[MissingDiff], 0)
	near(t, "missing, injured", i[MissingDiff], 1)
	if !(r[RegularityDiff] < -.5) || math.Abs(w[RegularityDiff]) > .5 {
		t.Errorf("regularity with him %v, rested %v", w[RegularityDiff], r[RegularityDiff])
	}
	near(t, "rotation", r[RotationHome], 1)
	near(t, "goalkeeper", r[KeeperChangeHome], 0)
	near(t, "coverage", r[CoverageHome], 1)
}

func TestUnknownPlayersAreMeanAndNotCovered(t *testing.T) {
	matches := append(rated(20), fixture(20, "a", "b", eleven("new"), eleven("b")))
	f, err := Run(matches)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "strength of eleven unknown players", f.Actual[StrengthHome][20], 0)
	near(t, "coverage", f.Actual[CoverageHome][20], 0)
	near(t, "coverage of the others", f.Actual[CoverageAway][20], 1)
	near(t, "regulars missing", f.Actual[MissingDiff][20], 11)
	near(t, "rotation", f.Actual[RotationHome][20], 11)
	near(t, "goalkeeper", f.Actual[KeeperChangeHome][20], 1)
}
