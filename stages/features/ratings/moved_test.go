package ratings

import (
	"math"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"
)

// movedWorld is a club r that goes down from I1 to I2: two results in I1, a season
// later the first question about I1, which t has come up to, and two weeks after that the first
// about I2. Between, I1 is asked about some fixtures that are never played.
func movedWorld(between ...time.Duration) []Match {
	fixture := func(id string, m *Match, division string, level int, season, home, away string, at time.Time) Match {
		f := *fixtureOf(division, level, season, home, away)
		f.ID, f.Country, f.AsOf, f.Kickoff = id, "Italy", at, at.Add(24*time.Hour)
		m.Fixture = f.Fixture
		m.AsOf = f.AsOf
		if m.HomeGoals >= 0 {
			m.KnownAt = at.Add(26 * time.Hour)
		}
		return *m
	}
	coming := func() *Match { return goalsOnlyMatch(-1, -1) }
	spring, august := time.Date(2016, time.May, 6, 12, 0, 0, 0, time.UTC), time.Date(2016, time.August, 12, 12, 0, 0, 0, time.UTC)
	out := []Match{
		fixture("1", goalsOnlyMatch(0, 2), "I1", 1, "1516", "r", "s", spring),
		fixture("2", goalsOnlyMatch(3, 1), "I1", 1, "1516", "s", "r", spring.AddDate(0, 0, 7)),
		fixture("3", coming(), "I1", 1, "1617", "s", "t", august),
		fixture("4", coming(), "I2", 2, "1617", "r", "n", august.AddDate(0, 0, 14)),
	}
	for i, d := range between {
		out = append(out, fixture("5"+string(rune('a'+i)), coming(), "I1", 1, "1617", "t", "s", august.Add(d)))
	}
	return out
}

// What is known of a club that moves is what its old division learned or entered last;
// the time from then on passes at the speed of the new one, whether or not the old one
// was asked about meanwhile. The variance is worked out on whole matrices.
func TestTheTimeOfAClubThatMovesPassesOnceHoweverOftenOneAsks(t *testing.T) {
	const i1, i2 = .6 * 5e-5, 5e-5 // variance a day
	d := denseFilter{mat.NewVecDense(8, []float64{.25, .3, 0, 0, 0, 0, 0, 0}), mat.NewSymDense(8, nil)}
	for i, v := range []float64{.05, .012, .085, .085, .0068, .085, .085, .0068} { // μ, home, r, s
		d.p.SetSym(i, i, v)
	}
	pass := func(days float64) {
		add := func(i, j int, v float64) { d.p.SetSym(i, j, d.p.At(i, j)+v) }
		add(0, 0, 2e-6*days)
		add(1, 1, 1.4e-6*days)
		for _, club := range []int{2, 5} {
			add(club, club, i1*days)
			add(club+1, club+1, i1*days)
			add(club, club+1, .15*i1*days)
		}
	}
	learn := func(home, away int, goals [2]float64) {
		h, a := gradients(8, home, away)
		for side, slope := range []*mat.VecDense{h, a} {
			rate := math.Exp(mat.Dot(slope, d.x))
			slope.ScaleVec(rate, slope)
			d.update(slope, goals[side], rate, rate)
		}
	}
	pass(26. / 24)
	learn(0, 1, [2]float64{0, 2})
	pass(7)
	learn(1, 0, [2]float64{3, 1})
	pass(91 - 26./24)       // until t enters, on 12 August
	const away = 14         // days until r is seen in I2
	want := .012 + 2*.085 + // home advantage; attack and defence of n
		2*.005 + 2*(1+.15)*i2*away // the summer and the days of r
	for _, i := range []int{2, 3, 4} {
		for _, j := range []int{2, 3, 4} {
			want += d.p.At(i, j)
		}
	}
	quiet := rate(t, movedWorld())
	if got := quiet.Columns[logRateVar][3]; math.Abs(got-want) > 1e-12 {
		t.Errorf("the variance of r's first fixture below is %v, want %v", got, want)
	}
	asked := rate(t, movedWorld(3*24*time.Hour, 10*24*time.Hour, 14*24*time.Hour))
	if what, same := sameRow(quiet, 3, asked, 3); !same {
		t.Errorf("since I1 was asked about, r's first fixture below is another: %s", what)
	}
}
