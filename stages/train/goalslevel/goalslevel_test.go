package goalslevel_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"matchday"
	"matchday/stages/train/goalslevel"
)

func TestTheLevelFollowsResultsAndComesBack(t *testing.T) {
	rng, m := rand.New(rand.NewPCG(1, 1)), goalslevel.New()
	// A fixture of mean 2.6 has ten chances of 0.26.
	season := func(n int, mean float64, countries ...string) {
		for i := range n {
			goals := 0.0
			for range 10 {
				if rng.Float64() < mean/10 {
					goals++
				}
			}
			m.Learn(countries[i%len(countries)], 2.6, goals)
		}
	}
	season(12000, 2.6*1.1, "A", "B")
	if f := m.Factor("A"); math.Abs(f-1.1) > .04 {
		t.Errorf("a tenth more goals than expected: the factor is %v", f)
	}
	if f := m.Factor("elsewhere"); f < 1.02 || f > 1.1 {
		t.Errorf("in a country without results it is %v", f)
	}
	season(12000, 2.6, "A", "B")
	if f := m.Factor("A"); math.Abs(f-1) > .04 || m.Learned != 24000 {
		t.Errorf("with as many goals as expected, after %d results, it is %v", m.Learned, f)
	}
}

func TestExpectedIsTheMeanOfTheMatrix(t *testing.T) {
	s := &matchday.Scores{}
	s[0][0], s[2][1], s[0][4] = .5, .25, .25
	if got := goalslevel.Expected(s); got != .25*3+.25*4 {
		t.Errorf("got %v", got)
	}
}

func TestNoResultsTakeTheLevelOutOfItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := goalslevel.New()
		for range rapid.IntRange(1, 20).Draw(t, "kinds") {
			expected, goals := rapid.Float64Range(.04, 12).Draw(t, "expected"), float64(rapid.IntRange(0, 149).Draw(t, "goals"))
			for range rapid.IntRange(1, 2000).Draw(t, "results") {
				m.Learn("A", expected, goals)
			}
			if f := m.Factor("A"); !(f > .49 && f < 2.02) {
				t.Fatalf("the factor is %v", f)
			}
		}
		clone := m.Clone()
		m.Learn("A", 1, 149)
		m.Learn("B", 1, 149)
		var text bytes.Buffer
		if err := clone.Save(&text); err != nil {
			t.Fatal(err)
		}
		back, err := goalslevel.Load(&text)
		if d := cmp.Diff(clone, back); err != nil || d != "" || len(back.Countries) != 1 {
			t.Fatalf("read back: %v %s", err, d)
		}
	})
}

func TestAFileWithoutAMemoryOrBeyondTheBoundsIsRefused(t *testing.T) {
	for text, hint := range map[string]string{
		"":                                     "EOF",
		`{"memory": 0}`:                        "memory of 0 fixtures",
		`{"memory": 9, "countries": null}`:     "want more than 0, and a list",
		`{"memory": 9, "countries": {"A": 1}}`: "want none beyond",
		`{"memory": 9, "all": -1, "countries": {}}`: "want none beyond",
	} {
		if _, err := goalslevel.Load(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v, want one that says %q", text, err, hint)
		}
	}
}
