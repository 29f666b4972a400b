package dixoncoles

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// checkSlopes compares the slopes of f at x with differences. The steps are wide,
// since f leaves out scores rarer than negligibleGoals: where one comes in, f
// jumps by as little, and a narrow step would make a slope of that.
func checkSlopes(t *rapid.T, f func(x, grad []float64) float64, x []float64) {
	grad, none := make([]float64, len(x)), make([]float64, len(x))
	f(x, grad)
	const h = 1e-4
	for i := range x {
		up, down := slices.Clone(x), slices.Clone(x)
		up[i] += h
		down[i] -= h
		want := (f(up, none) - f(down, none)) / (2 * h)
		if math.Abs(grad[i]-want) > 2e-5*(1+math.Abs(want)) {
			t.Fatalf("slope %d is %v, by differences %v", i, grad[i], want)
		}
	}
}

func TestSlopesOfTheLikelihood(t *testing.T) {
	r := emptyRows()
	newTruth("X", 1).play(r, 3, 1)
	h := histories(r, upTo(r.Len()), ObserveMix, r.Fixtures[0].AsOf)[0]
	m := h.memory(func(division string) float64 { return map[string]float64{"X1": 200, "X2": 90}[division] })
	games, newest := h.knownBy(math.MaxInt64, m)
	l := newLikelihood(h, games, newest, DefaultConfig().Priors, m)
	rapid.Check(t, func(t *rapid.T) {
		checkSlopes(t, l.value, rapid.SliceOfN(rapid.Float64Range(-1, 1), l.size(), l.size()).Draw(t, "theta"))
	})
}

func TestSlopesOfTheCalibration(t *testing.T) {
	r := emptyRows()
	newTruth("Spain", 2).play(r, 1, 2)
	rng := rand.New(rand.NewPCG(1, 1))
	for c := range r.Columns {
		for i := range r.Columns[c] {
			if i%7 != 0 { // some stay missing
				r.Columns[c][i] = rng.NormFloat64() / 3
			}
		}
	}
	in, err := bind(r, DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	for _, asked := range []question{whoWins, whatScore} {
		c := newCalibrator(in, asked)
		for i := range 60 {
			c.add(prediction{i, rng.NormFloat64() / 3, rng.NormFloat64() / 3})
		}
		n := len(c.start)
		rapid.Check(t, func(t *rapid.T) {
			x := rapid.SliceOfN(rapid.Float64Range(-.7, .7), n, n).Draw(t, "x")
			x[n-1] *= 5
			checkSlopes(t, c.value, x)
		})
	}
}

func TestPairsCarryAllTheirMeetings(t *testing.T) {
	// Two meetings of one pair, a half-life apart, count as one and a half.
	h := &history{country: "X", clubs: []string{"a", "b"}, divisions: []division{{"X1", 1}}}
	games := []game{{home: 0, away: 1, day: 100, homeGoals: 4, awayGoals: 1}, {home: 0, away: 1, day: 200, homeGoals: 1, awayGoals: 2}}
	l := newLikelihood(h, games, 200, DefaultConfig().Priors, memory{100})
	var m moment
	m.add(.5, 4, 1)
	m.add(1, 1, 2)
	if len(l.pairs) != 1 {
		t.Fatalf("%d pairs, want 1", len(l.pairs))
	}
	p, dispersion := l.pairs[0], m.dispersion()
	for _, c := range []struct{ got, want float64 }{{p.weight, 1.5}, {p.homeGoals, 3}, {p.awayGoals, 2.5}} {
		if math.Abs(c.got*dispersion-c.want) > 1e-12 {
			t.Errorf("got %v, want %v", c.got*dispersion, c.want)
		}
	}
	// By hand: home (0.5·4 + 1·1)/1.5 = 2, mean square (0.5·16 + 1)/1.5 = 6,
	// variance 2; away 5/3, mean square 3, variance 2/9.
	if want := (2 + 2./9) / (2 + 5./3); math.Abs(dispersion-want) > 1e-12 {
		t.Errorf("dispersion %v, want %v", dispersion, want)
	}
}

func TestClubOfTwoDivisionsStandsBetweenThem(t *testing.T) {
	h := &history{country: "X", clubs: []string{"a", "b", "c"}, divisions: []division{{"X1", 1}, {"X2", 2}}}
	games := []game{{home: 0, away: 1, day: 1, division: 0}, {home: 2, away: 0, day: 1, division: 1}}
	l := newLikelihood(h, games, 1, DefaultConfig().Priors, memory{100, 100})
	theta := make([]float64, l.size())
	_, _, meanA, _, _, _ := l.parts(theta)
	meanA[0], meanA[1] = .4, -.2
	l.strengths(theta)
	for c, want := range []float64{.1, .4, -.2} {
		if math.Abs(l.attack[c]-want) > 1e-12 {
			t.Errorf("attack of club %d is %v, want %v", c, l.attack[c], want)
		}
	}
}
