package logistic

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

var ctx = context.Background()

// goalsOf stand for the outcomes home win, draw, away win.
var goalsOf = [3][2]float64{{1, 0}, {0, 0}, {0, 1}}

// rowsOf makes rows of the given outcomes, a day apart, with named columns.
func rowsOf(classes []int, names []string, columns ...[]float64) *matchday.Rows {
	r := &matchday.Rows{Names: names, Columns: columns}
	for i, c := range classes {
		at := matchday.Date(2000, 1, 1).Add(time.Duration(i) * 24 * time.Hour)
		r.Fixtures = append(r.Fixtures, matchday.Fixture{AsOf: at, MatchDate: at})
		r.KnownAt = append(r.KnownAt, at.Add(time.Hour))
		r.HomeGoals = append(r.HomeGoals, goalsOf[c][0])
		r.AwayGoals = append(r.AwayGoals, goalsOf[c][1])
	}
	return r
}

// drawn are rows of a known world: logits ±0.8x ∓0.3y about (0.4, 0, −0.1).
func drawn(seed uint64, n int) *matchday.Rows {
	rng := rand.New(rand.NewPCG(seed, 1))
	classes, x, y := make([]int, n), make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = rng.NormFloat64()*100+1000, rng.Float64()
		z := .8*(x[i]-1000)/100 - .3*y[i]
		p := matchday.Softmax([3]float64{.4 + z, 0, -.1 - z})
		u := rng.Float64()
		switch {
		case u < p[0]:
			classes[i] = 0
		case u < p[0]+p[1]:
			classes[i] = 1
		default:
			classes[i] = 2
		}
	}
	return rowsOf(classes, []string{"x", "y"}, x, y)
}

func all(r *matchday.Rows) []int {
	out := make([]int, r.Len())
	for i := range out {
		out[i] = i
	}
	return out
}

