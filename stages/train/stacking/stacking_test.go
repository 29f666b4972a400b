package stacking

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

var ctx = context.Background()

// world is fixtures with true probabilities and outcomes drawn from them.
type world struct {
	truth    []matchday.Probs
	logits   [][3]float64
	outcomes []matchday.Outcome
	at       []time.Time
	rng      *rand.Rand
}

func newWorld(n int, seed uint64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 9))}
	for i := range n {
		s := w.rng.NormFloat64() * .6
		z := [3]float64{.3 + s, 0, -s}
		p := matchday.Softmax(z)
		u, c := w.rng.Float64(), 0
		for u -= p[0]; u > 0 && c < 2; u -= p[c] {
			c++
		}
		w.truth, w.logits = append(w.truth, p), append(w.logits, z)
		w.outcomes = append(w.outcomes, matchday.Outcomes[c])
		w.at = append(w.at, matchday.Date(2010, 1, 1).Add(time.Duration(i)*time.Hour))
	}
	return w
}

// model is the truth seen through noise.
func (w *world) model(noise float64) []matchday.Probs {
	out := make([]matchday.Probs, len(w.truth))
	for i, z := range w.logits {
		e := noise * w.rng.NormFloat64()
		out[i] = matchday.Softmax([3]float64{z[0] + e, z[1], z[2] - e})
	}
	return out
}

func (w *world) fit(t testing.TB, cfg Config, probs ...[]matchday.Probs) *Model {
	t.Helper()
	names := []string{"a", "b", "c", "d"}[:len(probs)]
	m, err := Fit(ctx, cfg, names, probs, w.outcomes, w.at)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *world) loss(t testing.TB, p []matchday.Probs) (loss float64) {
	t.Helper()
	for i, o := range w.outcomes {
		loss -= math.Log(p[i][o.Index()]) / float64(len(p))
	}
	return loss
}

func predict(t testing.TB, m *Model, probs ...[]matchday.Probs) []matchday.Probs {
	t.Helper()
	p, err := m.Predict(probs)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p {
		if !p[i].Valid() {
			t.Fatalf("row %d gets %v", i, p[i])
		}
	}
	return p
}

func TestWithoutRowsItIsThePlainMeanOfTheLogs(t *testing.T) {
	w := newWorld(0, 1)
	m := w.fit(t, DefaultConfig(), nil, nil)
	a, b := matchday.Probs{.5, .3, .2}, matchday.Probs{.2, .3, .5}
	got := predict(t, m, []matchday.Probs{a}, []matchday.Probs{b})[0]
	// By hand: geometric means √.1, .3, √.1, normalised.
	if want := math.Sqrt(.1) / (2*math.Sqrt(.1) + .3); math.Abs(got[0]-want) > 1e-12 || math.Abs(got[2]-want) > 1e-12 {
		t.Errorf("got %v, want %v for home and away", got, want)
	}
}

func TestBetterModelsWeighMore(t *testing.T) {
	w := newWorld(20000, 2)
	good, bad := w.model(.2), w.model(.6)
	m := w.fit(t, DefaultConfig(), good, bad)
	if b := m.All.Blend; b.Weights[0] < b.Weights[1]+.2 {
		t.Errorf("weights %v: want the first well above the second", b.Weights)
	}
	if together, alone := w.loss(t, predict(t, m, good, bad)), w.loss(t, good); together >= alone {
		t.Errorf("log loss %.5f together, %.5f of the better model alone", together, alone)
	}
	held := DefaultConfig()
	held.Ridge = 1e9
	for _, v := range w.fit(t, held, good, bad).All.Blend.Weights {
		if math.Abs(v-.5) > 1e-3 {
			t.Errorf("weight %v under a ridge beyond all evidence, want one half", v)
		}
	}
}

func TestMissingMarketHasAFitOfItsOwn(t *testing.T) {
	w := newWorld(8000, 3)
	base, market := w.model(.5), w.model(.05)
	nan := math.NaN()
	for i := range market {
		if i%3 == 0 {
			market[i] = matchday.Probs{nan, nan, nan}
		}
	}
	second := w.model(.5)
	m := w.fit(t, DefaultConfig(), base, second, market)
	if m.Always == nil || !slices.Equal(m.Always.Blend.Models, []int{0, 1}) || !slices.Equal(m.All.Blend.Models, []int{0, 1, 2}) {
		t.Fatalf("stacks of %+v and %+v: want all three, and the first two", m.All, m.Always)
	}
	got := predict(t, m, base, second, market)
	without := w.fit(t, DefaultConfig(), base, second)
	want := predict(t, without, base, second)
	for i := range got {
		if i%3 == 0 && got[i] != want[i] {
			t.Fatalf("row %d without a market: %v, want %v as if there were none", i, got[i], want[i])
		}
	}
	// All three can go missing in ways that the fit has not seen.
	none := []matchday.Probs{{nan, nan, nan}}
	if p := predict(t, m, none, none, []matchday.Probs{{.5, .3, .2}})[0]; math.Abs(p[0]-.5) > 1e-9 {
		t.Errorf("the market alone gives %v", p)
	}
	if _, err := m.Predict([][]matchday.Probs{none, none, none}); err == nil {
		t.Error("a row without any model: want an error")
	}
}

// drawShy makes the draw's log-probability swing too little, which no weight
// over all classes can mend.
func drawShy(in []matchday.Probs) []matchday.Probs {
	out := make([]matchday.Probs, len(in))
	for i, p := range in {
		out[i] = matchday.Probs{p[0], math.Pow(p[1], 3) * 10, p[2]}.Normalised()
	}
	return out
}

