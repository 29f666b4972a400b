package xgboost

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"matchday"
)

// world draws n played fixtures, three a day, whose home and away wins follow
// the logits that truth makes of two features; a tenth of "b" is missing.
func world(n int, seed uint64, truth func(a, b float64) [classes]float64) *matchday.Rows {
	r := rand.New(rand.NewPCG(seed, 1))
	rows := &matchday.Rows{Names: []string{"a", "b", "p_home", "p_draw", "p_away"}, Columns: make([][]float64, 5)}
	for i := range n {
		a, b := r.NormFloat64(), r.NormFloat64()
		p := matchday.Softmax(truth(a, b))
		home, away := 0., 0.
		switch u := r.Float64(); {
		case u < p[0]:
			home = 1
		case u < p[0]+p[2]:
			away = 1
		}
		if r.Float64() < .1 {
			b = math.NaN()
		}
		asOf := matchday.Date(2010, 1, 1).AddDate(0, 0, i/3)
		rows.Fixtures = append(rows.Fixtures, matchday.Fixture{ID: fmt.Sprintf("X/1/%d", i), AsOf: asOf, Country: "England", Level: 1})
		rows.KnownAt = append(rows.KnownAt, asOf.Add(6*time.Hour))
		rows.HomeGoals, rows.AwayGoals = append(rows.HomeGoals, home), append(rows.AwayGoals, away)
		for j, v := range []float64{a, b, p[0], p[1], p[2]} {
			rows.Columns[j] = append(rows.Columns[j], v)
		}
	}
	return rows
}

// curved is a world that a linear map cannot describe.
func curved(a, b float64) [classes]float64 {
	if a*b > 0 {
		return [classes]float64{1.5, 0, -.5}
	}
	return [classes]float64{-.5, 0, 1.5}
}

func noise(_, _ float64) [classes]float64 { return [classes]float64{} }

func smallConfig() Config {
	return Config{
		Params: matchday.XGBoost{
			MaxDepth: 3, Eta: .2, MinChildWeight: 5, Subsample: .8, ColsampleTree: 1, Lambda: 1, MaxBin: 64,
			MaxRounds: 80, EarlyStopping: 10, Seeds: 2, Threads: 2,
		},
		Seed: 7, Features: []string{"a", "b"}, Base: []string{"a", "b"}, Holdout: .2,
	}
}

func all(rows *matchday.Rows) []int {
	at := make([]int, rows.Len())
	for i := range at {
		at[i] = i
	}
	return at
}

