package ratings

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// denseFilter is the extended Kalman filter as textbooks write it, on whole
// matrices, to hold the sparse one against.
type denseFilter struct {
	x *mat.VecDense
	p *mat.SymDense
}

// denseOf copies a filter's state.
func denseOf(f *filter) denseFilter {
	d := denseFilter{mat.NewVecDense(f.n, nil), mat.NewSymDense(f.n, nil)}
	for i := range f.n {
		d.x.SetVec(i, f.x[i])
		for j := range i + 1 {
			d.p.SetSym(i, j, *f.cell(i, j))
		}
	}
	return d
}

// update observes z with mean m and variance r, h being the gradient of m:
// S = hPhᵀ + r, K = Phᵀ/S, x += K(z − m), P −= K h P.
func (d denseFilter) update(h *mat.VecDense, z, m, r float64) {
	var ph mat.VecDense
	ph.MulVec(d.p, h)
	s := mat.Dot(h, &ph) + r
	d.x.AddScaledVec(d.x, (z-m)/s, &ph)
	d.p.SymRankOne(d.p, -1/s, &ph)
}

// gradients of the two log rates by the states.
func gradients(n, home, away int) (h, a *mat.VecDense) {
	h, a = mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	h.SetVec(0, 1)
	a.SetVec(0, 1)
	h.SetVec(1, .5)
	a.SetVec(1, -.5)
	h.SetVec(2+3*home+2, .5)
	a.SetVec(2+3*home+2, -.5)
	h.SetVec(2+3*home, 1)
	h.SetVec(2+3*away+1, -1)
	a.SetVec(2+3*away, 1)
	a.SetVec(2+3*home+1, -1)
	return h, a
}

func sameState(t *testing.T, f *filter, d denseFilter) {
	t.Helper()
	for i := range f.n {
		if math.Abs(f.x[i]-d.x.AtVec(i)) > 1e-9 {
			t.Fatalf("state %d is %v, want %v", i, f.x[i], d.x.AtVec(i))
		}
		for j := range i + 1 {
			if got, want := *f.cell(i, j), d.p.At(i, j); math.Abs(got-want) > 1e-9 {
				t.Fatalf("covariance of %d and %d is %v, want %v", i, j, got, want)
			}
		}
	}
}

// fourClubs is a filter with four clubs of different strengths.
func fourClubs() *filter {
	f := startFilter(filterSpec{clubNoise: 5e-5, seasonNoise: .005}, 0)
	for i := range 4 {
		f.put(newcomer([clubStates]float64{.1 * float64(i), -.05 * float64(i), 0}, 0))
	}
	return f
}

func TestFilterAgreesWithTheDenseOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	f := fourClubs()
	d := denseOf(f)
	for round := range 60 {
		home := rng.IntN(4)
		away := (home + 1 + rng.IntN(3)) % 4
		offset := rng.Float64() - .5
		didHome, didAway := 3*rng.Float64(), 2*rng.Float64()
		h, a := gradients(f.n, home, away)
		if round%3 == 0 { // prices: the log rates themselves
			f.observe(home, away, offset, math.Log(didHome+.3), math.Log(didAway+.3), evidence{variance: .02})
			d.update(h, math.Log(didHome+.3), mat.Dot(h, d.x)+offset/2, .02)
			d.update(a, math.Log(didAway+.3), mat.Dot(a, d.x)-offset/2, .02)
		} else { // counts with mean λ = e^η, variance φλ and gradient λ·signs
			const phi = .4
			f.observe(home, away, offset, didHome, didAway, evidence{dispersion: phi})
			rate := math.Exp(mat.Dot(h, d.x) + offset/2)
			h.ScaleVec(rate, h)
			d.update(h, didHome, rate, phi*rate)
			rate = math.Exp(mat.Dot(a, d.x) - offset/2)
			a.ScaleVec(rate, a)
			d.update(a, didAway, rate, phi*rate)
		}
		sameState(t, f, d)
	}
}

