package mixture_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/train/mixture"
)

func drawn(rng *rand.Rand, p matchday.Probs) matchday.Outcome {
	u := rng.Float64()
	for c, o := range matchday.Outcomes {
		if u -= p[c]; u < 0 {
			return o
		}
	}
	return matchday.AwayWin
}

// learn lets a mixture of two experts see n results drawn by what the expert of
// number right says.
func learn(m *mixture.Model, rng *rand.Rand, n, right int) {
	for range n {
		said := []matchday.Probs{{.3 + .3*rng.Float64(), .25, .2}, {.3 + .3*rng.Float64(), .25, .2}}
		for i := range said {
			said[i] = said[i].Normalised()
		}
		m.Learn("g", said, drawn(rng, said[right]))
	}
}

func TestAnEdgeThatDiedIsUnlearned(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := mixture.New(mixture.DefaultConfig(), "a", "b")
	learn(m, rng, 8000, 0)
	if w := m.Of("g"); w[0] < .8 {
		t.Errorf("after 8000 results that a told the weights are %v", w)
	}
	learn(m, rng, 4000, 1)
	if w := m.Of("g"); w[1] < .6 {
		t.Errorf("after 4000 results that b told the weights are %v", w)
	}
}

func TestAResultMovesTheWeightsOfItsGroupAlone(t *testing.T) {
	m := mixture.New(mixture.DefaultConfig(), "a", "b", "c")
	said := []matchday.Probs{{.6, .2, .2}, {.4, .3, .3}, {.2, .4, .4}}
	if p := m.Mix("England", said); math.Abs(p[0]-.4) > 1e-12 {
		t.Errorf("before any result the mixture says %v", p)
	}
	m.Learn("England", said, matchday.HomeWin)
	w := m.Of("England")
	// exp(.5·p_i/p) is e^.75, e^.5, e^.25.
	sum := math.Exp(.75) + math.Exp(.5) + math.Exp(.25)
	want := []float64{math.Exp(.75) / sum, math.Exp(.5) / sum, math.Exp(.25) / sum}
	for i := range want {
		want[i] = (1-1e-4)*want[i] + 1e-4/3
		if math.Abs(w[i]-want[i]) > 1e-12 {
			t.Errorf("weights %v, want %v", w, want)
		}
	}
	if d := cmp.Diff([]float64{1. / 3, 1. / 3, 1. / 3}, m.Of("others")); d != "" || m.Learned["others"] != 0 || m.Learned["England"] != 1 {
		t.Errorf("the other group: %s", d)
	}
}

func TestWhatACloneLearnsMovesOnlyTheClone(t *testing.T) {
	m := mixture.New(mixture.DefaultConfig(), "a", "b")
	learn(m, rand.New(rand.NewPCG(2, 2)), 10, 0)
	before := m.Of("g")
	learn(m.Clone(), rand.New(rand.NewPCG(3, 3)), 10, 1)
	if d := cmp.Diff(before, m.Of("g")); d != "" || m.Learned["g"] != 10 {
		t.Error(d)
	}
}

// TestNoResultBreaksTheWeights holds the weights in (0, 1) and what they give to
// probabilities that no expert is below or above.
func TestNoResultBreaksTheWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "experts")
		m := mixture.New(mixture.DefaultConfig(), strings.Split("abcde"[:n], "")...)
		part := rapid.OneOf(rapid.Float64Range(1e-9, 1), rapid.Just(1e-9), rapid.Just(1.))
		for range rapid.IntRange(1, 30).Draw(t, "results") {
			said := make([]matchday.Probs, n)
			for i := range said {
				said[i] = matchday.Probs{part.Draw(t, "h"), part.Draw(t, "d"), part.Draw(t, "a")}.Normalised()
			}
			p := m.Mix("g", said)
			m.Learn("g", said, rapid.SampledFrom(matchday.Outcomes[:]).Draw(t, "result"))
			sum := 0.0
			for i, w := range m.Of("g") {
				if sum += w; !(w >= m.Config.Share/float64(n)*.999) {
					t.Fatalf("weight %d is %v", i, w)
				}
			}
			for c := range p {
				low, high := 1., 0.
				for i := range said {
					low, high = min(low, said[i][c]), max(high, said[i][c])
				}
				if !(p[c] >= low-1e-9 && p[c] <= high+1e-9) || math.Abs(sum-1) > 1e-9 {
					t.Fatalf("%v of %v; the weights sum to %v", p, said, sum)
				}
			}
		}
		var text bytes.Buffer
		if err := m.Save(&text); err != nil {
			t.Fatal(err)
		}
		back, err := mixture.Load(&text, m.Experts...)
		if d := cmp.Diff(m, back); err != nil || d != "" {
			t.Fatalf("read back: %v %s", err, d)
		}
	})
}

func TestAFileOfOtherExpertsOrWithoutTheirWeightsIsRefused(t *testing.T) {
	for text, hint := range map[string]string{
		"":                   "EOF",
		`{"experts": ["a"]}`: "this program mixes [a b]",
		`{"experts": ["a", "b"], "weights": {"g": [1]}}`:        `[1] of group "g"`,
		`{"experts": ["a", "b"], "weights": {"g": [2, -1]}}`:    "none below 0",
		`{"experts": ["a", "b"], "weights": {"g": [0.5, 0.4]}}`: "that sum to 1",
	} {
		if _, err := mixture.Load(strings.NewReader(text), "a", "b"); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v, want one that says %q", text, err, hint)
		}
	}
}