func mustFit(t testing.TB, r *matchday.Rows, cfg Config, warm *Model) *Model {
	t.Helper()
	m, err := Fit(ctx, r, all(r), cfg, warm)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mustPredict(t testing.TB, m *Model, r *matchday.Rows) []matchday.Probs {
	t.Helper()
	p, err := m.Predict(r, all(r))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func near(a, b matchday.Probs, tolerance float64) bool {
	for c := range a {
		if !(math.Abs(a[c]-b[c]) <= tolerance) {
			return false
		}
	}
	return true
}

func TestInterceptAloneGivesTheShares(t *testing.T) {
	r := rowsOf([]int{0, 0, 0, 0, 0, 1, 1, 1, 2, 2}, nil)
	if p := mustPredict(t, mustFit(t, r, Config{}, nil), r)[0]; !near(p, matchday.Probs{.5, .3, .2}, 1e-9) {
		t.Errorf("got %v, want the shares 0.5, 0.3, 0.2", p)
	}
}

func TestOneBinaryFeatureIsSaturated(t *testing.T) {
	classes := []int{0, 0, 0, 1, 2 /* x = 1 from here */, 0, 1, 1, 2, 2, 2, 2}
	x := []float64{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}
	r := rowsOf(classes, []string{"x"}, x)
	p := mustPredict(t, mustFit(t, r, Config{Features: []string{"x"}}, nil), r)
	if want := (matchday.Probs{3. / 5, 1. / 5, 1. / 5}); !near(p[0], want, 1e-8) {
		t.Errorf("x = 0: got %v, want the shares %v", p[0], want)
	}
	if want := (matchday.Probs{1. / 7, 2. / 7, 4. / 7}); !near(p[11], want, 1e-8) {
		t.Errorf("x = 1: got %v, want the shares %v", p[11], want)
	}
}

func TestWithoutRowsThePriorSpeaks(t *testing.T) {
	r := rowsOf([]int{2}, []string{"x"}, []float64{7})
	m, err := Fit(ctx, r, nil, Defaults("x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := mustPredict(t, m, r)[0]; !near(p, matchday.Probs{.45, .27, .28}, 1e-9) {
		t.Errorf("got %v, want the prior", p)
	}
	if _, err := Fit(ctx, r, nil, Config{}, nil); err == nil {
		t.Error("neither rows nor prior rows: want an error")
	}
}

func TestSlopesAgreeWithDifferences(t *testing.T) {
	r := drawn(3, 40)
	rapid.Check(t, func(t *rapid.T) {
		s := Sample{Rows: 40, Width: 2, Column: func(j int, x []float64) { copy(x, r.Columns[j]) }}
		_, s.Class = Labelled(r, all(r))
		for k := range 40 {
			s.Weight = append(s.Weight, 1+float64(k%3))
			s.Offset = append(s.Offset, [3]float64{.1 * float64(k%5), 0, -.2})
		}
		p := Penalty{L2: rapid.Float64Range(0, 1).Draw(t, "l2"), Prior: matchday.Probs{.5, .3, .2}, PriorRows: 3}
		_, x := s.standardised()
		theta := rapid.SliceOfN(rapid.Float64Range(-2, 2), 6, 6).Draw(t, "theta")
		grad, hess := make([]float64, 6), make([]float64, 36)
		s.curvature(x, p, theta, grad, hess)
		const h = 1e-5
		for i := range theta {
			up, down := slices.Clone(theta), slices.Clone(theta)
			up[i] += h
			down[i] -= h
			gu, gd := make([]float64, 6), make([]float64, 6)
			fu := s.curvature(x, p, up, gu, make([]float64, 36))
			fd := s.curvature(x, p, down, gd, make([]float64, 36))
			if got, want := grad[i], (fu-fd)/(2*h); math.Abs(got-want) > 1e-7 {
				t.Fatalf("slope %d is %v, by differences %v", i, got, want)
			}
			for j := i; j < 6; j++ {
				if got, want := hess[i*6+j], (gu[j]-gd[j])/(2*h); math.Abs(got-want) > 1e-7 {
					t.Fatalf("curvature %d,%d is %v, by differences %v", i, j, got, want)
				}
			}
		}
	})
}

func TestWarmAndColdReachOneOptimum(t *testing.T) {
	r := drawn(5, 6000)
	cfg := Defaults("x", "y")
	first, err := Fit(ctx, r, all(r)[:5000], cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	cold, warm := mustPredict(t, mustFit(t, r, cfg, nil), r), mustPredict(t, mustFit(t, r, cfg, first), r)
	for i := range cold {
		if !near(cold[i], warm[i], 1e-7) {
			t.Fatalf("row %d: %v cold, %v warm", i, cold[i], warm[i])
		}
	}
}

func TestKnownWorldIsRecovered(t *testing.T) {
	r := drawn(8, 40000)
	m := mustFit(t, r, Defaults("x", "y"), nil).Map
	if got := m.Home[1] / m.Scale[0] * 100; math.Abs(got-.8) > .05 {
		t.Errorf("slope of home by x/100 is %v, want 0.8", got)
	}
	if got := m.Away[2] / m.Scale[1]; math.Abs(got-.3) > .1 {
		t.Errorf("slope of away by y is %v, want 0.3", got)
	}
}

func TestProcessorsDoNotMatter(t *testing.T) {
	r := drawn(2, 5*chunkRows+77)
	save := func(procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		js, err := json.Marshal(mustFit(t, r, Defaults("x", "y"), nil))
		if err != nil {
			t.Fatal(err)
		}
		return string(js)
	}
	if one, four := save(1), save(4); one != four {
		t.Errorf("the models of one and four processors differ:\n%s%s", one, four)
	}
}

func TestSavedAndLoadedPredictsTheSameBits(t *testing.T) {
	r := drawn(4, 500)
	m := mustFit(t, r, Defaults("x", "y"), nil)
	js, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	loaded := &Model{}
	if err := json.Unmarshal(js, loaded); err != nil {
		t.Fatal(err)
	}
	if err := loaded.Map.Check(2); err != nil {
		t.Error(err)
	}
	if !slices.Equal(mustPredict(t, m, r), mustPredict(t, loaded, r)) {
		t.Error("predictions differ after saving and loading")
	}
	r.Names = []string{"x", "z"}
	if _, err := loaded.Predict(r, []int{0}); err == nil || !strings.Contains(err.Error(), `"y"`) {
		t.Errorf("got %v, want an error that names the absent column", err)
	}
	if loaded.Map.Check(1) == nil {
		t.Error("a map of the wrong size is well")
	}
}

func TestMissingCountsAsTheMean(t *testing.T) {
	r := drawn(6, 1000)
	m := mustFit(t, r, Defaults("x", "y"), nil)
	at := slices.Clone(m.Map.Mean)
	if got, want := m.Map.Logits([]float64{math.NaN(), math.NaN()}), m.Map.Logits(at); got != want {
		t.Errorf("logits of missing values %v, of means %v", got, want)
	}
}

func TestWeightsCountRowsSoManyTimes(t *testing.T) {
	classes, x := []int{0, 1, 2, 0, 2}, []float64{1, 2, 0, 3, -1}
	weighted := Sample{Rows: 5, Width: 1, Column: func(_ int, v []float64) { copy(v, x) },
		Class: []int8{0, 1, 2, 0, 2}, Weight: []float64{1, 2, 1, 3, 0}}
	times := []int{0, 1, 1, 2, 3, 3, 3}
	repeated := Sample{Rows: len(times), Width: 1, Column: func(_ int, v []float64) { copy(v, matchday.Pick(x, times)) }}
	for _, i := range times {
		repeated.Class = append(repeated.Class, int8(classes[i]))
	}
	p := Penalty{L2: .1}
	a, err := Solve(ctx, weighted, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Solve(ctx, repeated, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for v := -2.; v < 4; v++ {
		if za, zb := a.Logits([]float64{v}), b.Logits([]float64{v}); math.Abs(za[0]-zb[0]) > 1e-8 || math.Abs(za[2]-zb[2]) > 1e-8 {
			t.Errorf("x = %v: %v weighted, %v repeated", v, za, zb)
		}
	}
}

func TestBaseThatIsRightNeedsNoCorrection(t *testing.T) {
	r := drawn(9, 30000)
	first := mustPredict(t, mustFit(t, r, Defaults("x", "y"), nil), r)
	base := make([][]float64, 3)
	for _, p := range first {
		for c := range base {
			base[c] = append(base[c], p[c])
		}
	}
	r.Names = append(r.Names, "h", "d", "a")
	r.Columns = append(r.Columns, base...)
	cfg := Defaults("x")
	cfg.Base = []string{"h", "d", "a"}
	second := mustPredict(t, mustFit(t, r, cfg, nil), r)
	for i := range first {
		if !near(first[i], second[i], 2e-3) {
			t.Fatalf("row %d: base %v became %v", i, first[i], second[i])
		}
	}
}

func TestRecencyHalvesAtTheHalfLife(t *testing.T) {
	r := drawn(1, 11)
	w := Recency(r, all(r), 5)
	for i, want := range map[int]float64{10: 1, 5: .5, 0: .25} {
		if math.Abs(w[i]-want) > 1e-12 {
			t.Errorf("day %d weighs %v, want %v", i, w[i], want)
		}
	}
}