func fit(t *testing.T, rows *matchday.Rows, cfg Config) *Model {
	t.Helper()
	m, err := Fit(context.Background(), rows, all(rows), cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func predict(t *testing.T, m *Model, rows *matchday.Rows) []matchday.Probs {
	t.Helper()
	p, err := m.Predict(rows, all(rows))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func saved(t *testing.T, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func meanLoss(rows *matchday.Rows, p []matchday.Probs) float64 {
	sum := 0.0
	for i := range p {
		sum -= math.Log(p[i][rows.Outcome(i).Index()])
	}
	return sum / float64(len(p))
}

func TestTreesLearnWhatTheLogisticMapCannot(t *testing.T) {
	cfg := smallConfig()
	m := fit(t, world(6000, 1, curved), cfg)
	later := world(3000, 2, curved)
	mapAlone := *m
	mapAlone.boosters = fit(t, world(6000, 1, curved), Config{
		Params: matchday.XGBoost{MaxDepth: 1, MaxBin: 2, Seeds: 1, Threads: 1}, Features: cfg.Features, Base: cfg.Base,
	}).boosters
	trees, linear := meanLoss(later, predict(t, m, later)), meanLoss(later, predict(t, &mapAlone, later))
	// The world's own entropy is about 0.76 nats; a linear map sees nothing of it.
	if trees > linear-.1 {
		t.Errorf("log loss %.4f with trees, %.4f without: want at least 0.1 less", trees, linear)
	}
	if m.Rounds() < 10 {
		t.Errorf("stopped after %d rounds, with much left to learn", m.Rounds())
	}
}

func TestALeafHasItsClosedForm(t *testing.T) {
	// One tree of one split on four times the same two rows, from zero margins:
	// p = 1/3, gradients p-y, Hessians 2p(1-p); a leaf is -eta*G/(H+lambda)
	// (Chen & Guestrin 2016, eq. 5).
	rows := &matchday.Rows{Names: []string{"a"}, Columns: [][]float64{{}}}
	for i := range 8 {
		rows.Fixtures = append(rows.Fixtures, matchday.Fixture{ID: fmt.Sprint(i)})
		rows.HomeGoals = append(rows.HomeGoals, float64(1-i%2)) // home win where a is 0
		rows.AwayGoals = append(rows.AwayGoals, float64(i%2))   // away win where a is 1
		rows.Columns[0] = append(rows.Columns[0], float64(i%2))
	}
	m := fit(t, rows, Config{
		Params:   matchday.XGBoost{MaxDepth: 1, Eta: .5, Lambda: 1, Subsample: 1, ColsampleTree: 1, MaxBin: 4, MaxRounds: 1, Seeds: 1, Threads: 1},
		Features: []string{"a"},
	})
	h := 2 * 2. / 9 // of a row
	home, away := .5*4*(2./3)/(4*h+1), -.5*4*(1./3)/(4*h+1)
	draw := -.5 * 8 * (1. / 3) / (8*h + 1) // no split helps where nobody drew
	want := matchday.Softmax([classes]float64{home, draw, away})
	got := predict(t, m, rows)[0]
	for c := range want {
		if math.Abs(got[c]-want[c]) > 1e-6 {
			t.Fatalf("probabilities of a home winner %v; want %v", got, want)
		}
	}
}

func TestWithoutRoundsThePriorIsThePrediction(t *testing.T) {
	rows := world(300, 3, curved)
	cfg := smallConfig()
	cfg.Params.MaxRounds, cfg.Params.EarlyStopping = 0, 0
	cfg.Prior = []string{"p_home", "p_draw", "p_away"}
	rows.Columns[3][5] = math.NaN() // the map answers where the prior is not whole
	m := fit(t, rows, cfg)
	logits, err := m.base.margins(rows, []int{5})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range predict(t, m, rows) {
		want := matchday.Probs{rows.Columns[2][i], rows.Columns[3][i], rows.Columns[4][i]}
		if i == 5 {
			want = matchday.Softmax([classes]float64{float64(logits[0]), float64(logits[1]), float64(logits[2])})
		}
		for c := range p {
			if !(math.Abs(p[c]-want[c]) < 1e-6) {
				t.Fatalf("row %d: %v; want %v", i, p, want)
			}
		}
	}
}

func TestEarlyStoppingStopsOnNoise(t *testing.T) {
	cfg := smallConfig()
	cfg.Params.Eta, cfg.Params.MinChildWeight = .5, 1
	rows, fresh := world(4000, 4, noise), world(4000, 5, noise)
	stopped := fit(t, rows, cfg)
	if stopped.Rounds() > 10 {
		t.Errorf("grew %d rounds on noise", stopped.Rounds())
	}
	cfg.Params.EarlyStopping = 0
	if all, best := meanLoss(fresh, predict(t, fit(t, rows, cfg), fresh)), meanLoss(fresh, predict(t, stopped, fresh)); all < best+.02 {
		t.Errorf("log loss %.4f stopped early, %.4f with all rounds: want at least 0.02 less", best, all)
	}
}

func TestAWarmModelLendsItsRounds(t *testing.T) {
	rows, cfg := world(1500, 5, curved), smallConfig()
	cold := fit(t, rows, cfg)
	warm, err := Fit(context.Background(), rows, all(rows), cfg, cold)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(saved(t, cold), saved(t, warm)) {
		t.Error("the same rows with the rounds found before gave another model")
	}
}

func TestTheSameFitGivesTheSameBytes(t *testing.T) {
	rows, cfg := world(3000, 6, curved), smallConfig()
	first := saved(t, fit(t, rows, cfg))
	if !bytes.Equal(first, saved(t, fit(t, rows, cfg))) {
		t.Error("two fits of the same rows differ")
	}
	cfg.Params.Threads = 1
	if !bytes.Equal(first, saved(t, fit(t, rows, cfg))) {
		t.Error("another number of threads gave another model")
	}
	cfg.Seed++
	if bytes.Equal(first, saved(t, fit(t, rows, cfg))) {
		t.Error("another seed gave the same trees: it was not handed on")
	}
}

func TestALoadedModelPredictsTheSameBits(t *testing.T) {
	rows := world(2000, 8, curved)
	m := fit(t, rows, smallConfig())
	text := saved(t, m)
	loaded, err := Load(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(predict(t, m, rows), predict(t, loaded, rows)) {
		t.Error("predictions differ after loading")
	}
	if !bytes.Equal(text, saved(t, loaded)) {
		t.Error("a loaded model saves other bytes")
	}
}

func TestAChangedModelFileIsRefused(t *testing.T) {
	text := saved(t, fit(t, world(1000, 9, curved), smallConfig()))
	for what, c := range map[string]struct {
		text []byte
		want string
	}{
		"rounds changed":    {bytes.Replace(text, []byte(`"rounds":`), []byte(`"rounds":1`), 1), "fingerprint"},
		"features swapped":  {bytes.Replace(text, []byte(`["a","b"]`), []byte(`["b","a"]`), 1), "fingerprint"},
		"cut short":         {text[:len(text)/2], "unexpected EOF"},
		"not ours":          {[]byte(`{"format":"other"}`), `format "other"`},
		"with an extra key": {bytes.Replace(text, []byte(`{"format"`), []byte(`{"x":1,"format"`), 1), `"x"`},
	} {
		if _, err := Load(bytes.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v; want one with %q", what, err, c.want)
		}
	}
}

func TestManyGoroutinesFitAndPredict(t *testing.T) {
	rows, cfg := world(600, 10, curved), smallConfig()
	cfg.Params.Seeds, cfg.Params.MaxRounds = 1, 8
	m := fit(t, rows, cfg)
	want, text := predict(t, m, rows), saved(t, m)
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() {
			other, err := Fit(context.Background(), rows, all(rows), cfg, nil)
			if err != nil {
				t.Error(err)
				return
			}
			for _, model := range []*Model{m, other} {
				got, err := model.Predict(rows, all(rows))
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("predictions differ between goroutines (error %v)", err)
				}
			}
		})
	}
	group.Wait()
	if !bytes.Equal(text, saved(t, m)) {
		t.Error("predicting changed the model")
	}
}

func TestContributionsSumToThePrediction(t *testing.T) {
	rows := world(1500, 11, curved)
	m := fit(t, rows, smallConfig())
	explained, err := m.Contributions(rows, all(rows))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range predict(t, m, rows) {
		z := explained[i].Start
		for c := range z {
			for _, x := range explained[i].ByFeature[c] {
				z[c] += x
			}
		}
		got := matchday.Softmax(z)
		for c := range got {
			if math.Abs(got[c]-want[c]) > 1e-5 {
				t.Fatalf("row %d: contributions give %v; the model predicts %v", i, got, want)
			}
		}
	}
}