func TestSurprisesOfPricesAreClipped(t *testing.T) {
	f := fourClubs()
	h, _ := gradients(f.n, 0, 1)
	d := denseOf(f)
	var ph mat.VecDense
	ph.MulVec(d.p, h)
	s := mat.Dot(h, &ph) + .02
	before, _ := f.predict(0, 1, 0)
	_, calm := f.predict(0, 1, 0)
	f.observe(0, 1, 0, before+100, calm, evidence{variance: .02, clip: 2})
	want := d.x.AtVec(clubState(0, attack)) + ph.AtVec(clubState(0, attack))/s*2*math.Sqrt(s)
	// The away side's observation moves the home side's attack a little, through μ.
	if got := f.x[clubState(0, attack)]; math.Abs(got-want) > .05 {
		t.Errorf("attack moved to %v, want about %v", got, want)
	}
}

func TestVarianceOfTheDifference(t *testing.T) {
	f := fourClubs()
	f.observe(0, 1, 0, 2, 1, evidence{dispersion: .4})
	f.observe(2, 0, 0, 0, 1, evidence{dispersion: .4})
	h, a := gradients(f.n, 0, 2)
	h.SubVec(h, a)
	var ph mat.VecDense
	ph.MulVec(denseOf(f).p, h)
	if got, want := f.variance(0, 2, f.asOf), mat.Dot(h, &ph); math.Abs(got-want) > 1e-12 {
		t.Errorf("variance %v, want %v", got, want)
	}
}

func TestTimeAndSummersAddUncertainty(t *testing.T) {
	f := fourClubs()
	f.advance(10 * 86400)
	f.advance(5 * 86400) // the past: nothing
	f.addSeason(2, 2)
	for _, c := range []struct {
		name string
		i, j int
		want float64
	}{
		{"mean rate", 0, 0, .05 + 10*2e-6},
		{"home advantage", 1, 1, .012 + 10*1.4e-6},
		{"attack", 2, 2, .085 + 10*5e-5},
		{"defence", 3, 3, .085 + 10*5e-5},
		{"attack with defence", 3, 2, .15 * 10 * 5e-5},
		{"attack after two summers", 8, 8, .085 + 10*5e-5 + 2*.005},
		{"home edge", 4, 4, .0068},
	} {
		if got := *f.cell(c.i, c.j); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%s: variance %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAClubThatLeavesTakesItsOwnBlock(t *testing.T) {
	f := fourClubs()
	rng := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		home := rng.IntN(4)
		f.observe(home, (home+1)%4, 0, 2*rng.Float64(), rng.Float64(), evidence{dispersion: .4})
	}
	before := denseOf(f)
	b := f.take(1)
	// The last club has moved into slot 1; all others are as they were.
	old := func(i int) int {
		if i >= clubState(1, 0) && i < clubState(2, 0) {
			return i + 2*clubStates
		}
		return i
	}
	for i := range f.n {
		for j := range i + 1 {
			if got, want := *f.cell(i, j), before.p.At(old(i), old(j)); got != want {
				t.Fatalf("covariance of %d and %d is %v, want %v", i, j, got, want)
			}
		}
	}
	f.advance(100 * 86400)
	f.put(b)
	first := clubState(3, 0)
	for i := range clubStates {
		for j := range first {
			if *f.cell(first+i, j) != 0 {
				t.Fatal("a club that comes back is not independent of the others")
			}
		}
		if f.x[first+i] != before.x.AtVec(clubState(1, i)) {
			t.Fatal("a club that comes back has another strength")
		}
	}
	want := before.p.At(clubState(1, attack), clubState(1, attack)) + 100*5e-5
	if got := *f.cell(first, first); math.Abs(got-want) > 1e-15 {
		t.Errorf("variance of the attack %v, want %v after a hundred days away", got, want)
	}
}

func TestAFilterGrowsBeyondItsRoom(t *testing.T) {
	f := startFilter(filterSpec{clubNoise: 5e-5}, 0)
	for i := range 40 {
		f.put(newcomer([clubStates]float64{float64(i), 0, 0}, 0))
		if i > 0 {
			f.observe(i, i-1, 0, 1, 1, evidence{variance: .1})
		}
	}
	if f.n != 2+3*40 || f.stride < f.n {
		t.Fatalf("%d states in rows of %d", f.n, f.stride)
	}
	d := denseOf(f)
	h, a := gradients(f.n, 7, 33)
	f.observe(7, 33, 0, .2, .1, evidence{variance: .1})
	d.update(h, .2, mat.Dot(h, d.x), .1)
	d.update(a, .1, mat.Dot(a, d.x), .1)
	sameState(t, f, d)
}