func TestCalibrationIsKeptOnlyWhereItHelps(t *testing.T) {
	w := newWorld(20000, 4)
	honest, shy := w.model(.1), drawShy(w.model(.1))
	if s := w.fit(t, DefaultConfig(), honest).All; s.Scaling != nil || s.GainError == 0 {
		t.Errorf("honest model: %+v, want a calibration tried and left out", s)
	}
	m := w.fit(t, DefaultConfig(), shy)
	if m.All.Scaling == nil || m.All.Gain <= m.All.GainError {
		t.Fatalf("shy model: %+v, want a calibration", m.All)
	}
	uncalibrated := *m
	uncalibrated.All = &Stack{Blend: m.All.Blend}
	if with, without := w.loss(t, predict(t, m, shy)), w.loss(t, predict(t, &uncalibrated, shy)); with > without-.003 {
		t.Errorf("log loss %.5f calibrated, %.5f not", with, without)
	}
	few := newWorld(200, 5)
	if s := few.fit(t, DefaultConfig(), drawShy(few.model(.1))).All; s.Scaling != nil || s.GainError != 0 {
		t.Errorf("200 rows: %+v, want no attempt", s)
	}
}

// Weights up to 1.2 keep every two classes less than 20 apart: beyond, Softmax cuts
// them off, and there is no slope where it begins to.
func TestSlopesAgreeWithDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, weight := rapid.Float64Range(-2, 2), rapid.Float64Range(-1.2, 1.2)
		x := make([][3]float64, 4)
		for j := range x {
			for c := range x[j] {
				x[j][c] = number.Draw(t, "x")
			}
		}
		theta, class := rapid.SliceOfN(weight, 4, 4).Draw(t, "theta"), rapid.IntRange(0, 2).Draw(t, "class")
		grad, hess := make([]float64, 4), make([]float64, 16)
		observe(x, theta, class, grad, hess)
		const h = 1e-5
		for i := range theta {
			up, down := slices.Clone(theta), slices.Clone(theta)
			up[i] += h
			down[i] -= h
			gu, gd := make([]float64, 4), make([]float64, 4)
			fu, fd := observe(x, up, class, gu, make([]float64, 16)), observe(x, down, class, gd, make([]float64, 16))
			if got, want := grad[i], (fu-fd)/(2*h); math.Abs(got-want) > 1e-6 {
				t.Fatalf("slope %d is %v, by differences %v", i, got, want)
			}
			for j := i; j < 4; j++ {
				if got, want := hess[i*4+j], (gu[j]-gd[j])/(2*h); math.Abs(got-want) > 1e-6 {
					t.Fatalf("curvature %d,%d is %v, by differences %v", i, j, got, want)
				}
			}
		}
	})
}

func TestOrderOfRowsDoesNotDecide(t *testing.T) {
	w := newWorld(3000, 6)
	a, b := w.model(.3), w.model(.3)
	want := w.fit(t, DefaultConfig(), a, b)
	slices.Reverse(w.outcomes)
	slices.Reverse(w.at)
	slices.Reverse(a)
	slices.Reverse(b)
	got := w.fit(t, DefaultConfig(), a, b)
	if got.All.Blend.Weights[0] != want.All.Blend.Weights[0] || got.All.Gain != want.All.Gain {
		t.Errorf("rows in reverse give %+v, want %+v", got.All, want.All)
	}
}

func TestSavedAndLoadedPredictsTheSameBits(t *testing.T) {
	w := newWorld(5000, 7)
	a, b := drawShy(w.model(.2)), w.model(.4)
	b[17] = matchday.Probs{math.NaN(), math.NaN(), math.NaN()}
	m := w.fit(t, DefaultConfig(), a, b)
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(predict(t, m, a, b), predict(t, loaded, a, b)) {
		t.Error("predictions differ after saving and loading")
	}
	for _, broken := range []string{`{}`, `{"names":["a"],"all":{"blend":{"models":[3],"weights":[1]}}}`, `{"names":["a"],"all":{"blend":{"models":[0],"weights":[]}}}`} {
		if _, err := Load(strings.NewReader(broken)); err == nil {
			t.Errorf("%s was loaded", broken)
		}
	}
}

func TestUnequalLengthsAreRefused(t *testing.T) {
	w := newWorld(10, 8)
	if _, err := Fit(ctx, DefaultConfig(), []string{"a"}, [][]matchday.Probs{w.truth[:9]}, w.outcomes, w.at); err == nil || !strings.Contains(err.Error(), "model a") {
		t.Errorf("got %v, want an error that names the model", err)
	}
	m := w.fit(t, DefaultConfig(), w.truth, w.truth)
	if _, err := m.Predict([][]matchday.Probs{w.truth}); err == nil {
		t.Error("one model of two: want an error")
	}
	if _, err := m.Predict([][]matchday.Probs{w.truth, w.truth[:3]}); err == nil {
		t.Error("unequal rows: want an error")
	}
}

func TestCalibrationMustGainTwiceItsStandardError(t *testing.T) {
	for _, c := range []struct {
		gain, standardError float64
		want                bool
	}{
		{0.0015, 0.001, false}, {0.002, 0.001, false}, {0.0021, 0.001, true}, {-0.01, 0.001, false}, {0, 0, false},
	} {
		if got := proven(c.gain, c.standardError); got != c.want {
			t.Errorf("a gain of %v with standard error %v is proven: %v; want %v", c.gain, c.standardError, got, c.want)
		}
	}
}
